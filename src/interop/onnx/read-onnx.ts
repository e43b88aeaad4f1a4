/**
 * Reads an ONNX model of any exporter: the one float image among its inputs, its nodes in order, its outputs.
 * What constants alone decide is computed first, sizes among it. A node that cannot be expressed loses what it gives and all
 * that needs it; what goes into it is an output.
 */

import { type Phrase, phrase } from '../../base/diagnostic';
import {
  type ForeignNetwork,
  type ForeignOutput,
  ImportError,
  Inexpressible,
  type KnownShape,
  type Missing,
  type ReadOptions,
} from '../import/foreign-network';
import { identifier } from '../import/names';
import { NetworkBuilder } from '../import/network-builder';
import { newSpend, type Spend } from './constant-values';
import { foldNode, scalarOf } from './constants';
import { turnNode } from './read-layers';
import {
  type Constant,
  readModel,
  SourceAttributes,
  type SourceInput,
  type SourceModel,
  type SourceNode,
} from './read-model';
import { summed } from './read-norm-parts';
import {
  ChannelSum,
  labelOf,
  NodeProblem,
  PendingValue,
  type SourceValue,
  SourceValues,
  Tensor,
} from './source-values';
import { axesOfRank, channelsLastAxes, isSameAxis, orderIn } from './views';

/** Throws an `ImportError`. */
export function readOnnx(bytes: Uint8Array, { size, bound }: ReadOptions): ForeignNetwork {
  const model = readModel(bytes, bound);
  const needed = neededNodes(model);
  const reading = new Reading(model, newSpend(bytes.length), needed);
  reading.input(size);
  for (const node of needed) reading.node(node);
  return reading.finish();
}

/** Only what leads to an output, in the file's order, which must be one of execution; results that nothing reads have no names. */
function neededNodes({ nodes, outputs }: SourceModel): readonly SourceNode[] {
  const needed = new Set(outputs);
  const kept = [...nodes].reverse().flatMap((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return [];
    for (const input of node.inputs) needed.add(input);
    if (node.outputs.every((output) => needed.has(output))) return [node];
    return [{ ...node, outputs: node.outputs.map((output) => (needed.has(output) ? output : '')) }];
  });
  return kept.reverse();
}

/** A value that depends on what cannot be expressed. */
const lost = 'lost';

/** Conditions inside one another. */
const mostDepth = 20;

class Reading {
  private readonly builder = new NetworkBuilder();
  private readonly values: SourceValues;
  private readonly known = new Map<string, SourceValue | typeof lost>();
  private readonly missing: Missing[] = [];
  private readonly blamed = new Set<SourceNode>();
  private readonly outputs: ForeignOutput[] = [];
  private readonly cuts = new Set<number>();
  /** What goes into something that is lost: an output if nothing else reads it. */
  private readonly beside: Tensor[] = [];

  /** Where what only the sides of conditions read stands in the file, by its results. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly model: SourceModel,
    private readonly spend: Spend,
    needed: readonly SourceNode[],
  ) {
    const isNeeded = new Set(needed.flatMap(({ outputs }) => outputs));
    for (const [place, node] of model.nodes.entries()) {
      for (const output of node.outputs) if (!isNeeded.has(output)) this.waiting.set(output, place);
    }
    const { dims = [] } = imageOf(model) ?? {};
    const batch = dims.length > 1 ? (dims[0] ?? 1) : 1;
    this.values = new SourceValues(this.builder, batch, (node) => nameOf(node, model));
    for (const [name, constant] of model.constants) this.known.set(name, constant);
    for (const { name } of model.inputs) this.known.set(name, lost);
  }

  input(size: KnownShape | undefined): void {
    const image = imageOf(this.model);
    if (image === undefined) throw new ImportError({ code: 'foreign.no-input', values: {} });
    const { shape, isLast } = shapeOf(image, size, this.model.nodes);
    const layer = this.builder.input(image.name, shape);
    const { batch } = this.values;
    const axes = isLast ? channelsLastAxes(shape, batch) : axesOfRank(shape, batch, image.dims.length);
    // A size that was given in its place has more than its axes hold.
    if (axes === undefined) throw noImage(image);
    this.known.set(image.name, this.values.of(layer, axes));
  }

  /** `depth` counts the nodes that it stands in. */
  node(node: SourceNode, depth = 0): void {
    const inputs = node.inputs.map((name) => {
      if (name === '') return undefined;
      const value = this.known.get(name);
      if (value === undefined)
        throw new ImportError({ code: 'foreign.no-blob', values: { node: labelOf(node), name } });
      return value;
    });
    const tensors = inputs.flatMap((input) =>
      input instanceof Tensor ? [input] : input instanceof PendingValue ? [input.of] : [],
    );
    const found = inputs.map((input) => (input === lost ? undefined : input));
    if (inputs.includes(lost)) {
      this.lose(node);
      this.beside.push(...tensors);
      return;
    }
    try {
      if (node.type === 'If') {
        this.branch(node, found[0], depth);
        return;
      }
      const isConstant = found.every((input) => !(input instanceof Tensor || input instanceof PendingValue));
      const results = this.results(node, found, isConstant);
      for (const [i, output] of node.outputs.entries()) this.known.set(output, results[i] ?? lost);
    } catch (problem) {
      if (!(problem instanceof Inexpressible)) throw problem;
      this.lose(node);
      if (problem instanceof NodeProblem) this.cuts.add(problem.layer);
      // What has come to no image before is to blame, and not what cannot read it.
      const causes = problem instanceof NodeProblem ? [problem] : tensors.flatMap((tensor) => this.disorderOf(tensor));
      for (const cause of causes.length > 0 ? causes : [problem]) this.blame(node, cause);
      for (const tensor of tensors) this.cut(tensor);
    }
  }

