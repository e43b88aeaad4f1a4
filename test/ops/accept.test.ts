/** What arguments parameters take, and what is said of others. */

import assert from 'node:assert/strict';
import { messageOf, valueText } from '../../src/base/message-text';
import { acceptArgument, takenBy } from '../../src/ops/accept';
import type { Attribute, OpParameter, Value } from '../../src/ops/op';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { type Argument, layer, opNamed, toValue } from '../support/layer';

function parameterOf(op: string, name: string): OpParameter {
  const found = opNamed(op).parameters.find((parameter) => parameter.name === name);
  assert.ok(found, `${op} has a parameter ${name}`);
  return found;
}

function acceptValue(op: string, name: string, value: Value): readonly [Attribute, string?] {
  const { attribute, problem } = acceptArgument(opNamed(op), parameterOf(op, name), value, {
    layer: (other) => layer(other.name),
    sizeOf: () => [undefined, undefined],
  });
  if (problem === undefined) return [attribute];
  assert.equal(problem.at, name);
  return [attribute, messageOf({ near: undefined, ...problem }, englishDiagnostics)];
}

const accept = (op: string, name: string, argument: Argument): readonly [Attribute, string?] =>
  acceptValue(op, name, toValue(argument));

const size = (...items: number[]): Value => ({ kind: 'list', items, size: true });

describe('whole numbers', () => {
  it('are taken within 1e-9 of one', () => {
    assert.deepEqual(accept('conv', 'filters', 64), [64]);
    assert.deepEqual(accept('conv', 'filters', 0.1 * 3 * 10), [3]);
    assert.deepEqual(accept('conv', 'filters', 3 - 9e-10), [3]);
    assert.deepEqual(accept('conv', 'filters', 3.00000001), [
      undefined,
      'filters takes a whole number, found 3.00000001',
    ]);
    assert.deepEqual(accept('conv', 'filters', 19.2), [undefined, 'filters takes a whole number, found 19.2']);
  });

  it('are at least 1 where something is counted', () => {
    assert.deepEqual(accept('conv', 'filters', 0), [undefined, 'filters must be at least 1, found 0']);
    assert.deepEqual(accept('conv', 'groups', -2), [undefined, 'groups must be at least 1, found -2']);
    assert.deepEqual(accept('conv', 'filters', -1e-12), [undefined, 'filters must be at least 1, found 0']);
  });

  it('are at most 2^53', () => {
    assert.deepEqual(accept('conv', 'filters', 2 ** 53), [2 ** 53]);
    assert.deepEqual(accept('conv', 'filters', 2 ** 54), [
      undefined,
      '18014398509481984 is above 2^53, the largest exact whole number',
    ]);
    assert.deepEqual(accept('conv', 'filters', Infinity), [undefined, 'the result is not a finite number']);
  });

  it('are nothing else', () => {
    const said = 'filters takes a whole number of at least 1, found';
    assert.deepEqual(accept('conv', 'filters', 'same'), [undefined, `${said} same`]);
    assert.deepEqual(accept('conv', 'filters', true), [undefined, `${said} true`]);
    assert.deepEqual(acceptValue('conv', 'filters', size(3, 3)), [undefined, `${said} 3x3`]);
    assert.deepEqual(acceptValue('conv', 'filters', { kind: 'text', text: '64' }), [undefined, `${said} "64"`]);
    assert.deepEqual(accept('conv', 'filters', layer('relu')), [undefined, `${said} relu`]);
  });
});

describe('other numbers', () => {
  it('are any in range', () => {
    assert.deepEqual(accept('scale', 'factor', -0.17), [-0.17]);
    assert.deepEqual(accept('dropout', 'rate', 0), [0]);
    assert.deepEqual(accept('dropout', 'rate', 0.7), [0.7]);
    assert.deepEqual(accept('dropout', 'rate', 1), [undefined, 'rate must be at least 0 and less than 1, found 1']);
    assert.deepEqual(accept('batchnorm', 'epsilon', -1), [undefined, 'epsilon must be at least 0, found -1']);
    assert.deepEqual(accept('lrn', 'alpha', 'same'), [undefined, 'alpha takes a number, found same']);
    assert.deepEqual(accept('scale', 'factor', 1e300)[0], undefined);
  });
});

describe('sizes of windows', () => {
  it('are one number or two', () => {
    assert.deepEqual(accept('conv', 'kernel', 3), [[3, 3]]);
    assert.deepEqual(acceptValue('conv', 'kernel', size(1, 7)), [[1, 7]]);
    assert.deepEqual(accept('conv', 'stride', [2, 1]), [[2, 1]]);
    assert.deepEqual(accept('conv', 'kernel', [6 / 2, 0.3 * 10]), [[3, 3]]);
  });

  it('are not three, one in a list, or words', () => {
    const said = 'kernel takes a whole number or a pair such as 3x3, found';
    assert.deepEqual(acceptValue('conv', 'kernel', size(3, 3, 3)), [undefined, `${said} 3x3x3`]);
    assert.deepEqual(accept('conv', 'kernel', [3]), [undefined, `${said} [3]`]);
    assert.deepEqual(accept('conv', 'kernel', 'same'), [undefined, `${said} same`]);
    assert.deepEqual(accept('conv', 'kernel', [3, 'same']), [[3, undefined], `${said} [3, same]`]);
  });

  it('keep the item that is right', () => {
    assert.deepEqual(accept('conv', 'kernel', [3, 2.5]), [[3, undefined], 'kernel takes a whole number, found 2.5']);
    assert.deepEqual(accept('conv', 'stride', [0, 2]), [[undefined, 2], 'stride must be at least 1, found 0']);
    assert.deepEqual(accept('conv', 'stride', [undefined, 2]), [[undefined, 2]]);
  });
});

