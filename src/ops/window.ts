/**
 * The arithmetic of windows that slide over an image, one axis at a time: sizes of results, zeros that
 * padding adds, taps that fall on them.
 *
 * `same` is TensorFlow's: ceil(input / stride) results, an odd zero at the bottom or right. `rounding =
 * ceil` is PyTorch's ceil_mode (Caffe drops the last window under a narrower condition). Everything takes a
 * constant or logarithmic number of steps, however large the sizes are.
 */

import { type MessageValue, phrase } from '../base/diagnostic';
import { formatShape, largestExact } from '../base/number-format';
import { paddingOf, pairOf, wordOf } from './attributes';
import type { Dim, Pads, Pair, Shape } from './dim';
import type { Attributes, Padding, Report, Window } from './op';

/** 0 is vertical, 1 horizontal: the index into shapes and pairs; an axis has the pads 2 * axis and 2 * axis + 1. */
export type Axis = 0 | 1;

export interface Geometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: Padding | undefined;
  /** Has no effect with `same`. */
  readonly rounding: 'floor' | 'ceil' | undefined;
}

const ONE_BY_ONE: Pair = [1, 1];

export function convolutionGeometry(attributes: Attributes): Geometry {
  return {
    kernel: pairOf(attributes, 'kernel'),
    stride: pairOf(attributes, 'stride'),
    dilation: pairOf(attributes, 'dilation'),
    padding: paddingOf(attributes, 'padding'),
    rounding: 'floor',
  };
}

export function poolGeometry(attributes: Attributes): Geometry {
  const rounding = wordOf(attributes, 'rounding');
  return {
    kernel: pairOf(attributes, 'kernel'),
    stride: pairOf(attributes, 'stride'),
    dilation: ONE_BY_ONE,
    padding: paddingOf(attributes, 'padding'),
    rounding: rounding === 'floor' || rounding === 'ceil' ? rounding : undefined,
  };
}

/** Pixels from the first to the last tap. */
export function extent(kernel: number, dilation: number): number {
  return (kernel - 1) * dilation + 1;
}

/** Results along an axis. Below 1 where the window does not fit, which the caller reports. */
export function outputSize(geometry: Geometry, axis: Axis, input: Dim): Dim {
  const stride = geometry.stride[axis];
  const { padding } = geometry;
  if (input === undefined || stride === undefined || padding === undefined) return undefined;
  if (padding === 'same') return Math.ceil(input / stride);
  const kernel = geometry.kernel[axis];
  const dilation = geometry.dilation[axis];
  const before = padding[axis * 2];
  const after = padding[axis * 2 + 1];
  if (kernel === undefined || dilation === undefined || before === undefined || after === undefined) return undefined;
  const room = input + before + after - extent(kernel, dilation);
  if (geometry.rounding === 'floor') return Math.floor(room / stride) + 1;
  if (geometry.rounding === undefined) return undefined;
  const output = Math.ceil(room / stride) + 1;
  // The last window would start on the trailing padding or beyond it.
  return (output - 1) * stride >= input + before ? output - 1 : output;
}

/** The smallest size along an axis for which there is a result. */
export function smallestInput(geometry: Geometry, axis: Axis): Dim {
  const { padding, rounding } = geometry;
  if (padding === 'same') return 1;
  const kernel = geometry.kernel[axis];
  const dilation = geometry.dilation[axis];
  const stride = geometry.stride[axis];
  const before = padding?.[axis * 2];
  const after = padding?.[axis * 2 + 1];
  if (kernel === undefined || dilation === undefined || before === undefined || after === undefined) return undefined;
  if (stride === undefined || rounding === undefined) return undefined;
  // Rounding up, a window may hang over the end by less than a stride.
  const overhang = rounding === 'ceil' ? stride - 1 : 0;
  return Math.max(1, extent(kernel, dilation) - before - after - overhang);
}

/**
 * Height and width of what the window makes of an input. An axis along which it does not fit is
 * reported once, with the smallest input that works, and unknown; the other axis stays known.
 */
export function windowOutput(geometry: Geometry, input: Shape, report: Report): Pair {
  const height = outputSize(geometry, 0, input[0]);
  const width = outputSize(geometry, 1, input[1]);
  if ((height ?? 1) >= 1 && (width ?? 1) >= 1) return [height, width];
  const padding = describePadding(geometry.padding);
  const values = {
    window: describeWindow(geometry),
    input: formatShape([input[0], input[1]]),
    smallest: formatShape([smallestInput(geometry, 0), smallestInput(geometry, 1)]),
  };
  if (padding === undefined) report({ text: 'shape.window', at: 'kernel', values });
  else report({ text: 'shape.window/padded', at: 'kernel', values: { ...values, padding } });
  return [fitting(height), fitting(width)];
}

function fitting(output: Dim): Dim {
  return output !== undefined && output >= 1 ? output : undefined;
}

/** As `windowOutput`; a pool has nothing to choose from where a window lies on padding alone. */
export function poolOutput(geometry: Geometry, input: Shape, report: Report): Pair {
  const output = windowOutput(geometry, input, report);
  const vertical = hasPaddingOnlyWindow(geometry, 0, input[0], output[0]);
  const horizontal = hasPaddingOnlyWindow(geometry, 1, input[1], output[1]);
  if (!vertical && !horizontal) return output;
  report({ text: 'shape.padding-only', at: 'padding', values: {} });
  return [vertical ? undefined : output[0], horizontal ? undefined : output[1]];
}

/**
 * Whether some window of a pool (without dilation) covers no value of the input along this axis. Windows
 * go from left to right, so the first and the last tell; with `same` every window covers a value.
 */
