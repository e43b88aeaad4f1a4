/** Runs a network here and, exported, in ONNX Runtime: the same weights, the same input, all outputs side by side. */

import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { type ExportOptions, exportOnnx } from '../../src/interop/onnx/export-onnx';
import { type Plan, shapeOfView, viewElements } from '../../src/plan/plan';
import type { Backend } from '../../src/runtime/backend';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { seededInput, seededWeight } from '../../src/runtime/weights';
import { planOf } from './network-text';

export interface Comparison {
  readonly backend: Backend['name'];
  readonly output: string;
  /** Largest absolute difference of two values. */
  readonly error: number;
  /** Largest absolute value. */
  readonly largest: number;
  readonly isSameWinner: boolean;
  /** As `error`, of the values after a softmax, for outputs that are lists of classes before one. */
  readonly probabilityError: number;
}

/** How many numbers of a weight are drawn, which then repeat: of a large network, drawing all takes most of the time. A prime. */
const drawn = 65_537;

export function seededTensors(plan: Plan, seed: number): Map<string, NamedTensor> {
  return new Map(
    plan.weights.map((weight) => {
      const { name, shape } = weight;
      const length = elementCount(shape);
      if (length <= drawn) return [name, { name, shape, values: seededWeight(weight, seed) }];
      const values = new Float32Array(length);
      const first = seededWeight({ ...weight, shape: [drawn] }, seed);
      for (let at = 0; at < length; at += drawn) values.set(first.subarray(0, length - at), at);
      return [name, { name, shape, values }];
    }),
  );
}

export function exported(
  network: NetworkAnalysis,
  seed = 1,
  options: ExportOptions = { version: '0.0.0' },
  weights = seededTensors(planOf(network), seed),
): Uint8Array {
  const result = exportOnnx(network, weights, options);
  assert.ok('bytes' in result, 'refusal' in result ? result.refusal.code : '');
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

/** One pass of each of our backends and one of ONNX Runtime; shapes of the outputs must agree. */
export async function compareWithOnnx(
  network: NetworkAnalysis,
  seed = 1,
  backends: readonly Backend[] = [referenceBackend],
): Promise<readonly Comparison[]> {
  const plan = planOf(network);
  const input = seededInput(viewElements(plan.input.view), seed);
  const tensors = seededTensors(plan, seed);
  const weights = [...tensors.values()].map(({ values }) => values);
  const session = await sessionOf(exported(network, seed, undefined, tensors));
  try {
    const [height, width, channels] = shapeOfView(plan.input.view);
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
    for (const { name, view } of plan.outputs) {
      const result = results[name];
      assert.ok(result !== undefined, name);
      const shape = shapeOfView(view);
      if (result.dims.length === 4) assert.deepEqual([...result.dims], [1, shape[2], shape[0], shape[1]], name);
      else assert.deepEqual([...result.dims, shape[0], shape[1]], [1, shape[2], 1, 1], name);
      assert.equal(elementCount(result.dims), viewElements(view));
    }
    const comparisons: Comparison[] = [];
    for (const backend of backends) {
      const execution = await backend.prepare(plan, weights);
      assert.ok(execution.run(input));
      for (const { name, view } of plan.outputs) {
        const ours = channelsFirst(execution.read(view), shapeOfView(view));
        const theirs = results[name]?.data as Float32Array;
        comparisons.push({ backend: backend.name, output: name, ...differences(ours, theirs) });
      }
      execution.dispose();
    }
    return comparisons;
  } finally {
    await session.release();
  }
}

function differences(ours: Float32Array, theirs: Float32Array): Omit<Comparison, 'backend' | 'output'> {
  return {
    error: largestDifference(ours, theirs),
    largest: ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    isSameWinner: winner(ours) === winner(theirs),
    probabilityError: largestDifference(softmax(ours), softmax(theirs)),
  };
}

type Values = Float32Array | Float64Array;

/** NaN where there is one, which no bound lets pass. */
function largestDifference(ours: Values, theirs: Values): number {
  let error = 0;
  for (let i = 0; i < ours.length; i++) error = Math.max(error, Math.abs((ours[i] as number) - (theirs[i] as number)));
  return error;
}

function winner(values: Values): number {
  let best = 0;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

function softmax(values: Float32Array): Float64Array {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(values, (value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
