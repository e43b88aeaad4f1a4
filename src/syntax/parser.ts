/**
 * The way in: from a text to its syntax tree. Written by hand, total and linear: any text gives a tree,
 * and one mistake in it gives one message. Grammar and messages are in the parser-*.ts files, pairing
 * of brackets in brackets.ts. What names mean is not known here.
 */

import { type Diagnostic, diagnostic, mostMessages, sortDiagnostics } from '../base/diagnostic';
import { formatExact } from '../base/number-format';
import type { FileId } from '../base/span';
import { matchBrackets } from './brackets';
import { Cursor } from './cursor';
import { type LexicalError, lex, tokenize } from './lexer';
import { lexicalDiagnostics } from './lexical-diagnostics';
import { longestText } from './longest-text';
import { parseDeclarations } from './parser-declarations';
import { parseBody } from './parser-statements';
import type { Declaration, SourceFile, Token } from './tree';

export function parse(file: FileId, text: string): SourceFile {
  if (text.length > longestText) return unread(file, text);
  const lexed = lex(text);
  const cursor = new Cursor(file, text, lexed, matchBrackets(lexed, text));
  const declarations: Declaration[] = parseDeclarations(cursor, parseBody);
  for (const declaration of cursor.misplaced) declarations.push(declaration);
  const lexical: Diagnostic[] = lexicalDiagnostics(file, text, readErrors(lexed.errors, cursor));
  const diagnostics =
    lexical.length + cursor.diagnostics.length === 0
      ? []
      : firstMessages(sortDiagnostics([...lexical, ...cursor.diagnostics]));
  let tokens: readonly Token[] | undefined;
  return {
    kind: 'file',
    start: 0,
    end: text.length,
    file,
    text,
    // Made when first asked for: few readers need the white space and comments.
    get tokens() {
      tokens ??= tokenize(text);
      return tokens;
    },
    declarations,
    diagnostics,
  };
}

/** Spellings that are looked at where text is read: behind a mistake on the line they would be the next ones. */
const spellings: ReadonlySet<LexicalError['kind']> = new Set(['number', 'quote', 'word', 'string-open'] as const);

/** Where something else than a number should stand, it is no matter either how one is written. */
function readErrors(errors: readonly LexicalError[], { unread, diagnostics }: Cursor): readonly LexicalError[] {
  const told = new Set(errors.length === 0 ? [] : diagnostics.map(({ span }) => span.start));
  let next = 0;
  return errors.slice(0, mostMessages.ofSyntax + 1).filter(({ kind, start }) => {
    while ((unread[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    if (kind === 'number' && told.has(start)) return false;
    return !spellings.has(kind) || start < (unread[next]?.start ?? Number.POSITIVE_INFINITY);
  });
}

function firstMessages(all: Diagnostic[]): Diagnostic[] {
  const next = all[mostMessages.ofSyntax];
  if (next === undefined) return all;
  return [
    ...all.slice(0, mostMessages.ofSyntax),
    diagnostic('syntax.too-many', next, { limit: formatExact(mostMessages.ofSyntax) }),
  ];
}

/** One message, and nothing that the text declares. */
function unread(file: FileId, text: string): SourceFile {
  const limit = formatExact(longestText);
  return {
    kind: 'file',
    start: 0,
    end: text.length,
    file,
    text,
    tokens: [
      { kind: 'error', start: 0, end: text.length },
      { kind: 'end', start: text.length, end: text.length },
    ],
    declarations: [],
    diagnostics: [diagnostic('syntax.too-long', { file, span: { start: 0, end: 0 } }, { limit })],
  };
}
