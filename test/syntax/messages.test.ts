/**
 * What the parser says about broken text: one message for one mistake, at the smallest text that is wrong.
 * `«»` marks that text. Each body stands in a network between a layer and an output, which must survive.
 */

import * as assert from 'node:assert/strict';
import type { DiagnosticCode } from '../../src/base/codes';
import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import type { NetworkDeclaration, Statement } from '../../src/syntax/tree';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

interface Marked {
  readonly text: string;
  readonly spans: readonly string[];
}

function unmark(marked: string): Marked {
  const spans: string[] = [];
  let text = '';
  let start = -1;
  for (const character of marked) {
    if (character === '«') start = text.length;
    else if (character === '»') spans.push(`${start}-${text.length}`);
    else text += character;
  }
  return { text, spans };
}

/** Codes of the messages, after their marked texts have been checked. */
function codesOf(marked: string): string[] {
  const { text, spans } = unmark(marked);
  const file = parse('a.cnn', text);
  const found = file.diagnostics.map(({ span }) => `${span.start}-${span.end}`);
  const messages = file.diagnostics
    .map((found) => `[${found.code}] ${messageOf(found, englishDiagnostics)}`)
    .join('\n');
  assert.deepEqual(found, spans, messages);
  return file.diagnostics.map(({ code }) => code);
}

function onlyMessage(text: string): string {
  const { diagnostics } = parse('a.cnn', text);
  const messages = diagnostics.map((found) => messageOf(found, englishDiagnostics));
  assert.equal(messages.length, 1, JSON.stringify(messages));
  return messages[0] ?? '';
}

function inNetwork(body: string): string {
  return `network A() {\n  input image: 8x8x3\n${body}\n  last(2x2)\n  output x\n}\n\nmodule m(c) {\n  conv(c)\n}\n`;
}

