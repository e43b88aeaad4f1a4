/**
 * Changes of a text that leave its networks as they are: statements made a module, a module's statements put in the place
 * of its calls, equal statements made a `repeat`. Each is written beside the real text and offered only where the analyses
 * before and after are of the same design; what may change are paths of layers, by which weights are found.
 */

import type { Analysis } from '../../analysis/analysis';
import type { TextEdit } from '../../base/diagnostic';
import { LineIndex, type Position } from '../../base/line-index';
import type { FileId, Span } from '../../base/span';
import { changedPaths } from '../../ide/rename';
import { parse } from '../../syntax/parser';
import type { Body, ModuleDeclaration, SourceFile, Statement } from '../../syntax/tree';
import { keywordOf, nodesAt, walk } from '../../syntax/tree-walk';
import { type Replacement, replaceSpans } from '../../workspace/edit-builder';
import { allReady, type Eventual, whenReady } from '../../workspace/eventual';
import { applyEdits, lineEdits } from '../../workspace/text-edits';
import { type DesignSession, type Look, sceneOfAllUses } from '../look';
import { extractModule } from './extract';
import { inlineAll, inlineCall, moduleCallAt } from './inline';
import { isSameDesign } from './proof';
import { repeatEqual } from './repeat';
import { type Run, Runs, runOf, runTouching } from './runs';

export interface Refactoring {
  readonly kind: (typeof refactoringKinds)[number];
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Paths of layers that change, as they were. */
  readonly paths: readonly string[];
  /** Where a name that was made up stands in the file once it is changed. */
  readonly newName?: Position;
}

interface Draft {
  readonly kind: Refactoring['kind'];
  readonly title: string;
  readonly replaced: readonly Replacement[];
  readonly newName?: string;
  /** Where the name of a module is declared that is taken away: files that are not open may use it. */
  readonly removed?: number;
}

/** Each is an analysis of the file. */
const mostTried = 6;

export const refactoringKinds = ['extract', 'inline', 'repeat'] as const;

/** What could be done with the statements in a range, or at a cursor. */
export function refactorings(
  session: DesignSession,
  look: Look,
  span: Span,
  kinds: ReadonlySet<Refactoring['kind']> = new Set(refactoringKinds),
): Eventual<readonly Refactoring[]> {
  const lists = draftsAt(look, span, kinds).map((drafts) => firstProven(session, look, drafts.slice(0, mostTried)));
  return whenReady(allReady(lists), (found) => found.filter((one) => one !== undefined));
}

/** Of drafts that are for the same purpose the first that changes nothing. */
function firstProven(
  session: DesignSession,
  look: Look,
  [draft, ...others]: readonly Draft[],
): Eventual<Refactoring | undefined> {
  if (draft === undefined) return undefined;
  return whenReady(proven(session, look, draft), (found) => found ?? firstProven(session, look, others));
}

function proven(session: DesignSession, look: Look, draft: Draft): Eventual<Refactoring | undefined> {
  if (draft.removed === undefined) return provenIn(session, look, draft);
  return sceneOfAllUses(session, look, draft.removed).then((scene) => provenIn(session, { ...look, scene }, draft));
}

function provenIn({ workspace }: DesignSession, look: Look, draft: Draft): Eventual<Refactoring | undefined> {
  const { file, scene } = look;
  // The formatter changes no meaning: what is proven is laid out afterwards.
  const written = parse(file.file, applyEdits(file.text, draft.replaced));
  const overlay = workspace.overlayOf(new Map([[file.file, written]]));
  const designs = [look.analysis, ...scene.users];
  // Without a network that is made of it there is nothing to hold it against.
  if (!designs.some((design) => isMadeOf(design, file.file))) return undefined;
  return whenReady(allReady(designs.map((design) => overlay.analysis(design.file.file))), (found) => {
    const paths = new Set<string>();
    for (const [i, before] of designs.entries()) {
      const after = found[i];
      if (after === undefined || !isSameDesign(before, after)) return undefined;
      for (const path of changedPaths(before, after)) paths.add(path);
    }
    const say = scene.words.editor;
    const count = paths.size;
    const title =
      count === 0 ? say('refactor.same', { title: draft.title }) : say('refactor.paths', { title: draft.title, count });
    const text = applyEdits(file.text, replaceSpans(file, draft.replaced));
    const start = Math.min(...draft.replaced.map(({ span }) => span.start));
    const newName = draft.newName === undefined ? undefined : placeOfCall(parse(file.file, text), draft.newName, start);
    return {
      kind: draft.kind,
      title,
      edits: lineEdits(file.text, text).map((edit) => ({ file: file.file, ...edit })),
      paths: [...paths],
      ...(newName === undefined ? {} : { newName: new LineIndex(text).positionAt(newName) }),
    };
  });
}

function isMadeOf({ networks }: Analysis, file: FileId): boolean {
  return networks.some(({ graph }) => graph.layers.some(({ origin }) => origin.file === file));
}

/** The first call of a module from a place on, else in the file. */
function placeOfCall(file: SourceFile, name: string, from: number): number | undefined {
  const calls: number[] = [];
  walk(file, (node) => {
    if (node.kind === 'call' && node.callee.text === name) calls.push(node.callee.start);
  });
  return calls.sort((a, b) => a - b).find((start) => start >= from) ?? calls[0];
}

// ---- What could be written ----

