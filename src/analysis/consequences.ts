/**
 * One mistake, one message, also between the parser and all that comes after it: what could not be read is told where it
 * stands, and what is wrong only because of that is not. A text that can be read is never looked at here.
 */

import type { DiagnosticCode } from '../base/codes';
import type { Diagnostic } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import { countBelow } from '../base/sorted';
import type { FileId, Span } from '../base/span';
import type { Declaration, RepeatStatement, SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt, walk } from '../syntax/tree-walk';
import { promiseCodes } from './promises';

/** Mistakes behind which is something else than was meant, or nothing; of others it is known what they stand for. */
const unreadable: ReadonlySet<DiagnosticCode> = new Set([
  'syntax.expected',
  'syntax.unexpected',
  'syntax.unclosed',
  'syntax.number',
  'syntax.string-open',
  'syntax.comment-open',
  'syntax.comment-in-call',
  'syntax.branch-only',
  'syntax.branch-place',
  'syntax.positional-after-named',
  'syntax.place',
]);

/** What is missed where a declaration was swallowed or has no name yet. */
const missing: ReadonlySet<DiagnosticCode> = new Set([
  'name.unknown',
  'import.missing-name',
  'flow.no-input',
  'flow.empty',
]);

/** What is said of a name that means nothing, or something else than a result. */
const namesWhat: ReadonlySet<DiagnosticCode> = new Set(['name.unknown', 'name.not-a-result']);

const words = /[A-Za-z_]\w*/g;

/** What is said of calls that are not written out yet. */
const unfinished: ReadonlySet<DiagnosticCode> = new Set(['call.parentheses', 'call.missing', 'name.unknown']);

/** A word on its own may become the name of a result, and is no unknown layer yet. */
function isUnfinished({ code, span }: Diagnostic, file: SourceFile): boolean {
  if (code !== 'name.unknown') return true;
  return nodesAt(file, span.start).some((node) => node.kind === 'call' && !node.hasParentheses);
}

/** Whether a message depends on all that stands before it: on layers and their shapes, or on the place of the input. */
function isDependent(code: DiagnosticCode): boolean {
  return (
    promiseCodes.has(code) || code === 'expect.no-layer' || code.startsWith('shape.') || code.startsWith('flow.input-')
  );
}

/** What is found in texts that were read, without what follows from mistakes of syntax in `files`. */
export function withoutConsequences(found: readonly Diagnostic[], files: Iterable<SourceFile>): readonly Diagnostic[] {
  const unread = new Map<FileId, UnreadText>();
  const trees = new Map<FileId, SourceFile>();
  const calls = found.filter(({ code }) => unfinished.has(code));
  for (const file of files) {
    trees.set(file.file, file);
    const mistakes = file.diagnostics.filter(({ code, near }) => unreadable.has(code) && near === undefined);
    const cut = calls.filter((call) => call.file === file.file && isUnfinished(call, file));
    if (mistakes.length + cut.length > 0) unread.set(file.file, new UnreadText(file, mistakes, cut));
  }
  if (unread.size === 0) return found;
  const others = [...unread.values()];
  const lacksNames = others.some((other) => other.hidesNames);
  const affected = namesThatNeed(new Set(others.flatMap((other) => other.brokenModules)), trees.values());
  const needsModule = ({ file, span }: Diagnostic): boolean => {
    const tree = affected.size > 0 ? trees.get(file) : undefined;
    const around = tree === undefined ? [] : nodesAt(tree, span.start);
    return around.some((node) => isDefinition(node) && affected.has(node.name?.text ?? ''));
  };
  return found.filter((message) => {
    const { code, file, span, related } = message;
    const own = unread.get(file);
    if (own?.explains(span)) return false;
    if (namesWhat.has(code) && own?.isNamedBefore(span)) return false;
    if (code === 'flow.empty' && own?.isIn(span)) return false;
    if (missing.has(code) && (own?.hidesNames || (lacksNames && code.startsWith('import')))) return false;
    if (isDependent(code) && (own?.isBefore(span) || needsModule(message))) return false;
    return !related.some((note) => {
      const other = unread.get(note.file);
      return other?.explains(note.span) || (isDependent(code) && other?.isBefore(note.span));
    });
  });
}

/** A file with mistakes of syntax, or calls that are not written out. */
class UnreadText {
  /** A comment that runs to the end of the file, or a declaration without its name, hide what others ask for. */
  readonly hidesNames: boolean;
  /** Modules with a mistake in them: what calls one may come out otherwise. */
  readonly brokenModules: readonly string[];

  private readonly lines: LineIndex;
  private readonly badLines: ReadonlySet<number>;
  /** Words of these lines, and where each stands first. */
  private readonly firstOfWord = new Map<string, number>();
  /** Where mistakes start, in order; what a promise depends on has calls among them that are not written out. */
  private readonly starts: readonly number[];
  /** Definitions and loops of which the head could not be read, or where it stands the body is another's. */
  private readonly broken: readonly Span[];

