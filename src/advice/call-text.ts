/**
 * A layer or module call written out with its values: `conv(32, 5x5, stride = 2)`. What was computed in
 * the text (`conv(64 * width, ...)`) stands here as the number it came to; defaults are left out.
 */

import type { Block, Layer } from '../graph/graph';
import type { Op, OpParameter } from '../ops/op';
import { type Attribute, type Attributes, formatValue, type Value } from '../ops/value';

/** Required arguments by position, the others by name where they differ from the layer's default. */
export function layerCallText(layer: Layer): string {
  return opCallText(layer.op, layer.attributes, false);
}

/** `inception(64, 96, 128)`, `repeat 4`, `head aux1`; `concat` for a join. */
export function blockCallText(block: Block): string {
  switch (block.kind) {
    case 'network':
      return `network ${block.name}`;
    case 'module':
      return `${block.module ?? block.name}(${[...block.bindings.values()].map(formatValue).join(', ')})`;
    case 'head':
    case 'output':
    case 'branch':
      return `${block.kind} ${block.name}`;
    case 'turn':
      return `turn ${block.name}`;
    case 'repeat':
    case 'join':
      return block.kind;
  }
}

function opCallText(op: Op, attributes: Attributes, asValue: boolean): string {
  const written: string[] = [];
  for (const parameter of op.parameters) {
    const attribute = attributes[parameter.name];
    if (parameter.defaultValue === undefined) written.push(attributeText(parameter, attribute));
    else if (!isDefault(parameter, attribute)) {
      written.push(`${parameter.name} = ${attributeText(parameter, attribute)}`);
    }
  }
  return written.length === 0 && asValue ? op.name : `${op.name}(${written.join(', ')})`;
}

function isDefault(parameter: OpParameter, attribute: Attribute): boolean {
  const value = parameter.defaultValue;
  if (attribute === null) return isWord(value, 'none');
  if (typeof attribute === 'object' && 'kind' in attribute) {
    return isWord(value, attribute.op.name) && opCallText(attribute.op, attribute.attributes, true) === value.word;
  }
  if (typeof attribute === 'string') return isWord(value, attribute);
  if (Array.isArray(attribute)) return typeof value === 'number' && attribute.every((item) => item === value);
  return attribute === value;
}

function isWord(value: Value, word: string): value is Value & { kind: 'word'; word: string } {
  return typeof value === 'object' && value.kind === 'word' && value.word === word;
}

function attributeText(parameter: OpParameter, attribute: Attribute): string {
  if (attribute === undefined) return '?';
  if (attribute === null) return 'none';
  if (typeof attribute !== 'object') return String(attribute);
  if ('kind' in attribute) return opCallText(attribute.op, attribute.attributes, true);
  const items = attribute.map((item) => item ?? '?');
  if (parameter.type.kind === 'pair') {
    const isSize = parameter.defaultValue === undefined;
    if (isSize) return items.join('x');
    return items[0] === items[1] ? String(items[0]) : `[${items.join(', ')}]`;
  }
  if (items.every((item) => item === 0) && parameter.type.kind === 'padding') return 'valid';
  if (items.every((item) => item === items[0])) return String(items[0]);
  return items[0] === items[1] && items[2] === items[3] ? `[${items[0]}, ${items[2]}]` : `[${items.join(', ')}]`;
}
