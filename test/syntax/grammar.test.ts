/** The TextMate grammar colours each character as the lexer reads it, in every .cnn file and in odd texts. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import { tokenize } from '../../src/syntax/lexer';
import type { TokenKind } from '../../src/syntax/tree';
import { cnnFiles, sample } from './programs';

const root = resolve(__dirname, '../..');
const grammarPath = join(root, 'syntaxes/cnn.tmLanguage.json');

async function loadGrammar(): Promise<IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(readFileSync(grammarPath, 'utf8'), grammarPath),
  });
  const grammar = await registry.loadGrammar('source.cnn');
  assert.ok(grammar);
  return grammar;
}

/** The innermost scope of each character, line breaks left out. */
function scopesOf(grammar: IGrammar, text: string): string[] {
  const scopes: string[] = [];
  let state = INITIAL;
  const lines = text.split(/(\r\n|\n|\r)/);
  for (let i = 0; i < lines.length; i += 2) {
    const line = lines[i] as string;
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const inner = new Array<string>(line.length).fill('source.cnn');
    for (const token of tokens) {
      for (let at = token.startIndex; at < Math.min(token.endIndex, line.length); at++) {
        inner[at] = token.scopes.slice(1).join(' ');
      }
    }
    scopes.push(...inner, ...[...(lines[i + 1] ?? '')].map(() => ''));
  }
  return scopes;
}

const allowed: Readonly<Record<Exclude<TokenKind, 'whitespace' | 'end'>, RegExp>> = {
  comment: /\bcomment\.(line\.double-slash|block)/,
  documentation: /\bcomment\.line\.documentation/,
  number: /\bconstant\.numeric\.cnn/,
  size: /\bconstant\.numeric\.size/,
  string: /\bstring\.quoted\.double/,
  keyword: /\b(keyword\.(control|declaration)|constant\.language)/,
  identifier: /\b(support\.function|variable\.|entity\.name|keyword\.control\.as)/,
  punctuation: /\b(keyword\.operator|punctuation\.)/,
  error: /\binvalid\.illegal/,
};

function checkColours(grammar: IGrammar, text: string): void {
  const scopes = scopesOf(grammar, text);
  for (const { kind, start, end } of tokenize(text)) {
    if (kind === 'whitespace' || kind === 'end') continue;
    for (let at = start; at < end; at++) {
      if (text[at] === '\n' || text[at] === '\r') continue;
      const line = text.slice(0, at).split('\n').length;
      assert.match(scopes[at] ?? '', allowed[kind], `line ${line}: ${kind} ${JSON.stringify(text.slice(start, end))}`);
    }
  }
}

const odd: readonly string[] = [
  '1e3x3 3x3.5 12ab .5 1..4 1.5..2 1...4 1. 1.5.2 1_000 1_ 1__0 3x3x 64k 1KB2 3×3 3X3 1e 1e- 1.6G 4MiB',
  'größe é1 a1é _a x3x3 inputs Import',
  '"a \\" \\\\ \\n" "open // no comment',
  "'single' it's",
  '# note conv(64)\n// a\n/// b\n//// c\n/* d\n e */ conv /**/ 3',
  'a;b @$ ! != ** * -> - == = <= < >= > ~ .. . : , % / +',
  'conv(64, stride = 2, norm = batchnorm(scale = false))\nx = conv(a == b)\nfrom = in',
  'conv(64,\nnetwork A(a = 1) { x = conv(1) }',
  'import { as as as, b } from "./x"\nconst as = 1\nmodule from(a) { }',
  '/* open\n conv(64)',
];

describe('TextMate grammar', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  for (const [path, text] of [['the sample', sample] as const, ...cnnFiles]) {
    it(`agrees with the lexer in ${path.split('/').slice(-2).join('/')}`, () => checkColours(grammar, text));
  }

  it('agrees with the lexer in odd texts', () => {
    for (const text of odd) checkColours(grammar, text);
  });

  it('tells calls, named arguments, names of results and definitions apart', () => {
    const text = 'module block(c = 1) { stem = conv(64, stride = max(1, 2)) }';
    const scopes = scopesOf(grammar, text);
    const scopeOf = (word: string): string => scopes[text.indexOf(word)] ?? '';
    assert.match(scopeOf('block'), /entity\.name\.function/);
    assert.match(scopeOf('c ='), /variable\.parameter/);
    assert.match(scopeOf('stem'), /variable\.other\.definition/);
    assert.match(scopeOf('conv'), /support\.function/);
    assert.match(scopeOf('stride'), /variable\.parameter/);
    assert.match(scopeOf('max'), /support\.function/);
  });
});

describe('language configuration', () => {
  const configuration = JSON.parse(readFileSync(join(root, 'syntaxes/language-configuration.json'), 'utf8')) as {
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
    onEnterRules: { beforeText: string; afterText?: string; action: { appendText?: string } }[];
    wordPattern: string;
    folding: { markers: { start: string; end: string } };
  };

  it('indents after an opening bracket and not after a closed one', () => {
    const increase = new RegExp(configuration.indentationRules.increaseIndentPattern);
    for (const line of ['network A() {', '  concat { // why', 'conv(', '  repeat i in 1..4 {  '])
      assert.match(line, increase);
    for (const line of ['branch { conv(1) }', '// {', 'conv(64)', '"{', 'a() // {'])
      assert.doesNotMatch(line, increase);
    assert.match('  } -> conv(1)', new RegExp(configuration.indentationRules.decreaseIndentPattern));
  });

  it('goes on with documentation on the next line', () => {
    const continues = (line: string): boolean =>
      configuration.onEnterRules.some(
        ({ beforeText, action }) => new RegExp(beforeText).test(line) && action.appendText === '/// ',
      );
    assert.ok(continues('  /// text'));
    assert.ok(!continues('//// text') && !continues('// text') && !continues('///'));
  });

  it('takes identifiers and numbers as words', () => {
    assert.deepEqual('conv_1(64, 3x3) -> a'.match(new RegExp(configuration.wordPattern, 'g')), [
      'conv_1',
      '64',
      '3x3',
      'a',
    ]);
  });

  it('folds marked regions', () => {
    assert.match('  // #region stem', new RegExp(configuration.folding.markers.start));
    assert.match('// endregion', new RegExp(configuration.folding.markers.end));
  });
});
