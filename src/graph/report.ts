/**
 * Collects diagnostics so that one mistake gives one message: a module's text is expanded once for each
 * call, and what is wrong in it is said at its first instance.
 */

import { codeOf, type MessageKey, type Severity, severityOf } from '../base/codes';
import {
  type Diagnostic,
  type DiagnosticExtras,
  diagnostic,
  type Message,
  mostMessages,
  note,
  type RelatedNote,
  type ValuesFor,
} from '../base/diagnostic';
import { formatExact } from '../base/number-format';
import type { FileId, Span } from '../base/span';
import type { Messages } from '../words/english/diagnostics';
import type { Block, BlockId } from './graph';

export class Reporter {
  private readonly byPlace = new Map<string, Diagnostic>();
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, note: 0, hint: 0 };
  /** Where a severity had its last message: that there are more. */
  private readonly last: Partial<Record<Severity, Diagnostic>> = {};
  private isSilent = false;

  /** What is reported meanwhile is told to nobody. */
  silently(look: () => void): void {
    const before = this.isSilent;
    this.isSilent = true;
    look();
    this.isSilent = before;
  }

  /** The error that is reported at a place already, so that its reasons need not be looked for again. */
  errorAt(file: FileId, span: Span): Diagnostic | undefined {
    return this.byPlace.get(placeKey(file, span, 'error'));
  }

  /** The diagnostic for that place: this one, or the one of the same severity that was there before. */
  report<Key extends MessageKey>(
    text: Key,
    file: FileId,
    span: Span,
    values: ValuesFor<Messages[Key]>,
    extras: DiagnosticExtras = {},
  ): Diagnostic {
    const severity = extras.severity ?? severityOf(codeOf(text));
    const place = placeKey(file, span, severity);
    const before = this.byPlace.get(place);
    if (before !== undefined) return before;
    const location = { file, span: { start: span.start, end: span.end } };
    if (this.isSilent) return diagnostic(text, location, values, extras);
    if (this.counts[severity]++ >= mostMessages.ofSeverity) {
      const values = { limit: formatExact(mostMessages.ofSeverity) };
      const last = this.last[severity] ?? diagnostic('syntax.too-many', location, values, { severity });
      this.last[severity] = last;
      return last;
    }
    const made = diagnostic(text, location, values, extras);
    this.byPlace.set(place, made);
    return made;
  }

  /** The same for a message that somebody else has found, who knows no places. */
  reportMessage(
    { text, values, near, fixes }: Message,
    file: FileId,
    span: Span,
    related: readonly RelatedNote[] = [],
  ): Diagnostic {
    return this.report<MessageKey>(text, file, span, values as ValuesFor<Messages[MessageKey]>, {
      near,
      fixes,
      related,
    });
  }

  /** There are more errors than are listed. */
  get isFull(): boolean {
    return this.last.error !== undefined;
  }

  /** How many there are so far. */
  get count(): number {
    return this.byPlace.size;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.byPlace.values(), ...Object.values(this.last)];
  }
}

/** The call of the module around a block, itself included, in which its text is looked at; none outside of modules. */
export function instanceNotes(blocks: readonly Block[], block: BlockId): readonly RelatedNote[] {
  let at = blocks[block];
  while (at !== undefined && at.kind !== 'module') at = at.parent === undefined ? undefined : blocks[at.parent];
  if (at === undefined) return [];
  const { origin, path } = at;
  return [note('instance', { file: origin.file, span: origin.nameSpan }, { path })];
}

function placeKey(file: FileId, { start, end }: Span, severity: Severity): string {
  return `${file}\n${start}\n${end}\n${severity}`;
}
