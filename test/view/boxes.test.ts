/** Boxes, lanes and heads, placed by hand: 152 wide for a layer, 20 between columns, 32 between boxes, 24 around them. */

import assert from 'node:assert/strict';
import { type BoxSize, boxSizes } from '../../src/view/box-sizes';
import {
  type BodyProblem,
  elkInput,
  entryIndex,
  exitIndex,
  isChain,
  problemKey,
  readElk,
  stackedLayout,
} from '../../src/view/elk-input';
import { hangHeads } from '../../src/view/heads';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { boundsOf, grown, overlaps, simplified } from '../../src/view/picture';
import { add, block, concat, head, layer, sampleModel } from './sample-model';

const sizesOf = (model: ViewModel): Map<string, BoxSize> => {
  const children = model.children.map((id) => model.nodes.find((node) => node.id === id) as ViewNode);
  return new Map(boxSizes(children, new Map()).map((size, index) => [children[index]?.id ?? '', size]));
};

const lastSize = (model: ViewModel): BoxSize => [...sizesOf(model).values()].at(-1) as BoxSize;

const box = (width: number, height: number): BoxSize => ({
  width,
  height,
  inPorts: [width / 2],
  outPort: width / 2,
  span: width,
});

describe('sizes of boxes', () => {
  it('say what a node is: an input, a block, a head, a layer with weights and one without', () => {
    const sizes = sizesOf(sampleModel([block('m', layer('conv')), head('aux', layer('dense')), layer('relu', 0)]));
    const shown = [...sizes.values()].map(({ width, height }) => [width, height]);
    // Lines enter and leave in the middle.
    for (const { width, inPorts, outPort } of sizes.values())
      assert.deepEqual([inPorts, outPort], [[width / 2], width / 2]);
    assert.deepEqual(shown, [
      [120, 28],
      [208, 60],
      [168, 40],
      [152, 28],
    ]);
  });

  it('make a concat as wide as its branches, with a port over the middle of each', () => {
    // 152 | 20 | 208 | 20 | 24, where the last branch is empty: 424 wide.
    const model = sampleModel([concat([layer('conv')], [block('m', layer('conv'))], [])]);
    const { width, height, inPorts, outPort } = lastSize(model);
    assert.deepEqual([width, height, outPort], [424, 18, 212]);
    assert.deepEqual(inPorts, [76, 152 + 20 + 104, 152 + 20 + 208 + 20 + 12]);
  });

  it('give what is joined without a branch of its own 96, and a join the width of a layer at least', () => {
    const two = lastSize(sampleModel([concat([], [])]));
    assert.deepEqual([two.width, two.inPorts], [212, [48, 96 + 20 + 48]]);
    const one = lastSize(sampleModel([concat([])]));
    assert.deepEqual([one.width, one.inPorts], [152, [76]]);
  });

  it('make a sum a sign of 28, whose column is as wide as what it joins', () => {
    const sum = lastSize(sampleModel([add([], [layer('conv')])]));
    assert.deepEqual([sum.width, sum.height, sum.outPort, sum.span], [28, 28, 14, 24 + 20 + 152]);
    assert.deepEqual(sum.inPorts, [6, 22]);
    assert.deepEqual(lastSize(sampleModel([add([layer('conv')])])).inPorts, [14]);
  });
});

