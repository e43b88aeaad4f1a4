/**
 * A second reading of what layers make and take, as slow and as plain as it can be, to hold src/analysis against: shapes by
 * formula, products by walking all taps of all windows, receptive fields by walking back to the pixels, memory by asking of
 * every tensor at every step whether it is there. Knows nothing of src.
 */

export type Size = readonly [height: number, width: number, channels: number];

/** A layer with its arguments in full. */
export interface NaiveLayer {
  readonly op: string;
  readonly arguments: Readonly<Record<string, NaiveValue>>;
  /** Indexes of what it reads. */
  readonly inputs: readonly number[];
}

export type NaiveValue = number | string | boolean | readonly number[];

export interface NaiveCounts {
  multiplies: number;
  effectiveMultiplies: number;
  adds: number;
  params: number;
  paramsTotal: number;
}

/** A layer that cannot be applied to its input. */
export class DoesNotFit extends Error {}

const fits = (condition: boolean): void => {
  if (!condition) throw new DoesNotFit();
};

interface Axis {
  readonly size: number;
  readonly out: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Rows of padding before the first. */
  readonly before: number;
}

const both = (value: NaiveValue | undefined): readonly number[] =>
  Array.isArray(value) ? (value as number[]) : [value as number, value as number];

/** Top, bottom, left, right. */
function four(value: NaiveValue): readonly number[] {
  if (typeof value === 'number') return [value, value, value, value];
  const list = value as readonly number[];
  return list.length === 4 ? list : [list[0], list[0], list[1], list[1]].map((side) => side as number);
}

/** A window that moves over height (0) or width (1). */
function axisOf(layer: NaiveLayer, size: number, axis: 0 | 1): Axis {
  const { kernel, stride, dilation, padding, rounding } = layer.arguments;
  const k = both(kernel)[axis] as number;
  const s = both(stride ?? 1)[axis] as number;
  const d = both(dilation ?? 1)[axis] as number;
  const reach = (k - 1) * d + 1;
  if (padding === 'same') {
    const out = Math.ceil(size / s);
    return {
      size,
      out,
      kernel: k,
      stride: s,
      dilation: d,
      before: Math.floor(Math.max((out - 1) * s + reach - size, 0) / 2),
    };
  }
  const pads = padding === 'valid' ? [0, 0, 0, 0] : four(padding as NaiveValue);
  const before = pads[axis * 2] as number;
  const after = pads[axis * 2 + 1] as number;
  // Windows are laid one after another until one does not fit.
  let out = 0;
  for (let start = -before; start + reach <= size + after; start += s) out++;
  fits(out >= 1);
  if (rounding === 'ceil') {
    const left = size + before + after - reach - (out - 1) * s;
    if (left > 0 && out * s < size + before) out++;
  }
  if (layer.op.endsWith('pool')) {
    for (let i = 0; i < out; i++) fits(tapsInside(i, { size, out, kernel: k, stride: s, dilation: d, before }) > 0);
  }
  return { size, out, kernel: k, stride: s, dilation: d, before };
}

function tapsInside(i: number, { size, kernel, stride, dilation, before }: Axis): number {
  let count = 0;
  for (let t = 0; t < kernel; t++) {
    const at = i * stride - before + t * dilation;
    if (at >= 0 && at < size) count++;
  }
  return count;
}

/** Taps on the image, over all windows. */
function allTaps(vertical: Axis, horizontal: Axis): number {
  let count = 0;
  for (let y = 0; y < vertical.out; y++)
    for (let x = 0; x < horizontal.out; x++) count += tapsInside(y, vertical) * tapsInside(x, horizontal);
  return count;
}

interface Transposed extends Axis {
  readonly reach: number;
}

function transposedAxis(layer: NaiveLayer, size: number, axis: 0 | 1): Transposed {
  const { kernel, stride, dilation, padding, output_padding } = layer.arguments;
  const k = both(kernel)[axis] as number;
  const s = both(stride ?? 1)[axis] as number;
  const d = both(dilation ?? 1)[axis] as number;
  const reach = (k - 1) * d + 1;
  const full = (size - 1) * s + reach;
  const common = { size, kernel: k, stride: s, dilation: d, reach };
  if (padding === 'same') return { ...common, out: size * s, before: Math.floor(Math.max(full - size * s, 0) / 2) };
  const pads = padding === 'valid' ? [0, 0, 0, 0] : four(padding as NaiveValue);
  const extra = both(output_padding ?? 0)[axis] as number;
  fits(extra < Math.max(s, d));
  const out = full - (pads[axis * 2] as number) - (pads[axis * 2 + 1] as number) + extra;
  fits(out >= 1);
  return { ...common, out, before: pads[axis * 2] as number };
}

function landing({ size, out, kernel, stride, dilation, before }: Transposed): number {
  let count = 0;
  for (let i = 0; i < size; i++) {
    for (let t = 0; t < kernel; t++) {
      const at = i * stride - before + t * dilation;
      if (at >= 0 && at < out) count++;
    }
  }
  return count;
}

