/** Tokens of the language: kinds and extents, and the numbers they stand for. */

import * as assert from 'node:assert/strict';
import { tokenize } from '../../src/syntax/lexer';
import { numberFromText, sizeFromText, stringFromText } from '../../src/syntax/literals';
import { parse } from '../../src/syntax/parser';

/** `kind:text` of each token but white space and the end. */
function tokens(text: string): string[] {
  return tokenize(text)
    .filter(({ kind }) => kind !== 'whitespace' && kind !== 'end')
    .map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`);
}

const table: Readonly<Record<string, readonly string[]>> = {
  // Numbers and sizes.
  '64': ['number:64'],
  '1_000': ['number:1_000'],
  '0.5': ['number:0.5'],
  '1e-4': ['number:1e-4'],
  '1.6G 159Ki 7M 64KiB 4MB 2GB 1K': [
    'number:1.6G',
    'number:159Ki',
    'number:7M',
    'number:64KiB',
    'number:4MB',
    'number:2GB',
    'number:1K',
  ],
  '3x3': ['size:3x3'],
  '224x224x3': ['size:224x224x3'],
  '1x7': ['size:1x7'],
  '3x3x': ['error:3x3x'],
  '1e3x3': ['error:1e3x3'],
  '3x3.5': ['error:3x3.5'],
  '12ab': ['error:12ab'],
  '.5': ['error:.5'],
  '1.': ['error:1.'],
  '1.5.2': ['error:1.5.2'],
  '1_': ['error:1_'],
  '1__0': ['error:1__0'],
  '64k': ['error:64k'],
  '1KB2': ['error:1KB2'],
  '3×3': ['error:3×3'],
  '1e': ['error:1e'],
  '1e-': ['error:1e', 'punctuation:-'],
  '1..4': ['number:1', 'punctuation:..', 'number:4'],
  '1.5..2': ['number:1.5', 'punctuation:..', 'number:2'],
  '1...4': ['number:1', 'punctuation:..', 'error:.4'],
  'a.b': ['identifier:a', 'punctuation:.', 'identifier:b'],
  '3-3': ['number:3', 'punctuation:-', 'number:3'],
  x3x3: ['identifier:x3x3'],
  // Words.
  'conv Conv _a a1': ['identifier:conv', 'identifier:Conv', 'identifier:_a', 'identifier:a1'],
  'import from const module network input': [
    'keyword:import',
    'keyword:from',
    'keyword:const',
    'keyword:module',
    'keyword:network',
    'keyword:input',
  ],
  'defaults concat add branch repeat in head output expect budget true false': [
    'keyword:defaults',
    'keyword:concat',
    'keyword:add',
    'keyword:branch',
    'keyword:repeat',
    'keyword:in',
    'keyword:head',
    'keyword:output',
    'keyword:expect',
    'keyword:budget',
    'keyword:true',
    'keyword:false',
  ],
  'as Import inputs': ['identifier:as', 'identifier:Import', 'identifier:inputs'],
  größe: ['error:größe'],
  'é1 a': ['error:é1', 'identifier:a'],
  // Punctuation, the longest first.
  '->..***==!=<=>=<>~': [
    'punctuation:->',
    'punctuation:..',
    'punctuation:**',
    'punctuation:*',
    'punctuation:==',
    'punctuation:!=',
    'punctuation:<=',
    'punctuation:>=',
    'punctuation:<',
    'punctuation:>',
    'punctuation:~',
  ],
  '(){}[],:=+-/%': [...'(){}[],:=+-/%'].map((character) => `punctuation:${character}`),
  // Comments and documentation.
  '// a': ['comment:// a'],
  '/// a': ['documentation:/// a'],
  '///': ['documentation:///'],
  '//// a': ['comment://// a'],
  '/* a /* b */ c': ['comment:/* a /* b */', 'identifier:c'],
  '/**/a': ['comment:/**/', 'identifier:a'],
  '/*/': ['comment:/*/'],
  '/* a\n b': ['comment:/* a\n b'],
  'a // b\rc': ['identifier:a', 'comment:// b', 'identifier:c'],
  // Strings end with their line.
  '"a b"': ['string:"a b"'],
  '"a\\"b"': ['string:"a\\"b"'],
  '"a\\\\"b': ['string:"a\\\\"', 'identifier:b'],
  '"a\nb': ['string:"a', 'identifier:b'],
  '"a // b"': ['string:"a // b"'],
  "'a' b": ["error:'a'", 'identifier:b'],
  "it's": ['identifier:it', "error:'", 'identifier:s'],
  // What is not of the language.
  'a;b': ['identifier:a', 'error:;', 'identifier:b'],
  'a @$ b': ['identifier:a', 'error:@$', 'identifier:b'],
  'a ! b != c': ['identifier:a', 'error:!', 'identifier:b', 'punctuation:!=', 'identifier:c'],
  '# note, with words': ['error:# note, with words'],
  '😀': ['error:😀'],
};

describe('tokens', () => {
  for (const [text, expected] of Object.entries(table)) {
    it(JSON.stringify(text), () => assert.deepEqual(tokens(text), expected));
  }

  it('cover byte order mark and all line breaks', () => {
    const text = '\uFEFFa\r\nb\rc\n';
    assert.deepEqual(tokens(text), ['identifier:a', 'identifier:b', 'identifier:c']);
    assert.equal(
      tokenize(text)
        .map(({ start, end }) => text.slice(start, end))
        .join(''),
      text,
    );
  });

  it('are only an end for an empty text', () => {
    assert.deepEqual(tokenize(''), [{ kind: 'end', start: 0, end: 0 }]);
  });
});

describe('literals', () => {
  const value = (text: string) => numberFromText(text, 0, text.length);
  const numbers: Readonly<Record<string, readonly [number, number]>> = {
    '64': [64, 1],
    '1_000': [1000, 1],
    '0.50': [0.5, 0.01],
    '1e-4': [1e-4, 1e-4],
    '128M': [128e6, 1e6],
    '1.60G': [1.6e9, 1e7],
    '1.005G': [1_005_000_000, 1e6],
    '159Ki': [162_816, 1024],
    '1.5Mi': [1_572_864, 0.1 * 1_048_576],
    '7MB': [7e6, 1e6],
    '4KiB': [4096, 1024],
    '2GiB': [2_147_483_648, 1_073_741_824],
    '9007199254740992': [2 ** 53, 1],
    // A number above 2^53 stays above it, so that it can be told from what is exact.
    '9007199254740993': [2 ** 53 + 2, 1],
    '9007199254740.993K': [2 ** 53 + 2, 1],
    '8796093022208.001Ki': [2 ** 53 + 2, 1.024],
  };
  for (const [text, [number, unit]] of Object.entries(numbers)) {
    it(text, () => assert.deepEqual(value(text), { value: number, unit }));
  }

  it('sizes', () => {
    assert.deepEqual(sizeFromText('224x224x3', 0, 9), [224, 224, 3]);
    assert.deepEqual(sizeFromText('12345678901x1', 0, 13), [12345678901, 1]);
    assert.deepEqual(sizeFromText('9007199254740993x1', 0, 18), [2 ** 53 + 2, 1]);
  });

  it('strings', () => {
    const text = '"a\\"b\\\\c"';
    assert.deepEqual(stringFromText(text, 0, text.length), { value: 'a"b\\c', wrongEscape: -1, closed: true });
    assert.deepEqual(stringFromText('"a\\nb"', 0, 6), { value: 'a\\nb', wrongEscape: 2, closed: true });
    assert.deepEqual(stringFromText('"a\\"', 0, 4), { value: 'a"', wrongEscape: -1, closed: false });
  });
});

describe('documentation', () => {
  const documentation = (text: string): string | undefined => {
    const declaration = parse('a.cnn', text).declarations[0];
    return declaration?.kind === 'import' ? undefined : declaration?.documentation;
  };

  it('joins consecutive lines and strips one space', () => {
    assert.equal(documentation('/// One\n///  two  \n///three\nconst a = 1'), 'One\n two\nthree');
  });

  it('leaves an empty line where lines were apart', () => {
    assert.equal(documentation('/// One\n\n/// two\r\n/// three\nconst a = 1'), 'One\n\ntwo\nthree');
  });

  it('is none without three slashes, or with four', () => {
    assert.equal(documentation('// One\n//// two\nconst a = 1'), undefined);
  });

  it('belongs to the statement behind an arrow, and to none before a brace', () => {
    const file = parse('a.cnn', 'module m() {\n  a()\n  /// of b\n  -> b()\n  /// none\n}');
    assert.deepEqual(file.diagnostics, []);
    const module = file.declarations[0];
    assert.ok(module?.kind === 'module');
    assert.deepEqual(
      module.body?.statements.map((statement) => statement.documentation),
      [undefined, 'of b'],
    );
  });
});
