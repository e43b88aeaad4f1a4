/**
 * The layers a machine is measured with: a few of each kind of kernel, of the sizes networks of the field have, and the
 * plans that run them. A plan is data, so that the backend measures itself with the very kernels of a run.
 */

import { invariant } from '../base/assert';
import type { KernelKind, Tile, Work } from '../base/machine-profile';
import type { Sides } from '../base/tensor';
import type { Plan, PlanPair, PlanShape, PlanWeight, Step, StepBody, TensorView } from '../plan/plan';
import { worksOf } from './wasm/works';

/**
 * Tiles of the wasm backend's kernels: matrix products take 4 pixels by 8 filters, Winograd's F(4, 3) four results along
 * each axis of 3 taps, F(3, 3) and F(3, 4) three, F(2, 3), F(2, 5) and F(2, 7) two. For a filter along one axis it is the width that counts, as if the other
 * axis were alike.
 */
const product: Tile = { height: 1, width: 1, pixels: 1, filters: 8 };
const single: Tile = { height: 1, width: 1, pixels: 1, filters: 1 };

export const tiles: Readonly<Record<KernelKind, Tile>> = {
  pointwise: product,
  conv3x3: { height: 4, width: 4, pixels: 1, filters: 8 },
  conv3x3by3: { height: 3, width: 3, pixels: 1, filters: 8 },
  conv3x3by2: { height: 2, width: 2, pixels: 1, filters: 8 },
  conv4x4: { height: 3, width: 3, pixels: 1, filters: 8 },
  conv5x5: { height: 2, width: 2, pixels: 1, filters: 8 },
  conv3x1: { height: 1, width: 4, pixels: 1, filters: 8 },
  conv7x1: { height: 1, width: 2, pixels: 1, filters: 8 },
  window: product,
  grouped: product,
  depthwise: { height: 1, width: 1, pixels: 1, filters: 4 },
  dense: { height: 1, width: 1, pixels: 1, filters: 8 },
  maxpool: single,
  avgpool: single,
  lrn: single,
  elementwise: single,
  functions: single,
};

export interface Probe {
  /** All that is done in its step. */
  readonly work: Work;
  readonly inputs: readonly PlanShape[];
  readonly output: PlanShape;
  /** The step but for its places; weight `position` is this probe's first. */
  readonly step: (position: number) => StepBody;
  readonly weights: readonly (readonly number[])[];
}

/** A step that is computed by one kernel, of this kind. */
function probeOf(kind: KernelKind, probe: Omit<Probe, 'work'>): Probe {
  const inputs = probe.inputs.map((shape) => viewAt(0, shape));
  const step: Step = { ...probe.step(0), layer: 0, inputs, output: viewAt(0, probe.output) };
  const [work, ...others] = worksOf(step, planWeights(probe.weights, ''));
  invariant(work?.kind === kind && others.length === 0, `a probe of ${kind} is computed by its kernel alone`);
  return { ...probe, work };
}

function planWeights(shapes: Probe['weights'], path: string): readonly PlanWeight[] {
  return shapes.map((shape, index) => {
    const role = index === 0 ? 'weight' : 'bias';
    return { name: `${path}/${role}`, role, shape, fanIn: 1 };
  });
}

const noPads: Sides = [0, 0, 0, 0];

function elements([height, width, channels]: PlanShape): number {
  return height * width * channels;
}

interface WindowShape {
  readonly kernel: PlanPair;
  readonly stride?: number;
  readonly isValid?: boolean;
  readonly groups?: number;
}

function windowed([height, width]: PlanShape, { kernel, stride = 1, isValid = false }: WindowShape) {
  const along = (size: number, taps: number): { out: number; before: number; after: number } => {
    if (isValid) return { out: Math.floor((size - taps) / stride) + 1, before: 0, after: 0 };
    const out = Math.ceil(size / stride);
    const total = Math.max(0, (out - 1) * stride + taps - size);
    return { out, before: Math.floor(total / 2), after: Math.ceil(total / 2) };
  };
  const [rows, columns] = [along(height, kernel[0]), along(width, kernel[1])];
  const pads: Sides = [rows.before, rows.after, columns.before, columns.after];
  const strides: PlanPair = [stride, stride];
  const dilation: PlanPair = [1, 1];
  return { height: rows.out, width: columns.out, window: { kernel, stride: strides, dilation, pads } };
}

function convolution(kind: KernelKind, input: PlanShape, filters: number, shape: WindowShape): Probe {
  const { height, width, window } = windowed(input, shape);
  const groups = kind === 'depthwise' ? input[2] : (shape.groups ?? 1);
  const depth = input[2] / groups;
  const [kh, kw] = shape.kernel;
  const output: PlanShape = [height, width, filters];
  const weights = [[kh, kw, depth, filters], [filters]];
  return probeOf(kind, {
    inputs: [input],
    output,
    weights,
    step: (position) => ({
      kernel: 'convolution',
      window,
      groups,
      weight: position,
      bias: position + 1,
      norm: null,
      activation: { kind: 'relu' },
    }),
  });
}

