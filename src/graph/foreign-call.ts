/**
 * Calls in the words of other frameworks (src/ops/foreign-words.ts): which of our layers is meant, and the change that
 * writes the call as one of it. That change exists only where what it makes is what the call makes elsewhere.
 */

import { type Fix, fix, type TextEdit } from '../base/diagnostic';
import type { Span } from '../base/span';
import { isSlip, nearest, type Suggestion, suggest } from '../base/suggest';
import { type ForeignLayer, foreignLayer, foreignParameter } from '../ops/foreign-words';
import type { Op } from '../ops/op';
import { callableOps, findOp } from '../ops/registry';
import { shapeOfCall, shapeText } from '../syntax/parser-input';
import type { Argument, CallStatement, Expression, InputStatement, Name, SourceFile } from '../syntax/tree';

interface Call extends Span {
  readonly callee: Name;
  readonly arguments: readonly Argument[];
  readonly incomplete: boolean;
  readonly hasParentheses?: boolean;
}

const layerNames: readonly string[] = callableOps.map((op) => op.name);

/**
 * What a name that is no layer was meant to be: one of `names`, a layer of ours, or nothing near. Undefined where the
 * name is known for something that no layer does.
 */
export function suggestCallee(call: Call, names: readonly string[], file: SourceFile): Suggestion | undefined {
  const written = call.callee.text;
  const own = nearest(written, names);
  if (own !== undefined && isSlip(written, own)) return { near: own };
  const foreign = foreignLayer(written);
  if (foreign === undefined) return suggest(written, [...names, ...layerNames]);
  const op = foreign.layer === undefined ? undefined : findOp(foreign.layer);
  if (op === undefined) return undefined;
  const mending = rewritten(call, foreign, op, file);
  return { near: op.name, fixes: mending === undefined ? [] : [mending] };
}

/** The input that a call such as `x = Input(shape = (224, 224, 3))` stands for, and the change that writes it where it is clear. */
export function inputMeant(call: CallStatement, { file, text }: SourceFile): { input: InputStatement; fixes: Fix[] } {
  const { start, end, documentation, label: name } = call;
  const shape = shapeOfCall(call.arguments);
  const input: InputStatement = { kind: 'input', start, end, documentation, name, shape };
  if (shape === undefined) return { input, fixes: [] };
  const newText = `input${name ? ` ${name.text}` : ''}: ${shapeText(shape, text)}`;
  return { input, fixes: [fix('write', { text: newText }, { file, span: { start, end }, newText })] };
}

/** The arguments of a call as they are named here, and those added that are in force elsewhere. */
function rewritten(call: Call, foreign: ForeignLayer, op: Op, { file, text }: SourceFile): Fix | undefined {
  if (call.incomplete || call.hasParentheses === false) return undefined;
  const edits: TextEdit[] = [];
  const write = (start: number, end: number, newText: string) => edits.push({ file, span: { start, end }, newText });
  write(call.callee.start, call.callee.end, op.name);
  const given = new Map<string, Argument>();
  for (const [position, argument] of call.arguments.entries()) {
    const { name } = argument;
    const isPlaced = name === undefined && position < (foreign.positional ?? 0);
    const isOwn = name !== undefined && op.parameters.some((parameter) => parameter.name === name.text);
    const meant = name === undefined ? nameAt(op, position) : isOwn ? name.text : foreignParameter(name.text, op);
    if (meant === null) {
      write(...withComma(call.arguments, position), '');
      continue;
    }
    if (!(isPlaced || name !== undefined) || meant === undefined || given.has(meant)) return undefined;
    const alike = foreign.alike?.[meant];
    if (alike !== undefined && !(argument.value !== undefined && kindsOf[alike].includes(argument.value.kind))) {
      return undefined;
    }
    if (op.group === 'join' && argument.value?.kind !== 'name') return undefined;
    given.set(meant, argument);
    if (name !== undefined && name.text !== meant) write(name.start, name.end, meant);
    const { value } = argument;
    if (value?.kind === 'string') write(value.start, value.end, value.value);
  }
  const added: string[] = [];
  for (const [parameter, value] of Object.entries(foreign.written ?? {})) {
    if (given.has(parameter)) continue;
    const source = given.get(value)?.value;
    if (value === 'kernel' && source?.kind !== 'number' && source?.kind !== 'size') return undefined;
    added.push(`${parameter} = ${source === undefined ? value : text.slice(source.start, source.end)}`);
  }
  if (added.length > 0) {
    const last = call.arguments.at(-1);
    const at = last?.end ?? call.end - 1;
    write(at, at, `${last === undefined ? '' : ', '}${added.join(', ')}`);
    return fix('write-with', { text: op.name, arguments: { all: added } }, ...edits);
  }
  return fix('write', { text: op.name }, ...edits);
}

/** The operands of a join have no names, only places. */
function nameAt(op: Op, position: number): string | undefined {
  return op.group === 'join' ? String(position) : op.parameters[position]?.name;
}

const kindsOf: Readonly<Record<'word' | 'number', readonly Expression['kind'][]>> = {
  word: ['name', 'string'],
  number: ['number'],
};

/**
 * What an argument by a name that a layer does not have was meant to be. `isGiven` tells which of its parameters the
 * call says already: renaming the argument would say them twice.
 */
export function suggestParameter(
  name: Name,
  op: Op | undefined,
  names: readonly string[],
  isGiven: (name: string) => boolean,
): Suggestion {
  const foreign = op === undefined ? undefined : foreignParameter(name.text, op);
  const suggestion = typeof foreign === 'string' ? { near: foreign } : suggest(name.text, names);
  return suggestion.near !== undefined && isGiven(suggestion.near) ? { ...suggestion, fixes: [] } : suggestion;
}

/** Takes an argument out of a list, with the comma that no longer separates anything. */
export function removalOf(list: readonly Argument[], argument: Argument, file: SourceFile['file']): Fix {
  const [start, end] = withComma(list, list.indexOf(argument));
  return fix('remove', { text: argument.name?.text ?? '' }, { file, span: { start, end }, newText: '' });
}

function withComma(list: readonly Argument[], position: number): [start: number, end: number] {
  const argument = list[position] as Argument;
  const next = list[position + 1];
  if (next !== undefined) return [argument.start, next.start];
  return [list[position - 1]?.end ?? argument.start, argument.end];
}
