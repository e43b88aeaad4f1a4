/** Balance of branches and icicle as they are drawn: widths that are shares, and texts only where they have room. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type BalanceRow, balanceRows } from '../../../src/view/branch-balance';
import { balanceDrawing, balanceText } from '../../../src/view/draw/balance-drawing';
import { icicleDrawing } from '../../../src/view/draw/icicle-drawing';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { TextFit } from '../../../src/view/draw/text-fit';
import { heatScale } from '../../../src/view/heat';
import { editorWords } from '../../../src/words/editor';
import { analyzeText } from '../../support/analyze-text';
import { assertApart, assertWithin, type Drawn, drawnIn, ofClass, oneOf, textsIn } from '../../support/drawn';
import { buildViewModel } from '../../support/view-model';

const fit = new TextFit(interWidth);
const googlenet =
  buildViewModel(analyzeText(readFileSync('examples/googlenet.cnn', 'utf8')), undefined, editorWords('en')) ??
  assert.fail('no view');
const scale = heatScale(googlenet, 'multiplies');
const near = (a: number, b: number, about = '') => assert.ok(Math.abs(a - b) < 0.01, `${about}: ${a} is not ${b}`);

describe('the drawn balance of branches', () => {
  const heads = { module: 'Module', branches: 'Branches', amount: 'Multiplies', balance: 'Balance' };
  const width = 872;
  const rows = balanceRows(googlenet, 'multiplies');
  const drawn = (given: readonly BalanceRow[], wide = width) => {
    const { tree, height } = balanceDrawing(given, scale, 'multiplies', heads, wide, fit);
    return { height, all: drawnIn([tree]) };
  };

  it('has heads over columns and a row for each block, all of them on the page and apart', () => {
    for (const wide of [width, 560]) {
      const { all, height } = drawn(rows, wide);
      assert.equal(ofClass(all, 'rule').length, rows.length);
      assert.equal(height, 24 + 44 * rows.length);
      const seen = all.filter(({ tag }) => ['rect', 'text'].includes(tag));
      for (const one of seen) assertWithin(one, { x: 0, y: 0, width: wide, height }, `in ${wide}`);
      assertApart(textsIn(all), `in ${wide}`);
      assertApart(ofClass(all, 'rule'), 'rows');
      for (const rule of ofClass(all, 'rule')) assert.equal(rule.place.width, wide);
    }
    const { all } = drawn(rows);
    const texts = textsIn(all);
    assert.deepEqual(
      texts.slice(0, 4).map(({ text, classes }) => [text, classes[0]]),
      [
        ['Module', 'muted'],
        ['Branches', 'muted'],
        ['Multiplies', 'muted'],
        ['Balance', 'muted'],
      ],
    );
    // Numbers end where their heads do, names and bars begin where theirs do.
    const end = ({ place }: Drawn) => place.x + place.width;
    const labels = ofClass(all, 'label');
    assert.deepEqual(
      labels.slice(0, 3).map(({ text }) => text),
      ['inception_3a', '128.0 M', '3.16×'],
    );
    near(end(labels[1] ?? assert.fail()), end(texts[2] ?? assert.fail()), 'amounts');
    near(end(labels[2] ?? assert.fail()), width, 'balances');
    near(end(texts[3] ?? assert.fail()), width, 'their head');
    near(labels[0]?.place.x ?? -1, 0, 'names');
    near(ofClass(all, 'step')[0]?.place.x ?? -1, texts[1]?.place.x ?? -2, 'bars');
  });

  it('has bars as long as their branches are dear, over bars as long as their channels are many', () => {
    const { all } = drawn(rows.slice(0, 1));
    const [row] = rows;
    const [steps, channels] = [ofClass(all, 'step'), all.filter(({ classes }) => /^channel-/.test(classes[0] ?? ''))];
    const [first] = steps;
    const room = 872 - 168 - 88 - 76 - 24;
    let left = first?.place.x ?? 0;
    for (const [index, { share }] of (row?.branches ?? []).entries()) {
      near(steps[index]?.place.x ?? -1, left, 'left');
      near(steps[index]?.place.width ?? -1, share * room - 1, 'width');
      left += share * room;
    }
    // 64, 128, 32 and 32 of 256 channels.
    let x = first?.place.x ?? 0;
    for (const [index, share] of [0.25, 0.5, 0.125, 0.125].entries()) {
      near(channels[index]?.place.x ?? -1, x);
      near(channels[index]?.place.width ?? -1, share * room - 1);
      x += share * room;
    }
    assert.deepEqual(
      channels.map(({ classes }) => classes[0]),
      ['channel-even', 'channel-odd', 'channel-even', 'channel-odd'],
    );
    for (const [index, channel] of channels.entries()) {
      const step = steps[index]?.place ?? assert.fail();
      assert.ok(channel.place.y > step.y + step.height);
    }
  });

  it('says in a bar what it is and its share as far as they fit', () => {
    const branch = (index: number, share: number) => ({
      index,
      label: '3×3',
      value: share * 1e8,
      share,
      channels: null,
    });
    const row = (...shares: number[]): BalanceRow => ({
      node: 'a',
      name: 'a block of a name that is longer than its column',
      path: 'a/b',
      turns: 3,
      branches: shares.map((share, index) => branch(index, share)),
      value: 1e8,
      balance: null,
    });
    const { all } = drawn([row(0.85, 0.1, 0.03, 0.02, 0)]);
    assert.deepEqual(
      ofClass(all, 'step-text').map(({ text }) => text),
      ['3×3 85%', '10%'],
    );
    assert.equal(ofClass(all, 'step').length, 4, 'what costs nothing has no bar');
    for (const text of ofClass(all, 'step-text')) {
      assertWithin(
        text,
        ofClass(all, 'step').find(({ place }) => place.x <= text.place.x && text.place.x < place.x + place.width)
          ?.place ?? assert.fail(),
        text.text,
      );
    }
    assert.equal(all.filter(({ classes }) => /^channel-/.test(classes[0] ?? '')).length, 0);
    const [name, , balance] = ofClass(all, 'label').map(({ text }) => text);
    assert.match(name ?? '', /^a block of .*…$/);
    assert.equal(balance, '?');
    assert.equal(all.find(({ tag }) => tag === 'title')?.text, 'a/b');
    const short = { ...row(1), name: 'repeat_1' };
    assert.equal(ofClass(drawn([short]).all, 'label')[0]?.text, 'repeat_1 ×3');
    assert.equal(ofClass(drawn([{ ...short, turns: 1 }]).all, 'label')[0]?.text, 'repeat_1');
  });

  it('has the longest text in a bar that leaves five pixels before it and four after', () => {
    const room = 872 - 168 - 88 - 76 - 24;
    const seen = new Set<string>();
    for (let wide = 2; wide < 120; wide += 0.25) {
      const branches = [{ index: 0, label: 'a branch', value: 1e8, share: wide / room, channels: null }];
      const { all } = drawn([{ node: 'a', name: 'a', path: 'a', turns: 1, branches, value: 1e8, balance: 1 }]);
      const percent = `${Math.round((100 * wide) / room)}%`;
      const expected = [`a branch ${percent}`, percent].find((text) => fit.width(text, 11) + 9 <= wide);
      const [text] = ofClass(all, 'step-text');
      assert.equal(text?.text, expected, `${wide}`);
      const [bar] = ofClass(all, 'step');
      if (text !== undefined && bar !== undefined) near(text.place.x - bar.place.x, 5);
      seen.add(expected?.replace(/\d+/, '') ?? '');
    }
    assert.equal(seen.size, 3);
  });

  it('is hot where a branch is dear', () => {
    const { all } = drawn(rows.slice(0, 1));
    const heat = ofClass(all, 'step').map(({ around }) =>
      Number([...around].find((name) => /^heat-/.test(name))?.slice(5)),
    );
    const dearest = Math.max(...heat);
    assert.equal(heat.indexOf(dearest), 1, 'the 3x3 branch of 3a');
  });

  it('writes a balance with two digits, and a sign where it is not known', () => {
    const [row] = rows;
    assert.equal(balanceText({ ...(row as BalanceRow), balance: 1 }), '1.00×');
    assert.equal(balanceText({ ...(row as BalanceRow), balance: null }), '?');
  });
});

describe('the drawn icicle', () => {
  const drawn = (root = '', width = 900) => {
    const { tree, height } = icicleDrawing(googlenet, 'multiplies', root, width, fit);
    return { height, all: drawnIn([tree]) };
  };
  const cells = (all: readonly Drawn[]) =>
    all.filter(({ classes }) => ['step', 'icicle-network'].includes(classes[0] ?? ''));

  it('has the network over its whole width, blocks under it, each as wide as its share', () => {
    const { all, height } = drawn();
    const network = oneOf(all, 'icicle-network');
    assert.deepEqual([network.place.x, network.place.y, network.place.width], [0, 0, 899]);
    const byRow = new Map<number, Drawn[]>();
    for (const cell of cells(all)) byRow.set(cell.place.y, [...(byRow.get(cell.place.y) ?? []), cell]);
    assert.deepEqual(
      [...byRow.keys()].toSorted((a, b) => a - b),
      [0, 45, 90, 135],
    );
    assert.equal(height, 4 * 45);
    for (const row of byRow.values()) assertApart(row, 'a row');
    for (const cell of cells(all)) assertWithin(cell, { x: 0, y: 0, width: 900, height }, 'a cell');
    // 64 7x7 filters over three channels at 112x112 places are 118,013,952 of 1,582,671,872.
    const stem = cells(all).find((cell) => cell.place.y === 45)?.place ?? assert.fail();
    near(stem.width, (118_013_952 / 1_582_671_872) * 900 - 1);
  });

  it('says name, amount and share where a cell has room, else nothing, and all of it to who points at it', () => {
    const { all } = drawn();
    const texts = textsIn(all);
    assert.deepEqual(
      texts.slice(0, 2).map(({ text }) => text),
      ['GoogLeNet', '1.58 G · 100.0%'],
    );
    assertApart(texts, 'texts');
    let [named, silent] = [0, 0];
    const titles = all.filter(({ tag }) => tag === 'title');
    assert.equal(titles.length, cells(all).length);
    for (const [index, cell] of cells(all).entries()) {
      const inside = texts.filter(({ place }) => {
        const { x, y, width, height } = cell.place;
        return place.x >= x && place.x < x + width && place.y >= y && place.y < y + height;
      });
      for (const text of inside) assertWithin(text, cell.place, text.text);
      assert.ok([0, 2].includes(inside.length));
      const [, said = ''] = /: (.*)$/.exec(titles[index]?.text ?? '') ?? [];
      if (inside.length === 2) {
        named++;
        assert.ok(inside[1]?.text === said || said.endsWith(` · ${inside[1]?.text}`), `${inside[1]?.text} of ${said}`);
        if (inside[1]?.text !== said) assert.ok(fit.width(said, 11) > cell.place.width - 12);
        assert.equal(inside[0]?.attributes['font-weight'], 600);
      } else {
        silent++;
        assert.ok(cell.place.width < 60, `${said} has room`);
      }
    }
    assert.ok(named > 10 && silent > 10, `${named} ${silent}`);
    assert.match(titles[1]?.text ?? '', /^conv_1: 118\.0 M · 7\.5%$/);
    assert.match(titles[0]?.text ?? '', /^GoogLeNet: /);
  });

  it('has the colours of the scale, and none for the network', () => {
    const { all } = drawn();
    for (const cell of cells(all)) {
      const isNetwork = cell.classes.includes('icicle-network');
      assert.equal([...cell.around].filter((name) => /^heat-[0-6]$/.test(name)).length, isNetwork ? 0 : 1);
    }
    const looks = new Set(textsIn(all).map(({ classes, place }) => `${place.y < 45 ? 'network' : 'cell'}: ${classes}`));
    assert.deepEqual([...looks], ['network: label', 'cell: step-text']);
  });

  it('leaves out what would be less than half a pixel', () => {
    const [wide, narrow] = [cells(drawn('', 4000).all).length, cells(drawn('', 200).all).length];
    assert.ok(narrow < wide, `${narrow} ${wide}`);
    for (const cell of cells(drawn('', 200).all)) assert.ok(cell.place.width >= 0.5);
  });

  it('gone into has the block over the whole width, under what is around it', () => {
    const { all } = drawn('inception_4e');
    const wide = cells(all).filter(({ place }) => place.width === 899);
    assert.deepEqual(
      wide.map(({ place }) => place.y),
      [0, 45],
    );
    assert.ok(cells(all).length > 6);
  });
});