export function pointwise(input: PlanShape, filters: number): Probe {
  return convolution('pointwise', input, filters, { kernel: [1, 1] });
}

function dense(inputs: number, units: number): Probe {
  const output: PlanShape = [1, 1, units];
  return probeOf('dense', {
    inputs: [[1, 1, inputs]],
    output,
    weights: [[inputs, units], [units]],
    step: (position) => ({ kernel: 'dense', weight: position, bias: position + 1, norm: null, activation: null }),
  });
}

function pool(kind: 'maxpool' | 'avgpool', input: PlanShape, shape: WindowShape): Probe {
  const { height, width, window } = windowed(input, shape);
  const output: PlanShape = [height, width, input[2]];
  return probeOf(kind, {
    inputs: [input],
    output,
    weights: [],
    step: () => (kind === 'maxpool' ? { kernel: kind, window } : { kernel: kind, window, countPadding: false }),
  });
}

function globalPool(input: PlanShape): Probe {
  const output: PlanShape = [1, 1, input[2]];
  return probeOf('avgpool', {
    inputs: [input],
    output,
    weights: [],
    step: () => ({ kernel: 'globalavgpool' }),
  });
}

function lrn(input: PlanShape, size: number): Probe {
  return probeOf('lrn', {
    inputs: [input],
    output: input,
    weights: [],
    step: () => ({ kernel: 'lrn', within: false, size, alpha: 1e-4, beta: 0.75, k: 1, activation: null }),
  });
}

function mapped(kind: 'elementwise' | 'functions', shape: PlanShape, body: StepBody, inputs = 1): Probe {
  return probeOf(kind, {
    inputs: new Array<PlanShape>(inputs).fill(shape),
    output: shape,
    weights: [],
    step: () => body,
  });
}

/** In rows, by which threads share it. */
export function copy(values: number): Probe {
  return mapped('elementwise', [64, 1, values / 64], { kernel: 'copy' });
}

/** A step with next to nothing to compute. */
export const trivial: Probe = mapped('elementwise', [1, 1, 8], { kernel: 'activation', activation: { kind: 'relu' } });

/** A matrix product that stays in the second-level cache and has no rest in any tile. */
export const peakProbe: Probe = pointwise([14, 14, 512], 256);

/** 64 MiB of weights: more than caches hold. */
export const readingProbe: Probe = dense(4096, 4096);

