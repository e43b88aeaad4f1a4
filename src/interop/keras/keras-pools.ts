/** Pools in Keras, whose windows are padded, cut and divided by layers around them where Keras counts otherwise. */

import { present } from '../../base/assert';
import type { Sides } from '../../base/tensor';
import { paddingOf } from '../../ops/attributes';
import { ops } from '../../ops/registry';
import { boolean, pair, sides } from '../known-attributes';
import { evenSteps } from '../onnx/pooling';
import type { KerasValue, KerasWriter } from './keras-writer';

function poolGeometry(to: KerasWriter, image: KerasValue) {
  const { op, attributes } = to.layer;
  const window = present(
    ops[op.name as 'maxpool'].window?.(image.shape as [number, number, number], attributes),
    'window',
  );
  const output = to.shapeOf(to.layer.id);
  const [kernel, stride, around] = [pair(attributes, 'kernel'), pair(attributes, 'stride'), sides(window.pads)];
  const after = (axis: 0 | 1, before: number): number =>
    ((output[axis] ?? 0) - 1) * stride[axis] + kernel[axis] - (image.shape[axis] ?? 0) - before;
  const reach: Sides = [around[0], after(0, around[0]), around[2], after(1, around[2])];
  return { kernel, stride, pads: around, reach, output };
}

/** What the windows read, cut where they leave a part at the end, so that the pool's own rule gives as many. */
function whatIsRead(
  to: KerasWriter,
  image: KerasValue,
  reach: Sides,
): { readonly image: KerasValue; readonly around: Sides } {
  const cuts: Sides = [0, Math.max(0, -reach[1]), 0, Math.max(0, -reach[3])];
  const around: Sides = [reach[0], Math.max(0, reach[1]), reach[2], Math.max(0, reach[3])];
  return { image: to.crop(image, cuts, 'cut'), around };
}

export function maxPool(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const { kernel, stride, reach, output } = poolGeometry(to, input);
  const { isPositive } = input;
  const pool = (image: KerasValue, padding: string): KerasValue =>
    to.add('MaxPooling2D', { pool_size: kernel, strides: stride, padding }, [image], output, { isPositive });
  if (paddingOf(attributes, 'padding') === 'same') return pool(input, 'same');
  const { image, around } = whatIsRead(to, input, reach);
  if (around.every((amount) => amount === 0)) return pool(image, 'valid');
  // Zeros win over no value that is not below zero.
  if (isPositive) return pool(to.zeros(image, around, 'pad'), 'valid');
  if (to.target === 'tfjs') to.fail(to.layer.op.name, 'padding');
  const shape = [
    present(image.shape[0], 'height') + around[0] + around[1],
    present(image.shape[1], 'width') + around[2] + around[3],
    present(image.shape[2], 'channels'),
  ];
  const padding = [around.slice(0, 2), around.slice(2)];
  return pool(to.add('LowestPadding', { padding }, [image], shape, { role: 'pad' }), 'valid');
}

export function averagePool(to: KerasWriter, input: KerasValue): KerasValue {
  const { attributes } = to.layer;
  const { kernel, stride, pads: around, reach, output } = poolGeometry(to, input);
  const { isPositive } = input;
  const counts = boolean(attributes, 'count_padding');
  const pool = (image: KerasValue, padding: string, role: string): KerasValue =>
    to.add('AveragePooling2D', { pool_size: kernel, strides: stride, padding }, [image], output, {
      role,
      isPositive,
    });
  if (!counts && paddingOf(attributes, 'padding') === 'same') return pool(input, 'same', '');
  const read = whatIsRead(to, input, reach);
  const zeros = to.zeros(read.image, read.around, 'pad');
  // What a window sums over, and what it should divide by.
  const factors = ([0, 1] as const).map((axis) =>
    Array.from({ length: output[axis] ?? 0 }, (_, i) => {
      const before = present(around[2 * axis], 'pad');
      const first = i * stride[axis] - before;
      const [least, most] = counts
        ? [-before, (input.shape[axis] ?? 0) + present(around[2 * axis + 1], 'pad')]
        : [0, input.shape[axis] ?? 0];
      return kernel[axis] / (Math.min(most, first + kernel[axis]) - Math.max(least, first));
    }),
  );
  if (factors.every((list) => list.every((factor) => factor === 1))) return pool(zeros, 'valid', '');
  if (to.target === 'tfjs') to.fail(to.layer.op.name, 'padding', 'count_padding');
  const sums = pool(zeros, 'valid', 'sums');
  return to.add('Weigh', { rows: factors[0], columns: factors[1] }, [sums], output, { isPositive });
}

export function adaptivePool(to: KerasWriter, image: KerasValue): KerasValue {
  const output = to.shapeOf(to.layer.id);
  const steps = ([0, 1] as const).map((axis) => evenSteps(image.shape[axis] ?? 0, output[axis] ?? 0));
  const [vertical, horizontal] = steps;
  if (vertical === undefined || horizontal === undefined) return to.fail(to.layer.op.name, 'size');
  const config = {
    pool_size: [vertical.width, horizontal.width],
    strides: [vertical.step, horizontal.step],
    padding: 'valid',
  };
  return to.add('AveragePooling2D', config, [image], output, { isPositive: image.isPositive });
}
