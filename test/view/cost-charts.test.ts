/** Balance of branches and icicle: the course's module 3a by hand, and how cells stand in one another. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { balanceFinding, balanceRows } from '../../src/view/branch-balance';
import { briefNames } from '../../src/view/brief-names';
import { icicleCells, placeCells } from '../../src/view/icicle';
import type { ViewModel } from '../../src/view/model';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';

function viewOf(text: string): ViewModel {
  return buildViewModel(analyzeText(text), undefined, editorWords('en')) ?? assert.fail('no view');
}

const googlenet = viewOf(readFileSync('examples/googlenet.cnn', 'utf8'));

// Module 3a reads 28x28x192: products at one place, times 784 places.
const branches = [64 * 192, 96 * 192 + 128 * 9 * 96, 16 * 192 + 32 * 25 * 16, 32 * 192].map((each) => 784 * each);
const whole = branches.reduce((sum, one) => sum + one, 0);

describe('balance of branches', () => {
  it('of 3a is that of its 3x3 branch over the mean', () => {
    const [row] = balanceRows(googlenet, 'multiplies');
    assert.deepEqual(
      row?.branches.map(({ label, value, channels }) => [label, value, channels]),
      [
        ['1×1', branches[0], 64],
        ['3×3', branches[1], 128],
        ['5×5', branches[2], 32],
        ['1×1', branches[3], 32],
      ],
    );
    assert.equal(row?.value, whole);
    assert.equal(row?.balance, ((branches[1] ?? 0) * 4) / whole);
  });

  it('of all modules has the 3x3 branch before the others together', () => {
    const rows = balanceRows(googlenet, 'multiplies');
    const found = balanceFinding(rows);
    assert.deepEqual([found?.rows, found?.of], [9, 9]);
    // 3a: 79% for 128 of 256 channels; 5a: 57%; 4e: 320 of 832 is 38%, 4b: 224 of 512; 3b: 192 of 480.
    const percent = (range: readonly number[] | null | undefined) => range?.map((share) => Math.round(100 * share));
    assert.deepEqual(percent(found?.cost), [57, 79]);
    assert.deepEqual(percent(found?.channels), [38, 55]);
  });

  it('of a repeat is that of one turn, and of a join in no module its own', () => {
    const view = viewOf(`network R() { input x: 8x8x4
      repeat 3 { add { branch { conv(4, 3x3) } branch { } } }
      joined = concat { branch { conv(4, 1x1) } branch { conv(4, 1x1) -> conv(4, 3x3) } } }`);
    const rows = balanceRows(view, 'multiplies').map(({ name, turns, value, balance }) => [
      name,
      turns,
      value,
      balance,
    ]);
    // 64 places: 3x3 from 4 to 4 channels are 144 products each, 1x1 are 16.
    assert.deepEqual(rows, [
      ['repeat_1', 3, 64 * 144, 2],
      ['joined', 1, 64 * (16 + 160), (160 * 2) / 176],
    ]);
  });

  it('has no range of channels where a join of another kind is among the rows', () => {
    const dear = '{ branch { conv(4, 3x3) } branch { conv(4, 1x1) } }';
    const rows = (joins: string) => balanceRows(viewOf(`network R() { input x: 8x8x4 ${joins} }`), 'multiplies');
    const found = balanceFinding(rows(`concat ${dear} add { branch { conv(8, 3x3) } branch { } }`));
    assert.deepEqual([found?.rows, found?.of, found?.channels], [2, 2, null]);
    // 9 of 10 products for 4 of 8 channels.
    assert.deepEqual(balanceFinding(rows(`concat ${dear}`)), {
      rows: 1,
      of: 1,
      cost: [0.9, 0.9],
      channels: [0.5, 0.5],
    });
    // One branch as dear as the other costs no more than all the others.
    const even = '{ branch { conv(4, 1x1) } branch { conv(4, 1x1) } }';
    assert.equal(balanceFinding(rows(`concat ${even}`)), undefined);
  });

  it('has a row for each join that stands in no other, and none for what joins named results', () => {
    const rows = balanceRows(
      viewOf(`network R() { input x: 8x8x4
        a = conv(4, 1x1)
        concat(a, x)
        outer = concat { branch { add { branch { conv(8, 3x3) } branch { } } } branch { conv(4, 1x1) } } }`),
      'multiplies',
    );
    assert.deepEqual(
      rows.map(({ name, branches }) => [name, branches.length]),
      [['outer', 2]],
    );
  });

  it('is not known where a cost is not, and none where nothing costs anything', () => {
    const text = (conv: string) =>
      `network U() { input x: 8x8x4\nconcat { branch { ${conv} } branch { conv(4, 1x1) } } }`;
    const [row] = balanceRows(viewOf(text('conv(nowhere, 1x1)')), 'multiplies');
    assert.equal(row?.balance, null);
    const free = balanceRows(viewOf(text('conv(4, 1x1)').replaceAll('conv(4, 1x1)', 'maxpool(1x1)')), 'multiplies');
    assert.deepEqual([free[0]?.balance, balanceFinding(free)], [null, undefined]);
  });
});

describe('icicle', () => {
  const cells = icicleCells(googlenet, 'multiplies');
  const cellOf = (path: string) => cells.find((cell) => cell.path === path) ?? assert.fail(path);

  it('has network, blocks, branches and layers in rows, as wide as their shares', () => {
    const [network] = cells;
    assert.deepEqual([network?.label, network?.value, network?.from, network?.to], ['GoogLeNet', 1_582_671_872, 0, 1]);
    const module = cellOf('inception_3a');
    assert.deepEqual([module.row, module.kind, module.label, module.value], [1, 'block', '3a', whole]);
    const branch = cellOf('inception_3a/branch_2');
    assert.deepEqual([branch.row, branch.kind, branch.label, branch.value], [2, 'branch', '3×3', branches[1]]);
    const layer = cellOf('inception_3a/branch_2/conv_2');
    assert.deepEqual([layer.row, layer.kind, layer.parent], [3, 'layer', branch.id]);
    const width = layer.to - layer.from;
    assert.ok(Math.abs(width - (784 * 128 * 9 * 96) / 1_582_671_872) < 1e-12);
  });

  it('has children in written order that fill their parent, and nothing that costs nothing', () => {
    for (const cell of cells) {
      const inside = cells.filter(({ parent }) => parent === cell.id);
      if (inside.length === 0) continue;
      assert.equal(inside[0]?.from, cell.from);
      assert.ok(Math.abs((inside.at(-1)?.to ?? 0) - cell.to) < 1e-9, cell.path);
      assert.equal(
        inside.reduce((sum, { value }) => sum + value, 0),
        cell.value,
      );
    }
    assert.equal(
      cells.some(({ path }) => path.startsWith('aux') || path.includes('pool')),
      false,
    );
  });

  it('gone into shows one cell over the whole width under those around it', () => {
    const branch = cellOf('inception_3a/branch_2');
    const placed = placeCells(cells, branch.id, 0);
    assert.deepEqual(
      placed.map(({ cell, left, width }) => [cell.path, left, Number(width.toFixed(6))]),
      [
        ['', 0, 1],
        ['inception_3a', 0, 1],
        ['inception_3a/branch_2', 0, 1],
        ['inception_3a/branch_2/conv_1', 0, Number((18_432 / 129_024).toFixed(6))],
        ['inception_3a/branch_2/conv_2', placed[4]?.left, Number((110_592 / 129_024).toFixed(6))],
      ],
    );
  });
});

describe('cells in their places', () => {
  it('are none of nothing, and all where what is gone into is not there', () => {
    assert.deepEqual(placeCells([], '', 0), []);
    const cells = icicleCells(googlenet, 'multiplies');
    assert.deepEqual(placeCells(cells, 'gone', 0), placeCells(cells, '', 0));
    assert.equal(placeCells(cells, '', 0).length, cells.length);
    assert.ok(placeCells(cells, '', 0.01).every(({ width }) => width >= 0.01));
  });
});

describe('brief names', () => {
  it('leave out what all begin with, up to an underscore', () => {
    assert.deepEqual(['inception_3a', 'inception_4b'].map(briefNames(['inception_3a', 'inception_4b', ''])), [
      '3a',
      '4b',
    ]);
    assert.deepEqual(['stem', 'mixed_5b'].map(briefNames(['stem', 'mixed_5b'])), ['stem', 'mixed_5b']);
    assert.equal(briefNames(['only_one'])('only_one'), 'only_one');
  });
});
