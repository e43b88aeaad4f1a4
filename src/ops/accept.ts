/**
 * Turns the value of an argument into the attribute a layer's rules compute with, or says what is wrong
 * with it. An unknown value gives an unknown attribute and no problem: it is reported where it arose. In
 * a list, items are accepted one by one, so that one wrong or unknown item leaves the others known.
 */

import { type MessageValue, phrase } from '../base/diagnostic';
import { largestExact } from '../base/number-format';
import type { Dim, Pads, Pair } from './dim';
import { suggestWord } from './foreign-words';
import { formatValue } from './format-value';
import type { Attribute, LayerValue, Op, OpParameter, ParameterType, Problem, Value } from './op';
import { findOp, parameterWords } from './registry';

export { parameterWords } from './registry';

export interface Accepted {
  readonly attribute: Attribute;
  readonly problem?: Problem;
}

/** How near to a whole number a computed value counts as it. */
const WHOLE_TOLERANCE = 1e-9;

const UNKNOWN: Accepted = { attribute: undefined };

/** What the values of some parameters stand for. */
export interface Accepting {
  /** A layer with its defaults, for a word that names one (`norm = batchnorm`). */
  layer(op: Op): LayerValue;
  /** Height and width of a layer's result. */
  sizeOf(layer: number): Pair;
}

/** An optional parameter without a value is null, any other is unknown. */
export function acceptArgument(_owner: Op, parameter: OpParameter, value: Value, accepting: Accepting): Accepted {
  if (value === undefined) return UNKNOWN;
  const { type } = parameter;
  switch (type.kind) {
    case 'integer':
      return typeof value === 'number'
        ? acceptWhole(parameter, value, type.minimum)
        : wrong(wrongType(parameter, value));
    case 'number':
      return typeof value === 'number' ? acceptNumber(parameter, type, value) : wrong(wrongType(parameter, value));
    case 'pair':
      return acceptPair(parameter, type.minimum ?? 1, value);
    case 'padding':
      return acceptPads(parameter, value, true);
    case 'pads':
      return acceptPads(parameter, value, false);
    case 'word': {
      const text = textOf(value);
      if (text === undefined) return wrong(wrongType(parameter, value));
      if (!type.words.includes(text)) return wrong(wrongWord(parameter, value, text));
      return readAs(text, parameter, value, text);
    }
    case 'boolean': {
      if (typeof value === 'boolean') return { attribute: value };
      const text = textOf(value);
      if (text === undefined || !type.auto) return wrong(wrongType(parameter, value));
      return text === 'auto' ? readAs('auto', parameter, value, text) : wrong(wrongWord(parameter, value, text));
    }
    case 'layer':
      return acceptLayer(parameter, value, accepting);
    case 'result':
      return typeof value === 'object' && value.kind === 'result'
        ? { attribute: accepting.sizeOf(value.layer) }
        : wrong(wrongType(parameter, value));
  }
}

/** What a parameter takes, for messages, hover and the documentation. */
export function takenBy(parameter: OpParameter): MessageValue {
  const { type } = parameter;
  switch (type.kind) {
    case 'integer':
      return phrase('whole-number', { minimum: type.minimum });
    case 'number': {
      const range = rangeOf(type);
      return range.all.length === 0 ? phrase('number') : phrase('number-of', { range });
    }
    case 'pair':
      return phrase('pair');
    case 'padding':
      return phrase('padding');
    case 'pads':
      return phrase('pads');
    case 'word':
      return anyOf(type.words);
    case 'boolean':
      return anyOf(['true', 'false', ...parameterWords(parameter)]);
    case 'layer':
      return anyOf(parameterWords(parameter));
    case 'result':
      return phrase('result-name');
  }
}

function acceptWhole(parameter: OpParameter, value: number, minimum: number): { attribute: Dim; problem?: Problem } {
  const problem = wrongNumber(parameter, value);
  if (problem !== undefined) return { attribute: undefined, problem };
  const whole = Math.round(value) + 0;
  if (Math.abs(value - whole) > WHOLE_TOLERANCE) {
    const values = { parameter: parameter.name, found: formatValue(value) };
    return { attribute: undefined, problem: { text: 'value.integer', at: parameter.name, values } };
  }
  if (whole < minimum)
    return { attribute: undefined, problem: outOfRange(parameter, whole, phrase('at-least', { minimum })) };
  return { attribute: whole };
}

function acceptNumber(
  parameter: OpParameter,
  type: Extract<ParameterType, { kind: 'number' }>,
  value: number,
): Accepted {
  const problem = wrongNumber(parameter, value);
  if (problem !== undefined) return wrong(problem);
  const { minimum = -Infinity, maximum = Infinity, below = Infinity } = type;
  if (value < minimum || value > maximum || value >= below) {
    return wrong(outOfRange(parameter, value, rangeOf(type)));
  }
  return { attribute: value };
}

function acceptPair(parameter: OpParameter, minimum: number, value: Value): Accepted {
  if (typeof value === 'number') {
    const { attribute, problem } = acceptWhole(parameter, value, minimum);
    return problem === undefined ? { attribute: [attribute, attribute] } : wrong(problem);
  }
  const items = itemsOf(value);
  if (items?.length !== 2) return wrong(wrongType(parameter, value));
  const { sizes, problem } = acceptItems(parameter, value, items, minimum);
  const attribute: Pair = [sizes[0], sizes[1]];
  return problem === undefined ? { attribute } : { attribute, problem };
}

