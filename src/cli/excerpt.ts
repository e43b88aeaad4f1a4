/**
 * Diagnostics as people read them in a terminal: the message, the place, the line with a caret under the
 * smallest text that is wrong, related places, and the fix where there is one.
 */

import type { Analysis } from '../analysis/analysis';
import type { Severity } from '../base/codes';
import type { Diagnostic } from '../base/diagnostic';
import { columnsOf } from '../base/display-width';
import { messageOf, noteOf, titleOf } from '../base/message-text';
import type { Location } from '../base/span';
import type { CliWords } from '../words/cli';
import type { NamedFiles } from './named-files';
import type { Session } from './session';
import { type Style, styleFor, visible } from './style';

/** Where the texts of files are, and the words for what is wrong in them. */
export type Told = Pick<Session, 'workspace' | 'words'>;

const WIDEST_LINE = 160;

/** `check` shows more. */
const mostErrors = 20;

export function excerpt(diagnostic: Diagnostic, { workspace, words }: Told, style: Style): string {
  const colour = colourOf(diagnostic.severity, style);
  const lines = [
    `${colour(`${words.check(diagnostic.severity)}[${diagnostic.code}]`)}${style.strong(`: ${visible(messageOf(diagnostic, words.diagnostics))}`)}`,
    ...place(diagnostic, workspace, style, colour),
  ];
  for (const related of diagnostic.related) {
    lines.push(
      `${style.note(words.check('note'))}${words.language.colon}${visible(noteOf(related, words.diagnostics))}`,
      ...place(related, workspace, style, style.note),
    );
  }
  for (const fix of diagnostic.fixes)
    lines.push(`${style.ok(words.check('help'))}${words.language.colon}${visible(titleOf(fix, words.diagnostics))}`);
  return lines.join('\n');
}

function place(location: Location, workspace: NamedFiles, style: Style, colour: (text: string) => string): string[] {
  const { file, span } = location;
  const index = workspace.lineIndex(file);
  const start = index.positionAt(span.start);
  const end = index.positionAt(span.end);
  const text = workspace.text(file);
  const line = text.slice(index.lineStart(start.line), index.lineStart(start.line + 1)).replace(/[\r\n]+/, '');
  const number = String(start.line + 1);
  const gutter = ' '.repeat(number.length);
  const from = Math.min(start.column, line.length);
  const to = Math.max(from + 1, end.line === start.line ? end.column : line.length);
  // A long line is cut around the mistake.
  const cut = line.length <= WIDEST_LINE ? 0 : Math.max(0, from - 40);
  const shown = visible(line.slice(cut, cut + WIDEST_LINE));
  const before = visible(line.slice(cut, from)).replace(/[^\t]/gu, (letter) => ' '.repeat(columnsOf(letter)));
  const marked = visible(line.slice(from, Math.min(to, cut + WIDEST_LINE)));
  const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
  return [
    `${gutter}${style.muted('-->')} ${visible(workspace.name(file))}:${start.line + 1}:${start.column + 1}`,
    `${gutter} ${style.muted('|')}`,
    `${style.muted(`${number} |`)} ${shown}`.trimEnd(),
    `${gutter} ${style.muted('|')} ${before}${colour(carets)}`,
  ];
}

function colourOf(severity: Severity, style: Style): (text: string) => string {
  return severity === 'error' ? style.error : severity === 'warning' ? style.warning : style.note;
}

/** What a design is wrong with, which the exit code tells. */
export function errorsOf({ diagnostics }: Analysis, session: Session): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) session.exitWith(1);
  return errors;
}

/** Shows errors on stderr, beside a result. */
export function tellErrors(errors: readonly Diagnostic[], session: Session): void {
  const style = styleFor(session.host, 'stderr');
  for (const error of errors.slice(0, mostErrors)) session.note(`${excerpt(error, session, style)}\n`);
}

/** `2 errors, 1 warning`, or undefined without any. */
export function summary(diagnostics: readonly Diagnostic[], { check: say, language }: CliWords): string | undefined {
  const counts = (['error', 'warning', 'note', 'hint'] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((d) => d.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => say(`count.${severity}`, { count }));
  return counts.length === 0 ? undefined : counts.join(language.comma);
}
