/**
 * What if: overrides of a design as a person chooses them. Parameters of a network and the input's size go into the
 * analysis; another value of a layer's attribute is an edit of the text, the same that applying it writes.
 */

import type { Analysis, AnalysisOptions } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { findOp } from '../ops/registry';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { callAt, type Edits, removeArgument, setArgument } from './edit-builder';
import { applyEdits, smallestEdit } from './text-edits';

/** A call in a text, by where its name starts; or the call that a layer or block of a network was made from. */
export type CallPlace =
  | { readonly file: FileId; readonly start: number }
  | { readonly network: string; readonly path: string };

export interface AttributeOverride {
  readonly call: CallPlace;
  readonly parameter: string;
  /** As it is written in the language; undefined takes the argument away. */
  readonly value: string | undefined;
}

/** A value of a parameter, as a constant of the language is written. */
export interface ParameterOverride {
  readonly name: string;
  readonly value: string;
}

export interface Overrides extends AnalysisOptions {
  readonly attributes?: readonly AttributeOverride[];
}

interface PlacedOverride {
  readonly override: AttributeOverride;
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly parameters: readonly string[];
}

export interface OverrideEdits {
  readonly edits: readonly TextEdit[];
  /** Overrides that name no call, or have a value that is none. */
  readonly refused: readonly AttributeOverride[];
}

/** The edits that make overrides of attributes come true. They do not overlap. */
export function attributeEdits(analysis: Analysis, overrides: readonly AttributeOverride[]): OverrideEdits {
  const edits: TextEdit[] = [];
  const refused: AttributeOverride[] = [];
  const placed: PlacedOverride[] = [];
  for (const override of overrides) {
    const found = placeOf(analysis, override);
    if (found === undefined) refused.push(override);
    else placed.push(found);
  }
  for (const group of overlapping(placed)) {
    const [first] = group as [PlacedOverride];
    let tree = first.file;
    let made: Edits = [];
    for (const { override, start, parameters } of group) {
      const one = editsOf(tree, start, parameters, override);
      if (one === undefined) {
        refused.push(override);
        continue;
      }
      made = one;
      if (group.length > 1) tree = parse(tree.file, applyEdits(tree.text, one));
    }
    if (group.length === 1) edits.push(...(made ?? []));
    else if (tree.text !== first.file.text)
      edits.push({ file: tree.file, ...smallestEdit(first.file.text, tree.text) });
  }
  return { edits, refused };
}

function editsOf(file: SourceFile, start: number, parameters: readonly string[], override: AttributeOverride): Edits {
  const { parameter, value } = override;
  if (!parameters.includes(parameter)) return undefined;
  return value === undefined
    ? removeArgument(file, start, parameters, parameter)
    : setArgument(file, start, parameters, parameter, value);
}

/** Names of the parameters of the call at a place, in order; undefined where no callee is known. */
function parametersAt(analysis: Analysis, file: FileId, start: number): readonly string[] | undefined {
  const tree = analysis.files.get(file);
  const call = tree === undefined ? undefined : callAt(tree, start);
  if (call === undefined) return undefined;
  const name = call.callee.text;
  const meaning = analysis.names.get(file)?.get(start);
  if (meaning?.kind === 'module') {
    return analysis.modules
      .get(file)
      ?.get(name)
      ?.declaration.parameters.map((parameter) => parameter.name.text);
  }
  return findOp(name)?.parameters.map((parameter) => parameter.name);
}

function placeOf(analysis: Analysis, override: AttributeOverride): PlacedOverride | undefined {
  const place = 'file' in override.call ? override.call : originOf(analysis, override.call);
  const file = place === undefined ? undefined : analysis.files.get(place.file);
  if (place === undefined || file === undefined) return undefined;
  const call = callAt(file, place.start);
  const parameters = parametersAt(analysis, place.file, place.start);
  if (call === undefined || parameters === undefined) return undefined;
  return { override, file, start: place.start, end: call.end, parameters };
}

function originOf(
  analysis: Analysis,
  { network, path }: { readonly network: string; readonly path: string },
): { readonly file: FileId; readonly start: number } | undefined {
  const graph = analysis.networks.find(({ name }) => name === network)?.graph;
  const block = path === '' ? undefined : graph?.blocks.find((one) => one.path === path && one.kind === 'module');
  const origin = (block ?? graph?.layers.find((one) => one.path === path))?.origin;
  return origin === undefined ? undefined : { file: origin.file, start: origin.nameSpan.start };
}

/** Groups of overrides whose calls touch the same text. In a group those further behind come first: they move nothing before them. */
function overlapping(placed: readonly PlacedOverride[]): readonly (readonly PlacedOverride[])[] {
  const sorted = placed.toSorted((a, b) =>
    a.file.file === b.file.file ? a.start - b.start : a.file.file < b.file.file ? -1 : 1,
  );
  const groups: PlacedOverride[][] = [];
  let end = 0;
  for (const one of sorted) {
    const group = groups.at(-1);
    if (group?.[0]?.file === one.file && one.start < end) {
      group.push(one);
      end = Math.max(end, one.end);
    } else {
      groups.push([one]);
      end = one.end;
    }
  }
  return groups.map((group) => group.toSorted((a, b) => b.start - a.start));
}
