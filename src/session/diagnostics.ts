/**
 * Sends diagnostics after each change: of the changed document first, then of the open documents that import it. A file
 * shows what any open document's analysis has found in it, so that a module's file is marked where a design that calls
 * it goes wrong. Bursts of changes are analysed once, in their last state.
 */

import type { Analysis } from '../analysis/analysis';
import { editorHints } from '../analysis/editor-hints';
import { type Target, targetHints } from '../analysis/target-hints';
import { type Diagnostic, diagnosticId } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { SourceFile } from '../syntax/tree';
import { type Eventual, whenReady } from '../workspace/eventual';
import { byFile } from '../workspace/text-edits';
import type { OpenText, Workspace } from '../workspace/workspace';

/** The framework for which designs are looked at. */
type LintTarget = Target | 'none';

/** All there is to say about an analysed file in an editor: hints too, and what comes out differently in a framework. */
export function messagesOf(analysis: Analysis, target: LintTarget): readonly Diagnostic[] {
  const inTarget = target === 'none' ? [] : targetHints(analysis, target);
  return [...analysis.diagnostics, ...analysis.unused, ...editorHints(analysis), ...inTarget];
}

export interface DiagnosticsOutlet {
  target(): LintTarget;
  publish(file: FileId, diagnostics: readonly Diagnostic[]): void;
  analyzed(file: FileId, analysis: Analysis): void;
  /** A burst of changes is over; the document that was changed last has been analysed. */
  rested(): void;
  /** The analysis of a file has thrown, which is our mistake and not the user's. */
  failed(file: FileId, error: unknown): void;
  /** Calls back after the messages that already wait; `delay` in milliseconds. */
  later(delay: number, action: () => void): { cancel(): void };
  now(): number;
}

interface Findings {
  /** Undefined once the document's text has changed: an analysis takes much room, and the next takes it anew. */
  readonly analysis: Analysis | undefined;
  /** The texts that they are about. */
  readonly files: ReadonlyMap<FileId, SourceFile>;
  readonly byFile: ReadonlyMap<FileId, readonly Diagnostic[]>;
}

/** Above this, the time between keystrokes is left to the editor's requests. Milliseconds. */
const longestDelay = 250;

