/** A run as a whole: the document it gives, with a clock of the test's own, and what it refuses. */

import assert from 'node:assert/strict';
import { RunError } from '../../src/runtime/run-error';
import { PreparedRun, type RunProgress, type RunRequest, runNetwork } from '../../src/runtime/run-network';
import { median, topOf } from '../../src/runtime/statistics';
import { contentOf } from '../../src/runtime/weights';
import { networkOfBody, planOf } from '../support/network-text';
import { errorInEnglish, inEnglish } from '../support/refusal-text';

const plan = planOf(
  networkOfBody(
    'input image: 4x4x2\nconv(3, 3x3)\nrelu()\nhead h { globalavgpool() }\ndense(4) -> softmax()\noutput prob',
  ),
);

function request(changes: Partial<RunRequest> = {}): RunRequest {
  const input = { kind: 'random', seed: 1 } as const;
  return { plan, input, weights: { kind: 'seed', seed: 2 }, repeat: 1, top: 2, verify: false, ...changes };
}

/** Every look at the clock takes a millisecond. */
function ticking(): () => number {
  let time = 0;
  return () => time++;
}

describe('runNetwork', () => {
  it('gives the document of `run`', async () => {
    const { result, values } = await runNetwork(
      request({ repeat: 3, verify: true, wantValues: true, labels: ['a', 'b', 'c', 'd'] }),
      { now: ticking() },
    );
    assert.equal(result.schema, 1);
    assert.equal(result.network, 'Test');
    assert.equal(result.backend, 'reference');
    assert.deepEqual(result.features, []);
    assert.equal(result.threads, 1);
    assert.deepEqual(result.input, { kind: 'random', shape: [4, 4, 2], seed: 1 });
    assert.deepEqual(result.weights, { kind: 'seed', seed: 2 });
    assert.deepEqual(result.outputs.map(({ name, kind, shape }) => [name, kind, ...shape]).sort(), [
      ['h', 'head', 1, 1, 3],
      ['prob', 'output', 1, 1, 4],
    ]);
    const prob = result.outputs.find(({ name }) => name === 'prob');
    assert.equal(prob?.top.length, 2);
    assert.equal(prob?.top[0]?.label, 'abcd'[prob?.top[0]?.index ?? 0]);
    assert.ok(Math.abs((prob?.mean ?? 0) - 0.25) < 1e-6);
    assert.equal(result.timing.runsMs.length, 3);
    // Five layers, each between two looks at the clock.
    assert.deepEqual(result.timing.runsMs, [5, 5, 5]);
    assert.equal(result.timing.firstMs, 5);
    assert.equal(result.timing.medianMs, 5);
    // 4*4*3 * 3*3*2 for the convolution, 48 * 4 for the dense layer.
    assert.deepEqual(
      result.layers.map(({ path, ms, multiplies, gflops }) => [path, ms, multiplies, gflops]),
      [
        ['conv_1', 1, 864, (2 * 864) / 1e6],
        ['relu_1', 1, 0, 0],
        ['h/globalavgpool_1', 1, 0, 0],
        ['dense_1', 1, 192, (2 * 192) / 1e6],
        ['softmax_1', 1, 0, 0],
      ],
    );
    // 54 + 3 weights of the convolution, 192 + 4 of the dense layer.
    assert.equal(result.memory.weightBytes, 4 * 253);
    assert.equal(result.memory.arenaBytes, plan.arenaBytes);
    assert.deepEqual(result.verify, {
      countedMultiplies: 1056,
      predictedMultiplies: 1056,
      // Without padding: along each axis 3 * 4 - 2 = 10 taps of 12.
      countedEffectiveMultiplies: 10 * 10 * 2 * 3 + 192,
      predictedEffectiveMultiplies: 792,
      maxAbsError: 0,
      wrongLayers: [],
    });
    assert.deepEqual(values.map(({ name, shape }) => [name, ...shape]).sort(), [
      ['h', 1, 1, 3],
      ['prob', 1, 1, 4],
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  });

  it('tells each layer as it begins', async () => {
    const told: RunProgress[] = [];
    await runNetwork(request(), { now: ticking(), onProgress: (progress) => told.push(progress) });
    assert.deepEqual(
      told.map(({ phase, path, index, count }) => `${phase} ${path} ${index}/${count}`),
      [
        'prepare  0/5',
        'run conv_1 0/5',
        'run relu_1 1/5',
        'run h/globalavgpool_1 2/5',
        'run dense_1 3/5',
        'run softmax_1 4/5',
      ],
    );
  });

  it('keeps what it prepared for the same plan and weights only', async () => {
    const prepared = new PreparedRun();
    const first = await runNetwork(request(), { now: ticking(), prepared });
    const again = await runNetwork(request(), { now: ticking(), prepared });
    assert.deepEqual(again.result.outputs, first.result.outputs);
    const other = await runNetwork(request({ weights: { kind: 'seed', seed: 3 } }), { now: ticking(), prepared });
    assert.notDeepEqual(other.result.outputs, first.result.outputs);
    prepared.dispose();
  });

  it('knows weights from a file by their values', async () => {
    const tensors = plan.weights.map(({ name, shape }) => {
      return { name, shape: [...shape], values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) };
    });
    const prepared = new PreparedRun();
    const run = async (changed: (values: Float32Array) => void) => {
      const given = tensors.map((tensor) => ({ ...tensor, values: tensor.values.slice() }));
      changed(given[0]?.values as Float32Array);
      const weights = { kind: 'tensors', tensors: given, file: 'w.safetensors' } as const;
      return (await runNetwork(request({ weights }), { now: ticking(), prepared })).result.outputs;
    };
    const first = await run(() => {});
    assert.deepEqual(await run(() => {}), first);
    // Of the same name and size, but two weights have another sign.
    assert.notDeepEqual(await run((values) => values.set([-0.5, -0.5])), first);
    assert.equal(contentOf(tensors), contentOf(tensors.map((tensor) => ({ ...tensor }))));
    const [one, ...others] = tensors;
    assert.ok(one);
    for (const other of [
      { ...one, name: 'x' },
      { ...one, shape: one.shape.toReversed() },
    ]) {
      assert.notEqual(contentOf([other, ...others]), contentOf(tensors));
    }
    prepared.dispose();
  });

  it('ends as cancelled, whenever it is asked to', async () => {
    for (const moment of [0, 1, 2, 3, 10, 20]) {
      let asked = 0;
      const run = runNetwork(request({ repeat: 50 }), { now: ticking(), shouldCancel: () => asked++ >= moment });
      await assert.rejects(run, (error) => error instanceof RunError && error.code === 'cancelled');
    }
  });

  it('takes a tensor of the input shape and no other', async () => {
    const tensor = { name: 'image', shape: [4, 4, 2], values: new Float32Array(32) };
    const { result } = await runNetwork(request({ input: { kind: 'tensor', tensor, file: 'x.safetensors' } }), {
      now: ticking(),
    });
    assert.deepEqual(result.input, { kind: 'tensor', shape: [4, 4, 2], file: 'x.safetensors' });
    const wrong = { ...tensor, shape: [2, 4, 4] };
    await assert.rejects(
      runNetwork(request({ input: { kind: 'tensor', tensor: wrong, file: 'x.safetensors' } }), { now: ticking() }),
      (error) => /image in x.safetensors has shape \[2, 4, 4\]; Test takes \[4, 4, 2\]/.test(errorInEnglish(error)),
    );
  });

  it('names what is wrong with weights of a file', async () => {
    const weights = { kind: 'tensors', tensors: [], file: 'w.safetensors' } as const;
    await assert.rejects(runNetwork(request({ weights }), { now: ticking() }), (error) => {
      assert.ok(error instanceof RunError && error.code === 'weights');
      assert.match(inEnglish(error.refusal), /^w.safetensors does not fit Test:\n {2}conv_1\/weight is missing/);
      return true;
    });
  });

  it('refuses what needs more memory than a run may use, with the number', async () => {
    const large = planOf(networkOfBody('input: 64x64x64\ndense(10000)'));
    await assert.rejects(
      runNetwork(request({ plan: large }), { now: ticking() }),
      (error) =>
        error instanceof RunError && error.code === 'memory' && /needs 9\.8 GiB/.test(inEnglish(error.refusal)),
    );
  });
});

describe('figures over values', () => {
  it('top: largest first, NaN last, equal ones by index', () => {
    const values = Float32Array.of(1, Number.NaN, 3, 3);
    assert.deepEqual(
      topOf(values, [1, 1, 4], 4, undefined).map(({ index, value }) => [index, value]),
      [
        [2, 3],
        [3, 3],
        [0, 1],
        [1, null],
      ],
    );
  });

  it('median of an even number is the mean of the middle two', () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([3, 1, 2]), 2);
  });
});
