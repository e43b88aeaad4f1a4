/** The pages of a report: all rows of the table once and in order, whole pieces on pages, and what is over a limit seen to be so. */

import assert from 'node:assert/strict';
import type { SvgNode } from '../../src/view/draw/svg-tree';
import type { ViewModel } from '../../src/view/model';
import { stackModel } from '../../src/view/place';
import { withoutMap } from '../../src/view/report/html';
import { reportPages } from '../../src/view/report/pages';
import { editorWords } from '../../src/words/editor';
import { previewWords } from '../../src/words/preview';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';

const words = previewWords('en');
const viewOf = (text: string): ViewModel =>
  buildViewModel(analyzeText(text), undefined, editorWords('en')) ?? assert.fail('no view');

const chain = (length: number, more = '') =>
  viewOf(`network Long(width = 8) {
  input image: 32x32x3
${'  conv(width, 3x3)\n'.repeat(length)}  dense(10)
  output logits
  ${more}
}`);

async function pagesOf(view: ViewModel, steps = 0): Promise<SvgNode[]> {
  const picture = await stackModel(view, new Set());
  const content = {
    metric: 'multiplies',
    convention: 'multiplies',
    view,
    picture,
    steps: Array.from({ length: steps }, (_, i) => ({ path: `conv_${i}`, written: 100 + i, read: 50, kept: 0 })),
    peak: steps === 0 ? null : steps - 1,
    precision: 'float32',
    batch: 1,
  } as const;
  const { tag, attributes, children } = reportPages(content, words);
  assert.deepEqual([tag, attributes.class], ['div', 'pages']);
  return children as SvgNode[];
}

function all(node: SvgNode): SvgNode[] {
  return [node, ...node.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))];
}
const named = (nodes: readonly SvgNode[], name: string) =>
  nodes.flatMap(all).filter(({ attributes }) =>
    String(attributes.class ?? '')
      .split(' ')
      .includes(name),
  );
const textOf = ({ children }: SvgNode): string =>
  children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
const tagged = (node: SvgNode, tag: string) => all(node).filter((one) => one.tag === tag);