/** By code: bodies of a network with the wrong text marked. */
const bodies: readonly (readonly [DiagnosticCode, string])[] = [
  // Half-typed lines: the next one survives.
  ['syntax.expected', '  x «=»\n  y = conv(1)'],
  ['syntax.unclosed', '  inception«(»64,'],
  ['syntax.unclosed', '  inception«(»64,\n  conv(64, 3x3)'],
  ['syntax.unclosed', '  conv«(»64, 3x3'],
  ['syntax.unclosed', '  conv«(»64,\n    3x3,\n    stride = 2'],
  ['syntax.unclosed', '  conv(64, max«(»1, 2'],
  // The name of the next argument, as far as it is typed.
  ['syntax.unclosed', '  conv«(»64, stride = 2, paddi'],
  ['syntax.expected', '  repeat 2 «->» conv(1)'],
  ['syntax.unclosed', '  conv(64, «[»1, 2)'],
  // That it is the second input is told where bodies are followed.
  ['syntax.unclosed', '  input «(»8x8x3'],
  ['syntax.expected', '  const a «=»'],
  ['syntax.expected', '  const a «=»\n  conv(1)'],
  ['syntax.expected', '  const «a»'],
  ['syntax.expected', '  «const»'],
  ['syntax.expected', '  «from»'],
  ['syntax.expected', '  «from»\n  conv(1)'],
  ['syntax.expected', '  «from»\n  repeat 2 { conv(1) }'],
  ['syntax.expected', '  «output»'],
  ['syntax.expected', '  head «aux»'],
  ['syntax.expected', '  «head»'],
  ['syntax.expected', '  «expect»'],
  ['syntax.expected', '  expect «multiplies»'],
  ['syntax.expected', '  expect multiplies «==»'],
  ['syntax.expected', '  «budget»'],
  ['syntax.expected', '  budget params «<=»'],
  ['syntax.expected', '  «input»'],
  ['syntax.expected', '  «repeat»'],
  ['syntax.expected', '  conv(64, stride = «)»'],
  ['syntax.expected', '  conv(64, stride =«,» bias = 3)'],
  ['syntax.expected', '  conv(64,«,» 3x3)'],
  ['syntax.expected', '  conv(64 *«)»'],
  // Comments and strings that swallow the end of a call.
  ['syntax.comment-in-call', '  conv(64 «//» 2, 3x3)'],
  ['syntax.comment-in-call', '  concat {\n    branch { conv(c «//» 4, 1x1) }\n    branch { conv(1) }\n  }'],
  ['syntax.comment-in-call', '  conv(floor(64 «//» 2), 3x3)'],
  ['syntax.unclosed', '  repeat 4 «{» conv(1) // }'],
  ['syntax.unclosed', '  concat {\n    branch «{» conv(1)\n    // }\n    branch { conv(2) }\n  }'],
  ['syntax.unclosed', '  concat {\n    branch { repeat 2 «{» conv(1) // } }\n    branch { conv(2) }\n  }'],
  ['syntax.string-open', '  conv(64, padding = «"same)»'],
  ['syntax.string-open', '  concat {\n    branch { conv(64, padding = «"same) }»\n    branch { }\n  }'],
  // Numbers and characters.
  ['syntax.number', '  conv(«1e3x3»)'],
  ['syntax.number', '  conv(64, «3 x 3»)'],
  ['syntax.number', '  conv(«.5», 3x3)'],
  ['syntax.character', '  conv(64 «$» 3x3)'],
  ['syntax.character', '  conv(64)«;» conv(3)'],
  ['syntax.character', '  gr«öß»e = conv(1)\n  from größe'],
  ['syntax.quote', "  conv(64, padding = «'same'»)"],
  ['syntax.quote', "  conv(64, 3x3, «'relu'»)"],
  ['syntax.tuple', '  conv(64, «(3, 3)», stride = 2)'],
  ['syntax.tuple', '  conv(64, (1 + «(c, 3,)»))'],
  ['syntax.tuple', '  conv(64, «(3,)»)'],
  ['syntax.hash', '  «#» a note, with { and ('],
  ['syntax.string-escape', '  conv("a«\\n»b")'],
  // Brackets.
  ['syntax.unexpected', '  conv(64, 3x3)«)»'],
  ['syntax.unexpected', '  conv(64) «}»'],
  ['syntax.unexpected', '  «}»'],
  ['syntax.expected', '  conv(64, 3x3«]»'],
  ['syntax.unclosed', '  concat {\n    branch «{» conv(1)\n    branch { conv(2) }\n  }'],
  ['syntax.unclosed', '  concat «{»\n    branch { conv(2) }'],
  ['syntax.unclosed', '  repeat 4 «{»\n    conv(1)'],
  ['syntax.unclosed', '  head aux «{»'],
  ['syntax.expected', '  concat {\n    branch «conv»(1) }\n    branch { conv(2) }\n  }'],
  ['syntax.expected', '  conv(64 «3x3»)'],
  ['syntax.expected', '  conv «64», 3x3'],
  ['syntax.expected', '  conv(64, 3x3, stride «2», padding = same)'],
  ['syntax.expected', '  conv(64, 3x3, padding «same»)'],
  ['syntax.expected', '  const c = 4\n  conv(c «3x3»)'],
  // Words.
  ['syntax.expected', '  «ouput» prob'],
  ['syntax.expected', '  «expct» 28x28x192'],
  ['syntax.expected', '  «repat» 4 { conv(1) }'],
  ['syntax.expected', '  «hed» aux from x { conv(1) }'],
  ['syntax.expected', '  concat {\n    «brnach» { conv(1) }\n  }'],
  ['syntax.expected', '  «concta» {\n    branch { }\n  }'],
  ['syntax.keyword-name', '  const «add» = 3\n  conv(add, 1x1)'],
  ['syntax.keyword-name', '  «output» = conv(1)\n  from output'],
  ['syntax.keyword-name', '  head «concat» { }'],
  ['syntax.keyword-name', '  repeat «head» in 1..2 { conv(head) }'],
  ['syntax.keyword-name', '  from «repeat»'],
  ['syntax.keyword-name', '  output «input»'],
  ['syntax.keyword-name', '  output\n  «input»'],
  // Operators in the wrong place.
  ['syntax.comparison', '  conv(a «~» b, 3)'],
  ['syntax.comparison-chain', '  const a = 3 == 4 «==» 5'],
  ['syntax.else-alone', '  «else» { }'],
  ['syntax.expected', '  if a «=» b { }'],
  ['syntax.expected', '  if «{» }'],
  ['syntax.expected', '  const a = (1 if b«)»'],
  ['syntax.expected', '  const a = not «->» b()'],
  ['syntax.expected', '  const «[]» = a'],
  ['syntax.expected', '  repeat [a, «3»] in b { }'],
  ['syntax.expected', '  const a = b[«]»'],
  ['syntax.expected', '  expect multiplies «=» 3'],
  ['syntax.expected', '  expect multiplies «=<» 3'],
  ['syntax.expected', '  expect «28x28x192» == 4'],
  ['syntax.expected', '  expect 28x28x192 «28x28x3»'],
  ['syntax.expected', '  budget params «=» 7M'],
  ['syntax.expected', '  input image «=» 3x3x3'],
  ['syntax.expected', '  conv(filters«:» 64)'],
  ['syntax.expected', '  x = «5»'],
  ['syntax.expected', '  x = «c» * 2'],
  ['syntax.positional-after-named', '  conv(stride = 2, «64», 3x3)'],
  // Arrows.
  ['syntax.arrow', '  conv(1) -> «->» conv(2)'],
  ['syntax.arrow', '  repeat 2 { «->» conv(1) }'],
  ['syntax.arrow', '  repeat 2 { conv(1) «->» }'],
  // Joins and blocks.
  ['syntax.branch-only', '  concat { «conv(1)» branch { } }'],
  ['syntax.branch-only', '  concat {\n    «conv(1)»\n    conv(2)\n  }'],
  ['syntax.branch-place', '  «branch» { }\n  branch { }'],
  ['syntax.join-empty', '  «concat» { }'],
  ['syntax.join-empty', '  x = «add»()'],
  ['syntax.unexpected', '  concat { branch { } «->» branch { } }'],
  ['syntax.branch-only', '  concat {\n    «x = concat { branch { } branch { } }»\n    branch { }\n  }'],
  ['syntax.branch-only', '  concat {\n    «repeat 2 { conv(1) }»\n    relu()\n    branch { }\n  }'],
  ['syntax.branch-only', '  concat {\n    «brnach(1)»\n    branch { }\n  }'],
  ['syntax.branch-only', '  concat {\n    «brnach = conv(1)»\n    branch { }\n  }'],
  ['syntax.expected', '  concat(a, «conv(1)»)'],
  ['syntax.keyword-name', '  concat {\n    branch «add» { }\n    branch { }\n  }'],
  ['syntax.keyword-name', '  concat {\n    branch «add» from x { }\n    branch { }\n  }'],
  ['syntax.expected', '  concat {\n    «branch»\n    3 { relu() }\n    branch { }\n  }'],
  ['syntax.expected', '  conv(8, kernel «[»(3), 3])'],
  ['syntax.expected', '  conv(8, kernel «[»max(3, 3), 1])'],
  ['syntax.expected', '  concat(a «3», b)'],
  ['syntax.expected', '  concat(a «"x"» 4, b)'],
  ['syntax.expected', '  concat(a «b»)'],
  ['syntax.expected', '  concat(a,«,» b)'],
  ['syntax.expected', '  repeat 1«..»4 { conv(1) }'],
  ['syntax.expected', '  repeat i «1»..4 { conv(1) }'],
  ['syntax.expected', '  repeat i in 1.. «{» conv(1) }'],
  ['syntax.expected', '  defaults { conv(a = 1)«,» maxpool(b = 2) }'],
  ['syntax.place', '  «module» z(c) { conv(c) }'],
  ['syntax.place', '  «module» z('],
  ['syntax.place', '  «network» B { input: 1x1x1 }'],
  ['syntax.place', '  «import» { a } from "./x.cnn"'],
  // Entries of defaults.
  ['syntax.expected', '  defaults { conv «}»'],
  ['syntax.expected', '  defaults { «conv» 3 }'],
  ['syntax.expected', '  defaults {\n    «conv»\n    maxpool(stride = 2)\n  }'],
  // A line of junk, and the next one.
  ['syntax.expected', '  «3» 3\n  4 4'],
  ['syntax.unexpected', '  «)» ] ,'],
  ['syntax.unexpected', '  conv(1)«)») relu()'],
  ['syntax.expected', '  «64», 3x3)'],
];