  /** Where a constant says which side is taken, that side stands in the place of the node. */
  private branch(node: SourceNode, condition: SourceValue | undefined, depth: number): void {
    const isPart = condition instanceof Tensor || condition instanceof PendingValue;
    const chosen = isPart || condition === undefined ? undefined : scalarOf(condition);
    const side = chosen === undefined ? undefined : node.attributes.graph(chosen !== 0 ? 'then_branch' : 'else_branch');
    if (side === undefined || depth > mostDepth) throw new Inexpressible(phrase('foreign.no-layer'));
    for (const before of this.waitingFor([...side.nodes.flatMap(({ inputs }) => inputs), ...side.outputs])) {
      this.node(before, depth + 1);
    }
    for (const [name, constant] of side.constants) this.known.set(name, constant);
    for (const inner of side.nodes) this.node(inner, depth + 1);
    for (const [i, output] of node.outputs.entries()) {
      this.known.set(output, this.known.get(side.outputs[i] ?? '') ?? lost);
    }
  }

  /** What these values come from and nothing else has asked for, in order. */
  private waitingFor(names: readonly string[]): readonly SourceNode[] {
    const found: number[] = [];
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const place = this.waiting.get(name);
      const node = this.model.nodes[place ?? -1];
      if (place === undefined || node === undefined) continue;
      found.push(place);
      for (const output of node.outputs) this.waiting.delete(output);
      open.push(...node.inputs);
    }
    return found.sort((a, b) => a - b).flatMap((place) => this.model.nodes[place] ?? []);
  }

  /** What has moved the values so that they are nothing of the language. */
  private disorderOf(tensor: Tensor): NodeProblem[] {
    const { mover, cell } = tensor;
    if (mover === undefined || this.values.arrangement(tensor) !== undefined) return [];
    return [this.values.noImage(tensor, mover, cell.source)];
  }

  private results(
    node: SourceNode,
    inputs: readonly (SourceValue | undefined)[],
    isConstant: boolean,
  ): readonly SourceValue[] {
    if (node.type === 'Constant') return [constantOf(node)];
    if (!isConstant) return turnNode({ values: this.values, node, inputs, opset: this.model.opset });
    const constants = inputs.map((input) =>
      input instanceof Tensor || input instanceof PendingValue ? undefined : input,
    );
    return foldNode(node, constants, this.spend);
  }

  private lose({ outputs }: SourceNode): void {
    for (const output of outputs) this.known.set(output, lost);
  }

  /** Once for each node, the one that is to blame, which may stand before the one that was read. */
  private blame(node: SourceNode, problem: Inexpressible): void {
    const cause = problem instanceof NodeProblem ? problem.node : node;
    if (this.blamed.has(cause)) return;
    this.blamed.add(cause);
    this.missing.push({ node: labelOf(cause), op: cause.type, reason: problem.reason });
  }

  private cut(tensor: Tensor): void {
    try {
      this.cuts.add(this.values.settle(tensor));
    } catch (problem) {
      if (!(problem instanceof NodeProblem)) throw problem;
      this.blame(problem.node, problem);
      this.cuts.add(problem.layer);
    }
  }

  finish(): ForeignNetwork {
    for (const name of this.model.outputs) this.end(name);
    const read = new Set(this.builder.layers.flatMap(({ inputs }) => inputs));
    for (const tensor of this.beside) {
      if (tensor.cell.settled !== undefined && read.has(tensor.cell.settled)) continue;
      for (const problem of this.disorderOf(tensor)) this.blame(problem.node, problem);
      this.cut(tensor);
    }
    for (const layer of this.cuts) this.output(this.values.labels.get(layer) ?? '', layer);
    const [first] = this.missing;
    if (this.outputs.length === 0) {
      if (first === undefined) throw new ImportError({ code: 'foreign.no-output', values: {} });
      throw new ImportError({
        code: 'foreign.nothing',
        values: { node: first.node, op: first.op, reason: first.reason },
      });
    }
    const { producer, opset, name } = this.model;
    const { rounded } = this.values;
    return {
      source: { format: 'onnx', producer: producer === '' ? null : producer, opset },
      name,
      layers: this.builder.layers,
      outputs: this.outputs,
      hasWeights: true,
      isByName: /^incept\b/.test(producer),
      missing: this.missing,
      notes: rounded === 0 ? this.values.notes : [...this.values.notes, phrase('foreign.rounded', { count: rounded })],
      preprocessing: preprocessingIn(this.model.metadata),
    };
  }

  private end(name: string): void {
    const found = this.known.get(name);
    if (found === undefined) throw new ImportError({ code: 'foreign.no-blob', values: { node: name, name } });
    const value = found instanceof ChannelSum ? this.summed(found) : found;
    if (!(value instanceof Tensor)) {
      this.noOutput(name, value);
      return;
    }
    try {
      const { mover } = value;
      const layer = this.isInOrder(value)
        ? this.values.settle(value)
        : this.values.imageOf(value, mover ?? { ...noNode, name, outputs: [name] });
      // What reaches it as it came in has no layer yet that could be an output.
      this.output(name, layer === 0 ? this.builder.add('', 'identity', [layer]) : layer);
    } catch (problem) {
      if (!(problem instanceof NodeProblem)) throw problem;
      this.blame(problem.node, problem);
      this.cuts.add(problem.layer);
    }
  }

  private summed(sum: ChannelSum): Tensor | typeof lost {
    try {
      return summed(this.values, sum);
    } catch (problem) {
      if (!(problem instanceof NodeProblem)) throw problem;
      this.blame(problem.node, problem);
      this.cuts.add(problem.layer);
      return lost;
    }
  }

  /** What is lost because of a node before it has been told there. */
  private noOutput(name: string, value: Exclude<SourceValue, Tensor> | typeof lost): void {
    const maker = this.model.nodes.find(({ outputs }) => outputs.includes(name));
    if (maker === undefined) return;
    if (value instanceof PendingValue) {
      this.blame(maker, new Inexpressible(phrase('foreign.no-layer')));
      this.cut(value.of);
    } else if (value !== lost) this.blame(maker, new Inexpressible(phrase('foreign.constant-output', { name })));
    else if (this.known.get(maker.outputs[0] ?? '') !== lost)
      this.blame(maker, new Inexpressible(phrase('foreign.other-result', { name })));
  }

  /** Whether an output has all values of its layer in our order, by whatever axes. */
  private isInOrder(value: Tensor): boolean {
    const axes = channelsLastAxes(this.values.shapeOf(value), this.values.batch);
    return isSameAxis(orderIn(value.axes), orderIn(axes));
  }

  private output(name: string, layer: number): void {
    if (layer === 0) return;
    const said = identifier(name);
    if (this.outputs.some((output) => output.name === said || output.layer === layer)) return;
    this.outputs.push({ name: said, layer });
  }
}