describe('a stack of boxes', () => {
  const boxes = [box(100, 40), box(60, 30), box(80, 20)];

  it('has each below the last, with a lane at the right for each line that passes boxes', () => {
    const problem: BodyProblem = {
      boxes,
      edges: [
        { from: 0, to: 1, port: 0, isMain: true },
        { from: 0, to: 2, port: 0, isMain: false },
      ],
      hasFrame: false,
    };
    assert.equal(isChain(problem), false);
    const { corners, lines, width, height } = stackedLayout(problem);
    assert.deepEqual(corners, [
      { x: 24, y: 24 },
      { x: 44, y: 96 },
      { x: 34, y: 158 },
    ]);
    const lane = 24 + 100 + 8;
    assert.deepEqual(lines, [
      [
        { x: 74, y: 64 },
        { x: 74, y: 96 },
      ],
      [
        { x: 74, y: 64 },
        { x: 74, y: 74 },
        { x: lane, y: 74 },
        { x: lane, y: 148 },
        { x: 74, y: 148 },
        { x: 74, y: 158 },
      ],
    ]);
    assert.deepEqual([width, height], [lane + 24, 178 + 24]);
  });

  it('in a frame has room for its header, and a line past all boxes', () => {
    const problem: BodyProblem = {
      boxes: [box(100, 40)],
      edges: [
        { from: entryIndex, to: 0, port: 0, isMain: false },
        { from: entryIndex, to: exitIndex, port: 0, isMain: false },
      ],
      hasFrame: true,
    };
    // A frame is 264 wide, its middle at 132, 44 above the first box and 24 below the last; the lane is 8 outside of it.
    const { corners, lines, entry, exit, width, height } = stackedLayout(problem);
    assert.deepEqual([corners, entry, exit, height], [[{ x: 82, y: 44 }], 132, 132, 108]);
    assert.deepEqual(lines[0], [
      { x: 132, y: 0 },
      { x: 132, y: 44 },
    ]);
    assert.deepEqual(lines[1], [
      { x: 132, y: 0 },
      { x: 132, y: 30 },
      { x: 256, y: 30 },
      { x: 256, y: 98 },
      { x: 132, y: 98 },
      { x: 132, y: 108 },
    ]);
    assert.equal(width, 256 + 16);
  });

  it('is a chain where one follows the other and nothing else', () => {
    const chain: BodyProblem = { boxes: [], edges: [], hasFrame: false };
    assert.equal(isChain(chain), false);
    const pair = boxes.slice(0, 2);
    const edge = { from: 0, to: 1, port: 0, isMain: true };
    assert.equal(isChain({ ...chain, boxes: pair, edges: [edge] }), true);
    assert.equal(isChain({ ...chain, boxes: pair, edges: [{ ...edge, to: 0 }] }), false);
    assert.equal(isChain({ ...chain, boxes: pair, edges: [{ ...edge, from: 1 }] }), false);
    assert.equal(isChain({ ...chain, boxes: pair, edges: [{ ...edge, port: 1 }] }), false);
    assert.equal(isChain({ ...chain, boxes: pair, edges: [] }), false);
    const joined = { ...box(60, 30), inPorts: [10, 50] };
    assert.equal(isChain({ ...chain, boxes: [box(100, 40), joined], edges: [edge] }), false);
    const aside = { ...box(60, 30), inPorts: [10] };
    assert.equal(isChain({ ...chain, boxes: [box(100, 40), aside], edges: [edge] }), false);
  });

  it('is the same where its key is', () => {
    const edge = { from: 0, to: 1, port: 0, isMain: true };
    const problem: BodyProblem = { boxes: [box(100, 40), box(60, 30)], edges: [edge], hasFrame: false };
    const others: BodyProblem[] = [
      { ...problem, hasFrame: true },
      { ...problem, boxes: [box(100, 41), box(60, 30)] },
      { ...problem, boxes: [box(102, 40), box(60, 30)] },
      { ...problem, boxes: [{ ...box(100, 40), outPort: 49 }, box(60, 30)] },
      { ...problem, boxes: [box(100, 40), { ...box(60, 30), inPorts: [29] }] },
      { ...problem, edges: [{ ...edge, from: 1 }] },
      { ...problem, edges: [{ ...edge, to: 0 }] },
      { ...problem, edges: [{ ...edge, port: 1 }] },
      { ...problem, edges: [{ ...edge, isMain: false }] },
    ];
    const keys = [problem, ...others].map(problemKey);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(problemKey({ ...problem, edges: [{ ...edge }] }), keys[0]);
  });
});

