/**
 * A run as data: the steps that compute a network's results, in order, with the place in one arena where
 * each tensor lives. Plain values that structuredClone takes, so that a plan can be sent to a worker, printed
 * and compared. Made by plan-run.ts; executed by the backends of src/runtime, which know nothing of graphs.
 *
 * Tensors are stored row by row, pixel by pixel, channel by channel (NHWC at batch 1). All offsets and
 * strides are in floats.
 */

import type { Sides } from '../base/tensor';

export type PlanPair = readonly [vertical: number, horizontal: number];

/** Height x width x channels. */
export type PlanShape = readonly [height: number, width: number, channels: number];

/**
 * Where a tensor lives. Value (y, x, c) is at `offset + y * rowStride + x * pixelStride + c`. The pixel stride
 * is that of the storage: a branch of a concat has the stride of the joined result and writes into its slice.
 */
export interface TensorView {
  readonly offset: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixelStride: number;
  readonly rowStride: number;
  /** Pixels of the same storage around the image, kept for zeros by backends that read padding from memory. */
  readonly borders: Sides;
}

/** Positions in `Plan.weights`; null where the layer has none. */
export interface ChannelFactors {
  readonly gamma: number | null;
  readonly beta: number | null;
}

/** A norm that comes to one factor and one summand per channel; without `stored` (mean and variance) it is those alone. */
export interface BatchNorm extends ChannelFactors {
  readonly stored: { readonly epsilon: number; readonly mean: number; readonly variance: number } | null;
}

/** Functions of one value. Softmax is a step of its own, since it reads a whole pixel, and PReLU, since it has weights. */
export type Pointwise =
  | {
      readonly kind:
        | 'relu'
        | 'relu6'
        | 'sigmoid'
        | 'tanh'
        | 'silu'
        | 'gelu'
        | 'hardswish'
        | 'selu'
        | 'mish'
        | 'softplus';
    }
  | { readonly kind: 'leakyrelu' | 'hardsigmoid'; readonly slope: number }
  | { readonly kind: 'elu'; readonly alpha: number }
  | { readonly kind: 'clip'; readonly minimum: number; readonly maximum: number };

export interface PlanWindow {
  readonly kernel: PlanPair;
  readonly stride: PlanPair;
  readonly dilation: PlanPair;
  /** Zeros in force; a window may reach beyond the bottom and right ones (`rounding = ceil`). */
  readonly pads: Sides;
}

interface StepBase {
  /** Position in `Plan.layers` of the layer it belongs to; a layer may take several steps, one after the other. */
  readonly layer: number;
  readonly inputs: readonly TensorView[];
  readonly output: TensorView;
}

interface GroupedStep extends StepBase {
  readonly window: PlanWindow;
  readonly groups: number;
  readonly weight: number;
  readonly bias: number | null;
  readonly norm: BatchNorm | null;
  readonly activation: Pointwise | null;
}

/**
 * `output = activation(norm(input * weight + bias))`. Weights are [kernel height, kernel width, input channels per
 * group, filters]; filter f reads group floor(f / (filters / groups)). A depthwise layer has as many groups as channels.
 */
export interface ConvolutionStep extends GroupedStep {
  readonly kernel: 'convolution';
}

/**
 * Each input value times the window of weights, added to the results it reaches: `output[i * stride - pad + k * dilation] +=
 * input[i] * weight[k]`. Weights are as a convolution's; `pads` are cut off, and what is not reached is 0.
 */
export interface TransposedConvolutionStep extends GroupedStep {
  readonly kernel: 'convtranspose';
}

/** `output = activation(norm(flattened input * weight + bias))`, flattened by height, width, channel; weights are [inputs, units]. */
export interface DenseStep extends StepBase {
  readonly kernel: 'dense';
  readonly weight: number;
  readonly bias: number | null;
  readonly norm: BatchNorm | null;
  readonly activation: Pointwise | null;
}

export interface MaxPoolStep extends StepBase {
  readonly kernel: 'maxpool';
  readonly window: PlanWindow;
}

/** Divides by the taps inside of the image; with `countPadding` by those inside of the image and its padding. */
export interface AveragePoolStep extends StepBase {
  readonly kernel: 'avgpool';
  readonly window: PlanWindow;
  readonly countPadding: boolean;
}

/** Window i reads from floor(i * in / out) to ceil((i + 1) * in / out). */
export interface AdaptivePoolStep extends StepBase {
  readonly kernel: 'adaptiveavgpool';
}

export interface GlobalPoolStep extends StepBase {
  readonly kernel: 'globalavgpool' | 'globalmaxpool';
}

/**
 * `x / (k + alpha / n * sum of n squares) ^ beta`, then the activation. The squares are those of `size` channels, or with
 * `within` of a window of size x size in each channel. Only across channels may it work in place.
 */
export interface LrnStep extends StepBase {
  readonly kernel: 'lrn';
  readonly within: boolean;
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
  readonly activation: Pointwise | null;
}

/** May work in place. */
export interface BatchNormStep extends StepBase {
  readonly kernel: 'batchnorm';
  readonly norm: BatchNorm;
}

/**
 * `gamma * (x - mean) / sqrt(variance + epsilon) + beta` with the statistics of the values at hand: of each pixel's channels
 * (`groups` null), or of the whole image and each of so many groups of channels. May work in place.
 */
