/**
 * Collects the nodes, values and tensors of a model while layers are turned into nodes, and names them all: a layer's
 * last value and its only node have the layer's path, what lies between has the path and the node's type. Names of
 * the network's input and outputs come first; any other that happens to be the same gets a number.
 */

import { invariant, present } from '../../base/assert';
import type { Dimension, Model, ModelAttribute, ModelNode, ModelTensor, ModelValue } from './model';
import { integers } from './tensors';

/** Height x width x channels. */
export type KnownShape = readonly [height: number, width: number, channels: number];

/** A value of the graph: an image [batch, channels, height, width], or a list [batch, channels]. */
export class GraphValue {
  /** Given when its layer is finished. */
  name: string | undefined;

  constructor(
    readonly shape: KnownShape,
    readonly isList: boolean,
  ) {}
}

interface DraftNode {
  readonly type: string;
  readonly inputs: readonly (GraphValue | ModelTensor | null)[];
  readonly output: GraphValue;
  readonly attributes: readonly ModelAttribute[];
}

export type OnnxAttributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>;

export class OnnxBuilder {
  private readonly nodes: ModelNode[] = [];
  private readonly values: GraphValue[] = [];
  private readonly tensors: ModelTensor[] = [];
  private readonly drafts: DraftNode[] = [];
  private readonly scalars = new Map<number, ModelTensor>();
  private readonly targets = new Map<string, ModelTensor>();
  private readonly images = new Map<GraphValue, GraphValue>();
  private readonly valueNames = new Set<string>();
  private readonly nodeNames = new Set<string>();

  constructor(
    readonly batch: Dimension,
    reservedNames: readonly string[],
  ) {
    for (const name of reservedNames) this.valueNames.add(name);
  }

  /** The name, or the next free one like it; taken from now on. */
  free(name: string): string {
    return unique(this.valueNames, name);
  }

  /** A value that no node makes. */
  input(name: string, shape: KnownShape): GraphValue {
    const value = new GraphValue(shape, false);
    value.name = name;
    return value;
  }

  /** A node of the layer that is being turned, and its value. Numbers become integers; `{ float }` is a float. */
  node(
    type: string,
    inputs: readonly (GraphValue | ModelTensor | null)[],
    result: { readonly shape: KnownShape; readonly isList: boolean },
    attributes: OnnxAttributes = {},
  ): GraphValue {
    const output = new GraphValue(result.shape, result.isList);
    this.drafts.push({ type, inputs, output, attributes: Object.entries(attributes).map(attributeOf) });
    return output;
  }

  /** A tensor under its own name, or under the next free one like it. */
  tensor(name: string, fill: Omit<ModelTensor, 'name'>): ModelTensor {
    const tensor = { ...fill, name: unique(this.valueNames, name) };
    this.tensors.push(tensor);
    return tensor;
  }

  /** A single number that nodes read; the same number is stored once. */
  scalar(value: number): ModelTensor {
    const known = this.scalars.get(value);
    if (known !== undefined) return known;
    const tensor = this.tensor(`constant/${value}`, {
      type: 'float',
      dims: [],
      write: (view, at) => view.setFloat32(at, value, true),
    });
    this.scalars.set(value, tensor);
    return tensor;
  }

  /** The value as an image, for nodes that slide windows. A list becomes one pixel. */
  image(value: GraphValue): GraphValue {
    if (!value.isList) return value;
    const known = this.images.get(value);
    if (known !== undefined) return known;
    const { shape } = value;
    const image = this.reshape(value, [0, shape[2], 1, 1], { shape, isList: false });
    this.images.set(value, image);
    return image;
  }

  /** The value as a list, in the order ONNX stores it: channel, height, width. */
  list(value: GraphValue): GraphValue {
    if (value.isList) return value;
    const [height, width, channels] = value.shape;
    return this.node('Flatten', [value], { shape: [1, 1, height * width * channels], isList: true }, { axis: 1 });
  }

  /** A 0 keeps a dimension. */
  reshape(
    value: GraphValue,
    dims: readonly number[],
    result: { readonly shape: KnownShape; readonly isList: boolean },
  ): GraphValue {
    const name = `shape/${dims.join('x')}`;
    const target = this.targets.get(name) ?? this.tensor(name, integers(dims));
    this.targets.set(name, target);
    return this.node('Reshape', [value, target], result);
  }

  /** Names what the layer's nodes made, its result last, and closes the layer. */
  finishLayer(path: string, result: GraphValue, resultName: string | undefined, documentation: string): void {
    const isOnly = this.drafts.length === 1;
    for (const { type, inputs, output, attributes } of this.drafts) {
      const inner = isOnly ? path : `${path}/${type}`;
      if (output === result) output.name = resultName ?? unique(this.valueNames, path);
      else output.name = unique(this.valueNames, inner);
      this.values.push(output);
      this.nodes.push({
        name: unique(this.nodeNames, inner),
        type,
        inputs: inputs.map((input) => (input === null ? '' : present(input.name, 'name of an input'))),
        output: output.name,
        attributes,
        documentation,
      });
    }
    this.drafts.length = 0;
    invariant(result.name !== undefined, `${path} gives a value`);
  }

  model(
    inputs: readonly GraphValue[],
    outputs: readonly GraphValue[],
    header: Pick<Model, 'producer' | 'producerVersion' | 'name' | 'documentation' | 'opset' | 'metadata'>,
  ): Model {
    const ends = new Set(outputs);
    const inner = this.values.filter((value) => !ends.has(value));
    return {
      ...header,
      nodes: this.nodes,
      tensors: this.tensors,
      inputs: inputs.map((value) => this.described(value)),
      outputs: outputs.map((value) => this.described(value)),
      values: inner.map((value) => this.described(value)),
    };
  }

  private described({ name, shape: [height, width, channels], isList }: GraphValue): ModelValue {
    const dims = isList ? [this.batch, channels] : [this.batch, channels, height, width];
    return { name: present(name, 'name of a value'), dims };
  }
}

function attributeOf([name, value]: [string, OnnxAttributes[string]]): ModelAttribute {
  if (typeof value === 'number') return { name, int: value };
  if (typeof value === 'string') return { name, text: value };
  return 'float' in value ? { name, float: value.float } : { name, ints: value };
}

function unique(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}