describe('padding', () => {
  it('is a word, or one, two or four numbers', () => {
    assert.deepEqual(accept('conv', 'padding', 'same'), ['same']);
    assert.deepEqual(accept('conv', 'padding', 'valid'), [[0, 0, 0, 0]]);
    assert.deepEqual(accept('conv', 'padding', 2), [[2, 2, 2, 2]]);
    assert.deepEqual(accept('conv', 'padding', 0), [[0, 0, 0, 0]]);
    assert.deepEqual(accept('conv', 'padding', [1, 2]), [[1, 1, 2, 2]]);
    assert.deepEqual(acceptValue('conv', 'padding', size(1, 2)), [[1, 1, 2, 2]]);
    assert.deepEqual(accept('conv', 'padding', [1, 2, 3, 4]), [[1, 2, 3, 4]]);
    assert.deepEqual(accept('conv', 'padding', [1, undefined]), [[1, 1, undefined, undefined]]);
  });

  it('says what it takes', () => {
    const takes = 'padding takes `same`, `valid`, a number, a pair or four numbers, found';
    assert.deepEqual(accept('conv', 'padding', 'sane'), [undefined, `${takes} sane, did you mean same?`]);
    assert.deepEqual(accept('conv', 'padding', 'full'), [undefined, `${takes} full`]);
    assert.deepEqual(acceptValue('conv', 'padding', { kind: 'text', text: 'same' }), [
      'same',
      `${takes} "same", did you mean same?`,
    ]);
    assert.deepEqual(accept('conv', 'padding', [1, 2, 3]), [undefined, `${takes} [1, 2, 3]`]);
    assert.deepEqual(accept('conv', 'padding', -1), [undefined, 'padding must be at least 0, found -1']);
    assert.deepEqual(accept('pad', 'amount', 'same'), [
      undefined,
      'amount takes a number, a pair or four numbers, found same',
    ]);
  });
});

describe('words', () => {
  it('are those of the parameter', () => {
    assert.deepEqual(accept('maxpool', 'rounding', 'ceil'), ['ceil']);
    assert.deepEqual(accept('maxpool', 'rounding', 'cell'), [
      undefined,
      'rounding takes `floor` or `ceil`, found cell, did you mean ceil?',
    ]);
    assert.deepEqual(accept('upsample', 'mode', 2), [undefined, 'mode takes `nearest` or `bilinear`, found 2']);
  });

  it('and truth values are told apart', () => {
    assert.deepEqual(accept('conv', 'bias', false), [false]);
    assert.deepEqual(accept('conv', 'bias', 'auto'), ['auto']);
    assert.deepEqual(accept('conv', 'bias', 'none'), [undefined, 'bias takes `true`, `false` or `auto`, found none']);
    assert.deepEqual(accept('batchnorm', 'scale', 'auto'), [undefined, 'scale takes `true` or `false`, found auto']);
    assert.deepEqual(accept('avgpool', 'count_padding', 1), [
      undefined,
      'count_padding takes `true` or `false`, found 1',
    ]);
  });
});

describe('layers as values', () => {
  it('are words or calls of the right group', () => {
    assert.deepEqual(accept('conv', 'norm', 'none'), [null]);
    assert.deepEqual(accept('conv', 'norm', 'batchnorm'), [layer('batchnorm')]);
    const call = layer('leakyrelu', { slope: 0.2 });
    assert.equal(accept('conv', 'activation', call)[0], call);
    for (const name of 'relu relu6 leakyrelu sigmoid tanh silu gelu hardswish softmax'.split(' ')) {
      assert.deepEqual(accept('dense', 'activation', name), [layer(name)]);
    }
  });

  it('are no others', () => {
    const norms = '`lrn`, `batchnorm`, `layernorm`, `groupnorm`, `instancenorm`, `l2norm` or `affine`';
    const takes = `norm takes \`none\`, ${norms}, found`;
    assert.deepEqual(accept('conv', 'norm', 'batchnrom'), [undefined, `${takes} batchnrom, did you mean batchnorm?`]);
    assert.deepEqual(accept('conv', 'norm', layer('softmax')), [undefined, `${takes} softmax`]);
    assert.deepEqual(accept('conv', 'norm', false), [undefined, `${takes} false`]);
    assert.deepEqual(accept('conv', 'activation', 'dropout')[0], undefined);
  });
});

describe('an unknown value', () => {
  it('is no problem, whatever is wanted', () => {
    for (const op of ['conv', 'maxpool', 'dropout', 'pad', 'upsample', 'batchnorm']) {
      for (const { name } of opNamed(op).parameters) assert.deepEqual(accept(op, name, undefined), [undefined]);
    }
  });
});

describe('descriptions', () => {
  it('say what a parameter takes', () => {
    assert.equal(
      valueText(takenBy(parameterOf('conv', 'filters')), englishDiagnostics),
      'a whole number of at least 1',
    );
    assert.equal(
      valueText(takenBy(parameterOf('dropout', 'rate')), englishDiagnostics),
      'a number of at least 0 and less than 1',
    );
  });
});
