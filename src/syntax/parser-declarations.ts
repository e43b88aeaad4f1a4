/** What stands at the top level of a file: imports, constants, modules and networks. */

import { fix, phrase } from '../base/diagnostic';
import type { Span } from '../base/span';
import { nearest, suggestionOf } from '../base/suggest';
import { type Cursor, sign } from './cursor';
import { enterBraces, leaveBraces, type ParseBody, passRepeatedKeyword, skipRestOfLine } from './parser-braces';
import { enterList, expectComma, leaveList, passItem } from './parser-brackets';
import { isLiteral, parseExpression, startsExpression } from './parser-expressions';
import { parseString } from './parser-literals';
import { parsePattern, parseValue, parseValueName } from './parser-names';
import { isKeywordCode, TokenCode } from './token-codes';
import type {
  ConstDeclaration,
  Declaration,
  Expression,
  ImportDeclaration,
  ImportSpecifier,
  ModuleDeclaration,
  Name,
  NetworkDeclaration,
  Parameter,
  StringExpression,
} from './tree';

const declarationWords = ['import', 'const', 'module', 'network'] as const;

export function parseDeclarations(p: Cursor, parseBody: ParseBody): Declaration[] {
  const declarations: Declaration[] = [];
  while (p.code !== TokenCode.end) {
    const previous = declarations.at(-1)?.kind;
    if ((previous === 'const' || previous === 'import') && p.isLineTold && !isDeclarationCode(p.code)) {
      skipRestOfLine(p);
      continue;
    }
    const documentation = p.documentationAt(p.index);
    if (isDeclarationCode(p.code)) passRepeatedKeyword(p);
    const meant = isDeclarationCode(p.code) ? p.code : misspeltDeclaration(p);
    if (meant === TokenCode.import) declarations.push(parseImport(p));
    else if (meant === TokenCode.const) declarations.push(parseConst(p, documentation));
    else if (meant !== undefined) declarations.push(parseDefinition(p, meant, documentation, parseBody));
    else if (lacksConst(p)) declarations.push(parseLackingConst(p, documentation));
    else skipToDeclaration(p);
  }
  return declarations;
}

function isDeclarationCode(code: number): boolean {
  return (
    code === TokenCode.import || code === TokenCode.const || code === TokenCode.module || code === TokenCode.network
  );
}

/** `netwrok A {`: reported, and read as what was meant. */
function misspeltDeclaration(p: Cursor): number | undefined {
  if (p.code !== TokenCode.identifier) return undefined;
  const next = p.codeAt(p.index + 1);
  if (next !== TokenCode.identifier && next !== TokenCode.openBrace) return undefined;
  const meant = nearest(p.text.slice(p.start, p.end), declarationWords) as
    | (typeof declarationWords)[number]
    | undefined;
  if (meant === undefined) return undefined;
  p.fail(
    'syntax.expected',
    { start: p.start, end: p.end },
    { expected: { any: declarationWords }, found: p.describe(p.index) },
    suggestionOf(p.text.slice(p.start, p.end), meant),
  );
  return TokenCode[meant];
}

/** One message for all that stands between two declarations. */
function skipToDeclaration(p: Cursor): void {
  const span = { start: p.start, end: p.end };
  if (p.code === TokenCode.closeBrace || p.code === TokenCode.closeParen) {
    const mending = fix('remove-it', {}, p.edit(span.start, span.end, ''));
    p.fail('syntax.unexpected', span, { found: p.describe(p.index) }, [mending]);
  } else {
    const values = { expected: { any: declarationWords }, found: p.describe(p.index) };
    p.fail('syntax.expected', span, values);
  }
  do p.skipToken();
  while (
    p.code !== TokenCode.end &&
    !(p.lineFirst && (isDeclarationCode(p.code) || lacksConst(p))) &&
    !startsMisspelt(p)
  );
}