/** By code: whole files. */
const files: readonly (readonly [DiagnosticCode, string])[] = [
  ['syntax.comment-open', 'network A() {\n  input: 3x3x3\n  «/*» open\n  conv(1)\n}\n'],
  ['syntax.comment-open', '«/*»'],
  ['syntax.unclosed', 'network A() «{»\n  input: 3x3x3\n  conv(3)\n\nmodule m(c) { }\nconst a = 1'],
  ['syntax.unclosed', 'network A() «{»\n  input: 3x3x3\n  conv(3)\n'],
  ['syntax.unclosed', 'network A() «{»\ninput: 3x3x3\nconv(3)\n'],
  ['syntax.unclosed', 'network A«(»classes = 10 {\n  input: 3x3x3\n}\nmodule m(c) { }'],
  ['syntax.unclosed', 'network A«(»'],
  ['syntax.unclosed', 'module m() «{»\n  relu()\n  // }\nnetwork A() { input: 3x3x3 m() }'],
  ['syntax.expected', 'network A«()» \n  input: 3x3x3\n}\nmodule m(c) { }'.replace('«()»', '(«)»')],
  ['syntax.expected', '«netwrok» A() {\n  input: 3x3x3\n}'],
  ['syntax.expected', '«modul» m() {\n}\nconst a = 1'],
  ['syntax.expected', 'network «{»\n  input: 3x3x3\n}'],
  ['syntax.expected', '«conv»(64)\nmaxpool(3)\nconst a = 1'],
  ['syntax.expected', 'const a = 3 «4»\nconst b = 1'],
  ['syntax.expected', 'const «3» = 4\nconst b = 1'],
  ['syntax.unexpected', 'const a = 3\n«}»\nconst b = 1'],
  ['syntax.keyword-name', 'module m(«add», c) {\n  conv(add)\n}'],
  ['syntax.expected', 'module m(a«:» 3) { }'],
  // What does not belong to a list of names is one mistake, with all up to the next comma.
  ['syntax.expected', 'module m(c «d») { }'],
  ['syntax.expected', 'module m(c = 3 «4», d) { }'],
  ['syntax.expected', 'module m(c = 3 «4» 5, d) { }'],
  ['syntax.expected', 'module m(c, «3» 4, d = 4) { }'],
  ['syntax.expected', 'module m(c,«,» d) { }'],
  ['syntax.expected', 'import { a «3», b } from "./x.cnn"'],
  ['syntax.expected', 'import { a «"b"», c } from "./x.cnn"'],
  ['syntax.expected', 'import { «"a"» } from "./x.cnn"'],
  ['syntax.expected', 'import { a as «3», b } from "./x.cnn"'],
  ['syntax.expected', 'import { a as b «3» 4, c } from "./x.cnn"'],
  ['syntax.expected', 'import { a,«,» b } from "./x.cnn"'],
  ['syntax.expected', 'const [a «3» 4, b] = [1, 2]'],
  ['syntax.unclosed', 'import «{» a from "./x.cnn"'],
  ['syntax.unclosed', 'import «{» a "./x.cnn"'],
  ['syntax.unclosed', 'import «{» a, "./x.cnn"'],
  ['syntax.expected', 'import «a» b, *'],
  ['syntax.expected', '«module»\nm(c)\nconst a = 3'],
  ['syntax.keyword-name', 'module m(«if», c) { conv(c) }'],
  ['syntax.expected', 'const a = (1 «2»)'],
  ['syntax.character', 'const a = gr«öß»e(3)\nconst b = 1'],
  ['syntax.character', 'const a = gr«öß»e + 1\nconst b = 1'],
  ['syntax.expected', 'network A { input«(»8, 8) }'],
  ['syntax.expected', 'const a = («,» 2)'],
  ['syntax.expected', 'network A { input «=» 3x3x3 }'],
  ['syntax.expected', 'network A { input image «=» 3x3x3 }'],
  ['syntax.expected', 'network A { input«(»224, 224 3) }'],
  ['syntax.expected', 'network A { input«(»height = 224, 224, 3) }'],
  ['syntax.expected', 'network A { if true { input«(»8, 8, 3) } else { input: 8x8x3 } }'],
  ['syntax.expected', 'import { a «b» } from "./x.cnn"'],
  ['syntax.expected', 'import «a» from "./x.cnn"'],
  ['syntax.unclosed', 'import «{» a, b from "./x.cnn"\nconst a = 1'],
  ['syntax.expected', 'import { a } «"./x.cnn"»'],
  ['syntax.expected', 'import { a } «from»\nconst a = 1'],
  ['syntax.quote', "import { a } from «'./x.cnn'»"],
  ['syntax.keyword-name', 'import { «add» } from "./x.cnn"'],
  ['syntax.keyword-name', 'const «true» = 1'],
];

