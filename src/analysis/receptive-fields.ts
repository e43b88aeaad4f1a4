/**
 * Receptive fields through branches: which pixels of the network's input one value of a layer depends on, padding
 * counted as pixels outside of it. At a join it is the union of the branches' fields (Araujo et al. 2019, "Computing
 * receptive fields of convolutional neural networks"). Where values of a layer see differently much, as behind an
 * upsampling, what they see repeats from value to value; each kind is followed, so that sizes are exact.
 */

import type { Graph, Layer } from '../graph/graph';
import { pairOf, wordOf } from '../ops/attributes';
import { type Dim, greatestCommonDivisor, type Shape } from '../ops/dim';
import { ops } from '../ops/registry';
import type { Axis } from '../ops/window';
import type { ReceptiveField, ReceptiveFieldAxis } from './analysis';

/** What the values along an axis see: value i + `period` what value i sees, `advance` pixels further on. */
interface View {
  readonly period: number;
  readonly advance: number;
  /** First and last pixel for the values 0 to `period` - 1. */
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** Which values of its input a value of a layer reads: value j + `period` those of j, `advance` further on. */
interface Reading {
  readonly period: number;
  readonly advance: number;
  readonly first: (j: number) => number;
  readonly last: (j: number) => number;
}

/** Kinds of values that are followed one by one; with more of them a field is as wide as any can be. */
const mostKinds = 512;

const pixel: View = { period: 1, advance: 1, first: [0], last: [0] };

type Views = readonly [View, View];

export function receptiveFields(graph: Graph, shapes: readonly Shape[]): (ReceptiveField | undefined)[] {
  const views: (Views | undefined)[] = [];
  return graph.layers.map((layer) => {
    const found = layer.id === graph.input ? ([pixel, pixel] as const) : viewsOf(layer, views, shapes);
    views.push(found);
    const vertical = found && fieldOf(found[0], shapes[layer.id]?.[0]);
    const horizontal = found && fieldOf(found[1], shapes[layer.id]?.[1]);
    return vertical && horizontal && [vertical, horizontal];
  });
}

/** The widest field of `count` values, and where that of the first starts. */
function fieldOf({ period, advance, first, last }: View, count: Dim): ReceptiveFieldAxis | undefined {
  let size = 0;
  const kinds = Math.min(period, count ?? period);
  for (let i = 0; i < kinds; i++) {
    size = Math.max(size, Math.ceil(last[i] as number) - Math.floor(first[i] as number) + 1);
  }
  const start = Math.floor(first[0] as number) + 0;
  return Number.isFinite(size) ? { size, jump: advance / period, start } : undefined;
}

function viewsOf(layer: Layer, views: readonly (Views | undefined)[], shapes: readonly Shape[]): Views | undefined {
  const inputs: Views[] = [];
  for (const input of layer.inputs) {
    const view = views[input];
    if (view === undefined) return undefined;
    inputs.push(view);
  }
  const [input] = inputs;
  if (input === undefined) return undefined;
  if (layer.op.group === 'join') return inputs.reduce((a, b) => [union(a[0], b[0]), union(a[1], b[1])]);
  const isUnknown = layer.op.group === 'arithmetic' && layer.op.parameters.length === 0 && layer.op !== ops.identity;
  if (isUnknown) return undefined;
  const from = shapes[layer.inputs[0] ?? -1] ?? [undefined, undefined, undefined];
  const vertical = readingOf(layer, 0, from, shapes[layer.id]?.[0]);
  const horizontal = readingOf(layer, 1, from, shapes[layer.id]?.[1]);
  if (vertical === undefined || horizontal === undefined) return undefined;
  if (vertical === eachItsOwn && horizontal === eachItsOwn) return input;
  return [through(input[0], vertical), through(input[1], horizontal)];
}

const eachItsOwn: Reading = { period: 1, advance: 1, first: (j) => j, last: (j) => j };

/** Undefined where it is unknown. */
function readingOf({ op, attributes }: Layer, axis: Axis, from: Shape, results: Dim): Reading | undefined {
  if (op === ops.adaptiveavgpool) return adaptive(from[axis], results);
  if (op === ops.upsample) {
    const factor = pairOf(attributes, 'factor')[axis];
    const mode = wordOf(attributes, 'mode');
    if (factor === undefined || mode === undefined) return undefined;
    const first = (j: number) => Math.floor(mode === 'bilinear' ? (j + 0.5) / factor - 0.5 : j / factor);
    const last = (j: number) => (mode === 'bilinear' ? Math.ceil((j + 0.5) / factor - 0.5) : first(j));
    return { period: factor, advance: 1, first, last };
  }
  const window = op.window?.(from, attributes);
  if (window === undefined) return eachItsOwn;
  const kernel = window.kernel[axis];
  const stride = window.stride[axis];
  const dilation = window.dilation[axis];
  const pad = window.pads[axis * 2];
  if (kernel === undefined || stride === undefined || dilation === undefined || pad === undefined) return undefined;
  const first = (j: number) => j * stride - pad;
  return { period: 1, advance: stride, first, last: (j) => first(j) + (kernel - 1) * dilation };
}

function adaptive(from: Dim, to: Dim): Reading | undefined {
  if (from === undefined || to === undefined) return undefined;
  const common = greatestCommonDivisor(from, to);
  const first = (j: number) => Math.floor((j * from) / to);
  return { period: to / common, advance: from / common, first, last: (j) => Math.ceil(((j + 1) * from) / to) - 1 };
}

/** What values see that read the values of a view. */
function through(view: View, reading: Reading): View {
  const turns = view.period / greatestCommonDivisor(view.period, reading.advance);
  const period = reading.period * turns;
  const advance = (view.advance * reading.advance * turns) / view.period;
  if (period > mostKinds) {
    // What any can see at most: the ends of the first, widened by what the kinds differ.
    const jump = advance / period;
    const wide = widest(view);
    const step = wide.advance;
    const [low, high] = [reading.first(0), reading.last(0)];
    const rest = Math.max(0, reading.period - 1) * (reading.advance / reading.period) * step;
    return {
      period: 1,
      advance: jump,
      first: [(wide.first[0] as number) + low * step - rest],
      last: [(wide.last[0] as number) + high * step + rest],
    };
  }
  const first: number[] = [];
  const last: number[] = [];
  for (let j = 0; j < period; j++) {
    first.push(at(view, view.first, reading.first(j)));
    last.push(at(view, view.last, reading.last(j)));
  }
  return { period, advance, first, last };
}

function at({ period, advance }: View, ends: readonly number[], i: number): number {
  const turn = Math.floor(i / period);
  return (ends[i - turn * period] as number) + turn * advance;
}

/** One kind of value that sees all that any of them sees. */
function widest(view: View): View {
  const jump = view.advance / view.period;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < view.period; i++) {
    first = Math.min(first, (view.first[i] as number) - i * jump);
    last = Math.max(last, (view.last[i] as number) - i * jump);
  }
  return { period: 1, advance: jump, first: [first], last: [last] };
}

/** Branches of one size advance alike, unless padding makes up for a stride: the larger jump is then that of both. */
function union(a: View, b: View): View {
  if (a === b) return a;
  const period = (a.period / greatestCommonDivisor(a.period, b.period)) * b.period;
  const isAlike = a.advance * b.period === b.advance * a.period;
  if (!isAlike || period > mostKinds) {
    const [wideA, wideB] = [widest(a), widest(b)];
    return {
      period: 1,
      advance: Math.max(wideA.advance, wideB.advance),
      first: [Math.min(wideA.first[0] as number, wideB.first[0] as number)],
      last: [Math.max(wideA.last[0] as number, wideB.last[0] as number)],
    };
  }
  const first: number[] = [];
  const last: number[] = [];
  for (let i = 0; i < period; i++) {
    first.push(Math.min(at(a, a.first, i), at(b, b.first, i)));
    last.push(Math.max(at(a, a.last, i), at(b, b.last, i)));
  }
  return { period, advance: (a.advance * period) / a.period, first, last };
}
