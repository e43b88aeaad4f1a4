/** Messages of the other side are taken or ignored, never thrown over. */

import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseHostMessage, parseViewMessage } from '../../src/protocol/messages';
import { isViewModel } from '../../src/protocol/view-guard';
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
    const progress = { phase: 'run', layer: 'conv_1', done: 1, total: 14 };
    assert.ok('message' in parseHostMessage({ type: 'runProgress', progress }));
    assert.ok('ignored' in parseHostMessage({ type: 'runProgress', progress: { ...progress, done: -1 } }));
    assert.ok('ignored' in parseHostMessage({ type: 'runProgress', progress: { ...progress, phase: 'x' } }));
  });
});

describe('a report of a run', () => {
  const layer = { path: 'conv_1', ms: 2, multiplies: 9, mean: 0, std: 1, zeros: 0, nan: 0, count: 4 };
  const unmeasured = { predictedMs: null, bound: null, limitShare: null };
  const report = {
    network: 'N',
    backend: 'wasm',
    threads: 2,
    input: { kind: 'random', shape: [4, 4, 3], name: null },
    seed: 1,
    upto: null,
    totalMs: 2,
    prepareMs: 1,
    predictedMs: 1.5,
    machine: { peakGflops: 50, bandwidthGBs: 20 },
    outputs: [],
    layers: [{ ...layer, predictedMs: 1.5, bound: 'compute', limitShare: 0.75 }],
    verify: null,
  };
  const isTaken = (changes: object) =>
    'message' in parseHostMessage({ type: 'runResult', report: { ...report, ...changes }, documentVersion: 1 });

  it('may have predicted times, or none', () => {
    assert.ok(isTaken({}));
    assert.ok(isTaken({ predictedMs: null, machine: null, layers: [{ ...layer, ...unmeasured }] }));
  });

  it('is refused with a prediction that is none', () => {
    for (const changes of [
      { predictedMs: 'soon' },
      { machine: { peakGflops: 50 } },
      { machine: { peakGflops: Number.NaN, bandwidthGBs: 1 } },
      { layers: [layer] },
      { layers: [{ ...layer, ...unmeasured, bound: 'disk' }] },
      { layers: [{ ...layer, ...unmeasured, predictedMs: Number.POSITIVE_INFINITY }] },
      { layers: [{ ...layer, ...unmeasured, limitShare: '75%' }] },
    ])
      assert.ok(!isTaken(changes), JSON.stringify(changes));
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
      { type: 'run', options, calibrate: true },
      { type: 'cancelRun' },
      { type: 'setNetwork', network: 'GoogLeNet' },
      { type: 'chooseImage' },
      { type: 'applyFix', error: 'call.missing 1:2', fix: 'Add filters' },
      { type: 'usePreset', preset: 'course.cnn' },
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
      assert.ok('ignored' in parseViewMessage({ type: 'run', options, calibrate }), String(calibrate));
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