export function sizeOf(layer: NaiveLayer, inputs: readonly Size[]): Size {
  const [height, width, channels] = inputs[0] as Size;
  const { arguments: given } = layer;
  const number = (name: string) => given[name] as number;
  const window = (out: number): Size => [axisOf(layer, height, 0).out, axisOf(layer, width, 1).out, out];
  switch (layer.op) {
    case 'conv':
      fits(channels % number('groups') === 0 && number('filters') % number('groups') === 0);
      return window(number('filters'));
    case 'separable':
      return window(number('filters'));
    case 'depthwise':
      return window(channels * number('multiplier'));
    case 'maxpool':
    case 'avgpool':
      return window(channels);
    case 'convtranspose':
      fits(channels % number('groups') === 0 && number('filters') % number('groups') === 0);
      return [transposedAxis(layer, height, 0).out, transposedAxis(layer, width, 1).out, number('filters')];
    case 'adaptiveavgpool':
    case 'resize': {
      const [h, w] = both(given.size);
      return [h as number, w as number, channels];
    }
    case 'globalavgpool':
    case 'globalmaxpool':
      return [1, 1, channels];
    case 'flatten':
      return [1, 1, height * width * channels];
    case 'dense':
      return [1, 1, number('units')];
    case 'upsample': {
      const [y, x] = both(given.factor);
      return [height * (y as number), width * (x as number), channels];
    }
    case 'pad':
    case 'crop': {
      const sign = layer.op === 'pad' ? 1 : -1;
      const [top, bottom, left, right] = four(given.amount as NaiveValue) as [number, number, number, number];
      if (given.mode === 'reflect') fits(Math.max(top, bottom) < height && Math.max(left, right) < width);
      const size: Size = [height + sign * (top + bottom), width + sign * (left + right), channels];
      fits(size[0] >= 1 && size[1] >= 1);
      return size;
    }
    case 'slice':
      fits(number('start') + number('channels') <= channels);
      return [height, width, number('channels')];
    case 'shuffle':
    case 'groupnorm':
      fits(channels % number('groups') === 0);
      return [height, width, channels];
    case 'spacetodepth': {
      const block = number('block');
      fits(height % block === 0 && width % block === 0);
      return [height / block, width / block, channels * block * block];
    }
    case 'depthtospace': {
      const block = number('block');
      fits(channels % (block * block) === 0);
      return [height * block, width * block, channels / (block * block)];
    }
    case 'concat':
      fits(inputs.every((input) => input[0] === height && input[1] === width));
      return [height, width, inputs.reduce((sum, input) => sum + input[2], 0)];
    case 'add':
    case 'multiply':
      return [0, 1, 2].map((axis) => {
        const sizes = inputs.map((input) => input[axis] as number);
        const largest = Math.max(...sizes);
        fits(sizes.every((size) => size === 1 || size === largest));
        return largest;
      }) as unknown as Size;
    default:
      return [height, width, channels];
  }
}

/** Trained parameters of a norm or activation over channels, and all of them. */
function factors(
  op: string,
  given: NaiveLayer['arguments'],
  channels: number,
): readonly [trained: number, all: number] {
  const scale = given.scale === false ? 0 : channels;
  const centre = given.center === false ? 0 : channels;
  switch (op) {
    case 'batchnorm':
      return [scale + centre, scale + centre + 2 * channels];
    case 'layernorm':
    case 'groupnorm':
    case 'instancenorm':
    case 'affine':
      return [scale + centre, scale + centre];
    case 'l2norm':
      return [scale, scale];
    case 'prelu': {
      const slopes = given.shared === true ? 1 : channels;
      return [slopes, slopes];
    }
    default:
      return [0, 0];
  }
}

export function countsOf(layer: NaiveLayer, input: Size, output: Size): NaiveCounts {
  const counts = { multiplies: 0, effectiveMultiplies: 0, adds: 0, params: 0, paramsTotal: 0 };
  const { arguments: given, op } = layer;
  const [height, width, channels] = input;
  const outputs = output[0] * output[1] * output[2];
  const hasNorm = given.norm !== undefined && given.norm !== 'none';
  const bias = (given.bias === undefined ? !hasNorm : given.bias === true) ? 1 : 0;
  const add = (multiplies: number, effective: number, adds: number, weights: number) => {
    counts.multiplies += multiplies;
    counts.effectiveMultiplies += effective;
    counts.adds += adds;
    counts.params += weights;
    counts.paramsTotal += weights;
  };
  if (op === 'conv' || op === 'depthwise' || op === 'separable') {
    const vertical = axisOf(layer, height, 0);
    const horizontal = axisOf(layer, width, 1);
    const taps = allTaps(vertical, horizontal);
    const area = vertical.kernel * horizontal.kernel;
    if (op === 'conv') {
      const read = channels / (given.groups as number);
      add(
        outputs * area * read,
        taps * read * output[2],
        outputs * (area * read - 1 + bias),
        (area * read + bias) * output[2],
      );
    } else {
      const inner = channels * (given.multiplier as number);
      const places = output[0] * output[1];
      const own = op === 'depthwise' ? bias : 0;
      add(places * inner * area, taps * inner, places * inner * (area - 1 + own), inner * (area + own));
      if (op === 'separable') {
        add(outputs * inner, outputs * inner, outputs * (inner - 1 + bias), (inner + bias) * output[2]);
      }
    }
  }
  if (op === 'convtranspose') {
    const vertical = transposedAxis(layer, height, 0);
    const horizontal = transposedAxis(layer, width, 1);
    const perTap = (channels * output[2]) / (given.groups as number);
    const area = vertical.kernel * horizontal.kernel;
    const all = height * width * area * perTap;
    add(all, landing(vertical) * landing(horizontal) * perTap, all, area * perTap + bias * output[2]);
  }
  if (op === 'dense') {
    const read = height * width * channels;
    add(read * output[2], read * output[2], output[2] * (read - 1 + bias), (read + bias) * output[2]);
  }
  const trained = [
    factors(op, given, channels),
    factors(String(given.norm), {}, output[2]),
    factors(String(given.activation), {}, output[2]),
  ];
  for (const [own, all] of trained) {
    counts.params += own;
    counts.paramsTotal += all;
  }
  return counts;
}