/** Text that only looks wrong. */
const right: readonly string[] = [
  'network A() { input: 3x3x3 conv(1,) -> x = conv(2) from x output y }',
  'module m(from, in = from * 2,) { repeat in in 1..in { conv(in - from, from = in) } }',
  'const as = 1\nconst from = as\nimport { as as as, from, in as in } from "./x.cnn"',
  'module m() {\n  x =\n  conv(1)\n  const a =\n    conv(2)\n  const b =\n  floor(3 / 2)\n}',
  'module m() { output a from b { } output a from b head c from b { } }',
  'module m() { expect [28, 28, c], size, 2 * n, multiplies == 3, macs ~ 3K, }',
  'module m() { a = concat { branch a from x { } branch { } } -> b() }',
  'module m() {\n  conv(1)\n  -> conv(2) ->\n  conv(3)\n  /// nothing\n}',
  'const a = -2 ** -2 ** 2 % 3 - (1) + +1',
  'module m() { from input concat(input, input) branchless() concat { branch from input { } } }',
  // No place of an item has a comma but in what is called there, and where an input does not belong is told where bodies are followed.
  'module m(kernel) { conv(8, kernel [max(3, 3)]) }',
  'network A { repeat 2 { input(8, 8, 3) } }',
  'module m() { concat { branch\n left { relu() }\n branch\n right from a { } } }',
  'module m()\n{\n}\n\n  module n\n  (\n  )\n  { }',
  'module m(a, b) { if a { const c = 1 if b else 2 conv(c) } else if b { relu() } }',
  'module m(a, b) {\n  if a {\n    const c = 1 if b\n      else 2\n  }\n  else { relu() }\n}',
  'module m(from) {\n  const a =\n  from conv(a)\n  const b =\n  from x = conv(b)\n}',
  'network A(from = 3) {\nconst a =\nfrom input x: 3x3x3\nexpect 3x3x1,\nmin(a, 1), params ==\nmax(a, 2)\n}',
];

