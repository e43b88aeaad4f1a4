/**
 * Collects diagnostics so that one mistake gives one message: a module's text is expanded once for each
 * call, and what is wrong in it is said at its first instance.
 */

import { type Diagnostic, type DiagnosticExtras, diagnostic, type Severity } from '../base/diagnostic';
import { type Code, type MessageArguments, severityOf } from '../base/messages';
import type { FileId, Span } from '../base/span';

export class Reporter {
  private readonly byPlace = new Map<string, Diagnostic>();

  /** The diagnostic for that place: this one, or the one of the same severity that was there before. */
  report(
    code: Code,
    file: FileId,
    span: Span,
    values: MessageArguments = {},
    extras: DiagnosticExtras = {},
  ): Diagnostic {
    const severity: Severity = extras.severity ?? severityOf(code);
    const place = `${file}\n${span.start}\n${span.end}\n${severity}`;
    const before = this.byPlace.get(place);
    if (before !== undefined) return before;
    const made = diagnostic(code, { file, span: { start: span.start, end: span.end } }, values, extras);
    this.byPlace.set(place, made);
    return made;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.byPlace.values()];
  }
}
