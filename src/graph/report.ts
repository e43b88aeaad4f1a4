/**
 * Collects diagnostics so that one mistake gives one message: a module's text is expanded once for each
 * call, and what is wrong in it is said at its first instance.
 */

import { type Diagnostic, type DiagnosticExtras, diagnostic, type Fix, type Severity } from '../base/diagnostic';
import { type Code, type MessageArguments, severityOf } from '../base/messages';
import type { FileId, Span } from '../base/span';

/** A message that says `did you mean conv?` is mended by writing that in place of what it points at. */
function nearestName(values: MessageArguments, file: FileId, span: Span): readonly Fix[] {
  const near = /did you mean (\w+)\?$/.exec(String(values.hint ?? ''))?.[1];
  return near === undefined ? [] : [{ title: `Write ${near}`, edits: [{ file, span, newText: near }] }];
}

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
    const fixes = extras.fixes ?? nearestName(values, file, { start: span.start, end: span.end });
    const made = diagnostic(code, { file, span: { start: span.start, end: span.end } }, values, { ...extras, fixes });
    this.byPlace.set(place, made);
    return made;
  }

  /** How many there are so far. */
  get count(): number {
    return this.byPlace.size;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.byPlace.values()];
  }
}
