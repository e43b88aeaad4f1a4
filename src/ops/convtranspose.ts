/**
 * Transposed convolution: each value of the input spreads over a window of the result, which grows by the stride (Zeiler et
 * al. 2010; Dumoulin and Visin 2016). The weights are not flipped, as in PyTorch and TensorFlow.
 */

import { numberOf, paddingOf, pairOf } from './attributes';
import { type Dim, divideExactly, mul, mul3, type Pads, type Shape, UNKNOWN_SHAPE } from './dim';
import { fusedCost } from './fused';
import { checkGroups, groupedWeights, groupsParameter } from './grouped';
import type { Attributes, FormulaFactor, Op } from './op';
import {
  activationParameter,
  biasParameter,
  dilationParameter,
  filtersParameter,
  kernelParameter,
  normParameter,
  paddingParameter,
  strideParameter,
} from './parameters';
import { type Axis, effectiveTaps, extent, type Geometry } from './window';

function geometryOf(attributes: Attributes) {
  return {
    kernel: pairOf(attributes, 'kernel'),
    stride: pairOf(attributes, 'stride'),
    dilation: pairOf(attributes, 'dilation'),
    padding: paddingOf(attributes, 'padding'),
    outputPadding: pairOf(attributes, 'output_padding'),
  };
}

type TransposedGeometry = ReturnType<typeof geometryOf>;

/** Pixels that one value of the input reaches along an axis, with all values beside it: the result before it is cut. */
function uncut({ kernel, stride, dilation }: TransposedGeometry, axis: Axis, input: Dim): Dim {
  const [size, step, spread] = [kernel[axis], stride[axis], dilation[axis]];
  if (input === undefined || size === undefined || step === undefined || spread === undefined) return undefined;
  return (input - 1) * step + extent(size, spread);
}

/** What is cut off before and after the result along an axis. */
function cuts(geometry: TransposedGeometry, axis: Axis, input: Dim): readonly [Dim, Dim] {
  const { padding, stride } = geometry;
  if (padding !== 'same') return [padding?.[2 * axis], padding?.[2 * axis + 1]];
  const whole = uncut(geometry, axis, input);
  const wanted = mul(input, stride[axis]);
  if (whole === undefined || wanted === undefined) return [undefined, undefined];
  const total = Math.max(whole - wanted, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function sizeAlong(geometry: TransposedGeometry, axis: Axis, input: Dim): Dim {
  const { padding, stride, outputPadding } = geometry;
  if (padding === 'same') return mul(input, stride[axis]);
  const whole = uncut(geometry, axis, input);
  const [before, after] = cuts(geometry, axis, input);
  const extra = outputPadding[axis];
  if (whole === undefined || before === undefined || after === undefined || extra === undefined) return undefined;
  return whole - before - after + extra;
}

/** Products that fall inside of the result along an axis: those of the convolution it is the transpose of. */
function insideAlong(geometry: TransposedGeometry, axis: Axis, input: Dim, output: Dim): Dim {
  const [before, after] = cuts(geometry, axis, input);
  const pads: [Dim, Dim, Dim, Dim] = [0, 0, 0, 0];
  pads[2 * axis] = before;
  pads[2 * axis + 1] = after;
  const forward: Geometry = { ...geometry, padding: pads as Pads, rounding: 'floor' };
  return effectiveTaps(forward, axis, output, input);
}

/** Filters of one group; unknown also where the groups do not divide evenly. */
function filtersPerGroup(input: Shape, attributes: Attributes): Dim {
  const groups = numberOf(attributes, 'groups');
  const depth = divideExactly(input[2], groups);
  return depth === undefined ? undefined : divideExactly(numberOf(attributes, 'filters'), groups);
}

export const convtranspose: Op = {
  name: 'convtranspose',
  group: 'convolution',
  parameters: [
    filtersParameter,
    kernelParameter,
    strideParameter,
    paddingParameter,
    {
      name: 'output_padding',
      type: { kind: 'pair', minimum: 0 },
      defaultValue: 0,
      text: 'convtranspose.output_padding',
    },
    dilationParameter,
    groupsParameter,
    biasParameter,
    normParameter,
    activationParameter('relu'),
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const geometry = geometryOf(attributes);
    checkGroups(input, attributes, report);
    for (const axis of [0, 1] as const) {
      const [step, spread, extra] = [geometry.stride[axis], geometry.dilation[axis], geometry.outputPadding[axis]];
      if (step === undefined || spread === undefined || extra === undefined) continue;
      const below = Math.max(step, spread);
      if (geometry.padding === 'same' || extra < below) continue;
      report({ text: 'shape.output-padding', at: 'output_padding', values: { found: extra, below } });
      break;
    }
    const sizes = ([0, 1] as const).map((axis) => sizeAlong(geometry, axis, input[axis]));
    if (sizes.some((size) => size !== undefined && size < 1)) {
      report({ text: 'shape.cut-away', at: 'padding', values: {} });
    }
    const [height, width] = sizes.map((size) => (size !== undefined && size >= 1 ? size : undefined));
    return [height, width, numberOf(attributes, 'filters')];
  },

  cost([input = UNKNOWN_SHAPE], output, attributes) {
    const geometry = geometryOf(attributes);
    const taps = mul3(geometry.kernel[0], geometry.kernel[1], filtersPerGroup(input, attributes));
    const multiplies = mul(mul3(input[0], input[1], input[2]), taps);
    const rows = insideAlong(geometry, 0, input[0], output[0]);
    const columns = insideAlong(geometry, 1, input[1], output[1]);
    const inside = mul3(rows, columns, mul(input[2], filtersPerGroup(input, attributes)));
    // Each product is added to a result that starts at its bias or at 0.
    return fusedCost(multiplies, inside, multiplies, mul(taps, input[2]), output, attributes);
  },

  window(input, attributes) {
    const geometry = geometryOf(attributes);
    const [top, bottom] = cuts(geometry, 0, input[0]);
    const [left, right] = cuts(geometry, 1, input[1]);
    const { kernel, stride, dilation } = geometry;
    const groups = numberOf(attributes, 'groups');
    return { kernel, stride, dilation, pads: [top, bottom, left, right], groups, isTransposed: true };
  },

  weights(input, attributes) {
    const depth = divideExactly(input[2], numberOf(attributes, 'groups'));
    return groupedWeights(geometryOf(attributes).kernel, depth, attributes);
  },

  formulas(input, _output, attributes) {
    const { kernel } = geometryOf(attributes);
    const groups = numberOf(attributes, 'groups');
    const factors: FormulaFactor[] = [
      { symbol: 'Hin', value: input[0], of: 'input' },
      { symbol: 'Win', value: input[1], of: 'input' },
      { symbol: 'Cin', value: input[2], of: 'input' },
      { symbol: 'Kh', value: kernel[0], of: 'tap' },
      { symbol: 'Kw', value: kernel[1], of: 'tap' },
      { symbol: 'Cout', value: numberOf(attributes, 'filters'), of: 'tap' },
    ];
    if (groups !== 1) factors.push({ symbol: 'groups', value: groups, of: 'tap', divide: true });
    const taps = mul3(kernel[0], kernel[1], filtersPerGroup(input, attributes));
    return [{ factors, result: mul(mul3(input[0], input[1], input[2]), taps) }];
  },
};
