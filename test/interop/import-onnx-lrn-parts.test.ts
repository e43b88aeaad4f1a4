/**
 * Local response norms in parts, as PyTorch writes them: squares with zeros around the channels, their mean under a window over channels,
 * `(k + alpha * mean) ^ beta`, and a division (torch/nn/functional.py); and what differs from that in one place.
 */

import assert from 'node:assert/strict';
import { foreignNetwork } from '../support/imported';
import { type Attribute, onnxFile, type Sketch } from '../support/onnx-sketch';

type Attributes = Readonly<Record<string, Attribute>>;

interface Parts {
  /** Zeros before the first channel and behind the last. */
  readonly pads?: readonly [before: number, after: number];
  readonly pad?: Attributes;
  readonly pool?: Attributes;
  /** What follows the mean `m` up to the divisor `d`, of numbers by name. */
  readonly divisor?: string;
  readonly divided?: string;
}

const numbers = { two: [2], alpha: [0.1], tenth: [10], beta: [0.75], one: [1], half: [0.5] } as const;

async function read({
  pads = [2, 2],
  pad = {},
  pool = {},
  divisor = 'Mul m alpha ma, Add ma one k, Pow k beta d',
  divided = 'Div a d y',
}: Parts) {
  const [before, after] = pads;
  const nodesOf = (text: string): Sketch['nodes'] =>
    text.split(', ').map((node) => {
      const [type = '', ...names] = node.split(' ');
      return [type, names.slice(0, -1).join(' '), names.at(-1) ?? ''];
    });
  const found = await foreignNetwork(
    'onnx',
    onnxFile({
      size: [3, 3, 6],
      opset: 10,
      constants: numbers,
      nodes: [
        ['GlobalAveragePool', 'x', 'g'],
        ['Sub', 'x g', 'a'],
        ['Mul', 'a a', 's'],
        ['Unsqueeze', 's', 'u', { axes: [1] }],
        ['Pad', 'u', 'p', { pads: [0, 0, before, 0, 0, 0, 0, after, 0, 0], ...pad }],
        ['AveragePool', 'p', 'w', { kernel_shape: [5, 1, 1], strides: [1, 1, 1], ...pool }],
        ['Squeeze', 'w', 'm', { axes: [1] }],
        ...nodesOf(divisor),
        ...nodesOf(divided),
      ],
    }),
  );
  if ('refusal' in found) return { norms: [], isWhole: false };
  const norms = found.layers.filter(({ op }) => op.name === 'lrn').map(({ attributes }) => attributes);
  return { norms, isWhole: found.missing.length === 0 };
}

const plain = { size: 5, alpha: 0.1, beta: 0.75, k: 1, region: 'across' };

describe('import of ONNX: local response norms in parts', () => {
  for (const [what, parts, expected] of [
    ['as PyTorch has them', {}, plain],
    ['with a quotient for a factor', { divisor: 'Div m tenth ma, Add ma one k, Pow k beta d' }, plain],
    ['with numbers in front', { divisor: 'Mul alpha m ma, Add one ma k, Pow k beta d' }, plain],
    ['multiplied behind the sum', { divisor: 'Add m tenth k, Mul k alpha ka, Pow ka beta d' }, plain],
    ['divided behind the sum', { divisor: 'Add m tenth k, Div k tenth ka, Pow ka beta d' }, plain],
    ['without a factor', { divisor: 'Add m one k, Pow k beta d' }, { ...plain, alpha: 1 }],
    ['without a summand', { divisor: 'Mul m alpha ma, Pow ma beta d' }, { ...plain, k: 0 }],
    [
      'with a power of a power',
      { divisor: 'Mul m alpha ma, Add ma one k, Pow k half h, Pow h half d' },
      { ...plain, beta: 0.25 },
    ],
    ['of an even size', { pads: [1, 2], pool: { kernel_shape: [4, 1, 1] } }, { ...plain, size: 4 }],
  ] as const satisfies readonly (readonly [string, Parts, object])[]) {
    it(`are found ${what}`, async () => {
      const { norms, isWhole } = await read(parts);
      assert.deepEqual(norms, [expected]);
      assert.ok(isWhole);
    });
  }

  for (const [what, parts] of [
    ['more zeros behind than before', { pads: [1, 3] }],
    ['more zeros before than behind', { pads: [3, 1] }],
    ['too few zeros', { pads: [1, 2] }],
    ['other numbers than zeros', { pad: { value: { float: 1 } } }],
    ['channels again for zeros', { pad: { mode: 'reflect' } }],
    ['zeros around rows', { pad: { pads: [0, 0, 2, 1, 0, 0, 0, 2, 1, 0] } }],
    ['a window over rows as well', { pool: { kernel_shape: [5, 2, 1] } }],
    ['a window of two axes', { pool: { kernel_shape: [5, 1] } }],
    ['every second channel', { pool: { strides: [2, 1, 1] } }],
    ['zeros of the pool', { pool: { pads: [1, 0, 0, 1, 0, 0] } }],
    ['a sum behind the power', { divisor: 'Pow m beta p1, Add p1 one d' }],
    ['a product behind the power', { divisor: 'Pow m beta p1, Mul p1 two d' }],
    ['a difference', { divisor: 'Sub m one k, Pow k beta d' }],
    ['a number by the mean', { divisor: 'Div one m k, Pow k beta d' }],
    ['a number to the power of the mean', { divisor: 'Pow two m d' }],
    ['the divisor by the values', { divided: 'Div d a y' }],
    ['a product for the quotient', { divided: 'Mul a d y' }],
    ['other values by the divisor', { divided: 'Relu a r, Div r d y' }],
  ] as const satisfies readonly (readonly [string, Parts])[]) {
    it(`are not found with ${what}`, async () => {
      const { norms, isWhole } = await read(parts);
      assert.deepEqual(norms, []);
      assert.equal(isWhole, false);
    });
  }
});
