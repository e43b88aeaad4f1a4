/**
 * Values of weights from the order of another framework in ours. Ours are [kernel height, kernel width, channels per group,
 * filters] for convolutions, transposed ones too, and [inputs, units] with inputs by height, width, channel.
 */

import { elementCount } from '../base/tensor';

/** From [filters, channels per group, height, width]; `shape` is ours. */
export function filtersLast(values: Float32Array, shape: readonly [number, number, number, number]): Float32Array {
  const [height, width, depth, filters] = shape;
  const taps = height * width;
  const arranged = new Float32Array(elementCount(shape));
  let to = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let channel = 0; channel < depth; channel++) {
      let from = channel * taps + tap;
      for (let filter = 0; filter < filters; filter++) {
        arranged[to++] = values[from] as number;
        from += depth * taps;
      }
    }
  }
  return arranged;
}

/** Of a transposed convolution from [channels, filters per group, height, width]; `shape` is ours. */
export function filtersLastOfTransposed(
  values: Float32Array,
  shape: readonly [number, number, number, number],
  groups: number,
): Float32Array {
  const [height, width, depth, filters] = shape;
  const perGroup = filters / groups;
  const taps = height * width;
  const arranged = new Float32Array(elementCount(shape));
  let to = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let channel = 0; channel < depth; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        const group = Math.floor(filter / perGroup);
        const from = ((group * depth + channel) * perGroup + (filter % perGroup)) * taps + tap;
        arranged[to++] = values[from] as number;
      }
    }
  }
  return arranged;
}

/** From [inputs, units] with inputs by channel, height, width. */
export function rowsFromChannelsFirst(
  values: Float32Array,
  inputs: number,
  units: number,
  channels: number,
): Float32Array {
  const pixels = inputs / channels;
  const arranged = new Float32Array(inputs * units);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (channel * pixels + pixel) * units;
      arranged.set(values.subarray(from, from + units), (pixel * channels + channel) * units);
    }
  }
  return arranged;
}

/** Of a transposed convolution from [height, width, filters, channels]. */
export function inputsBeforeFilters(values: Float32Array, depth: number, filters: number): Float32Array {
  return values.map((_, to) => {
    const pair = Math.floor(to / (depth * filters));
    const [channel, filter] = [Math.floor(to / filters) % depth, to % filters];
    return values[(pair * filters + filter) * depth + channel] as number;
  });
}

/** From [units, inputs] with inputs by channel, height, width. */
export function denseFromChannelsFirst(
  values: Float32Array,
  inputs: number,
  units: number,
  channels: number,
): Float32Array {
  const pixels = inputs / channels;
  const arranged = new Float32Array(inputs * units);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const row = (pixel * channels + channel) * units;
      const column = channel * pixels + pixel;
      for (let unit = 0; unit < units; unit++) arranged[row + unit] = values[unit * inputs + column] as number;
    }
  }
  return arranged;
}
