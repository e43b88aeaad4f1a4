/** Two networks as one picture, as lines and as Markdown: with a commit, another file, another network, the text. */

import * as assert from 'node:assert/strict';
import type { CompareBase, CompareOutcome } from '../../src/protocol/compare';
import { isCompareReport } from '../../src/protocol/compare';
import type { SentOverrides } from '../../src/protocol/server-messages';
import { compareWith } from '../../src/session/compare-views';
import { compareCounts, compareRows, markSums, totalRows } from '../../src/view/compare-rows';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

const main = 'memory:/w/main.cnn';
const other = 'memory:/w/other.cnn';
const blocks = 'memory:/w/blocks.cnn';

const module = `module Block(f) {
  concat { branch { conv(f, 1x1) } branch { conv(4, 1x1) -> conv(f, 3x3) } branch { maxpool(3x3, padding = same) } }
}
`;
const text = `import { Block } from "./blocks.cnn"
network Small(width = 8) {
  input image: 16x16x4
  conv(8, 3x3)
  lrn()
  first = Block(width)
  dense(10)
}
network Other() { input image: 16x16x4  conv(8, 3x3)  dense(10) }
`;

async function compared(
  base: CompareBase,
  { now = text, overrides }: { readonly now?: string; readonly overrides?: SentOverrides } = {},
): Promise<CompareOutcome> {
  const files = new MemoryFiles({ [main]: now, [blocks]: module, [other]: text.replace('lrn()', 'lrn() -> relu()') });
  const session = {
    workspace: new Workspace(files),
    settings: () => ({ choices: [], timeOf: () => undefined, words: editorWords('en') }),
  };
  session.workspace.setRoots(['memory:/w']);
  return compareWith(session, main, { network: 'Small', overrides }, base);
}

const commit = (old: string, blocksText: string | null = module): CompareBase => ({
  kind: 'commit',
  texts: [
    { uri: main, text: old },
    { uri: blocks, text: blocksText },
  ],
});

async function report(...given: Parameters<typeof compared>) {
  const outcome = await compared(...given);
  if (outcome.kind !== 'done') assert.fail(JSON.stringify(outcome));
  assert.equal(isCompareReport(JSON.parse(JSON.stringify(outcome))), true);
  return outcome;
}

const marksOf = ({ marks }: Awaited<ReturnType<typeof report>>) => marks.map(({ node, mark }) => `${mark} ${node}`);