function acceptPads(parameter: OpParameter, value: Value, words: boolean): Accepted {
  if (typeof value === 'number') {
    const { attribute: all, problem } = acceptWhole(parameter, value, 0);
    return problem === undefined ? { attribute: [all, all, all, all] } : wrong(problem);
  }
  const text = words ? textOf(value) : undefined;
  if (text !== undefined) {
    if (text === 'same') return readAs('same', parameter, value, text);
    if (text === 'valid') return readAs([0, 0, 0, 0], parameter, value, text);
    return wrong(wrongWord(parameter, value, text));
  }
  const items = itemsOf(value);
  if (items?.length !== 2 && items?.length !== 4) return wrong(wrongType(parameter, value));
  const { sizes, problem } = acceptItems(parameter, value, items, 0);
  const [first, second, third, fourth] = sizes;
  const attribute: Pads = sizes.length === 2 ? [first, first, second, second] : [first, second, third, fourth];
  return problem === undefined ? { attribute } : { attribute, problem };
}

/** The items that are right, and the first problem. */
function acceptItems(
  parameter: OpParameter,
  list: Value,
  items: readonly Value[],
  minimum: number,
): { sizes: Dim[]; problem?: Problem } {
  let problem: Problem | undefined;
  const sizes = items.map((item) => {
    if (item === undefined) return undefined;
    const accepted =
      typeof item === 'number'
        ? acceptWhole(parameter, item, minimum)
        : { attribute: undefined, problem: wrongType(parameter, list) };
    problem ??= accepted.problem;
    return accepted.attribute;
  });
  return problem === undefined ? { sizes } : { sizes, problem };
}

function acceptLayer(parameter: OpParameter, value: Value, accepting: Accepting): Accepted {
  const known = parameterWords(parameter);
  if (typeof value === 'object' && value.kind === 'layer') {
    if (known.includes(value.op.name)) return { attribute: value };
    return wrong(wrongWord(parameter, value, value.op.name));
  }
  const text = textOf(value);
  if (text === undefined) return wrong(wrongType(parameter, value));
  if (!known.includes(text)) return wrong(wrongWord(parameter, value, text));
  if (text === 'none') return readAs(null, parameter, value, text);
  const op = findOp(text);
  return readAs(op === undefined ? undefined : accepting.layer(op), parameter, value, text);
}

function wrong(problem: Problem): Accepted {
  return { attribute: undefined, problem };
}

/** What a word means. In quotes it is a mistake, and means the same. */
function readAs(attribute: Attribute, parameter: OpParameter, value: Value, text: string): Accepted {
  return isWord(value) ? { attribute } : { attribute, problem: wrongWord(parameter, value, text) };
}

/** What no number may be, whatever the parameter: infinite, or too large to be exact. */
function wrongNumber(parameter: OpParameter, value: number): Problem | undefined {
  if (!Number.isFinite(value)) return { text: 'value.not-finite', at: parameter.name, values: {} };
  if (Math.abs(value) <= largestExact) return undefined;
  return { text: 'value.too-large', at: parameter.name, values: { value: formatValue(value) } };
}

function outOfRange(parameter: OpParameter, value: number, expected: MessageValue): Problem {
  const values = { parameter: parameter.name, expected, found: formatValue(value) };
  return { text: 'value.range', at: parameter.name, values };
}

function wrongType(parameter: OpParameter, value: Value): Problem {
  const values = { parameter: parameter.name, expected: takenBy(parameter), found: foundText(value) };
  return { text: 'value.type', at: parameter.name, values };
}

function wrongWord(parameter: OpParameter, value: Value, text: string): Problem {
  const values = { parameter: parameter.name, expected: takenBy(parameter), found: foundText(value) };
  return { text: 'value.word', at: parameter.name, values, ...suggestWord(text, parameterWords(parameter), []) };
}

/** A layer is named without its arguments: none of them is what is wrong. */
function foundText(value: Value): string {
  return typeof value === 'object' && value.kind === 'layer' ? value.op.name : formatValue(value);
}

function isWord(value: Value): boolean {
  return typeof value === 'object' && value.kind === 'word';
}

/** The letters of a word or a string, which is a word with quotes too many. */
function textOf(value: Value): string | undefined {
  if (typeof value !== 'object') return undefined;
  return value.kind === 'word' ? value.word : value.kind === 'text' ? value.text : undefined;
}

function itemsOf(value: Value): readonly Value[] | undefined {
  return typeof value === 'object' && value.kind === 'list' ? value.items : undefined;
}

function rangeOf({ minimum, maximum, below }: Extract<ParameterType, { kind: 'number' }>) {
  const all: MessageValue[] = [];
  if (minimum !== undefined) all.push(phrase('at-least', { minimum }));
  if (maximum !== undefined) all.push(phrase('at-most', { maximum }));
  if (below !== undefined) all.push(phrase('less-than', { below }));
  return { all };
}

function anyOf(words: readonly string[]): MessageValue {
  return { any: words.map((word) => `\`${word}\``) };
}
