/**
 * The protobuf form of an ONNX model as data: nodes, tensors, inputs and outputs of its graph. Field numbers are those of the
 * ONNX specification, IR version 3 and later. Values of tensors stay in the file until they are read.
 */

import { dataViewOf, isLittleEndian } from '../../base/bytes';
import { elementCount, nameInText } from '../../base/tensor';
import { ImportError } from '../import/foreign-network';
import { Message } from '../protobuf';
import { halfToNumber } from '../safetensors';

/** A tensor whose values are known. */
export interface Constant {
  readonly dims: readonly number[];
  /** Integers and truth values. */
  readonly isWhole: boolean;
  /** The least and the greatest integer of its type, where that has at most 16 bits. */
  readonly range?: readonly [number, number];
  /** Of the tensor in the file; empty for what is computed. */
  readonly name: string;
  /** All values are this one. */
  readonly fill?: number;
  /** Values that are computed when it is read; as many as it has where it stands in the file. */
  readonly cost?: number;
  /** Row-major. */
  readonly read: () => Float32Array | Float64Array;
}

export interface SourceNode {
  readonly name: string;
  readonly type: string;
  /** Empty for what the specification itself defines. */
  readonly domain: string;
  /** Names of values; empty for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: SourceAttributes;
}

export interface SourceInput {
  readonly name: string;
  /** Undefined for a size that is open. */
  readonly dims: readonly (number | undefined)[];
}

/** What a node may have inside. It reads the values of the graph that it stands in by their names. */
export interface SourceGraph {
  readonly nodes: readonly SourceNode[];
  readonly constants: ReadonlyMap<string, Constant>;
  readonly outputs: readonly string[];
}

export interface SourceModel extends SourceGraph {
  readonly producer: string;
  readonly opset: number;
  readonly name: string;
  /** What the file says of itself, by name. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Without those that are constants. */
  readonly inputs: readonly SourceInput[];
}

const fields = {
  model: { producer: 2, producerVersion: 3, graph: 7, opset: 8, metadata: 14 },
  entry: { key: 1, value: 2 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, tensor: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, text: 4, tensor: 5, graph: 6, floats: 7, ints: 8 },
  tensor: { dims: 1, type: 2, floats: 4, smallInts: 5, longInts: 7, name: 8, data: 9, doubles: 10, location: 14 },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { shape: 2 },
  shape: { dimension: 1 },
  dimension: { value: 1 },
} as const;

/** With some inputs given as constants. Throws an `ImportError`. */
export function readModel(bytes: Uint8Array, bound: ReadonlyMap<string, Uint8Array> = new Map()): SourceModel {
  const at = fields.model;
  const model = new Message(bytes);
  const graph = model.message(at.graph);
  if (graph === undefined) throw new ImportError({ code: 'foreign.no-graph', values: {} });
  const versions = model.messages(at.opset);
  const own = versions.find((set) => ['', 'ai.onnx'].includes(set.text(fields.opset.domain)));
  const { nodes, outputs, constants } = readGraph(graph);
  const names = graph.messages(fields.graph.input).map((value) => value.text(fields.value.name));
  for (const [name, tensor] of bound) {
    if (!names.includes(name))
      throw new ImportError({ code: 'foreign.no-such-input', values: { name: nameInText(name) } });
    constants.set(name, readTensor(new Message(tensor), name));
  }
  return {
    producer: [model.text(at.producer), model.text(at.producerVersion)].filter((part) => part !== '').join(' '),
    opset: own?.integer(fields.opset.version) ?? 1,
    name: graph.text(fields.graph.name),
    metadata: new Map(
      model.messages(at.metadata).map((entry) => [entry.text(fields.entry.key), entry.text(fields.entry.value)]),
    ),
    nodes,
    constants,
    inputs: graph
      .messages(fields.graph.input)
      .map(readInput)
      .filter(({ name }) => !constants.has(name)),
    outputs,
  };
}

function readGraph(graph: Message) {
  const constants = new Map<string, Constant>();
  for (const tensor of graph.messages(fields.graph.tensor)) {
    const name = tensor.text(fields.tensor.name);
    constants.set(name, readTensor(tensor, name));
  }
  return {
    nodes: graph.messages(fields.graph.node).map(readNode),
    constants,
    outputs: graph.messages(fields.graph.output).map((value) => value.text(fields.value.name)),
  };
}

function readNode(node: Message): SourceNode {
  const at = fields.node;
  return {
    name: node.text(at.name),
    type: node.text(at.type),
    domain: node.text(at.domain).replace(/^ai\.onnx$/, ''),
    inputs: node.texts(at.input),
    outputs: node.texts(at.output),
    attributes: new SourceAttributes(node.messages(at.attribute)),
  };
}

function readInput(value: Message): SourceInput {
  const shape = value.message(fields.value.type)?.message(fields.type.tensor)?.message(fields.tensorType.shape);
  const dims = shape?.messages(fields.shape.dimension).map((dimension) => {
    const size = dimension.integer(fields.dimension.value);
    return size !== undefined && size > 0 ? size : undefined;
  });
  return { name: value.text(fields.value.name), dims: dims ?? [] };
}

/** Attributes of a node, each read when it is asked for. */
export class SourceAttributes {
  private readonly byName = new Map<string, Message>();

