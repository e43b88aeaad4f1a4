/**
 * From an analysed network to the plan of a run: the layers that the wanted results need, as steps, with weights
 * and places in the arena. What is unknown because of a mistake in the text is refused here, as data.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { firstUnknownLayer } from '../analysis/known';
import { invariant, present } from '../base/assert';
import type { Refusal } from '../base/diagnostic';
import { formatExact } from '../base/number-format';
import { nearest } from '../base/suggest';
import type { Sides } from '../base/tensor';
import type { LayerId } from '../graph/graph';
import type { Shape } from '../ops/dim';
import type { Attributes, WeightSpec } from '../ops/op';
import type { OpName } from '../ops/registry';
import { alignFloats, layOutArena, type Storage } from './arena';
import { lower } from './lower';
import { type Home, type PlacedLayer, placeTensors } from './placement';
import type { Plan, PlanLayer, PlanOutput, PlanShape, PlanWeight, Step, StepBody, TensorView } from './plan';

export interface PlanOptions {
  /** Where the run ends: an output's or head's name, a layer's path, or a block's. Without it, all outputs and heads. */
  readonly upto?: string;
  /** Leaves room for zeros around what padded convolutions read. Costs memory; the reference backend needs none. */
  readonly withBorders?: boolean;
}

export type PlanResult = { readonly plan: Plan } | { readonly refusal: Refusal };

interface End {
  readonly name: string;
  readonly kind: PlanOutput['kind'];
  readonly layer: LayerId;
}

/** More than any typed array holds. */
const mostFloats = 2 ** 31;

export function planRun(network: NetworkAnalysis, options: PlanOptions = {}): PlanResult {
  const ends = findEnds(network, options.upto);
  if ('refusal' in ends) return ends;
  if (ends.ends.some(({ layer }) => layer < 0)) return { refusal: { code: 'run.unknown-end', values: {} } };
  const needed = ancestors(network, ends.ends);
  const refusal = firstUnknown(network, needed);
  if (refusal !== undefined) return { refusal };
  const largest = needed.reduce((most, id) => Math.max(most, elements(network.shapes[id])), 0);
  if (largest > mostFloats) {
    const values = { size: formatExact(largest), limit: formatExact(mostFloats) };
    return { refusal: { code: 'run.tensor', values } };
  }
  const given = new Set([network.graph.input]);
  return new Planner(network, ends.ends, needed, given, options.withBorders ?? false).plan();
}

/**
 * The steps of every layer that is known, whether an output needs it or not: to say something of a network that is being
 * written. Results that are known of layers that are not are taken as given. Where a run has all layers, these are its
 * steps, except that storages are not placed in an arena.
 */
export function knownSteps(network: NetworkAnalysis): Pick<Plan, 'layers' | 'steps' | 'weights'> {
  const { layers, outputs, input } = network.graph;
  const isSized = (id: LayerId): boolean => network.shapes[id]?.includes(undefined) === false;
  const sized = layers.map(({ id }) => id).filter(isSized);
  const isKnown = (id: LayerId): boolean =>
    layers[id]?.inputs.every(isSized) === true && firstUnknownLayer(network, [id]) === undefined;
  const given = new Set(sized.filter((id) => id === input || !isKnown(id)));
  const read = new Set(sized.filter((id) => !given.has(id)).flatMap((id) => layers[id]?.inputs ?? []));
  const isEnd = (id: LayerId): boolean => !read.has(id) || outputs.some(({ layer }) => layer === id);
  const ends = sized.filter(isEnd).map((layer): End => ({ name: '', kind: 'layer', layer }));
  return new Planner(network, ends, sized, given, false).steps();
}

function findEnds(
  network: NetworkAnalysis,
  upto: string | undefined,
): { readonly ends: readonly End[] } | { readonly refusal: Refusal } {
  const { graph, name } = network;
  if (graph.input < 0) return { refusal: { code: 'no-input', values: { network: name } } };
  if (upto === undefined) {
    if (graph.outputs.length === 0) return { refusal: { code: 'no-output', values: { network: name } } };
    return { ends: graph.outputs.map((output) => ({ ...output })) };
  }
  const output = graph.outputs.find((candidate) => candidate.name === upto);
  if (output !== undefined) return { ends: [output] };
  const layer = graph.layers.find(({ path }) => path === upto);
  if (layer !== undefined) return { ends: [{ name: upto, kind: 'layer', layer: layer.id }] };
  const block = graph.blocks.find(({ path, kind }) => path === upto && kind !== 'network' && kind !== 'branch');
  if (block !== undefined) return { ends: [{ name: upto, kind: 'layer', layer: block.result }] };
  const names = [...graph.outputs.map((candidate) => candidate.name), ...graph.layers.map(({ path }) => path)];
  const near = nearest(upto, [...names, ...graph.blocks.map(({ path }) => path)]);
  return { refusal: { code: 'run.end', values: { network: name, name: upto }, near } };
}

