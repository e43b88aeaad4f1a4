/**
 * Expectations that a rewrite has made wrong, corrected: an `expect` then says what is found, written as it was written
 * before, exactly or as an estimate of as many digits.
 */

import type { Analysis, MissedExpectation } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import { formatShape } from '../base/number-format';
import type { FileId, Span } from '../base/span';
import type { Check, SourceFile } from '../syntax/tree';
import { walk } from '../syntax/tree-walk';

/** A check by its file and its place among all of the file, which no rewrite changes. */
type CheckId = string;

/** Which checks of a design do not hold. */
export function missedChecks(analysis: Analysis): ReadonlySet<CheckId> {
  const places = new Places();
  return new Set(analysis.networks.flatMap(({ missed }) => missed.map((one) => places.idOf(analysis, one))));
}

/**
 * The edits that correct what was not missed before. Undefined where a check cannot be corrected: it is missed in several
 * ways, or by what is not known whole.
 */
export function corrections(analysis: Analysis, before: ReadonlySet<CheckId>): readonly TextEdit[] | undefined {
  const places = new Places();
  const edits = new Map<CheckId, TextEdit>();
  for (const missed of analysis.networks.flatMap((network) => network.missed)) {
    const id = places.idOf(analysis, missed);
    if (before.has(id)) continue;
    const edit = correction(analysis, missed);
    const known = edits.get(id);
    if (edit === undefined || (known !== undefined && known.newText !== edit.newText)) return undefined;
    edits.set(id, edit);
  }
  return [...edits.values()];
}

/** The edit that corrects the check at a place; undefined where it holds, or is missed in several ways. */
export function correctionAt(analysis: Analysis, file: FileId, { start }: Span): TextEdit | undefined {
  const missed = analysis.networks
    .flatMap((network) => network.missed)
    .filter(({ location }) => location.file === file && location.span.start === start);
  const edits = missed.map((one) => correction(analysis, one));
  const [first] = edits;
  return edits.every((edit) => edit?.newText === first?.newText) ? first : undefined;
}

class Places {
  private readonly starts = new Map<FileId, readonly number[]>();

  idOf({ files }: Analysis, { location: { file, span } }: MissedExpectation): CheckId {
    let starts = this.starts.get(file);
    if (starts === undefined) {
      const tree = files.get(file);
      starts = tree === undefined ? [] : checksOf(tree).map((check) => check.start);
      this.starts.set(file, starts);
    }
    return `${starts.indexOf(span.start)} ${file}`;
  }
}

function checksOf(file: SourceFile): readonly Check[] {
  const checks: Check[] = [];
  walk(file, (node) => {
    if (node.kind === 'expect') checks.push(...node.checks);
  });
  return checks;
}

function correction(analysis: Analysis, { location, found }: MissedExpectation): TextEdit | undefined {
  const file = analysis.files.get(location.file);
  const check = file && checksOf(file).find(({ start }) => start === location.span.start);
  if (file === undefined || check === undefined) return undefined;
  const edit = (start: number, end: number, newText: string): TextEdit => ({
    file: file.file,
    span: { start, end },
    newText,
  });
  if (check.kind === 'shape') {
    if (!('shape' in found) || found.shape.some((side) => side === undefined)) return undefined;
    return edit(check.start, check.end, formatShape(found.shape));
  }
  const { value, operator, metric } = check;
  if (!('sum' in found) || found.sum.isPartial || value === undefined) return undefined;
  const written = file.text.slice(value.start, value.end);
  switch (operator) {
    case '~':
      return edit(value.start, value.end, estimate(written, found.sum.value));
    case '==':
    case '<=':
    case '>=':
      return edit(value.start, value.end, exactly(found.sum.value));
    case '<':
    case '>':
      // What is found is the limit now.
      return edit(check.start, check.end, `${metric.text} ${operator}= ${exactly(found.sum.value)}`);
    default:
      return undefined;
  }
}

/** `120_422_400`. */
function exactly(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '_');
}

/** With as many digits as were written, and a suffix where one was: `10.0M` in place of `120M`. */
function estimate(written: string, value: number): string {
  const [, digits = '', letter = '', binary = '', byte = ''] = /^([\d_.]+)(?:([KMG])(i?)(B?))?$/.exec(written) ?? [];
  const base = binary === '' ? 1000 : 1024;
  const power = letter === '' || value < base ? 0 : Math.min(3, Math.floor(Math.log(value) / Math.log(base) + 1e-9));
  if (power === 0) return exactly(value);
  const scaled = value / base ** power;
  const count = digits.replace(/[_.]/g, '').replace(/^0+/, '').length;
  const decimals = Math.max(0, count - String(Math.floor(scaled)).length);
  return `${scaled.toFixed(decimals)}${'KMG'[power - 1]}${binary}${byte}`;
}
