/** What a layer gave, made small: images, channels, spread and the origin of a value, against sums done by hand. */

import assert from 'node:assert/strict';
import { fromBase64 } from '../../src/base/base64';
import type { NamedTensor } from '../../src/base/tensor';
import type { Plan } from '../../src/plan/plan';
import type { LayerLook } from '../../src/runtime/layer-look';
import type { LookPlace } from '../../src/runtime/look-question';
import { lookIntoLayer, PreparedRun, type RunRequest, runNetwork } from '../../src/runtime/run-network';
import { saturatedOf } from '../../src/runtime/statistics';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { networkOfBody, planOf } from '../support/network-text';

const now = () => 0;

function tensor(name: string, shape: readonly number[], values: readonly number[]): NamedTensor {
  return { name, shape, values: Float32Array.from(values) };
}

function given(plan: Plan, input: NamedTensor, tensors: readonly NamedTensor[]): RunRequest {
  return {
    plan,
    input: { kind: 'tensor', tensor: input, file: 'x' },
    weights: { kind: 'tensors', tensors, file: 'w' },
    repeat: 1,
    top: 1,
    verify: false,
  };
}

async function look(
  request: RunRequest,
  path: string,
  channel = 0,
  place: LookPlace | null = null,
): Promise<LayerLook> {
  const found = await lookIntoLayer(request, { path, from: 0, channel, place }, { now });
  assert.ok(found !== null);
  return found;
}