describe('comparing views', () => {
  it('marks what was added, removed and changed, with bodies around it', async () => {
    const now = text.replace('conv(8, 3x3)\n  lrn()', 'conv(8, 5x5)\n  conv(8, 1x1)');
    const found = await report(commit(text), { now });
    assert.deepEqual(marksOf(found), ['changed conv_1', 'added conv_2', 'removed was:lrn_1']);
    // What was removed stands where it stood.
    assert.deepEqual(found.union.children, ['image', 'conv_1', 'conv_2', 'was:lrn_1', 'first', 'dense_1', 'output']);
    const flow = found.union.edges.filter(({ body }) => body === '').map(({ from, to }) => `${from} > ${to}`);
    assert.deepEqual(flow.sort(), [
      'conv_1 > conv_2',
      'conv_2 > was:lrn_1',
      'dense_1 > output',
      'first > dense_1',
      'image > conv_1',
      'was:lrn_1 > first',
    ]);
    // 16x16x8 places: 9 and 25 taps of 4 channels.
    const was = found.before.nodes.find(({ id }) => id === 'conv_1');
    assert.equal(was?.counts.multiplies.value, 16 * 16 * 8 * 9 * 4);
    assert.equal(found.union.nodes.find(({ id }) => id === 'conv_1')?.counts.multiplies.value, 16 * 16 * 8 * 25 * 4);
    assert.deepEqual(found.lines, [
      {
        fileName: 'main.cnn',
        line: 4,
        before: ['  conv(8, 3x3)', '  lrn()'],
        after: ['  conv(8, 5x5)', '  conv(8, 1x1)'],
      },
    ]);
    assert.match(found.markdown, /^\*\*HEAD:main\.cnn Small\*\* → \*\*main\.cnn Small\*\*$/m);
    assert.match(found.markdown, /^\| removed \| lrn\\_1 \|/m);
  });

  it('leads the flow through what is gone in place of past it', async () => {
    const { union } = await report(commit(text), { now: text.replace('  lrn()\n', '') });
    const edges = union.edges.filter(({ body }) => body === '').map(({ from, to }) => `${from} > ${to}`);
    assert.deepEqual(edges.sort(), [
      'conv_1 > was:lrn_1',
      'dense_1 > output',
      'first > dense_1',
      'image > conv_1',
      'was:lrn_1 > first',
    ]);
  });

  it('ends in the same result where it keeps its name, whatever it comes from', async () => {
    const named = text.replace('dense(10)\n', 'dense(10)\n  output classes\n');
    const { union, marks } = await report(commit(named), { now: named.replace('  output', '  softmax()\n  output') });
    assert.deepEqual(marks, [{ node: 'softmax_1', mark: 'added' }]);
    assert.equal(union.children.at(-1), 'classes');
    assert.ok(union.edges.some(({ from, to }) => from === 'softmax_1' && to === 'classes'));
  });

  it('goes the other way round where old and new are swapped, by the same ids', async () => {
    const now = text.replace('conv(8, 3x3)\n  lrn()', 'conv(8, 5x5)\n  conv(8, 1x1)');
    const found = await report({ ...commit(text), isSwapped: true }, { now });
    // The text's own layers are called as in the text, so that they are found there.
    assert.deepEqual(marksOf(found), ['changed conv_1', 'added was:lrn_1', 'removed conv_2']);
    const countOf = ({ nodes }: typeof found.union, node: string) =>
      nodes.find(({ id }) => id === node)?.counts.multiplies.value;
    assert.equal(countOf(found.before, 'conv_1'), 16 * 16 * 8 * 25 * 4);
    assert.equal(countOf(found.union, 'conv_1'), 16 * 16 * 8 * 9 * 4);
    assert.deepEqual(found.lines[0]?.after, ['  conv(8, 3x3)', '  lrn()']);
    assert.match(found.markdown, /^\*\*main\.cnn Small\*\* → \*\*HEAD:main\.cnn Small\*\*$/m);
    assert.match(found.markdown, /^\| added \| lrn\\_1 \|/m);
    assert.match(found.markdown, /^\| removed \| conv\\_2 \|/m);
  });

  it('keeps a branch that is gone as a last one of its join', async () => {
    const without = module.replace(' branch { conv(4, 1x1) -> conv(f, 3x3) }', '');
    const now = text.replace('import { Block } from "./blocks.cnn"\n', without);
    const old = text.replace('import { Block } from "./blocks.cnn"\n', module);
    const { union, ...found } = await report(commit(old), { now });
    assert.deepEqual(
      marksOf({ union, ...found }).filter((mark) => mark.startsWith('removed')),
      ['removed was:first/branch_2/conv_1', 'removed was:first/branch_2/conv_2'],
    );
    const join = union.nodes.find(({ kind }) => kind === 'join');
    assert.deepEqual(join?.joinChannels, [8, 8, 8]);
    const into = union.edges.filter(({ to }) => to === join?.id).map(({ from, port }) => [from, port]);
    assert.deepEqual(into.sort(), [
      ['first/branch_1/conv_1', 0],
      ['first/branch_2/maxpool_1', 1],
      ['was:first/branch_2/conv_2', 2],
    ]);
    assert.ok(
      union.nodes.every(({ children, id }) =>
        children.every((child) => union.nodes.find((node) => node.id === child)?.parent === id),
      ),
    );
  });

  it('asks for what the committed text imports, and goes on without what the commit does not have', async () => {
    const base: CompareBase = { kind: 'commit', texts: [{ uri: main, text }] };
    assert.deepEqual(await compared(base), { kind: 'more', files: [blocks] });
    const found = await report(commit(text, null));
    assert.ok(marksOf(found).includes('added first'));
  });

  it('with another file or network takes the one of the same name, else the last', async () => {
    assert.deepEqual(marksOf(await report({ kind: 'file', uri: other })), ['removed was:relu_1']);
    const found = await report({ kind: 'network', network: 'Other' });
    const top = marksOf(found).filter((mark) => !mark.includes('/'));
    assert.deepEqual(top, ['added lrn_1', 'added first', 'changed dense_1']);
    assert.match(found.markdown, /\*\*main\.cnn Other\*\* → \*\*main\.cnn Small\*\*/);
    assert.deepEqual(found.lines, []);
    const none = await compared({ kind: 'file', uri: 'memory:/w/nowhere.cnn' });
    assert.deepEqual(none, { kind: 'none', reason: 'there is no such file' });
  });

  it('with the text shows what is tried out', async () => {
    const overrides = { parameters: [{ name: 'width', value: '16' }] };
    const found = await report({ kind: 'text' }, { overrides });
    const module = found.union.nodes.find(({ id }) => id === 'first');
    const was = found.before.nodes.find(({ id }) => id === 'first');
    assert.ok((module?.counts.multiplies.value ?? 0) > (was?.counts.multiplies.value ?? 0));
    assert.ok(marksOf(found).includes('changed first'));
  });
});

