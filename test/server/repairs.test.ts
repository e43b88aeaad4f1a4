/** Repairs that the editor offers for shapes that do not fit: each is applied, and nothing is wrong any more. */

import assert from 'node:assert/strict';
import type { CodeAction, TextEdit } from 'vscode-languageserver-protocol/node';
import { applyEdits } from '../../src/workspace/text-edits';
import { InProcessClient } from './in-process-client';

interface Broken {
  readonly what: string;
  /** Statements of a network with that input. */
  readonly input: string;
  readonly body: string;
  readonly before?: string;
  readonly code: string;
  /** The nearest repair, as the title says it, and others that are offered after it. */
  readonly first: string;
  readonly others?: readonly string[];
}

const table: readonly Broken[] = [
  {
    what: 'a branch of an Inception module without padding',
    input: '28x28x192',
    body: 'concat {\n    branch { conv(64, 1x1) }\n    branch { conv(96, 1x1) -> conv(128, 3x3, padding = valid) }\n    branch { maxpool(3x3) -> conv(32, 1x1) }\n  }',
    code: 'shape.concat-size',
    first: 'Write padding = same in branch_2/conv_2',
    others: ['Put pad(1) at the end of branch 2'],
  },
  {
    what: 'a pool without the stride of its neighbours',
    input: '28x28x192',
    body: 'concat {\n    branch { conv(64, 3x3, stride = 2) }\n    branch { conv(96, 1x1) -> conv(128, 3x3, stride = 2) }\n    branch pool { maxpool(3x3) }\n  }',
    code: 'shape.concat-size',
    first: 'Write stride = 2 in pool/maxpool_1',
    others: ['Put crop(7) at the end of pool'],
  },
  {
    what: 'the shortcut of a residual block that changes size and channels (He et al. 2016: a 1x1 projection)',
    input: '56x56x64',
    body: 'add {\n    branch { conv(128, 3x3, stride = 2) -> conv(128, 3x3, activation = none) }\n    branch { }\n  }',
    code: 'shape.add-shape',
    first: 'Put conv(128, 1x1, stride = 2, activation = none) at the end of branch 2',
  },
  {
    what: 'a residual block with other channels',
    input: '56x56x64',
    body: 'add {\n    branch { conv(64, 3x3) -> conv(128, 3x3, activation = none) }\n    branch { }\n  }',
    code: 'shape.add-shape',
    first: 'Write filters = 64 in branch_1/conv_2',
    others: ['Put conv(128, 1x1, activation = none) at the end of branch 2'],
  },
  {
    what: 'results of two sizes',
    input: '64x64x8',
    body: 'a = conv(8, 3x3)\n  conv(8, 3x3, stride = 2) -> b = relu()\n  concat(a, b)',
    code: 'shape.concat-size',
    first: 'Write stride = 1 in conv_1',
    others: ['Put upsample(2) behind b, and name its result so'],
  },
  {
    what: 'a window that is larger than its input',
    input: '28x28x3',
    body: 'conv(8, 5x5, stride = 4)\n  avgpool(8x8, padding = valid)\n  dense(10)',
    code: 'shape.window',
    first: 'Write padding = same in avgpool_1',
    others: ['Write kernel = 7x7 in avgpool_1', 'Write 29x29x3 as the input'],
  },
  {
    what: 'groups that do not divide the channels',
    input: '28x28x64',
    body: 'conv(96, 3x3, groups = 5)',
    code: 'shape.groups',
    first: 'Write groups = 4 in conv_1',
  },
  {
    what: 'a module that every call finds broken',
    input: '28x28x64',
    body: 'm(64)\n  m(64)',
    before: 'module m(c) {\n  add {\n    branch { conv(c, 3x3, padding = valid) }\n    branch { }\n  }\n}\n',
    code: 'shape.add-shape',
    first: 'Write padding = same in m_1/branch_1/conv_1',
    others: ['Put crop(1) at the end of branch 2'],
  },
  {
    what: 'an expectation',
    input: '28x28x192',
    body: 'conv(32, 5x5)\n  expect multiplies == 120M',
    code: 'expect.metric',
    // 28 * 28 * 32 * 5 * 5 * 192
    first: 'Write 120_422_400',
  },
];

