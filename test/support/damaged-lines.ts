/** Every form of the language, and what can go wrong with one word or sign of it. */

/** In a body, which has results `x` and `y`, and values `a`, `b`, `c`, `n` and `width`. */
export const statements = [
  'conv(64, 3x3, stride = [2, 1], norm = batchnorm)',
  'z = conv(8 * width - 2, 1x1) -> relu() -> w = tanh()',
  'conv(8 if not a else b[0], kernel = max(1, 3))',
  'concat { branch { relu() } branch left from x { } }',
  'v = add(x, y)',
  'repeat i in 1..<n { conv(i, 1x1) }',
  'repeat [e, f] in [[1, 2], [3, 4]] { conv(e, f) }',
  'repeat 2 { relu() }',
  'head aux from x { dense(2) }',
  'if a and b == 2 { relu() } else if c { } else { tanh() }',
  'const [d, e] = [1.5K, true]',
  'const name = "text"',
  'from x',
  'input other: 8x8x3',
  'output probabilities',
  'expect 8x8x4, params <= 1.5M, multiplies == 2',
  'budget peak <= 3MiB',
  'defaults { conv(bias = false) maxpool(stride = 2) }',
  'precision weights = int8, activations = float16',
];

/** Of a file. */
export const declarations = [
  'import { block, side as other } from "./blocks.cnn"',
  'module m(c, act = relu) { conv(c) }',
  'network N(width = 1) { input x: 4x4x1 relu() }',
  'const width = 2',
];

/** What becomes of a line; the line itself where that damage cannot be done to the word. */
const damages: Readonly<Record<string, (before: string, word: string, after: string) => string>> = {
  missing: (before, _, after) => before + after,
  twice: (before, word, after) => `${before}${word} ${word}${after}`,
  '7 for it': (before, _, after) => `${before}7${after}`,
  'cut off': (before) => before,
  misspelt: (before, word, after) => before + word.replace(/^[a-z](?=[a-z]{2})/i, '$&$&') + after,
};

/** The words and signs of a line. */
export function wordsOf(line: string): readonly RegExpExecArray[] {
  return [...line.matchAll(/"[^"]*"|\d[\w.]*?(?=\.\.)|[\w.]*\w|[=<]=|->|\.\.<?|\S/g)];
}

/** Each damage to each of the words and signs of a line, with what it is called. */
export function damagesTo(line: string): readonly (readonly [name: string, damaged: string])[] {
  return wordsOf(line).flatMap(({ 0: word, index }) =>
    Object.entries(damages).flatMap(([name, damage]) => {
      const damaged = damage(line.slice(0, index), word, line.slice(index + word.length));
      return damaged === '' || damaged === line ? [] : [[name, damaged] as const];
    }),
  );
}
