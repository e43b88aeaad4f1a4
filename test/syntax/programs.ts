/** Texts for the tests of the syntax: the networks of the examples, and ways to break them. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';

const root = resolve(__dirname, '../..');

function filesUnder(folder: string): string[] {
  return (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((path) => path.endsWith('.cnn'))
    .sort()
    .map((path) => join(root, folder, path));
}

/** Every `.cnn` file of the repository, broken ones included, by path. */
export const cnnFiles: ReadonlyMap<string, string> = new Map(
  ['examples', 'test/fixtures'].flatMap(filesUnder).map((path) => [path, readFileSync(path, 'utf8')]),
);

/** The example of the language's documentation: a bit of everything. */
export const sample = `// googlenet.cnn
import { inception } from "./blocks.cnn"

/// GoogLeNet, Szegedy et al. 2014, table 1.
network GoogLeNet(classes = 1000, width = 1) {
  input image: 224x224x3

  conv(64 * width, 7x7, stride = 2)
  maxpool(3x3, stride = 2)
  lrn()
  conv(64, 1x1) -> conv(192, 3x3)
  expect 28x28x192

  inception_3a = inception(64, 96, 128, 16, 32, 32)
  expect 28x28x256, multiplies == 128_049_152

  head aux1 from inception_3a {
    avgpool(5x5, stride = 3, padding = valid)
    dense(1024, activation = relu) -> dropout(0.7) -> dense(classes) -> softmax()
  }
  repeat i in 1..4 { conv(8 * i, [3, 3]) }
  defaults { conv(norm = batchnorm())  maxpool(padding = valid) }
  /* a block */
  globalavgpool() -> dropout(0.4) -> dense(classes)
  softmax()
  output prob

  budget multiplies <= 1.6G
  budget params ~ -7M ** 2 % (3 - 1)
}

/// Four parallel branches joined by channel (fig. 2b).
module inception(c1, r3, c3, r5, c5, proj) {
  x = concat {
    branch { conv(c1, 1x1) }
    branch a { conv(r3, 1x1) -> conv(c3, 3x3) }
    branch from y { conv(r5, 1x1) -> conv(c5, 5x5) }
    branch { maxpool(3x3)  -> conv(proj, 1x1) }
  }
  add(x, y)
}
`;

/** Pieces that matter to the lexer and the parser. */
export const pieces = [
  ...'(){}[],:=.+-*/%<>~"\'#;@\\ \n\r\t_x',
  '->', '..', '**', '==', '<=', '//', '///', '/*', '*/', '\r\n', '\n  ', '\n    ', '\uFEFF', '\u00a0', 'é', '😀', '\ud800',
  'import ', 'from ', 'const ', 'module ', 'network ', 'input ', 'defaults ', 'concat ', 'add ', 'branch ', 'repeat ',
  'in ', 'head ', 'output ', 'expect ', 'budget ', 'true', 'false', 'as ', 'conv', 'multiplies ', '64', '3x3', '1_000',
  '1.6G', '1e-4', '12ab', '.5', '"./a.cnn"', 'conv(64, 3x3)', 'a = ', '{\n', '\n}\n',
]; // biome-ignore format: a table of words

/** Texts made of the language's own pieces: far more telling than random characters. */
export const pieceText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces), { maxLength: 60 })
  .map((parts) => parts.join(''));

/** Any string of UTF-16, lone surrogates included. */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 200 });

/** A program with a few parts cut out, doubled or replaced. */
export function broken(texts: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 12 }),
    insert: fc.oneof(fc.constant(''), fc.constantFrom(...pieces)),
  });
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) => {
    let result = text;
    for (const { at, remove, insert } of edits) {
      const offset = Math.floor(at * result.length);
      result = result.slice(0, offset) + insert + result.slice(offset + remove);
    }
    return result;
  });
}
