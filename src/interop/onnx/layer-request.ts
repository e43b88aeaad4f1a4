/** What the rules that turn a layer into nodes get to work with: its attributes, all known, and its weights by name. */

import { invariant, present } from '../../base/assert';
import type { NamedTensor, Sides } from '../../base/tensor';
import type { Attributes } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import type { GraphValue, KnownShape, OnnxBuilder } from './onnx-builder';

export interface LayerRequest {
  readonly builder: OnnxBuilder;
  readonly op: OpName;
  readonly path: string;
  readonly attributes: Attributes;
  readonly inputs: readonly GraphValue[];
  /** Of the layer's result. */
  readonly shape: KnownShape;
  /** By name in the layer (`weight`, `norm.gamma`); undefined where the layer has none of this name. */
  readonly weight: (name: string) => NamedTensor | undefined;
}

/** The input of a layer that has one. */
export function onlyInput({ inputs, path }: LayerRequest): GraphValue {
  invariant(inputs.length === 1, `${path} reads one value`);
  return present(inputs[0], 'input');
}

/** In ONNX' order: all starts, then all ends. */
export function startsAndEnds([top, bottom, left, right]: Sides): readonly number[] {
  return [top, left, bottom, right];
}
