/**
 * A run as data: the steps that compute a network's results, in order, with the place in one arena where
 * each tensor lives. Plain values that structuredClone takes, so that a plan can be sent to a worker, printed
 * and compared. Made by plan-run.ts; executed by the backends of src/runtime, which know nothing of graphs.
 *
 * Tensors are stored row by row, pixel by pixel, channel by channel (NHWC at batch 1). All offsets and
 * strides are in floats.
 */

/** Top, bottom, left, right. */
export type Sides = readonly [top: number, bottom: number, left: number, right: number];

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
export interface BatchNorm {
  readonly epsilon: number;
  readonly gamma: number | null;
  readonly beta: number | null;
  readonly mean: number;
  readonly variance: number;
}

/** Functions of one value. Softmax is a step of its own, since it reads a whole pixel. */
export type Pointwise =
  | { readonly kind: 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'silu' | 'gelu' | 'hardswish' }
  | { readonly kind: 'leakyrelu'; readonly slope: number };

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

/**
 * `output = activation(norm(input * weight + bias))`. Weights are [kernel height, kernel width, input channels per
 * group, filters]; filter f reads group floor(f / (filters / groups)). A depthwise layer has as many groups as channels.
 */
export interface ConvolutionStep extends StepBase {
  readonly kernel: 'convolution';
  readonly window: PlanWindow;
  readonly groups: number;
  readonly weight: number;
  readonly bias: number | null;
  readonly norm: BatchNorm | null;
  readonly activation: Pointwise | null;
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

/** `x / (k + alpha / size * sum of squares over size channels) ^ beta`, then the activation. May work in place. */
export interface LrnStep extends StepBase {
  readonly kernel: 'lrn';
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

export interface PadStep extends StepBase {
  readonly kernel: 'pad';
  readonly amount: Sides;
}

/** `bilinear` takes pixel centres at halves: ONNX' half_pixel, PyTorch's align_corners = False. */
export interface UpsampleStep extends StepBase {
  readonly kernel: 'upsample';
  readonly factor: PlanPair;
  readonly mode: 'nearest' | 'bilinear';
}

export interface AddStep extends StepBase {
  readonly kernel: 'add';
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
  | DenseStep
  | MaxPoolStep
  | AveragePoolStep
  | AdaptivePoolStep
  | GlobalPoolStep
  | LrnStep
  | BatchNormStep
  | ActivationStep
  | SoftmaxStep
  | ScaleStep
  | PadStep
  | UpsampleStep
  | AddStep
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
}

export type PlanWeightRole = 'weight' | 'bias' | 'gamma' | 'beta' | 'mean' | 'variance';

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

export function viewShape(view: TensorView): PlanShape {
  return [view.height, view.width, view.channels];
}

export function viewElements(view: TensorView): number {
  return view.height * view.width * view.channels;
}