const hints: Broken[] = [
  {
    what: 'a ReLU in front of a softmax',
    input: '4x4x8',
    body: 'globalavgpool()\n  conv(10, 1x1)\n  softmax()',
    code: 'lint.relu-softmax',
    first: 'Write activation = none in conv_1',
  },
  {
    what: 'an even pool without a stride',
    input: '8x8x4',
    body: 'maxpool(2x2)',
    code: 'lint.pool-stride',
    first: 'Write stride = 2 in maxpool_1',
    others: ['Write stride = 1 in maxpool_1'],
  },
  {
    what: 'a pool that does not divide its input',
    input: '7x7x4',
    body: 'maxpool(2x2, stride = 2)',
    code: 'lint.pool-cut',
    first: 'Write padding = valid in maxpool_1',
  },
  {
    what: 'an input that has its channels first',
    input: '3x224x224',
    body: 'conv(8, 3x3)',
    code: 'lint.channels-first',
    first: 'Write 224x224x3 as the input',
  },
  {
    what: "a convolution in PyTorch's order",
    input: '32x32x3',
    body: 'conv(3, 64, 3)',
    code: 'lint.conv-order',
    first: 'Write conv(64, 3)',
  },
  {
    what: 'a dense layer on many positions',
    input: '16x16x8',
    body: 'conv(8, 3x3) -> dense(10)',
    code: 'lint.dense-positions',
    first: 'Insert globalavgpool()',
  },
  {
    what: 'a rounding that has no effect',
    input: '8x8x4',
    body: 'maxpool(3x3, stride = 2, padding = same, rounding = ceil)',
    code: 'lint.rounding-same',
    first: 'Remove it',
  },
  {
    what: 'an output padding that has no effect',
    input: '8x8x4',
    body: 'convtranspose(4, 3x3, stride = 2, padding = same, output_padding = 1)',
    code: 'lint.output-padding-same',
    first: 'Remove it',
  },
  {
    what: 'a ReLU behind a ReLU',
    input: '4x4x8',
    body: 'conv(10, 1x1) -> relu() -> dense(4)',
    code: 'lint.no-effect',
    first: 'Remove it',
  },
];

describe('repairs of shapes', () => {
  let client: InProcessClient;
  before(async () => {
    client = await InProcessClient.start({}, []);
  });
  after(() => client.stop());

  for (const [i, { what, input, body, before: above = '', code, first, others = [] }] of [
    ...table,
    ...hints,
  ].entries()) {
    it(`mend ${what}`, async () => {
      const uri = `file:///broken-${i}.cnn`;
      const text = `${above}network N {\n  input: ${input}\n  ${body}\n}\n`;
      await client.open(uri, text);
      const wrong = (await client.diagnostics(uri, 1)).find((one) => one.code === code);
      assert.ok(wrong, code);
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: wrong.range,
        context: { diagnostics: [wrong], only: ['quickfix'] },
      });
      const titles = actions.map(({ title }) => title);
      assert.equal(titles[0], first);
      for (const other of others) assert.ok(titles.includes(other), `${other} in ${titles.join(', ')}`);
      for (const [version, { title, edit }] of actions.entries()) {
        await client.change(uri, 2 + version, [{ text: applied(text, edit?.changes?.[uri] ?? []) }]);
        const left = (await client.diagnostics(uri, 2 + version)).filter(
          (one) => one.severity === 1 || one.code === code,
        );
        assert.deepEqual(left, [], title);
      }
    });
  }

  it('name the call of the module in which they show', async () => {
    const uri = 'file:///called.cnn';
    const module = 'module m(k) {\n  maxpool(k, padding = valid)\n}\n';
    await client.open(uri, `${module}network N {\n  input: 8x8x4\n  m(3)\n  big = m(9)\n}\n`);
    const [wrong] = await client.diagnostics(uri, 1);
    assert.equal(wrong?.code, 'shape.window');
    assert.deepEqual(
      wrong.relatedInformation?.map(({ message, location }) => [message, location.range.start.line]),
      [['as it is called here, big', 6]],
    );
  });
});

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: TextEdit['range']['start']) =>
    lines.slice(0, line).reduce((sum, before) => sum + before.length + 1, character);
  return applyEdits(
    text,
    edits.map(({ range, newText }) => ({ span: { start: offset(range.start), end: offset(range.end) }, newText })),
  );
}
