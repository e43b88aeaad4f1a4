/**
 * What somebody might type into a question: right in another way, wrong, and tried for luck. A question takes the first, and
 * tells everything else apart from them with a hint that has words of its own.
 */

import assert from 'node:assert/strict';
import { makeLesson } from '../../src/course/course';
import { judge } from '../../src/course/judge';
import { lessonIds, type Question } from '../../src/course/lesson';
import { courseWords } from '../../src/words/course';
import { courseSource } from './course-source';

interface Typed {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

const typed: Readonly<Record<string, Typed>> = {
  'one-channel.1': { right: ['１８', '9×2=18', '18。'], wrong: ['-18', '1.8e2', '18M', '6x6x1'] },
  'one-channel.2': { right: ['（６，６，１）', 'H=6, W=6, C=1', '高6 宽6 通道1'], wrong: ['1x6x6', '6x6x32', '6x6x0'] },
  'one-channel.3': { right: ['6²', '36次乘法', '6*6*1*1*1'], wrong: ['36k', '18', '0.36e3'] },
  'many-channels.1': {
    right: ['负1', 'minus 1', '4·1 + 3·(−2) + 1·1 = −1'],
    wrong: ['1', '(-1)*-1', '-11'],
  },
  'many-channels.2': { right: ['0.0', '-0', '4-4'], wrong: ['-1', '1', '0.5'] },
  'shrink.2': { right: ['1x1x192', '192个权重', '192 weights'], wrong: ['192*32', '192k', '193'] },
  'shrink.3': { right: ['193*32', '6.18k', '6176 parameters'], wrong: ['6.1k', '6200', '150,528'] },
  'naive.1': {
    right: ['28×28×(64+128+32+192)', '28 28 416', '28*28*416'],
    wrong: ['416x28x28', '28x28x415', '28x416x28'],
  },
  'naive.2': { right: ['28 - 5 + 1', '24 rows', '24 行'], wrong: ['26', '24M', '24.5', '24x24'] },
  'direct.1': { right: ['4.8k', '25*192', '4800次'], wrong: ['48', '5*5+192', '4.7k'] },
  'direct.2': { right: ['28x28x32', '2.51万', '25.1k'], wrong: ['25000', '28*28+32', '24k'] },
  'direct.3': {
    right: ['１２０，４２２，４００', '1.2×10⁸', '1亿2042万2400', '120M multiplies', '0.12 billion'],
    wrong: ['120', '120,000,000', '1.2e7', '12.4M', '120422400/2'],
  },
  'bottleneck.2': { right: ['2.41M', '12544*192', '240.8万'], wrong: ['10035200', '2.4G', '12443648'] },
  'bottleneck.3': { right: ['10.0M', '1003.5万', '12,443,648 - 2,408,448'], wrong: ['1e7', '2408448', '100M'] },
  'break-even.2': { right: ['r≤154', 'r = 154', '154个通道'], wrong: ['154.84', '120422400/777728', '153'] },
  'break-even.3': { right: ['r = 115', '115 channels', '115.0'], wrong: ['116', '115.2', '43352064/376320'] },
  'googlenet.1': { right: ['1+4', '5层', '5 layers'], wrong: ['2^5', '6', '22'] },
  'googlenet.2': { right: ['1x1x1,024', '(1,1,1024)', '1×1×1024'], wrong: ['1024x1x1', '7x7x1024', '1x1x1023'] },
  'googlenet.3': {
    right: ['百分之62.4', '987769856/1582671872*100', '62．４％'],
    wrong: ['987,769,856 / 1,582,671,872', '624', '62.4M', '37.6'],
  },
  'later.1': { right: ['28*28*192*3*3', '135.5万', '1.35M'], wrong: ['28*28*192*192*9', '1.4G', '1355k+1'] },
  'later.3': { right: ['2*192*12', '4.6k', '192*12 + 12*192'], wrong: ['4608*784', '204', '4,812'] },
};

describe('an answer that is typed', () => {
  const questions = new Map<string, Question>();
  before(async () => {
    for (const id of lessonIds) {
      for (const question of (await makeLesson(id, courseSource)).questions) questions.set(question.id, question);
    }
  });

  it('is there for every question that has one', () => {
    const asked = [...questions.values()].filter(({ kind }) => kind === 'number' || kind === 'shape');
    assert.deepEqual(
      asked.map(({ id }) => id),
      Object.keys(typed),
    );
  });

  for (const [id, { right, wrong }] of Object.entries(typed)) {
    it(`of ${id} is right in other ways, and wrong with a hint in both languages`, () => {
      const question = questions.get(id) ?? assert.fail(id);
      for (const answer of right) {
        const { verdict, text } = judge(question, answer);
        assert.equal(verdict, 'right', `${answer}: ${text.key}`);
      }
      for (const answer of wrong) {
        const { verdict, text } = judge(question, answer);
        assert.equal(verdict, 'wrong', `${answer}: ${text.key}`);
        for (const locale of ['en', 'zh-cn']) {
          const hint = courseWords(locale).find(text.table, text.key, text.figures);
          assert.ok(hint !== undefined && !/[{}]/.test(hint), `${answer}: ${hint}`);
        }
      }
    });
  }

  it('is told what is too much of it, and is no rounded one where it is as exact as it is asked for', async () => {
    const [height, percent] = ['naive.2', 'googlenet.3'].map((id) => questions.get(id) ?? assert.fail(id));
    for (const answer of ['24x24', '24×24×32']) {
      assert.equal(judge(height ?? assert.fail(), answer).text.key, 'one-number', answer);
    }
    // 987,769,856 of 1,582,671,872.
    assert.deepEqual(
      ['62.4', '62', '62.41'].map((answer) => judge(percent ?? assert.fail(), answer).text.key),
      ['right', 'right.rounded', 'right.rounded'],
    );
  });
});
