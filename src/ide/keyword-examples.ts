/** An example for each keyword of the language. Hover and completion show it below what the keyword means. */

import type { Keyword } from '../syntax/tree';

export const keywordExamples: Readonly<Record<Keyword, string>> = {
  import: 'import { inception, width as w } from "./blocks.cnn"',
  from: 'stem = conv(64, 7x7, stride = 2)\nmaxpool(3x3)\nfrom stem',
  const: 'const growth = 4 * 8',
  module: 'module bottleneck(c, r = c / 4) {\n  conv(r, 1x1) -> conv(c, 3x3)\n}',
  network:
    'network Small(classes = 10) {\n  input image: 32x32x3\n  conv(16, 3x3)\n  globalavgpool() -> dense(classes)\n}',
  input: 'input image: 224x224x3',
  defaults: 'defaults { conv(norm = batchnorm())  maxpool(padding = valid) }',
  concat: 'concat {\n  branch { conv(64, 1x1) }\n  branch { conv(96, 1x1) -> conv(128, 3x3) }\n}',
  add: 'add {\n  branch { conv(64, 3x3) -> conv(64, 3x3, activation = none) }\n  branch { }\n}',
  multiply: 'multiply {\n  branch { }\n  branch { globalavgpool() -> conv(64, 1x1, activation = sigmoid) }\n}',
  branch: 'branch reduce { conv(16, 1x1) -> conv(32, 5x5) }',
  repeat: 'repeat i in 1..4 { conv(32 * i, 3x3) }',
  in: 'repeat i in 1..4 { conv(32 * i, 3x3) }',
  if: 'if stride == 1 { add(input, x) }',
  else: 'const c = 64 if wide else 32',
  head: 'head aux1 from inception_4a {\n  globalavgpool() -> dense(1000) -> softmax()\n}',
  output: 'output prob',
  precision: 'precision weights = int8, activations = float16',
  expect: 'expect 28x28x256, multiplies == 128_049_152, params ~ 164K',
  budget: 'budget multiplies <= 1.6G',
  true: 'conv(64, 3x3, bias = true)',
  false: 'conv(64, 3x3, bias = false)',
  and: 'if stride == 1 and channels == c { add(input, x) }',
  or: 'if stride > 1 or channels != c { conv(c, 1x1, stride = stride) }',
  not: 'if not last { maxpool(2x2, stride = 2) }',
};
