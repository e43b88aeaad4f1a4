/** The table of numbers: what is counted in which part, shares of the main total, ranks, live bytes; by hand. */

import * as assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import {
  addSums,
  blockFigures,
  blockRank,
  costliest,
  groupFigures,
  groupShare,
  heldAtPeak,
  layerIntensity,
  layerRank,
  layerShare,
  layerSum,
  layerTraffic,
  neededSums,
  rankedLayers,
} from '../../src/analysis/figures';
import { analyzeText } from '../support/analyze-text';

function networkOf(text: string): NetworkAnalysis {
  const [network] = analyzeText(text).networks;
  assert.ok(network);
  return network;
}

const layerAt = (network: NetworkAnalysis, path: string): number =>
  network.graph.layers.findIndex((layer) => layer.path === path);

const blockAt = (network: NetworkAnalysis, path: string): number =>
  network.graph.blocks.findIndex((block) => block.path === path);

// Multiplies: 8*8*4*4 = 1024 for each conv(4), 8*8*16*4 = 4096 for what leads nowhere in m.
const withDead = `network N {
  input: 8x8x4
  a = m()
  head h { conv(8, 1x1) }
  conv(4, 1x1)
  output o
}
module m() {
  start = conv(4, 1x1)
  conv(16, 1x1)
  from start
  conv(4, 1x1)
}`;

