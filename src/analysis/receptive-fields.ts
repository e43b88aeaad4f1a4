/**
 * Receptive fields through branches: which pixels of the network's input one value of a layer depends on (Araujo et al.
 * 2019, "Computing receptive fields of convolutional neural networks"). Fields are intervals of whole pixels, known for
 * every place of a result: where images are enlarged or shared out they differ from place to place, and repeat. At a join
 * they are the union of the branches'. Padding counts as pixels beyond the image, as if there were no border.
 */

import type { Graph, Layer } from '../graph/graph';
import { cutsOf } from '../ops/crop';
import { type Dim, greatestCommonDivisor, type Shape } from '../ops/dim';
import type { Window } from '../ops/op';
import type { ReceptiveField, ReceptiveFieldAxis } from './analysis';

/** Place o + period sees what place o sees, `advance` pixels further. */
interface Fields {
  readonly period: number;
  readonly advance: number;
  /** First and last pixel that the first places see, as many as the period. */
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** What places of a result read of the input before: place o + period reads `advance` places further. */
interface Reach {
  readonly period: number;
  readonly advance: number;
  first(place: number): number;
  last(place: number): number;
}

/** Beyond it the places of a result are taken together; those of a layer that has a longer one of its own are not known. */
const longestPeriod = 4096;

const pixel: Fields = { period: 1, advance: 1, first: [0], last: [0] };

export function receptiveFields(graph: Graph, shapes: readonly Shape[]): (ReceptiveField | undefined)[] {
  const vertical = fieldsAlong(graph, shapes, 0);
  const horizontal = fieldsAlong(graph, shapes, 1);
  return graph.layers.map((_, id) => {
    const fields = [vertical[id], horizontal[id]] as const;
    const [height, width] = shapes[id] ?? [];
    return fields[0] && fields[1] && [summaryOf(fields[0], height), summaryOf(fields[1], width)];
  });
}

/** The size is that of the largest field of so many places, the start that of the first. */
function summaryOf({ period, advance, first, last }: Fields, places: Dim): ReceptiveFieldAxis {
  const sizes = last.slice(0, places).map((end, place) => end - (first[place] as number) + 1);
  return { size: Math.max(...sizes), jump: advance / period, start: first[0] as number };
}

function fieldsAlong(graph: Graph, shapes: readonly Shape[], axis: 0 | 1): (Fields | undefined)[] {
  const found: (Fields | undefined)[] = [];
  for (const layer of graph.layers) {
    found.push(layer.id === graph.input ? pixel : fieldsOf(layer, found, shapes, axis));
  }
  return found;
}

function fieldsOf(
  layer: Layer,
  found: readonly (Fields | undefined)[],
  shapes: readonly Shape[],
  axis: 0 | 1,
): Fields | undefined {
  if (layer.op.group === 'join') return joined(layer, found, shapes, axis);
  const input = layer.inputs[0] ?? -1;
  const before = found[input];
  const reach = reachOf(layer, shapes[input], shapes[layer.id], axis);
  if (before === undefined || reach === undefined) return undefined;
  return reach === 'same' ? before : through(before, reach);
}

/** What is one row or column beside larger operands is spread, and sees the same everywhere: it is left out. */
function joined(
  layer: Layer,
  found: readonly (Fields | undefined)[],
  shapes: readonly Shape[],
  axis: 0 | 1,
): Fields | undefined {
  const size = shapes[layer.id]?.[axis];
  const isSpread = (input: number) => shapes[input]?.[axis] === 1 && size !== undefined && size > 1;
  let all: Fields | undefined;
  for (const input of layer.inputs) {
    const fields = found[input];
    if (fields === undefined) return undefined;
    if (!isSpread(input)) all = all === undefined || all === fields ? fields : union(all, fields);
  }
  return all;
}

function union(a: Fields, b: Fields): Fields {
  const period = (a.period / greatestCommonDivisor(a.period, b.period)) * b.period;
  const [wholeA, wholeB] = [period / a.period, period / b.period];
  // Branches whose places lie at different distances have no common rhythm.
  const isCommon = a.advance * wholeA === b.advance * wholeB && period <= longestPeriod;
  if (!isCommon) return union(together(a), { ...together(b), advance: together(a).advance });
  const places = Array.from({ length: period }, (_, place) => place);
  return {
    period,
    advance: a.advance * wholeA,
    first: places.map((place) => Math.min(firstOf(a, place), firstOf(b, place))),
    last: places.map((place) => Math.max(lastOf(a, place), lastOf(b, place))),
  };
}

/** The fields of the places that `reach` names, as long as they repeat soon enough. */
function through(before: Fields, reach: Reach): Fields | undefined {
  if (reach.period > longestPeriod) return undefined;
  const repeats = before.period / greatestCommonDivisor(before.period, reach.advance);
  const period = reach.period * repeats;
  if (period > longestPeriod) return through(together(before), reach);
  const places = Array.from({ length: period }, (_, place) => place);
  return {
    period,
    advance: ((reach.advance * repeats) / before.period) * before.advance,
    first: places.map((place) => firstOf(before, reach.first(place))),
    last: places.map((place) => lastOf(before, reach.last(place))),
  };
}

/** All places of a period as one, which sees what any of them does. */
function together({ period, advance, first, last }: Fields): Fields {
  const jump = Math.max(1, Math.round(advance / period));
  const size = Math.max(...last.map((end, place) => end - (first[place] as number)));
  return { period: 1, advance: jump, first: [first[0] as number], last: [(first[0] as number) + size] };
}

function firstOf({ period, advance, first }: Fields, place: number): number {
  const turn = Math.floor(place / period);
  return (first[place - turn * period] as number) + turn * advance;
}

function lastOf({ period, advance, last }: Fields, place: number): number {
  const turn = Math.floor(place / period);
  return (last[place - turn * period] as number) + turn * advance;
}

/** `same`: each place reads its own. Undefined where a size or an argument is unknown. */
function reachOf(
  layer: Layer,
  from: Shape | undefined,
  to: Shape | undefined,
  axis: 0 | 1,
): Reach | 'same' | undefined {
  const [input, output] = [from?.[axis], to?.[axis]];
  const { op, attributes } = layer;
  switch (op.name) {
    case 'upsample':
    case 'resize':
      return resized(input, output, attributes.mode === 'bilinear');
    case 'adaptiveavgpool':
      return shared(input, output);
    case 'depthtospace':
      return typeof attributes.block === 'number' ? enlarged(attributes.block, 1, 0) : undefined;
    case 'crop': {
      const cut = from && cutsOf(from, attributes)[axis * 2];
      return cut === undefined ? undefined : sliding(1, 1, 1, -cut);
    }
    case 'groupnorm':
    case 'instancenorm':
      return sliding(input, 1, 1, 0);
    case 'lrn': {
      const { size, region } = attributes;
      if (region === 'across') return 'same';
      return typeof size === 'number' ? sliding(size, 1, 1, Math.floor((size - 1) / 2)) : undefined;
    }
  }
  const window = from && op.window?.(from, attributes);
  if (window !== undefined) return windowReach(window, axis);
  const isUnknown = op.group === 'arithmetic' && op.parameters.length === 0 && op.name !== 'identity';
  return isUnknown ? undefined : 'same';
}

function windowReach({ kernel, stride, dilation, pads, isTransposed }: Window, axis: 0 | 1): Reach | undefined {
  const [size, step, spread, pad] = [kernel[axis], stride[axis], dilation[axis], pads[axis * 2]];
  if (!isTransposed) return sliding(size, step, spread, pad);
  if (size === undefined || spread === undefined || step === undefined || pad === undefined) return undefined;
  return enlarged(step, (size - 1) * spread + 1, pad);
}

function sliding(kernel: Dim, stride: Dim, dilation: Dim, pad: Dim): Reach | undefined {
  if (kernel === undefined || stride === undefined || dilation === undefined || pad === undefined) return undefined;
  const extent = (kernel - 1) * dilation;
  const first = (place: number) => place * stride - pad;
  return { period: 1, advance: stride, first, last: (place) => first(place) + extent };
}

/** Each input reaches `extent` results from its own place on, `stride` apart; a result that none reaches sees the one before. */
function enlarged(stride: number, extent: number, pad: number): Reach {
  const last = (place: number) => Math.floor((place + pad) / stride);
  const first = (place: number) => Math.min(last(place), Math.ceil((place + pad - (extent - 1)) / stride));
  return { period: stride, advance: 1, first, last };
}

/** Place o lies at (o + 1/2) * in / out - 1/2; nearest takes floor(o * in / out). */
function resized(input: Dim, output: Dim, isBilinear: boolean): Reach | undefined {
  if (input === undefined || output === undefined) return undefined;
  const rhythm = rhythmOf(input, output);
  if (!isBilinear) {
    const only = (place: number) => Math.floor((place * input) / output);
    return { ...rhythm, first: only, last: only };
  }
  // In whole numbers, twice as fine as the output: there is no rounding.
  const doubled = (place: number) => (2 * place + 1) * input - output;
  const first = (place: number) => Math.floor(doubled(place) / (2 * output));
  return { ...rhythm, first, last: (place) => Math.ceil(doubled(place) / (2 * output)) };
}

/** Windows that share an image out: from floor(o * in / out) to before ceil((o + 1) * in / out). */
function shared(input: Dim, output: Dim): Reach | undefined {
  if (input === undefined || output === undefined) return undefined;
  return {
    ...rhythmOf(input, output),
    first: (place) => Math.floor((place * input) / output),
    last: (place) => Math.ceil(((place + 1) * input) / output) - 1,
  };
}

function rhythmOf(input: number, output: number): { readonly period: number; readonly advance: number } {
  const common = greatestCommonDivisor(input, output);
  return { period: output / common, advance: input / common };
}
