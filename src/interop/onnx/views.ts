/**
 * How the values of a layer stand in a tensor of the source: which parts of height, width and channels each of its axes runs
 * through. Reshapes and transpositions move these parts and no values; what they come to in the end is seen from where the parts
 * are: the image itself, a list, a channel shuffle, blocks of pixels as channels.
 */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible, type KnownShape } from '../import/foreign-network';

/** So many places of one axis of the layer, `step` apart. `n` is the images together. */
interface AxisPart {
  readonly of: 'n' | 'h' | 'w' | 'c';
  readonly size: number;
  readonly step: number;
}

/** From the outermost to the innermost part. */
export type Axis = readonly AxisPart[];

export type Axes = readonly Axis[];

const whole = (of: AxisPart['of'], size: number): Axis => (size === 1 ? [] : [{ of, size, step: 1 }]);

/** Images one after the other, by channel, height, width. */
export function imageAxes([height, width, channels]: KnownShape, batch: number): Axes {
  return [whole('n', batch), whole('c', channels), whole('h', height), whole('w', width)];
}

export function channelsLastAxes([height, width, channels]: KnownShape, batch: number): Axes {
  return [whole('n', batch), whole('h', height), whole('w', width), whole('c', channels)];
}

export function listAxes(channels: number, batch: number): Axes {
  return [whole('n', batch), whole('c', channels)];
}

/**
 * As a source has an image in so many axes: a list of channels alone, or of several images; rows of one height; the image itself.
 * Undefined where a size would be lost.
 */
export function axesOfRank(shape: KnownShape, batch: number, rank: number): Axes | undefined {
  const [height, width, channels] = shape;
  const [n, c, w] = [whole('n', batch), whole('c', channels), whole('w', width)];
  if (rank === 4) return imageAxes(shape, batch);
  if (rank === 3 && height === 1) return [n, c, w];
  if (rank === 2 && height * width === 1) return [n, c];
  return rank === 1 && height * width * batch === 1 ? [c] : undefined;
}

/** The values one after the other, without the axes that they stand in. */
export function orderIn(axes: Axes): Axis {
  return joined(axes.flat());
}

export function channelsAxis(channels: number): Axis {
  return whole('c', channels);
}

export function sizeOf(axis: Axis): number {
  return elementCount(axis.map(({ size }) => size));
}

export function dimsOf(axes: Axes): number[] {
  return axes.map(sizeOf);
}

/** Two parts that run through an axis as one are one. */
function joined(parts: readonly AxisPart[]): Axis {
  const result: AxisPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last !== undefined && last.of === part.of && last.step === part.step * part.size) {
      result[result.length - 1] = { of: part.of, size: last.size * part.size, step: part.step };
    } else result.push(part);
  }
  return result;
}

/** Throws `Inexpressible` where a new axis would begin within a part that it does not divide. */
export function reshaped(axes: Axes, dims: readonly number[]): Axes {
  const parts = joined(axes.flat()).slice().reverse();
  const axesOfTarget = dims.map((size) => {
    const taken: AxisPart[] = [];
    for (let left = size; left > 1; ) {
      const part = parts.pop();
      if (part === undefined) throw wrongReshape(dims);
      if (left % part.size === 0) {
        taken.push(part);
        left /= part.size;
      } else if (part.size % left === 0) {
        const inner = part.size / left;
        taken.push({ of: part.of, size: left, step: part.step * inner });
        parts.push({ of: part.of, size: inner, step: part.step });
        left = 1;
      } else throw wrongReshape(dims);
    }
    return joined(taken);
  });
  if (parts.length > 0) throw wrongReshape(dims);
  return axesOfTarget;
}

function wrongReshape(dims: readonly number[]): Inexpressible {
  return new Inexpressible(phrase('foreign.reshape', { shape: dims.join(', ') }));
}

export function isSameAxis(a: Axis, b: Axis): boolean {
  return (
    a.length === b.length &&
    a.every(({ of, size, step }, i) => of === b[i]?.of && size === b[i]?.size && step === b[i]?.step)
  );
}

export function isSame(a: Axes, b: Axes): boolean {
  return a.length === b.length && a.every((axis, i) => isSameAxis(axis, b[i] ?? []));
}

