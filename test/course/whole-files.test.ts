/**
 * Whole files that somebody might write for a question that is answered in the file, made from the questions alone: right in
 * other ways than the lesson's own, wrong, and gamed.
 */

import assert from 'node:assert/strict';
import { makeLesson } from '../../src/course/course';
import { judge } from '../../src/course/judge';
import type { LessonId } from '../../src/course/lesson';
import { courseSource } from './course-source';

type Edit = (text: string) => string;

const network = (body: string, more = '') => `${more}network N() {\n${body}\n}\n`;
const manyChannels = (b: string, more = '') => network(`  input features: 6x6x32\n${b}`, more);
const shrink = (b: string, more = '') => network(`  input features: 28x28x192\n${b}\n  expect 28x28x32`, more);
const naive = (b: string) =>
  network(
    `  input features: 28x28x192\n  concat {\n branch { conv(64, 1x1) }\n branch { conv(128, 3x3) }\n branch { conv(32, 5x5) }\n ${b}\n }`,
  );
const bottleneck = (b: string, more = '') =>
  network(`  input features: 28x28x192\n${b}\n  expect 28x28x32\n  budget multiplies <= 12.5M`, more);
const module3a = (b: string, more = '') =>
  network(
    `  input features: 28x28x192\n concat {\n branch { conv(64, 1x1) }\n branch { conv(96, 1x1) -> conv(128, 3x3) }\n${b}\n }\n expect 28x28x256, multiplies == 128_049_152`,
    more,
  );
const later = (b: string, more = '') =>
  network(`  input features: 28x28x192\n  depthwise(3x3)\n${b}`, more).replace('network N', 'network Later') +
  `network Gate() {\n input features: 28x28x192\n globalavgpool()\n dense(12, activation = relu)\n dense(192, activation = sigmoid)\n}\n`;

function replaced(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, to);
  assert.notEqual(changed, text, String(from));
  return changed;
}

