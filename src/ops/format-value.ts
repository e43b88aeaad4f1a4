/**
 * Values, attributes and calls as the language writes them. What is known whole reads back as the same value; what is
 * unknown is written `?`.
 */

import {
  type Attribute,
  type Attributes,
  isRequired,
  type LayerValue,
  type Op,
  type OpParameter,
  type Value,
} from './op';

/** Characters of a value that are written; a list may hold another a thousand times, and that one the next. */
const mostWritten = 1000;
const rest = '...';

/** `3x3`, `[3, 2.5]`, `same`, `"text"`, `batchnorm(scale = false)`; what is very long ends in `...`. */
export function formatValue(value: Value): string {
  return written(value, mostWritten);
}

/** Ends soon after so many characters. */
function written(value: Value, room: number): string {
  if (value === undefined) return '?';
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'text': {
      const text = value.text.length > room ? `${value.text.slice(0, room)}${rest}` : value.text;
      return `"${text.replace(/["\\]/g, '\\$&')}"`;
    }
    case 'word':
      return value.word;
    case 'list': {
      const items = joined(value.items, value.size ? 'x' : ', ', room, written);
      return value.size ? items : `[${items}]`;
    }
    case 'layer':
      // Without its brackets it would be the word.
      return `${value.op.name}(${givenArguments(value.op, value.given).join(', ')})`;
    case 'module': {
      const given = joined(value.given, ', ', room, ([name, argument], left) => `${name} = ${written(argument, left)}`);
      return given === '' ? value.module.name : `${value.module.name}(${given})`;
    }
    case 'result':
      return value.name;
  }
}

function joined<T>(
  items: Iterable<T>,
  separator: string,
  room: number,
  write: (item: T, room: number) => string,
): string {
  let text = '';
  for (const item of items) {
    if (text !== '') text += separator;
    if (text.length >= room) return text + rest;
    text += write(item, room - text.length);
  }
  return text;
}

/** The arguments a value holds: by position what is required, as far as nothing is left out before it; else by name. */
function givenArguments(op: Op, given: Attributes): readonly string[] {
  let isPlaced = true;
  return op.parameters.flatMap((parameter) => {
    isPlaced &&= isRequired(parameter) && Object.hasOwn(given, parameter.name);
    if (!Object.hasOwn(given, parameter.name) || (parameter.isOptional && given[parameter.name] === null)) return [];
    const written = formatAttribute(parameter, given[parameter.name], (layer) => givenArguments(layer.op, layer.given));
    return [isPlaced ? written : `${parameter.name} = ${written}`];
  });
}

/** `conv(32, 5x5, stride = 2)`: what is required by position, the rest by name where it differs from the layer's default. */
export function formatCall(op: Op, attributes: Attributes): string {
  return `${op.name}(${writtenArguments(op, attributes).join(', ')})`;
}

function writtenArguments(op: Op, attributes: Attributes): readonly string[] {
  return writtenAttributes(op, attributes).flatMap(({ parameter, text, isDefault }) => {
    if (isRequired(parameter)) return [text];
    return isDefault ? [] : [`${parameter.name} = ${text}`];
  });
}

export interface WrittenAttribute {
  readonly parameter: OpParameter;
  readonly text: string;
  /** Whether the layer has it where it is not written. */
  readonly isDefault: boolean;
}

/** All attributes of a layer as arguments, without those that are left out. */
export function writtenAttributes(op: Op, attributes: Attributes): readonly WrittenAttribute[] {
  return op.parameters.flatMap((parameter) => {
    const attribute = attributes[parameter.name];
    if (parameter.isOptional && attribute === null) return [];
    return { parameter, text: formatAttribute(parameter, attribute), isDefault: isDefault(parameter, attribute) };
  });
}

function isDefault(parameter: OpParameter, attribute: Attribute): boolean {
  const value = parameter.defaultValue;
  if (attribute === null) return isWord(value, 'none');
  if (typeof attribute === 'object' && 'kind' in attribute) return isWord(value, formatAttribute(parameter, attribute));
  if (typeof attribute === 'string') return isWord(value, attribute);
  if (Array.isArray(attribute)) return typeof value === 'number' && attribute.every((item) => item === value);
  return attribute === value;
}

function isWord(value: Value, word: string): boolean {
  return typeof value === 'object' && value.kind === 'word' && value.word === word;
}

/** As an argument for the parameter. A layer of its defaults is the word for it here. */
export function formatAttribute(
  parameter: OpParameter,
  attribute: Attribute,
  argumentsOf: (layer: LayerValue) => readonly string[] = (layer) => writtenArguments(layer.op, layer.attributes),
): string {
  if (attribute === undefined) return '?';
  if (attribute === null) return 'none';
  if (typeof attribute !== 'object') return String(attribute);
  if ('kind' in attribute) {
    const written = argumentsOf(attribute);
    return written.length === 0 ? attribute.op.name : `${attribute.op.name}(${written.join(', ')})`;
  }
  const items = attribute.map((item) => item ?? '?');
  if (parameter.type.kind === 'pair') {
    if (parameter.defaultValue === undefined) return items.join('x');
    return items[0] === items[1] ? String(items[0]) : `[${items.join(', ')}]`;
  }
  if (items.every((item) => item === 0) && parameter.type.kind === 'padding') return 'valid';
  if (items.every((item) => item === items[0])) return String(items[0]);
  return items[0] === items[1] && items[2] === items[3] ? `[${items[0]}, ${items[2]}]` : `[${items.join(', ')}]`;
}