/** First and last pixel that a value depends on, along one axis; undefined behind what sees the whole image or between pixels. */
export function fieldOf(
  layers: readonly NaiveLayer[],
  sizes: readonly Size[],
  index: number,
  axis: 0 | 1,
  at: number,
): readonly [number, number] | undefined {
  const layer = layers[index] as NaiveLayer;
  if (layer.op === 'input') return [at, at];
  const source = sizes[layer.inputs[0] as number] as Size;
  const reads: number[] = [];
  if (source !== undefined && ['conv', 'depthwise', 'separable', 'maxpool', 'avgpool'].includes(layer.op)) {
    const { kernel, stride, dilation, before } = axisOf(layer, source[axis], axis);
    for (let t = 0; t < kernel; t++) reads.push(at * stride - before + t * dilation);
  } else if (layer.op === 'pad' || layer.op === 'crop') {
    const first = four(layer.arguments.amount as NaiveValue)[axis * 2] as number;
    reads.push(layer.op === 'pad' ? at - first : at + first);
  } else if (layer.op === 'spacetodepth') {
    const block = layer.arguments.block as number;
    for (let t = 0; t < block; t++) reads.push(at * block + t);
  } else if (pointwise.has(layer.op)) reads.push(at);
  else return undefined;
  const own = sizes[index] as Size;
  let first = Infinity;
  let last = -Infinity;
  for (const input of layer.inputs) {
    // Of an operand that is spread there is no one place.
    if (joins.has(layer.op) && (sizes[input] as Size)[axis] !== own[axis]) return undefined;
    for (const place of reads) {
      const field = fieldOf(layers, sizes, input, axis, place);
      if (field === undefined) return undefined;
      first = Math.min(first, field[0]);
      last = Math.max(last, field[1]);
    }
  }
  return [first, last];
}

const joins: ReadonlySet<string> = new Set(['concat', 'add', 'multiply']);

// biome-ignore format: a table of words
const pointwise: ReadonlySet<string> = new Set([
  ...joins, 'identity', 'dropout', 'scale', 'batchnorm', 'layernorm', 'l2norm', 'affine', 'relu', 'relu6', 'leakyrelu', 'sigmoid',
  'tanh', 'silu', 'gelu', 'hardswish', 'softmax', 'elu', 'selu', 'mish', 'softplus', 'hardsigmoid', 'clip', 'prelu', 'slice', 'shuffle',
]);

/** What the last layer needs, itself among it. */
export function neededBy(layers: readonly NaiveLayer[], end: number): Set<number> {
  const needed = new Set<number>();
  const pending = [end];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    pending.push(...(layers[next] as NaiveLayer).inputs);
  }
  return needed;
}

/** The most bytes alive while the needed layers are computed in order. */
export function peakOf(layers: readonly NaiveLayer[], bytes: readonly number[], needed: ReadonlySet<number>): number {
  const order = [...needed].filter((index) => layers[index]?.op !== 'input').sort((a, b) => a - b);
  const readers = (tensor: number) => order.filter((index) => layers[index]?.inputs.includes(tensor));
  const isAlive = (tensor: number, step: number) =>
    (tensor <= step || layers[tensor]?.op === 'input') && step <= Math.max(tensor, ...readers(tensor));
  // A branch of a concat is a slice of what it makes, as long as that is there or is itself such a slice.
  const isThere = (tensor: number, step: number): boolean =>
    tensor <= step && (isAlive(tensor, step) || covers(tensor).some((concat) => isThere(concat, step)));
  const covers = (tensor: number) => readers(tensor).filter((index) => layers[index]?.op === 'concat');
  let most = 0;
  for (const step of order) {
    let alive = 0;
    for (const tensor of needed) {
      const isSlice = covers(tensor).some((concat) => isThere(concat, step));
      if (isAlive(tensor, step) && !isSlice) alive += bytes[tensor] as number;
    }
    most = Math.max(most, alive);
  }
  return most;
}