describe('messages in a body', () => {
  for (const [code, body] of bodies) {
    it(`${code}: ${body.trim()}`, () => {
      assert.deepEqual(codesOf(inNetwork(body)), [code]);
      const file = parse('a.cnn', unmark(inNetwork(body)).text);
      const network = file.declarations.find((declaration): declaration is NetworkDeclaration => {
        return declaration.kind === 'network';
      });
      const names = network?.body?.statements.map(nameOf);
      assert.ok(names?.includes('last') && names.includes('output'), `found only ${names?.join(', ')}`);
      assert.ok(file.declarations.some(({ kind }) => kind === 'module'));
    });
  }
});

function nameOf(statement: Statement): string {
  return statement.kind === 'call' ? statement.callee.text : statement.kind;
}

/** A comma mends only where a name follows, which can stand behind it, and an input only where its shape is clear. */
describe('no change is offered', () => {
  for (const text of [
    'module m(c = 3 4) { }',
    'import { a 3 } from "./x.cnn"',
    'module m(a, b) { concat(a 3, b) }',
    'network A { input(224, 224 3) }',
    'network A { input(8, 8) }',
    'network A { input(8) }',
    'network A { input(height = 224, 224, 3) }',
    'network A { input(224, 224, channels = 3) }',
  ]) {
    it(text, () => {
      const { diagnostics } = parse('a.cnn', text);
      assert.deepEqual(
        diagnostics.map(({ fixes }) => fixes),
        [[]],
      );
    });
  }
});