export class DiagnosticsPusher {
  /** What each open document's analysis says about each file. */
  private readonly findings = new Map<FileId, Findings>();
  /** Versions of the open documents that were looked at. A text that came back within a burst is current but new. */
  private readonly versions = new Map<FileId, number>();
  /** Documents of which something is not loaded yet. */
  private readonly loading = new Set<FileId>();
  /** The document that was changed last: its diagnostics are what the user waits for. */
  private first: FileId | undefined;
  private waiting: { cancel(): void } | undefined;
  /** How long the last analysis took; long ones are worth waiting for the end of a burst. */
  private lastDuration = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly outlet: DiagnosticsOutlet,
  ) {}

  /** The document that was changed last, if it was an open one. */
  get changed(): FileId | undefined {
    return this.first;
  }

  /** Some text has changed; of an open document, if `id` says which. */
  schedule(id?: FileId): void {
    this.first = id ?? this.first;
    if (id !== undefined) this.outdate(id);
    this.waiting?.cancel();
    const delay = this.lastDuration < 30 ? 0 : Math.min(longestDelay, this.lastDuration / 2);
    this.waiting = this.outlet.later(delay, () => {
      this.waiting = undefined;
      this.analyzeNext();
      this.outlet.rested();
    });
  }

  /** What was found in other files stays until the document is analysed again. */
  private outdate(id: FileId): void {
    const before = this.findings.get(id);
    if (before === undefined) return;
    const files = new Map(before.files);
    files.delete(id);
    this.findings.set(id, { analysis: undefined, files, byFile: before.byFile });
  }

  /** Analyses one stale document a turn, so that requests can come in between. */
  private analyzeNext(): void {
    // A request may have had the file analysed already: what counts is what has been told of it.
    const stale = this.workspace.open.filter(
      ({ id, version }) =>
        this.versions.get(id) !== version || !this.workspace.isCurrent(id, this.findings.get(id)?.analysis),
    );
    const document = stale.find(({ id }) => id === this.first) ?? stale[0];
    if (document === undefined) return;
    this.analyze(document);
    if (stale.length > 1 && this.waiting === undefined) {
      this.waiting = this.outlet.later(0, () => {
        this.waiting = undefined;
        this.analyzeNext();
      });
    }
  }

  private analyze({ id, version }: OpenText): void {
    const startedAt = this.outlet.now();
    const failed = (error: unknown) => {
      this.outlet.failed(id, error);
      this.workspace.giveUp(id);
      // What was found in its former text is of no use any more.
      this.forget(id);
    };
    try {
      const analysis = this.workspace.analysis(id);
      if (analysis instanceof Promise) {
        // Loaded, it is stale still, and its turn comes again.
        this.loading.add(id);
        void analysis.catch(failed).finally(() => {
          this.loading.delete(id);
          if (this.waiting === undefined) this.schedule();
        });
        return;
      }
      this.versions.set(id, version);
      if (analysis !== undefined) {
        this.take(id, analysis);
        this.outlet.analyzed(id, analysis);
      }
    } catch (error) {
      this.versions.set(id, version);
      failed(error);
    }
    this.lastDuration = this.outlet.now() - startedAt;
  }

  /** What there is to say of the same analyses has changed. */
  toldAnew(): void {
    for (const [id, { analysis }] of this.findings) if (analysis !== undefined) this.take(id, analysis);
  }

  /** An editor has closed the document. */
  closed(id: FileId): void {
    this.versions.delete(id);
    this.forget(id);
  }

  private forget(id: FileId): void {
    const before = this.findings.get(id);
    this.findings.delete(id);
    for (const file of new Set([id, ...(before?.byFile.keys() ?? [])])) this.publish(file);
  }

  private take(id: FileId, analysis: Analysis): void {
    const found = byFile(messagesOf(analysis, this.outlet.target()));
    const before = this.findings.get(id);
    this.findings.set(id, { analysis, files: analysis.files, byFile: found });
    this.publish(id);
    for (const file of new Set([...found.keys(), ...(before?.byFile.keys() ?? [])]))
      if (file !== id) this.publish(file);
  }

  private publish(file: FileId): void {
    const tree = this.workspace.tree(file);
    // What was found in a former text has lost its place; that analysis is about to be made again.
    const current = [...this.findings.values()].filter(({ files }) => files.get(file) === tree);
    this.outlet.publish(file, eachOnce(current.map((found) => found.byFile.get(file) ?? [])));
  }
}

/** What several analyses have found in one file, without what they agree on. */
function eachOnce(lists: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of lists.flat()) {
    const key = `${diagnosticId(diagnostic)} ${JSON.stringify(diagnostic.values)}`;
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()];
}

/** What is wrong in a file by its own analysis and those of the open files that read it; undefined where there is no such file. */
export function diagnosticsOf(
  workspace: Workspace,
  id: FileId,
  target: LintTarget,
): Eventual<readonly Diagnostic[] | undefined> {
  return whenReady(workspace.analysis(id), (own) =>
    whenReady(workspace.openUsers(id), (users) => {
      if (own === undefined) return undefined;
      return eachOnce([own, ...users].map((one) => messagesOf(one, target).filter(({ file }) => file === id)));
    }),
  );
}

/** What is wrong in all files of the open folders, each with what any of them finds in it. `rest` lets others have their turn. */
export async function allDiagnostics(
  workspace: Workspace,
  target: LintTarget,
  rest: () => Promise<void>,
): Promise<ReadonlyMap<FileId, readonly Diagnostic[]>> {
  const lists = new Map<FileId, (readonly Diagnostic[])[]>();
  for (const id of await workspace.allFiles()) {
    await rest();
    const analysis = await workspace.analysisOrNothing(id);
    if (analysis === undefined) continue;
    const own = lists.get(id) ?? [];
    lists.set(id, own);
    for (const [file, found] of byFile(messagesOf(analysis, target))) {
      const list = lists.get(file) ?? [];
      lists.set(file, list);
      list.push(found);
    }
  }
  return new Map([...lists].map(([file, found]) => [file, eachOnce(found)]));
}
