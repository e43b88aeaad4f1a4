/**
 * Files that somebody might write for a question that is answered in the file: right in other ways, wrong, and gamed. They
 * are judged by what they mean.
 */

import assert from 'node:assert/strict';
import { makeLesson } from '../../src/course/course';
import { judge } from '../../src/course/judge';
import type { Lesson, LessonId, Question } from '../../src/course/lesson';
import { courseSource } from './course-source';

type Edit = (text: string) => string;

/** The text with one part of it, which must be there, in place of another. */
const replace =
  (from: string, to: string): Edit =>
  (text) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };

const both =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce((so, edit) => edit(so), text);

const here = (line: string): Edit => replace('// one line here', line);

interface Cases {
  readonly right: Readonly<Record<string, Edit>>;
  /** With the key of what is said. */
  readonly wrong: Readonly<Record<string, readonly [edit: Edit, key: string]>>;
}

const manyChannels = (line: string): Edit => replace('conv(1, 1x1)', line);
const naive = (line: string): Edit => replace('maxpool(3x3)', line);
const third = (line: string): Edit => replace('conv(16, 1x1)', line);
const fourth = (line: string): Edit => replace('branch {}', `branch { ${line} }`);
const finished = both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('maxpool(3x3) -> conv(32, 1x1)'));
const beside = (line: string): Edit => replace('conv(64, 1x1) -> conv(64, 3x3, activation = none)', line);
const separableStem = replace('conv(192 * width, 3x3)', 'separable(192 * width, 3x3)');
const thin3b = replace('inception(128 * width, 128 * width', 'inception(128 * width, 112 * width');
const cheap = both(separableStem, thin3b);

