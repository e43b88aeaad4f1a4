/**
 * What a layer gave in a run, made small enough to be looked at: a page of its channels as images, one channel in numbers,
 * the spread of all values, its filters as images, and how one value arises (value-origin.ts). Whatever the size of the
 * layer, a look has a bounded size; rasters travel as base64.
 */

import { toBase64 } from '../base/base64';
import type { Plan, PlanShape, Step } from '../plan/plan';
import type { LookQuestion } from './look-question';
import type { Statistics } from './result';
import { deadChannels, finite, statisticsOf } from './statistics';
import type { ValueOrigin } from './value-origin';

/** Images of one size, one after the other. A pixel is the mean of `step` x `step` values. */
export interface Rasters {
  readonly height: number;
  readonly width: number;
  readonly step: number;
  readonly count: number;
  /** Base64 of a byte per pixel, 0 to 255; of three for colours. */
  readonly bytes: string;
}

export interface ChannelLook extends Statistics {
  readonly index: number;
  readonly height: number;
  readonly width: number;
  readonly step: number;
  /** Base64 of float32 values, little-endian, row by row. */
  readonly values: string;
}

export interface Histogram {
  /** Of the finite values other than 0, between the least and the largest of them. */
  readonly counts: readonly number[];
  readonly least: number;
  readonly largest: number;
}

export interface FilterLook extends Rasters {
  /** Whole filters of so many channels from `from` on, or the kernels of the chosen filter for its input channels. */
  readonly kind: 'colour' | 'filters' | 'kernels';
  readonly from: number;
  /** The largest weight of them without its sign: grey in the middle is 0. */
  readonly largest: number;
}

export interface LayerLook {
  readonly question: LookQuestion;
  readonly op: string;
  readonly shape: PlanShape;
  /** Each from its least value or 0, whichever is less, to its largest; results of one pixel from the least to the largest of all. */
  readonly maps: Rasters;
  readonly channel: ChannelLook;
  readonly all: Statistics;
  /** Null where no value is finite and other than 0. */
  readonly histogram: Histogram | null;
  /** Channels of which every value is 0: the first few, and how many there are. */
  readonly dead: readonly number[];
  readonly deadCount: number;
  readonly filters: FilterLook | null;
  /** Its values are sums of products, each of which can be taken apart. */
  readonly isSummed: boolean;
  /** Of the value at the place that was asked for. */
  readonly origin: ValueOrigin | null;
}

/** Channels of one page. */
export const mapsPerPage = 48;

/** Pixels of a small image's longer side, and of the large one's. */
const smallSide = 64;
const largeSide = 256;

const bins = 32;
const mostNamedDead = 20;

interface LookedAt {
  readonly plan: Plan;
  readonly layer: number;
  readonly question: LookQuestion;
  /** Height x width x channels. */
  readonly values: Float32Array;
  weightOf(index: number): Float32Array;
  readonly origin: ValueOrigin | null;
  readonly isSummed: boolean;
}

/** The question is of channels that there are: see `fitted`. */
export function layerLook({ plan, layer, question, values, weightOf, origin, isSummed }: LookedAt): LayerLook {
  const { op, shape } = plan.layers[layer] as Plan['layers'][number];
  const dead = deadChannels(values, shape[2]);
  const weighted = plan.steps.find((step) => step.layer === layer && 'weight' in step);
  return {
    question,
    op,
    shape,
    maps: mapsOf(values, shape, question.from),
    channel: channelOf(values, shape, question.channel),
    all: statisticsOf(values),
    histogram: histogramOf(values),
    dead: dead.slice(0, mostNamedDead),
    deadCount: dead.length,
    filters: weighted === undefined ? null : filtersOf(weighted, plan, question, weightOf),
    isSummed,
    origin,
  };
}

/** The question with what is out of range brought into it. */
export function fitted(question: LookQuestion, [height, width, channels]: PlanShape): LookQuestion {
  const inside = (value: number, count: number): number => Math.min(Math.max(0, value), count - 1);
  const { path, from, channel, place } = question;
  return {
    path,
    from: inside(from, channels),
    channel: inside(channel, channels),
    place: place && { ...place, row: inside(place.row, height), column: inside(place.column, width) },
  };
}

function mapsOf(values: Float32Array, [height, width, channels]: PlanShape, from: number): Rasters {
  const count = Math.min(mapsPerPage, channels - from);
  const planes = Array.from({ length: count }, (_, index) =>
    reduced((at) => values[at * channels + from + index] as number, height, width, smallSide),
  );
  const first = planes[0] as Plane;
  const pixels = first.height * first.width;
  const bytes = new Uint8Array(count * pixels);
  // One pixel has nothing to be compared with but those of the other channels.
  const shared = height * width === 1 ? rangeOf(planes.flatMap(({ values: plane }) => [...plane])) : undefined;
  for (const [index, plane] of planes.entries()) {
    const [least, largest] = shared ?? rangeOf(plane.values);
    const scale = largest > least ? 255 / (largest - least) : 0;
    for (let i = 0; i < pixels; i++) bytes[index * pixels + i] = grey(((plane.values[i] as number) - least) * scale);
  }
  return { height: first.height, width: first.width, step: first.step, count, bytes: toBase64(bytes) };
}

