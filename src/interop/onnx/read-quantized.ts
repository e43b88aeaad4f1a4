/**
 * Results that a source holds in 8 or 16 bits between its layers. Here they keep their 32, and one note says so. What is left of
 * the integers is their least one: where that stands for zero, nothing below zero goes through, and exporters leave out the
 * ReLU in front of it.
 */

import { phrase } from '../../base/diagnostic';
import { Inexpressible } from '../import/foreign-network';
import { isNotNegative } from '../import/not-negative';
import { scalarOf } from './constants';
import { constantAt, type NodeRequest, neededConstant, type TurnNode, tensorAt } from './node-request';
import type { Constant, SourceNode } from './read-model';
import type { ScalarFunction } from './scalar-functions';
import { PendingValue, type SourceValue, type SourceValues, Tensor } from './source-values';

/** Integers that stand for `scale * (q - zero)`. */
export class Quantized extends PendingValue {
  constructor(
    of: Tensor,
    readonly scale: number,
    readonly zero: number,
  ) {
    super(of, (x) => x);
  }

  /** The same integers on other axes, or the largest of some. */
  on(of: Tensor): Quantized {
    return new Quantized(of, this.scale, this.zero);
  }
}

/** Nodes that integers go through as the numbers would that they stand for. */
export const movesIntegers: ReadonlySet<string> = new Set([
  ...['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Transpose', 'MaxPool', 'Shape', 'Size'],
]);

export const quantizing: Readonly<Record<string, TurnNode>> = {
  QuantizeLinear: (request) => {
    const [scale, zero] = [scaleAt(request, 1), constantAt(request, 2)];
    // Without a zero that says its type the integers are of 8 bits without a sign.
    const [least, most] = zero?.range ?? [0, 255];
    return [quantized(request.values, request.node, tensorAt(request), { scale, zero: numberOf(zero), least, most })];
  },

  DequantizeLinear: (request) => [
    numbersOf(request, request.inputs[0], scaleAt(request, 1), numberOf(constantAt(request, 2))),
  ],
};

interface Integers {
  readonly scale: number;
  readonly zero: number;
  readonly least: number;
  readonly most: number;
}

function quantized(
  values: SourceValues,
  node: SourceNode,
  tensor: Tensor,
  { scale, zero, least, most }: Integers,
): Quantized {
  if (zero < least || zero > most) throw new Inexpressible(phrase('foreign.no-function'));
  values.rounded += 1;
  const { source, settled } = tensor.cell;
  const isPlain = settled !== undefined && (source === 0 || isNotNegative(values.builder.layers, settled));
  if (zero > least || isPlain) return new Quantized(tensor, scale, zero);
  const bound = scale * (most - zero);
  const f: ScalarFunction =
    Math.abs(bound - 6) <= scale / 2 ? (x) => Math.min(Math.max(x, 0), 6) : (x) => Math.max(x, 0);
  return new Quantized(values.applied(tensor, node, f), scale, zero);
}

/** What integers stand for by this scale and zero, which need not be those that they were made with. */
function numbersOf({ values, node }: NodeRequest, input: SourceValue | undefined, scale: number, zero: number): Tensor {
  if (input instanceof Quantized) {
    const { of, scale: step, zero: middle } = input;
    if (step === scale && middle === zero) return of;
    return values.applied(of, node, (x) => (x / step + middle - zero) * scale);
  }
  if (!(input instanceof Tensor)) throw new Inexpressible(phrase('foreign.inputs'));
  return values.applied(input, node, (x) => (x - zero) * scale);
}

function scaleAt(request: NodeRequest, at: number): number {
  const scale = scalarOf(neededConstant(request, at));
  // One for each channel, or no number at all.
  if (scale === undefined || !(scale > 0) || !Number.isFinite(scale))
    throw new Inexpressible(phrase('foreign.no-function'));
  return scale;
}

function numberOf(zero: Constant | undefined): number {
  const value = zero === undefined ? 0 : scalarOf(zero);
  if (value === undefined) throw new Inexpressible(phrase('foreign.no-function'));
  return value;
}