/** What ONNX has names for of how pixels become values (MetadataProps.md of its specification). */
function preprocessingIn(metadata: SourceModel['metadata']): Phrase[] {
  const said: Phrase[] = [];
  const ranges: Readonly<Record<string, readonly [number, number]>> = {
    NominalRange_0_255: [0, 255],
    NominalRange_16_235: [16, 235],
    Normalized_0_1: [0, 1],
    Normalized_1_1: [-1, 1],
  };
  const name = metadata.get('Image.NominalPixelRange') ?? '';
  const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
  if (range !== undefined) said.push(phrase('foreign.pixel-range', { from: range[0], to: range[1] }));
  if (/^Bgr/.test(metadata.get('Image.BitmapPixelFormat') ?? '')) said.push(phrase('foreign.bgr'));
  return said;
}

const noNode: SourceNode = {
  name: '',
  type: '',
  domain: '',
  inputs: [],
  outputs: [],
  attributes: new SourceAttributes([]),
};

function constantOf({ attributes }: SourceNode): Constant {
  const tensor = attributes.tensor('value');
  if (tensor !== undefined) return tensor;
  const ints = attributes.has('value_int') ? [attributes.int('value_int', 0)] : attributes.ints('value_ints');
  const floats = attributes.has('value_float')
    ? [attributes.float('value_float', 0)]
    : attributes.floats('value_floats');
  const isOne = attributes.has('value_int') || attributes.has('value_float');
  const values = attributes.has('value_ints') || attributes.has('value_int') ? ints : floats;
  if (values === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  return {
    dims: isOne ? [] : [values.length],
    isWhole: values === ints,
    name: '',
    read: () => Float64Array.from(values),
  };
}

/** The one image among the inputs. */
function imageOf({ inputs }: SourceModel): SourceInput | undefined {
  return inputs.find(({ dims }) => dims.length === 4) ?? inputs[0];
}

function noImage({ name, dims }: SourceInput): ImportError {
  return new ImportError({
    code: 'foreign.input-shape',
    values: { name, shape: dims.map((one) => one ?? '?').join(', ') },
  });
}

/** Channels first, unless the last size is a number of colours and the graph itself puts it first. */
function shapeOf(
  input: SourceInput,
  size: KnownShape | undefined,
  nodes: readonly SourceNode[],
): { readonly shape: KnownShape; readonly isLast: boolean } {
  const { name, dims } = input;
  if (dims.length < 1 || dims.length > 4) throw noImage(input);
  const isColours = (channels: number | undefined) => channels === 1 || channels === 3 || channels === 4;
  const isTurned = nodes.some(
    ({ type, attributes }) => type === 'Transpose' && attributes.ints('perm')?.join() === '0,3,1,2',
  );
  const isLast = dims.length === 4 && isTurned && isColours(dims[3]) && !isColours(dims[1]);
  const [channels, height, width] = isLast ? [dims[3], dims[1], dims[2]] : sizesIn(dims);
  const shape = size ?? ([height, width, channels] as const);
  const [rows, columns, depth] = shape;
  if (rows === undefined || columns === undefined || depth === undefined) {
    throw new ImportError({ code: 'foreign.input-size', values: { name } });
  }
  return { shape: [rows, columns, depth], isLast };
}

/** Channels, height and width: of a list one pixel, of values along one axis a row of them. */
function sizesIn(dims: SourceInput['dims']): SourceInput['dims'] {
  const [first, channels, ...image] = dims;
  if (dims.length === 1) return [first, 1, 1];
  return [channels, ...(image.length === 2 ? [] : [1]), ...(image.length === 0 ? [1] : image)];
}

/**
 * The node's own name, without its kind and what a part repeats of the one before; where that only counts, the name of its
 * weights without what says that they are weights.
 */
function nameOf({ name, type, inputs }: SourceNode, { constants }: SourceModel): string {
  const parts = name.split('/').filter((part) => part !== '');
  const isKind = (part: string) =>
    part === type || (part.startsWith(`${type}_`) && /^\d+$/.test(part.slice(type.length + 1)));
  const last = parts.at(-1);
  if (last !== undefined && isKind(last)) parts.pop();
  const own = parts.filter((part, i) => parts[i + 1]?.startsWith(`${part}.`) !== true).join('/');
  if (own !== '' && !/^[a-z]?\d+$/.test(own)) return own;
  const weight = inputs.slice(1).find((input) => constants.has(input) || /_w_\d+$/.test(input));
  const stem =
    weight === undefined ? undefined : /^(.*?)[._/](?:weights?|w|s|kernel|W)(?:_\d+)?(?::0)?$/.exec(weight)?.[1];
  return stem === undefined || stem.includes('::') ? '' : stem;
}
