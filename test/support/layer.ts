/**
 * Applies one layer to shapes without a parser: arguments are accepted as the resolver does it. Strings
 * stand for words, arrays for lists, `layer(...)` for a call given as a value.
 */

import assert from 'node:assert/strict';
import { codeOf } from '../../src/base/codes';
import { messageOf } from '../../src/base/message-text';
import { acceptArgument } from '../../src/ops/accept';
import type { Shape } from '../../src/ops/dim';
import type { Attribute, Attributes, LayerCost, LayerValue, Op, Problem, Value } from '../../src/ops/op';
import { findOp } from '../../src/ops/registry';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

export type Argument = number | boolean | string | undefined | LayerValue | readonly Argument[];

export type Arguments = Readonly<Record<string, Argument>>;

export interface Applied {
  readonly op: Op;
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly cost: LayerCost;
  readonly problems: readonly Problem[];
  /** The problems as the user reads them, each after its code. */
  readonly messages: readonly string[];
}

export function opNamed(name: string): Op {
  const op = findOp(name);
  assert.ok(op, `a layer named ${name}`);
  return op;
}

export function toValue(argument: Argument): Value {
  if (typeof argument === 'string') return { kind: 'word', word: argument };
  if (typeof argument === 'object' && !('kind' in argument)) {
    return { kind: 'list', items: argument.map(toValue), size: false };
  }
  return argument;
}

export function layer(name: string, given: Arguments = {}): LayerValue {
  return accept(opNamed(name), given, []);
}

function accept(op: Op, given: Arguments, problems: Problem[]): LayerValue {
  const attributes: Record<string, Attribute> = {};
  for (const parameter of op.parameters) {
    const value = parameter.name in given ? toValue(given[parameter.name]) : parameter.defaultValue;
    const accepted = acceptArgument(op, parameter, value, {
      layer: (other) => accept(other, {}, problems),
      sizeOf: () => [undefined, undefined],
    });
    const isLeftOut = parameter.isOptional === true && !(parameter.name in given);
    attributes[parameter.name] = isLeftOut ? null : accepted.attribute;
    if (accepted.problem !== undefined) problems.push(accepted.problem);
  }
  for (const name of Object.keys(given)) assert.ok(name in attributes, `${op.name} has a parameter ${name}`);
  const written = Object.keys(given).map((name) => [name, attributes[name]] as const);
  return { kind: 'layer', op, attributes, given: Object.fromEntries(written) };
}

export function applyLayer(name: string, inputs: Shape | readonly Shape[], given: Arguments = {}): Applied {
  const problems: Problem[] = [];
  const { op, attributes } = accept(opNamed(name), given, problems);
  const shapes = (inputs.every(Array.isArray) ? inputs : [inputs]) as readonly Shape[];
  const shape = op.shape(shapes, attributes, (problem) => problems.push(problem));
  const cost = op.cost(shapes, shape, attributes);
  const messages = problems.map(
    (problem) => `${codeOf(problem.text)}: ${messageOf({ near: undefined, ...problem }, englishDiagnostics)}`,
  );
  return { op, attributes, shape, cost, problems, messages };
}
