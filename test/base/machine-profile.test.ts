/** The time of one kernel by the model, computed by hand; and profiles that come from outside. */

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { estimate, isFarOff, parseMachineProfile, roundedTerms, type Work } from '../../src/base/machine-profile';
import { roundProfile } from '../support/machine-profile';

const work: Work = {
  kind: 'pointwise',
  height: 10,
  width: 10,
  channels: 50,
  groups: 1,
  terms: 100,
  inputs: 10_000,
  weightBytes: 4 * 5000,
};

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-12 + 1e-9 * Math.abs(expected), `${actual}, not ${expected}`);
}

describe('estimate', () => {
  it('is the longer of arithmetic and memory, after the overhead', () => {
    // 500,000 terms at 50 a nanosecond: 10 us. (10,000 + 5,000 + 5,000) * 4 bytes at 10 a nanosecond: 8 us.
    const { ms, bound, limitMs } = estimate(work, roundProfile());
    near(ms, 0.011);
    near(limitMs, 0.01);
    assert.equal(bound, 'compute');
  });

  it('is bound by memory where the bytes take longer', () => {
    // A dense layer of 1000 x 1000: a million terms take 20 us, 4 MB of weights 400 us, 8 KB of values 0.8 us.
    const dense: Work = { ...work, kind: 'dense', height: 1, width: 1, channels: 1000, terms: 1000, inputs: 1000 };
    const { ms, bound, limitMs } = estimate({ ...dense, weightBytes: 4_000_000 }, roundProfile());
    near(ms, 0.4018);
    near(limitMs, 0.4008);
    assert.equal(bound, 'memory');
  });

  it('is bound by overhead where there is next to nothing to do', () => {
    const tiny: Work = { ...work, height: 1, width: 1, channels: 8, terms: 8, inputs: 8, weightBytes: 0 };
    const { ms, bound } = estimate(tiny, roundProfile());
    near(ms, 0.001 + 6.4e-6);
    assert.equal(bound, 'overhead');
  });

  it('adds what values take to be handled, which the limit does not', () => {
    // 10,000 * 0.3 + 5,000 * 0.2 ns more.
    const profile = roundProfile({}, { pointwise: { nsPerInput: 0.3, nsPerOutput: 0.2 } });
    near(estimate(work, profile).ms, 0.015);
    near(estimate(work, profile).limitMs, 0.01);
  });

  it('has a higher limit where an algorithm needs fewer products than are counted', () => {
    // At 2.5 times the peak 500,000 terms take 4 us, and the 8 us of memory are longer.
    near(estimate(work, roundProfile({}, { pointwise: { efficiency: 2.5 } })).limitMs, 0.008);
    // A kind that never reaches the peak is measured by it all the same.
    near(estimate(work, roundProfile({}, { pointwise: { efficiency: 0.5 } })).limitMs, 0.01);
  });

  it('fills up the tiles of a kernel', () => {
    assert.equal(roundedTerms(work, { height: 1, width: 1, pixels: 1, filters: 1 }), 500_000);
    // 10 x 10 become 12 x 12, 50 filters 56.
    assert.equal(roundedTerms(work, { height: 4, width: 4, pixels: 1, filters: 8 }), 144 * 56 * 100);
    // 7 x 7 pixels in a row become 52.
    const seven = { ...work, height: 7, width: 7, channels: 8, terms: 1 };
    assert.equal(roundedTerms(seven, { height: 1, width: 1, pixels: 4, filters: 8 }), 52 * 8);
    // Each of 4 groups has 2 filters, which take the place of 8.
    assert.equal(roundedTerms({ ...seven, groups: 4 }, { height: 1, width: 1, pixels: 1, filters: 8 }), 49 * 4 * 8);
  });

  it('takes the bandwidth for the size of the traffic, between measured sizes by its logarithm', () => {
    const bandwidths = [
      { bytes: 1000, gigabytesPerSecond: 100 },
      { bytes: 100_000, gigabytesPerSecond: 20 },
    ];
    const profile = roundProfile({ bandwidths, bandwidthGBs: 20, stepOverheadUs: 0 });
    const copied = (bytes: number): number => {
      const copy: Work = {
        ...work,
        kind: 'elementwise',
        height: 1,
        width: 1,
        channels: bytes / 8,
        terms: 0,
        weightBytes: 0,
      };
      return estimate({ ...copy, inputs: bytes / 8 }, profile).ms;
    };
    near(copied(800), 800 / 100 / 1e6);
    near(copied(10_000), 10_000 / 60 / 1e6);
    near(copied(1e6), 1e6 / 20 / 1e6);
  });

  it('reads weights at the rate of reading, and at that of a copy where a profile has no other', () => {
    const dense: Work = {
      ...work,
      kind: 'dense',
      height: 1,
      width: 1,
      terms: 0,
      inputs: 0,
      weightBytes: 4e6,
      channels: 1,
    };
    const changes = { bandwidthGBs: 10, stepOverheadUs: 0 };
    // 4 MB at 25 GB/s are 160 us, at 10 GB/s 400 us; the one result adds less than a nanosecond.
    near(estimate(dense, roundProfile({ ...changes, readGBs: 25 })).ms, 0.16 + 0.4e-6);
    near(estimate(dense, roundProfile(changes)).ms, 0.4 + 0.4e-6);
  });

  it('is finite and positive for any work', () => {
    const size = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(size, size, size, size, fc.nat(1e9), (height, width, channels, terms, inputs) => {
        const found = estimate({ ...work, height, width, channels, terms, inputs }, roundProfile());
        assert.ok(Number.isFinite(found.ms) && found.ms >= found.limitMs && found.limitMs > 0);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('a measured time', () => {
  it('is far off from 30% of the prediction on', () => {
    assert.deepEqual(
      [7.1, 7, 10, 12.9, 13].map((measured) => isFarOff(10, measured)),
      [false, true, false, false, true],
    );
  });
});

describe('a kept profile', () => {
  it('is taken as it was', () => {
    const profile = roundProfile();
    assert.deepEqual(parseMachineProfile(JSON.parse(JSON.stringify(profile))), profile);
    const { measuredAt: _, ...undated } = profile;
    assert.deepEqual(parseMachineProfile(undated), undated);
  });

  it('is refused with anything wrong in it', () => {
    const profile = roundProfile();
    const { depthwise: _, ...kernels } = profile.kernels;
    const cases: object[] = [
      { version: 1 },
      { version: 2 },
      { version: 4 },
      { backend: 'cuda' },
      { features: 'simd' },
      { features: [1] },
      { threads: 0 },
      { threads: 1.5 },
      { peakGflops: 0 },
      { peakGflops: null },
      { bandwidthGBs: Number.POSITIVE_INFINITY },
      { bandwidths: [{ bytes: 1 }] },
      { bandwidths: [...profile.bandwidths].reverse() },
      { stepOverheadUs: -1 },
      { fitError: '5%' },
      { kernels },
      { kernels: { ...profile.kernels, dense: { ...profile.kernels.dense, nsPerTerm: -0.1 } } },
      { kernels: { ...profile.kernels, dense: { ...profile.kernels.dense, tile: { height: 0 } } } },
      { measuredAt: 5 },
    ];
    for (const change of cases) {
      assert.equal(parseMachineProfile({ ...profile, ...change }), undefined, JSON.stringify(change).slice(0, 80));
    }
    for (const value of [undefined, null, 5, 'x', [], {}]) assert.equal(parseMachineProfile(value), undefined);
  });

  it('never makes it throw', () => {
    fc.assert(
      fc.property(fc.object(), (value) => {
        parseMachineProfile({ ...roundProfile(), ...value });
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
