/** Turns what the lexer found wrong into diagnostics, each with a fix where the intended spelling is clear. */

import { type Diagnostic, diagnostic, fix, type TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { type LexicalError, lex } from './lexer';
import { TokenCode } from './token-codes';

export function lexicalDiagnostics(file: FileId, text: string, errors: readonly LexicalError[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const words = new Set<string>();
  const rows = new Set<string>();
  for (const error of errors) {
    const written = text.slice(error.start, error.end);
    // A wrong word is one mistake, however often it is used.
    if (error.kind === 'word') {
      if (words.has(written)) continue;
      words.add(written);
    }
    // So is a sign that stands in a row again and again, as those of a table or of another keyboard do.
    if (error.kind === 'character') {
      const row = `${lineOf(text, error.start)} ${familyOf(written)}`;
      if (rows.has(row)) continue;
      rows.add(row);
    }
    found.push(lexicalDiagnostic(file, text, error, written));
  }
  return found;
}

function lexicalDiagnostic(file: FileId, text: string, error: LexicalError, written: string): Diagnostic {
  const { start, end } = error;
  const edit = (newText: string, from = start, to = end): TextEdit => ({
    file,
    span: { start: from, end: to },
    newText,
  });
  const at = (from: number, to: number) => ({ file, span: { start: from, end: to } });
  switch (error.kind) {
    case 'number': {
      return diagnostic('syntax.number', at(start, end), { found: written }, { near: betterNumber(written) });
    }
    case 'word': {
      const first = written.search(/[^\0-\x7f]/);
      const length = /^[^\0-\x7f]+/.exec(written.slice(first))?.[0].length ?? 1;
      const found = written.slice(first, first + length);
      return diagnostic('syntax.character', at(start + first, start + first + length), { found });
    }
    case 'quote': {
      const word = quotedWord(written);
      if (word !== undefined) {
        const fixes = [fix('write', { text: word }, edit(word))];
        return diagnostic('syntax.quote/word', at(start, end), { word }, { fixes });
      }
      const inner = written.slice(1, -1).replace(/\\'/g, "'").replace(/"/g, '\\"');
      const fixes = [fix('double-quotes', {}, edit(`"${inner}"`))];
      return diagnostic('syntax.quote', at(start, end), {}, { fixes });
    }
    case 'hash':
      return diagnostic('syntax.hash', at(start, end), {}, { fixes: [fix('write', { text: '//' }, edit('//'))] });
    case 'string-open': {
      // What closes the call and the body around it is no part of the string.
      const close = start + written.replace(/[\s)\]},]+$/, '').length;
      return diagnostic(
        'syntax.string-open',
        at(start, end),
        {},
        { fixes: [fix('close-string', {}, edit('"', close, close))] },
      );
    }
    case 'comment-open':
      return diagnostic(
        'syntax.comment-open',
        at(start, end),
        {},
        { fixes: [fix('close-comment', {}, edit(' */', endOfLine(text, end), endOfLine(text, end)))] },
      );
    case 'conflict': {
      const sides = conflictSides(text, start, end);
      const fixes = sides.map(({ code, from, to, until }) => fix(code, {}, edit('', start, from), edit('', to, until)));
      return diagnostic('syntax.conflict', at(start, end), {}, { fixes });
    }
    case 'character': {
      if (isFullWidth(written)) {
        const fixes = [fix('write-signs', {}, ...narrowed(file, text, start))];
        return diagnostic(
          'syntax.character/wide',
          at(start, end),
          { found: written, narrow: narrow(written) },
          { fixes },
        );
      }
      const fixes = written === ';' ? [fix('remove', { text: ';' }, edit(''))] : [];
      return diagnostic('syntax.character', at(start, end), { found: visible(written) }, { fixes });
    }
  }
}

