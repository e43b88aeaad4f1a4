/**
 * The way in: from a text to its syntax tree. Written by hand, total and linear: any text gives a tree,
 * and one mistake in it gives one message. Grammar and messages are in the parser-*.ts files, pairing
 * of brackets in brackets.ts. What names mean is not known here.
 */

import { type Diagnostic, sortDiagnostics } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { matchBrackets } from './brackets';
import { Cursor } from './cursor';
import { lex, tokenize } from './lexer';
import { lexicalDiagnostics } from './lexical-diagnostics';
import { parseDeclarations } from './parser-declarations';
import { parseBody } from './parser-statements';
import type { Declaration, SourceFile, Token } from './tree';

export function parse(file: FileId, text: string): SourceFile {
  const lexed = lex(text);
  const cursor = new Cursor(file, text, lexed, matchBrackets(lexed, text));
  const declarations: Declaration[] = parseDeclarations(cursor, parseBody);
  for (const declaration of cursor.misplaced) declarations.push(declaration);
  const lexical: Diagnostic[] = lexicalDiagnostics(file, text, lexed.errors);
  const diagnostics =
    lexical.length + cursor.diagnostics.length === 0 ? [] : sortDiagnostics([...lexical, ...cursor.diagnostics]);
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
