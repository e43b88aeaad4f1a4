/** Where the message about too many layers stands: at the layer that is one too many, though nothing is unrolled to find it. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';

/** Eleven layers in one turn of ten thousand: 110,000 in all. */
const designOf = (before: number, inner: string): string => `
module two() { gelu() mish() }
network N() {
  input x: 4x4x1
  ${'softplus() '.repeat(before)}
  repeat 10_000 {
    relu()
    concat { branch { two() } branch { tanh() } }
    a = elu()
    if channels > 100 { dense(1) }
    add(a, a)
    repeat ${inner} { selu() }
  }
}
`;

const layersOfTurn = ['relu', 'gelu', 'mish', 'tanh', 'concat', 'elu', 'add', 'selu', 'selu', 'selu', 'selu'];

function analysisOf(text: string) {
  const file = parse('/a.cnn', text);
  return analyze({ file: (id) => (id === '/a.cnn' ? file : undefined), resolve: () => 'outside' }, '/a.cnn');
}

describe('the limit of 100,000 layers', () => {
  for (const inner of [
    '4',
    'i in 1..4',
    'i in 0..<4',
    'i in [5, 6, 7, 8]',
    '[r, s] in [[1, 2], [1, 2], [1, 2], [1, 2]]',
  ]) {
    it(`is passed at the layer that is one too many, with \`repeat ${inner}\` inside`, () => {
      for (let before = 0; before < layersOfTurn.length; before++) {
        const text = designOf(before, inner);
        const { diagnostics, networks } = analysisOf(text);
        const [message, ...others] = diagnostics;
        assert.deepEqual([message?.code, others], ['flow.layer-limit', []]);
        // The input is a layer too.
        const expected = layersOfTurn[(100_000 - 1 - before) % layersOfTurn.length];
        assert.equal(text.slice(message?.span.start, message?.span.end), expected, `after ${before} layers`);
        assert.equal(networks[0]?.graph.layers.length, 1 + before);
      }
    });
  }
});