/** What a tensor is of a layer. */
export type Arrangement =
  | { readonly kind: 'image' | 'channels-last' }
  /** All values of an image: `hwc` is our order. */
  | { readonly kind: 'list'; readonly order: 'hwc' | 'chw' }
  | { readonly kind: 'shuffle'; readonly groups: number }
  | { readonly kind: 'depth-to-space' | 'space-to-depth'; readonly block: number; readonly order: 'dcr' | 'crd' };

/** Undefined for what the language cannot say. */
export function arrangementOf(axes: Axes, shape: KnownShape, batch: number): Arrangement | undefined {
  const [height, width, channels] = shape;
  const [n = [], ...rest] = axes;
  const plain = axesOfRank(shape, batch, axes.length);
  if (plain !== undefined && isSame(axes, plain))
    return axes.length < 3 ? { kind: 'list', order: 'hwc' } : { kind: 'image' };
  if (!isSameAxis(n, whole('n', batch))) return undefined;
  if (axes.length === 2) {
    const [list = []] = rest;
    const [h, w, c] = [whole('h', height), whole('w', width), whole('c', channels)];
    if (isSameAxis(list, joined([...h, ...w, ...c]))) return { kind: 'list', order: 'hwc' };
    if (isSameAxis(list, joined([...c, ...h, ...w]))) return { kind: 'list', order: 'chw' };
    return undefined;
  }
  if (axes.length !== 4) return undefined;
  if (isSame(axes, channelsLastAxes(shape, batch))) return { kind: 'channels-last' };
  const [c = [], h = [], w = []] = rest;
  return shuffleOf(c, h, w, shape) ?? deeper(c, h, w, shape) ?? flatter(c, h, w, shape);
}

/** Where height and width are axes of their own, what is left are the parts of the channels, each once. */
function shuffleOf(c: Axis, h: Axis, w: Axis, [height, width]: KnownShape): Arrangement | undefined {
  if (!isSameAxis(h, whole('h', height)) || !isSameAxis(w, whole('w', width))) return undefined;
  const [inner, groups, ...others] = c;
  const isTurned = inner?.step === 1 && others.length === 0;
  return isTurned && groups !== undefined ? { kind: 'shuffle', groups: groups.size } : undefined;
}

/** Parts of the channels behind those of height and width. */
function deeper(c: Axis, h: Axis, w: Axis, [height, width, channels]: KnownShape): Arrangement | undefined {
  const block = sizeOf(h) / height;
  if (!Number.isInteger(block) || block < 2 || sizeOf(w) !== width * block) return undefined;
  const depth = channels / (block * block);
  if (!Number.isInteger(depth)) return undefined;
  for (const order of ['dcr', 'crd'] as const) {
    const [dy, dx] = order === 'dcr' ? [block * depth, depth] : [block, 1];
    const step = order === 'dcr' ? 1 : block * block;
    const part = (size: number, at: number): Axis => (size === 1 ? [] : [{ of: 'c', size, step: at }]);
    const isIt =
      isSameAxis(c, joined(part(depth, step))) &&
      isSameAxis(h, joined([...whole('h', height), ...part(block, dy)])) &&
      isSameAxis(w, joined([...whole('w', width), ...part(block, dx)]));
    if (isIt) return { kind: 'depth-to-space', block, order };
  }
  return undefined;
}

/** Parts of height and width with those of the channels. */
function flatter(c: Axis, h: Axis, w: Axis, [height, width, channels]: KnownShape): Arrangement | undefined {
  const block = height / sizeOf(h);
  if (!Number.isInteger(block) || block < 2 || width !== sizeOf(w) * block) return undefined;
  const rows = (of: 'h' | 'w', size: number): Axis => (size === 1 ? [] : [{ of, size, step: block }]);
  const inner: Axis = [
    { of: 'h', size: block, step: 1 },
    { of: 'w', size: block, step: 1 },
  ];
  if (!isSameAxis(h, rows('h', height / block)) || !isSameAxis(w, rows('w', width / block))) return undefined;
  if (isSameAxis(c, joined([...inner, ...whole('c', channels)])))
    return { kind: 'space-to-depth', block, order: 'dcr' };
  if (isSameAxis(c, joined([...whole('c', channels), ...inner])))
    return { kind: 'space-to-depth', block, order: 'crd' };
  return undefined;
}
