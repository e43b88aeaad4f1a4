/** What stands at the top level of a file: imports, constants, modules and networks. */

import { fix, phrase } from '../base/diagnostic';
import { nearest } from '../base/suggest';
import { type Cursor, sign } from './cursor';
import { parseBody } from './parser-blocks';
import { enterBraces, leaveBraces } from './parser-braces';
import { enterList, leaveList, parseExpression, parseString } from './parser-expressions';
import { parseValueName } from './parser-names';
import { parseConst } from './parser-statements';
import { Code, isKeywordCode } from './token-codes';
import type {
  Declaration,
  ImportDeclaration,
  ImportSpecifier,
  ModuleDeclaration,
  Name,
  NetworkDeclaration,
  Parameter,
  StringExpression,
} from './tree';

const declarationWords = ['import', 'const', 'module', 'network'] as const;

export function parseDeclarations(p: Cursor): Declaration[] {
  const declarations: Declaration[] = [];
  while (p.code !== Code.end) {
    const documentation = p.documentationAt(p.index);
    const meant = isDeclarationCode(p.code) ? p.code : misspeltDeclaration(p);
    if (meant === Code.import) declarations.push(parseImport(p));
    else if (meant === Code.const) declarations.push(parseConst(p, documentation));
    else if (meant !== undefined) declarations.push(parseDefinition(p, meant, documentation));
    else skipToDeclaration(p);
  }
  return declarations;
}

function isDeclarationCode(code: number): boolean {
  return code === Code.import || code === Code.const || code === Code.module || code === Code.network;
}

/** `netwrok A {`: reported, and read as what was meant. */
function misspeltDeclaration(p: Cursor): number | undefined {
  if (p.code !== Code.identifier) return undefined;
  const next = p.codeAt(p.index + 1);
  if (next !== Code.identifier && next !== Code.openBrace) return undefined;
  const meant = nearest(p.text.slice(p.start, p.end), declarationWords) as
    | (typeof declarationWords)[number]
    | undefined;
  if (meant === undefined) return undefined;
  p.fail(
    'syntax.expected',
    { start: p.start, end: p.end },
    { expected: { any: declarationWords }, found: p.describe(p.index) },
    { near: meant },
  );
  return Code[meant];
}

/** One message for all that stands between two declarations. */
function skipToDeclaration(p: Cursor): void {
  const span = { start: p.start, end: p.end };
  if (p.code === Code.closeBrace || p.code === Code.closeParen) {
    const mending = fix('remove-it', {}, p.edit(span.start, span.end, ''));
    p.fail('syntax.unexpected', span, { found: p.describe(p.index) }, [mending]);
  } else {
    const values = { expected: { any: declarationWords }, found: p.describe(p.index) };
    p.fail('syntax.expected', span, values);
  }
  do p.skipToken();
  while (p.code !== Code.end && !(isDeclarationCode(p.code) && p.lineFirst) && !startsMisspelt(p));
}

function startsMisspelt(p: Cursor): boolean {
  return (
    p.lineFirst &&
    p.code === Code.identifier &&
    p.codeAt(p.index + 1) === Code.identifier &&
    nearest(p.text.slice(p.start, p.end), declarationWords) !== undefined
  );
}

// ---- Imports ----

export function parseImport(p: Cursor): ImportDeclaration {
  const start = p.start;
  const keyword = p.index;
  p.advance();
  const specifiers: ImportSpecifier[] = [];
  let path: StringExpression | undefined;
  if (p.code === Code.openBrace) {
    const outer = enterBraces(p, keyword);
    parseSpecifiers(p, specifiers);
    if (outer !== undefined) leaveBraces(p, outer);
  } else {
    p.expected('imported-names');
    while (p.code === Code.identifier && !p.lineFirst) {
      const name = p.takeName();
      specifiers.push({ kind: 'specifier', start: name.start, end: name.end, name, alias: undefined });
      if (p.code === Code.comma) p.advance();
    }
    if (p.code === Code.star) p.advance();
    p.quiet();
  }
  if (p.code === Code.from) p.advance();
  else if (!p.hasFailedHere) {
    p.expected('from-and-path', fix('insert', { text: 'from' }, p.edit(p.previousEnd, p.previousEnd, ' from')));
  }
  if (p.code === Code.string || p.code === Code.badString) path = parseString(p);
  else p.expected('path');
  return { kind: 'import', start, end: p.previousEnd, specifiers, path };
}

