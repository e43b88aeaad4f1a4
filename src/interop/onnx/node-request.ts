/** What the rules that turn a node into values get to work with, and how they ask for its inputs. */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import type { Constant, SourceNode } from './read-model';
import { PendingValue, type SourceValue, type SourceValues, Tensor, weightOf } from './source-values';

export interface NodeRequest {
  readonly values: SourceValues;
  readonly node: SourceNode;
  readonly inputs: readonly (SourceValue | undefined)[];
  readonly opset: number;
}

export type TurnNode = (request: NodeRequest) => readonly SourceValue[];

export function tensorAt({ inputs }: NodeRequest, at = 0): Tensor {
  const input = inputs[at];
  if (input instanceof Tensor) return input;
  throw new Inexpressible(phrase('foreign.inputs'));
}

/** Undefined where it is left out. */
export function constantAt({ inputs }: NodeRequest, at: number): Constant | undefined {
  const input = inputs[at];
  if (input instanceof Tensor || input instanceof PendingValue)
    throw new Inexpressible(phrase('foreign.computed-weight'));
  return input;
}

export function neededConstant(request: NodeRequest, at: number): Constant {
  const constant = constantAt(request, at);
  if (constant === undefined) throw new Inexpressible(phrase('foreign.inputs'));
  return constant;
}

/** A list of numbers for each channel. */
export function listAt(request: NodeRequest, at: number, count: number) {
  const constant = neededConstant(request, at);
  if (elementCount(constant.dims) !== count) {
    const values = { name: constant.name, found: constant.dims.join(', '), expected: String(count) };
    throw new Inexpressible(phrase('foreign.weight-shape', values));
  }
  return weightOf(constant);
}
