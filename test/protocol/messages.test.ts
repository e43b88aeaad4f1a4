/** Messages of the other side are taken or ignored, never thrown over. */

import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseHostMessage, parseViewMessage, sentHostMessage } from '../../src/protocol/messages';
import { isViewModel } from '../../src/protocol/view-guard';
import { predictRun } from '../../src/runtime/predict';
import { runNetwork } from '../../src/runtime/run-network';
import { roundProfile } from '../support/machine-profile';
import { networkOfBody, planOf } from '../support/network-text';
import { sampleOutput, samplePrediction, sampleRun } from '../support/sample-run';
import { sampleView, stem } from '../webview/sample-view';

const view = sampleView(stem);

function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(view));
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path.at(-1) as string] = value;
  return copy;
}

describe('messages to the preview', () => {
  it('takes a view as it arrives over JSON', () => {
    const message = JSON.parse(JSON.stringify({ type: 'view', view, version: 1, documentVersion: 3 }));
    assert.deepEqual(parseHostMessage(message), { message });
  });

  it('takes a message as it is sent to another process, and no other text', () => {
    const message = { type: 'selection', nodes: ['conv_1', 'a "b"\n\u2028</script>'] } as const;
    assert.deepEqual(parseHostMessage(sentHostMessage(message)), { message });
    const deep = '['.repeat(100_000);
    for (const text of ['', '{"type":"selection","nodes":[', '"selection"', '{"type":"selection","nodes":[1]}', deep]) {
      assert.ok('ignored' in parseHostMessage(text), text.slice(0, 40));
    }
  });

  it('ignores what has no known type', () => {
    for (const value of [undefined, null, 7, 'view', [], {}, { type: 3 }, { type: 'wiew' }, { type: 'constructor' }]) {
      assert.ok('ignored' in parseHostMessage(value), JSON.stringify(value));
    }
  });

  it('names the type of a malformed message', () => {
    assert.deepEqual(parseHostMessage({ type: 'selection', nodes: 'conv_1' }), {
      ignored: 'a malformed message of type selection',
    });
  });

  it('refuses a view with a part of the wrong kind', () => {
    const cases: [(string | number)[], unknown][] = [
      [['network'], 1],
      [['status'], 'fine'],
      [['nodes'], {}],
      [['nodes', 1, 'title'], null],
      [['nodes', 1, 'counts', 'multiplies'], 118_013_952],
      [['nodes', 1, 'counts', 'multiplies', 'value'], Number.NaN],
      [
        ['nodes', 1, 'shape'],
        [1, 2],
      ],
      [['totals', 'params'], null],
      [['errors'], [{ severity: 'error' }]],
      [['children', 0], 'nobody'],
    ];
    for (const [path, value] of cases) assert.equal(isViewModel(changed(path, value)), false, path.join('.'));
    assert.equal(isViewModel(changed(['nodes', 1, 'title'], 'conv')), true);
  });

  it('refuses a view whose nodes are their own ancestors', () => {
    assert.equal(isViewModel(changed(['nodes', 1, 'parent'], view.nodes[1]?.id)), false);
    assert.equal(isViewModel(changed(['nodes', 1, 'parent'], 'inception_3a')), false);
    assert.equal(isViewModel(changed(['nodes', 1, 'id'], view.nodes[0]?.id)), false);
  });

  it('takes progress of a run only with whole numbers', () => {
    const progress = { phase: 'run', path: 'conv_1', index: 1, count: 14 };
    assert.ok('message' in parseHostMessage({ type: 'runProgress', progress }));
    assert.ok('ignored' in parseHostMessage({ type: 'runProgress', progress: { ...progress, index: -1 } }));
    assert.ok('ignored' in parseHostMessage({ type: 'runProgress', progress: { ...progress, phase: 'x' } }));
  });
});

