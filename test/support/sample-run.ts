/** What a run came to, for tests of those who show it: made up, but whole. */

import type { FinishedRun } from '../../src/protocol/run';
import type { LayerPrediction } from '../../src/runtime/predict';
import type { RunLayer, RunOutput, RunResult, Statistics } from '../../src/runtime/result';
import { roundProfile } from './machine-profile';

const statistics: Statistics = { min: -1, max: 1, mean: 0.5, std: 1, zeros: 10, nan: 0, elements: 100 };

export function sampleLayer(path: string, changes: Partial<RunLayer> = {}): RunLayer {
  return { ...statistics, path, op: 'conv', shape: [4, 4, 8], ms: 2, multiplies: 1000, gflops: 0.001, ...changes };
}

export function sampleOutput(name: string, changes: Partial<RunOutput> = {}): RunOutput {
  return { ...statistics, name, kind: 'output', shape: [1, 1, 1000], top: [], ...changes };
}

export function sampleRun(result: Partial<RunResult> = {}, changes: Partial<FinishedRun> = {}): FinishedRun {
  return {
    options: { input: 'random', seed: 1, upto: null, verify: false },
    documentVersion: 1,
    prediction: null,
    result: {
      schema: 1,
      network: 'Sample',
      backend: 'reference',
      features: [],
      threads: 1,
      input: { kind: 'random', shape: [224, 224, 3], seed: 1 },
      weights: { kind: 'seed', seed: 1 },
      outputs: [sampleOutput('prob')],
      timing: { prepareMs: 1, firstMs: 12, medianMs: 10, minMs: 9, runsMs: [12, 10, 9] },
      memory: { arenaBytes: 4096, weightBytes: 2048, peakBytes: 1024 },
      layers: [sampleLayer('conv_1')],
      verify: null,
      ...result,
    },
    ...changes,
  };
}

/** Predicted times for the layers of a run, on a machine with round numbers. */
export function samplePrediction(layers: readonly LayerPrediction[]): NonNullable<FinishedRun['prediction']> {
  return { profile: roundProfile(), predictedMs: layers.reduce((sum, layer) => sum + layer.predictedMs, 0), layers };
}

const verified = 605_724_672;
/** A run of twelve layers and a side head, some with values that are not a number, whose count is proven. */
export const provenRun = sampleRun({
  outputs: [
    sampleOutput('softmax_1', { top: [{ index: 599, label: 'tabby', value: 0.624 }] }),
    sampleOutput('aux1', { kind: 'head', nan: 3, top: [{ index: 1, label: null, value: null }] }),
  ],
  layers: Array.from({ length: 12 }, (_, index) =>
    sampleLayer(`layer_${index}`, {
      ms: index,
      multiplies: index * 1000,
      mean: index === 5 ? null : 0.5,
      nan: index === 5 ? 7 : 0,
    }),
  ),
  timing: { prepareMs: 200, firstMs: 2810, medianMs: 2810, minMs: 2810, runsMs: [2810] },
  verify: {
    countedMultiplies: verified,
    predictedMultiplies: verified,
    countedEffectiveMultiplies: verified,
    predictedEffectiveMultiplies: verified,
    maxAbsError: 0,
    wrongLayers: [],
  },
});
