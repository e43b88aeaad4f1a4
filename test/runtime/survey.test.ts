/** Figures over several inputs, against sums done by hand. */

import assert from 'node:assert/strict';
import type { NamedTensor } from '../../src/base/tensor';
import { type InputRequest, type RunProgress, type RunRequest, runNetwork } from '../../src/runtime/run-network';
import { networkOfBody, planOf } from '../support/network-text';
import { errorInEnglish } from '../support/refusal-text';

const tensor = (name: string, shape: readonly number[], values: readonly number[]): NamedTensor => ({
  name,
  shape,
  values: Float32Array.from(values),
});

const input = (file: string, ...values: readonly number[]): InputRequest => ({
  kind: 'tensor',
  tensor: tensor('image', [1, 2, 1], values),
  file,
});

/** Three filters of one pixel: the value, its negative, and always less than 0. */
const plan = planOf(networkOfBody('input image: 1x2x1\nconv(3, 1x1, activation = relu)\nglobalavgpool()\noutput y'));
const weights = [tensor('conv_1/weight', [1, 1, 1, 3], [1, -1, 0]), tensor('conv_1/bias', [3], [0, 0, -1])];

function request(...survey: readonly InputRequest[]): RunRequest {
  return {
    plan,
    input: survey[0] as InputRequest,
    survey,
    weights: { kind: 'tensors', tensors: weights, file: 'w' },
    repeat: 1,
    top: 1,
    verify: false,
    labels: ['up', 'down', 'never'],
  };
}

const now = () => 0;

describe('a survey of several inputs', () => {
  it('has the largest value of each, and the figures of each layer over all values', async () => {
    const { result } = await runNetwork(request(input('a', 1, 2), input('b', 3, 4)), { now });
    const { survey } = result;
    assert.deepEqual(survey?.inputs, [
      { file: 'a', sample: undefined, top: { index: 0, label: 'up', value: 1.5 } },
      { file: 'b', sample: undefined, top: { index: 0, label: 'up', value: 3.5 } },
    ]);
    const [conv] = survey?.layers ?? [];
    // 1, 2, 3, 4 of the first channel, eight zeros of the others: the mean is 10/12, that of the squares 30/12.
    assert.deepEqual(
      [conv?.path, conv?.channels, conv?.deadChannels, conv?.min, conv?.max, conv?.zeros, conv?.elements],
      ['conv_1', 3, 2, 0, 4, 8, 12],
    );
    assert.ok(Math.abs((conv?.mean ?? 0) - 10 / 12) < 1e-12);
    assert.ok(Math.abs((conv?.std ?? 0) - Math.sqrt(30 / 12 - (10 / 12) ** 2)) < 1e-12);
    // The run itself is of one input.
    assert.equal(result.layers[0]?.deadChannels, 2);
    assert.equal(result.input.file, 'a');
  });

  it('calls a channel dead only if no input wakes it, and keeps NaN apart', async () => {
    const { result } = await runNetwork(request(input('a', 1, 2), input('b', -3, -4)), { now });
    assert.equal(result.survey?.layers[0]?.deadChannels, 1);
    assert.deepEqual(result.survey?.inputs[1]?.top, { index: 1, label: 'down', value: 3.5 });
    // NaN times 0 is NaN: one value of each channel.
    const { result: other } = await runNetwork(request(input('a', 1, 2), input('b', -3, Number.NaN)), { now });
    const [conv] = other.survey?.layers ?? [];
    assert.deepEqual([conv?.deadChannels, conv?.max, conv?.nan, conv?.elements], [0, 3, 3, 12]);
    assert.ok(Math.abs((conv?.mean ?? 0) - 6 / 9) < 1e-12, '1, 2, 3 and six zeros');
  });

  it('tells which input is run, ends when it shall, and names an input that does not fit', async () => {
    const told: RunProgress[] = [];
    const inputs = [input('a', 1, 2), input('b', 3, 4)];
    await runNetwork(request(...inputs), { now, onProgress: (progress) => void told.push(progress) });
    assert.deepEqual(
      told.filter(({ path, phase }) => path === '' && phase === 'run').map(({ index, count }) => [index, count]),
      [
        [0, 2],
        [1, 2],
      ],
    );
    let isOver = false;
    const hooks = {
      now,
      shouldCancel: () => isOver,
      onProgress: ({ path, phase, index }: RunProgress) => {
        isOver ||= path === '' && phase === 'run' && index === 1;
      },
    };
    await assert.rejects(runNetwork(request(...inputs), hooks), { code: 'cancelled' });
    const wrong: InputRequest = { kind: 'tensor', tensor: tensor('image', [1, 1, 1], [1]), file: 'narrow' };
    await assert.rejects(runNetwork(request(input('a', 1, 2), wrong), { now }), (problem) =>
      /narrow/.test(errorInEnglish(problem)),
    );
  });
});