describe('messages in a file', () => {
  for (const [code, text] of files) {
    it(`${code}: ${text.slice(0, 50)}`, () => assert.deepEqual(codesOf(text), [code]));
  }

  it('are none for what is right', () => {
    for (const text of right) assert.deepEqual(codesOf(text), [], text);
  });

  it('count an argument whose `=` is missing as one with a name', () => {
    assert.deepEqual(codesOf(inNetwork('  conv(stride «2», «64», 3x3)')), [
      'syntax.expected',
      'syntax.positional-after-named',
    ]);
  });

  it('are one for each mistake', () => {
    assert.deepEqual(codesOf(inNetwork('  conv(«.5»)\n  «ouput» y\n  conv«(»64\n  x «=»\n  y = lrn()')), [
      'syntax.number',
      'syntax.expected',
      'syntax.unclosed',
      'syntax.expected',
    ]);
  });
});

it('a size with blanks in it is one all the same', () => {
  for (const [text, dimensions] of [
    ['const a = 3 x 3', [3, 3]],
    ['const a = 28 x 28x192', [28, 28, 192]],
  ] as const) {
    const [found] = parse('a.cnn', text).declarations;
    assert.ok(found?.kind === 'const' && found.value?.kind === 'size', text);
    assert.deepEqual(found.value.dimensions, dimensions);
  }
});

describe('texts of messages', () => {
  const texts: Readonly<Record<string, string>> = {
    'const a = ': 'expected a value, found the end of the file',
    'const a': 'expected `=`, found the end of the file',
    'const a = )': 'expected a value, found `)`',
    'network A {': '`{` is not closed: expected `}`, found the end of the file',
    'netwrok A { }': 'expected import, const, module or network, found `netwrok`, did you mean network?',
    'const a = 3×3': '3×3 is not a number or a size, did you mean 3x3?',
    'const a = 64k': '64k is not a number or a size, did you mean 64K?',
    'const a = \u200b1': 'the character U+200B is not part of the language',
    'module m() { conv 64 }': 'expected `(` after conv, found `64`',
    [`const a = 1 ${'c'.repeat(40)}`]: `expected import, const, module or network, found \`${'c'.repeat(40)}\``,
    [`const a = 1 ${'c'.repeat(41)}`]: `expected import, const, module or network, found \`${'c'.repeat(37)}...\``,
    'const a = 12_345_678_901_234_567_890_123_456_789k':
      '12_345_678_901_234_567_890_123_456_789k is not a number or a size, did you mean 12_345_678_901_234_567_890_123_456_789K?',
    'const a = 12_345_678_901_234_567_890_123_456_789_01k':
      '12_345_678_901_234_567_890_123_456_789_01k is not a number or a size',
    'const a = (1 if )': 'expected a condition, found `)`',
    'const a = not': 'expected a value after not, found the end of the file',
    'module m() { conv(4,, 3x3) }': 'expected an argument, found `,`',
    'module m() { conv(4, kernel: 3x3) }': 'expected `=`, found `:`',
    'module m() { conv(4, kernel = ) }': 'expected a value for kernel, found `)`',
    'module m() { conv(4, 3x3, stride 2) }': 'expected `=`, found `2`',
  };
  for (const [text, message] of Object.entries(texts)) it(message, () => assert.equal(onlyMessage(text), message));
});

