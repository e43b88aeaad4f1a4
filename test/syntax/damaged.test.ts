/**
 * Every form of the language with one word or sign of it missing, written twice, replaced by a number, or with nothing behind
 * it: what is said, what is offered in its place, and what is read. The golden files are read before they are committed.
 */

import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { applyEdits } from '../../src/workspace/text-edits';
import { assertGolden } from '../support/golden';
import { outlineOf } from '../support/syntax-outline';

/** Each stands in a network, between an input and a layer. */
const statements = [
  'conv(64, 3x3, stride = [2, 1], norm = batchnorm)',
  'x = conv(8 * -width + 2, 1x1) -> relu() -> y = tanh()',
  'conv(8 if not a else b[0], kernel = max(1, 3))',
  'concat { branch { relu() } branch left from x { } }',
  'z = add(x, y)',
  'repeat i in 1..<n { conv(i, 1x1) }',
  'repeat [c, n] in [[1, 2], [3, 4]] { relu() }',
  'repeat 2 { relu() }',
  'head aux from x { dense(2) }',
  'if a and b == 2 { relu() } else if c { } else { tanh() }',
  'const [a, b] = [1.5K, true]',
  'const name = "text"',
  'from x',
  'input other: 8x8x3',
  'output probabilities',
  'expect 8x8x4, params <= 1.5M, multiplies == 2',
  'budget peak <= 3MiB',
  'defaults { conv(bias = false) pool(kind = max) }',
  'precision weights = int8, activations = float16',
];

/** Each stands between two networks. */
const declarations = [
  'import { block, side as other } from "./blocks.cnn"',
  'module m(c, act = relu) { conv(c) }',
  'network N(width = 1) { input x: 4x4x1 relu() }',
  'const width = 2',
];

const damages: Readonly<Record<string, (before: string, word: string, after: string) => string>> = {
  missing: (before, _, after) => before + after,
  twice: (before, word, after) => `${before}${word} ${word}${after}`,
  '7 for it': (before, _, after) => `${before}7${after}`,
  'cut off': (before) => before,
};

/** Messages about a text around a line, with what they are at and the changes that are offered. */
function messagesOf(before: string, line: string, after: string): string {
  const text = before + line + after;
  const said = parse('a.cnn', text).diagnostics.map((diagnostic) => {
    const { span, fixes } = diagnostic;
    const place = text.slice(span.start, span.end).replaceAll('\n', '⏎');
    const offers = fixes.map(({ edits }) => {
      const changed = applyEdits(text, edits);
      const isInLine = changed.startsWith(before) && changed.endsWith(after);
      return ` => ${isInLine ? changed.slice(before.length, changed.length - after.length) : changed}`;
    });
    return `    ${span.start - before.length} \`${place}\` ${messageOf(diagnostic, englishDiagnostics)}${offers.join('')}\n`;
  });
  return said.join('');
}

function readingOf(text: string): string {
  const read = parse('a.cnn', text).declarations.map((declaration) =>
    declaration.kind === 'network' || declaration.kind === 'module'
      ? `${declaration.kind}{${outlineOf(declaration.body?.statements)}}`
      : declaration.kind,
  );
  return `    ${read.join(' ')}\n`;
}

/** Of a line each damage to each of its words and signs; and what is read where it is not what was read before. */
function damagesOf(line: string, before: string, after: string): string {
  const words = [...line.matchAll(/"[^"]*"|\d[\w.]*?(?=\.\.)|[\w.]*\w|[=<]=|->|\.\.<?|\S/g)];
  const whole = readingOf(before + line + after);
  const parts = words.flatMap(({ 0: word, index }) =>
    Object.entries(damages).flatMap(([name, damage]) => {
      const damaged = damage(line.slice(0, index), word, line.slice(index + word.length));
      const reading = readingOf(before + damaged + after);
      const said = messagesOf(before, damaged, after) + (reading === whole ? '' : reading);
      return damaged === '' ? [] : [`  ${damaged.trimEnd()}  (${name})\n${said}`];
    }),
  );
  return `${line}\n${messagesOf(before, line, after)}${whole}${parts.join('')}`;
}

describe('a damaged line', () => {
  const inNetwork = [
    'network A {\n  input image: 8x8x3\n  ',
    '\n  last(2x2)\n}\n\nmodule after() {\n  relu()\n}\n',
  ] as const;
  const between = ['network A {\n  relu()\n}\n\n', '\n\nnetwork B {\n  relu()\n}\n'] as const;

  it('in a body', () =>
    assertGolden('syntax/statements.txt', statements.map((one) => damagesOf(one, ...inNetwork)).join('\n')));

  it('of a file', () =>
    assertGolden('syntax/declarations.txt', declarations.map((one) => damagesOf(one, ...between)).join('\n')));
});