const cases: Readonly<Partial<Record<LessonId, Cases>>> = {
  'many-channels': {
    right: {
      plain: manyChannels('conv(8, 1x1)'),
      named: manyChannels('wide = conv(filters = 8, kernel = 1x1)'),
      'without ReLU': manyChannels('conv(8, 1, activation = none)'),
      'by a constant': manyChannels('const n = 8  conv(n, [1, 1])'),
      'by a parameter': both(replace('ManyChannels()', 'ManyChannels(n = 8)'), manyChannels('conv(n, 1x1)')),
      'in a module': (text) => `${manyChannels('dense_pixel(8)')(text)}module dense_pixel(c) { conv(c, 1x1) }\n`,
      'with a norm': manyChannels('conv(8, 1x1, norm = batchnorm())'),
      'ReLU apart': manyChannels('conv(8, 1x1, activation = none) -> relu()'),
      'by arithmetic': manyChannels('conv(channels / 4, 1x1)'),
      'with an output': manyChannels('conv(8, 1x1) output wide'),
      'with lines that end as on Windows': (text) => manyChannels('conv(8, 1x1)')(text).replaceAll('\n', '\r\n'),
      'a network of its own behind': (text) =>
        `${manyChannels('conv(8, 1x1)')(text)}network Other() { input i: 6x6x32 conv(1, 1x1) }\n`,
    },
    wrong: {
      'order of arguments': [manyChannels('conv(1, 8x8)'), 'many-channels.3.wrong.swapped'],
      'a window of 3x3': [manyChannels('conv(8, 3x3)'), 'many-channels.3.wrong.neighbours'],
      unchanged: [manyChannels('conv(1, 1x1)'), 'rule.shape'],
      'in a comment': [manyChannels('conv(1, 1x1) // conv(8, 1x1)'), 'rule.shape'],
      'another input': [both(manyChannels('identity()'), replace('6x6x32', '6x6x8')), 'rule.input'],
      'cut out': [manyChannels('slice(0, 8)'), 'rule.one-conv'],
      'two of them': [manyChannels('conv(16, 1x1) -> conv(8, 1x1)'), 'rule.one-conv'],
      'a pool before': [manyChannels('maxpool(3x3) -> conv(8, 1x1)'), 'rule.one-pixel'],
      'in a head': [manyChannels('conv(1, 1x1) head h { conv(8, 1x1) }'), 'rule.shape'],
      'behind the output': [manyChannels('conv(1, 1x1) output o conv(8, 1x1)'), 'rule.shape'],
      'a mistake': [manyChannels('conv(8, 1x1'), 'repair'],
      'stretched and shrunk again': [
        manyChannels('upsample(2) -> maxpool(2x2, stride = 2) -> conv(8, 1x1)'),
        'rule.one-conv',
      ],
      'right in a second network alone': [
        (text) => text + manyChannels('conv(8, 1x1)')(text).replace('ManyChannels', 'Second'),
        'rule.shape',
      ],
      'full-width digits': [manyChannels('conv(８, 1x1)'), 'repair'],
      'not even a name': [manyChannels('convolve(8, 1x1)'), 'repair'],
    },
  },
  shrink: {
    right: {
      plain: here('conv(32, 1x1)'),
      'as a branch': here('concat { branch { conv(32, 1x1) } }'),
      linear: here('conv(32, 1x1, activation = none, bias = false)'),
      'a repeat': here('repeat 1 { conv(32, 1x1) }'),
      'by channels': here('conv(channels / 6, 1x1)'),
      'with the promise gone': both(here('conv(32, 1x1)'), replace('expect 28x28x32', '')),
    },
    wrong: {
      'a pool': [here('maxpool(2x2, stride = 2)'), 'shrink.1.wrong.pool'],
      'depth in the kernel': [here('conv(32, 1x1x192)'), 'shrink.1.wrong.depth'],
      'a promise changed': [replace('expect 28x28x32', 'expect 28x28x192'), 'rule.shape'],
      groups: [here('conv(32, 1x1, groups = 4)'), 'rule.no-groups'],
      'a window of 3x3': [here('conv(32, 3x3)'), 'rule.one-pixel'],
      'cut out': [here('slice(0, 32)'), 'rule.one-conv'],
      'stretched and shrunk by the stride': [here('upsample(2) -> conv(32, 1x1, stride = 2)'), 'rule.one-conv'],
      'in a head': [here('head h { conv(32, 1x1) }'), 'rule.shape'],
      'two in a row': [here('conv(192, 1x1) -> conv(32, 1x1)'), 'rule.one-conv'],
      'half of the channels': [here('slice(0, 96) -> conv(32, 1x1)'), 'rule.one-conv'],
      'a smaller input': [replace('28x28x192', '28x28x32'), 'rule.input'],
      nothing: [here('// conv(32, 1x1)'), 'rule.shape'],
      'another network': [
        both(here('conv(31, 1x1)'), (text) => `${text}network Other() { input i: 28x28x192 conv(32, 1x1) }\n`),
        'rule.shape',
      ],
      'no network': [() => '', 'rule.network'],
    },
  },
  naive: {
    right: {
      plain: naive('maxpool(3x3) -> conv(32, 1x1)'),
      'before the pool': naive('conv(32, 1x1) -> maxpool(3x3)'),
      named: naive('p = maxpool(3x3)  conv(32, 1x1)'),
      'behind the join': replace('maxpool(3x3) }\n  }', 'maxpool(3x3) }\n  }\n  conv(256, 1x1)'),
      'as results': () => `network Naive() {
  input features: 28x28x192
  a = conv(64, 1x1)
  from features  b = conv(128, 3x3)
  from features  c = conv(32, 5x5)
  from features  maxpool(3x3)  d = conv(32, 1x1)
  concat(a, b, c, d)
}`,
    },
    wrong: {
      'no pool': [naive('conv(32, 1x1)'), 'naive.3.wrong.gone'],
      'a pool that shrinks': [naive('maxpool(3x3, stride = 2) -> conv(32, 1x1)'), 'naive.3.wrong.stride'],
      'other filters': [
        both(replace('64,', '16,'), replace('128,', '32,'), replace('conv(32, 5x5)', 'conv(16, 5x5)')),
        'rule.unchanged',
      ],
      'a branch less': [replace('    branch { conv(64, 1x1) }\n', ''), 'rule.shape'],
      'two layers': [naive('maxpool(3x3) -> conv(64, 1x1) -> conv(32, 1x1)'), 'rule.one-added'],
      'channels of the pool cut off': [naive('maxpool(3x3) -> slice(0, 32)'), 'rule.mixed'],
      'channels of the join cut off': [
        replace('maxpool(3x3) }\n  }', 'maxpool(3x3) }\n  }\n  slice(0, 256)'),
        'rule.mixed',
      ],
      'a pool that sees one pixel': [naive('maxpool(1x1) -> conv(32, 1x1)'), 'rule.unchanged'],
      'a pool in a head': [
        both(naive('conv(32, 1x1)'), replace('  }\n}', '  }\n  head h { maxpool(3x3) }\n}')),
        'naive.3.wrong.gone',
      ],
    },
  },
  bottleneck: {
    right: {
      plain: here('conv(16, 1x1)'),
      named: here('reduce = conv(16, 1x1)'),
      'without ReLU': here('conv(16, 1x1, activation = none)'),
      'in a constant': here('const r = 16  conv(r, 1x1)'),
      'with the budget gone': both(here('conv(16, 1x1)'), replace('budget multiplies <= 12.5M', '')),
      'in a branch with the 5x5': both(
        here('concat { branch { conv(16, 1x1)'),
        replace('conv(32, 5x5)', 'conv(32, 5x5) } }'),
      ),
    },
    wrong: {
      'a helper of 5x5': [here('conv(16, 5x5)'), 'bottleneck.1.wrong.costly'],
      'too many': [here('conv(32, 1x1)'), 'bottleneck.1.wrong.twice'],
      'one too many': [here('conv(17, 1x1)'), 'rule.budget'],
      'fewer than it allows': [here('conv(15, 1x1)'), 'rule.between'],
      'a higher budget': [replace('12.5M', '125M'), 'rule.budget'],
      'a smaller window': [replace('conv(32, 5x5)', 'conv(16, 1x1) -> conv(32, 3x3)'), 'rule.unchanged'],
      'in groups': [here('conv(16, 1x1, groups = 2)'), 'rule.all-channels'],
      'cut out': [here('slice(0, 16)'), 'rule.one-added'],
      'the 5x5 in groups': [replace('conv(32, 5x5)', 'conv(32, 5x5, groups = 16)'), 'rule.unchanged'],
      'a smaller input': [replace('28x28x192', '28x28x16'), 'rule.input'],
      'behind the 5x5': [replace('conv(32, 5x5)', 'conv(32, 5x5) -> conv(32, 1x1)'), 'rule.budget'],
      'a smaller image': [here('maxpool(2x2, stride = 4) -> conv(16, 1x1)'), 'rule.shape'],
      'a smaller image that is stretched again': [here('conv(16, 1x1, stride = 2) -> upsample(2)'), 'rule.one-added'],
      'the 5x5 in two': [
        both(here('conv(16, 1x1)'), replace('conv(32, 5x5)', 'depthwise(5x5) -> conv(32, 1x1)')),
        'rule.unchanged',
      ],
      'the 5x5 with holes': [
        both(here('conv(16, 1x1)'), replace('conv(32, 5x5)', 'conv(32, 5x5, dilation = 2)')),
        'rule.unchanged',
      ],
      'commented out': [here('// conv(16, 1x1)'), 'rule.budget'],
      'the 5x5 in a head': [replace('conv(32, 5x5)', 'conv(32, 1x1) head h { conv(32, 5x5) }'), 'rule.unchanged'],
    },
  },
  'module-3a': {
    right: {
      plain: finished,
      'another pool': both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('avgpool(3x3) -> conv(32, 1x1)')),
      'without ReLU': both(finished, replace('conv(32, 1x1)', 'conv(32, 1x1, activation = none)')),
      'by a module': (text) => `${both(third('reduced(16, 32, 5x5)'), fourth('maxpool(3x3) -> conv(32, 1x1)'))(text)}
module reduced(r, c, k) { conv(r, 1x1) -> conv(c, k) }\n`,
      'on lines of their own': both(third('conv(16, 1x1)\n conv(32, 5x5)\n'), fourth('\nmaxpool(3x3)\nconv(32, 1x1)')),
    },
    wrong: {
      'no bottleneck': [
        both(third('conv(32, 5x5)'), fourth('maxpool(3x3) -> conv(32, 1x1)')),
        'module-3a.1.wrong.unreduced',
      ],
      'pool last': [
        both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('conv(32, 1x1) -> maxpool(3x3)')),
        'module-3a.1.wrong.reversed',
      ],
      'half done': [third('conv(16, 1x1) -> conv(32, 5x5)'), 'module-3a.1.wrong.passes'],
      'no pool': [both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('conv(32, 1x1)')), 'rule.branch-pool'],
      'a pool of 5x5': [
        both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('maxpool(5x5) -> conv(32, 1x1)')),
        'rule.branch-pool',
      ],
      'another branch 2': [both(finished, replace('conv(96, 1x1)', 'conv(95, 1x1)')), 'rule.unchanged'],
      'only the promise': [replace('expect 28x28x256, multiplies == 128_049_152', ''), 'rule.branch'],
      'the pooled channels cut off': [
        both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('maxpool(3x3) -> slice(0, 32)')),
        'rule.branch-pool',
      ],
      'a layer behind the join': [both(finished, replace('  expect', '  conv(256, 1x1)\n  expect')), 'rule.multiplies'],
      'commented out': [
        both(third('conv(16, 1x1) -> conv(32, 5x5)'), fourth('/* maxpool(3x3) -> conv(32, 1x1) */')),
        'module-3a.1.wrong.passes',
      ],
      'one branch behind another': [both(finished, replace('concat {', 'conv(192, 1x1)\n  concat {')), 'rule.join'],
    },
  },
  later: {
    right: {
      plain: beside('conv(64, 1x1) -> conv(192, 3x3, activation = none)'),
      'a bottleneck': beside('conv(64, 1x1) -> conv(64, 3x3) -> conv(192, 1x1, activation = none)'),
      'by channels': beside('const c = channels  conv(64, 1x1) -> conv(c, 3x3)'),
      'the skip last': both(
        beside('conv(64, 1x1) -> conv(192, 3x3)'),
        replace('    branch {}\n', ''),
        replace('3x3) }\n', '3x3) }\n    branch {}\n'),
      ),
      'as results': replace(
        `depthwise(3x3)
  add {
    branch {}
    branch { conv(64, 1x1) -> conv(64, 3x3, activation = none) }
  }`,
        'x = depthwise(3x3)\n  conv(64, 1x1)  y = conv(192, 3x3)\n  add(x, y)',
      ),
    },
    wrong: {
      unchanged: [(text) => text, 'repair'],
      stacked: [replace('add {', 'concat {'), 'later.2.wrong.concat'],
      'depthwise in the branch': [beside('conv(64, 1x1) -> depthwise(3x3)'), 'later.2.wrong.depthwise'],
      'one channel that is spread': [beside('conv(64, 1x1) -> conv(1, 3x3)'), 'rule.operands'],
      'an empty branch': [beside(''), 'rule.weights'],
      'no skip': [both(beside('conv(192, 3x3)'), replace('branch {}', 'branch { conv(192, 1x1) }')), 'rule.skip'],
      'a product': [both(replace('add {', 'multiply {'), beside('conv(192, 3x3)')), 'rule.join'],
      'another input': [both(replace('28x28x192', '28x28x64')), 'rule.input'],
      'one channel that a second add spreads': [
        both(beside('conv(192, 3x3)'), replace('relu()', 'add { branch {} branch { conv(1, 1x1) } }\n  relu()')),
        'rule.operands',
      ],
      'no add at all': [(text) => text.replace(/ {2}add \{[\s\S]*?\n {2}\}\n/, ''), 'rule.join'],
      'no depthwise': [both(replace('  depthwise(3x3)\n', ''), beside('conv(192, 3x3)')), 'rule.unchanged'],
    },
  },
  cheaper: {
    right: {
      'the stem and 3b': cheap,
      'everything separable': both(
        separableStem,
        replace('conv(c3, 3x3)', 'separable(c3, 3x3)'),
        replace('conv(c5, 5x5)', 'separable(c5, 5x5)'),
      ),
      'without the heads': (text) => cheap(text).replace(/ {2}head aux[12] from[\s\S]*?\n {2}\}\n/g, ''),
      'groups in the 3x3': replace('conv(c3, 3x3)', 'conv(c3, 3x3, groups = 8)'),
      'with the budgets gone': (text) => cheap(text).replace(/budget .*/g, ''),
      renamed: (text) => cheap(text).replaceAll('inception_5b', 'last'),
    },
    wrong: {
      unchanged: [(text) => text, 'rule.budget'],
      thinner: [replace('width = 1)', 'width = 0.875)'), 'cheaper.1.wrong.thin'],
      'the stem alone': [separableStem, 'cheaper.1.wrong.stem'],
      'two 3x3': [replace('conv(c5, 5x5)', 'conv(c5, 3x3) -> conv(c5, 3x3)'), 'cheaper.1.wrong.double'],
      'a smaller image': [replace('224x224x3', '192x192x3'), 'rule.input'],
      'thin and widened': [
        both(
          replace('width = 1)', 'width = 0.875)'),
          replace('globalavgpool() ->', 'conv(1024, 1x1) -> globalavgpool() ->'),
        ),
        'rule.channels',
      ],
      'fewer classes': [both(cheap, replace('classes = 1000', 'classes = 10')), 'rule.classes'],
      'a module less': [(text) => cheap(text).replace(/ {2}inception_4c = .*\n.*\n/, ''), 'rule.modules'],
      'empty branches': [
        both(cheap, replace('branch { maxpool(3x3) -> conv(proj, 1x1) }', 'branch {}')),
        'rule.modules',
      ],
      'only 1x1': [
        both(replace('conv(c3, 3x3)', 'conv(c3, 1x1)'), replace('conv(c5, 5x5)', 'conv(c5, 1x1)')),
        'rule.field',
      ],
      "a budget of one's own": [
        (text) => text.replace(/budget multiplies <= .*/, 'budget multiplies <= 9G'),
        'rule.budget',
      ],
      'an early output': [both(replace('  inception_4b =', '  output early\n  inception_4b =')), 'rule.output'],
      'a network that would hold up the page': [
        replace(
          '  globalavgpool()',
          '  repeat 3000 { concat { branch { conv(1, 1x1) } branch { conv(1, 3x3) } } }\n  globalavgpool()',
        ),
        'rule.large',
      ],
      'a tenth module': [
        both(
          cheap,
          replace('  globalavgpool()', `  concat { ${'branch { conv(256, 1x1) } '.repeat(4)}}\n  globalavgpool()`),
        ),
        'rule.modules',
      ],
      'a shrunk image that is stretched again': [
        both(
          replace('conv(64 * width, 7x7, stride = 2)', 'conv(64 * width, 7x7, stride = 4)'),
          replace('  globalavgpool()', '  upsample(2)\n  globalavgpool()'),
        ),
        'rule.channels',
      ],
      'branches that do nothing': [
        both(cheap, replace('branch { maxpool(3x3) -> conv(proj, 1x1) }', 'branch { identity() }')),
        'rule.modules',
      ],
      'too many parameters': [
        both(cheap, replace('globalavgpool() -> dropout(0.4)', 'globalavgpool() -> dense(1024) -> dropout(0.4)')),
        'rule.params',
      ],
    },
  },
};

describe('an answer in the file', () => {
  const counts = Object.values(cases).map(({ right, wrong }) => Object.keys(right).length + Object.keys(wrong).length);
  it('is judged in sixty ways and more', () => {
    assert.ok(counts.reduce((sum, count) => sum + count, 0) >= 60);
  });

  for (const [id, { right, wrong }] of Object.entries(cases) as [LessonId, Cases][]) {
    describe(id, () => {
      let lesson: Lesson;
      let question: Question;
      before(async () => {
        lesson = await makeLesson(id, courseSource);
        question = lesson.questions.find(({ kind }) => kind === 'edit') ?? assert.fail(id);
      });
      for (const [name, edit] of Object.entries(right)) {
        it(`right: ${name}`, () => {
          const { verdict, text } = judge(question, edit(lesson.text));
          assert.equal(verdict, 'right', JSON.stringify(text));
        });
      }
      for (const [name, [edit, key]] of Object.entries(wrong)) {
        it(`wrong: ${name}`, () => {
          const { verdict, text } = judge(question, edit(lesson.text));
          assert.equal(verdict, 'wrong');
          assert.equal(text.key, key, JSON.stringify(text));
        });
      }
    });
  }
});
