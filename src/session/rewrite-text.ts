/**
 * The steps of a rewrite as a person would type them, in the text that holds the calls. What is not rewritten stays as it
 * is, comments too. Undefined where a text does not hold them: a call of a value, or of a module's parameter, is not the
 * layer's own.
 */

import type { ArgumentTexts, RewriteStep } from '../advice/rewrites';
import type { FileId } from '../base/span';
import type { Graph, LayerId } from '../graph/graph';
import { findOp } from '../ops/registry';
import { parse } from '../syntax/parser';
import type { CallStatement, SourceFile, Statement } from '../syntax/tree';
import { nodesAt, walk } from '../syntax/tree-walk';
import { type Edits, insertBefore, removeArgument, replaceSpans, setArgument } from '../workspace/edit-builder';
import { applyEdits } from '../workspace/text-edits';
import { withoutComments } from '../workspace/text-places';

/** A file while it is rewritten. */
export interface RewrittenText {
  readonly file: SourceFile;
  /** Where the name stands now of the call whose result is kept. */
  readonly result: number;
}

export function rewriteText(
  files: ReadonlyMap<FileId, SourceFile>,
  graph: Graph,
  steps: readonly RewriteStep[],
  result: LayerId,
): RewrittenText | undefined {
  const origin = graph.layers[result]?.origin;
  const file = origin === undefined ? undefined : files.get(origin.file);
  if (file === undefined || origin === undefined) return undefined;
  const text = new CallsOfText(file);
  const callOf = (layer: LayerId): number | undefined => {
    const made = graph.layers[layer];
    if (made === undefined || made.origin.file !== file.file) return undefined;
    return text.callAt(made.origin.nameSpan.start, made.op.name);
  };
  // All are found before the first of them moves.
  const calls = new Map<LayerId, number>();
  for (const layer of [result, ...steps.flatMap((step) => ('with' in step ? [step.of, step.with] : [step.of]))]) {
    const call = callOf(layer);
    if (call === undefined) return undefined;
    calls.set(layer, call);
  }
  for (const step of steps) if (!text.take(step, (layer) => calls.get(layer) as number)) return undefined;
  const end = text.at(calls.get(result) as number);
  return end === undefined ? undefined : { file: text.file, result: end.callee.start };
}

/** The calls of a text by their place among all of them, which is known while others are put before them. */
class CallsOfText {
  /** For each call of the text as it was its place now. */
  private places: number[];
  private calls: readonly CallStatement[];

  constructor(public file: SourceFile) {
    this.calls = callStatements(file);
    this.places = this.calls.map((_, place) => place);
  }

  /** The place, in the text as it was, of the statement that calls the layer by its own name. */
  callAt(start: number, op: string): number | undefined {
    const place = this.calls.findIndex(({ callee }) => callee.start === start);
    const call = this.calls[place];
    return call?.callee.text === op && call.hasParentheses && !call.incomplete ? place : undefined;
  }

  at(call: number): CallStatement | undefined {
    return this.calls[this.places[call] ?? -1];
  }

  take(step: RewriteStep, callOf: (layer: LayerId) => number): boolean {
    const place = callOf(step.of);
    const call = this.at(place);
    if (call === undefined) return false;
    switch (step.do) {
      case 'set':
        return Object.entries(step.arguments).every(([parameter, value]) => this.setOne(place, parameter, value));
      case 'rename':
        return this.edit(replaceSpans(this.file, [{ span: call.callee, newText: step.op }]));
      case 'before': {
        const text = `${step.op}(${callArguments(this.file, call, step.op, step.keeps, step.arguments)})`;
        return this.edit(insertBefore(this.file, call.start, text), place);
      }
      case 'swap': {
        const other = this.at(callOf(step.with));
        if (other === undefined || !isNext(this.file, call, other)) return false;
        const [first, second] = [callSpan(call), callSpan(other)];
        const textAt = ({ start, end }: typeof first): string => this.file.text.slice(start, end);
        return this.edit(
          replaceSpans(this.file, [
            { span: first, newText: textAt(second) },
            { span: second, newText: textAt(first) },
          ]),
        );
      }
    }
  }

  private setOne(place: number, parameter: string, value: string | undefined): boolean {
    const call = this.at(place);
    const parameters = call === undefined ? undefined : parametersOf(call.callee.text);
    if (call === undefined || parameters === undefined) return false;
    const { start } = call.callee;
    return this.edit(
      value === undefined
        ? removeArgument(this.file, start, parameters, parameter)
        : setArgument(this.file, start, parameters, parameter, value),
    );
  }

  /** `before`: of which call there is one more in front now. */
  private edit(edits: Edits, before?: number): boolean {
    if (edits === undefined) return false;
    if (edits.length > 0) this.file = parse(this.file.file, applyEdits(this.file.text, edits));
    this.calls = callStatements(this.file);
    if (before !== undefined) {
      const from = this.places[before] as number;
      this.places = this.places.map((place) => (place >= from ? place + 1 : place));
    }
    return true;
  }
}

function callStatements(file: SourceFile): readonly CallStatement[] {
  const found: CallStatement[] = [];
  walk(file, (node) => {
    if (node.kind === 'call') found.push(node);
  });
  return found.sort((a, b) => a.start - b.start);
}

function parametersOf(op: string): readonly string[] | undefined {
  return findOp(op)?.parameters.map(({ name }) => name);
}

/** Without the name of its result, which is that of its place. */
function callSpan({ callee, end }: CallStatement) {
  return { start: callee.start, end };
}

/** Whether a statement stands right behind another in one body; only what is expected of the first may stand between. */
function isNext(file: SourceFile, first: CallStatement, second: CallStatement): boolean {
  const body = nodesAt(file, first.start).findLast((node) => node.kind === 'body' && node.statements.includes(first));
  if (body?.kind !== 'body') return false;
  const statements: readonly Statement[] = body.statements.slice(body.statements.indexOf(first) + 1);
  return statements.find(({ kind }) => kind !== 'expect') === second;
}

/** Those of the call's arguments that are kept, with others: required ones by position, the rest by name. */
function callArguments(
  file: SourceFile,
  call: CallStatement,
  op: string,
  keeps: readonly string[],
  others: ArgumentTexts,
): string {
  const own = parametersOf(call.callee.text) ?? [];
  const given = new Map<string, string>();
  call.arguments.forEach((argument, place) => {
    const name = argument.name?.text ?? own[place];
    if (name !== undefined && argument.value !== undefined && keeps.includes(name)) {
      given.set(name, withoutComments(file, argument.value.start, argument.value.end));
    }
  });
  for (const [name, text] of Object.entries(others)) if (text !== undefined) given.set(name, text);
  let isPlaced = true;
  return (findOp(op)?.parameters ?? [])
    .flatMap(({ name, defaultValue }) => {
      const text = given.get(name);
      isPlaced &&= text !== undefined && defaultValue === undefined;
      return text === undefined ? [] : [isPlaced ? text : `${name} = ${text}`];
    })
    .join(', ');
}
