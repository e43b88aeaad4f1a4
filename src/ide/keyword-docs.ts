/** Short documentation of the language's words, each with an example. Hover and completion read it. */

import type { Keyword } from '../syntax/tree';

export interface KeywordDocumentation {
  /** Markdown, one or two sentences. */
  readonly text: string;
  readonly example: string;
}

export const keywordDocs: Readonly<Record<Keyword, KeywordDocumentation>> = {
  import: {
    text: 'Takes modules and constants from another file. The path is relative and stays inside the workspace; `as` gives a name of your own.',
    example: 'import { inception, width as w } from "./blocks.cnn"',
  },
  from: {
    text: 'Makes a named result the flow: the next layer reads it. After `branch`, `head` and `output` it says where they start, in `import` which file.',
    example: 'stem = conv(64, 7x7, stride = 2)\nmaxpool(3x3)\nfrom stem',
  },
  const: {
    text: 'Names a value. At the top level it is known in the whole file, in a body from there to its end.',
    example: 'const growth = 4 * 8',
  },
  module: {
    text: 'A block of layers with parameters, one input and one result. Called like a layer.',
    example: 'module bottleneck(c, r = c / 4) {\n  conv(r, 1x1) -> conv(c, 3x3)\n}',
  },
  network: {
    text: 'A complete design, from its input to its outputs. Its parameters need defaults, which tools may override.',
    example:
      'network Small(classes = 10) {\n  input image: 32x32x3\n  conv(16, 3x3)\n  globalavgpool() -> dense(classes)\n}',
  },
  input: {
    text: 'Starts the flow of a network with an image: height x width x channels. In a module it names what flows in.',
    example: 'input image: 224x224x3',
  },
  defaults: {
    text: 'Named arguments for all layers of a kind in the rest of the body, in its nested bodies and in the modules called there. An explicit argument wins.',
    example: 'defaults { conv(norm = batchnorm())  maxpool(padding = valid) }',
  },
  concat: {
    text: 'Joins branches or named results by channel, in written order. Height and width must agree.',
    example: 'concat {\n  branch { conv(64, 1x1) }\n  branch { conv(96, 1x1) -> conv(128, 3x3) }\n}',
  },
  add: {
    text: 'Sums branches or named results of one shape. An empty branch is the identity, a skip.',
    example: 'add {\n  branch { conv(64, 3x3) -> conv(64, 3x3, activation = none) }\n  branch { }\n}',
  },
  branch: {
    text: 'One way through a join. It starts from what flows into the join, or after `from` from a named result.',
    example: 'branch reduce { conv(16, 1x1) -> conv(32, 5x5) }',
  },
  repeat: {
    text: 'Unrolls its body: a number of turns, or a variable from a first to a last value, both included.',
    example: 'repeat i in 1..4 { conv(32 * i, 3x3) }',
  },
  in: { text: 'Gives a repeat its variable and range.', example: 'repeat i in 1..4 { conv(32 * i, 3x3) }' },
  head: {
    text: 'A side classifier: an output of its own that leaves the flow and the main totals alone.',
    example: 'head aux1 from inception_4a {\n  globalavgpool() -> dense(1000) -> softmax()\n}',
  },
  output: {
    text: 'Names a main output of the network: a named result, the flow, or a body that starts from a result. Without one, the end of the flow is the output.',
    example: 'output prob',
  },
  expect: {
    text: 'Checks the shape of the flow, or a metric of the statement before it. `~` means within one unit of the last written digit.',
    example: 'expect 28x28x256, multiplies == 128_049_152, params ~ 164K',
  },
  budget: {
    text: 'A promise about the main outputs of a network, or about each instance of a module. It always holds, or the file is wrong.',
    example: 'budget multiplies <= 1.6G',
  },
  true: { text: 'The truth value, for parameters such as `bias`.', example: 'conv(64, 3x3, bias = true)' },
  false: { text: 'The truth value, for parameters such as `bias`.', example: 'conv(64, 3x3, bias = false)' },
};

/** Functions of expressions. */
export const functionDocs: Readonly<Record<string, string>> = {
  min: 'The smallest of its numbers.',
  max: 'The largest of its numbers.',
  floor: 'The nearest whole number below: `floor(7 / 2)` is 3.',
  ceil: 'The nearest whole number above: `ceil(7 / 2)` is 4.',
  round: 'The nearest whole number; a half goes away from zero.',
  abs: 'The number without its sign.',
  sqrt: 'The square root.',
};
