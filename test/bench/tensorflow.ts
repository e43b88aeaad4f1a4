/** A plan on TensorFlow.js with its WebAssembly backend (XNNPACK), step by step, fused where it can fuse. */

import { join, sep } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Sides } from '../../src/base/tensor';
import type { BatchNorm, ConvolutionStep, DenseStep, Step, TensorView } from '../../src/plan/plan';
import type { BenchNetwork } from './networks';
import { type Peer, packageFolder } from './peers';

export async function prepareTensorFlow({ plan, weights, input }: BenchNetwork): Promise<Peer> {
  setWasmPaths(join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist') + sep);
  await tf.setBackend('wasm');
  const constants = plan.steps.map((step) =>
    step.kernel === 'convolution' || step.kernel === 'dense' ? foldedWeights(step, plan.weights, weights) : undefined,
  );
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

interface Constants {
  readonly weight: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

function foldedWeights(
  step: ConvolutionStep | DenseStep,
  specs: readonly { readonly shape: readonly number[] }[],
  weights: readonly Float32Array[],
): Constants {
  const values = Float32Array.from(weights[step.weight] as Float32Array);
  const filters = step.output.channels;
  const bias = new Float32Array(filters);
  if (step.bias !== null) bias.set(weights[step.bias] as Float32Array);
  if (step.norm !== null) fold(step.norm, values, bias, weights);
  const shape = step.kernel === 'dense' ? [1, 1, values.length / filters, filters] : specs[step.weight]?.shape;
  return {
    weight: tf.tensor4d(values, [...(shape ?? [])] as [number, number, number, number]),
    bias: tf.tensor1d(bias),
  };
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

function compute(step: Step, inputs: readonly tf.Tensor4D[], constants: Constants | undefined): tf.Tensor4D {
  const [x] = inputs;
  if (x === undefined) throw new Error('a step without input');
  switch (step.kernel) {
    case 'convolution':
    case 'dense': {
      const isConvolution = step.kernel === 'convolution';
      if (isConvolution && step.groups !== 1) throw new Error('groups are not compared');
      const strides = isConvolution ? ([...step.window.stride] as [number, number]) : 1;
      const sides = isConvolution ? step.window.pads : ([0, 0, 0, 0] as const);
      return tf.fused.conv2d({
        x: isConvolution ? pad(x, sides, 0) : tf.reshape(x, [1, 1, 1, x.size]),
        filter: (constants as Constants).weight,
        bias: (constants as Constants).bias,
        strides,
        pad: 'valid',
        activation: step.activation === null ? 'linear' : 'relu',
      });
    }
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
