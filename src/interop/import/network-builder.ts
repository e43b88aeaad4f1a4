/**
 * Collects the layers of a foreign network while its file is read. A layer gets the shape its own rule gives; what the
 * rule or a parameter does not take cannot be expressed, and is said in the rule's words.
 */

import { present } from '../../base/assert';
import { codeOf, severityOf } from '../../base/codes';
import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { acceptArgument } from '../../ops/accept';
import type { Attribute, Attributes, LayerValue, Op, OpParameter, Problem, Value } from '../../ops/op';
import { type OpName, ops } from '../../ops/registry';
import { type ForeignLayer, type ForeignWeight, Inexpressible, type KnownShape } from './foreign-network';

/** What an argument can be given as: sizes as lists, words as strings, `none` as null. */
export type Given = Readonly<Record<string, number | boolean | string | readonly number[] | LayerValue | null>>;

export type GivenWeights = Readonly<Record<string, ForeignWeight>>;

const mostLayers = 10_000;

/** Of one result; products and sums of such numbers are still exact. */
const mostValues = 2 ** 36;

export class NetworkBuilder {
  readonly layers: ForeignLayer[] = [];

  input(name: string, shape: KnownShape): number {
    return this.push({ op: ops.input, attributes: {}, inputs: [], name, shape, weights: new Map() });
  }

  /** Throws `Inexpressible` where the layer does not take the arguments, or its inputs do not fit it. */
  add(name: string, opName: OpName, inputs: readonly number[], given: Given = {}, weights: GivenWeights = {}): number {
    const op: Op = ops[opName];
    const [first] = inputs;
    // To join one result is to do nothing.
    if (op.group === 'join' && first !== undefined && inputs.length === 1) return first;
    const attributes = acceptedAttributes(op, given);
    const problems: Problem[] = [];
    const shapes = inputs.map((id) => this.shapeOf(id));
    const shape = op.shape(shapes, attributes, (problem) => problems.push(problem));
    // What is only hinted at in a text that a person writes is what the source wants.
    const problem = problems.find(({ text }) => severityOf(codeOf(text)) === 'error');
    if (problem !== undefined) throw misfit(problem);
    const [height, width, channels] = shape;
    const sizes = [height, width, channels].map(Number);
    if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1) || elementCount(sizes) > mostValues) {
      throw new Inexpressible(phrase('foreign.size'));
    }
    const known: KnownShape = [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
    const layer = { op, attributes, inputs, name, shape: known, weights: new Map(Object.entries(weights)) };
    checkWeights(layer, present(shapes[0], 'input'));
    return this.push(layer);
  }

  shapeOf(id: number): KnownShape {
    return present(this.layers[id], 'layer').shape;
  }

  private push(layer: ForeignLayer): number {
    if (this.layers.length >= mostLayers) throw new Inexpressible(phrase('foreign.many', { limit: mostLayers }));
    return this.layers.push(layer) - 1;
  }
}

/** A layer as an argument of another. */
export function layerValue(op: Op, given: Given = {}): LayerValue {
  const attributes = acceptedAttributes(op, given);
  return { kind: 'layer', op, attributes, given: attributes };
}

/** Some arguments of a layer as its attributes. */
export function acceptedGiven(op: Op, given: Given): Attributes {
  const parameters = op.parameters.filter(({ name }) => Object.hasOwn(given, name));
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, attributeOf(op, parameter, given)]));
}

function acceptedAttributes(op: Op, given: Given): Attributes {
  return Object.fromEntries(op.parameters.map((parameter) => [parameter.name, attributeOf(op, parameter, given)]));
}

function attributeOf(op: Op, parameter: OpParameter, given: Given): Attribute {
  const value = given[parameter.name];
  if (value === undefined && parameter.isOptional) return null;
  const accepted = acceptArgument(op, parameter, value === undefined ? parameter.defaultValue : givenValue(value), {
    layer: layerValue,
    sizeOf: () => [undefined, undefined],
  });
  if (accepted.problem !== undefined) throw misfit(accepted.problem);
  return accepted.attribute;
}

function givenValue(value: NonNullable<Given[string]> | null): Value {
  if (value === null) return { kind: 'word', word: 'none' };
  if (typeof value === 'string') return { kind: 'word', word: value };
  if (typeof value === 'object' && !('kind' in value)) return { kind: 'list', items: value, size: false };
  return value;
}

function misfit(problem: Problem): Inexpressible {
  return new Inexpressible(phrase('foreign.misfit', { problem: { message: { ...problem, near: problem.near } } }));
}

/** All weights that the layer has, or none where the source has none. */
function checkWeights({ op, attributes, weights }: ForeignLayer, input: KnownShape): void {
  if (weights.size === 0) return;
  const wanted = op.weights?.(input, attributes) ?? [];
  for (const { name, shape } of wanted) {
    const found = weights.get(name)?.shape;
    const expected = shape.join(', ');
    if (found === undefined || found.join(', ') !== expected) {
      const values = { name, found: found?.join(', ') ?? '', expected };
      throw new Inexpressible(phrase('foreign.weight-shape', values));
    }
  }
}