/** The layers the ends need, in order of execution; the input is always one, so that a run has one. */
function ancestors(network: NetworkAnalysis, ends: readonly End[]): LayerId[] {
  const { layers, input } = network.graph;
  const isNeeded = new Array<boolean>(layers.length).fill(false);
  isNeeded[input] = true;
  for (const { layer } of ends) isNeeded[layer] = true;
  for (let id = layers.length - 1; id >= 0; id--) {
    if (isNeeded[id]) for (const read of layers[id]?.inputs ?? []) if (read >= 0) isNeeded[read] = true;
  }
  return layers.filter(({ id }) => isNeeded[id]).map(({ id }) => id);
}

function firstUnknown(network: NetworkAnalysis, needed: readonly LayerId[]): Refusal | undefined {
  const unknown = firstUnknownLayer(network, needed);
  if (unknown === undefined) return undefined;
  return { code: 'run.unknown-layer', values: { path: unknown.layer.path, reason: unknown.reason } };
}

/** A step whose tensors are layers and storages, not yet places. */
interface Draft {
  readonly layer: number;
  readonly body: StepBody;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

interface Tensor {
  readonly home: Home;
  readonly shape: PlanShape;
}

class Planner {
  private readonly drafts: Draft[] = [];
  private readonly layers: PlanLayer[] = [];
  private readonly weights: PlanWeight[] = [];
  /** Positions in `needed` by layer id. */
  private readonly positions = new Map<LayerId, number>();
  private readonly storages: PlanShape[];
  private readonly homes: readonly Home[];
  private readonly lists: ReadonlySet<number>;

  constructor(
    private readonly network: NetworkAnalysis,
    private readonly ends: readonly End[],
    private readonly needed: readonly LayerId[],
    /** Those of them whose results are there before the first step. */
    private readonly given: ReadonlySet<LayerId>,
    private readonly withBorders: boolean,
  ) {
    for (const [position, id] of needed.entries()) this.positions.set(id, position);
    const placement = placeTensors(needed.map((id) => this.placed(id)));
    this.storages = [...placement.storages];
    this.homes = placement.homes;
    this.lists = placement.lists;
  }

  plan(): PlanResult {
    this.draft();
    const borders = this.borders();
    const layout = layOutArena(this.lives(borders));
    const view = (tensor: Tensor): TensorView => this.view(tensor, layout.offsets, borders);
    if (layout.floats > mostFloats) {
      const size = ((layout.floats * 4) / 2 ** 30).toFixed(1);
      return { refusal: { code: 'run.memory', values: { size } } };
    }
    const used = new Set(this.weights.map(({ name }) => name));
    const { graph, name } = this.network;
    return {
      plan: {
        network: name,
        input: { name: present(graph.layers[graph.input], 'input').path, view: view(this.tensor(graph.input)) },
        outputs: this.ends.map((end) => ({ name: end.name, kind: end.kind, view: view(this.tensor(end.layer)) })),
        layers: this.layers,
        steps: this.drafts.map((draft) => stepOf(draft, view)),
        weights: this.weights,
        otherWeights: this.otherWeights(used),
        arenaFloats: layout.floats,
        arenaBytes: layout.floats * 4,
        peakBytes: layout.peakFloats * 4,
      },
    };
  }

  /** Without a limit to memory, and with each storage at offset 0: placing them takes longest, and is for those who run. */
  steps(): Pick<Plan, 'layers' | 'steps' | 'weights'> {
    this.draft();
    const borders = this.borders();
    const offsets = this.storages.map(() => 0);
    const steps = this.drafts.map((draft) => stepOf(draft, (tensor) => this.view(tensor, offsets, borders)));
    return { layers: this.layers, steps, weights: this.weights };
  }

  private draft(): void {
    for (const id of this.needed) if (!this.given.has(id)) this.draftLayer(id);
  }

