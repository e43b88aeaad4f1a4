/** The order of branches that needs least memory: by hand, and against every order that a text could be written in. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { type BranchOrders, branchOrders } from '../../src/analysis/branch-orders';
import { networkOf } from '../support/analyze-text';

function ordersOf(network: NetworkAnalysis): BranchOrders {
  const orders = branchOrders(network);
  assert.ok(orders);
  return orders;
}

const mib = 2 ** 20;

describe('the order of branches', () => {
  it('computes first what needs much and leaves little', () => {
    // Of 16 positions x 4 bytes: the input 1 channel, branch 1 leaves 2; branch 2 has 8 on its way and leaves 1.
    const network = networkOf(`network O() { input x: 4x4x1
      concat { branch { conv(2, 1x1) } branch { conv(8, 1x1) -> conv(1, 1x1) } } }`);
    const unit = 4 * 4 * 4;
    const { joins, peakBytes, untried } = ordersOf(network);
    // As written the second layer of branch 2 keeps 2, reads 8, writes 1; its first one keeps the input and 2, writes 8.
    // The other way round branch 1 is not there yet: the input and 8, then the input, which branch 1 is still to read, 8 and 1.
    assert.deepEqual(
      joins.map(({ written, best, order }) => ({ written, best, order })),
      [{ written: 11 * unit, best: 10 * unit, order: [1, 0] }],
    );
    assert.equal(peakBytes, 10 * unit);
    assert.equal(untried, 0);
  });

  it('stays as written where no other is better', () => {
    const network = networkOf(`network S() { input x: 4x4x1
      add { branch { conv(2, 1x1) } branch { conv(2, 1x1) } branch { identity() } } }`);
    assert.deepEqual(ordersOf(network).joins[0]?.order, [0, 1, 2]);
  });

  it('in the modules of GoogLeNet saves a quarter to a third, and nothing of the peak, which is at a norm', () => {
    const { joins, peakBytes } = ordersOf(networkOf(readFileSync('examples/googlenet.cnn', 'utf8')));
    // Worked out apart from the code, with a list of live tensors, in MiB and KiB: 3a, 3b, 4a to 4e, 5a, 5b.
    const kib = 1024;
    const expected = [
      1.82 * mib,
      2.78 * mib,
      1.05 * mib,
      1.1 * mib,
      1.1 * mib,
      1.11 * mib,
      1.32 * mib,
      453 * kib,
      490 * kib,
    ];
    const best = [1.24 * mib, 2.01 * mib, 784 * kib, 833 * kib, 833 * kib, 833 * kib, 919 * kib, 343 * kib, 343 * kib];
    const near = (bytes: number, figure: number) => Math.abs(bytes - figure) <= 0.005 * mib;
    joins.forEach((join, index) => {
      assert.ok(near(join.written, expected[index] ?? 0), `written ${index}: ${join.written}`);
      assert.ok(near(join.best, best[index] ?? 0), `best ${index}: ${join.best}`);
    });
    assert.equal(joins.length, 9);
    assert.equal(peakBytes, 56 * 56 * 192 * 2 * 4);
  });

  it('leaves a join alone that has too many branches to try them all', () => {
    const branches = Array.from({ length: 9 }, () => 'branch { conv(2, 1x1) }').join(' ');
    const { joins, untried } = ordersOf(networkOf(`network M() { input x: 4x4x1\nconcat { ${branches} } }`));
    assert.deepEqual([joins.length, untried], [0, 1]);
  });

  it('is the best of all that the branches can be written in', () => {
    const layer = fc.record({ channels: fc.integer({ min: 1, max: 9 }), isWide: fc.boolean() });
    const branch = fc.record({ layers: fc.array(layer, { maxLength: 3 }), from: fc.constantFrom('', '', 'a', 'b') });
    const drawn = fc.record({
      join: fc.constantFrom('concat', 'add'),
      branches: fc.array(branch, { minLength: 2, maxLength: 4 }),
      after: fc.constantFrom('', ' -> conv(2, 1x1)', '\nadd(j, c)'),
      around: fc.boolean(),
    });
    fc.assert(
      fc.property(drawn, ({ join, branches, after, around }) => {
        const written = branches.map(({ layers, from }) => {
          const calls = layers.map(({ channels }) => `conv(${channels}, 1x1)`);
          // What is added has one shape.
          const source = from === '' ? [] : [`from ${from}`];
          const flow = [...calls, 'conv(3, 1x1)'].join(' -> ');
          return `branch { ${[...source, flow].join('\n')} }`;
        });
        const network = (order: readonly string[]) => {
          const body = `${join} { ${order.join('\n')} }`;
          const whole = around ? `concat {\nbranch { conv(2, 1x1) }\nbranch { ${body} } }` : body;
          return networkOf(`network B() { input x: 4x4x2
            a = conv(5, 1x1)
            b = conv(3, 1x1)
            c = conv(${join === 'add' ? 3 : 3 * branches.length}, 1x1)
            j = ${around ? 'concat' : join} ${whole.slice(whole.indexOf('{'))}${around && after.includes('add') ? '' : after} }`);
        };
        const inner = (found: BranchOrders) => found.joins.at(-1);
        const all = permutations(written).map((order) => inner(ordersOf(network(order)))?.written ?? Number.NaN);
        const found = inner(ordersOf(network(written)));
        assert.equal(found?.written, all[0]);
        assert.equal(found?.best, Math.min(...all));
        const best = (found?.order ?? []).map((index) => written[index] ?? '');
        assert.equal(inner(ordersOf(network(best)))?.written, found?.best);
        if (!around) assert.equal(network(best).main.sums.peakBytes.value, ordersOf(network(written)).peakBytes);
      }),
      { seed: 12, numRuns: 80 },
    );
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