function startsMisspelt(p: Cursor): boolean {
  return (
    p.lineFirst &&
    p.code === TokenCode.identifier &&
    p.codeAt(p.index + 1) === TokenCode.identifier &&
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
  if (p.code === TokenCode.openBrace) {
    const outer = enterBraces(p, keyword);
    parseSpecifiers(p, specifiers, outer !== undefined && (p.brackets.match[outer.open] as number) >= 0);
    if (outer !== undefined) leaveBraces(p, outer);
  } else {
    p.expected('imported-names');
    while (p.code === TokenCode.identifier && !p.lineFirst) {
      const name = p.takeName();
      specifiers.push({ kind: 'specifier', start: name.start, end: name.end, name, alias: undefined });
      if (p.code === TokenCode.comma) p.advance();
    }
    if (p.code === TokenCode.star) p.advance();
    p.quiet();
  }
  if (p.code === TokenCode.from) p.advance();
  else p.expected('from-and-path', fix('insert', { text: 'from' }, p.edit(p.previousEnd, p.previousEnd, ' from')));
  if (p.code === TokenCode.string || p.code === TokenCode.badString) path = parseString(p);
  else p.expected('path');
  return { kind: 'import', start, end: p.previousEnd, specifiers, path };
}

function parseSpecifiers(p: Cursor, specifiers: ImportSpecifier[], isClosed: boolean): void {
  while (p.code !== TokenCode.end) {
    if (!isClosed && endsOpenBrace(p)) return;
    if (!startsImportedName(p)) {
      p.expected('imported-name');
      passItem(p);
      continue;
    }
    const name = importedName(p);
    let alias: Name | undefined;
    if (p.code === TokenCode.identifier && p.text.slice(p.start, p.end) === 'as') {
      p.advance();
      if (startsImportedName(p)) alias = importedName(p);
      else p.expected('name-after-as');
    }
    specifiers.push({ kind: 'specifier', start: name.start, end: (alias ?? name).end, name, alias });
    p.defineValue(alias ?? name);
    if (p.code === TokenCode.comma) p.advance();
    else if (p.code !== TokenCode.end && (isClosed || !endsOpenBrace(p))) expectComma(p, '}', startsImportedName(p));
  }
}

/** `import { a from "./b.cnn"` or `import { a "./b.cnn"`: what stands behind the brace, where that is missing. */
function endsOpenBrace(p: Cursor): boolean {
  return (p.code === TokenCode.from && p.codeAt(p.index + 1) === TokenCode.string) || p.code === TokenCode.string;
}

function startsImportedName(p: Cursor): boolean {
  return p.code === TokenCode.identifier || p.code === TokenCode.badWord || isKeywordCode(p.code);
}

function importedName(p: Cursor): Name {
  const mayBeName = p.code === TokenCode.from || p.code === TokenCode.in || !isKeywordCode(p.code);
  return mayBeName ? p.takeName() : p.takeKeywordAsName();
}

// ---- Constants ----

export function parseConst(p: Cursor, documentation: string | undefined): ConstDeclaration {
  const start = p.start;
  const first = p.index;
  p.advance();
  const pattern = p.code === TokenCode.openBracket ? parsePattern(p) : undefined;
  const name = pattern === undefined ? parseValueName(p, 'constant-name') : undefined;
  for (const defined of pattern?.names ?? [name]) p.defineValue(defined);
  if (pattern === undefined && name === undefined && p.codeAt(p.index + 1) === TokenCode.assign && !p.lineFirst)
    p.advance();
  let value: Expression | undefined;
  if (p.code === TokenCode.assign) {
    p.advance();
    value = parseValue(p, first, 'value');
  } else {
    const instead = p.code === TokenCode.colon || p.code === TokenCode.equal;
    const at = p.previousEnd;
    p.expected(sign('='), fix('write', { text: '=' }, instead ? p.edit(at, p.end, ' =') : p.edit(at, at, ' =')));
    if (instead) p.advance();
    if (startsExpression(p) && !p.lineFirst) value = parseExpression(p, 'value');
  }
  return { kind: 'const', start, end: p.previousEnd, documentation, name, pattern, value };
}

/** `width = 64` at the top level: the value of a constant, and no call that would be a layer's. */
function lacksConst(p: Cursor): boolean {
  if (p.code !== TokenCode.identifier || p.codeAt(p.index + 1) !== TokenCode.assign) return false;
  const value = p.codeAt(p.index + 2);
  return !p.isLineFirst(p.index + 2) && (isLiteral(p, p.index + 2) || value === TokenCode.minus);
}

function parseLackingConst(p: Cursor, documentation: string | undefined): ConstDeclaration {
  const { start } = p;
  const name = p.takeName();
  p.defineValue(name);
  p.advance();
  const values = { expected: { any: declarationWords }, found: p.describe(p.index), name: name.text };
  const mending = fix('write', { text: 'const' }, p.edit(start, start, 'const '));
  p.fail('syntax.expected/const', { start: p.start, end: p.end }, values, [mending]);
  const value = parseExpression(p, 'value');
  return { kind: 'const', start, end: p.previousEnd, documentation, name, pattern: undefined, value };
}

// ---- Modules and networks ----

export function parseDefinition(
  p: Cursor,
  code: number,
  documentation: string | undefined,
  parseBody: ParseBody,
): ModuleDeclaration | NetworkDeclaration {
  const start = p.start;
  const keyword = p.index;
  const kind = code === TokenCode.module ? 'module' : 'network';
  p.advance();
  let name: Name | undefined;
  if ((p.code === TokenCode.identifier || p.code === TokenCode.badWord) && isDefinitionName(p)) name = p.takeName();
  else if (isKeywordCode(p.code) && !p.lineFirst) name = p.takeKeywordAsName();
  else p.expected(kind === 'module' ? 'module-name' : 'network-name');
  const parameters: Parameter[] = [];
  p.enterDefinition();
  if (p.code === TokenCode.openParen) parseParameters(p, parameters);
  const isClosed = p.rawCodeAt(p.index - 1) === TokenCode.closeParen;
  const header: Span = { start, end: isClosed ? p.startAt(p.index - 1) : p.previousEnd };
  const body = parseBody(p, keyword);
  const end = p.previousEnd;
  if (kind === 'module') return { kind, start, end, documentation, name, parameters, header, body };
  return { kind, start, end, documentation, name, parameters, header, body };
}

/** A name on the next line is one where a body follows its parameters; else it calls what stands there. */
function isDefinitionName(p: Cursor): boolean {
  const next = p.codeAt(p.index + 1);
  if (next === TokenCode.assign) return false;
  if (!p.lineFirst || next === TokenCode.openBrace) return true;
  const close = next === TokenCode.openParen ? (p.brackets.match[p.index + 1] as number) : -1;
  return close >= 0 && p.codeAt(close + 1) === TokenCode.openBrace;
}

function parseParameters(p: Cursor, parameters: Parameter[]): void {
  const outer = enterList(p);
  if (outer === undefined) return;
  while (p.code !== TokenCode.end) {
    const start = p.start;
    const name = p.code === TokenCode.comma ? undefined : parameterName(p);
    if (name === undefined) {
      p.expected('parameter-name');
      passItem(p);
      continue;
    }
    p.defineParameter(name);
    const defaultValue = parseDefault(p, name);
    parameters.push({ kind: 'parameter', start, end: p.previousEnd, name, defaultValue });
    if (p.code === TokenCode.comma) p.advance();
    else if (p.code !== TokenCode.end) expectComma(p, ')', p.code === TokenCode.identifier);
  }
  leaveList(p, outer);
}

function parameterName(p: Cursor): Name | undefined {
  if (p.code === TokenCode.identifier || p.code === TokenCode.badWord) return p.takeName();
  if (!isKeywordCode(p.code)) return undefined;
  return parseValueName(p, 'parameter-name');
}

function parseDefault(p: Cursor, name: Name) {
  if (p.code === TokenCode.colon || p.code === TokenCode.equal) {
    p.expected(sign('='), fix('write', { text: '=' }, p.edit(name.end, p.end, ' =')));
    p.advance();
  } else if (p.code === TokenCode.assign) {
    p.advance();
  } else if (isLiteral(p, p.index)) {
    p.expected(sign('='), fix('insert', { text: '=' }, p.edit(name.end, name.end, ' =')));
  } else return undefined;
  return parseExpression(p, phrase('default-for', { name: name.text }));
}