describe('what a run came to', () => {
  const verify = {
    countedMultiplies: 9,
    predictedMultiplies: 9,
    countedEffectiveMultiplies: 8,
    predictedEffectiveMultiplies: 8,
    maxAbsError: null,
    wrongLayers: [{ path: 'conv_1', counted: 1, predicted: 2 }],
  };
  const prediction = samplePrediction([{ predictedMs: 1.5, bound: 'compute', limitShare: 0.75 }]);
  const run = sampleRun({ verify }, { prediction });
  const isTaken = (value: unknown) => 'message' in parseHostMessage({ type: 'runResult', run: value });

  it('is taken, with predicted times or without', () => {
    assert.ok(isTaken(run));
    assert.ok(isTaken(JSON.parse(JSON.stringify(run))));
    assert.ok(isTaken({ ...run, prediction: null }));
    assert.ok(
      isTaken(
        sampleRun({
          input: { kind: 'image', shape: [4, 4, 3], file: 'cat.png', preprocessing: { preset: 'keras', fit: 'crop' } },
        }),
      ),
    );
  });

  it('is taken as the runtime gives it', async () => {
    const plan = planOf(networkOfBody('input: 4x4x2\nconv(3, 3x3)\nhead h { globalavgpool() }\ndense(4) -> softmax()'));
    const seeded = { kind: 'seed', seed: 2 } as const;
    const input = { kind: 'random', seed: 1 } as const;
    const request = { plan, input, weights: seeded, repeat: 2, top: 2, verify: true };
    const { result } = await runNetwork(request, { now: () => 0 });
    const predicted = predictRun(result, plan, roundProfile());
    assert.ok(predicted);
    assert.ok(isTaken(JSON.parse(JSON.stringify({ ...run, result, prediction: predicted }))));
  });

  it('is refused with any of its parts missing or of another kind', () => {
    const optional = new Set(['network', 'calibrate', 'seed', 'file', 'preprocessing', 'measuredAt']);
    const walk = (value: unknown, build: (changed: unknown) => unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, part] of Object.entries(value)) {
        const at = `${path}.${key}`;
        const put = (changed: unknown): unknown =>
          build(Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed });
        assert.ok(!isTaken(put(() => 'nothing like it')), at);
        const rest: Record<string, unknown> = { ...value };
        delete rest[key];
        if (!Array.isArray(value) && !optional.has(key)) assert.ok(!isTaken(build(rest)), `${at} left out`);
        walk(part, put, at);
      }
    };
    walk(run, (changed) => changed, 'run');
  });

  it('is refused with numbers that are none', () => {
    assert.ok(!isTaken({ ...run, prediction: { ...prediction, predictedMs: Number.NaN } }));
    const layers = [{ predictedMs: 1, bound: 'disk', limitShare: null }];
    assert.ok(!isTaken({ ...run, prediction: { ...prediction, layers } }));
    assert.ok(!isTaken(sampleRun({ threads: -1 })));
    assert.ok(!isTaken(sampleRun({ outputs: [sampleOutput('prob', { mean: Number.POSITIVE_INFINITY })] })));
  });
});

describe('messages to the host', () => {
  it('takes each kind', () => {
    const options = { input: 'random', seed: 1, upto: null, verify: true };
    const messages = [
      { type: 'ready', protocol: 1, network: null },
      { type: 'reveal', target: { kind: 'node', id: 'conv_1' }, takeFocus: false },
      { type: 'reveal', target: { kind: 'error', id: 'call.missing 1:2' }, takeFocus: true },
      { type: 'select', node: null },
      { type: 'explain', path: 'conv_1' },
      { type: 'run', options },
      { type: 'run', options: { ...options, network: 'N', calibrate: true } },
      { type: 'cancelRun' },
      { type: 'lookInto', question: { path: 'conv_1', from: 48, channel: 50, place: null } },
      { type: 'lookInto', question: { path: 'a', from: 0, channel: 0, place: { row: 1, column: 2, tap: null } } },
      { type: 'setNetwork', network: 'GoogLeNet' },
      { type: 'chooseImage' },
      { type: 'chooseLabels' },
      { type: 'dropLabels' },
      { type: 'applyFix', error: 'call.missing 1:2', fix: 'Add filters' },
      { type: 'usePreset', preset: 'course' },
      { type: 'usePreset', preset: null },
      { type: 'importModel', uri: 'file:///nets/model.onnx' },
      { type: 'importModel', uri: null },
      { type: 'needView' },
      { type: 'problem', message: 'x' },
    ];
    for (const message of messages) assert.deepEqual(parseViewMessage(message), { message });
  });

  it('refuses a run with a seed that is no whole number', () => {
    for (const seed of [-1, 0.5, '1', 2 ** 53, null]) {
      const options = { input: 'random', seed, upto: null, verify: true };
      assert.ok('ignored' in parseViewMessage({ type: 'run', options }), String(seed));
    }
  });

  it('refuses to calibrate by anything but a flag', () => {
    const options = { input: 'random', seed: 1, upto: null, verify: true };
    for (const calibrate of [1, 'true', null, {}])
      assert.ok('ignored' in parseViewMessage({ type: 'run', options: { ...options, calibrate } }), String(calibrate));
  });

  it('never throws', () => {
    const types = ['ready', 'reveal', 'run', 'explain', 'applyFix', 'view', 'runResult', 'explanation', 'settings'];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.object(), (type, body) => {
        for (const parse of [parseHostMessage, parseViewMessage] as const) {
          const parsed = parse({ ...body, type });
          assert.ok('message' in parsed || typeof parsed.ignored === 'string');
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
