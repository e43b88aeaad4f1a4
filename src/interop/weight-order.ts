/**
 * Values of weights from the order of another framework in ours, and back. Ours are [kernel height, kernel width, channels
 * per group, filters] for convolutions, transposed ones too, and [inputs, units] with inputs by height, width, channel.
 */

import { present } from '../base/assert';
import { elementCount } from '../base/tensor';

/** [kernel height, kernel width, channels per group, filters]. */
type ImageShape = readonly [number, number, number, number];

/** Values of 64 bytes, which memory is read by. */
const filtersTogether = 16;

/** The shape of a convolution's weight, in our order. */
export function imageShape(shape: readonly number[]): ImageShape {
  return [
    present(shape[0], 'height'),
    present(shape[1], 'width'),
    present(shape[2], 'channels'),
    present(shape[3], 'filters'),
  ];
}

/** From [filters, channels per group, height, width]; `shape` is ours. */
export function filtersLast(values: Float32Array, shape: ImageShape): Float32Array {
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

/** To [filters, channels per group, height, width]; `shape` is ours. */
export function filtersFirst(values: Float32Array, shape: ImageShape): Float32Array {
  const [height, width, depth, filters] = shape;
  const taps = height * width;
  const perFilter = depth * taps;
  const arranged = new Float32Array(elementCount(shape));
  // A few filters at a time: what lies together in memory is then read together.
  for (let first = 0; first < filters; first += filtersTogether) {
    const end = Math.min(filters, first + filtersTogether);
    for (let channel = 0; channel < depth; channel++) {
      for (let tap = 0; tap < taps; tap++) {
        const from = (tap * depth + channel) * filters;
        const to = channel * taps + tap;
        for (let filter = first; filter < end; filter++) {
          arranged[filter * perFilter + to] = values[from + filter] as number;
        }
      }
    }
  }
  return arranged;
}

/** Of a transposed convolution from [channels, filters per group, height, width]; `shape` is ours. */
export function filtersLastOfTransposed(values: Float32Array, shape: ImageShape, groups: number): Float32Array {
  const arranged = new Float32Array(elementCount(shape));
  eachTransposed(shape, groups, (ours, theirs) => {
    arranged[ours] = values[theirs] as number;
  });
  return arranged;
}

/** Of a transposed convolution to [channels, filters per group, height, width]; `shape` is ours. */
export function filtersFirstOfTransposed(values: Float32Array, shape: ImageShape, groups: number): Float32Array {
  const arranged = new Float32Array(elementCount(shape));
  eachTransposed(shape, groups, (ours, theirs) => {
    arranged[theirs] = values[ours] as number;
  });
  return arranged;
}

/** Each value's place in our order and in [channels, filters per group, height, width]. */
function eachTransposed(shape: ImageShape, groups: number, visit: (ours: number, theirs: number) => void): void {
  const [height, width, depth, filters] = shape;
  const perGroup = filters / groups;
  const taps = height * width;
  let ours = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let channel = 0; channel < depth; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        const group = Math.floor(filter / perGroup);
        visit(ours++, ((group * depth + channel) * perGroup + (filter % perGroup)) * taps + tap);
      }
    }
  }
}

/** From [inputs, units] with inputs by channel, height, width. */
export function rowsFromChannelsFirst(
  values: Float32Array,
  inputs: number,
  units: number,
  channels: number,
): Float32Array {
  const arranged = new Float32Array(inputs * units);
  eachInput(inputs, channels, (ours, theirs) => {
    arranged.set(values.subarray(theirs * units, (theirs + 1) * units), ours * units);
  });
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
  const arranged = new Float32Array(inputs * units);
  eachInput(inputs, channels, (ours, theirs) => {
    const row = ours * units;
    for (let unit = 0; unit < units; unit++) arranged[row + unit] = values[unit * inputs + theirs] as number;
  });
  return arranged;
}

/** To [units, inputs] with inputs by channel, height, width. */
export function denseToChannelsFirst(
  values: Float32Array,
  inputs: number,
  units: number,
  channels: number,
): Float32Array {
  const arranged = new Float32Array(inputs * units);
  eachInput(inputs, channels, (ours, theirs) => {
    const row = ours * units;
    for (let unit = 0; unit < units; unit++) arranged[unit * inputs + theirs] = values[row + unit] as number;
  });
  return arranged;
}

/** Each input's place by height, width, channel, and by channel, height, width. */
function eachInput(inputs: number, channels: number, visit: (ours: number, theirs: number) => void): void {
  const pixels = inputs / channels;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) visit(pixel * channels + channel, channel * pixels + pixel);
  }
}
