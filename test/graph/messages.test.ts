/** Messages about what a body means, whole: the text that is marked, what is said, what is pointed at besides, and what mends it. */

import assert from 'node:assert/strict';
import { messageOf, noteOf, titleOf } from '../../src/base/message-text';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { analyzeText } from '../support/analyze-text';

/** `marked: message`, then notes with what they point at, then titles of fixes. */
function told(text: string): readonly string[] {
  const { diagnostics } = analyzeText(text);
  return diagnostics.flatMap((found) => [
    `${text.slice(found.span.start, found.span.end)}: ${messageOf(found, englishDiagnostics)}`,
    ...found.related.map(
      (note) => `- ${noteOf(note, englishDiagnostics)}: ${text.slice(note.span.start, note.span.end)}`,
    ),
    ...found.fixes.map((fix) => `+ ${titleOf(fix, englishDiagnostics)}`),
  ]);
}

const result = 'a is the result of a layer: write `from a` to go on from it';

/** Bodies behind an input of 8x8x4. */
const bodies: readonly (readonly [body: string, ...told: readonly string[]])[] = [
  ['a = relu()\n  a\n  tanh()', `a: ${result}`, '+ Insert from'],
  ['a = relu()\n  b = a\n  tanh()', `a: ${result}`],
  ['a = relu()\n  a()\n  tanh()', `a: ${result}`],
  [
    'conv(4, 3x3, padding = smae)',
    'smae: padding takes `same`, `valid`, a number, a pair or four numbers, found smae, did you mean same?',
    '+ Write same',
  ],
  ['conv(zzz, 3x3)', 'zzz: there is no constant or parameter named zzz'],
  ['const c = zzz\n  conv(c, 1x1)', 'zzz: there is no constant, parameter or word named zzz'],
  ['groupnorm(3)', '3: groups = 3 must divide the 4 channels'],
  ['conv(5, 3x3, norm = groupnorm(2))', '2: groups = 2 must divide the 5 channels'],
  [
    'concat {\n    branch left { conv(2, 3x3, padding = valid) }\n    branch { relu() }\n  }',
    'concat: left is 6x6 and branch 2 is 8x8; concat needs equal height and width',
    '- left/conv_1 is 6x6: conv',
    '- branch_1/relu_1 is 8x8: relu',
  ],
  [
    'a = conv(2, 3x3)\n  add(a, x)',
    'add: a is 8x8x2 and x is 8x8x4; add needs equal shapes, or 1 where it spreads',
    '- a is 8x8x2: conv',
    '- x is 8x8x4: x',
  ],
  [
    'maxpool(3x3, stride = 2, padding = same, rounding = ceil)',
    'ceil: rounding = ceil has no effect with padding = same',
  ],
  [
    'maxpool(2x4)',
    'maxpool: stride is 1 here; PyTorch and Keras would take the kernel. Write stride = 2x4 to make the size 4x2',
  ],
  ['maxpool(3x3)'],
  ['maxpool(8x8, padding = valid)'],
  ['y = concat { branch { zzz() } branch { } }\n  from y', 'zzz: there is no layer or module named zzz'],
  ['y = concat(zzz, x)\n  from y', 'zzz: there is no result named zzz'],
  ['Input(3, 3, 3)\n  relu()', 'Input: there is no layer or module named Input'],
  ['expect [8, 8]\n  relu()', '[8, 8]: expected a shape such as 28x28x192, found [8, 8]'],
  ['expect 8x8x5\n  relu()', '8x8x5: expected 8x8x5, the shape here is 8x8x4'],
  ['budget params >= 3\n  relu()', '>=: a budget is written params <= limit'],
  ['repeat 20000 { relu() }', '20000: more than 10,000 turns'],
  ['repeat 2.5 { relu() }', '2.5: repeat needs a whole number of turns, zero or more, found 2.5'],
  ['repeat i in 1..2.5 { relu() }', '2.5: a loop variable runs over whole numbers, found 2.5'],
  ['repeat c in "x" { relu() }', '"x": repeat runs over a range or a list, found "x"'],
  ['const a = 1\n  const a = 2\n  conv(a, 1x1)', 'a: a is defined twice in this body', '- a is defined here: a'],

  ['conv(2**60, 1x1)', '2**60: 1.15292e+18 is above 2^53, the largest exact whole number'],
  ['conv(1 / 0, 1x1)', '1 / 0: division by zero'],
  ['const l = 3\n  conv(length(l), 1x1)', 'l: expected a list, found 3'],
  ['conv(length(), 1x1)', 'length: length takes one list'],
  ['conv(length([1], [2]), 1x1)', 'length: length takes one list'],
  ['conv(floor(a = 1), 1x1)', 'a: floor takes one number, found an argument named a'],
  ['conv(floor(1, 2), 1x1)', 'floor: floor takes one number, found 2'],
];

/** Whole files. */
const files: readonly (readonly [text: string, ...told: readonly string[]])[] = [
  [
    'network N {\n  x = Input(8, 8, 3)\n  relu()\n}\n',
    'Input: there is no layer or module named Input; a network starts with input image: 224x224x3',
    '+ Write input x: 8x8x3',
  ],
  ['network N {\n  relu()\n}\n', 'N: network N has no input; start it with: input image: 224x224x3'],
  ['network N {\n  input x: 8x8x4\n}\n', 'N: network N has no layers'],
  ...['3x224x224', '4x16x16', '1x28x28'].map(
    (size) =>
      [
        `network N {\n  input x: ${size}\n  relu()\n}\n`,
        `${size}: sizes are height x width x channels here; ${size} looks like channels x height x width`,
      ] as const,
  ),
  ...['4x15x15', '2x16x16', '3x224x225', '5x28x28'].map(
    (size) => [`network N {\n  input x: ${size}\n  relu()\n}\n`] as const,
  ),
  [
    'const a = 1\nconst a = 2\nnetwork N {\n  input x: 1x1x1\n  conv(a, 1x1)\n}\n',
    'a: a is defined twice in this file',
    '- a is defined here: a',
  ],
  [
    'module relu() { tanh() }\nnetwork N {\n  input x: 1x1x1\n  relu()\n}\n',
    'relu: relu is also a layer of the language; here it is the module',
  ],
  ['module m() { m() }\nnetwork N {\n  input x: 1x1x1\n  m()\n}\n', 'm: m calls itself: m -> m'],
  [
    'module a() { b() }\nmodule b() { a() }\nnetwork N {\n  input x: 1x1x1\n  a()\n}\n',
    'a: a calls itself: a -> b -> a',
  ],
];

describe('messages about a body', () => {
  for (const [body, ...expected] of bodies) {
    it(body, () => assert.deepEqual(told(`network N {\n  input x: 8x8x4\n  ${body}\n}\n`), expected));
  }
  for (const [text, ...expected] of files) it(text, () => assert.deepEqual(told(text), expected));
});
