/** Turns and calls that are alike share what was found out of the first; those that differ, by however little, do not. */

import assert from 'node:assert/strict';
import { formatShape } from '../../src/base/number-format';
import { analyzeText } from '../support/analyze-text';

function shapesOf(body: string): readonly string[] {
  const { diagnostics, networks } = analyzeText(`network N {\n  input x: 8x8x4\n  ${body}\n}`);
  assert.deepEqual(diagnostics, [], body);
  const [network] = networks;
  assert.ok(network);
  return network.shapes.slice(1).map(formatShape);
}

describe('turns of a repeat', () => {
  const bodies: Readonly<Record<string, readonly string[]>> = {
    // Rows and columns each grow by what is added, less the two that a 3x3 window takes.
    'repeat p in [[1, 1], [1, 1, 2, 2]] { conv(4, 3x3, padding = p) }': ['8x8x4', '8x10x4'],
    'repeat p in [[1, 1, 2, 2], [1, 1]] { conv(4, 3x3, padding = p) }': ['8x10x4', '8x10x4'],
    'repeat p in [[1, 1], [1, 2], [2, 1]] { conv(4, 3x3, padding = p) }': ['8x8x4', '8x10x4', '10x10x4'],
    'repeat p in [same, valid, 1] { conv(4, 3x3, padding = p) }': ['8x8x4', '6x6x4', '6x6x4'],
    'repeat k in [3x3, 3x1, 1x3] { conv(4, k, padding = valid) }': ['6x6x4', '4x6x4', '4x4x4'],
    'repeat 3 { maxpool(2x2, stride = 2) }': ['4x4x4', '2x2x4', '1x1x4'],
    'repeat 2 { concat { branch { conv(4, 1x1) } branch { } } }': ['8x8x4', '8x8x8', '8x8x4', '8x8x12'],
    'repeat f in [relu, conv(2, 1x1), conv(3, 1x1)] { f() }': ['8x8x4', '8x8x2', '8x8x3'],
  };
  for (const [body, shapes] of Object.entries(bodies)) {
    it(`have shapes of their own in \`${body}\``, () => assert.deepEqual(shapesOf(body), shapes));
  }
});

describe('a name that is both a result and a constant of the file', () => {
  it('is the constant where a value is meant, also while the `const` of what it makes is missing', () => {
    const { diagnostics, networks } = analyzeText(
      'const a = 4\nnetwork N {\n  input x: 8x8x3\n  a = conv(2, 1x1)\n  b = 1 + a\n  conv(b, 1x1)\n}',
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['syntax.expected'],
    );
    assert.deepEqual(networks[0]?.shapes[2], [8, 8, 5]);
  });
});

describe('the mistake of a call that makes no layer', () => {
  it('is not one of the layer behind it', () => {
    const { networks, diagnostics } = analyzeText(
      'module none(a = 1) { }\nmodule some(a = 1) { relu() }\nnetwork N {\n  input x: 8x8x3\n  none(b = 2)\n  tanh()\n  some(b = 2)\n}',
    );
    assert.equal(diagnostics.length, 2);
    assert.deepEqual(
      [...(networks[0]?.errors.keys() ?? [])].map((id) => networks[0]?.graph.layers[id]?.op.name),
      ['relu'],
    );
  });
});
