/**
 * What applying overrides writes: the defaults of the network's parameters, its input and precision, arguments of calls,
 * and every `expect` that held before and would not hold any more, put right.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';
import type { WrittenLines } from '../protocol/what-if';
import { parse } from '../syntax/parser';
import type { InputStatement, PrecisionStatement, SourceFile } from '../syntax/tree';
import { insertAfter, replaceSpans, replaceStatement } from '../workspace/edit-builder';
import { type Eventual, whenReady } from '../workspace/eventual';
import { attributeEdits } from '../workspace/overrides';
import { applyEdits, byFile, changedLines, lineEdits } from '../workspace/text-edits';
import { corrections, missedChecks } from './corrected-expectations';
import { type DesignSession, ownNetwork } from './look';
import type { NetworkAsked } from './overrides';

export interface DesignEdits {
  /** They do not overlap. */
  readonly edits: readonly TextEdit[];
  readonly lines: readonly WrittenLines[];
  /** An `expect` that held before does not hold any more, and there is no one value to put in its place. */
  readonly leavesExpectations: boolean;
}

/** Undefined where there is no such network. */
export function designEdits(
  session: DesignSession,
  id: FileId,
  { network: name, overrides = {} }: NetworkAsked,
): Eventual<DesignEdits | undefined> {
  const { workspace } = session;
  return whenReady(workspace.analysis(id), (plain) => {
    const network = plain && ownNetwork(plain, name);
    if (plain === undefined || network === undefined) return undefined;
    const attributes = attributeEdits(plain, overrides.attributes ?? []).edits;
    const own = plain.files.get(network.graph.layers[0]?.origin.file ?? id) ?? plain.file;
    const edited = new Map<FileId, SourceFile>();
    for (const [file, list] of byFile([...attributes, ...declaredEdits(plain.file, network, overrides)])) {
      const tree = plain.files.get(file);
      if (tree !== undefined) edited.set(file, parse(file, applyEdits(tree.text, list)));
    }
    const precision = withPrecision(edited.get(own.file) ?? plain.file, network, overrides);
    if (precision !== undefined) edited.set(precision.file, precision);
    return whenReady(workspace.overlayOf(edited).analysis(id), (after) => {
      const corrected = after === undefined ? [] : corrections(after, missedChecks(plain));
      for (const [file, list] of byFile(corrected ?? [])) {
        const tree = after?.files.get(file);
        if (tree !== undefined) edited.set(file, parse(file, applyEdits(tree.text, list)));
      }
      return { ...textEdits(plain, edited), leavesExpectations: corrected === undefined };
    });
  });
}

function textEdits(plain: Analysis, edited: ReadonlyMap<FileId, SourceFile>): Pick<DesignEdits, 'edits' | 'lines'> {
  const texts = [...edited].map(([file, { text }]) => ({ file, was: plain.files.get(file)?.text ?? '', is: text }));
  return {
    edits: texts.flatMap(({ file, was, is }) => lineEdits(was, is).map((edit) => ({ file, ...edit }))),
    lines: texts.flatMap(({ file, was, is }) =>
      changedLines(was, is).map((lines) => ({ fileName: file.slice(file.lastIndexOf('/') + 1), ...lines })),
    ),
  };
}

/** Of the defaults of parameters, and of the input's size. */
function declaredEdits(
  file: SourceFile,
  { declaration, graph, shapes }: NetworkAnalysis,
  { parameters = [], inputShape }: NonNullable<NetworkAsked['overrides']>,
): readonly TextEdit[] {
  const replaced: { span: Span; newText: string }[] = parameters.flatMap(({ name, value }) => {
    const span = declaration.parameters.find((parameter) => parameter.name.text === name)?.defaultValue;
    return span === undefined ? [] : [{ span, newText: value }];
  });
  const written = inputShape === undefined ? undefined : inputOf({ declaration })?.shape;
  const isOther = String(shapes[graph.input]) !== String(inputShape);
  if (written !== undefined && inputShape !== undefined && isOther) {
    replaced.push({ span: written, newText: inputShape.join('x') });
  }
  return replaced.length === 0 ? [] : (replaceSpans(file, replaced) ?? []);
}

/** The statement that says how large the network's input is. */
export function inputOf({ declaration }: Pick<NetworkAnalysis, 'declaration'>): InputStatement | undefined {
  return declaration.body?.statements.find((statement) => statement.kind === 'input');
}

/** Undefined where nothing is to be written. */
function withPrecision(
  file: SourceFile,
  { name, precision: was }: NetworkAnalysis,
  { precision }: NonNullable<NetworkAsked['overrides']>,
): SourceFile | undefined {
  const wanted = { ...was, ...precision };
  if (wanted.weights === was.weights && wanted.activations === was.activations) return undefined;
  const network = file.declarations.find((one) => one.kind === 'network' && (one.name?.text ?? '') === name);
  const statements = network?.kind === 'network' ? (network.body?.statements ?? []) : [];
  const written = statements.find((one): one is PrecisionStatement => one.kind === 'precision');
  const input = statements.find(({ kind }) => kind === 'input');
  const settings = Object.entries({ weights: wanted.weights, activations: wanted.activations });
  const value =
    wanted.weights === wanted.activations
      ? wanted.weights
      : settings.map(([name, format]) => `${name} = ${format}`).join(', ');
  const text = `precision ${value}`;
  const edits =
    written !== undefined
      ? replaceStatement(file, written.start, text)
      : input !== undefined
        ? insertAfter(file, input.start, text)
        : undefined;
  return edits === undefined ? undefined : parse(file.file, applyEdits(file.text, edits));
}
