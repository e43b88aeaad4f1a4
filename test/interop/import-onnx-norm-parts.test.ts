/**
 * Norms over the channels that a file has in parts: `(x - mean) / sqrt(variance + epsilon)` (arXiv 1607.06450) and
 * `x / sqrt(sum of squares + epsilon)`, in the ways that they are written, and what differs from them in one place.
 */

import assert from 'node:assert/strict';
import { foreignNetwork } from '../support/imported';
import { onnxFile, type Sketch } from '../support/onnx-sketch';

type Nodes = Sketch['nodes'];

/** Nodes as `Type inputs result`, reductions over the channels; of the tensors `a` and `b`. */
function nodesOf(text: string): Nodes {
  return text.split(', ').map((node): Nodes[number] => {
    const [type = '', ...names] = node.split(' ');
    const attributes = type.startsWith('Reduce') ? { axes: [1] } : {};
    return [type, names.slice(0, -1).join(' '), names.at(-1) ?? '', attributes];
  });
}

async function read(text: string) {
  const found = await foreignNetwork(
    'onnx',
    onnxFile({
      size: [2, 2, 3],
      opset: 11,
      constants: { two: [2], three: [3], half: [0.5], least: [1e-3] },
      nodes: [['Relu', 'x', 'a'], ['Sigmoid', 'x', 'b'], ...nodesOf(text)],
    }),
  );
  assert.ok('layers' in found);
  const norms = found.layers.filter(({ op }) => op.name.endsWith('norm'));
  return { missing: found.missing.map(({ node }) => node), norms };
}

const centered = 'ReduceMean a m, Sub a m d';
const variance = `${centered}, Mul d d s, ReduceMean s v`;

describe('import of ONNX: norms in parts', () => {
  for (const [what, text, epsilon] of [
    ['with a product', `${variance}, Add v least e, Sqrt e r, Div d r y`, 1e-3],
    ['with powers', `${centered}, Pow d two s, ReduceMean s v, Add v least e, Pow e half r, Div d r y`, 1e-3],
    ['without an epsilon', `${variance}, Sqrt v r, Div d r y`, 0],
  ] as const) {
    it(`finds a layernorm ${what}`, async () => {
      const { missing, norms } = await read(text);
      assert.deepEqual(missing, []);
      assert.deepEqual(
        norms.map(({ op, attributes }) => [op.name, attributes]),
        [['layernorm', { epsilon, scale: false, center: false }]],
      );
    });
  }

  for (const [what, text, epsilon] of [
    ['by its name', 'ReduceL2 a r, Div a r y', 0],
    ['with a product', 'Mul a a s, ReduceSum s v, Add v least e, Sqrt e r, Div a r y', 1e-3],
    ['with squares by their name', 'ReduceSumSquare a v, Sqrt v r, Div a r y', 0],
  ] as const) {
    it(`finds an l2norm ${what}`, async () => {
      const { missing, norms } = await read(text);
      assert.deepEqual(missing, []);
      assert.deepEqual(
        norms.map(({ op, attributes }) => [op.name, attributes]),
        [['l2norm', { epsilon, scale: false }]],
      );
    });
  }

  for (const [what, text, blamed] of [
    ['the third power', `${centered}, Pow d three s, ReduceMean s v, Sqrt v r, Div d r y`, 'v'],
    ['a sum of squares', `${centered}, Mul d d s, ReduceSum s v, Sqrt v r, Div d r y`, 'v'],
    ['values with their mean', `${variance}, Sqrt v r, Div a r y`, 'v'],
    ['no root', `${variance}, Add v least e, Div d e y`, 'v'],
    ['a root of the root', `${variance}, Sqrt v q, Sqrt q r, Div d r y`, 'v'],
    ['squares of values with their mean', `${centered}, Mul a a s, ReduceMean s v, Sqrt v r, Div d r y`, 'v'],
    ['the sum for the mean', 'ReduceSum a m, Sub a m d, Mul d d s, ReduceMean s v, Sqrt v r, Div d r y', 'v'],
    ['the mean of something else', 'ReduceMean b m, Sub a m d, Mul d d s, ReduceMean s v, Sqrt v r, Div d r y', 'v'],
    ['the mean without the values', 'ReduceMean a m, Sub m a d, Mul d d s, ReduceMean s v, Sqrt v r, Div d r y', 'v'],
    ['values twice', `${variance}, Sqrt v r, Add d d t, Div t r y`, 'v'],
    ['an epsilon behind the root', `${variance}, Sqrt v q, Add q least r, Div d r y`, 'v'],
    ['the variance twice', `${variance}, Mul v two e, Sqrt e r, Div d r y`, 'v'],
    ['the larger of variance and epsilon', `${variance}, Max v least e, Sqrt e r, Div d r y`, 'v'],
    ['the root by the values', `${variance}, Sqrt v r, Div r d y`, 'v'],
    ['the length of something else', 'ReduceL2 b r, Div a r y', 'r'],
    ['a length and more', 'ReduceL2 a q, Add q least r, Div a r y', 'q'],
    ['a length that is held from far above nothing', 'ReduceL2 a q, Max q least r, Div a r y', 'q'],
    ['a mean of squares', 'Mul a a s, ReduceMean s v, Add v least e, Sqrt e r, Div a r y', 'v'],
  ] as const) {
    it(`finds no norm with ${what}`, async () => {
      const { missing, norms } = await read(text);
      assert.deepEqual(missing, [blamed]);
      assert.deepEqual(norms, []);
    });
  }
});