/** Of a conflict whose first mark is given: where each side is that may be kept, and where the conflict ends. */
function conflictSides(text: string, start: number, end: number) {
  const found =
    /(?:\r\n|\n|\r)([\s\S]*?)^(?:\|{7}(?: .*)?\r?\n[\s\S]*?^)?={7}(?: .*)?(?:\r\n|\n|\r)([\s\S]*?)^>{7}(?: .*)?$/dmy;
  found.lastIndex = end;
  const sides = text.startsWith('<', start) ? found.exec(text) : null;
  if (sides === null) return [];
  const kept = (side: 1 | 2) => {
    const [from, end] = sides.indices?.[side] ?? [start, start];
    // The line break behind it is that of the last mark.
    const lineBreak = /(?:\r\n|\n|\r)$/.exec(text.slice(from, end))?.[0] ?? '';
    return { from, to: end - lineBreak.length, until: found.lastIndex };
  };
  return [
    { code: 'keep-first', ...kept(1) },
    { code: 'keep-second', ...kept(2) },
  ] as const;
}

function lineOf(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1));
}

/** Signs of a keyboard or a word processor come together. */
function familyOf(written: string): string {
  if (isFullWidth(written)) return 'wide';
  return /^[\u2018-\u201f]+$/.test(written) ? 'quotation' : written;
}

/** Signs as wide as Chinese letters, which stand for those of ASCII. */
function isFullWidth(written: string): boolean {
  return /^[\uff01-\uff5e\u3000]+$/.test(written);
}

function narrow(written: string): string {
  return written
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}

/** All such signs of the line that an offset is in. */
function narrowed(file: FileId, text: string, offset: number): readonly TextEdit[] {
  const end = endOfLine(text, offset);
  return [...text.slice(offset, end).matchAll(/[\uff01-\uff5e\u3000]/g)].map(({ 0: sign, index }) => ({
    file,
    span: { start: offset + index, end: offset + index + 1 },
    newText: narrow(sign),
  }));
}

/** What stands in quotes where it is one word or value of the language, which needs none. */
function quotedWord(written: string): string | undefined {
  const inner = written.slice(1, -1);
  const { codes, ends } = lex(inner);
  return ends[0] === inner.length && startsValue(codes[0] as number) ? inner : undefined;
}

function startsValue(code: number): boolean {
  return (
    code === TokenCode.identifier ||
    code === TokenCode.number ||
    code === TokenCode.size ||
    code === TokenCode.true ||
    code === TokenCode.false
  );
}

function endOfLine(text: string, from: number): number {
  let position = from;
  while (position < text.length && text.charCodeAt(position) !== 10 && text.charCodeAt(position) !== 13) position++;
  return position;
}

/** Characters that one cannot see are named by their number. */
function visible(written: string): string {
  const shown = /^[\p{L}\p{P}\p{S}]+$/u.test(written);
  if (shown) return written;
  return [...written]
    .slice(0, 4)
    .map((character) =>
      /[\p{L}\p{P}\p{S}]/u.test(character)
        ? character
        : `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .join(' ');
}

const caselessSuffix = /^([\d_.]+)(k|m|g|ki|mi|gi|kb|mb|gb|kib|mib|gib)$/i;

/** The number or size that was probably meant, if the written text is close to one. */
function betterNumber(written: string): string | undefined {
  if (written.length > 40) return undefined;
  const suffix = caselessSuffix.exec(written);
  const spelled = suffix?.[2]
    ?.replace(/^./, (letter) => letter.toUpperCase())
    .replace(/i/i, 'i')
    .replace(/b/i, 'B');
  const candidates = [
    written.replace(/[×X]/g, 'x'),
    `0${written}`,
    written.replace(/\.$/, ''),
    suffix === null ? written : `${suffix[1]}${spelled}`,
    written.replace(/_+/g, '_').replace(/_$/, ''),
  ];
  return candidates.find((candidate) => candidate !== written && isNumberOrSize(candidate));
}

function isNumberOrSize(text: string): boolean {
  const { codes, count } = lex(text);
  return count === 2 && (codes[0] === TokenCode.number || codes[0] === TokenCode.size);
}
