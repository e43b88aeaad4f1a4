/** The heat scale: its top follows the costliest layer, its steps halve, unknown and nothing are no steps. */

import assert from 'node:assert/strict';
import { heatLabels, heatScale, heatStep } from '../../src/view/heat';
import { layer, sampleModel } from './sample-model';

const withCosts = (...costs: number[]) => sampleModel(costs.map((cost) => layer('conv', cost)));

describe('heat', () => {
  it('has 16% at the top where a layer reaches it', () => {
    const scale = heatScale(withCosts(219, 781), 'multiplies');
    assert.deepEqual(scale.thresholds, [0.5, 1, 2, 4, 8, 16]);
    assert.deepEqual(heatLabels(scale), ['<.5%', '.5', '1', '2', '4', '8', '\u226516%']);
  });

  it('lowers the top for networks of many layers', () => {
    // The costliest of 100 equal layers has 1%.
    const scale = heatScale(withCosts(...Array.from({ length: 100 }, () => 10)), 'multiplies');
    assert.equal(scale.thresholds.at(-1), 1);
    assert.equal(heatStep(scale, 10), 6);
  });

  it('puts a share on its step', () => {
    const scale = heatScale(withCosts(219, 781), 'multiplies');
    const step = (value: number) => heatStep(scale, value);
    assert.deepEqual([4, 5, 10, 20, 40, 80, 160].map(step), [0, 1, 2, 3, 4, 5, 6]);
    assert.equal(step(159.9), 5);
    assert.equal(step(500), 6);
  });

  it('keeps nothing and unknown apart', () => {
    const scale = heatScale(withCosts(10), 'multiplies');
    assert.equal(heatStep(scale, 0), 'none');
    assert.equal(heatStep(scale, null), 'unknown');
    assert.equal(heatStep(scale, { value: 0, isPartial: true }), 'unknown');
  });

  it('has no top for a network that costs nothing', () => {
    const scale = heatScale(withCosts(0, 0), 'multiplies');
    assert.equal(heatStep(scale, 0), 'none');
    assert.deepEqual(heatLabels(scale), ['<.5%', '.5', '1', '2', '4', '8', '≥16%']);
  });
});