/** Two filters over two channels, of which the second is negative wherever the input is not. */
const dots = given(
  planOf(networkOfBody('input image: 2x2x2\nconv(2, 1x1, activation = relu)\noutput y')),
  tensor('image', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
  // By input channel, then filter.
  [tensor('conv_1/weight', [1, 1, 2, 2], [2, -1, -1, -1]), tensor('conv_1/bias', [2], [0.5, 0])],
);

describe('a look into a layer', () => {
  it('shows channels as images, each from 0 to its own largest value, and names those that are dead', async () => {
    const { maps, dead, deadCount, all, channel, histogram } = await look(dots, 'conv_1');
    // 2 * a - b + 1/2 of (1, 2), (3, 4), (5, 6), (7, 8).
    assert.deepEqual([...new Float32Array((fromBase64(channel.values) as Uint8Array).buffer)], [0.5, 2.5, 4.5, 6.5]);
    assert.deepEqual([channel.mean, channel.max, channel.zeros], [3.5, 6.5, 0]);
    assert.deepEqual([maps.count, maps.height, maps.width, maps.step], [2, 2, 2, 1]);
    const bytes = [0.5, 2.5, 4.5, 6.5].map((value) => Math.round((255 * value) / 6.5));
    assert.deepEqual([...(fromBase64(maps.bytes) as Uint8Array)], [...bytes, 0, 0, 0, 0]);
    assert.deepEqual([dead, deadCount], [[1], 1]);
    assert.deepEqual([all.zeros, all.elements], [4, 8]);
    assert.deepEqual([histogram?.least, histogram?.largest], [0.5, 6.5]);
    assert.equal(histogram?.counts.length, 32);
    // 32 columns from 0.5 to 6.5: 2.5 and 4.5 begin the thirds.
    assert.deepEqual(
      [0, 10, 21, 31].map((bin) => histogram?.counts[bin]),
      [1, 1, 1, 1],
    );
  });

  it('takes a value of a 1x1 convolution apart: values, weights, products, sum, bias, activation', async () => {
    const { origin } = await look(dots, 'conv_1', 0, { row: 0, column: 1, tap: null });
    assert.deepEqual(origin?.terms, [
      { channel: 0, value: 3, weight: 2, product: 6 },
      { channel: 1, value: 4, weight: -1, product: -4 },
    ]);
    assert.deepEqual(
      [origin?.sum, origin?.bias, origin?.beforeActivation, origin?.activation, origin?.result, origin?.measured],
      [2, 0.5, 2.5, 'relu', 2.5, 2.5],
    );
    assert.equal(origin?.isSame, true);
    const dead = await look(dots, 'conv_1', 1, { row: 1, column: 1, tap: 0 });
    assert.deepEqual([dead.origin?.sum, dead.origin?.result, dead.origin?.measured], [-15, 0, 0]);
  });

  it('knows the places of a window that lie on padding', async () => {
    const request = given(
      planOf(networkOfBody('input image: 3x3x1\nconv(1, 3x3, bias = false)\noutput y')),
      tensor('image', [3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      [tensor('conv_1/weight', [3, 3, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9])],
    );
    const { origin } = await look(request, 'conv_1', 0, { row: 0, column: 2, tap: null });
    // The corner at the upper right: 2, 3 and below them 5, 6, under the lower left of the kernel.
    assert.deepEqual(
      origin?.taps.map(({ isPadding, sum }) => (isPadding ? 'padding' : sum)),
      ['padding', 'padding', 'padding', 2 * 4, 3 * 5, 'padding', 5 * 7, 6 * 8, 'padding'],
    );
    assert.deepEqual(
      origin?.taps
        .slice(3, 5)
        .map(({ row, column, kernelRow, kernelColumn }) => [row, column, kernelRow, kernelColumn]),
      [
        [0, 1, 1, 0],
        [0, 2, 1, 1],
      ],
    );
    // Without a choice the place whose products are largest.
    assert.equal(origin?.tap, 7);
    assert.deepEqual([origin?.sum, origin?.measured, origin?.products], [106, 106, 9]);
  });

  it('reads groups, and folds a norm in', async () => {
    const request = given(
      planOf(networkOfBody('input image: 1x1x4\nconv(2, 1x1, groups = 2, norm = batchnorm, bias = false)\noutput y')),
      tensor('image', [1, 1, 4], [1, 2, 3, 4]),
      [
        tensor('conv_1/weight', [1, 1, 2, 2], [1, 10, 2, 20]),
        tensor('conv_1/norm.gamma', [2], [1, 2]),
        tensor('conv_1/norm.beta', [2], [0, 3]),
        tensor('conv_1/norm.mean', [2], [0, 10]),
        tensor('conv_1/norm.variance', [2], [1, 4]),
      ],
    );
    const { origin } = await look(request, 'conv_1', 1, { row: 0, column: 0, tap: null });
    // The second filter reads the second half: 3 * 10 + 4 * 20.
    assert.deepEqual(
      origin?.terms.map(({ channel, product }) => [channel, product]),
      [
        [2, 30],
        [3, 80],
      ],
    );
    assert.equal(origin?.sum, 110);
    // 2 * (110 - 10) / sqrt(4 + epsilon) + 3, epsilon of the order of 1e-5 or 1e-3.
    assert.ok(Math.abs((origin?.result ?? 0) - 103) < 0.02, String(origin?.result));
    assert.equal(origin?.isSame, true);
  });

  it('agrees with the fast kernels, at every place of every kind of window', async () => {
    const plan = planOf(
      networkOfBody(
        [
          'input image: 13x11x3',
          'conv(24, 3x3, norm = batchnorm, activation = silu)',
          'conv(24, 3x3, dilation = 2, activation = relu)',
          'conv(24, 3x3, groups = 24, stride = 2)',
          'conv(80, 1x5, padding = valid, activation = tanh)',
          'conv(16, 1x1)',
          'layernorm()',
          'dense(10) -> softmax()',
          'output y',
        ].join('\n'),
      ),
    );
    const request: RunRequest = {
      plan,
      input: { kind: 'random', seed: 1 },
      weights: { kind: 'seed', seed: 2 },
      repeat: 1,
      top: 1,
      verify: false,
    };
    const prepared = new PreparedRun();
    const hooks = { now, prepared, backend: wasmBackend };
    await runNetwork(request, hooks);
    let checked = 0;
    for (const { path, shape, op } of plan.layers) {
      if (op !== 'conv' && op !== 'dense') continue;
      const [height, width, channels] = shape;
      for (const [row, column, channel] of [
        [0, 0, 0],
        [height - 1, width - 1, channels - 1],
        [height >> 1, width >> 1, channels >> 1],
        // Brought inside.
        [height + 5, width + 5, channels + 5],
      ] as const) {
        const question = { path, from: 0, channel, place: { row, column, tap: null } };
        const origin = (await lookIntoLayer(request, question, hooks))?.origin;
        assert.ok(origin, path);
        assert.ok(origin.isSame, `${path} ${row} ${column} ${channel}: ${origin.result} and ${origin.measured}`);
        const parts = [...origin.taps.map(({ sum }) => sum ?? 0), origin.otherTaps?.sum ?? 0];
        const sum = parts.reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - (origin.sum ?? 0)) < 1e-9, path);
        const listed = origin.terms.reduce((a, { product }) => a + (product ?? 0), origin.otherTerms?.sum ?? 0);
        assert.ok(Math.abs(listed - (origin.taps[origin.tap]?.sum ?? 0)) < 1e-9, path);
        checked++;
      }
    }
    assert.equal(checked, 6 * 4);
    prepared.dispose();
  });

  it('has a bounded size, whatever the layer', async () => {
    const plan = planOf(networkOfBody('input image: 700x300x3\nconv(200, 1x1)\noutput y'));
    const request: RunRequest = {
      plan,
      input: { kind: 'random', seed: 1 },
      weights: { kind: 'seed', seed: 2 },
      repeat: 1,
      top: 1,
      verify: false,
    };
    const hooks = { now, backend: wasmBackend };
    const question = { path: 'conv_1', from: 190, channel: 199, place: { row: 699, column: 0, tap: null } };
    const wide = await lookIntoLayer(request, question, hooks);
    assert.deepEqual([wide?.maps.count, wide?.maps.height, wide?.maps.width, wide?.maps.step], [10, 64, 28, 11]);
    assert.deepEqual([wide?.channel.height, wide?.channel.width, wide?.channel.step], [234, 100, 3]);
    const short = planOf(networkOfBody('input image: 64x64x200\nconv(1, 64x64, padding = valid)\noutput y'));
    const place = { row: 0, column: 0, tap: null };
    const deep = await lookIntoLayer(
      { ...request, plan: short },
      { path: 'conv_1', from: 0, channel: 0, place },
      hooks,
    );
    assert.deepEqual([deep?.origin?.taps.length, deep?.origin?.otherTaps?.count], [256, 64 * 64 - 256]);
    assert.deepEqual([deep?.origin?.terms.length, deep?.origin?.otherTerms?.count], [16, 184]);
    assert.equal(deep?.origin?.isSame, true);
  });

  it('shows filters: in colour on an image, else as the kernels of one', async () => {
    const colours = given(
      planOf(networkOfBody('input image: 2x2x3\nconv(2, 2x2, padding = valid, bias = false)\noutput y')),
      tensor(
        'image',
        [2, 2, 3],
        Array.from({ length: 12 }, () => 1),
      ),
      [
        tensor(
          'conv_1/weight',
          [2, 2, 3, 2],
          Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
        ),
      ],
    );
    const { filters } = await look(colours, 'conv_1');
    assert.deepEqual([filters?.kind, filters?.count, filters?.height, filters?.width], ['colour', 2, 2, 2]);
    assert.deepEqual(
      [...(fromBase64(filters?.bytes ?? '') as Uint8Array)],
      [...Array(12).fill(255), ...Array(12).fill(1)],
    );
    const dot = await look(dots, 'conv_1');
    assert.deepEqual([dot.filters?.kind, dot.filters?.count, dot.filters?.largest], ['filters', 2, 2]);
  });

  it('leaves what a run prepared as it is, and finds no layer that is not there', async () => {
    const prepared = new PreparedRun();
    const hooks = { now, prepared, backend: wasmBackend };
    const first = await runNetwork(dots, hooks);
    assert.equal(await lookIntoLayer(dots, { path: 'conv_9', from: 0, channel: 0, place: null }, hooks), null);
    await lookIntoLayer(dots, { path: 'conv_1', from: 0, channel: 0, place: null }, hooks);
    const again = await runNetwork(dots, hooks);
    assert.deepEqual(again.result.layers, first.result.layers);
    prepared.dispose();
  });
});

describe('the health of a layer', () => {
  it('counts dead channels of activations in a run', async () => {
    const { result } = await runNetwork(dots, { now });
    assert.equal(result.layers[0]?.deadChannels, 1);
    assert.equal(result.layers[0]?.saturated, undefined);
  });

  it('counts values at the ends of activations that saturate', () => {
    const count = (values: readonly number[], activation: Parameters<typeof saturatedOf>[1]) =>
      saturatedOf(Float32Array.from(values), activation);
    assert.equal(count([0.005, 0.5, 0.995, 1], { kind: 'sigmoid' }), 3);
    assert.equal(count([-1, -0.5, 0, 0.995], { kind: 'tanh' }), 2);
    assert.equal(count([0, 3, 6, 6], { kind: 'relu6' }), 2);
    assert.equal(count([0, 1, 2], { kind: 'clip', minimum: 0, maximum: 2 }), 1);
    assert.equal(count([-2, 1, 2], { kind: 'clip', minimum: -2, maximum: 2 }), 2);
    assert.equal(count([0, 100], { kind: 'relu' }), 0);
  });
});
