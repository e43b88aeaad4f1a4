/** A plan on TensorFlow.js with its WebAssembly backend (XNNPACK), step by step, fused where it can fuse. */

import { join, sep } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Sides } from '../../src/base/tensor';
import type { BatchNorm, ConvolutionStep, DenseStep, Pointwise, Step, TensorView } from '../../src/plan/plan';
import type { BenchNetwork } from './networks';
import { type Peer, packageFolder } from './peers';

export async function prepareTensorFlow({ plan, weights, input }: BenchNetwork): Promise<Peer> {
  setWasmPaths(join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist') + sep);
  await tf.setBackend('wasm');
  const constants = plan.steps.map((step) => constantsOf(step, plan.weights, weights));
  const { height, width, channels } = plan.input.view;
  const image = tf.tensor4d(input, [1, height, width, channels]);
  const [output] = plan.outputs;
  if (output === undefined) throw new Error('the network has no output');
  return {
    async run() {
      const result = tf.tidy(() => {
        const tensors = new Map<string, tf.Tensor4D>([[keyOf(plan.input.view), image]]);
        for (const [index, step] of plan.steps.entries()) {
          const inputs = step.inputs.map((view) => tensors.get(keyOf(view)) as tf.Tensor4D);
          tensors.set(keyOf(step.output), compute(step, inputs, constants[index]));
        }
        return tensors.get(keyOf(output.view)) as tf.Tensor4D;
      });
      const values = (await result.data()) as Float32Array;
      result.dispose();
      return values;
    },
  };
}

/** A tensor is known by its place, until another takes it. */
function keyOf({ offset, height, width, channels, pixelStride }: TensorView): string {
  return [offset, height, width, channels, pixelStride].join();
}

/** Weights of a convolution, one of each for every group (there are none here), or factors of a norm; and what is added. */
interface Constants {
  readonly weight: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
  readonly groups: readonly { readonly weight: tf.Tensor4D; readonly bias: tf.Tensor1D }[];
}

type Shapes = readonly { readonly shape: readonly number[] }[];

function constantsOf(step: Step, specs: Shapes, weights: readonly Float32Array[]): Constants | undefined {
  if (step.kernel === 'convolution' || step.kernel === 'dense') return foldedWeights(step, specs, weights);
  if (step.kernel !== 'batchnorm') return undefined;
  const [factors, terms] = [new Float32Array(step.output.channels).fill(1), new Float32Array(step.output.channels)];
  fold(step.norm, factors, terms, weights);
  return { weight: tf.tensor4d(factors, [1, 1, 1, factors.length]), bias: tf.tensor1d(terms), groups: [] };
}

function foldedWeights(step: ConvolutionStep | DenseStep, specs: Shapes, weights: readonly Float32Array[]): Constants {
  const values = Float32Array.from(weights[step.weight] as Float32Array);
  const filters = step.output.channels;
  const bias = new Float32Array(filters);
  if (step.bias !== null) bias.set(weights[step.bias] as Float32Array);
  if (step.norm !== null) fold(step.norm, values, bias, weights);
  const [height = 1, width = 1, depth = 1] = specs[step.weight]?.shape ?? [];
  const shape: [number, number, number, number] =
    step.kernel === 'dense'
      ? [1, 1, values.length / filters, filters]
      : isDepthwise(step)
        ? [height, width, filters, 1]
        : [height, width, depth, filters];
  const folded = { weight: tf.tensor4d(values, shape), bias: tf.tensor1d(bias) };
  if (step.kernel === 'dense' || isDepthwise(step) || step.groups === 1) return { ...folded, groups: [] };
  const parts = tf.split(folded.weight, step.groups, 3) as tf.Tensor4D[];
  const biases = tf.split(folded.bias, step.groups) as tf.Tensor1D[];
  return { ...folded, groups: parts.map((weight, group) => ({ weight, bias: biases[group] as tf.Tensor1D })) };
}

function isDepthwise({ groups, inputs, output }: ConvolutionStep): boolean {
  return groups > 1 && groups === inputs[0]?.channels && groups === output.channels;
}

function fold(norm: BatchNorm, values: Float32Array, bias: Float32Array, weights: readonly Float32Array[]): void {
  const filters = bias.length;
  for (let f = 0; f < filters; f++) {
    const of = (index: number | null, otherwise: number): number =>
      index === null ? otherwise : ((weights[index] as Float32Array)[f] as number);
    const { stored } = norm;
    const variance = of(stored?.variance ?? null, 1) + (stored?.epsilon ?? 0);
    const factor = of(norm.gamma, 1) / Math.sqrt(variance);
    bias[f] = ((bias[f] as number) - of(stored?.mean ?? null, 0)) * factor + of(norm.beta, 0);
    for (let at = f; at < values.length; at += filters) values[at] = (values[at] as number) * factor;
  }
}

function pad(x: tf.Tensor4D, [top, bottom, left, right]: Sides, value: number): tf.Tensor4D {
  if (top + bottom + left + right === 0) return x;
  const amounts: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return tf.pad(x, amounts, value);
}

/** What kernels of TensorFlow.js do with their results. */
const fusedActivations: Readonly<Record<string, tf.fused.Activation>> = { relu: 'relu', relu6: 'relu6' };

function convolve(step: ConvolutionStep, x: tf.Tensor4D, { weight, bias, groups }: Constants): tf.Tensor4D {
  const { pads, stride, dilation } = step.window;
  const [top, bottom, left, right] = pads;
  const common = {
    strides: [...stride] as [number, number],
    dilations: [...dilation] as [number, number],
    dimRoundingMode: 'floor' as const,
    activation: fusedActivations[step.activation?.kind ?? ''] ?? ('linear' as const),
  };
  if (isDepthwise(step)) {
    const isEven = pads.every((side) => side === top);
    const padded = isEven ? x : pad(x, pads, 0);
    return tf.fused.depthwiseConv2d({ ...common, x: padded, filter: weight, bias, pad: isEven ? top : 0 });
  }
  const explicit: tf.backend_util.ExplicitPadding = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const conv = (part: tf.Tensor4D, filter: tf.Tensor4D, terms: tf.Tensor1D): tf.Tensor4D =>
    tf.fused.conv2d({ ...common, x: part, filter, bias: terms, pad: explicit });
  if (step.groups === 1) return conv(x, weight, bias);
  const parts = tf.split(x, step.groups, 3) as tf.Tensor4D[];
  const results = groups.map((group, index) => conv(parts[index] as tf.Tensor4D, group.weight, group.bias));
  return tf.concat(results, 3);
}

function activate(activation: Pointwise | null, x: tf.Tensor4D): tf.Tensor4D {
  switch (activation?.kind) {
    case undefined:
      return x;
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    default:
      throw new Error(`${activation?.kind} is not compared`);
  }
}

function compute(step: Step, inputs: readonly tf.Tensor4D[], constants: Constants | undefined): tf.Tensor4D {
  const [x] = inputs;
  if (x === undefined) throw new Error('a step without input');
  switch (step.kernel) {
    case 'convolution': {
      const result = convolve(step, x, constants as Constants);
      return (step.activation?.kind ?? '') in fusedActivations ? result : activate(step.activation, result);
    }
    case 'dense': {
      const { weight, bias } = constants as Constants;
      const flat: tf.Tensor4D = tf.reshape(x, [1, 1, 1, x.size]);
      const result = tf.fused.conv2d({ x: flat, filter: weight, bias, strides: 1, pad: 'valid' });
      return activate(step.activation, result as tf.Tensor4D);
    }
    case 'batchnorm': {
      const { weight, bias } = constants as Constants;
      return tf.add(tf.mul(x, weight), bias);
    }
    case 'activation':
      return activate(step.activation, x);
    case 'add':
      return inputs.reduce((sum, next) => tf.add(sum, next));
    case 'multiply':
      return inputs.reduce((product, next) => tf.mul(product, next));
    case 'scale':
      return tf.mul(x, step.factor);
    case 'maxpool': {
      const { kernel, stride, pads } = step.window;
      return tf.maxPool(pad(x, pads, -1e30), [...kernel], [...stride], 'valid');
    }
    case 'avgpool': {
      const { kernel, stride, pads } = step.window;
      const isSame = pads.some((side) => side > 0) && !step.countPadding;
      return tf.avgPool(isSame ? x : pad(x, pads, 0), [...kernel], [...stride], isSame ? 'same' : 'valid');
    }
    case 'globalavgpool':
      return tf.mean(x, [1, 2], true) as tf.Tensor4D;
    case 'lrn': {
      const { size, alpha, beta, k } = step;
      return tf.localResponseNormalization(x, (size - 1) / 2, k, alpha / size, beta);
    }
    case 'softmax':
      return tf.softmax(x);
    case 'view':
      return inputs.length === 1 ? x : tf.concat([...inputs], 3);
    case 'copy':
      return tf.reshape(x, [1, step.output.height, step.output.width, step.output.channels]);
    default:
      throw new Error(`${step.kernel} is not compared`);
  }
}
