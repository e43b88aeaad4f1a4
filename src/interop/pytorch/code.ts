/**
 * Python in pieces: text, with numbers and calls of classes in it that are written once all calls of a class are known. Two
 * calls belong to one class where the pieces of both are alike but for the values of numbers (`shapeOf`).
 */

import { isIdentifier, pythonName, pythonString } from '../python-names';
import type { Num, ResultChannels, Slot } from './numbers';

export type Code = readonly Piece[];

export type Piece = string | Num | Optional | Chain | Instance;

/** An argument that is left out where it has its default: `, stride=2`. */
export interface Optional {
  readonly kind: 'optional';
  readonly before: string;
  readonly number: Num;
  readonly standard: number;
}

/** Modules one after the other, under their names. */
export interface Chain {
  readonly kind: 'chain';
  readonly modules: readonly (readonly [name: string, module: Code])[];
}

/** A module of a class that is made for blocks. `block` is known to whoever made the class. */
export interface Instance {
  readonly kind: 'instance';
  readonly block: number;
  /** The same for all instances of one class. */
  readonly key: string;
}

/** How numbers and instances are written. */
export interface Writer {
  readonly slot: (slot: Slot) => Written;
  readonly result: (result: ResultChannels) => Written;
  readonly instance: (instance: Instance) => string;
}

export interface Written {
  readonly text: string;
  /** No name occurs in it. */
  readonly isLiteral: boolean;
}

/** Longest line that is written as one. */
const longest = 110;

export function textOf(code: Code, writer: Writer, indent = ''): string {
  return code.map((piece) => pieceText(piece, writer, indent)).join('');
}

function pieceText(piece: Piece, writer: Writer, indent: string): string {
  if (typeof piece === 'string') return piece;
  switch (piece.kind) {
    case 'optional': {
      const { text } = numberText(piece.number, writer);
      return text === String(piece.standard) ? '' : piece.before + text;
    }
    case 'chain':
      return chainText(piece, writer, indent);
    case 'instance':
      return writer.instance(piece);
    default:
      return numberText(piece, writer).text;
  }
}

function chainText({ modules }: Chain, writer: Writer, indent: string): string {
  const inner = `${indent}    `;
  const isPlain = modules.every(([name]) => isIdentifier(name));
  const entries = (at: string) =>
    modules.map(([name, module]) => {
      const text = textOf(module, writer, at);
      return isPlain ? `${name}=${text}` : `${pythonString(name)}: ${text}`;
    });
  const flat = entries(indent).join(', ');
  if (!flat.includes('\n') && indent.length + flat.length < longest - 24) {
    return isPlain ? `chain(${flat})` : `chain(**{${flat}})`;
  }
  const lines = entries(inner).map((entry) => `${inner}${entry},\n`);
  return `chain(${isPlain ? '' : '**{'}\n${lines.join('')}${indent}${isPlain ? '' : '}'})`;
}

export function numberText(number: Num, writer: Writer): Written {
  if (number.kind === 'operation' && isLiteral(number, writer)) return { text: String(number.value), isLiteral: true };
  switch (number.kind) {
    case 'slot':
      return writer.slot(number);
    case 'name':
      return { text: pythonName(number.name), isLiteral: false };
    case 'fixed':
      return { text: String(number.value), isLiteral: true };
    case 'result':
      return writer.result(number);
    case 'operation': {
      const [left, right] = [number.left, number.right].map((part) => ({
        part,
        text: numberText(part, writer).text,
      })) as [{ part: Num; text: string }, { part: Num; text: string }];
      const { operator } = number;
      if (operator === 'min' || operator === 'max')
        return { text: `${operator}(${left.text}, ${right.text})`, isLiteral: false };
      const needs = (text: string, isRight: boolean): boolean => {
        const open = outsideOfBrackets(text);
        if (!/ [+*/-]+ /.test(open)) return false;
        if (operator === '+') return false;
        if (operator === '-') return isRight;
        return isRight || operator === '//' || / [+-] |\/\//.test(open);
      };
      const around = (text: string, isRight: boolean) => (needs(text, isRight) ? `(${text})` : text);
      return { text: `${around(left.text, false)} ${operator} ${around(right.text, true)}`, isLiteral: false };
    }
  }
}

function outsideOfBrackets(text: string): string {
  const rest = text.replace(/\([^()]*\)/g, '');
  return rest === text ? text : outsideOfBrackets(rest);
}

function isLiteral(number: Num, writer: Writer): boolean {
  switch (number.kind) {
    case 'slot':
      return writer.slot(number).isLiteral;
    case 'name':
      return false;
    case 'result':
      return writer.result(number).isLiteral;
    case 'fixed':
      return true;
    case 'operation':
      return isLiteral(number.left, writer) && isLiteral(number.right, writer);
  }
}

/** Every slot of the code in order, each once; not what it may be written as. */
export function slotsOf(code: Code, found = new Set<Slot>()): Set<Slot> {
  for (const piece of code) {
    if (typeof piece === 'string' || piece.kind === 'instance') continue;
    if (piece.kind === 'optional') addSlots(piece.number, found);
    else if (piece.kind === 'chain') for (const [, module] of piece.modules) slotsOf(module, found);
    else addSlots(piece, found);
  }
  return found;
}

function addSlots(number: Num, found: Set<Slot>): void {
  if (number.kind === 'slot') found.add(number);
  else if (number.kind === 'operation') {
    addSlots(number.left, found);
    addSlots(number.right, found);
  }
}

/** Blocks of the instances in the code, in order. */
export function instancesOf(code: Code): readonly Instance[] {
  return code.flatMap((piece): readonly Instance[] => {
    if (typeof piece === 'string') return [];
    if (piece.kind === 'instance') return [piece];
    return piece.kind === 'chain' ? piece.modules.flatMap(([, module]) => instancesOf(module)) : [];
  });
}

/** The code without the values of its numbers: equal for what may be one class. */
export function shapeOf(code: Code, slots: Map<Slot, number>): string {
  const ofNumber = (number: Num): string => {
    switch (number.kind) {
      case 'slot': {
        if (!slots.has(number)) slots.set(number, slots.size);
        return `#${slots.get(number)}`;
      }
      case 'name':
        return `'${number.name}'`;
      case 'fixed':
        return String(number.value);
      case 'result':
        return `(${number.attribute ?? ''})`;
      case 'operation':
        return `(${ofNumber(number.left)}${number.operator}${ofNumber(number.right)})`;
    }
  };
  const ofPiece = (piece: Piece): string => {
    if (typeof piece === 'string') return JSON.stringify(piece);
    switch (piece.kind) {
      case 'optional':
        return `[${piece.before}${ofNumber(piece.number)}|${piece.standard}]`;
      case 'chain':
        return `{${piece.modules.map(([name, module]) => `${name}:${module.map(ofPiece).join('')}`).join()}}`;
      case 'instance':
        return `<${piece.key}>`;
      default:
        return ofNumber(piece);
    }
  };
  return code.map(ofPiece).join('');
}

export function tuple(values: readonly (Num | number)[]): Code {
  const items = values.map((value): Piece => (typeof value === 'number' ? String(value) : value));
  return ['(', ...items.flatMap((item, i) => (i === 0 ? [item] : [', ', item])), ')'];
}
