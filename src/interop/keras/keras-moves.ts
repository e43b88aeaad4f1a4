/** Layers that move values and compute none, in Keras. */

import { present } from '../../base/assert';
import { insideOf, nearestTaps } from '../../base/places';
import { number, pads, word } from '../known-attributes';
import type { KerasValue, KerasWriter } from './keras-writer';

export function permuted(
  to: KerasWriter,
  value: KerasValue,
  between: readonly number[],
  order: readonly number[],
  shape: readonly number[],
): KerasValue {
  const { isPositive } = value;
  const split = to.add('Reshape', { target_shape: between }, [value], between, { role: 'split', isPositive });
  const turned = order.map((axis) => present(between[axis - 1], 'axis'));
  const moved = to.add('Permute', { dims: order }, [split], turned, { role: 'turn', isPositive });
  return to.add('Reshape', { target_shape: shape }, [moved], shape, { isPositive });
}

export function slice(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const start = number(attributes, 'start');
  const count = number(attributes, 'channels');
  if (input.shape.length === 3) return channelsOf(to, input, start, count, '');
  if (to.target === 'keras') return to.add('Slice', { start, channels: count }, [input], [count], input);
  return to.list(channelsOf(to, to.image(input), start, count, 'part'), '');
}

/** Channels of an image, in TensorFlow.js as rows of the image turned. */
export function channelsOf(to: KerasWriter, image: KerasValue, start: number, count: number, role: string): KerasValue {
  const [height = 0, width = 0, channels = 0] = image.shape;
  const { isPositive } = image;
  const shape = [height, width, count];
  if (to.target === 'keras') return to.add('Slice', { start, channels: count }, [image], shape, { role, isPositive });
  const turned = to.add('Permute', { dims: [3, 1, 2] }, [image], [channels, height, width], {
    role: `${role}.turn`,
  });
  const cut = to.crop(turned, [start, channels - start - count, 0, 0], `${role}.cut`);
  return to.add('Permute', { dims: [2, 3, 1] }, [cut], shape, { role, isPositive });
}

export function pad(to: KerasWriter, image: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const around = pads(attributes, 'amount');
  const mode = word(attributes, 'mode');
  if (mode === 'zeros') return to.zeros(image, around, '');
  if (to.target === 'tfjs') to.fail(to.layer.op.name, 'mode');
  const places = (before: number, size: number, after: number) =>
    Array.from({ length: before + size + after }, (_, i) => insideOf(i - before, size, mode as 'reflect' | 'edge'));
  const [height = 0, width = 0] = image.shape;
  const [rows, columns] = [places(around[0], height, around[1]), places(around[2], width, around[3])];
  return to.add('Pick', { rows, columns }, [image], to.shapeOf(to.layer.id), { isPositive: image.isPositive });
}

export function resize(to: KerasWriter, image: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const shape = to.shapeOf(to.layer.id);
  const [height = 0, width = 0] = shape;
  const { isPositive } = image;
  const mode = word(attributes, 'mode');
  const factors = ([0, 1] as const).map((axis) => (shape[axis] ?? 0) / (image.shape[axis] ?? 1));
  if (to.target === 'tfjs' && mode === 'bilinear') to.fail(to.layer.op.name, 'mode');
  if (factors.every(Number.isInteger)) {
    return to.add('UpSampling2D', { size: factors, interpolation: mode }, [image], shape, { isPositive });
  }
  if (mode === 'bilinear') {
    return to.add('Resizing', { height, width, interpolation: 'bilinear' }, [image], shape, { isPositive });
  }
  // Keras takes the pixel at the middle of each result, we that at its beginning.
  if (to.target === 'tfjs') to.fail(to.layer.op.name, 'size');
  const [rows, columns] = ([0, 1] as const).map((axis) =>
    nearestTaps(image.shape[axis] ?? 0, shape[axis] ?? 0).map(({ first }) => first),
  );
  return to.add('Pick', { rows, columns }, [image], shape, { isPositive });
}