function parseSpecifiers(p: Cursor, specifiers: ImportSpecifier[]): void {
  while (p.code !== Code.end) {
    // `import { a from "./b.cnn"`: the brace is missing.
    const next = p.codeAt(p.index + 1);
    if (p.code === Code.from && next === Code.string) return;
    if (p.code !== Code.identifier && p.code !== Code.badWord && !isKeywordCode(p.code)) {
      p.expected('imported-name');
      if (p.code === Code.string) return;
      p.skipToken();
      continue;
    }
    const name = importedName(p);
    let alias: Name | undefined;
    if (p.code === Code.identifier && p.text.slice(p.start, p.end) === 'as') {
      p.advance();
      if (p.code === Code.identifier || p.code === Code.badWord || isKeywordCode(p.code)) alias = importedName(p);
      else p.expected('name-after-as');
    }
    specifiers.push({ kind: 'specifier', start: name.start, end: (alias ?? name).end, name, alias });
    if (p.code === Code.comma) p.advance();
    else if (p.code !== Code.end && !(p.code === Code.from && p.codeAt(p.index + 1) === Code.string)) {
      p.expected(sign(',', '}'), fix('insert', { text: ',' }, p.edit(p.previousEnd, p.previousEnd, ',')));
    }
  }
}

function importedName(p: Cursor): Name {
  const mayBeName = p.code === Code.from || p.code === Code.in || !isKeywordCode(p.code);
  return mayBeName ? p.takeName() : p.takeKeywordAsName();
}

// ---- Modules and networks ----

export function parseDefinition(
  p: Cursor,
  code: number,
  documentation: string | undefined,
): ModuleDeclaration | NetworkDeclaration {
  const start = p.start;
  const keyword = p.index;
  const kind = code === Code.module ? 'module' : 'network';
  p.advance();
  let name: Name | undefined;
  if ((p.code === Code.identifier || p.code === Code.badWord) && p.codeAt(p.index + 1) !== Code.assign)
    name = p.takeName();
  else if (isKeywordCode(p.code) && !p.lineFirst) name = p.takeKeywordAsName();
  else p.expected(kind === 'module' ? 'module-name' : 'network-name');
  const parameters: Parameter[] = [];
  if (p.code === Code.openParen) parseParameters(p, parameters);
  const body = parseBody(p, keyword);
  const end = p.previousEnd;
  if (kind === 'module') return { kind, start, end, documentation, name, parameters, body };
  return { kind, start, end, documentation, name, parameters, body };
}

function parseParameters(p: Cursor, parameters: Parameter[]): void {
  const outer = enterList(p);
  if (outer === undefined) return;
  while (p.code !== Code.end) {
    const start = p.start;
    const name = p.code === Code.comma ? undefined : parameterName(p);
    if (name === undefined) {
      p.expected('parameter-name');
      while (p.code !== Code.end && p.code !== Code.comma) p.skipToken();
      if (p.code === Code.comma) p.advance();
      continue;
    }
    const defaultValue = parseDefault(p, name);
    parameters.push({ kind: 'parameter', start, end: p.previousEnd, name, defaultValue });
    if (p.code === Code.comma) p.advance();
    else if (p.code !== Code.end) {
      p.expected(sign(',', ')'), fix('insert', { text: ',' }, p.edit(p.previousEnd, p.previousEnd, ',')));
      if (p.code !== Code.identifier) p.skipToken();
    }
  }
  leaveList(p, outer);
}

function parameterName(p: Cursor): Name | undefined {
  if (p.code === Code.identifier || p.code === Code.badWord) return p.takeName();
  if (!isKeywordCode(p.code)) return undefined;
  return parseValueName(p, 'parameter-name');
}

function parseDefault(p: Cursor, name: Name) {
  if (p.code === Code.colon || p.code === Code.equal) {
    p.expected(sign('='), fix('write', { text: '=' }, p.edit(name.end, p.end, ' =')));
  } else if (p.code !== Code.assign) {
    return undefined;
  }
  p.advance();
  return parseExpression(p, phrase('default-for', { name: name.text }));
}
