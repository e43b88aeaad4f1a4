/** Numbers and shapes as people type them. */

import assert from 'node:assert/strict';
import { compared, nearly, typedNumber, typedShape } from '../../src/course/typed-answer';

describe('a typed number', () => {
  const same = (value: number, texts: readonly string[]) => {
    it(`is ${value} in every spelling`, () => {
      for (const text of texts) assert.equal(typedNumber(text)?.value, value, text);
    });
  };
  same(120_422_400, [
    '120422400',
    '120,422,400',
    '120 422 400',
    "120'422'400",
    '120_422_400',
    '120.4224M',
    '１２０４２２４００',
    '１２０，４２２，４００',
    '1.204224e8',
    '1.204224亿',
    '1亿2042万2400',
    '1,2042,2400',
    '120.422.400',
    'Answer: 120422400',
    'the answer is 120,422,400!',
    '答案是 120422400',
    '答案：１２０４２２４００',
    '等于120422400',
    '25088*4800',
    '25,088 × 4,800',
    '28·28·32·5·5·192',
    '28x28x32x25x192',
    '28² * 32 * 5^2 * 192',
    '= 120422400',
    '120,422,400 multiplies',
    '120,422,400 次',
    '120,422,400次乘法',
    '120422400。',
    '25088*4800 = 120422400',
    '(28*28*32)*(5*5*192)',
  ]);
  same(120e6, [
    '120M',
    '120 m',
    '120 million',
    '1.2e8',
    '1.2亿',
    '1.2 亿',
    '0.12G',
    '约120M',
    '12000万',
    '1.2 × 10^8',
    '120百万',
  ]);
  same(154, ['154', 'r = 154', 'r<=154', 'r≤154', '154个通道', '154 行']);
  same(-1, ['负1', 'minus 1', 'Negative 1', '-1', '−1', '－1', '4*1+3*(-2)+1*1', '4 − 6 + 1']);
  same(62.4, ['62.4', '62.4%', '62.4 %', '６２．４％', '约 62.4%', '百分之62.4']);

  it('is none where there is none', () => {
    for (const text of [
      '',
      'a',
      '1e',
      '28x',
      '5*',
      '(5',
      '5)',
      '1..2',
      '12,34',
      '1 2',
      'M',
      '1/0',
      '--',
      '1=2=3',
      '9'.repeat(400),
    ]) {
      assert.equal(typedNumber(text), undefined, text);
    }
  });

  it('is right when rounded to three digits as ~ takes it, or to two that are the nearest', () => {
    const is = (text: string, value: number) => compared(typedNumber(text) ?? assert.fail(text), value);
    assert.equal(is('120M', 120_422_400), 'rounded');
    assert.equal(is('120.4M', 120_422_400), 'rounded');
    // As 10M and 120M, by those who count in ten thousands.
    assert.equal(is('1000万', 10_035_200), 'rounded');
    assert.equal(is('12000万', 120_422_400), 'rounded');
    assert.equal(is('1240万', 12_443_648), 'rounded');
    assert.equal(is('1000万', 10_735_200), 'other');
    assert.equal(is('1260万', 12_443_648), 'other');
    assert.equal(is('10.00万', 100_900), 'other');
    assert.equal(is('1.20e8', 120_422_400), 'rounded');
    assert.equal(is('1.2亿', 120_422_400), 'rounded');
    assert.equal(is('121M', 120_422_400), 'rounded');
    assert.equal(is('122M', 120_422_400), 'other');
    assert.equal(is('1.3e8', 120_422_400), 'other');
    assert.equal(is('100M', 120_422_400), 'other');
    assert.equal(is('0.1G', 120_422_400), 'other');
    assert.equal(is('120,000,000', 120_422_400), 'other');
    assert.equal(is('155', 154), 'other');
    assert.equal(is('12.4M', 12_443_648), 'rounded');
    assert.equal(is('0.3', 0.2634), 'rounded');
    assert.equal(is('0.2', 0.2634), 'other');
    assert.equal(is('0.26', 0.2634), 'rounded');
  });
});

describe('a number that is nearly right', () => {
  it('has a fraction where there can be none, or is rounded without saying so', () => {
    const near = (text: string, value: number) => nearly(typedNumber(text) ?? assert.fail(text), value);
    assert.equal(near('154.8', 154), 'whole');
    assert.equal(near('120422400 / 777728', 154), 'whole');
    assert.equal(near('120,000,000', 120_422_400), 'in-full');
    assert.equal(near('25000', 25_088), 'in-full');
    for (const [text, value] of [
      ['155', 154],
      ['156.2', 154],
      ['62.9', 62.4],
      ['120', 120_422_400],
      ['119,000,000', 120_422_400],
      ['119M', 120_422_400],
      ['6000', 6_176],
    ] as const)
      assert.equal(near(text, value), undefined, text);
  });
});

describe('a typed shape', () => {
  it('is read in every spelling', () => {
    for (const text of [
      '28x28x32',
      '28×28×32',
      '28*28*32',
      '28 x 28 x 32',
      '(28,28,32)',
      '(28, 28, 32)',
      '[28, 28, 32]',
      '（28，28，32）',
      '28 28 32',
      '28 by 28 by 32',
      '２８×２８×３２',
      '28X28X32',
      '28·28·32',
      ' 28x28x32 ',
      '28x28x32。',
      'H=28, W=28, C=32',
      '高28、宽28、通道32',
      'shape: 28 x 28 x 32 channels',
      '28×28×(16+16)',
      '(4·7)x28x32',
    ]) {
      assert.deepEqual(typedShape(text), [28, 28, 32], text);
    }
  });

  it('may have marks of thousands where signs of times separate its sizes', () => {
    assert.deepEqual(typedShape('1x1x1,024'), [1, 1, 1024]);
    assert.deepEqual(typedShape('1,1,1024'), [1, 1, 1024]);
    assert.equal(typedShape('1x1x10,24'), undefined);
  });

  it('has three whole numbers', () => {
    for (const text of ['', '28x28', '28x28x32x1', '28x28xn', '25088', '28.5x28x32', '-28x28x32']) {
      assert.equal(typedShape(text), undefined, text);
    }
  });
});