describe('fixes of messages', () => {
  /** The text after the first fix of the only message. */
  const mended = (text: string): string => {
    const { diagnostics } = parse('a.cnn', text);
    assert.equal(diagnostics.length, 1);
    const edits = [...(diagnostics[0]?.fixes[0]?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
    return edits.reduce(
      (before, { span, newText }) => before.slice(0, span.start) + newText + before.slice(span.end),
      text,
    );
  };
  const fixes: Readonly<Record<string, string>> = {
    'module m() {\n  conv(64,\n  lrn()\n}': 'module m() {\n  conv(64,)\n  lrn()\n}',
    'module m() {\n  conv(64 3)\n}': 'module m() {\n  conv(64, 3)\n}',
    'module m() {\n  conv(a: 3)\n}': 'module m() {\n  conv(a = 3)\n}',
    'module m() {\n  concat { conv(1) lrn() branch { } }\n}':
      'module m() {\n  concat { branch { conv(1) lrn() } branch { } }\n}',
    'module m() {\n  x = 5\n}': 'module m() {\n  const x = 5\n}',
    'module m() {\n  expect macs => 5\n}': 'module m() {\n  expect macs >= 5\n}',
    'module m() {\n  lrn();\n}': 'module m() {\n  lrn()\n}',
    'module m() {\n  repeat 1..4 { }\n}': 'module m() {\n  repeat i in 1..4 { }\n}',
    'module m() {\n  repeat 2 {\n    lrn()\n}\n': 'module m() {\n  repeat 2 {\n    lrn()\n  }\n}\n',
    'modul m() { }': 'module m() { }',
    "import { a } from './a.cnn'": 'import { a } from "./a.cnn"',
    'const a = 3 x 3': 'const a = 3x3',
    'const a = (3, 4)': 'const a = 3x4',
    'const a = (b, 4,)': 'const a = [b, 4]',
    'const a = (3,)': 'const a = 3',
    "const a = 'same'": 'const a = same',
    "const a = '3x3'": 'const a = 3x3',
    "const a = 'no word'": 'const a = "no word"',
    "const a = 'same '": 'const a = "same "',
    "const a = ''": 'const a = ""',
    "const a = 'true'": 'const a = true',
    'const a = 3.5kb': 'const a = 3.5KB',
    'const a = 3MIB': 'const a = 3MiB',
    'const a = 3__4_': 'const a = 3_4',
    'const a = 3.': 'const a = 3',
    'const a = 3X3': 'const a = 3x3',
    'const a = "\\n"': 'const a = "\\\\n"',
    'const a = "b\\q"': 'const a = "b\\\\q"',
    '/* a\n// b': '/* a */\n// b',
    'module m(c d) { }': 'module m(c, d) { }',
    'module m(c) { }\nmodule n(a, b) {\n  concat(a b)\n}': 'module m(c) { }\nmodule n(a, b) {\n  concat(a, b)\n}',
    'import { a b } from "./a.cnn"': 'import { a, b } from "./a.cnn"',
    'network A { input = 3x3x3 }': 'network A { input: 3x3x3 }',
    'network A { input image = 3x3x3 }': 'network A { input image: 3x3x3 }',
    'network A { input((8, 8, 3)) }': 'network A { input: 8x8x3 }',
    'module m() {\n  conv(8, stride 2)\n}': 'module m() {\n  conv(8, stride = 2)\n}',
    'module m(c) {\n  conv(c 3x3)\n}': 'module m(c) {\n  conv(c, 3x3)\n}',
    'module m(c) { }\nmodule n() {\n  m(c 3)\n}': 'module m(c) { }\nmodule n() {\n  m(c = 3)\n}',
    'const a = "b': 'const a = "b"',
    '# a note': '// a note',
    'module m() {\n  conv(64, padding = "same)\n}': 'module m() {\n  conv(64, padding = "same")\n}',
  };
  for (const [text, expected] of Object.entries(fixes)) {
    it(text, () => {
      assert.equal(mended(text), expected);
      assert.deepEqual(parse('a.cnn', expected).diagnostics, []);
    });
  }
});