export interface StatisticsNormStep extends StepBase {
  readonly kernel: 'statistics';
  readonly groups: number | null;
  readonly epsilon: number;
  readonly factors: ChannelFactors;
}

/** `gamma * x / sqrt(sum of squares over the channels of the pixel + epsilon)`. May work in place. */
export interface LengthNormStep extends StepBase {
  readonly kernel: 'l2norm';
  readonly epsilon: number;
  readonly gamma: number | null;
}

/** `x` above 0, `slope * x` below; the weight has one slope per channel, or one. May work in place. */
export interface PreluStep extends StepBase {
  readonly kernel: 'prelu';
  readonly slope: number;
}

/** May work in place. */
export interface ActivationStep extends StepBase {
  readonly kernel: 'activation';
  readonly activation: Pointwise;
}

/** Over the channels of each pixel. May work in place. */
export interface SoftmaxStep extends StepBase {
  readonly kernel: 'softmax';
}

/** Multiplies by a constant. May work in place. */
export interface ScaleStep extends StepBase {
  readonly kernel: 'scale';
  readonly factor: number;
}

/** A border; below 0 it is cut off. `reflect` mirrors the image without its own border, `edge` repeats that. */
export interface PadStep extends StepBase {
  readonly kernel: 'pad';
  readonly amount: Sides;
  readonly mode: 'zeros' | 'reflect' | 'edge';
}

/**
 * To the output's height and width: `nearest` takes pixel floor(i * in / out), `bilinear` has pixel centres at halves
 * (ONNX' half_pixel, PyTorch's align_corners = False).
 */
export interface ResizeStep extends StepBase {
  readonly kernel: 'resize';
  readonly mode: 'nearest' | 'bilinear';
}

/** As many channels as the output has, from `start` on. */
export interface SliceStep extends StepBase {
  readonly kernel: 'slice';
  readonly start: number;
}

/** Channel g * (C / groups) + i goes to i * groups + g. */
export interface ShuffleStep extends StepBase {
  readonly kernel: 'shuffle';
  readonly groups: number;
}

/** Value (dy, dx) of a block is channel (dy * block + dx) * C + c (`dcr`) or c * block * block + dy * block + dx (`crd`). */
export interface BlockStep extends StepBase {
  readonly kernel: 'spacetodepth' | 'depthtospace';
  readonly block: number;
  readonly order: 'dcr' | 'crd';
}

/** Sums or products of tensors of one shape, but for axes of 1, which are spread. Of two it may overwrite one. */
export interface ElementwiseJoinStep extends StepBase {
  readonly kernel: 'add' | 'multiply';
}

/** Copies one tensor, in its order of values; shapes may differ (flatten), the number of values does not. */
export interface CopyStep extends StepBase {
  readonly kernel: 'copy';
}

/** Nothing to compute: the result is already there (dropout, identity, a concat of slices). */
export interface ViewStep extends StepBase {
  readonly kernel: 'view';
}

export type Step =
  | ConvolutionStep
  | TransposedConvolutionStep
  | DenseStep
  | MaxPoolStep
  | AveragePoolStep
  | AdaptivePoolStep
  | GlobalPoolStep
  | LrnStep
  | BatchNormStep
  | StatisticsNormStep
  | LengthNormStep
  | PreluStep
  | ActivationStep
  | SoftmaxStep
  | ScaleStep
  | PadStep
  | ResizeStep
  | SliceStep
  | ShuffleStep
  | BlockStep
  | ElementwiseJoinStep
  | CopyStep
  | ViewStep;

export type KernelName = Step['kernel'];

/** A step before its tensors have a place. */
export type StepBody = Step extends infer S ? (S extends Step ? Omit<S, 'layer' | 'inputs' | 'output'> : never) : never;

export interface PlanLayer {
  readonly path: string;
  readonly op: string;
  readonly shape: PlanShape;
  /** As the analysis predicts them. */
  readonly multiplies: number;
  readonly effectiveMultiplies: number;
  /** Only side heads need it. */
  readonly isForHeads?: true;
}

export type PlanWeightRole = 'weight' | 'bias' | 'gamma' | 'beta' | 'slope' | 'mean' | 'variance';

export interface PlanWeight {
  /** The layer's path, a `/` and the name in the layer: `inception_3a/branch_2/conv_1/weight`. */
  readonly name: string;
  readonly role: PlanWeightRole;
  readonly shape: readonly number[];
  readonly fanIn: number;
}

export interface PlanOutput {
  readonly name: string;
  readonly kind: 'output' | 'head' | 'layer';
  readonly view: TensorView;
}

export interface Plan {
  readonly network: string;
  readonly input: { readonly name: string; readonly view: TensorView };
  readonly outputs: readonly PlanOutput[];
  /** Without the input, in order of execution. */
  readonly layers: readonly PlanLayer[];
  readonly steps: readonly Step[];
  readonly weights: readonly PlanWeight[];
  /** Names of the network's weights that these steps do not need (other heads, layers past the end). */
  readonly otherWeights: readonly string[];
  /** Size of the arena: every view lies inside of it. */
  readonly arenaFloats: number;
  readonly arenaBytes: number;
  /** The most bytes alive at one step; what an arena without gaps would need. */
  readonly peakBytes: number;
}

export function shapeOfView(view: TensorView): PlanShape {
  return [view.height, view.width, view.channels];
}

export function viewElements(view: TensorView): number {
  return view.height * view.width * view.channels;
}