  private placed(id: LayerId): PlacedLayer {
    const layer = present(this.network.graph.layers[id], 'layer');
    const isGiven = this.given.has(id);
    return {
      kind: isGiven ? 'input' : sharing(layer.op.name as OpName, layer.attributes),
      shape: known(this.network.shapes[id]),
      inputs: isGiven ? [] : layer.inputs.map((input) => present(this.positions.get(input), 'input position')),
      isEnd: this.ends.some((end) => end.layer === id),
    };
  }

  private tensor(id: LayerId): Tensor {
    const position = present(this.positions.get(id), 'position');
    return { home: present(this.homes[position], 'home'), shape: known(this.network.shapes[id]) };
  }

  private draftLayer(id: LayerId): void {
    const layer = present(this.network.graph.layers[id], 'layer');
    const cost = present(this.network.costs[id], 'cost');
    const output = this.tensor(id);
    const inputs = layer.inputs.map((input) => this.tensor(input));
    const position = this.layers.length;
    const op = layer.op.name as OpName;
    this.layers.push({
      path: layer.path,
      op,
      shape: output.shape,
      multiplies: present(cost.multiplies, 'multiplies'),
      effectiveMultiplies: present(cost.effectiveMultiplies, 'effective multiplies'),
      ...(this.network.parts[id] === 'head' ? { isForHeads: true } : {}),
    });
    const push = (body: StepBody, from: readonly Tensor[], to: Tensor): void => {
      this.drafts.push({ layer: position, body, inputs: from, output: to });
    };
    if (op === 'concat') {
      let channel = 0;
      for (const input of inputs) {
        const slice: Tensor = {
          home: { ...output.home, offset: output.home.offset + channel },
          shape: input.shape,
        };
        if (!samePlace(slice, input)) push({ kernel: 'copy' }, [input], slice);
        channel += input.shape[2];
      }
      push({ kernel: 'view' }, inputs, output);
      return;
    }
    const [input] = inputs;
    invariant(input !== undefined, `${layer.path} reads nothing`);
    if (sharing(op, layer.attributes) === 'view') {
      push({ kernel: isSeenAt(input, output) ? 'view' : 'copy' }, [input], output);
      return;
    }
    const specs = layer.op.weights?.(input.shape as Shape, layer.attributes) ?? [];
    const { bodies, between } = lower({
      op,
      attributes: layer.attributes,
      input: input.shape,
      output: output.shape,
      specs,
      firstWeight: this.weights.length,
    });
    for (const spec of specs) this.weights.push(planWeight(layer.path, spec));
    let from: readonly Tensor[] = inputs;
    for (const [index, body] of bodies.entries()) {
      const to = between !== undefined && index === 0 ? this.newTensor(between) : output;
      push(body, from, to);
      from = [to];
    }
  }

  private newTensor(shape: PlanShape): Tensor {
    this.storages.push(shape);
    return { home: { storage: this.storages.length - 1, offset: 0, pixelStride: shape[2], isFlat: false }, shape };
  }

  /** Zeros that convolutions expect around each storage. */
  private borders(): readonly Sides[] {
    const borders = this.storages.map((): Sides => [0, 0, 0, 0]);
    if (!this.withBorders) return borders;
    for (const { body, inputs } of this.drafts) {
      const home = inputs[0]?.home;
      if (body.kernel !== 'convolution' || home === undefined || home.isFlat || this.lists.has(home.storage)) continue;
      const [top, bottom, left, right] = borders[home.storage] as Sides;
      const { pads } = body.window;
      borders[home.storage] = [
        Math.max(top, pads[0]),
        Math.max(bottom, pads[1]),
        Math.max(left, pads[2]),
        Math.max(right, pads[3]),
      ];
    }
    return borders;
  }

  /** From the first write to the last read; the input is written before the first step, ends are read after the last. */
  private lives(borders: readonly Sides[]): readonly Storage[] {
    const first = this.storages.map(() => Number.POSITIVE_INFINITY);
    const last = this.storages.map(() => -1);
    const touch = ({ home }: Tensor, step: number): void => {
      first[home.storage] = Math.min(first[home.storage] as number, step);
      last[home.storage] = Math.max(last[home.storage] as number, step);
    };
    for (const id of this.given) touch(this.tensor(id), -1);
    for (const [step, { inputs, output }] of this.drafts.entries()) {
      for (const input of inputs) touch(input, step);
      touch(output, step);
    }
    for (const { layer } of this.ends) touch(this.tensor(layer), this.drafts.length);
    return this.storages.map((shape, index) => {
      const [top, bottom, left, right] = borders[index] as Sides;
      const isUsed = first[index] !== Number.POSITIVE_INFINITY;
      return {
        floats: isUsed ? (shape[0] + top + bottom) * (shape[1] + left + right) * shape[2] : 0,
        first: isUsed ? (first[index] as number) : 0,
        last: last[index] as number,
      };
    });
  }