export function hasPaddingOnlyWindow(geometry: Geometry, axis: Axis, input: Dim, output: Dim): boolean {
  const { padding } = geometry;
  if (padding === undefined || padding === 'same') return false;
  const before = padding[axis * 2];
  const kernel = geometry.kernel[axis];
  const stride = geometry.stride[axis];
  if (before === undefined) return false;
  if (kernel !== undefined && before >= kernel) return true;
  if (stride === undefined || input === undefined || output === undefined) return false;
  return (output - 1) * stride - before >= input;
}

/** Zeros before the first value of an axis. */
export function padBefore(geometry: Geometry, axis: Axis, input: Dim): Dim {
  const { padding } = geometry;
  if (padding !== 'same') return padding?.[axis * 2];
  const total = sameTotal(geometry, axis, input);
  return total === undefined ? undefined : Math.floor(total / 2);
}

/** Zeros after the last value of an axis. */
export function padAfter(geometry: Geometry, axis: Axis, input: Dim): Dim {
  const { padding } = geometry;
  if (padding !== 'same') return padding?.[axis * 2 + 1];
  const total = sameTotal(geometry, axis, input);
  return total === undefined ? undefined : Math.ceil(total / 2);
}

/** All zeros that `same` adds along an axis. */
function sameTotal(geometry: Geometry, axis: Axis, input: Dim): Dim {
  const kernel = geometry.kernel[axis];
  const stride = geometry.stride[axis];
  const dilation = geometry.dilation[axis];
  if (input === undefined || kernel === undefined || stride === undefined || dilation === undefined) return undefined;
  return Math.max((Math.ceil(input / stride) - 1) * stride + extent(kernel, dilation) - input, 0);
}

export function windowOf(geometry: Geometry, input: Shape, groups: Dim): Window {
  const pads: Pads = [
    padBefore(geometry, 0, input[0]),
    padAfter(geometry, 0, input[0]),
    padBefore(geometry, 1, input[1]),
    padAfter(geometry, 1, input[1]),
  ];
  return { kernel: geometry.kernel, stride: geometry.stride, dilation: geometry.dilation, pads, groups };
}

/** A window that covers the whole input, once. */
export function wholeWindow(input: Shape): Window {
  return { kernel: [input[0], input[1]], stride: ONE_BY_ONE, dilation: ONE_BY_ONE, pads: [0, 0, 0, 0], groups: 1 };
}

/**
 * Pairs of a result and a tap along an axis for which the tap falls on a value of the input, not on
 * padding. The product over both axes is what a channel really multiplies.
 */
export function effectiveTaps(geometry: Geometry, axis: Axis, input: Dim, output: Dim): Dim {
  const kernel = geometry.kernel[axis];
  const stride = geometry.stride[axis];
  const dilation = geometry.dilation[axis];
  const before = padBefore(geometry, axis, input);
  if (input === undefined || output === undefined || kernel === undefined || stride === undefined) return undefined;
  if (dilation === undefined || before === undefined) return undefined;
  const total = output * kernel;
  // Where the last tap of the last window falls, counted from the first zero.
  const last = (output - 1) * stride + (kernel - 1) * dilation;
  if (before === 0 && last < input) return total;
  if (total > largestExact) return total;
  if (last + stride + dilation > largestExact) return undefined;
  const leading = tapsUpTo(before - 1, output, kernel, stride, dilation);
  // Seen from the other end the trailing padding is a leading one.
  const trailing = tapsUpTo(last - input - before, output, kernel, stride, dilation);
  return total - leading - trailing;
}

/** Pairs of a result o and a tap k with o * stride + k * dilation <= limit. */
function tapsUpTo(limit: number, output: number, kernel: number, stride: number, dilation: number): number {
  if (limit < 0) return 0;
  const reached = Math.min(kernel, Math.floor(limit / dilation) + 1);
  const slack = limit - (output - 1) * stride;
  // The first taps are within the limit for every result, the others for the first few.
  const complete = slack < 0 ? 0 : Math.min(kernel, Math.floor(slack / dilation) + 1);
  const partial = reached - complete;
  if (partial <= 0) return complete * output;
  return complete * output + partial + floorSum(partial, stride, dilation, limit - (reached - 1) * dilation);
}

/**
 * The sum of floor((a * i + b) / m) for i from 0 below n: lattice points under a line, counted by turns
 * with the axes swapped, as in Euclid's algorithm.
 */
function floorSum(n: number, m: number, a: number, b: number): number {
  let sum = 0;
  for (;;) {
    if (a >= m) {
      sum += ((n * (n - 1)) / 2) * Math.floor(a / m);
      a %= m;
    }
    if (b >= m) {
      sum += n * Math.floor(b / m);
      b %= m;
    }
    const top = a * n + b;
    if (top < m) return sum;
    n = Math.floor(top / m);
    b = top % m;
    [m, a] = [a, m];
  }
}

function describeWindow({ kernel, dilation }: Geometry): MessageValue {
  const shown = formatShape(kernel);
  if (dilation[0] === 1 && dilation[1] === 1) return shown;
  const wide = ([0, 1] as const).map((axis) => {
    const size = kernel[axis];
    const step = dilation[axis];
    return size === undefined || step === undefined ? undefined : extent(size, step);
  });
  return phrase('dilated', { window: shown, extent: formatShape(wide) });
}

/** As it is written; undefined where there is none. */
function describePadding(padding: Padding | undefined): string | undefined {
  if (padding === undefined || padding === 'same') return undefined;
  const [top, bottom, left, right] = padding;
  if (top === bottom && left === right) {
    if (top !== left) return `[${top ?? '?'}, ${left ?? '?'}]`;
    return top === 0 ? undefined : String(top ?? '?');
  }
  return `[${padding.map((side) => side ?? '?').join(', ')}]`;
}
