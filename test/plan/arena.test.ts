/** Storages alive at the same time never overlap, and reuse works where it can. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOutArena, type Storage } from '../../src/plan/arena';

describe('arena', () => {
  it('reuses the place of what is no longer needed', () => {
    const layout = layOutArena([
      { floats: 32, first: 0, last: 1 },
      { floats: 32, first: 1, last: 2 },
      { floats: 32, first: 2, last: 3 },
    ]);
    assert.equal(layout.floats, 64);
    assert.equal(layout.peakFloats, 64);
    assert.equal(layout.offsets[0], layout.offsets[2]);
  });

  it('starts every storage at a multiple of 16 floats', () => {
    const layout = layOutArena([
      { floats: 5, first: 0, last: 1 },
      { floats: 7, first: 0, last: 1 },
    ]);
    assert.deepEqual(
      [...layout.offsets].sort((a, b) => a - b),
      [0, 16],
    );
    assert.equal(layout.peakFloats, 12);
  });

  it('takes a hundred thousand storages that are all alive', () => {
    const storages = Array.from({ length: 100_000 }, (): Storage => ({ floats: 16, first: 0, last: 9 }));
    assert.equal(layOutArena(storages).floats, 1_600_000);
  });

  it('never lets two that are alive at one step overlap', () => {
    const storage = fc
      .record({ floats: fc.integer({ min: 0, max: 500 }), first: fc.nat(20), length: fc.nat(8) })
      .map(({ floats, first, length }): Storage => ({ floats, first, last: first + length }));
    fc.assert(
      fc.property(fc.array(storage, { maxLength: 40 }), (storages) => {
        const { offsets, floats, peakFloats } = layOutArena(storages);
        assert.ok(floats >= peakFloats);
        for (const [i, a] of storages.entries()) {
          const startA = offsets[i] as number;
          assert.ok(startA + a.floats <= floats);
          for (const [j, b] of storages.entries()) {
            if (i === j || a.last < b.first || b.last < a.first) continue;
            const startB = offsets[j] as number;
            assert.ok(startA + a.floats <= startB || startB + b.floats <= startA, `${i} and ${j} overlap`);
          }
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
