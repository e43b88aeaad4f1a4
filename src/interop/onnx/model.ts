/**
 * An ONNX model as data, as much of it as a convolutional network needs, and its protobuf form. Field numbers are those
 * of the ONNX specification (IR version 8). The file's size is known before it is made; values of tensors are then written
 * into it by whoever knows them, one tensor after the other, so that weights are never held a third time.
 *
 * What a layer becomes is decided in layers.ts.
 */

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { invariant } from '../../base/assert';
import { mostMessageBytes } from '../protobuf';

/** A number, or the name of a size that is chosen when the model runs. */
export type Dimension = number | string;

export interface ModelTensor {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly dims: readonly number[];
  /** Writes all values in order, little-endian, from the given byte on. */
  readonly write: (view: DataView, at: number) => void;
}

export interface ModelValue {
  readonly name: string;
  readonly dims: readonly Dimension[];
}

export type ModelAttribute =
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly ints: readonly number[] }
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly text: string };

export interface ModelNode {
  readonly name: string;
  readonly type: string;
  /** Names of values and tensors; empty for an input that is left out. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly ModelAttribute[];
  readonly documentation: string;
}

export interface Model {
  readonly producer: string;
  readonly producerVersion: string;
  readonly name: string;
  readonly documentation: string;
  readonly opset: number;
  readonly nodes: readonly ModelNode[];
  readonly tensors: readonly ModelTensor[];
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  /** All values but inputs and outputs. */
  readonly values: readonly ModelValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

const irVersion = 8;
const elementTypes = { float: 1, int64: 7 } as const;
const bytesPerElement = { float: 4, int64: 8 } as const;
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const;

const fields = {
  model: { irVersion: 1, producer: 2, producerVersion: 3, documentation: 6, graph: 7, opset: 8, metadata: 14 },
  opset: { domain: 1, version: 2 },
  entry: { key: 1, value: 2 },
  graph: { node: 1, name: 2, tensor: 5, documentation: 10, input: 11, output: 12, value: 13 },
  node: { input: 1, output: 2, name: 3, type: 4, attribute: 5, documentation: 6 },
  attribute: { name: 1, float: 2, int: 3, text: 4, ints: 8, type: 20 },
  tensor: { dims: 1, type: 2, name: 8, data: 9 },
  value: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { element: 1, shape: 2 },
  shape: { dimension: 1 },
  dimension: { value: 1, name: 2 },
} as const;

function tensorBytes({ type, dims }: Pick<ModelTensor, 'type' | 'dims'>): number {
  return dims.reduce((product, dimension) => product * dimension, bytesPerElement[type]);
}

/** The file's bytes, or how many it would have where that is more than the format can hold. */
export function encodeModel(model: Model): { readonly bytes: Uint8Array } | { readonly tooLarge: number } {
  const graph = encodeGraph(model);
  const tensors = model.tensors.map((tensor) => ({ tensor, start: encodeTensorStart(tensor) }));
  const graphBytes = tensors.reduce(
    (sum, { tensor, start }) => sum + start.length + tensorBytes(tensor),
    graph.byteLength,
  );
  const head = encodeHead(model, Math.min(graphBytes, mostMessageBytes));
  const size = head.length + graphBytes;
  if (size > mostMessageBytes) return { tooLarge: size };

  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(head, 0);
  bytes.set(graph, head.length);
  let at = head.length + graph.length;
  for (const { tensor, start } of tensors) {
    bytes.set(start, at);
    at += start.length;
    tensor.write(view, at);
    at += tensorBytes(tensor);
  }
  invariant(at === size, 'the parts of a model make up its size');
  return { bytes };
}

/** Everything before the graph's content. */
function encodeHead(model: Model, graphBytes: number): Uint8Array {
  const writer = new BinaryWriter();
  const { model: at, opset, entry } = fields;
  writer.tag(at.irVersion, WireType.Varint).int64(irVersion);
  text(writer, at.producer, model.producer);
  text(writer, at.producerVersion, model.producerVersion);
  text(writer, at.documentation, model.documentation);
  message(writer, at.opset, () => {
    text(writer, opset.domain, '');
    writer.tag(opset.version, WireType.Varint).int64(model.opset);
  });
  for (const [key, value] of model.metadata) {
    message(writer, at.metadata, () => {
      text(writer, entry.key, key);
      text(writer, entry.value, value);
    });
  }
  return writer.tag(at.graph, WireType.LengthDelimited).uint32(graphBytes).finish();
}

/** The graph without its tensors, which follow it. */
function encodeGraph(model: Model): Uint8Array {
  const writer = new BinaryWriter();
  const { graph: at } = fields;
  for (const node of model.nodes) message(writer, at.node, () => encodeNode(writer, node));
  text(writer, at.name, model.name);
  text(writer, at.documentation, model.documentation);
  for (const value of model.inputs) message(writer, at.input, () => encodeValue(writer, value));
  for (const value of model.outputs) message(writer, at.output, () => encodeValue(writer, value));
  for (const value of model.values) message(writer, at.value, () => encodeValue(writer, value));
  return writer.finish();
}

function encodeNode(writer: BinaryWriter, node: ModelNode): void {
  const { node: at } = fields;
  for (const input of node.inputs) text(writer, at.input, input);
  text(writer, at.output, node.output);
  text(writer, at.name, node.name);
  text(writer, at.type, node.type);
  for (const attribute of node.attributes) message(writer, at.attribute, () => encodeAttribute(writer, attribute));
  text(writer, at.documentation, node.documentation);
}

function encodeAttribute(writer: BinaryWriter, attribute: ModelAttribute): void {
  const { attribute: at } = fields;
  text(writer, at.name, attribute.name);
  let type: number;
  if ('int' in attribute) {
    type = attributeTypes.int;
    writer.tag(at.int, WireType.Varint).int64(attribute.int);
  } else if ('ints' in attribute) {
    type = attributeTypes.ints;
    for (const item of attribute.ints) writer.tag(at.ints, WireType.Varint).int64(item);
  } else if ('float' in attribute) {
    type = attributeTypes.float;
    writer.tag(at.float, WireType.Bit32).float(attribute.float);
  } else {
    type = attributeTypes.text;
    text(writer, at.text, attribute.text);
  }
  writer.tag(at.type, WireType.Varint).int32(type);
}

function encodeValue(writer: BinaryWriter, { name, dims }: ModelValue): void {
  text(writer, fields.value.name, name);
  message(writer, fields.value.type, () => {
    message(writer, fields.type.tensor, () => {
      writer.tag(fields.tensorType.element, WireType.Varint).int32(elementTypes.float);
      message(writer, fields.tensorType.shape, () => {
        for (const dimension of dims) message(writer, fields.shape.dimension, () => encodeDimension(writer, dimension));
      });
    });
  });
}

function encodeDimension(writer: BinaryWriter, dimension: Dimension): void {
  if (typeof dimension === 'string') text(writer, fields.dimension.name, dimension);
  else writer.tag(fields.dimension.value, WireType.Varint).int64(dimension);
}

/** A tensor up to its data. */
function encodeTensorStart(tensor: ModelTensor): Uint8Array {
  const { tensor: at } = fields;
  const dataBytes = tensorBytes(tensor);
  const head = new BinaryWriter();
  for (const dimension of tensor.dims) head.tag(at.dims, WireType.Varint).int64(dimension);
  head.tag(at.type, WireType.Varint).int32(elementTypes[tensor.type]);
  text(head, at.name, tensor.name);
  head.tag(at.data, WireType.LengthDelimited).uint32(Math.min(dataBytes, mostMessageBytes));
  const content = head.finish();
  const writer = new BinaryWriter();
  writer.tag(fields.graph.tensor, WireType.LengthDelimited);
  writer.uint32(Math.min(content.length + dataBytes, mostMessageBytes));
  return writer.raw(content).finish();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, content: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content();
  writer.join();
}
