/** By its key the page knows whether a node has to be drawn anew: it must be another one for another drawing. */

import assert from 'node:assert/strict';
import { drawingKey, drawNode, type NodeDrawing, nodeClasses } from '../../../src/view/draw/node';
import type { ViewNode } from '../../../src/view/model';
import type { PlacedBox } from '../../../src/view/picture';
import { boxOf, counts, drawingOf, many, model, nodeOf, openBoxOf, placeSample } from './sample-node';

before(placeSample);

describe('the key of a drawing', () => {
  const stem = nodeOf('stem');
  const base = drawingOf(model);
  type Seen = readonly [node: ViewNode, box: PlacedBox, drawing: NodeDrawing];
  const node = (change: Partial<ViewNode>, id = 'stem'): Seen => [{ ...nodeOf(id), ...change }, boxOf(id), base];
  const drawing = (more: Partial<NodeDrawing>, id = 'stem'): Seen => [nodeOf(id), boxOf(id), drawingOf(model, more)];
  const block = (change: Partial<ViewNode>): Seen => node(change, 'first');
  const differing = (): readonly (readonly [Seen, Seen])[] => [
    ...(
      [
        { title: 'other' },
        { suffix: '/4' },
        { filters: 5 },
        { glyph: 'norm' },
        { hasWeights: false },
        { counts: counts(17) },
        { counts: counts(stem.counts.multiplies.value ?? 0, true) },
        { part: 'head' },
        { error: 'wrong' },
        { isUnknown: true },
        { outputs: [] },
        { shape: [1, 2, 3] },
        { kind: 'result' },
      ] as const
    ).map((change) => [node({}), node(change)] as const),
    [block({}), block({ subtitle: 'other' })],
    [block({}), block({ bars: many })],
    [
      [nodeOf('first'), openBoxOf('first'), base],
      [{ ...nodeOf('first'), argumentText: '(17)' }, openBoxOf('first'), base],
    ],
    [
      [nodeOf('first'), boxOf('first'), base],
      [nodeOf('first'), { ...boxOf('first'), isOpen: true }, base],
    ],
    [node({}), [stem, { ...boxOf('stem'), width: 300 }, base]],
    [node({}), [stem, { ...boxOf('stem'), height: 60 }, base]],
    [node({}, 'joined'), node({ joinChannels: [1, 2] }, 'joined')],
    [node({}, 'joined'), [nodeOf('joined'), { ...boxOf('joined'), inPorts: [76, 290] }, base]],
    [
      [nodeOf('first'), openBoxOf('first'), base],
      [nodeOf('first'), { ...openBoxOf('first'), inPorts: [100] }, base],
    ],
    [drawing({}), drawing({ metric: 'params' })],
    [drawing({}), drawing({ marks: new Map([['stem', 'added']]) })],
    [drawing({}), drawing({ notes: new Map([['stem', { beside: '1 ms', warning: null }]]) })],
    [
      drawing({ notes: new Map([['stem', { beside: '1 ms', warning: null }]]) }),
      drawing({ notes: new Map([['stem', { beside: '1 ms', warning: { text: 'dead', isError: true } }]]) }),
    ],
    [drawing({}), drawing({ before: { model, nodes: new Map([['stem', { ...stem, counts: counts(3e6) }]]) } })],
    [
      drawing({}),
      [stem, boxOf('stem'), { ...base, model: { ...model, costliest: { ...model.costliest, multiplies: 1e9 } } }],
    ],
  ];

  it('is another where something else is drawn', () => {
    for (const [index, [one, other]] of differing().entries()) {
      const [first, second] = [one, other].map((seen) => [drawNode(...seen), nodeClasses(...seen)]);
      assert.notDeepEqual(first, second, `change ${index}`);
      assert.notEqual(drawingKey(...one), drawingKey(...other), `change ${index}`);
    }
  });

  it('is the same where nothing else is drawn, so that the page keeps what it has', () => {
    const params = { ...stem.counts, params: { value: 3, isPartial: false } };
    for (const [one, other] of [
      [node({}), node({ rank: 5, path: 'elsewhere', call: 'conv()', counts: params })],
      [node({}), [stem, { ...boxOf('stem'), x: 500, y: 3, outPort: boxOf('stem').outPort }, base]],
      [node({}), drawing({ marks: new Map([['relu_1', 'added']]) })],
      [node({}), drawing({ before: { model, nodes: new Map([['stem', stem]]) } })],
    ] as readonly (readonly [Seen, Seen])[]) {
      assert.deepEqual(drawNode(...one), drawNode(...other));
      assert.equal(drawingKey(...one), drawingKey(...other));
    }
  });
});
