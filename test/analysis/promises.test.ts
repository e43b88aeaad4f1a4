/** What a text promises of its costs: when a comparison holds, what is said where it does not, and what is only a note. */

import assert from 'node:assert/strict';
import type { AnalysisOptions } from '../../src/analysis/analysis';
import { analyzeText } from '../support/analyze-text';

/** 8*8 places of 4 filters over 4 channels are 1024 multiplies; unknown is what a missing name counts. */
const textOf = (promise: string, more = '') =>
  `network N(width = 4) { input x: 8x8x4  conv(width, 1x1)  ${promise} ${more} }`;

const promised = (promise: string, more = '', options: AnalysisOptions = {}) =>
  analyzeText(textOf(promise, more), options).diagnostics.filter(({ code }) => /^(expect|budget)\./.test(code));

describe('a promise about a count', () => {
  const holds = (operator: string, value: string) => promised(`expect multiplies ${operator} ${value}`).length === 0;

  it('holds as its operator says, of what is less, the same and more', () => {
    const table: Record<string, readonly boolean[]> = {
      '==': [false, true, false],
      '!=': [true, false, true],
      '<=': [false, true, true],
      '<': [false, false, true],
      '>=': [true, true, false],
      '>': [true, false, false],
    };
    for (const [operator, expected] of Object.entries(table)) {
      const found = ['1023', '1024', '1025'].map((value) => holds(operator, value));
      assert.deepEqual(found, expected, operator);
    }
  });

  it('holds nearly, within a unit of the last digit that is written', () => {
    const near = ['1K', '1.0K', '1.02K', '1.1K', '1.024K', '2K', '3K', '1023', '1026'].map((value) =>
      holds('~', value),
    );
    assert.deepEqual(near, [true, true, true, true, true, true, false, true, false]);
  });

  it('of what is partly unknown fails only where what is known is too much already', () => {
    const unknown = (operator: string, value: number) => {
      const text = `module m() { conv(4, 1x1) conv(wide, 1x1) }
network N { input x: 8x8x4  m()  expect multiplies ${operator} ${value} }`;
      return analyzeText(text).diagnostics.some(({ code }) => code === 'expect.metric');
    };
    const failed = ['==', '<=', '<', '>=', '>', '!='].map((operator) =>
      [1023, 1024, 1025].map((value) => unknown(operator, value)),
    );
    assert.deepEqual(failed, [
      [true, false, false],
      [true, false, false],
      [true, true, false],
      [false, false, false],
      [false, false, false],
      [false, false, false],
    ]);
  });

  it('tells what is there instead, with all digits, and at least where a part is unknown', () => {
    const [missed] = promised('expect multiplies == 1000');
    assert.deepEqual(missed?.values, {
      metric: 'multiplies',
      op: '==',
      expected: '1,000',
      statement: 'conv',
      found: '1,024',
    });
    const text = `module m() { conv(4, 1x1) conv(wide, 1x1) }
network N { input x: 8x8x4  m()  expect multiplies <= 1000 }`;
    const partly = analyzeText(text).diagnostics.find(({ code }) => code === 'expect.metric');
    assert.equal(partly?.values.found, '>= 1,024');
  });

  it('is a mistake of the text as it stands, and a note where something else is tried out', () => {
    const severity = (options: AnalysisOptions, promise = 'expect multiplies == 1000') =>
      promised(promise, '', options).map((found) => found.severity);
    assert.deepEqual(severity({}), ['error']);
    assert.deepEqual(severity({ batch: 1 }), ['error']);
    for (const options of [
      { batch: 2 },
      { inputShape: [8, 8, 4] as const },
      { parameters: new Map([['width', 4]]) },
      { precision: { weights: 'float16' as const } },
    ]) {
      assert.deepEqual(severity(options), ['note'], JSON.stringify(options));
      assert.deepEqual(severity(options, 'expect 8x8x5'), ['note']);
    }
    // What is computed for two images takes twice the memory.
    assert.deepEqual(severity({}, 'expect activations == 1KiB'), []);
    assert.deepEqual(severity({ batch: 2 }, 'expect activations == 1KiB'), ['note']);
  });

  it('is listed with its place and what is there', () => {
    const text = textOf('expect multiplies == 1000, 8x8x5');
    const [network] = analyzeText(text).networks;
    const missed = network?.missed.map(({ location, found }) => [
      text.slice(location.span.start, location.span.end),
      found,
    ]);
    assert.deepEqual(missed, [
      [
        'multiplies == 1000',
        {
          metric: 'multiplies',
          operator: '==',
          expected: 1000,
          sum: { value: 1024, isPartial: false },
          of: { name: 'conv', from: 1, to: 2 },
        },
      ],
      ['8x8x5', { expected: '8x8x5', shape: [8, 8, 4], layer: 1 }],
    ]);
  });

  it('about a shape is about every side that is known', () => {
    const shape = (written: string) => promised(`expect ${written}`).length === 0;
    assert.deepEqual(['8x8x4', '7x8x4', '8x9x4', '8x8x3'].map(shape), [true, false, false, false]);
  });

  it('about a statement leaves the input before it out', () => {
    assert.deepEqual(
      promised('expect activations == 1_024').map(({ values }) => values.found),
      [],
    );
  });
});

describe('a budget', () => {
  const verdict = (limit: string, more = '') =>
    analyzeText(textOf('', `${more} budget multiplies <= ${limit}`)).networks[0]?.budgets.map((found) => found.verdict);

  it('is kept up to its limit, and open while something is unknown and it is not passed', () => {
    assert.deepEqual(
      ['1023', '1024', '1025'].map((limit) => verdict(limit)),
      [['over'], ['ok'], ['ok']],
    );
    const unknown = 'conv(wide, 1x1)';
    assert.deepEqual(
      ['1023', '1024'].map((limit) => verdict(limit, unknown)),
      [['over'], ['open']],
    );
  });
});
