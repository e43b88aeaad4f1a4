/** Sums of products in Keras: convolutions of all kinds and dense layers, with their padding and weights. */

import { present } from '../../base/assert';
import { paddingOf } from '../../ops/attributes';
import { hasBias } from '../../ops/fused';
import { ops } from '../../ops/registry';
import { number, pair, sides } from '../known-attributes';
import { channelsOf } from './keras-moves';
import type { KerasWeight } from './keras-network';
import type { KerasValue, KerasWriter } from './keras-writer';

type Pair = readonly [number, number];

/** Zeros in front of the layer where its own words cannot say them; `valid` behind them. */
function padded(
  to: KerasWriter,
  image: KerasValue,
): { readonly image: KerasValue; readonly padding: 'same' | 'valid' } {
  const { op, attributes } = to.layer;
  if (paddingOf(attributes, 'padding') === 'same') return { image, padding: 'same' };
  const window = present(
    ops[op.name as 'conv'].window?.(image.shape as [number, number, number], attributes),
    'window',
  );
  return { image: to.zeros(image, sides(window.pads), 'pad'), padding: 'valid' };
}

function windowConfig(to: KerasWriter, padding: 'same' | 'valid') {
  const { attributes } = to.layer;
  const stride = pair(attributes, 'stride');
  const dilation = pair(attributes, 'dilation');
  const isWide = dilation.some((step) => step > 1);
  if (isWide && stride.some((step) => step > 1)) to.fail(to.layer.op.name, 'stride', 'dilation');
  return {
    strides: stride,
    padding,
    ...(isWide ? { dilation_rate: dilation } : {}),
    ...(hasBias(attributes) === true ? {} : { use_bias: false }),
  };
}

function bias(to: KerasWriter, filters: number): readonly KerasWeight[] {
  return hasBias(to.layer.attributes) === true ? [to.weight('bias', 'bias', [filters])] : [];
}

export function convolution(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const groups = number(attributes, 'groups');
  const filters = number(attributes, 'filters');
  const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
  const channels = present(input.shape[2], 'channels');
  if (groups > 1 && to.target === 'tfjs') return splitConvolution(to, input, groups);
  const { image, padding } = padded(to, input);
  const config = {
    filters,
    kernel_size: [kernelHeight, kernelWidth],
    ...windowConfig(to, padding),
    ...(groups === 1 ? {} : { groups }),
  };
  return to.add('Conv2D', config, [image], to.shapeOf(to.layer.id), {
    weights: [
      to.weight('kernel', 'weight', [kernelHeight, kernelWidth, channels / groups, filters]),
      ...bias(to, filters),
    ],
  });
}

/** A convolution for each group, as TensorFlow.js does not know of groups and says nothing. */
function splitConvolution(to: KerasWriter, input: KerasValue, groups: number): KerasValue {
  const { attributes } = to.layer;
  const filters = number(attributes, 'filters') / groups;
  const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
  const { image, padding } = padded(to, input);
  const depth = present(input.shape[2], 'channels') / groups;
  const [height = 0, width = 0] = to.shapeOf(to.layer.id);
  const parts = Array.from({ length: groups }, (_, group) => {
    const part = channelsOf(to, image, group * depth, depth, `part_${group}`);
    const config = { filters, kernel_size: [kernelHeight, kernelWidth], ...windowConfig(to, padding) };
    const weights = [
      to.weight('kernel', 'weight', [kernelHeight, kernelWidth, depth, filters], { filtersFrom: group * filters }),
      ...(hasBias(attributes) === true ? [to.weight('bias', 'bias', [filters], { filtersFrom: group * filters })] : []),
    ];
    return to.add('Conv2D', config, [part], [height, width, filters], { role: `group_${group}`, weights });
  });
  return to.add('Concatenate', {}, parts, [height, width, filters * groups]);
}

/** TensorFlow has one stride for both axes there, TensorFlow.js one dilation. */
function checkDepthwise(to: KerasWriter): void {
  const { attributes, op } = to.layer;
  const isUneven = (name: string) => new Set(pair(attributes, name)).size > 1;
  if (isUneven('stride')) to.fail(op.name, 'stride');
  if (to.target === 'tfjs' && isUneven('dilation')) to.fail(op.name, 'dilation');
}

