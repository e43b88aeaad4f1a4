/**
 * What is wrong with a user's network: plain values, never exceptions. The texts are in messages.ts,
 * so that they can be translated; a code is stable and has an entry in docs/diagnostics.md.
 */

import { type Code, type MessageArguments, messageText, severityOf } from './messages';
import type { FileId, Location, Span } from './span';

export type Severity = 'error' | 'warning' | 'note' | 'hint';

export interface TextEdit {
  readonly file: FileId;
  readonly span: Span;
  readonly newText: string;
}

/** A change that mends the mistake, applied by one keystroke. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface RelatedNote extends Location {
  readonly message: string;
}

export interface Diagnostic extends Location {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly RelatedNote[];
  readonly fixes: readonly Fix[];
}

export interface DiagnosticExtras {
  readonly severity?: Severity;
  readonly related?: readonly RelatedNote[];
  readonly fixes?: readonly Fix[];
}

export function diagnostic(
  code: Code,
  location: Location,
  values: MessageArguments = {},
  extras: DiagnosticExtras = {},
): Diagnostic {
  return {
    code,
    severity: extras.severity ?? severityOf(code),
    message: messageText(code, values),
    file: location.file,
    span: location.span,
    related: extras.related ?? [],
    fixes: extras.fixes ?? [],
  };
}

/** By position, then by severity, so that every consumer lists them alike. */
export function sortDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  const rank: Record<Severity, number> = { error: 0, warning: 1, note: 2, hint: 3 };
  return [...list].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      rank[a.severity] - rank[b.severity],
  );
}
