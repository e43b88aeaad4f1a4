/** Sweeps as the preview asks for them: points that open as designs, the front, what fits, what is refused. */

import * as assert from 'node:assert/strict';
import type { SweepReport, SweepRequest, SweptPoint } from '../../src/protocol/sweep';
import { isSweepReport, isSweepRequest } from '../../src/protocol/sweep';
import { sweepPart } from '../../src/session/design-sweep';
import type { DesignSession } from '../../src/session/look';
import { sweepReport } from '../../src/session/sweep-report';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

const main = 'file:///n.cnn';

/** With work that moves: early layers multiply more, late ones have more parameters. */
const text = `network N(width = 2, early = 1) {
  input x: 8x8x4
  repeat early { conv(4 * width, 3x3) }
  maxpool(2x2, stride = 2)
  repeat 4 - early { conv(8 * width, 3x3) }
  budget multiplies <= 200_000
}
`;

function sessionOf(content: string): DesignSession {
  const workspace = new Workspace(new MemoryFiles({ [main]: content }));
  return { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
}

const request = (asked: Partial<SweepRequest>): SweepRequest => ({
  ranges: [{ name: 'early', values: '1..3:1' }],
  fixed: [],
  where: '',
  x: 'multiplies',
  y: 'params',
  best: null,
  ...asked,
});

async function swept(asked: Partial<SweepRequest>, content = text): Promise<SweepReport> {
  const session = sessionOf(content);
  const all = request(asked);
  assert.ok(isSweepRequest(all));
  const points: SweptPoint[] = [];
  for (;;) {
    const part = await sweepPart(session, main, undefined, all, points.length);
    assert.ok('points' in part, JSON.stringify(part));
    points.push(...part.points);
    if (points.length < part.count) continue;
    const report = sweepReport(part, points);
    assert.ok(isSweepReport(structuredClone(report)));
    return report;
  }
}

async function refusal(asked: Partial<SweepRequest>) {
  const part = await sweepPart(sessionOf(text), main, undefined, request(asked), 0);
  return 'refused' in part ? part.refused : assert.fail('it was not refused');
}

/** The multiplies and parameters of N: 8*8 pixels before the pooling, 4*4 behind it. */
function costOf(width: number, early: number): { multiplies: number; params: number } {
  const [a, b] = [4 * width, 8 * width];
  const layers: [pixels: number, from: number, to: number][] = [];
  let depth = 4;
  for (let i = 0; i < early; i++) {
    layers.push([64, depth, a]);
    depth = a;
  }
  for (let i = 0; i < 4 - early; i++) {
    layers.push([16, depth, b]);
    depth = b;
  }
  return {
    multiplies: layers.reduce((sum, [pixels, from, to]) => sum + pixels * 9 * from * to, 0),
    params: layers.reduce((sum, [, from, to]) => sum + (9 * from + 1) * to, 0),
  };
}

describe('sweeps of the preview', () => {
  it('has a design for each point, with what it costs and whether it fits', async () => {
    const { points, names, text: own } = await swept({});
    assert.deepEqual(names, ['early']);
    const expected = [1, 2, 3].map((early) => costOf(2, early));
    assert.deepEqual(
      points.map(({ multiplies, params }) => ({ multiplies, params })),
      expected,
    );
    assert.deepEqual(
      points.map(({ fits }) => fits),
      expected.map(({ multiplies }) => multiplies <= 200_000),
    );
    assert.deepEqual(
      points.map(({ changes }) => changes.map(({ label, was, now }) => [label, was, now])),
      [[], [['early', '1', '2']], [['early', '1', '3']]],
    );
    assert.deepEqual(own, { x: expected[0]?.multiplies, y: expected[0]?.params });
  });

  it('has the front among what the condition keeps, budgets aside', async () => {
    const { points, front } = await swept({
      ranges: [
        { name: 'width', values: '1..3:1' },
        { name: 'early', values: '1..3:1' },
      ],
      where: 'width >= 2',
    });
    const kept = points.map(({ isKept }) => isKept);
    assert.deepEqual(
      kept,
      [1, 1, 1, 2, 2, 2, 3, 3, 3].map((width) => width >= 2),
    );
    const beaten = (place: number): boolean =>
      points.some(
        (other, index) =>
          kept[index] &&
          (other.x ?? 0) <= (points[place]?.x ?? 0) &&
          (other.y ?? 0) <= (points[place]?.y ?? 0) &&
          ((other.x ?? 0) < (points[place]?.x ?? 0) || (other.y ?? 0) < (points[place]?.y ?? 0)),
      );
    assert.deepEqual(
      front,
      points.map((_, place) => kept[place] === true && !beaten(place)),
    );
  });

  it('finds the most of what is wanted among what fits', async () => {
    const { points, best } = await swept({
      ranges: [{ name: 'width', values: '1..4:1' }],
      where: 'multiplies <= 300K',
      best: '+params',
    });
    const fitting = [1, 2, 3, 4].filter((width) => costOf(width, 1).multiplies <= 300_000);
    assert.deepEqual(points[best ?? -1]?.values, [String(fitting.at(-1))]);
    assert.equal((await swept({ where: 'multiplies <= 1', best: '+params' })).best, null);
  });

  it('sweeps the side of the input, beside what is changed already', async () => {
    const fixed = [
      { target: { kind: 'parameter', name: 'width' }, label: 'width', was: '2', now: '1' },
      { target: { kind: 'input', axes: 'both' }, label: 'size', was: '8', now: '64' },
    ] as const;
    const { points } = await swept({ ranges: [{ name: null, values: '8..16:8' }], fixed });
    const { multiplies } = costOf(1, 1);
    assert.deepEqual(
      points.map((point) => [point.values, point.multiplies, point.changes.map(({ label, now }) => `${label} ${now}`)]),
      [
        [['8'], multiplies, ['width 1']],
        [['16'], 4 * multiplies, ['width 1', 'size 16']],
      ],
    );
  });

  it('lists what has a mistake, which is on no front', async () => {
    const { points, front } = await swept({ ranges: [{ name: 'width', values: '1..1.4:0.2' }] });
    assert.deepEqual(
      points.map(({ mistake }) => mistake),
      [null, 'filters takes a whole number, found 4.8', 'filters takes a whole number, found 5.6'],
    );
    assert.deepEqual(front, [true, false, false]);
  });

  it('refuses what is no range, no condition and no axis, and what is too much', async () => {
    const range = (name: string | null, values: string) => ({ ranges: [{ name, values }] });
    assert.deepEqual(await refusal(range('early', '1..3:0')), { kind: 'range', text: '1..3:0', mistake: null });
    assert.equal((await refusal(range('early', '..:'))).kind, 'range');
    assert.equal((await refusal(range('late', '1..3:1'))).kind, 'parameter');
    assert.equal((await refusal(range(null, '0..3:1'))).kind, 'value');
    const twice = [
      { name: 'width', values: '1' },
      { name: 'width', values: '2' },
    ];
    assert.deepEqual(await refusal({ ranges: twice }), { kind: 'twice', text: 'width', mistake: null });
    assert.deepEqual(await refusal({ where: 'widht >= 1' }), {
      kind: 'where',
      text: 'widht >= 1',
      mistake: 'there is no constant or parameter named widht',
    });
    assert.deepEqual(await refusal({ x: 'width' }), { kind: 'measure', text: 'width', mistake: null });
    assert.deepEqual(await refusal(range('width', '1..2001:1')), { kind: 'many', text: '2001', mistake: null });
  });
});
