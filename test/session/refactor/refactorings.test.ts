/** Refactorings by hand: what is written, what it is called, and what is not offered. */

import * as assert from 'node:assert/strict';
import { lookAt } from '../../../src/session/look';
import { type Refactoring, refactorings } from '../../../src/session/refactor/offers';
import { editorWords } from '../../../src/words/editor';
import { MemoryFiles } from '../../../src/workspace/memory-files';
import { applyEdits } from '../../../src/workspace/text-edits';
import { Workspace } from '../../../src/workspace/workspace';

const main = 'file:///w/main.cnn';

/** What is offered where `[` and `]` stand in the text, or `|`, and the text after each. */
async function offered(
  marked: string,
  others: Readonly<Record<string, string>> = {},
): Promise<readonly (Refactoring & { readonly after: string })[]> {
  const start = marked.search(/[⟦|]/);
  const text = marked.replace(/[⟦⟧|]/g, '');
  const end = Math.max(start, marked.indexOf('⟧') - 1);
  const files = Object.entries(others).map(([name, written]) => [`file:///w/${name}`, written]);
  const workspace = new Workspace(new MemoryFiles(Object.fromEntries([...files, [main, text]])));
  workspace.setRoots(['file:///w']);
  const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
  const look = await lookAt(session, main);
  assert.ok(look !== undefined);
  assert.ok(!look.analysis.diagnostics.some(({ severity }) => severity === 'error'), text);
  const found = await refactorings(session, look, { start, end });
  return found.map((one) => ({ ...one, after: applyEdits(text, one.edits) }));
}

/** The text after the one that begins so. */
async function textAfter(marked: string, title: string, others?: Readonly<Record<string, string>>): Promise<string> {
  const found = await offered(marked, others);
  const one = found.find((other) => other.title.startsWith(title));
  assert.ok(one !== undefined, `${title} among ${found.map((other) => other.title).join('; ')}`);
  return one.after;
}

async function titles(marked: string, others?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await offered(marked, others)).map(({ title }) => title);
}

const network = (body: string, input = '28x28x192'): string =>
  `network N(w = 1) {\n  input image: ${input}\n${body}}\n`;

