/**
 * What the kernels of a step have to do, by kind and size, for predictions of times: nothing is compiled for it, and which
 * kernels they are is asked where the lowering asks (algorithms.ts). Exhaustive by type, so that the compiler names a kind
 * of step that would have no time. What a kernel needs beside its own pass (an image with zeros around it, weights in
 * another order) is part of its kind, as it was measured.
 */

import { invariant } from '../../base/assert';
import type { KernelKind, Work } from '../../base/machine-profile';
import {
  type BatchNorm,
  type ChannelFactors,
  type ConvolutionStep,
  type DenseStep,
  type KernelName,
  type PlanShape,
  type PlanWeight,
  type Pointwise,
  type Step,
  shapeOfView,
  type TensorView,
  viewElements,
} from '../../plan/plan';
import { chooseConvolution, hasPairedGroups, isLimit, phaseChannels, phasedSize } from './algorithms';
import { phasesOf } from './lower-transposed';

/** One for each pass of a kernel over its values; none where nothing is to be done. */
export function worksOf(step: Step, weights: readonly PlanWeight[]): readonly Work[] {
  return (table[step.kernel] as Works<Step>)(step, weights);
}

type Works<S extends Step> = (step: S, weights: readonly PlanWeight[]) => readonly Work[];

const table: { readonly [K in KernelName]: Works<Extract<Step, { kernel: K }>> } = {
  convolution: (step, weights) => [...convolution(step, weights), ...activationOf(step.activation, step.output)],
  convtranspose: (step, weights) => [
    ...phasesOf(step).flatMap(({ convolution: phase }) => {
      const terms = phase.window.kernel[0] * phase.window.kernel[1];
      const share = terms / (step.window.kernel[0] * step.window.kernel[1]);
      return convolution(phase, weights, share);
    }),
    ...activationOf(step.activation, step.output),
  ],
  dense: (step, weights) => {
    const inputs = inputsOf(step);
    const sums = work('dense', step.output, { terms: inputs, inputs, weightBytes: weightBytesOf(step, weights) });
    return [sums, ...activationOf(step.activation, step.output)];
  },
  maxpool: (step) => [pool('maxpool', step, step.window.kernel)],
  avgpool: (step) => [pool('avgpool', step, step.window.kernel)],
  adaptiveavgpool: (step) => [pool('avgpool', step, adaptiveKernel(step))],
  globalavgpool: (step) => [pool('avgpool', step, adaptiveKernel(step))],
  globalmaxpool: (step) => [pool('maxpool', step, adaptiveKernel(step))],
  lrn: (step) => {
    const terms = step.within ? step.size * step.size : step.size;
    const own = work('lrn', step.output, { terms, inputs: inputsOf(step) });
    return step.activation === null ? [own] : [own, pointwise(step.activation, step.output)];
  },
  batchnorm: (step, weights) => [elementwise(step, bytesOf(normWeights(step.norm), weights))],
  // Sums, distances and quotients of a pixel are one kernel; those of an image two.
  statistics: (step, weights) => {
    const weightBytes = bytesOf(factorsOf(step.factors), weights);
    const sums = work('elementwise', step.output, { terms: 2, inputs: inputsOf(step), weightBytes });
    return step.groups === null ? [{ ...sums, terms: 3 }] : [sums, elementwise(step)];
  },
  l2norm: (step, weights) => {
    const weightBytes = bytesOf([step.gamma], weights);
    return [work('elementwise', step.output, { terms: 2, inputs: inputsOf(step), weightBytes })];
  },
  prelu: (step, weights) => [elementwise(step, bytesOf([step.slope], weights))],
  activation: (step) => [pointwise(step.activation, step.output)],
  softmax: (step) => [work('functions', step.output, { terms: 1, inputs: inputsOf(step) })],
  scale: (step) => [elementwise(step)],
  pad: (step) => [elementwise(step)],
  resize: (step) => [elementwise(step)],
  slice: (step) => [elementwise(step)],
  shuffle: (step) => [elementwise(step)],
  spacetodepth: (step) => [elementwise(step)],
  depthtospace: (step) => [elementwise(step)],
  add: joined,
  multiply: joined,
  copy: (step) => [elementwise(step)],
  view: () => [],
};

interface WorkNumbers {
  readonly terms: number;
  readonly inputs: number;
  readonly weightBytes?: number;
  readonly groups?: number;
}

type Sized = Pick<TensorView, 'height' | 'width' | 'channels'>;

