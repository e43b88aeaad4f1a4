/**
 * One statement of a design, edited in a place of its own: what is typed there stands beside the real text, where the editor's
 * features answer as they do in the file. Nothing is written but by the edits at the end.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import { messageOf } from '../base/message-text';
import type { FileId, Location, Span } from '../base/span';
import { complete } from '../ide/completion';
import { hover } from '../ide/hover';
import type { Scene } from '../ide/scene';
import type { StatementAnswer, StatementMark, StatementQuestion, StatementText } from '../protocol/statement';
import { parse } from '../syntax/parser';
import type { SourceFile } from '../syntax/tree';
import { replaceStatement } from '../workspace/edit-builder';
import { type Eventual, whenReady } from '../workspace/eventual';
import { nameOf } from '../workspace/uri';
import { type DesignSession, ownNetwork } from './look';

/** A statement where it stands. */
interface Found {
  readonly analysis: Analysis;
  readonly network: NetworkAnalysis;
  readonly file: SourceFile;
  readonly span: Span;
  readonly shared: readonly string[];
}

/** Undefined where the path is of no layer or block of the network, or of its input. */
export function statementOf(
  session: DesignSession,
  id: FileId,
  network: string,
  path: string,
): Eventual<StatementText | undefined> {
  return whenReady(find(session, id, network, path), (found) => {
    if (found === undefined) return undefined;
    const { file, span, shared } = found;
    const { line } = session.workspace.lines(file).positionAt(span.start);
    return {
      path,
      text: unindented(file, span),
      line: line + 1,
      fileName: file.file === id ? undefined : nameOf(file.file),
      shared,
    };
  });
}

/** Undefined where there is no such statement. */
export function askStatement(
  session: DesignSession,
  id: FileId,
  network: string,
  path: string,
  question: StatementQuestion,
): Eventual<StatementAnswer | undefined> {
  const { text, kind } = question;
  return whenReady(find(session, id, network, path), (found) => {
    if (found === undefined) return undefined;
    const { file, span } = found;
    const edited = parse(file.file, `${file.text.slice(0, span.start)}${text}${file.text.slice(span.end)}`);
    const overlay = session.workspace.overlayOf(new Map([[file.file, edited]]));
    return whenReady(overlay.analysis(id), (design) =>
      whenReady(file.file === id ? design : overlay.analysis(file.file), (own) => {
        if (design === undefined || own === undefined) return undefined;
        const users = own === design ? [] : [design];
        const scene: Scene = { ...session.settings(), analysis: own, users };
        const offset = span.start + Math.min(question.offset, text.length);
        const place: Span = { start: span.start, end: span.start + text.length };
        if (kind === 'hover') return hovered(scene, edited, offset);
        if (kind === 'complete') return completed(session, scene, edited, offset, span.start);
        return checked(session, found, design, place);
      }),
    );
  });
}

/** The edit that puts a text in the statement's place; none where it is no statement. */
export function statementEdits(
  session: DesignSession,
  id: FileId,
  network: string,
  path: string,
  text: string,
): Eventual<readonly TextEdit[]> {
  return whenReady(find(session, id, network, path), (found) =>
    found === undefined ? [] : (replaceStatement(found.file, found.span.start, text) ?? []),
  );
}

function find(session: DesignSession, id: FileId, name: string, path: string): Eventual<Found | undefined> {
  return whenReady(session.workspace.analysis(id), (analysis) => {
    const network = analysis && ownNetwork(analysis, name);
    if (analysis === undefined || network === undefined || path === '') return undefined;
    const { layers, blocks } = network.graph;
    const made = blocks.find((one) => one.path === path) ?? layers.find((one) => one.path === path);
    if (made === undefined || ('op' in made && made.op.group === 'input')) return undefined;
    const file = analysis.files.get(made.origin.file);
    if (file === undefined) return undefined;
    const { start, end } = made.origin.span;
    const isSame = ({ origin }: { readonly origin: { readonly file: FileId; readonly span: Span } }): boolean =>
      origin.file === file.file && origin.span.start === start && origin.span.end === end;
    const parent = path.slice(0, path.lastIndexOf('/') + 1);
    const others = [...blocks, ...layers].filter(
      (one) => one.path !== path && one.path.slice(0, one.path.lastIndexOf('/') + 1) === parent && isSame(one),
    );
    return {
      analysis,
      network,
      file,
      span: { start, end },
      shared: [...new Set(others.map((one) => one.path.slice(parent.length)))],
    };
  });
}

/** Its lines begin where the first one does. */
function unindented({ text }: SourceFile, { start, end }: Span): string {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return text
    .slice(start, end)
    .split('\n')
    .map((one, at) => (at > 0 && one.startsWith(indent) ? one.slice(indent.length) : one))
    .join('\n');
}

function hovered(scene: Scene, file: SourceFile, offset: number): StatementAnswer {
  return { kind: 'hover', markdown: hover(scene, file, offset, { commands: false })?.markdown ?? null };
}

/** What an import could bring is left out: it would be written elsewhere. */
function completed(
  { workspace }: DesignSession,
  scene: Scene,
  file: SourceFile,
  offset: number,
  start: number,
): StatementAnswer {
  const { span, items, isSpecific } = complete(scene, file, offset, {
    importPaths: () => [],
    resolve: (path) => workspace.resolve(file.file, path),
    tree: (id) => workspace.tree(id),
  });
  return {
    kind: 'complete',
    start: Math.max(span.start - start, 0),
    isSpecific,
    items: items
      .filter(({ edits }) => edits.length === 0)
      .map(({ label, kind, detail, documentation, insert, isSnippet, rank }) => ({
        label,
        kind,
        detail,
        documentation,
        insert,
        isSnippet,
        rank,
      })),
  };
}

function checked(
  session: DesignSession,
  { analysis, network, file }: Found,
  after: Analysis,
  place: Span,
): StatementAnswer {
  const { diagnostics: words } = session.settings().words;
  const isThere = (at: Location): boolean =>
    at.file === file.file && at.span.start >= place.start && at.span.start <= place.end;
  const marks: StatementMark[] = after.diagnostics.filter(isThere).map(({ span, severity, ...one }) => ({
    start: span.start - place.start,
    end: Math.min(span.end, place.end) - place.start,
    severity,
    message: messageOf(one, words),
  }));
  const known = new Set(analysis.diagnostics.map((one) => messageOf(one, words)));
  const elsewhere = after.diagnostics
    .filter((one) => one.severity === 'error' && !isThere(one))
    .map((one) => messageOf(one, words))
    .filter((message) => !known.has(message));
  const multiplies = (of: NetworkAnalysis | undefined): number | null => {
    const sum = of?.main.sums.multiplies;
    return sum === undefined || sum.isPartial ? null : sum.value;
  };
  return {
    kind: 'check',
    marks,
    elsewhere: [...new Set(elsewhere)],
    before: multiplies(network),
    after: multiplies(ownNetwork(after, network.name)),
  };
}
