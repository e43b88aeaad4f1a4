/** The fixes of the mistakes at a place: what a diagnostic offers, as changes that the editor can apply. */

import type { Analysis } from '../analysis/analysis';
import type { Diagnostic, Fix } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';

export interface OfferedFix {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** Those that touch a range of a file, in order of position. */
export function touching(diagnostics: readonly Diagnostic[], file: FileId, range: Span): readonly Diagnostic[] {
  return diagnostics.filter(({ file: at, span }) => at === file && span.start <= range.end && range.start <= span.end);
}

export function fixesAt(analysis: Analysis, file: FileId, range: Span): readonly OfferedFix[] {
  return fixesOf(touching(analysis.diagnostics, file, range));
}

export function fixesOf(diagnostics: readonly Diagnostic[]): readonly OfferedFix[] {
  return diagnostics.flatMap((diagnostic) => diagnostic.fixes.map((fix) => ({ diagnostic, fix })));
}