function channelOf(values: Float32Array, [height, width, channels]: PlanShape, index: number): ChannelLook {
  const own = new Float32Array(height * width);
  for (let i = 0; i < own.length; i++) own[i] = values[i * channels + index] as number;
  const plane = reduced((at) => own[at] as number, height, width, largeSide);
  const { buffer, byteOffset, byteLength } = plane.values;
  return {
    index,
    height: plane.height,
    width: plane.width,
    step: plane.step,
    values: toBase64(new Uint8Array(buffer, byteOffset, byteLength)),
    ...statisticsOf(own),
  };
}

interface Plane {
  readonly height: number;
  readonly width: number;
  readonly step: number;
  readonly values: Float32Array;
}

/** Means of squares, so that neither side has more than so many; the last ones may be cut off by the edge. */
function reduced(valueAt: (at: number) => number, height: number, width: number, side: number): Plane {
  const step = Math.max(1, Math.ceil(Math.max(height, width) / side));
  const rows = Math.ceil(height / step);
  const columns = Math.ceil(width / step);
  const sums = new Float64Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = Math.floor(y / step) * columns + Math.floor(x / step);
      sums[to] = (sums[to] as number) + valueAt(y * width + x);
      counts[to] = (counts[to] as number) + 1;
    }
  }
  const values = Float32Array.from(sums, (sum, at) => sum / (counts[at] as number));
  return { height: rows, width: columns, step, values };
}

/** From 0, unless there are values below. */
function rangeOf(values: Iterable<number>): readonly [least: number, largest: number] {
  let [least, largest] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    largest = Math.max(largest, value);
  }
  return [least, largest];
}

/** NaN is black. */
function grey(value: number): number {
  return Number.isNaN(value) ? 0 : Math.round(Math.min(255, Math.max(0, value)));
}

export function histogramOf(values: Float32Array): Histogram | null {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === 0 || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  if (least > largest) return null;
  const counts = new Array<number>(bins).fill(0);
  const width = (largest - least) / bins;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === 0 || !Number.isFinite(value)) continue;
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { counts, least, largest };
}

function filtersOf(
  step: Step,
  plan: Plan,
  { from, channel }: LookQuestion,
  weightOf: LookedAt['weightOf'],
): FilterLook | null {
  if (step.kernel !== 'convolution') return null;
  const [height = 1, width = 1, depth = 1, filters = 1] = plan.weights[step.weight]?.shape ?? [];
  const weights = weightOf(step.weight);
  const at = (tap: number, d: number, f: number): number => weights[(tap * depth + d) * filters + f] as number;
  // A kernel of one place is a dot; its weights for all input channels make the image, row by row.
  const isDot = height * width === 1 && depth > 1;
  const kind = depth === 3 && !isDot ? 'colour' : depth === 1 || isDot ? 'filters' : 'kernels';
  const planes: Plane[] = [];
  if (kind === 'kernels') {
    for (let d = 0; d < Math.min(mapsPerPage, depth); d++) {
      planes.push(reduced((tap) => at(tap, d, channel), height, width, smallSide));
    }
  } else {
    const side = Math.ceil(Math.sqrt(depth));
    for (let f = from; f < Math.min(filters, from + mapsPerPage); f++) {
      if (isDot) {
        const rows = Math.ceil(depth / side);
        planes.push(reduced((d) => (d < depth ? at(0, d, f) : 0), rows, side, smallSide));
      } else {
        for (let d = 0; d < depth; d++) planes.push(reduced((tap) => at(tap, d, f), height, width, smallSide));
      }
    }
  }
  const first = planes[0] as Plane;
  const largest = planes.reduce((most, { values }) => values.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
  const parts = kind === 'colour' ? 3 : 1;
  const pixels = first.height * first.width;
  const bytes = new Uint8Array(planes.length * pixels);
  for (const [index, { values }] of planes.entries()) {
    const start = Math.floor(index / parts) * parts * pixels + (index % parts);
    for (let i = 0; i < pixels; i++) {
      bytes[start + i * parts] = grey(128 + (largest === 0 ? 0 : ((values[i] as number) / largest) * 127));
    }
  }
  return {
    kind,
    from: kind === 'kernels' ? 0 : from,
    height: first.height,
    width: first.width,
    step: first.step,
    count: planes.length / parts,
    largest: finite(largest) ?? 0,
    bytes: toBase64(bytes),
  };
}
