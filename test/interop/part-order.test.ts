/** Weights of Res2Net with the names of its authors and of timm, in designs that count the parts of a block from either end. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { matchWeights } from '../../src/interop/match-weights';
import { mapWeights } from '../../src/interop/weight-map';
import { ranWith } from '../support/imported';
import { networkOf } from '../support/network-text';

const network = (body: string) =>
  networkOf(
    `network Net() {\n  input image: 6x5x3\n  defaults { conv(norm = batchnorm(epsilon = 1e-5)) }\n${body}\n  output y\n}\n`,
  );

/** The last part passes, as in the program. */
const program = network(`  all = conv(8, 1x1)
  slice(0, 2)
  y1 = conv(2, 3x3, padding = 1)
  from all
  x2 = slice(2, 2)
  add(x2, y1)
  y2 = conv(2, 3x3, padding = 1)
  from all
  x3 = slice(4, 2)
  add(x3, y2)
  y3 = conv(2, 3x3, padding = 1)
  from all
  x4 = slice(6, 2)
  concat(y1, y2, y3, x4)
  y = conv(5, 1x1, activation = none)`);

/** The first part passes, as in the paper; it is joined where `join` says. */
const paper = (join: string) =>
  network(`  all = conv(8, 1x1)
  x1 = slice(0, 2)
  from all
  slice(2, 2)
  y2 = conv(2, 3x3, padding = 1)
  from all
  x3 = slice(4, 2)
  add(x3, y2)
  y3 = conv(2, 3x3, padding = 1)
  from all
  x4 = slice(6, 2)
  add(x4, y3)
  y4 = conv(2, 3x3, padding = 1)
  concat(${join})
  y = conv(5, 1x1, activation = none)`);

const random = seededRandom(1);

function tensor(name: string, ...shape: number[]): NamedTensor {
  const isVariance = name.endsWith('.running_var');
  return { name, shape, values: new Float32Array(elementCount(shape)).map(() => random() - (isVariance ? -0.5 : 0.5)) };
}

const norm = (name: string, channels: number) =>
  ['weight', 'bias', 'running_mean', 'running_var'].map((word) => tensor(`${name}.${word}`, channels));

const unit = (conv: string, norms: string, filters: number, inputs: number, side: number) => [
  tensor(`${conv}.weight`, filters, inputs, side, side),
  ...norm(norms, filters),
];

/** A block of Res2Net, whose norms stand behind its convolutions. */
const block = (prefix: string, convs = 'convs', bns = 'bns') => {
  const parts = [0, 1, 2].map((i) => unit(`${prefix}${convs}.${i}`, `${prefix}${bns}.${i}`, 2, 2, 3));
  return [
    ...unit(`${prefix}conv1`, `${prefix}bn1`, 8, 3, 1),
    ...parts.map(([weight]) => weight as NamedTensor),
    ...parts.flatMap(([, ...others]) => others),
    ...unit(`${prefix}conv3`, `${prefix}bn3`, 5, 8, 1),
  ];
};

const image = new Float32Array(90).map(() => random());

async function ran(design: ReturnType<typeof network>, state: readonly NamedTensor[]): Promise<Float32Array> {
  const { map, tensors, left } = matchWeights(design, state);
  assert.deepEqual(left, []);
  const mapped = mapWeights(design, design.all.layers, tensors, map);
  assert.ok('tensors' in mapped, JSON.stringify(mapped));
  return ranWith({ network: design, weights: mapped.tensors }, image, 'y');
}

function assertSame(found: Float32Array, expected: Float32Array): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of found.entries()) {
    assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) < 1e-5, `${i}: ${value} and ${expected[i]}`);
  }
}

describe('weights of Res2Net', () => {
  it('have the values of the program in a design in the order of the paper, however its parts are joined', async () => {
    for (const prefix of ['', 'layer1.0.']) {
      const state = block(prefix);
      const expected = await ran(program, state);
      assert.ok(new Set(expected).size > 50);
      assertSame(await ran(paper('x1, y2, y3, y4'), state), expected);
      assertSame(await ran(paper('y2, y3, y4, x1'), state), expected);
    }
  });

  it('have them where norms and activations are layers of their own', async () => {
    const apart = network(`  defaults { conv(norm = none, bias = false, activation = none)  batchnorm(epsilon = 1e-5) }
  conv(8, 1x1) -> batchnorm()
  all = relu()
  x1 = slice(0, 2)
  from all
  slice(2, 2) -> conv(2, 3x3, padding = 1) -> batchnorm()
  y2 = relu()
  from all
  x3 = slice(4, 2)
  add(x3, y2) -> conv(2, 3x3, padding = 1) -> batchnorm()
  y3 = relu()
  from all
  x4 = slice(6, 2)
  add(x4, y3) -> conv(2, 3x3, padding = 1) -> batchnorm()
  y4 = relu()
  concat(x1, y2, y3, y4) -> conv(5, 1x1)
  y = batchnorm()`);
    const state = block('');
    assertSame(await ran(apart, state), await ran(program, state));
  });

  it('have them in a block whose parts are convolved each by itself and one is averaged', async () => {
    const branches = (parts: readonly number[], averaged: number) =>
      parts.map((part) => {
        const layer = part === averaged ? 'avgpool(3x3, padding = 1)' : 'conv(2, 3x3, padding = 1)';
        return `    branch { slice(${2 * part}, 2) -> ${layer} }`;
      });
    const design = (parts: readonly number[], averaged: number) =>
      network(
        `  conv(8, 1x1)\n  concat {\n${branches(parts, averaged).join('\n')}\n  }\n  y = conv(5, 1x1, activation = none)`,
      );
    const state = block('stage.');
    assertSame(await ran(design([0, 1, 2, 3], 0), state), await ran(design([0, 1, 2, 3], 3), state));
  });

  it('stay as they are where other programs have names of their own, which say nothing of an order', async () => {
    const state = block('', 'scales', 'norms');
    const { tensors } = matchWeights(paper('x1, y2, y3, y4'), state);
    for (const { name, values } of tensors) {
      const before = state.find((one) => one.name === name)?.values;
      assert.deepEqual(values, before, name);
    }
  });
});