  constructor(
    private readonly file: SourceFile,
    mistakes: readonly Diagnostic[],
    calls: readonly Diagnostic[],
  ) {
    this.lines = new LineIndex(file.text);
    this.badLines = new Set(mistakes.map(({ span }) => this.lineOf(span)));
    for (const line of this.badLines) this.readWords(this.lines.lineStart(line), this.lines.lineStart(line + 1));
    for (const { span } of calls) this.readWords(span.start, span.end);
    this.starts = startsOf([...mistakes, ...calls]);
    const unread = startsOf(mistakes);
    const definitions = file.declarations.filter(isDefinition);
    const loops: RepeatStatement[] = [];
    if (unread.length > 0) {
      walk(file, (node) => {
        if (node.kind === 'repeat') loops.push(node);
      });
    }
    this.broken = [...definitions, ...loops].filter(({ start, end, body }) =>
      isOneIn(unread, start, body?.start ?? end),
    );
    this.hidesNames = mistakes.some(({ code }) => code === 'syntax.comment-open') || file.declarations.some(lacksName);
    this.brokenModules = definitions
      .filter(({ kind, start, end }) => kind === 'module' && isOneIn(this.starts, start, end))
      .map(({ name }) => name?.text ?? '');
  }

  /** Whether something about a place is wrong because its line, or the head above it, could not be read. */
  explains(span: Span): boolean {
    return this.badLines.has(this.lineOf(span)) || this.isInBroken(span);
  }

  /** Whether the name there stands in a line above it that could not be read, and may be defined there. */
  isNamedBefore({ start, end }: Span): boolean {
    const first = this.firstOfWord.get(this.file.text.slice(start, end));
    return first !== undefined && first < start;
  }

  private readWords(start: number, end: number): void {
    for (const { 0: word, index } of this.file.text.slice(start, end).matchAll(words)) {
      const first = this.firstOfWord.get(word);
      if (first === undefined || start + index < first) this.firstOfWord.set(word, start + index);
    }
  }

  private isInBroken({ start }: Span): boolean {
    return this.broken.some((definition) => definition.start <= start && start < definition.end);
  }

  /** Whether a mistake stands anywhere in the definition of a place. */
  isIn({ start }: Span): boolean {
    const definition = nodesAt(this.file, start).findLast(isDefinition);
    return definition !== undefined && isOneIn(this.starts, definition.start, definition.end);
  }

  /** Whether a mistake stands before a place in its definition, or in the join there. */
  isBefore({ start }: Span): boolean {
    const around = nodesAt(this.file, start);
    const definition = around.findLast(isDefinition);
    const innermost = around[around.length - 1];
    const end = innermost?.kind === 'join' ? innermost.end : start;
    return definition !== undefined && isOneIn(this.starts, definition.start, end);
  }

  private lineOf({ start }: Span): number {
    return this.lines.positionAt(start).line;
  }
}

/**
 * These names, and those of all definitions with one of them in their text, over all files: a module may be called, or handed
 * on as a value, and have another name where it is imported.
 */
function namesThatNeed(names: ReadonlySet<string>, files: Iterable<SourceFile>): ReadonlySet<string> {
  if (names.size === 0) return names;
  const users = new Map<string, Set<string>>();
  const note = (used: string, user: string | undefined): void => {
    if (user === undefined) return;
    const known = users.get(used);
    if (known === undefined) users.set(used, new Set([user]));
    else known.add(user);
  };
  for (const { text, declarations } of files) {
    for (const declaration of declarations) {
      if (declaration.kind === 'import') {
        for (const { name, alias } of declaration.specifiers) note(name.text, alias?.text);
      } else if (isDefinition(declaration)) {
        for (const [word] of text.slice(declaration.start, declaration.end).matchAll(words)) {
          note(word, declaration.name?.text);
        }
      }
    }
  }
  const reached = new Set(names);
  // A set that grows while it is gone through is gone through to its new end.
  for (const name of reached) for (const user of users.get(name) ?? []) reached.add(user);
  return reached;
}

function lacksName(declaration: Declaration): boolean {
  if (declaration.kind === 'import' || declaration.name !== undefined) return false;
  return declaration.kind !== 'const' || declaration.pattern === undefined;
}

function startsOf(mistakes: readonly Diagnostic[]): readonly number[] {
  return mistakes.map(({ span }) => span.start).sort((a, b) => a - b);
}

/** Whether one of the sorted numbers is at least `from` and less than `to`. */
function isOneIn(sorted: readonly number[], from: number, to: number): boolean {
  return (sorted[countBelow(sorted, from)] ?? to) < to;
}
