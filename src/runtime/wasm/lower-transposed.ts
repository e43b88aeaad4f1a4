/**
 * Transposed convolution as convolutions of stride 1, one for each place between the strides: the results of one such phase
 * are reached by every stride-th weight alone, in turned order (Shi et al. 2016, "Is the deconvolution layer the same as a
 * convolutional layer?"). Each is lowered like any other convolution and writes into its part of the result.
 */

import { present } from '../../base/assert';
import type { ConvolutionStep, PlanPair, TensorView, TransposedConvolutionStep } from '../../plan/plan';
import { lowerConvolution } from './lower-convolution';
import type { Lowering } from './lowering';

export function lowerTransposedConvolution(step: TransposedConvolutionStep, lowering: Lowering): void {
  const weight = lowering.weight(step.weight);
  for (const phase of phasesOf(step)) {
    const chosen = lowering.addWeight(chosenWeights(weight, phase, step));
    lowerConvolution({ ...phase.convolution, weight: chosen }, lowering);
  }
}

/** A convolution whose kernel is made of some rows and columns of the transposed one's. */
export interface Phase {
  readonly convolution: ConvolutionStep;
  /** Of the kernel, in the order in which the image is read; none where only the bias gets there. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export function phasesOf(step: TransposedConvolutionStep): readonly Phase[] {
  const [strideY, strideX] = step.window.stride;
  const phases: Phase[] = [];
  for (let y = 0; y < Math.min(strideY, step.output.height); y++) {
    for (let x = 0; x < Math.min(strideX, step.output.width); x++) phases.push(phaseAt(step, y, x));
  }
  return phases;
}

function phaseAt(step: TransposedConvolutionStep, y: number, x: number): Phase {
  const { window, output } = step;
  const input = present(step.inputs[0], 'input');
  const rows = phaseAlong(step, 0, y, input.height, output.height);
  const columns = phaseAlong(step, 1, x, input.width, output.width);
  const kernel: PlanPair = [Math.max(1, rows.taps.length), Math.max(1, columns.taps.length)];
  const from: TensorView = {
    ...input,
    offset: input.offset + rows.skip * input.rowStride + columns.skip * input.pixelStride,
    height: input.height - rows.skip,
    width: input.width - columns.skip,
    borders: [0, 0, 0, 0],
  };
  const to: TensorView = {
    ...output,
    offset: output.offset + y * output.rowStride + x * output.pixelStride,
    height: rows.count,
    width: columns.count,
    rowStride: output.rowStride * window.stride[0],
    pixelStride: output.pixelStride * window.stride[1],
    borders: [0, 0, 0, 0],
  };
  return {
    rows: rows.taps,
    columns: columns.taps,
    convolution: {
      ...step,
      kernel: 'convolution',
      inputs: [from],
      output: to,
      window: {
        kernel,
        stride: [1, 1],
        dilation: [rows.dilation, columns.dilation],
        pads: [rows.before, rows.after, columns.before, columns.after],
      },
    },
  };
}

/** Result q of a phase reads the input at q + offset for each of its taps, whose offsets grow by `dilation`. */
interface PhaseAxis {
  readonly taps: readonly number[];
  readonly dilation: number;
  readonly count: number;
  /** Input rows before the first that is read, or zeros in front of it. */
  readonly skip: number;
  readonly before: number;
  readonly after: number;
}

function phaseAlong(
  { window }: TransposedConvolutionStep,
  axis: 0 | 1,
  phase: number,
  size: number,
  results: number,
): PhaseAxis {
  const stride = window.stride[axis];
  const count = Math.ceil((results - phase) / stride);
  const found: { readonly tap: number; readonly offset: number }[] = [];
  // From the last tap on, as offsets then grow.
  for (let tap = window.kernel[axis] - 1; tap >= 0; tap--) {
    const reach = phase + window.pads[(2 * axis) as 0 | 2] - tap * window.dilation[axis];
    if (reach % stride === 0) found.push({ tap, offset: reach / stride });
  }
  // Beyond the image there are zeros only.
  const reached = (found[0]?.offset ?? size) < size ? found : [];
  const first = reached[0]?.offset ?? 0;
  const last = reached[reached.length - 1]?.offset ?? 0;
  const second = reached[1]?.offset ?? first + 1;
  return {
    taps: reached.map(({ tap }) => tap),
    dilation: second - first,
    count,
    skip: Math.max(first, 0),
    before: Math.max(-first, 0),
    after: Math.max(count - 1 + last - (size - 1), 0),
  };
}

/** The weights of a phase as a kernel of its own: [rows, columns, input channels per group, filters]. */
function chosenWeights(weight: Float32Array, { rows, columns, convolution }: Phase, step: TransposedConvolutionStep) {
  const width = step.window.kernel[1];
  const [height, chosenWidth] = convolution.window.kernel;
  const depth = present(step.inputs[0], 'input').channels / step.groups;
  const floats = depth * step.output.channels;
  const chosen = new Float32Array(height * chosenWidth * floats);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const from = (row * width + column) * floats;
      chosen.set(weight.subarray(from, from + floats), (y * chosenWidth + x) * floats);
    }
  }
  return chosen;
}
