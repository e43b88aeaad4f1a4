/**
 * Tensors of a model: where their values come from and in which order they are written. Ours are [kernel height, kernel
 * width, channels, filters] and [inputs, units] by height, width, channel; ONNX has filters first and reads an image
 * by channel, height, width. One tensor at a time is put in order, when the file is written.
 */

import { floatBytes } from '../../base/bytes';
import { filtersFirst, filtersFirstOfTransposed, imageShape } from '../weight-order';
import type { ModelTensor } from './model';

type Fill = Pick<ModelTensor, 'dims' | 'type' | 'write'>;

/** In the order they have. */
export function floats(dims: readonly number[], values: Float32Array): Fill {
  return { type: 'float', dims, write: (view, at) => writeFloats(view, at, values) };
}

export function filled(dims: readonly number[], value: number): Fill {
  const count = dims.reduce((product, dimension) => product * dimension, 1);
  return {
    type: 'float',
    dims,
    write: (view, at) => {
      for (let i = 0; i < count; i++) view.setFloat32(at + 4 * i, value, true);
    },
  };
}

export function integers(values: readonly number[]): Fill {
  return {
    type: 'int64',
    dims: [values.length],
    write: (view, at) => {
      for (const [i, value] of values.entries()) view.setBigInt64(at + 8 * i, BigInt(value), true);
    },
  };
}

/** From [height, width, channels, filters] to [filters, channels, height, width]. */
export function imageWeight(shape: readonly number[], values: Float32Array): Fill {
  const own = imageShape(shape);
  const [height, width, channels, filters] = own;
  return {
    type: 'float',
    dims: [filters, channels, height, width],
    write: (view, at) => writeFloats(view, at, filtersFirst(values, own)),
  };
}

/** Rows in the order height, width, channel become rows in the order channel, height, width. */
export function rowsByChannel(pixels: number, channels: number, units: number, values: Float32Array): Fill {
  return {
    type: 'float',
    dims: [pixels * channels, units],
    write: (view, at) => {
      for (let pixel = 0; pixel < pixels; pixel++) {
        for (let channel = 0; channel < channels; channel++) {
          const from = (pixel * channels + channel) * units;
          const row = values.subarray(from, from + units);
          writeFloats(view, at + 4 * (channel * pixels + pixel) * units, row);
        }
      }
    },
  };
}

/** The values that an adaptive pool reads for its result i, along one axis. */
export function adaptiveWindow(i: number, input: number, output: number): readonly [start: number, end: number] {
  return [Math.floor((i * input) / output), Math.ceil(((i + 1) * input) / output)];
}

/** What a result along an axis is made of: inputs and their shares. */
export type Shares = readonly (readonly [input: number, share: number])[];

/** The matrix of an adaptive pool along one axis: row i has the inverse of its width in the columns of its window. */
export function windowMeans(input: number, output: number, swap: boolean): Fill {
  return shareMatrix(input, output, swap, (i) => {
    const [start, end] = adaptiveWindow(i, input, output);
    return Array.from({ length: end - start }, (_, k) => [start + k, 1 / (end - start)]);
  });
}

/** Row i has the shares that its result has of each input. As [output, input], or with input and output swapped. */
export function shareMatrix(input: number, output: number, swap: boolean, sharesOf: (i: number) => Shares): Fill {
  return {
    type: 'float',
    dims: swap ? [input, output] : [output, input],
    write: (view, at) => {
      for (let row = 0; row < output; row++) {
        for (const [column, share] of sharesOf(row)) {
          const place = swap ? column * output + row : row * input + column;
          view.setFloat32(at + 4 * place, share, true);
        }
      }
    },
  };
}

/** Of a transposed convolution, from [height, width, channels per group, filters] to [channels, filters per group, height, width]. */
export function transposedWeight(shape: readonly number[], groups: number, values: Float32Array): Fill {
  const own = imageShape(shape);
  const [height, width, depth, filters] = own;
  return {
    type: 'float',
    dims: [depth * groups, filters / groups, height, width],
    write: (view, at) => writeFloats(view, at, filtersFirstOfTransposed(values, own, groups)),
  };
}

function writeFloats(view: DataView, at: number, values: Float32Array): void {
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(floatBytes(values), at);
}