describe('rows of a comparison', () => {
  const rows = (found: Awaited<ReturnType<typeof report>>, isEveryLayer = false) =>
    compareRows(found, { isEveryLayer, hasSame: true });
  const told = (found: Awaited<ReturnType<typeof report>>) =>
    rows(found)
      .filter(({ mark }) => mark !== null)
      .map(({ level, mark, name, change }) => `${'  '.repeat(level - 1)}${mark} ${name} ${change.multiplies}`);
  /** At both levels the rows add up to how the totals differ. */
  function assertAddUp(found: Awaited<ReturnType<typeof report>>): void {
    const total = totalRows(found, 'multiplies').find(({ name }) => name === 'multiplies')?.change;
    for (const isEveryLayer of [false, true]) {
      const counted = rows(found, isEveryLayer).filter(({ level, isCounted }) => level === 1 && isCounted);
      assert.equal(
        counted.reduce((sum, { change }) => sum + (change.multiplies ?? Number.NaN), 0),
        total,
      );
    }
    const sums = markSums(rows(found)).map(({ change }) => change.multiplies ?? Number.NaN);
    assert.equal(
      sums.reduce((a, b) => a + b, 0),
      total,
    );
  }
  const inline = text.replace('import { Block } from "./blocks.cnn"\n', module);

  it('tell what is gone from a body that is still there, below it', async () => {
    const now = inline.replace(' branch { conv(4, 1x1) -> conv(f, 3x3) }', '');
    const found = await report(commit(inline), { now });
    // 16x16 places: 4 filters on 8 channels, 8 filters of 9 taps on 4; of the dense layer's 24 channels 8 are gone.
    assert.deepEqual(told(found), [
      'changed first -81920',
      '  removed branch_2/conv_1 -8192',
      '  removed branch_2/conv_2 -73728',
      `changed dense_1 -${16 * 16 * 8 * 10}`,
    ]);
    assert.deepEqual(compareCounts(found), { added: 0, removed: 2, changed: 2, same: 2 });
    assertAddUp(found);
  });

  it('tell turns that are gone', async () => {
    const repeated = text.replace('lrn()', 'repeat 4 { conv(8, 1x1) }');
    const found = await report(commit(repeated), { now: repeated.replace('repeat 4', 'repeat 2') });
    const gone = told(found).filter((row) => row.includes('removed'));
    assert.equal(gone.length, 2);
    assert.ok(gone.every((row) => row.endsWith(` -${16 * 16 * 8 * 8}`)));
    assertAddUp(found);
  });

  it('count what has moved out of a body once', async () => {
    const now = inline.replace('first = Block(width)', 'conv(width, 1x1) -> conv(width, 3x3)');
    const old = inline.replace(/concat \{.*\}/, 'conv(f, 1x1) -> conv(f, 3x3)');
    const found = await report(commit(old), { now });
    assert.deepEqual(told(found), ['removed first 0']);
    assertAddUp(found);
  });

  it('have a row for an output that is gone, and one in the totals for side heads', async () => {
    const old = text.replace('dense(10)\n', 'dense(10)\n  output classes\n  head side from first { conv(2, 1x1) }\n');
    const found = await report(commit(old), { now: old.replace(/ {2}(output|head) .*\n/g, '') });
    assert.deepEqual(
      told(found).map((row) => row.replace(/ -?\d+$/, '')),
      ['added output', 'removed side', 'removed classes'],
    );
    const heads = totalRows(found, 'multiplies').filter(({ name }) => name.startsWith('head'));
    // 2 filters on the 24 channels of the block, each with a bias.
    assert.deepEqual(
      heads.map(({ name, was, now }) => [name, was.value, now.value]),
      [
        ['headWork', 16 * 16 * 2 * 24, 0],
        ['headParams', 2 * 24 + 2, 0],
      ],
    );
    assertAddUp(found);
  });

  it('of modules with many arguments tell those that differ', async () => {
    const three = inline.replace('Block(f)', 'Block(f, g, h)').replace('Block(width)', 'Block(width, 3, 5)');
    const found = await report(commit(three), {
      now: three.replace('width, 3, 5)', 'width, 4, 5)').replace('conv(4,', 'conv(g,'),
    });
    const row = rows(found).find(({ name }) => name === 'first');
    assert.deepEqual([row?.was, row?.now], ['3', '4']);
  });
});