/** Drafts for each purpose, the best first. */
function draftsAt(look: Look, span: Span, kinds: ReadonlySet<Refactoring['kind']>): readonly (readonly Draft[])[] {
  const { file } = look;
  const at = statementAt(file, span.start);
  const selected = span.start < span.end ? runTouching(file, span) : undefined;
  const whole = selected ?? (at !== undefined && isOnBlock(at, span.start) ? at : undefined);
  const makes = {
    extract: () => (whole === undefined ? [extractionsAround(look, at)] : extractionsOf(look, whole)),
    inline: () => inlinings(look, span),
    repeat: () => [repeats(look, selected ?? at)],
  };
  return refactoringKinds.flatMap((kind) => (kinds.has(kind) ? makes[kind]() : []));
}

/** Whether a cursor is at the word of a block. */
function isOnBlock({ statements: [statement] }: Run, offset: number): boolean {
  if (statement === undefined || statement.kind === 'join-call') return false;
  const keyword = keywordOf(statement);
  return keyword !== undefined && offset <= keyword.end;
}

/** The innermost statement that a place touches, else the one behind the white space there. */
function statementAt(file: SourceFile, place: number): Run | undefined {
  const blank = /^[ \t]*/.exec(file.text.slice(place, place + 400))?.[0].length ?? 0;
  return touchedAt(file, place) ?? (blank === 0 ? undefined : touchedAt(file, place + blank));
}

function touchedAt(file: SourceFile, offset: number): Run | undefined {
  const body = nodesAt(file, offset).findLast(
    (node): node is Body => node.kind === 'body' && node.statements.some((one) => touches(one, offset)),
  );
  const index = body?.statements.findIndex((one) => touches(one, offset)) ?? -1;
  return body === undefined || index < 0 ? undefined : runOf(body, index, 1);
}

function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Of what is selected: at all places, and here alone. */
function extractionsOf(look: Look, selected: Run): readonly (readonly Draft[])[] {
  const run = withoutPromises(selected);
  // What is expected of the last statement alone belongs into the module.
  const possible = run === undefined || run.end === selected.end ? [selected] : [run, selected];
  const all: Draft[] = [];
  const here: Draft[] = [];
  for (const differing of ['numbers', 'sizes'] as const) {
    const runs = new Runs(look.analysis, look.file, differing);
    for (const one of possible.filter((run) => runs.isMovable(run))) {
      const places = runs.equalTo(one);
      if (places.length > 1) all.push(...extraction(look, runs, places));
      if (differing === 'numbers') here.push(...extraction(look, runs, [one]));
    }
  }
  return [all, here];
}

/** Each is looked for in the whole file. */
const mostAround = 3;

/** A parameter at a call is about as hard to read as this many layers. */
const parameterWeight = 0.4;

/** At a cursor: the statements around it that stand elsewhere too, where a module of them says it in less. */
function extractionsAround(look: Look, at: Run | undefined): readonly Draft[] {
  const [statement] = at?.statements ?? [];
  if (at === undefined || statement === undefined) return [];
  const runs = new Runs(look.analysis, look.file, 'numbers');
  return runs
    .repeatedAround(at.body, statement)
    .filter(({ run }) => runs.isMovable(run))
    .slice(0, mostAround)
    .flatMap(({ run, size }) => {
      const places = runs.equalTo(run);
      return extraction(look, runs, places).map((draft) => ({
        draft,
        saved: (places.length - 1) * size - parameterWeight * places.length * draft.parameters,
      }));
    })
    .filter(({ saved }) => saved > 1)
    .sort((a, b) => b.saved - a.saved)
    .map(({ draft }) => draft);
}

function withoutPromises({ body, statements }: Run): Run | undefined {
  const last = statements.findLastIndex(({ kind }) => kind !== 'expect');
  return runOf(body, body.statements.indexOf(statements[0] as Statement), last + 1);
}

function extraction(
  { analysis, file, scene }: Look,
  runs: Runs,
  places: readonly Run[],
): readonly (Draft & { readonly parameters: number })[] {
  const found = extractModule(analysis, file, runs, places);
  if (found === undefined) return [];
  const { name, parameters, replaced } = found;
  const say = scene.words.editor;
  const head = `${name}(${parameters.join(', ')})`;
  const title = say('refactor.extract', { head, count: places.length });
  return [{ kind: 'extract', title, replaced, newName: name, parameters: parameters.length }];
}

function inlinings({ analysis, file, scene }: Look, span: Span): readonly (readonly Draft[])[] {
  const say = scene.words.editor;
  const found = moduleCallAt(analysis, file, span);
  const here = found && inlineCall(analysis, file, found.call, found.module);
  const drafts: Draft[] = [];
  if (found !== undefined && here !== undefined) {
    drafts.push({ kind: 'inline', title: say('refactor.inline', { name: found.call.callee.text }), replaced: here });
  }
  const declaration = found?.module.declaration ?? moduleNamedAt(file, span.start);
  const isOwn = found === undefined || found.module.file === file.file;
  const all = declaration && isOwn ? inlineAll(analysis, file, declaration) : undefined;
  if (declaration?.name !== undefined && all !== undefined) {
    const title = say('refactor.inline-all', { name: declaration.name.text, count: all.calls });
    drafts.push({ kind: 'inline', title, replaced: all.replaced, removed: declaration.name.start });
  }
  return drafts.map((draft) => [draft]);
}

/** The module whose declaration's name is at a place. */
function moduleNamedAt(file: SourceFile, offset: number): ModuleDeclaration | undefined {
  return file.declarations.find(
    (one): one is ModuleDeclaration => one.kind === 'module' && one.name !== undefined && touches(one.name, offset),
  );
}

function repeats({ file, scene }: Look, at: Run | undefined): readonly Draft[] {
  const found = at && repeatEqual(file, at);
  if (found === undefined) return [];
  const { turns, length, replaced } = found;
  const title = scene.words.editor('refactor.repeat', { turns, count: turns * length });
  return [{ kind: 'repeat', title, replaced }];
}