/** At least as many of each kind as there are numbers to find, of different proportions. */
export const kernelProbes: readonly Probe[] = [
  pointwise([56, 56, 64], 64),
  pointwise([28, 28, 192], 64),
  pointwise([28, 28, 256], 32),
  pointwise([14, 14, 512], 112),
  pointwise([7, 7, 832], 256),
  convolution('conv3x3', [56, 56, 64], 64, { kernel: [3, 3] }),
  convolution('conv3x3', [56, 56, 16], 48, { kernel: [3, 3] }),
  convolution('conv3x3', [28, 28, 96], 128, { kernel: [3, 3] }),
  convolution('conv3x3', [28, 28, 32], 96, { kernel: [3, 3] }),
  convolution('conv3x3', [35, 35, 192], 128, { kernel: [3, 3] }),
  convolution('conv3x3by3', [14, 14, 112], 224, { kernel: [3, 3] }),
  convolution('conv3x3by3', [13, 13, 48], 192, { kernel: [3, 3] }),
  convolution('conv3x3by3', [14, 14, 256], 64, { kernel: [3, 3] }),
  convolution('conv3x3by3', [14, 14, 256], 256, { kernel: [3, 3] }),
  convolution('conv3x3by2', [7, 7, 160], 320, { kernel: [3, 3] }),
  convolution('conv3x3by2', [8, 8, 320], 192, { kernel: [3, 3] }),
  convolution('conv3x3by2', [7, 7, 512], 256, { kernel: [3, 3] }),
  convolution('conv3x3by2', [7, 7, 192], 384, { kernel: [3, 3] }),
  convolution('conv3x1', [8, 8, 384], 384, { kernel: [1, 3] }),
  convolution('conv3x1', [8, 8, 384], 384, { kernel: [3, 1] }),
  convolution('conv3x1', [28, 28, 64], 96, { kernel: [1, 3] }),
  convolution('conv3x1', [28, 28, 96], 32, { kernel: [3, 1] }),
  convolution('conv4x4', [112, 112, 16], 64, { kernel: [4, 4] }),
  convolution('conv4x4', [56, 56, 16], 32, { kernel: [4, 4] }),
  convolution('conv4x4', [28, 28, 64], 64, { kernel: [4, 4] }),
  convolution('conv4x4', [14, 14, 128], 96, { kernel: [4, 4] }),
  convolution('conv5x5', [28, 28, 16], 32, { kernel: [5, 5] }),
  convolution('conv5x5', [14, 14, 32], 64, { kernel: [5, 5] }),
  convolution('conv5x5', [35, 35, 48], 64, { kernel: [5, 5] }),
  convolution('conv5x5', [7, 7, 48], 128, { kernel: [5, 5] }),
  convolution('conv7x1', [17, 17, 128], 128, { kernel: [1, 7] }),
  convolution('conv7x1', [17, 17, 192], 192, { kernel: [7, 1] }),
  convolution('conv7x1', [28, 28, 64], 32, { kernel: [1, 7] }),
  convolution('conv7x1', [17, 17, 32], 96, { kernel: [7, 1] }),
  convolution('window', [56, 56, 64], 64, { kernel: [3, 3], stride: 2 }),
  convolution('window', [113, 113, 3], 32, { kernel: [3, 3], stride: 2, isValid: true }),
  convolution('window', [35, 35, 96], 96, { kernel: [3, 3], stride: 2, isValid: true }),
  convolution('window', [35, 35, 192], 128, { kernel: [3, 3], stride: 2, isValid: true }),
  convolution('window', [14, 14, 256], 256, { kernel: [3, 3], stride: 2 }),
  convolution('grouped', [56, 56, 64], 64, { kernel: [3, 3], groups: 16 }),
  convolution('grouped', [28, 28, 128], 128, { kernel: [3, 3], groups: 16 }),
  convolution('grouped', [14, 14, 256], 256, { kernel: [3, 3], groups: 16 }),
  convolution('grouped', [7, 7, 512], 512, { kernel: [3, 3], groups: 16 }),
  convolution('depthwise', [56, 56, 64], 64, { kernel: [3, 3] }),
  convolution('depthwise', [14, 14, 256], 256, { kernel: [3, 3] }),
  convolution('depthwise', [28, 28, 128], 128, { kernel: [3, 3], stride: 2 }),
  convolution('depthwise', [28, 28, 96], 96, { kernel: [5, 5] }),
  dense(256, 512),
  dense(512, 1000),
  dense(1024, 1000),
  dense(2048, 512),
  dense(1024, 128),
  pool('maxpool', [56, 56, 64], { kernel: [3, 3], stride: 2 }),
  pool('maxpool', [28, 28, 192], { kernel: [3, 3] }),
  pool('maxpool', [28, 28, 128], { kernel: [2, 2], stride: 2 }),
  pool('avgpool', [35, 35, 64], { kernel: [3, 3] }),
  pool('avgpool', [14, 14, 256], { kernel: [5, 5], stride: 3 }),
  globalPool([7, 7, 1024]),
  lrn([56, 56, 64], 5),
  lrn([28, 28, 192], 5),
  mapped('elementwise', [28, 28, 256], { kernel: 'activation', activation: { kind: 'relu' } }),
  mapped('elementwise', [28, 28, 128], { kernel: 'add' }, 2),
  mapped('functions', [14, 14, 256], { kernel: 'activation', activation: { kind: 'sigmoid' } }),
  mapped('functions', [28, 28, 96], { kernel: 'activation', activation: { kind: 'silu' } }),
  mapped('functions', [1, 1, 1000], { kernel: 'softmax' }),
];

/** Runs the probes one after the other, each from the same inputs into the same place. */
export function probePlan(probes: readonly Probe[]): Plan {
  const inputFloats = Math.max(...probes.map(({ inputs }) => inputs.reduce((sum, shape) => sum + elements(shape), 0)));
  const outputFloats = Math.max(...probes.map(({ output }) => elements(output)));
  const weights: PlanWeight[] = [];
  const steps = probes.map((probe, layer): Step => {
    const position = weights.length;
    weights.push(...planWeights(probe.weights, String(layer)));
    let offset = 0;
    const inputs = probe.inputs.map((shape) => {
      const view = viewAt(offset, shape);
      offset += elements(shape);
      return view;
    });
    return { ...probe.step(position), layer, inputs, output: viewAt(inputFloats, probe.output) };
  });
  const arenaFloats = inputFloats + outputFloats;
  // The smallest input: what a run copies in is no part of what is measured.
  return {
    network: 'calibration',
    input: { name: 'input', view: viewAt(0, [1, 1, 1]) },
    outputs: [],
    layers: probes.map(({ output }, index) => {
      return { path: `probe_${index}`, op: 'probe', shape: output, multiplies: 0, effectiveMultiplies: 0 };
    }),
    steps,
    weights,
    otherWeights: [],
    arenaFloats,
    arenaBytes: 4 * arenaFloats,
    peakBytes: 4 * arenaFloats,
  };
}

function viewAt(offset: number, [height, width, channels]: PlanShape): TensorView {
  const borders = noPads;
  return { offset, height, width, channels, pixelStride: channels, rowStride: width * channels, borders };
}
