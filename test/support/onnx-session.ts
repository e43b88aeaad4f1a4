/** Runs a network here and, exported, in ONNX Runtime: the same weights, the same input, all outputs side by side. */

import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { type ExportOptions, exportOnnx } from '../../src/interop/onnx/export-onnx';
import { type Plan, viewElements, viewShape } from '../../src/plan/plan';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { seededInput, seededWeights } from '../../src/runtime/weights';
import { planOf } from './network-text';

export interface Comparison {
  readonly output: string;
  /** Largest absolute difference of two values. */
  readonly error: number;
  /** Largest absolute value. */
  readonly largest: number;
  readonly isSameWinner: boolean;
}

export function seededTensors(plan: Plan, seed: number): Map<string, NamedTensor> {
  const values = seededWeights(plan, seed);
  return new Map(
    plan.weights.map(({ name, shape }, i) => [name, { name, shape, values: values[i] ?? new Float32Array(0) }]),
  );
}

export function exported(
  network: NetworkAnalysis,
  seed = 1,
  options: ExportOptions = { version: '0.0.0' },
): Uint8Array {
  const result = exportOnnx(network, seededTensors(planOf(network), seed), options);
  assert.ok('bytes' in result, 'problem' in result ? result.problem : '');
  return result.bytes;
}

/** Optimizations are left out by default, so that nodes are computed as they stand in the file. */
export function sessionOf(
  bytes: Uint8Array,
  graphOptimizationLevel: 'disabled' | 'all' = 'disabled',
): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(bytes, {
    graphOptimizationLevel,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

/** From height, width, channel to channel, height, width. */
export function channelsFirst(values: Float32Array, [height, width, channels]: readonly number[]): Float32Array {
  const pixels = (height as number) * (width as number);
  const depth = channels as number;
  return values.map((_, i) => values[(i % pixels) * depth + Math.floor(i / pixels)] as number);
}

/** One pass of both; shapes of the outputs must agree. */
export async function compareWithOnnx(network: NetworkAnalysis, seed = 1): Promise<readonly Comparison[]> {
  const plan = planOf(network);
  const input = seededInput(viewElements(plan.input.view), seed);
  const execution = await referenceBackend.prepare(plan, seededWeights(plan, seed));
  assert.ok(execution.run(input));
  const session = await sessionOf(exported(network, seed));
  try {
    const [height, width, channels] = viewShape(plan.input.view);
    const feed = new ort.Tensor('float32', channelsFirst(input, [height, width, channels]), [
      1,
      channels,
      height,
      width,
    ]);
    const results = await session.run({ [plan.input.name]: feed });
    assert.deepEqual(
      [...session.outputNames],
      plan.outputs.map(({ name }) => name),
    );
    return plan.outputs.map(({ name, view }): Comparison => {
      const result = results[name];
      assert.ok(result !== undefined, name);
      const shape = viewShape(view);
      if (result.dims.length === 4) assert.deepEqual([...result.dims], [1, shape[2], shape[0], shape[1]], name);
      else assert.deepEqual([...result.dims, shape[0], shape[1]], [1, shape[2], 1, 1], name);
      assert.equal(elementCount(result.dims), viewElements(view));
      return compare(name, channelsFirst(execution.read(view), shape), result.data as Float32Array);
    });
  } finally {
    execution.dispose();
    await session.release();
  }
}

function compare(output: string, ours: Float32Array, theirs: Float32Array): Comparison {
  let error = 0;
  let largest = 0;
  let ourBest = 0;
  let theirBest = 0;
  for (let i = 0; i < ours.length; i++) {
    const a = ours[i] as number;
    const b = theirs[i] as number;
    // NaN stays NaN, which no bound lets pass.
    error = Number.isNaN(a - b) ? Number.NaN : Math.max(error, Math.abs(a - b));
    largest = Math.max(largest, Math.abs(a));
    if (a > (ours[ourBest] as number)) ourBest = i;
    if (b > (theirs[theirBest] as number)) theirBest = i;
  }
  return { output, error, largest, isSameWinner: ourBest === theirBest };
}
