/**
 * Tensors of a model: where their values come from and in which order they are written. Ours are [kernel height, kernel
 * width, channels, filters] and [inputs, units] by height, width, channel; ONNX has filters first and reads an image
 * by channel, height, width. The values are put in order while the file is written.
 */

import { present } from '../../base/assert';
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
export function filtersFirst(shape: readonly number[], values: Float32Array): Fill {
  const [height, width, channels, filters] = fourOf(shape);
  const taps = height * width;
  return {
    type: 'float',
    dims: [filters, channels, height, width],
    write: (view, at) => {
      let from = 0;
      for (let tap = 0; tap < taps; tap++) {
        for (let channel = 0; channel < channels; channel++) {
          let to = at + 4 * (channel * taps + tap);
          for (let filter = 0; filter < filters; filter++) {
            view.setFloat32(to, values[from++] as number, true);
            to += 4 * channels * taps;
          }
        }
      }
    },
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

/**
 * The matrix of an adaptive pool along one axis: row i has the inverse of its width in the columns of its window.
 * As [output, input], or with input and output swapped.
 */
export function windowMeans(windows: readonly (readonly [start: number, end: number])[], input: number, swap: boolean) {
  const output = windows.length;
  const fill: Fill = {
    type: 'float',
    dims: swap ? [input, output] : [output, input],
    write: (view, at) => {
      for (const [row, [start, end]] of windows.entries()) {
        for (let column = start; column < end; column++) {
          const place = swap ? column * output + row : row * input + column;
          view.setFloat32(at + 4 * place, 1 / (end - start), true);
        }
      }
    },
  };
  return fill;
}

function writeFloats(view: DataView, at: number, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) view.setFloat32(at + 4 * i, values[i] as number, true);
}

function fourOf(shape: readonly number[]): readonly [number, number, number, number] {
  return [
    present(shape[0], 'height'),
    present(shape[1], 'width'),
    present(shape[2], 'channels'),
    present(shape[3], 'filters'),
  ];
}