describe('the pages of a report', () => {
  it('have every row of the table once, in order down and across, under the same heads', async () => {
    for (const length of [2, 10, 60, 130]) {
      const view = chain(length);
      const pages = await pagesOf(view);
      const rows = pages.flatMap((page) => tagged(page, 'tr')).filter((row) => tagged(row, 'td').length > 0);
      const layers = rows.map((row) => textOf(tagged(row, 'td')[0] ?? assert.fail()));
      // The convolutions, the dense layer, and their sum.
      assert.deepEqual(layers, [...Array<string>(length).fill('conv 3×3'), 'dense', 'Main output']);
      for (const one of pages.flatMap((page) => tagged(page, 'table'))) {
        assert.deepEqual(tagged(one, 'th').map(textOf), ['Layer', 'Result', 'Multiplies', 'Share', 'Params']);
      }
      const shares = rows.map((row) => textOf(tagged(row, 'td')[3] ?? assert.fail()));
      assert.equal(shares.at(-1), '100%');
    }
  });

  it('have as many rows as fit below one another, and a title over the first part alone', async () => {
    const pages = await pagesOf(chain(130));
    assert.ok(pages.length >= 3, `${pages.length}`);
    for (const page of pages) {
      const longest = Math.max(0, ...tagged(page, 'tbody').map(({ children }) => children.length));
      // Of 1,026 pixels 52 are the foot's, and each row has 18.
      assert.ok((longest + 1) * 18 <= 974);
      const halves = tagged(page, 'table').map((one) => (tagged(one, 'tbody')[0] ?? assert.fail()).children.length);
      for (let at = 0; at + 1 < halves.length; at += 2) {
        const [left = 0, right = 0] = halves.slice(at);
        assert.ok(left - right === 0 || left - right === 1, `${halves}`);
      }
    }
    const titles = named(pages, 'report-title').map(textOf);
    assert.equal(titles.filter((title) => title.startsWith('Table 1')).length, 1, titles.join());
    // Where a page has nothing else it is full.
    const most = Math.max(...pages.flatMap((page) => tagged(page, 'tbody')).map(({ children }) => children.length));
    assert.ok(most >= Math.floor((974 - 34 - 18 - 16) / 18), `${most}`);
  });

  it('have a short table in one piece, over the whole width, with a title and its sum set off', async () => {
    const [page] = await pagesOf(chain(2));
    assert.equal(tagged(page ?? assert.fail(), 'table').length, 1);
    const titles = named([page ?? assert.fail()], 'report-title').map((one) =>
      textOf(named([one], 'report-start')[0] ?? one),
    );
    assert.deepEqual(titles, ['Figure 1', 'Table 1']);
    const rows = tagged(page ?? assert.fail(), 'tr').slice(1);
    assert.deepEqual(
      rows.map(({ attributes }) => attributes.class),
      [undefined, undefined, undefined, 'is-block'],
    );
    const known = [
      'div',
      'section',
      'header',
      'footer',
      'figure',
      'span',
      'h1',
      'b',
      'p',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ];
    const drawn = ['svg', 'g', 'rect', 'path', 'circle', 'text', 'tspan', 'title', 'pattern'];
    for (const { tag } of all(page ?? assert.fail())) assert.ok([...known, ...drawn].includes(tag), `"${tag}"`);
    const [longer] = await pagesOf(chain(10));
    assert.equal(tagged(longer ?? assert.fail(), 'table').length, 2);
  });

  it('have a foot each, with its number among them and what is counted', async () => {
    const pages = await pagesOf(chain(130), 5);
    const feet = named(pages, 'report-page').map(textOf);
    assert.deepEqual(
      feet,
      pages.map((_, index) => `Incept, ${index + 1} of ${pages.length}`),
    );
    assert.ok(named(pages, 'report-convention').every((foot) => textOf(foot).startsWith('Products of a weight')));
    assert.equal(named(pages, 'report-convention').length, pages.length);
  });

  it('say at their head which network it is, and have its picture as large as there is room', async () => {
    const view = chain(30);
    const pages = await pagesOf(view);
    assert.equal(named(pages, 'report-name').map(textOf).join(), 'Long');
    assert.equal(named(pages, 'report-about').map(textOf).join(), 'main.cnn, 32×32×3, float32, batch 1');
    assert.equal(named(pages, 'report-values').map(textOf).join(), 'width = 8');
    const [picture, ...others] = named(pages, 'report-picture');
    assert.equal(others.length, 0);
    const { width, height } = picture?.attributes ?? {};
    assert.ok(Number(width) <= 698 && Number(height) <= 974, `${width} ${height}`);
    assert.ok(Number(width) > 500 || Number(height) > 400, 'it fills the page');
    // No larger than on a screen.
    const [small] = named(await pagesOf(chain(1)), 'report-picture');
    const box = String(small?.attributes.viewBox).split(' ').map(Number);
    assert.deepEqual([small?.attributes.width, small?.attributes.height], box.slice(2));
  });

  it('have totals four in a row, with how much of a budget is used', async () => {
    const limits = [2_000_000_000, 1_000_000, 10].map((limit) => `budget multiplies <= ${limit}`);
    const widths: number[] = [];
    const colours = new Set<unknown>();
    for (const budget of limits) {
      const pages = await pagesOf(chain(4, budget));
      for (const row of named(pages, 'report-totals')) assert.ok(row.children.length <= 4);
      const [gauge, ...others] = named(pages, 'report-gauge');
      assert.equal(others.length, 0);
      const [track, bar, mark] = tagged(gauge ?? assert.fail(), 'rect');
      widths.push(Number(bar?.attributes.width));
      colours.add(bar?.attributes.fill);
      assert.ok(Number(bar?.attributes.width) <= Number(track?.attributes.width));
      // The limit is not at the end, so that what is over it is seen.
      assert.ok(Number(mark?.attributes.x) < Number(track?.attributes.width));
      if (budget === limits[0]) assert.ok(Number(bar?.attributes.width) < Number(mark?.attributes.x));
      if (budget === limits[2]) assert.equal(bar?.attributes.width, track?.attributes.width);
    }
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
    assert.equal(colours.size, 2);
    assert.equal(named(await pagesOf(chain(4)), 'report-gauge').length, 0);
  });

  it('have the memory where there are steps', async () => {
    const figures = async (steps: number) => named(await pagesOf(chain(4), steps), 'report-figure').length;
    assert.deepEqual([await figures(0), await figures(6)], [1, 2]);
    const samples = named(await pagesOf(chain(4), 6), 'report-figure').at(-1) ?? assert.fail();
    const text = textOf(samples);
    for (const as of ['written', 'read', 'kept'] as const) assert.ok(text.includes(words.memoryTab(as)), as);
  });
});

describe('a script that is taken elsewhere', () => {
  it('leaves its map behind, whatever that is called, and nothing else', () => {
    assert.equal(withoutMap('a();\n//# sourceMappingURL=page.js.map\n'), 'a();\n');
    assert.equal(withoutMap('a();\n//# sourceMappingURL=page.js.map'), 'a();\n');
    assert.equal(withoutMap('a {}\n/*# sourceMappingURL=page.css.map */\n'), 'a {}\n');
    assert.equal(withoutMap('a();\n'), 'a();\n');
    const inside = 'a("//# sourceMappingURL=x");\nb();\n';
    assert.equal(withoutMap(inside), inside);
  });
});