describe('a module that is extracted', () => {
  it('has the filters that differ as parameters, a multiple computed, and stands behind its network', async () => {
    const body = [
      '  ⟦conv(64, 1x1) -> conv(64, 3x3) -> conv(256, 1x1)⟧ // narrow',
      '  conv(128, 1x1) -> conv(128, 3x3) -> conv(512, 1x1)',
      '',
    ];
    assert.equal(
      await textAfter(network(body.join('\n')), 'Extract module block(filters) from 2 places'),
      [
        'network N(w = 1) {',
        '  input image: 28x28x192',
        '  block(64) // narrow',
        '  block(128)',
        '}',
        '',
        'module block(filters) {',
        '  conv(filters, 1x1) -> conv(filters, 3x3) -> conv(4 * filters, 1x1)',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('is called as its results are, which keep their names and what is expected of them', async () => {
    const body = [
      '  mixed_3a = |concat {',
      '    branch { conv(64 * w, 1x1) } // wide',
      '    branch { conv(96, 1x1) -> conv(128, 3x3) }',
      '  }',
      '  expect 28x28x192',
      '  mixed_3b = concat {',
      '    branch { conv(128 * w, 1x1) }',
      '    branch { conv(128, 1x1) -> conv(192, 3x3) } // other',
      '  }',
      '  expect 28x28x320',
      '',
    ];
    assert.equal(
      await textAfter(network(body.join('\n')), 'Extract module mixed(filters_1, filters_2, filters_3) from 2 places'),
      [
        'network N(w = 1) {',
        '  input image: 28x28x192',
        '  mixed_3a = mixed(64 * w, 96, 128)',
        '  expect 28x28x192',
        '  // other',
        '  mixed_3b = mixed(128 * w, 128, 192)',
        '  expect 28x28x320',
        '}',
        '',
        'module mixed(filters_1, filters_2, filters_3) {',
        '  concat {',
        '    branch { conv(filters_1, 1x1) } // wide',
        '    branch { conv(filters_2, 1x1) -> conv(filters_3, 3x3) }',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('takes values and results of the body around it under their names', async () => {
    const written = await textAfter(
      network(
        '  skip = conv(8 * w, 3x3)\n  conv(8 * w, 3x3)\n  ⟦conv(8 * w, 3x3)\n  add(image, image)\n  from skip\n  add { branch { conv(8 * w, 1x1) } branch { } }⟧\n',
      ),
      'Extract module residual(w, image, skip)',
    );
    assert.match(written, /^ {2}residual\(w, image, skip\)$/m);
    assert.match(written, /^module residual\(w, image, skip\) \{\n {2}conv\(8 \* w, 3x3\)\n {2}add\(image, image\)/m);
  });

  it('has what nearly all places say as a default, and what is in the way of a name gets a number', async () => {
    const lines = [3, 3, 3, 5].map((kernel, i) => `  conv(${8 + i}, ${kernel}) -> batchnorm(center = false)\n`);
    const written = await textAfter(
      network(`  filters = relu()\n${lines.join('')}`.replace('conv(8', '⟦conv(8').replace('false)\n', 'false)⟧\n')),
      'Extract module block(',
    );
    assert.match(written, /^module block\(filters, kernel = 3\) \{$/m);
    assert.match(written, /^ {2}block\(8\)\n {2}block\(9\)\n {2}block\(10\)\n {2}block\(11, kernel = 5\)$/m);
  });

  it('is found around a cursor where statements are repeated', async () => {
    const stage = (filters: number): string =>
      `  conv(${filters}, 3x3)\n  batchnorm()\n  relu()\n  maxpool(2x2, stride = 2)\n`;
    const text = network(`${stage(16)}${stage(32)}${stage(64)}`).replace('batchnorm', '|batchnorm');
    const written = await textAfter(text, 'Extract module block(filters) from 3 places');
    assert.match(written, /^ {2}block\(16\)\n {2}block\(32\)\n {2}block\(64\)$/m);
    assert.match(
      written,
      /^module block\(filters\) \{\n {2}conv\(filters, 3x3\)\n {2}batchnorm\(\)\n {2}relu\(\)\n {2}maxpool/m,
    );
  });

  it('says how many paths change, and where its name stands', async () => {
    const [found] = await offered(network('  conv(8, 3x3)\n  ⟦conv(8, 3x3) -> relu()⟧\n'));
    assert.equal(
      found?.title,
      'Extract module block() (same shapes, costs and receptive fields; 2 layers get other paths)',
    );
    assert.deepEqual(found?.paths, ['conv_2', 'relu_1']);
    assert.deepEqual(found?.newName, { line: 3, column: 2 });
  });

  it('is not made of what belongs to its body, of a part that is used behind it, or of a name of nothing', async () => {
    assert.deepEqual(await titles(network('  ⟦conv(8, 3x3)\n  output a⟧\n  conv(4, 1x1)\n  output b\n')), []);
    assert.deepEqual(await titles(network('  ⟦x = conv(8, 3x3)\n  conv(8, 3x3)⟧\n  add(x, x)\n')), []);
    assert.deepEqual(
      await titles(network('  ⟦defaults { conv(bias = false) }\n  conv(8, 3x3)⟧\n  conv(9, 3x3)\n')),
      [],
    );
  });

  it('takes what is expected of one statement along where it is no sum of the whole', async () => {
    // 3*3*192*8 + 8 = 13,832 and 3*3*8*8 + 8 = 584.
    const written = await textAfter(
      network('  ⟦conv(8, 3x3)\n  conv(8, 3x3)\n  expect params == 584⟧\n  relu()\n'),
      'Extract module block()',
    );
    assert.match(written, /module block\(\) \{\n {2}conv\(8, 3x3\)\n {2}conv\(8, 3x3\)\n {2}expect params == 584\n\}/);
  });
});

describe('a module that is inlined', () => {
  const block =
    '/// Two of them.\nmodule block(c, act = relu, k = 2 * c) {\n  x = conv(c + k, 3x3, activation = act) // first\n  add(x, x)\n  conv(2 * c, 1x1)\n}\n';

  it('gets its arguments, with the parentheses that they need, and names that are free', async () => {
    const text = `${network('  x = conv(4, 1x1)\n  y = |block(8 - w)\n  add(y, y)\n  concat(x, y)\n')}\n${block}`;
    const written = await textAfter(text, 'Inline this call of block');
    assert.match(written, /^ {2}x_2 = conv\(\(8 - w\) \+ \(2 \* \(8 - w\)\), 3x3, activation = relu\) \/\/ first$/m);
    assert.match(written, /^ {2}add\(x_2, x_2\)\n {2}y = conv\(2 \* \(8 - w\), 1x1\)\n {2}add\(y, y\)$/m);
    assert.match(written, /^module block/m);
  });

  it('is gone once all its calls are, and what was said of it stands at the first', async () => {
    const text = `${network('  block(8)\n  relu()\n  |block(16, tanh)\n')}\n${block}`;
    const written = await textAfter(text, 'Inline module block at its 2 calls');
    assert.doesNotMatch(written, /module/);
    assert.match(written, /^ {2}\/\/\/ Two of them\.\n {2}x = conv\(8/m);
    assert.match(written, /x_2 = conv\(16 .*activation = tanh\)/);
  });

  it('finds a name for what flows into it', async () => {
    const add = '\nmodule skip(c) {\n  conv(c, 3x3)\n  add(input, input)\n  relu()\n}\n';
    assert.match(await textAfter(`${network('  |skip(8)\n')}${add}`, 'Inline this'), /add\(image, image\)/);
    assert.match(
      await textAfter(`${network('  relu()\n  add { branch { |skip(192) } branch { } }\n')}${add}`, 'Inline this'),
      /entry = relu\(\)[\s\S]*add\(entry, entry\)/,
    );
  });

  it('stays where another file calls it, and where a call of it cannot be written out', async () => {
    const text = `${network('  |block(8)\n')}\n${block}`;
    const user = 'import { block } from "./main.cnn"\nnetwork U {\n  input: 8x8x3\n  block(4)\n}\n';
    assert.deepEqual(
      (await titles(text, { 'user.cnn': user })).map((title) => title.replace(/ \(.*/, '')),
      ['Inline this call of block'],
    );
    const called = 'module m(pool) {\n  pool(stride = 2)\n}\n';
    assert.deepEqual(await titles(`${network('  |m(maxpool(3x3))\n')}${called}`), []);
  });

  it('comes from another file as well', async () => {
    const written = await textAfter(
      `import { stem } from "./blocks.cnn"\n\n${network('  conv(3, 1x1) -> |stem(8)\n  relu()\n')}`,
      'Inline this call of stem',
      { 'blocks.cnn': 'module stem(c) {\n  conv(c, 3x3)\n  maxpool(3x3)\n}\n' },
    );
    assert.match(written, /conv\(3, 1x1\) -> conv\(8, 3x3\)\n {2}maxpool\(3x3\)\n {2}relu\(\)/);
  });
});

describe('equal statements', () => {
  it('become a repeat', async () => {
    const text = network('  conv(8, 3x3)\n  |conv(16, 3x3)\n  conv(16, 3x3) // again\n  conv(16, 3x3)\n  relu()\n');
    assert.equal(
      await textAfter(text, 'Make repeat 3 of 3 equal statements'),
      network('  conv(8, 3x3)\n  // again\n  repeat 3 {\n    conv(16, 3x3)\n  }\n  relu()\n'),
    );
  });

  it('may be several in a turn', async () => {
    const turn = '  conv(8, 3x3) -> batchnorm()\n  relu()\n';
    assert.match(
      await textAfter(network(`${turn}|${turn}${turn}`), 'Make repeat 3 of 9'),
      /^ {2}repeat 3 \{\n {4}conv\(8, 3x3\) -> batchnorm\(\)\n {4}relu\(\)\n {2}\}$/m,
    );
  });

  it('stay as they are where they are named', async () => {
    assert.deepEqual(
      (await titles(network('  |a = conv(16, 3x3)\n  b = conv(16, 3x3)\n'))).filter((title) => /repeat/.test(title)),
      [],
    );
  });
});