describe('what a layout is asked and what it answers', () => {
  const into = (to: number) => ({ from: entryIndex, to, port: 0, isMain: false });
  const problem: BodyProblem = {
    boxes: [box(100, 40), box(60, 30)],
    edges: [into(0), into(1), { from: 0, to: exitIndex, port: 0, isMain: true }],
    hasFrame: true,
  };
  type Corner = readonly [x: number, y: number];
  /** Of a body 400 wide whose flow comes in at 200 and goes out at 100; routes as corners. */
  const answer = (exit: number, ...routes: readonly (readonly Corner[])[]) => {
    const points = routes.map((route) => route.map(([x, y]) => ({ x, y })));
    return readElk(
      {
        id: 'root',
        children: [
          {
            id: '@',
            width: 400,
            height: 300,
            ports: [
              { id: '@i', x: 200 },
              { id: '@o', x: exit },
            ],
            children: [
              { id: 'n0', x: 50, y: 100 },
              { id: 'n1', x: 220, y: 120 },
            ],
            edges: points.map((route, index) => ({
              id: `e${index}`,
              sections: [
                {
                  startPoint: route[0] ?? assert.fail(),
                  bendPoints: route.slice(1, -1),
                  endPoint: route.at(-1) ?? assert.fail(),
                },
              ],
            })),
          },
        ],
      } as unknown as Parameters<typeof readElk>[0],
      problem,
    );
  };
  const corners = ({ lines }: ReturnType<typeof readElk>) =>
    lines.map((line) => line.map(({ x, y }): Corner => [x, y]));

  it('asks for each box with a port for each line, and for what comes in and goes out of a frame', () => {
    const { id, children, layoutOptions } = elkInput(problem);
    const [body] = children ?? [];
    assert.deepEqual([id, children?.length, body?.id], ['root', 1, '@']);
    assert.equal(layoutOptions?.['elk.padding'], '[top=0,left=0,bottom=0,right=0]');
    assert.deepEqual(
      body?.ports?.map((port) => [port.id, port.layoutOptions?.['elk.port.side']]),
      [
        ['@i', 'NORTH'],
        ['@o', 'SOUTH'],
      ],
    );
    assert.deepEqual(
      body?.children?.map(({ width, height, ports }) => [
        width,
        height,
        ...(ports ?? []).map((port) => [port.id, port.x, port.y]),
      ]),
      [
        [100, 40, ['n0i0', 50, 0], ['n0o', 50, 40]],
        [60, 30, ['n1i0', 30, 0], ['n1o', 30, 30]],
      ],
    );
    assert.deepEqual(
      body?.edges?.map(({ sources, targets }) => [...sources, ...targets]),
      [
        ['@i', 'n0i0'],
        ['@i', 'n1i0'],
        ['n0o', '@o'],
      ],
    );
    // Lines of the main path are kept straight before others, in all bodies by one set of rules.
    assert.deepEqual(
      body?.edges?.map((edge) => edge.layoutOptions),
      [undefined, undefined, { 'elk.layered.priority.straightness': '10' }],
    );
    const bare = elkInput({ ...problem, edges: [], hasFrame: false });
    assert.deepEqual([bare.id, bare.children?.length, bare.ports], ['root', 2, undefined]);
    assert.equal(bare.layoutOptions?.['elk.padding'], '[top=24,left=24,bottom=24,right=24]');
    const { 'elk.padding': _, 'elk.portConstraints': __, ...rules } = body?.layoutOptions ?? {};
    for (const [name, value] of Object.entries(rules)) assert.equal(layoutOptions?.[name], value, name);
  });

  it('moves the entry over the exit, with a bend where lines part', () => {
    const read = answer(
      100,
      [
        [200, 0],
        [200, 60],
        [100, 60],
        [100, 100],
      ],
      [
        [200, 0],
        [200, 60],
        [250, 60],
        [250, 120],
      ],
      [
        [100, 140],
        [100, 300],
      ],
    );
    assert.deepEqual([read.entry, read.exit, read.width, read.height], [100, 100, 400, 300]);
    assert.deepEqual(read.corners, [
      { x: 50, y: 100 },
      { x: 220, y: 120 },
    ]);
    assert.deepEqual(corners(read), [
      [
        [100, 0],
        [100, 100],
      ],
      [
        [100, 0],
        [100, 60],
        [250, 60],
        [250, 120],
      ],
      [
        [100, 140],
        [100, 300],
      ],
    ]);
  });

  it('gives a line that bends elsewhere, or not at all, a bend of its own there', () => {
    // The first one has no bend, the second one its first below where others part.
    const read = answer(
      100,
      [
        [200, 0],
        [200, 100],
      ],
      [
        [200, 0],
        [200, 90],
        [250, 90],
        [250, 120],
      ],
      [
        [100, 140],
        [100, 300],
      ],
    );
    assert.deepEqual(corners(read).slice(0, 2), [
      [
        [100, 0],
        [100, 90],
        [200, 90],
        [200, 100],
      ],
      [
        [100, 0],
        [100, 90],
        [250, 90],
        [250, 120],
      ],
    ]);
    // Where none bends, 16 over the highest box.
    const straight = answer(
      100,
      [
        [200, 0],
        [200, 100],
      ],
      [
        [200, 0],
        [200, 120],
      ],
      [
        [100, 140],
        [100, 300],
      ],
    );
    for (const line of corners(straight).slice(0, 2)) {
      assert.deepEqual(line.slice(0, 3), [
        [100, 0],
        [100, 84],
        [200, 84],
      ]);
    }
  });

  it('leaves an entry where it is that stands over the exit, and gives a narrow body room on both sides', () => {
    const routes: (readonly Corner[])[] = [
      [
        [200, 0],
        [200, 100],
      ],
      [
        [200, 0],
        [200, 120],
      ],
      [
        [200, 140],
        [200, 300],
      ],
    ];
    assert.deepEqual(corners(answer(200, ...routes)), routes);
    const narrow = readElk(
      {
        id: 'root',
        children: [{ id: '@', width: 200, height: 90, children: [{ id: 'n0', x: 50, y: 44 }], edges: [] }],
      } as unknown as Parameters<typeof readElk>[0],
      { boxes: [box(100, 22)], edges: [], hasFrame: true },
    );
    // 264 at least: 32 more at each side. Without ports the flow runs in the middle.
    assert.deepEqual(narrow, {
      width: 264,
      height: 90,
      entry: 132,
      exit: 132,
      corners: [{ x: 82, y: 44 }],
      lines: [],
    });
  });
});