function work(kind: KernelKind, { height, width, channels }: Sized, numbers: WorkNumbers): Work {
  return { kind, height, width, channels, groups: 1, weightBytes: 0, ...numbers };
}

function inputsOf({ inputs }: Step): number {
  return inputs.reduce((sum, input) => sum + viewElements(input), 0);
}

function elementwise(step: Step, weightBytes = 0): Work {
  return work('elementwise', step.output, { terms: 1, inputs: inputsOf(step), weightBytes });
}

/** Two are put together, then the next with the result, and so on; one alone is copied. */
function joined(step: Step): readonly Work[] {
  const passes = Math.max(1, step.inputs.length - 1);
  const inputs = Math.min(2, step.inputs.length) * viewElements(step.output);
  return new Array<Work>(passes).fill(work('elementwise', step.output, { terms: 1, inputs }));
}

/** `share`: the part of the layer's weights that it takes. */
function convolution(step: ConvolutionStep, weights: readonly PlanWeight[], share = 1): readonly Work[] {
  const [height, width] = step.window.kernel;
  const { groups, output } = step;
  const [input] = step.inputs;
  invariant(input !== undefined, 'a convolution has an input');
  const taps = height * width;
  const weightBytes = share * weightBytesOf(step, weights);
  const plain = { terms: (taps * input.channels) / groups, inputs: viewElements(input), weightBytes };
  const choice = chooseConvolution(step);
  switch (choice.by) {
    case 'winograd': {
      const { vertical, horizontal } = choice.algorithm;
      const points = vertical.points * horizontal.points;
      return [work(choice.algorithm.kind, output, { ...plain, weightBytes: (weightBytes * points) / taps })];
    }
    case 'phases': {
      const { algorithm } = choice;
      const [copyHeight, copyWidth] = phasedSize(output, algorithm);
      const copy = { height: copyHeight, width: copyWidth, channels: phaseChannels };
      const copied = copyHeight * copyWidth * phaseChannels;
      const terms = algorithm.vertical.taps * algorithm.horizontal.taps * 4 * phaseChannels;
      return [
        work('elementwise', copy, { terms: 1, inputs: viewElements(input) }),
        work(algorithm.kind, output, { terms, inputs: copied, weightBytes }),
      ];
    }
    case 'channels':
      return [work('depthwise', output, plain)];
    case 'products':
      return [
        work(groups > 1 ? 'grouped' : taps === 1 ? 'pointwise' : 'window', output, {
          ...plain,
          groups: hasPairedGroups(step) ? groups / 2 : groups,
        }),
      ];
  }
}

/** What the sums before it could not do in passing. */
function activationOf(activation: Pointwise | null, values: TensorView): readonly Work[] {
  return activation === null || isLimit(activation) ? [] : [pointwise(activation, values)];
}

function pointwise(activation: Pointwise, values: TensorView): Work {
  const isPlain = isLimit(activation) || ['leakyrelu', 'hardsigmoid'].includes(activation.kind);
  return work(isPlain ? 'elementwise' : 'functions', values, { terms: 1, inputs: viewElements(values) });
}

function pool(kind: 'maxpool' | 'avgpool', step: Step, [height, width]: readonly [number, number]): Work {
  return work(kind, step.output, { terms: height * width, inputs: inputsOf(step) });
}

/** The largest window of a pooling whose windows share out the image. */
function adaptiveKernel({ inputs, output }: Step): readonly [number, number] {
  const [height = 0, width = 0]: Partial<PlanShape> = inputs[0] === undefined ? [] : shapeOfView(inputs[0]);
  return [Math.ceil(height / output.height), Math.ceil(width / output.width)];
}

function weightBytesOf({ weight, bias, norm }: ConvolutionStep | DenseStep, weights: readonly PlanWeight[]): number {
  return bytesOf([weight, bias, ...(norm === null ? [] : normWeights(norm))], weights);
}

function normWeights({ stored, ...factors }: BatchNorm): readonly (number | null)[] {
  return [...factorsOf(factors), ...(stored === null ? [] : [stored.mean, stored.variance])];
}

function factorsOf({ gamma, beta }: ChannelFactors): readonly (number | null)[] {
  return [gamma, beta];
}

function bytesOf(positions: readonly (number | null)[], weights: readonly PlanWeight[]): number {
  let bytes = 0;
  for (const position of positions) {
    if (position !== null) bytes += 4 * (weights[position]?.shape ?? []).reduce((a, b) => a * b, 1);
  }
  return bytes;
}