  private view({ home, shape }: Tensor, offsets: readonly number[], borders: readonly Sides[]): TensorView {
    const [, width, channels] = this.storages[home.storage] as PlanShape;
    const sides: Sides = home.isFlat ? [0, 0, 0, 0] : (borders[home.storage] as Sides);
    const [top, , left, right] = borders[home.storage] as Sides;
    const storageRow = (width + left + right) * channels;
    return {
      offset: (offsets[home.storage] as number) + top * storageRow + left * channels + home.offset,
      height: shape[0],
      width: shape[1],
      channels: shape[2],
      pixelStride: home.pixelStride,
      rowStride: home.isFlat ? shape[1] * home.pixelStride : storageRow,
      borders: sides,
    };
  }

  private otherWeights(used: ReadonlySet<string>): readonly string[] {
    return this.network.graph.layers.flatMap((layer) => {
      const input = this.network.shapes[layer.inputs[0] ?? -1];
      if (input === undefined) return [];
      const names = (layer.op.weights?.(input, layer.attributes) ?? []).map(({ name }) => `${layer.path}/${name}`);
      return names.filter((name) => !used.has(name));
    });
  }
}

function stepOf({ layer, body, inputs, output }: Draft, view: (tensor: Tensor) => TensorView): Step {
  return { ...body, layer, inputs: inputs.map(view), output: view(output) };
}

/** What the placement may do with a layer's result; what is not named here gets a place of its own. */
function sharing(op: OpName, attributes: Attributes): PlacedLayer['kind'] {
  switch (op) {
    case 'input':
      return 'input';
    case 'identity':
    case 'dropout':
    case 'flatten':
      return 'view';
    case 'relu':
    case 'relu6':
    case 'leakyrelu':
    case 'sigmoid':
    case 'tanh':
    case 'silu':
    case 'gelu':
    case 'hardswish':
    case 'prelu':
    case 'elu':
    case 'selu':
    case 'mish':
    case 'softplus':
    case 'hardsigmoid':
    case 'clip':
    case 'softmax':
    case 'batchnorm':
    case 'layernorm':
    case 'groupnorm':
    case 'instancenorm':
    case 'l2norm':
    case 'affine':
    case 'scale':
      return 'in-place';
    case 'lrn':
      // A window reads neighbours that would be overwritten.
      return attributes.region === 'within' ? 'compute' : 'in-place';
    case 'concat':
      return 'concat';
    case 'add':
    case 'multiply':
      return 'combine';
    default:
      return 'compute';
  }
}

function planWeight(path: string, { name, role, shape, fanIn }: WeightSpec): PlanWeight {
  return {
    name: `${path}/${name}`,
    role,
    shape: shape.map((dimension) => present(dimension, `shape of ${name}`)),
    fanIn: present(fanIn, `fan-in of ${name}`),
  };
}

function samePlace(a: Tensor, b: Tensor): boolean {
  return (
    a.home.storage === b.home.storage &&
    a.home.offset === b.home.offset &&
    ((a.shape[0] === 1 && a.shape[1] === 1) ||
      (a.home.pixelStride === b.home.pixelStride && a.home.isFlat === b.home.isFlat))
  );
}

/** Whether the output's place already shows the input's values, in the same order. */
function isSeenAt(input: Tensor, output: Tensor): boolean {
  if (input.shape.every((dimension, axis) => dimension === output.shape[axis])) return samePlace(input, output);
  // A flatten: the planner lets it share a place only where the values lie one after the other.
  return input.home.storage === output.home.storage && input.home.offset === output.home.offset;
}

function known(shape: Shape | undefined): PlanShape {
  const [height, width, channels] = present(shape, 'shape');
  return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
}

function elements(shape: Shape | undefined): number {
  return alignFloats((shape?.[0] ?? 0) * (shape?.[1] ?? 0) * (shape?.[2] ?? 0));
}
