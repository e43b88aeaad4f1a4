/**
 * Errors and warnings of an analysis as the preview lists them, each with an id that is made from what it is, by which
 * the host finds its place and its fixes again.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import type { Diagnostic, Fix } from '../base/diagnostic';
import type { LineIndex } from '../base/line-index';
import { messageOf, titleOf } from '../base/message-text';
import type { DiagnosticWords } from '../words/english/diagnostics';
import type { NodePlace, ViewError, ViewPlace } from './model';

export const mostErrors = 200;

/** Errors before warnings, those of the file itself before those of imported ones. */
export function viewDiagnostics(analysis: Analysis): readonly Diagnostic[] {
  const shown = analysis.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const own = analysis.file.file;
  const weight = (diagnostic: Diagnostic): number =>
    (diagnostic.severity === 'error' ? 0 : 2) + (diagnostic.file === own ? 0 : 1);
  return [...shown].sort((a, b) => weight(a) - weight(b)).slice(0, mostErrors);
}

/** The parts of ids that are places: `3:14`, with the file before it where it is another than the view's own. */
export type PlaceId = (file: string, offset: number) => string;

/** Line and column rather than the offset: what is typed in another line leaves an id the same. */
export function placeIds(own: string, lines: (file: string) => LineIndex): PlaceId {
  return (file, offset) => {
    const { line, column } = lines(file).positionAt(offset);
    return `${file === own ? '' : `${file}:`}${line + 1}:${column + 1}`;
  };
}

interface ListedErrors {
  readonly errors: readonly ViewError[];
  readonly places: readonly ViewPlace[];
}

/**
 * Tells what is wrong in another network than this, or in a module that it does not use. A syntax error breaks the
 * whole file, so while there is one nothing is elsewhere.
 */
export function elsewhere(
  analysis: Analysis,
  network: NetworkAnalysis,
  isBroken: boolean,
): (found: Diagnostic) => boolean {
  return ({ file, span }) => {
    const declarations = isBroken ? [] : (analysis.files.get(file)?.declarations ?? []);
    const around = declarations.find(({ start, end }) => start <= span.start && span.end <= end);
    if (around?.kind === 'network') return around !== network.declaration;
    if (around?.kind !== 'module') return false;
    return !network.graph.layers.some(
      ({ origin }) => origin.file === file && around.start <= origin.span.start && origin.span.end <= around.end,
    );
  };
}

/** `nodes` are the places of a view's nodes in written order; none for a file without a network. */
export function listErrors(
  analysis: Analysis,
  words: DiagnosticWords,
  lines: (file: string) => LineIndex,
  nodes: readonly NodePlace[],
  isElsewhere: (found: Diagnostic) => boolean,
): ListedErrors {
  const errors: ViewError[] = [];
  const places: ViewPlace[] = [];
  for (const { id, of: diagnostic } of identified(analysis, lines)) {
    const { severity, code, file, span, fixes } = diagnostic;
    errors.push({
      id,
      severity: severity === 'error' ? 'error' : 'warning',
      code,
      message: messageOf(diagnostic, words),
      line: lines(file).positionAt(span.start).line + 1,
      node: nodeAt(diagnostic, nodes),
      isElsewhere: isElsewhere(diagnostic),
      fixes: identifiedFixes(fixes).map(({ id: fixId, of }) => ({ id: fixId, title: titleOf(of, words) })),
    });
    places.push({ id, file, start: span.start, end: span.end });
  }
  return { errors, places };
}

/** The fix of this id of the error of this id; undefined where the text no longer has it. */
export function findFix(
  analysis: Analysis,
  lines: (file: string) => LineIndex,
  error: string,
  fix: string,
): Fix | undefined {
  const found = identified(analysis, lines).find(({ id }) => id === error);
  return identifiedFixes(found?.of.fixes ?? []).find(({ id }) => id === fix)?.of;
}

function identified(analysis: Analysis, lines: (file: string) => LineIndex): Identified<Diagnostic>[] {
  const placeId = placeIds(analysis.file.file, lines);
  return withIds(viewDiagnostics(analysis), ({ code, file, span }) => `${code} ${placeId(file, span.start)}`);
}

function identifiedFixes(fixes: readonly Fix[]): Identified<Fix>[] {
  return withIds(fixes, ({ code, values }) => [code, ...Object.values(values)].join(' '));
}

interface Identified<T> {
  readonly id: string;
  readonly of: T;
}

/** What would have the id of one before it gets a number of its own. */
export function withIds<T>(list: readonly T[], idOf: (of: T) => string): Identified<T>[] {
  const taken = new Set<string>();
  return list.map((of) => {
    const wanted = idOf(of);
    let id = wanted;
    for (let copy = 2; taken.has(id); copy++) id = `${wanted}~${copy}`;
    taken.add(id);
    return { id, of };
  });
}

/** The node with the smallest text around a diagnostic; of several instances the first. */
function nodeAt({ file, span }: Diagnostic, nodes: readonly NodePlace[]): string | null {
  let best: NodePlace | undefined;
  for (const node of nodes) {
    if (node.file !== file || node.start > span.start || node.end < span.end) continue;
    if (best === undefined || node.end - node.start < best.end - best.start) best = node;
  }
  return best?.id ?? null;
}