describe('heads that hang', () => {
  const source = { x: 0, y: 100, width: 200, height: 60 };
  const one = { width: 100, height: 80, entry: 50, source };

  it('stand 48 right of what they leave from, below its middle, with a line into their top', () => {
    const [hung] = hangHeads([one], []);
    assert.deepEqual(hung, {
      corner: { x: 248, y: 152 },
      line: [
        { x: 200, y: 130 },
        { x: 298, y: 130 },
        { x: 298, y: 152 },
      ],
    });
  });

  it('pass what is there, and the heads before them, with 14 between', () => {
    const wall = { x: 300, y: 200, width: 40, height: 10 };
    const far = { x: 900, y: 152, width: 40, height: 80 };
    const [first, second] = hangHeads([one, one], [far, wall]);
    assert.deepEqual(first?.corner, { x: 355, y: 152 });
    assert.deepEqual(second?.corner, { x: 355 + 100 + 15, y: 152 });
    // Something that ends 14 above them is not in their way.
    const above = { x: 248, y: 128, width: 100, height: 10 };
    assert.deepEqual(hangHeads([one], [above])[0]?.corner, { x: 248, y: 152 });
    assert.deepEqual(hangHeads([one], [{ ...above, height: 11 }])[0]?.corner, { x: 363, y: 152 });
  });
});

describe('rectangles and lines', () => {
  it('are bound by all of them, and by nothing where there is nothing', () => {
    assert.deepEqual(boundsOf([], []), { x: 0, y: 0, width: 0, height: 0 });
    const boxes = [
      { x: 10, y: 20, width: 30, height: 40 },
      { x: -5, y: 30, width: 10, height: 5 },
    ];
    assert.deepEqual(boundsOf(boxes, []), { x: -5, y: 20, width: 45, height: 40 });
    const points = [
      { x: 60, y: 0 },
      { x: 0, y: 90 },
    ];
    assert.deepEqual(boundsOf(boxes, [{ points }]), { x: -5, y: 0, width: 65, height: 90 });
    assert.deepEqual(boundsOf([], [{ points }]), { x: 0, y: 0, width: 60, height: 90 });
  });

  it('grow on all sides, and share more than an edge or not', () => {
    const rect = { x: 10, y: 10, width: 20, height: 10 };
    assert.deepEqual(grown(rect, 3), { x: 7, y: 7, width: 26, height: 16 });
    assert.equal(overlaps(rect, { ...rect, x: 30 }), false);
    assert.equal(overlaps(rect, { ...rect, x: -10 }), false);
    assert.equal(overlaps(rect, { ...rect, y: 20 }), false);
    assert.equal(overlaps(rect, { ...rect, y: 0 }), false);
    assert.equal(overlaps(rect, { ...rect, x: 29, y: 19 }), true);
    assert.equal(overlaps(rect, { ...rect, x: -9, y: 1 }), true);
  });

  it('lose what is twice and what is in the middle of a straight piece', () => {
    const at = (x: number, y: number) => ({ x, y });
    const line = [at(0, 0), at(0, 0), at(0, 5), at(0, 9), at(4, 9), at(8, 9), at(8, 9.005), at(8, 20)];
    assert.deepEqual(simplified(line), [at(0, 0), at(0, 9), at(8, 9), at(8, 20)]);
    assert.deepEqual(simplified([at(0, 0), at(3, 0), at(3, 3)]), [at(0, 0), at(3, 0), at(3, 3)]);
    assert.deepEqual(simplified([]), []);
  });
});