describe('the table of numbers', () => {
  const network = networkOf(withDead);

  it('has a part for each layer', () => {
    assert.deepEqual(
      network.graph.layers.map(({ path }, id) => `${path} ${network.parts[id]}`),
      ['input main', 'a/start main', 'a/conv_1 dead', 'a/conv_2 main', 'h/conv_1 head', 'conv_1 main'],
    );
  });

  it('keeps what leads nowhere out of the sum of a block', () => {
    const figures = blockFigures(network, blockAt(network, 'a'));
    assert.equal(figures.part, 'main');
    assert.equal(figures.sum.sums.multiplies.value, 2048);
    assert.equal(figures.main.sums.flops.value, 4096);
    assert.equal(figures.dead.sums.multiplies.value, 4096);
    assert.equal(figures.dead.layerCount, 1);
    assert.deepEqual(groupShare(network, figures, 'multiplies'), { part: 2048, whole: 3072, isAtMost: false });
  });

  it('gives heads a sum and neither share nor rank', () => {
    const head = blockFigures(network, blockAt(network, 'h'));
    assert.deepEqual([head.part, head.sum.sums.multiplies.value], ['head', 2048]);
    assert.equal(groupShare(network, head, 'multiplies'), undefined);
    assert.equal(blockRank(network, blockAt(network, 'h')), undefined);
    assert.equal(layerShare(network, layerAt(network, 'h/conv_1'), 'multiplies'), undefined);
    assert.equal(layerRank(network, layerAt(network, 'h/conv_1')), undefined);
    assert.equal(network.heads.sums.multiplies.value, 2048);
    assert.equal(network.all.sums.multiplies.value, 3072 + 2048);
  });

  it('says what a group that leads nowhere would cost', () => {
    const figures = groupFigures(network, [layerAt(network, 'a/conv_1')]);
    assert.deepEqual([figures.part, figures.sum.sums.multiplies.value], ['dead', 4096]);
    assert.equal(layerShare(network, layerAt(network, 'a/conv_1'), 'multiplies'), undefined);
  });

  it('adds up to the totals, whatever the groups', () => {
    const whole = blockFigures(network, 0);
    assert.deepEqual(whole.main.sums.params, network.main.sums.params);
    assert.deepEqual(whole.head.sums.params, network.heads.sums.params);
    assert.deepEqual(whole.sum.sums.params, network.all.sums.params);
  });

  it('has one metric of all blocks for less, equal to their figures', () => {
    const sums = neededSums(network, 'params');
    for (const { id } of network.graph.blocks) {
      const { main, head } = blockFigures(network, id);
      assert.deepEqual(sums[id], addSums([main.sums.params, head.sums.params]), `block ${id}`);
    }
    // Two 1x1 convolutions of 4 channels to 4 and a bias each: what leads nowhere is left out.
    assert.equal(sums[0]?.value, network.all.sums.params.value);
  });

  it('lets equal counts share a place', () => {
    const tied = networkOf(`network N {
      input: 8x8x4
      conv(4, 1x1)
      conv(16, 1x1)
      conv(4, 1x1)
      relu()
      dense(1)
    }`);
    const ranks = tied.graph.layers.map(({ id }) => layerRank(tied, id)?.place);
    // 1024, 4096, 4096, nothing, 256.
    assert.deepEqual(ranks, [undefined, 3, 1, 1, undefined, 4]);
    assert.equal(layerRank(tied, 1)?.of, 4);
    assert.equal(costliest(tied, 'multiplies'), 4096);
    // The dense layer: 8*8*4 weights and a bias.
    assert.equal(costliest(tied, 'params'), 257);
  });

  it('ranks blocks of a kind by their main part', () => {
    const ranked = networkOf(`network N {
      input: 8x8x4
      small = m(4)
      large = m(8)
      none = nothing()
    }
    module m(c) { a = conv(c, 1x1) conv(99, 1x1) from a }
    module nothing() { relu() }`);
    const rank = (path: string) => blockRank(ranked, blockAt(ranked, path));
    assert.deepEqual(rank('large'), { place: 1, of: 2 });
    assert.deepEqual(rank('small'), { place: 2, of: 2 });
    assert.equal(rank('none'), undefined);
  });

  it('calls a share of a total that is partly known at most that, and gives none of an unknown part', () => {
    const partial = networkOf('network N { input: 8x8x4 conv(4, 1x1) conv(wide, 1x1) }');
    assert.deepEqual(layerShare(partial, 1, 'multiplies'), { part: 1024, whole: 1024, isAtMost: true });
    assert.equal(layerShare(partial, 2, 'multiplies'), undefined);
    assert.deepEqual(blockFigures(partial, 0).sum.sums.multiplies, { value: 1024, isPartial: true });
  });

  it('gives no rank to a block or layer of which a part is unknown, and ranks the others without it', () => {
    const partial = networkOf(`network N {
      input: 8x8x4
      known = m(4)
      unknown = m(wide)
      conv(16, 1x1)
    }
    module m(c) { conv(4, 1x1) conv(c, 1x1) }`);
    assert.deepEqual(blockRank(partial, blockAt(partial, 'known')), { place: 1, of: 1 });
    assert.equal(blockRank(partial, blockAt(partial, 'unknown')), undefined);
    assert.equal(layerRank(partial, layerAt(partial, 'unknown/conv_2')), undefined);
    // Of three that are known.
    assert.equal(rankedLayers(partial), 3);
    assert.deepEqual(layerRank(partial, layerAt(partial, 'known/conv_2')), { place: 1, of: 3 });
  });

  it('names what is alive at the peak, with its bytes: together the peak', () => {
    const held = heldAtPeak(network);
    assert.deepEqual(held, [
      { layer: 0, path: 'input', bytes: 1024 },
      { layer: 1, path: 'a/start', bytes: 1024 },
    ]);
    assert.equal(
      held.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      network.main.sums.peakBytes.value,
    );
  });

  it('counts a layer in each metric, and the input in none', () => {
    // Four 1x1 filters over four channels at 64 places, with a bias each.
    const counts = (['multiplies', 'macs', 'flops', 'params', 'weightBytes', 'activationBytes'] as const).map(
      (metric) => [layerSum(network, 1, metric).value, layerSum(network, network.graph.input, metric).value],
    );
    assert.deepEqual(counts, [
      [1024, 0],
      [1024, 0],
      [2048, 0],
      [20, 0],
      [80, 0],
      [1024, 0],
    ]);
  });

  it('tells what a layer moves, and how much it computes with that', () => {
    // It reads 8x8x4 values and 20 weights and writes 8x8x4 values, of four bytes each.
    const moved = 2 * 1024 + 80;
    assert.equal(layerTraffic(network, 1), moved);
    assert.equal(layerIntensity(network, 1), 2048 / moved);
    const sum = networkOf('network N { input: 8x8x4 add { branch { relu() } branch { } } }');
    assert.equal(layerTraffic(sum, sum.graph.layers.length - 1), 3 * 1024);
    assert.equal(layerIntensity(sum, sum.graph.layers.length - 1), 0);
    const unknown = networkOf('network N { input: 8x8x4 conv(wide, 1x1) relu() }');
    assert.deepEqual(
      [1, 2].map((id) => [layerTraffic(unknown, id), layerIntensity(unknown, id)]),
      [
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
  });

  it('keeps the bytes that are alive at each step, for the main outputs and for everything', () => {
    const { live, layers, peak, sums } = network.main;
    assert.deepEqual(
      layers.map((id) => network.graph.layers[id]?.path),
      ['a/start', 'a/conv_2', 'conv_1'],
    );
    assert.deepEqual(live.steps, [2048, 2048, 2048]);
    assert.deepEqual(live.heldAt(1), [layerAt(network, 'a/start'), layerAt(network, 'a/conv_2')]);
    assert.equal(sums.peakBytes.value, 2048);
    assert.deepEqual(peak?.held, live.heldAt(0));
    // The head's result of 2048 bytes beside a/conv_2, which conv_1 reads after it.
    assert.deepEqual(network.all.live.steps, [2048, 2048, 3072, 2048]);
  });

  it('counts in an expectation and a budget of a module what the module is said to cost', () => {
    const analysis = analyzeText(`network N { input: 8x8x4  m()  expect multiplies == 1024 }
module m() { a = conv(4, 1x1) conv(16, 1x1) from a budget multiplies <= 1024 }`);
    assert.deepEqual(
      analysis.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      [],
    );
    assert.deepEqual(
      analysis.networks[0]?.budgets.map(({ value, verdict }) => [value, verdict]),
      [[1024, 'ok']],
    );
  });

  it('add up to exactly 2^53, and one above it is not taken for it', () => {
    const sum = (...values: readonly number[]) => addSums(values.map((value) => ({ value, isPartial: false })));
    assert.deepEqual(sum(2 ** 53 - 1, 1), { value: 2 ** 53, isPartial: false });
    // 2^53 + 1 is no number that can be had, and the nearest is 2^53.
    assert.deepEqual(sum(2 ** 53 - 1, 2), { value: 2 ** 53, isPartial: true });
  });
});