export function depthwise(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
  const multiplier = number(attributes, 'multiplier');
  const channels = present(input.shape[2], 'channels');
  checkDepthwise(to);
  const { image, padding } = padded(to, input);
  const config = {
    kernel_size: [kernelHeight, kernelWidth],
    ...windowConfig(to, padding),
    ...(multiplier === 1 ? {} : { depth_multiplier: multiplier }),
  };
  return to.add('DepthwiseConv2D', config, [image], to.shapeOf(to.layer.id), {
    weights: [
      to.weight(to.target === 'tfjs' ? 'depthwise_kernel' : 'kernel', 'weight', [
        kernelHeight,
        kernelWidth,
        channels,
        multiplier,
      ]),
      ...bias(to, channels * multiplier),
    ],
  });
}

export function separable(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
  const multiplier = number(attributes, 'multiplier');
  const filters = number(attributes, 'filters');
  const channels = present(input.shape[2], 'channels');
  checkDepthwise(to);
  const { image, padding } = padded(to, input);
  const config = {
    filters,
    kernel_size: [kernelHeight, kernelWidth],
    ...windowConfig(to, padding),
    ...(multiplier === 1 ? {} : { depth_multiplier: multiplier }),
  };
  return to.add('SeparableConv2D', config, [image], to.shapeOf(to.layer.id), {
    weights: [
      to.weight('depthwise_kernel', 'depthwise.weight', [kernelHeight, kernelWidth, channels, multiplier]),
      to.weight('pointwise_kernel', 'pointwise.weight', [1, 1, channels * multiplier, filters]),
      ...bias(to, filters),
    ],
  });
}

/** Keras gives in * stride + max(kernel - stride, 0) rows, of which ours are cut out. */
export function transposed(to: KerasWriter, image: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const shape = to.shapeOf(to.layer.id);
  const kernel = pair(attributes, 'kernel');
  const stride = pair(attributes, 'stride');
  const filters = number(attributes, 'filters');
  const channels = present(image.shape[2], 'channels');
  if (number(attributes, 'groups') > 1) to.fail(to.layer.op.name, 'groups');
  if (pair(attributes, 'dilation').some((step) => step > 1)) to.fail(to.layer.op.name, 'dilation');
  const isSame = paddingOf(attributes, 'padding') === 'same';
  const weights = [
    to.weight('kernel', 'weight', [kernel[0], kernel[1], filters, channels], 'transposed'),
    ...bias(to, filters),
  ];
  const config = {
    filters,
    kernel_size: kernel,
    strides: stride,
    padding: isSame ? 'same' : 'valid',
    ...(hasBias(attributes) === true ? {} : { use_bias: false }),
  };
  if (isSame) return to.add('Conv2DTranspose', config, [image], shape, { weights });
  const window = present(ops.convtranspose.window?.(image.shape as [number, number, number], attributes), 'window');
  const [top, , left] = sides(window.pads);
  const whole = ([0, 1] as const).map(
    (axis) => present(image.shape[axis], 'size') * stride[axis] + Math.max(kernel[axis] - stride[axis], 0),
  ) as unknown as Pair;
  const rest = ([top, left] as const).map(
    (before, axis) => (whole[axis] ?? 0) - before - (shape[axis] ?? 0),
  ) as unknown as Pair;
  if (rest.some((amount) => amount < 0)) to.fail(to.layer.op.name, 'output_padding');
  const full = to.add('Conv2DTranspose', config, [image], [...whole, filters], { weights });
  return to.crop(full, [top, rest[0], left, rest[1]], 'crop');
}

export function dense(to: KerasWriter, list: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const units = number(attributes, 'units');
  const config = { units, ...(hasBias(attributes) === true ? {} : { use_bias: false }) };
  return to.add('Dense', config, [list], [units], {
    weights: [to.weight('kernel', 'weight', [present(list.shape[0], 'inputs'), units]), ...bias(to, units)],
  });
}
