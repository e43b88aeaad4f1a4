/** What is written for a value reads back as that value, whole: layers with their arguments too. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { largestExact } from '../../src/base/number-format';
import { formatValue } from '../../src/ops/format-value';
import type { Attribute, Attributes, LayerValue, Op, OpParameter, Value } from '../../src/ops/op';
import { allOps, allWords } from '../../src/ops/registry';
import { readValue } from '../../src/session/overrides';

const count = (minimum: number) => fc.integer({ min: minimum, max: 100_000 });
/** Zero has one spelling, and so one sign. */
const number = (range: fc.DoubleConstraints) =>
  fc.double({ noNaN: true, ...range }).map((value) => (value === 0 ? 0 : value));

function attributeOf({ type }: OpParameter): fc.Arbitrary<Attribute> {
  switch (type.kind) {
    case 'integer':
      return count(type.minimum);
    case 'number': {
      const { minimum = -largestExact, maximum = largestExact, below } = type;
      const isOpen = below !== undefined;
      return number({ min: minimum, max: below ?? maximum, maxExcluded: isOpen });
    }
    case 'pair':
      return fc.tuple(count(1), count(1));
    case 'padding':
      return fc.oneof(fc.constant('same'), pads);
    case 'pads':
      return pads;
    case 'word':
      return fc.constantFrom(...type.words);
    case 'boolean':
      return fc.constantFrom<Attribute>(true, false, ...(type.auto === true ? ['auto'] : []));
    case 'layer':
      return fc.oneof(fc.constant(null), layerOf(allOps.filter(({ group }) => group === type.group)));
    case 'result':
      // The result of a layer has no text by itself.
      return fc.constant(null);
  }
}

const few = fc.integer({ min: 0, max: 2 });
const pads: fc.Arbitrary<Attribute> = fc.tuple(few, few, few, few);

function layerOf(ops: readonly Op[]): fc.Arbitrary<LayerValue> {
  return fc.oneof(
    ...ops.map((op) => {
      const attributes = fc.record(
        Object.fromEntries(op.parameters.map((parameter) => [parameter.name, attributeOf(parameter)])),
      ) as fc.Arbitrary<Attributes>;
      return attributes.map(
        (found): LayerValue => ({ kind: 'layer', op, attributes: { ...found }, given: { ...found } }),
      );
    }),
  );
}

/** Optional arguments stand for one another, and a result has no text by itself. */
const calls = allOps.filter(
  ({ group, parameters }) => group !== 'input' && group !== 'join' && !parameters.some(({ isOptional }) => isOptional),
);

const { value } = fc.letrec<{ value: Value; list: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number({ min: -largestExact, max: largestExact }),
    fc.boolean(),
    fc.stringMatching(/^[^\r\n\u2028\u2029]*$/).map((text): Value => ({ kind: 'text', text })),
    fc.constantFrom(...allWords).map((word): Value => ({ kind: 'word', word })),
    fc
      .array(fc.nat({ max: 9999 }), { minLength: 2, maxLength: 4 })
      .map((items): Value => ({ kind: 'list', items, size: true })),
    layerOf(calls),
    tie('list'),
  ),
  list: fc
    .array(tie('value'), { maxLength: 4 })
    .map((items): Value => ({ kind: 'list', items: items as Value[], size: false })),
}));

describe('a value as it is written', () => {
  it('reads back as the same value', () => {
    const check = fc.property(value, (one) => {
      const text = formatValue(one);
      assert.deepStrictEqual(readValue(text).value, one, text);
    });
    fc.assert(check, { numRuns: 1500, seed: 11 });
  });

  it('of a layer has the arguments that are not its defaults', () => {
    for (const text of [
      'batchnorm()',
      'batchnorm(scale = false)',
      'relu()',
      'leakyrelu(slope = 0.2)',
      'conv(8, 3x3)',
    ]) {
      assert.equal(formatValue(readValue(text).value), text);
    }
    const nested =
      'conv(8, 3x3, stride = [2, 1], padding = valid, norm = batchnorm(scale = false), activation = sigmoid)';
    assert.equal(formatValue(readValue(nested).value), nested);
  });

  it('is the name of a result, and ends where a text is very long', () => {
    assert.equal(formatValue({ kind: 'result', name: 'stem', layer: 3 }), 'stem');
    assert.equal(formatValue({ kind: 'text', text: 'a'.repeat(1000) }).length, 1002);
    assert.equal(formatValue({ kind: 'text', text: 'a'.repeat(100_000) }), `"${'a'.repeat(1000)}..."`);
  });

  it('has a question mark for what is unknown', () => {
    assert.equal(formatValue(undefined), '?');
    assert.equal(formatValue({ kind: 'list', items: [1, undefined], size: false }), '[1, ?]');
  });
});