const files: readonly (readonly [lesson: LessonId, name: string, verdict: 'right' | 'wrong', file: string | Edit])[] = [
  ['many-channels', 'two layers of 1x1', 'wrong', manyChannels('  conv(16, 1x1) -> conv(8, 1x1)')],
  ['many-channels', 'by names', 'right', manyChannels('  conv(kernel = 1x1, filters = 8)')],
  ['many-channels', 'by a constant', 'right', manyChannels('  const k = 8\n  conv(k, 1x1)')],
  ['many-channels', 'without relu', 'right', manyChannels('  conv(8, 1x1, activation = none)')],
  ['many-channels', 'ReLU apart', 'right', manyChannels('  conv(8, 1x1, activation = none) -> relu()')],
  ['many-channels', 'without bias', 'right', manyChannels('  conv(8, 1x1, bias = false)')],
  ['many-channels', 'valid 1x1', 'right', manyChannels('  conv(8, 1x1, padding = valid)')],
  ['many-channels', 'cut out', 'wrong', manyChannels('  slice(0, 8)')],
  ['many-channels', 'a window of 1x3', 'wrong', manyChannels('  conv(8, 1x3)')],
  ['many-channels', 'in groups', 'right', manyChannels('  conv(8, 1x1, groups = 8)')],
  ['many-channels', 'an input of 8 channels', 'wrong', network('  input features: 6x6x8\n  conv(8, 1x1)')],
  ['many-channels', 'an input of the shape and no layer', 'wrong', network('  input features: 6x6x8')],
  ['many-channels', 'by a module', 'right', manyChannels('  p(8)', 'module p(f) { conv(f, 1x1) }\n')],
  [
    'many-channels',
    'two networks, the second right',
    'wrong',
    `network A() {\n input f: 6x6x32\n conv(1, 1x1)\n}\nnetwork B() {\n input f: 6x6x32\n conv(8, 1x1)\n}\n`,
  ],
  ['many-channels', 'behind a pool', 'wrong', manyChannels('  maxpool(3x3) -> conv(8, 1x1)')],
  [
    'many-channels',
    'eight layers of one kernel',
    'wrong',
    manyChannels(`  concat { ${'branch { conv(1, 1x1) } '.repeat(8)}}`),
  ],
  ['shrink', 'named result', 'right', shrink('  y = conv(32, 1x1)')],
  ['shrink', 'expression', 'right', shrink('  conv(channels / 6, 1x1)')],
  ['shrink', 'in a comment', 'wrong', shrink('  // conv(32, 1x1)')],
  ['shrink', 'too few, and no expectation', 'wrong', network('  input features: 28x28x192\n  conv(16, 1x1)')],
  ['shrink', 'without the expectation', 'right', network('  input features: 28x28x192\n  conv(32, 1x1)')],
  ['shrink', 'another expectation and no layer', 'wrong', network('  input features: 28x28x192\n  expect 28x28x192')],
  ['shrink', 'separable', 'wrong', shrink('  separable(32, 3x3)')],
  ['shrink', 'a window of 3x3', 'wrong', shrink('  conv(32, 3x3)')],
  ['shrink', 'a smaller image that is stretched', 'wrong', shrink('  conv(32, 1x1, stride = 2) -> upsample(2)')],
  ['shrink', 'in groups', 'wrong', shrink('  conv(32, 1x1, groups = 32)')],
  ['shrink', 'a transposed convolution', 'wrong', shrink('  convtranspose(32, 1x1)')],
  ['shrink', 'with a dilation of 1', 'right', shrink('  conv(32, 1x1, dilation = 1)')],
  ['naive', 'plain', 'right', naive('branch { maxpool(3x3) -> conv(32, 1x1) }')],
  ['naive', 'another pool', 'wrong', naive('branch { avgpool(3x3) -> conv(32, 1x1) }')],
  ['naive', 'the 1x1 before the pool', 'right', naive('branch { conv(32, 1x1) -> maxpool(3x3) }')],
  ['naive', 'a 3x3 behind the pool', 'right', naive('branch { maxpool(3x3) -> conv(32, 3x3) }')],
  [
    'naive',
    'layer behind the concat',
    'right',
    network(
      '  input features: 28x28x192\n  concat {\n branch { conv(64, 1x1) }\n branch { conv(128, 3x3) }\n branch { conv(32, 5x5) }\n branch { maxpool(3x3) }\n }\n conv(256, 1x1)',
    ),
  ],
  ['naive', 'cut out', 'wrong', naive('branch { maxpool(3x3) -> slice(0, 32) }')],
  [
    'naive',
    'a branch less',
    'wrong',
    network(
      '  input features: 28x28x192\n  concat {\n branch { conv(32, 3x3) }\n branch { conv(32, 5x5) }\n branch { maxpool(3x3) }\n }',
    ),
  ],
  ['bottleneck', 'without relu', 'right', bottleneck('  conv(16, 1x1, activation = none)\n  conv(32, 5x5)')],
  ['bottleneck', 'by a constant', 'right', bottleneck('  const r = 16\n  conv(r, 1x1) -> conv(32, 5x5)')],
  [
    'bottleneck',
    'two layers of 8',
    'wrong',
    bottleneck('  concat { branch { conv(8, 1x1) } branch { conv(8, 1x1) } }\n  conv(32, 5x5)'),
  ],
  ['bottleneck', 'two bottlenecks', 'wrong', bottleneck('  conv(8, 1x1) -> conv(16, 1x1)\n  conv(32, 5x5)')],
  [
    'bottleneck',
    '32 channels, and no budget',
    'wrong',
    network('  input features: 28x28x192\n  conv(32, 1x1)\n  conv(32, 5x5)\n  expect 28x28x32'),
  ],
  ['bottleneck', 'with a norm', 'right', bottleneck('  conv(16, 1x1) -> batchnorm()\n  conv(32, 5x5)')],
  ['bottleneck', 'ReLU apart', 'right', bottleneck('  conv(16, 1x1, activation = none) -> relu()\n  conv(32, 5x5)')],
  [
    'module-3a',
    'branches 3 and 4 the other way round',
    'right',
    module3a(' branch { maxpool(3x3) -> conv(32, 1x1) }\n branch { conv(16, 1x1) -> conv(32, 5x5) }'),
  ],
  [
    'module-3a',
    'a bottleneck of 3x3',
    'wrong',
    module3a(' branch { conv(16, 3x3) -> conv(32, 5x5) }\n branch { maxpool(3x3) -> conv(32, 1x1) }'),
  ],
  [
    'module-3a',
    'pool stride 2',
    'wrong',
    module3a(' branch { conv(16, 1x1) -> conv(32, 5x5) }\n branch { maxpool(3x3, stride = 2) -> conv(32, 1x1) }'),
  ],
  [
    'module-3a',
    'channels of one branch in another',
    'wrong',
    module3a(' branch { conv(16, 1x1) -> conv(16, 5x5) }\n branch { maxpool(3x3) -> conv(48, 1x1) }'),
  ],
  [
    'module-3a',
    'as results',
    'right',
    network(
      '  input f: 28x28x192\n a = conv(64, 1x1)\n from f -> conv(96, 1x1)\n b = conv(128, 3x3)\n from f -> conv(16, 1x1)\n c = conv(32, 5x5)\n from f -> maxpool(3x3)\n d = conv(32, 1x1)\n concat(a, b, c, d)\n expect 28x28x256, multiplies == 128_049_152',
    ),
  ],
  [
    'module-3a',
    'a kernel of one number',
    'right',
    module3a(' branch { conv(16, 1x1) -> conv(32, 5) }\n branch { maxpool(3x3) -> conv(32, 1x1) }'),
  ],
  [
    'module-3a',
    'no bottleneck, and another promise',
    'wrong',
    network(
      '  input features: 28x28x192\n concat {\n branch { conv(64, 1x1) }\n branch { conv(96, 1x1) -> conv(128, 3x3) }\n branch { conv(32, 5x5) }\n branch { maxpool(3x3) -> conv(32, 1x1) }\n }\n expect 28x28x256',
    ),
  ],
  [
    'later',
    'three layers deep',
    'right',
    later(
      '  add {\n branch {}\n branch { conv(64, 1x1) -> conv(64, 3x3) -> conv(192, 1x1, activation = none) }\n }\n relu()',
    ),
  ],
  [
    'later',
    'skip in the second place',
    'right',
    later('  add {\n branch { conv(64, 1x1) -> conv(192, 3x3, activation = none) }\n branch {}\n }\n relu()'),
  ],
  [
    'later',
    'identity as skip',
    'right',
    later(
      '  add {\n branch { identity() }\n branch { conv(64, 1x1) -> conv(192, 3x3, activation = none) }\n }\n relu()',
    ),
  ],
  [
    'later',
    'no skip',
    'wrong',
    later(
      '  add {\n branch { conv(64, 1x1) }\n branch { conv(64, 1x1) -> conv(64, 3x3, activation = none) }\n }\n relu() -> conv(192, 1x1)',
    ),
  ],
  ['later', 'two skips', 'wrong', later('  add {\n branch {}\n branch {}\n }\n relu()')],
  [
    'later',
    'in groups',
    'right',
    later(
      '  add {\n branch {}\n branch { conv(64, 1x1) -> conv(192, 3x3, groups = 64, activation = none) }\n }\n relu()',
    ),
  ],
  [
    'later',
    'without the ReLU',
    'wrong',
    later('  add {\n branch {}\n branch { conv(64, 1x1) -> conv(192, 3x3, activation = none) }\n }'),
  ],
  [
    'later',
    'with ReLU in the branch',
    'right',
    later('  add {\n branch {}\n branch { conv(64, 1x1) -> conv(192, 3x3) }\n }\n relu()'),
  ],
  [
    'cheaper',
    'groups, and the stem separable',
    'right',
    (t) =>
      replaced(
        replaced(t, 'conv(192 * width, 3x3)', 'separable(192 * width, 3x3)'),
        'conv(c5, 5x5)',
        'conv(c5, 5x5, groups = 4)',
      ),
  ],
  [
    'cheaper',
    '3x3 as 1x3 and 3x1, which is not enough',
    'wrong',
    (t) => replaced(t, 'conv(c3, 3x3)', 'conv(c3, 1x3) -> conv(c3, 3x1)'),
  ],
  ['cheaper', 'stem stride 4', 'wrong', (t) => replaced(t, '7x7, stride = 2', '7x7, stride = 4')],
  ['cheaper', 'a higher budget', 'wrong', (t) => replaced(t, /budget multiplies <= [\d_]+/, 'budget multiplies <= 2G')],
  [
    'cheaper',
    '3x3 with holes for 5x5, and the stem separable',
    'right',
    (t) =>
      replaced(
        replaced(t, 'conv(192 * width, 3x3)', 'separable(192 * width, 3x3)'),
        'conv(c5, 5x5)',
        'conv(c5, 3x3, dilation = 2)',
      ),
  ],
  [
    'cheaper',
    'branches that only cut out',
    'wrong',
    (t) =>
      replaced(
        replaced(t, 'conv(192 * width, 3x3)', 'separable(192 * width, 3x3)'),
        'branch { maxpool(3x3) -> conv(proj, 1x1) }',
        'branch { dropout(0.1) -> slice(0, proj) }',
      ),
  ],
];

describe('a whole file for an answer', () => {
  for (const [id, name, verdict, file] of files) {
    it(`${id}, ${name}: ${verdict}`, async () => {
      const lesson = await makeLesson(id, courseSource);
      const question = lesson.questions.find(({ kind }) => kind === 'edit') ?? assert.fail(id);
      const judged = judge(question, typeof file === 'string' ? file : file(lesson.text));
      assert.equal(judged.verdict, verdict, JSON.stringify(judged.text));
    });
  }
});