  constructor(attributes: readonly Message[]) {
    for (const attribute of attributes) this.byName.set(attribute.text(fields.attribute.name), attribute);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  int(name: string, otherwise: number): number {
    return this.byName.get(name)?.integer(fields.attribute.int) ?? otherwise;
  }

  /** As short as the number of 32 bits allows: 0.1, not 0.10000000149011612. */
  float(name: string, otherwise: number): number {
    const value = this.byName.get(name)?.float(fields.attribute.float);
    return value === undefined ? otherwise : shortest(value);
  }

  text(name: string, otherwise = ''): string {
    return this.byName.get(name)?.text(fields.attribute.text) ?? otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    return this.byName.get(name)?.integers(fields.attribute.ints);
  }

  floats(name: string): readonly number[] | undefined {
    const bytes = this.byName.get(name)?.packed(fields.attribute.floats, 4);
    if (bytes === undefined) return undefined;
    const view = dataViewOf(bytes);
    return Array.from({ length: bytes.length / 4 }, (_, i) => shortest(view.getFloat32(4 * i, true)));
  }

  graph(name: string): SourceGraph | undefined {
    const graph = this.byName.get(name)?.message(fields.attribute.graph);
    return graph === undefined ? undefined : readGraph(graph);
  }

  tensor(name: string): Constant | undefined {
    const tensor = this.byName.get(name)?.message(fields.attribute.tensor);
    return tensor === undefined ? undefined : readTensor(tensor, name);
  }
}

/** The decimal with the fewest digits that is the same number of 32 bits, or differs in its last bit. */
export function shortest(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.abs(short - value) <= 2 ** -23 * Math.abs(value)) return short;
  }
  return value;
}

/** Types of elements: bytes in raw data, the field of other data, and how one is read. */
interface ElementType {
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly range?: readonly [number, number];
  readonly read: (view: DataView, at: number) => number;
}

const elementTypes: Readonly<Record<number, ElementType>> = {
  1: { bytes: 4, isWhole: false, read: (view, at) => view.getFloat32(at, true) },
  2: { bytes: 1, isWhole: true, range: [0, 255], read: (view, at) => view.getUint8(at) },
  3: { bytes: 1, isWhole: true, range: [-128, 127], read: (view, at) => view.getInt8(at) },
  4: { bytes: 2, isWhole: true, range: [0, 65_535], read: (view, at) => view.getUint16(at, true) },
  5: { bytes: 2, isWhole: true, range: [-32_768, 32_767], read: (view, at) => view.getInt16(at, true) },
  6: { bytes: 4, isWhole: true, read: (view, at) => view.getInt32(at, true) },
  7: { bytes: 8, isWhole: true, read: (view, at) => Number(view.getBigInt64(at, true)) },
  9: { bytes: 1, isWhole: true, read: (view, at) => view.getUint8(at) },
  10: { bytes: 2, isWhole: false, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  11: { bytes: 8, isWhole: false, read: (view, at) => view.getFloat64(at, true) },
  16: { bytes: 2, isWhole: false, read: (view, at) => bfloat(view.getUint16(at, true)) },
};

function bfloat(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0] as number;
}

function readTensor(tensor: Message, name: string): Constant {
  const at = fields.tensor;
  const dims = tensor.integers(at.dims);
  const kind = tensor.integer(at.type) ?? 0;
  const type = elementTypes[kind];
  if (type === undefined) throw new ImportError({ code: 'foreign.tensor-type', values: { name, type: kind } });
  if (tensor.integer(at.location) === 1) throw new ImportError({ code: 'foreign.tensor-external', values: { name } });
  const count = elementCount(dims);
  const damaged = (bytes: number) =>
    new ImportError({ code: 'foreign.tensor-size', values: { name, shape: dims.join(', '), bytes } });
  if (dims.some((size) => size < 0) || !Number.isSafeInteger(count)) throw damaged(0);
  const raw = tensor.bytes(at.data);
  if (raw !== undefined) {
    if (raw.length !== count * type.bytes) throw damaged(raw.length);
    return { dims, isWhole: type.isWhole, ...rangeOf(type), name, read: () => valuesIn(raw, count, type) };
  }
  if (kind === 1 || kind === 11) {
    const packed = kind === 1 ? tensor.packed(at.floats, 4) : tensor.packed(at.doubles, 8);
    if (packed.length !== count * type.bytes) throw damaged(packed.length);
    return { dims, isWhole: false, name, read: () => valuesIn(packed, count, type) };
  }
  const numbers = tensor.integers(kind === 7 ? at.longInts : at.smallInts);
  if (numbers.length !== count) throw damaged(numbers.length);
  // Halves stand as their bits.
  const values = kind === 10 ? numbers.map(halfToNumber) : kind === 16 ? numbers.map(bfloat) : numbers;
  return { dims, isWhole: type.isWhole, ...rangeOf(type), name, read: () => Float64Array.from(values) };
}

function rangeOf({ range }: ElementType): Pick<Constant, 'range'> {
  return range === undefined ? {} : { range };
}

/** Numbers of 32 bits keep their form, all others become ones of 64. */
function valuesIn(bytes: Uint8Array, count: number, type: ElementType): Float32Array | Float64Array {
  if (type === elementTypes[1] && isLittleEndian) {
    const values = new Float32Array(count);
    new Uint8Array(values.buffer).set(bytes);
    return values;
  }
  const view = dataViewOf(bytes);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = type.read(view, i * type.bytes);
  return values;
}
