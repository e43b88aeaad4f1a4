/**
 * Expectations that are written for the user: at the cursor from what is there, and from a table as papers print it. The rows
 * are those of GoogLeNet's table 1 (Szegedy et al. 2014), whose operations agree with the count and whose parameters do not.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import type { ExpectTableResult } from '../../src/protocol/server-messages';
import { applyEdits } from '../../src/workspace/text-edits';
import { repositoryRoot } from '../support/disk-files';
import { InProcessClient } from './in-process-client';

const uri = 'file:///n.cnn';
const network = `network N {
  input: 28x28x192
  inception_3a = unit(32)
  maxpool(3x3, stride = 2)
  dense(1000)
}
module unit(c) {
  conv(c, 5x5)
}
`;

// 28*28*32 * 5*5*192 = 120,422,400; 5*5*192*32 + 32 = 153,632; 14*14*32 * 1000 = 6,272,000 and 1,000 biases.
const forms: Readonly<Record<string, string>> = {
  tabs: 'type\tpatch size\toutput size\tparams\tops\ninception (3a)\t\t28×28×32\t154K\t120M\nmax pool\t3×3/2\t14×14×32\t\t\nlinear\t\t1×1×1000\t6273K\t6.3M',
  pipes:
    '| type | output size | params | ops |\n|:--|--:|--:|--:|\n| inception (3a) | 28x28x32 | 154K | 120M |\n| max pool | 14x14x32 | | |\n| linear | 1x1x1000 | 6,273,000 | 6.3M |',
  LaTeX:
    '\\hline type & output size & params & ops \\\\ \\hline\ninception (3a) & $28{\\times}28{\\times}32$ & 154K & \\textbf{120M} \\\\\nmax pool & $14\\times14\\times32$ & & \\\\\nlinear & $1\\times1\\times1000$ & 6273K & 6.3M \\\\ \\hline',
  blanks:
    'type            output     params  ops\ninception (3a)  28x28x32   154K    120M\nlinear          1x1x1000   6273K   6.3M',
};

describe('expectations that are written', () => {
  let client: InProcessClient;
  beforeEach(async () => {
    client = await InProcessClient.start({}, []);
  });
  afterEach(() => client.stop());

  const at = (text: string, needle: string) => {
    const lines = text.slice(0, text.indexOf(needle)).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  const offset = (text: string, { line, character }: { line: number; character: number }) =>
    text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  const applied = (text: string, edits: NonNullable<ExpectTableResult>['edits']) =>
    applyEdits(
      text,
      edits.map(({ range, newText }) => ({
        span: { start: offset(text, range.start), end: offset(text, range.end) },
        newText,
      })),
    );
  const actions = (range: { start: object; end: object }) =>
    client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [], only: ['refactor'], triggerKind: 1 },
    });

  it('say what is there at the cursor, also of a module whose calls agree', async () => {
    await client.open(uri, network);
    const titleAt = async (needle: string) => {
      const position = at(network, needle);
      const found = await actions({ start: position, end: position });
      return found.map(({ title }) => title).filter((title) => title.startsWith('Write expect'));
    };
    const count = 'expect 28x28x32, multiplies == 120_422_400';
    assert.deepEqual(await titleAt('unit(32)'), [`Write ${count}`]);
    assert.deepEqual(await titleAt('conv(c'), [`Write ${count}`]);
    assert.deepEqual(await titleAt('maxpool'), ['Write expect 14x14x32']);
  });

  for (const [form, table] of Object.entries(forms)) {
    it(`come from a table with ${form}`, async () => {
      await client.open(uri, network);
      const found = await client.request<ExpectTableResult>('incept/expectTable', {
        uri,
        position: at(network, 'maxpool'),
        table,
      });
      assert.ok(found);
      const text = applied(network, found.edits);
      assert.ok(text.includes('unit(32)\n  expect 28x28x32, params ~ 154K, multiplies ~ 120M\n'), text);
      assert.match(text, /dense\(1000\)\n {2}expect 1x1x1000, params (~ 6273K|== 6_273_000), multiplies ~ 6\.3M\n/);
      if (form !== 'blanks') assert.ok(text.includes('stride = 2)\n  expect 14x14x32\n'), text);
      assert.equal(found.disagreeing, 0, found.report);
      await client.change(uri, 2, [{ text }]);
      assert.deepEqual(await client.diagnostics(uri, 2), []);
    });
  }

  it('take a table away that was pasted into the file', async () => {
    const pasted = network.replace('  maxpool', `${forms.pipes}\n  maxpool`);
    await client.open(uri, pasted);
    const start = at(pasted, '| type');
    const found = await actions({ start, end: { line: start.line + 5, character: 0 } });
    const edits = found.find(({ title }) => title.startsWith('Write expects from'))?.edit?.changes?.[uri] ?? [];
    const text = applied(pasted, edits);
    assert.ok(!text.includes('|'), text);
    assert.ok(text.includes('  expect 28x28x32, params ~ 154K, multiplies ~ 120M\n  maxpool'), text);
  });

  it("find GoogLeNet's rows, and which of its figures do not agree", async () => {
    const text = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');
    await client.open(uri, text);
    const table = [
      'type\tpatch size/stride\toutput size\tparams\tops',
      'convolution\t7×7/2\t112×112×64\t2.7K\t34M',
      'max pool\t3×3/2\t56×56×64\t\t',
      'inception (3a)\t\t28×28×256\t159K\t128M',
      'inception (3b)\t\t28×28×480\t380K\t304M',
      'inception (4a)\t\t14×14×512\t364K\t73M',
      'linear\t\t1×1×1000\t1000K\t1M',
    ].join('\n');
    const found = await client.request<ExpectTableResult>('incept/expectTable', {
      uri,
      position: at(text, 'network GoogLeNet'),
      table,
    });
    const rows = (found?.report ?? '').split('\n').slice(2);
    const sign = (row: string, figure: string) =>
      rows.find((line) => line.includes(row) && line.includes(figure))?.[2] ?? 'none';
    assert.equal(sign('3a', 'multiplies'), '✓', found?.report);
    assert.equal(sign('3a', 'shape'), '✓');
    assert.equal(sign('4a', 'multiplies'), '✓');
    assert.equal(sign('convolution', 'params'), '✗', 'the paper says 2.7K, and 7*7*3*64 + 64 are 9,472');
    assert.ok(rows[0]?.startsWith('| ✗'), 'what does not agree comes first');
  });

  it('are none where the text is no table', async () => {
    await client.open(uri, network);
    const found = await client.request('incept/expectTable', {
      uri,
      position: { line: 1, character: 0 },
      table: 'Going deeper with convolutions, 28x28',
    });
    assert.equal(found, null);
  });
});
