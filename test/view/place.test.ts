/** Properties that every placed picture has, on the shape of GoogLeNet and on random modules. */

import assert from 'node:assert/strict';
import ELK from 'elkjs';
import fc from 'fast-check';
import {
  type ElkGraph,
  elkInput,
  entryIndex,
  exitIndex,
  isChain,
  readElk,
  stackedLayout,
} from '../../src/view/elk-input';
import type { ViewModel } from '../../src/view/model';
import { overlaps, type Picture, type PlacedBox, type Point } from '../../src/view/picture';
import { LayoutCache, type LayoutPort, placeModel, stackModel } from '../../src/view/place';
import { add, block, concat, googlenetShaped, head, type Item, layer, sampleModel } from './sample-model';

const elk = new ELK();
const layout: LayoutPort = async (graph) => (await elk.layout(graph as never)) as unknown as ElkGraph;

const place = (model: ViewModel, open: Iterable<string> = []): Promise<Picture> =>
  placeModel(model, new Set(open), layout, new LayoutCache());

const allOpen = (model: ViewModel): string[] =>
  model.nodes.filter((node) => node.children.length > 0).map((node) => node.id);

/** Boxes that may not touch: siblings, heads included. */
function overlappingSiblings(picture: Picture): string[] {
  const found: string[] = [];
  picture.boxes.forEach((a, index) => {
    for (const b of picture.boxes.slice(index + 1)) {
      if (a.body === b.body && overlaps(a, b)) found.push(`${a.id} and ${b.id}`);
    }
  });
  return found;
}

/** Lines that run through a box of their own body other than the ones they join. */
function linesThroughBoxes(picture: Picture): string[] {
  const found: string[] = [];
  for (const line of picture.lines) {
    for (const box of picture.boxes) {
      if (box.body !== line.body || box.id === line.from || box.id === line.to) continue;
      if (line.points.some((point, index) => index > 0 && crosses(line.points[index - 1] as Point, point, box))) {
        found.push(`${line.from} to ${line.to} through ${box.id}`);
      }
    }
  }
  return found;
}

function crosses(a: Point, b: Point, box: PlacedBox): boolean {
  const piece = {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
  const inside = { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
  return overlaps({ ...piece, width: Math.max(piece.width, 0.01), height: Math.max(piece.height, 0.01) }, inside);
}

function outsideOfParent(picture: Picture): string[] {
  const byId = new Map(picture.boxes.map((box) => [box.id, box]));
  return picture.boxes
    .filter((box) => {
      const parent = byId.get(box.body);
      return (
        parent !== undefined &&
        (box.x < parent.x ||
          box.y < parent.y ||
          box.x + box.width > parent.x + parent.width ||
          box.y + box.height > parent.y + parent.height)
      );
    })
    .map((box) => box.id);
}

function slantedLines(picture: Picture): string[] {
  return picture.lines
    .filter((line) =>
      line.points.some((point, index) => {
        const before = line.points[index - 1];
        return before !== undefined && Math.abs(before.x - point.x) > 0.01 && Math.abs(before.y - point.y) > 0.01;
      }),
    )
    .map((line) => `${line.from} to ${line.to}`);
}

/** Branches of a join whose first boxes do not stand from left to right. */
function branchesOutOfOrder(model: ViewModel, picture: Picture): string[] {
  const at = new Map(picture.boxes.map((box) => [box.id, box]));
  const found: string[] = [];
  for (const join of model.nodes.filter((node) => node.kind === 'join' && at.has(node.id))) {
    let right = -Infinity;
    join.joinChannels.forEach((_, index) => {
      const own = model.nodes.filter(
        (node) => node.branches.at(-1)?.join === join.id && node.branches.at(-1)?.index === index,
      );
      const boxes = own.flatMap((node) => at.get(node.id) ?? []);
      if (boxes.length === 0) return;
      const centre = Math.min(...boxes.map((box) => box.x + box.width / 2));
      if (centre <= right) found.push(`${join.id} branch ${index + 1}`);
      right = Math.max(...boxes.map((box) => box.x + box.width / 2));
    });
  }
  return found;
}

function assertWellPlaced(model: ViewModel, picture: Picture): void {
  assert.deepEqual(overlappingSiblings(picture), []);
  assert.deepEqual(linesThroughBoxes(picture), []);
  assert.deepEqual(outsideOfParent(picture), []);
  assert.deepEqual(slantedLines(picture), []);
  assert.deepEqual(branchesOutOfOrder(model, picture), []);
  const ends = picture.lines.filter((line) => line.points.length < 2);
  assert.deepEqual(ends, []);
}

const leaf: fc.Arbitrary<Item> = fc.constantFrom(layer('conv'), layer('maxpool', 0), layer('dense'));
const { item } = fc.letrec<{ item: Item; chain: Item[] }>((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 4, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('concat' as const, 'add' as const),
          fc.array(tie('chain'), { minLength: 2, maxLength: 4 }),
        )
        .map(([join, branches]): Item => {
          // Two identities in one join share a channel, which the design accepts; one is enough here.
          const skips = branches.filter((branch) => branch.length === 0).length;
          return {
            join,
            branches: skips > 1 ? branches.map((branch) => (branch.length === 0 ? [layer('conv')] : branch)) : branches,
          };
        }),
    },
    {
      weight: 1,
      arbitrary: tie('chain').map((items): Item => block('m', ...(items.length === 0 ? [layer('conv')] : items))),
    },
  ),
  chain: fc.array(tie('item'), { maxLength: 4 }),
}));
const network = fc.array(item, { minLength: 1, maxLength: 7 });

describe('place', function () {
  this.timeout(60_000);

  it('draws GoogLeNet closed as 25 boxes and open as 109', async () => {
    const model = googlenetShaped();
    const closed = await place(model);
    assert.equal(closed.boxes.length, 25);
    assertWellPlaced(model, closed);
    const open = await place(model, allOpen(model));
    assert.equal(open.boxes.length, 109);
    assertWellPlaced(model, open);
  });

  it('keeps the path through blocks straight', async () => {
    const model = googlenetShaped();
    const picture = await place(model, allOpen(model));
    assert.deepEqual(
      picture.lines.filter((line) => line.isMain && line.points.length > 2).map((line) => line.from),
      [],
    );
    assert.equal(picture.lines.filter((line) => line.isMain).length, 22);
  });

  it('lets the entry of an open block stand above its exit', async () => {
    const model = sampleModel([
      block('m', concat([layer('conv')], [layer('conv'), layer('conv')], [layer('conv')]), layer('conv')),
    ]);
    const picture = await place(model, ['m']);
    const box = picture.boxes.find(({ id }) => id === 'm');
    assert.equal(box?.inPorts[0], box?.outPort);
  });

  it('hangs an open head beside the path without stretching it', async () => {
    const model = sampleModel([
      layer('conv'),
      block('m', layer('conv')),
      head('aux', layer('conv'), layer('dense')),
      layer('dense'),
    ]);
    const closed = await place(model);
    const open = await place(model, ['aux']);
    const at = (picture: Picture, id: string) => picture.boxes.find((box) => box.id === id);
    for (const id of ['conv_1', 'm', 'dense_1']) assert.equal(at(open, id)?.y, at(closed, id)?.y);
    assert.ok((at(open, 'aux')?.x ?? 0) > (at(open, 'm')?.x ?? 0) + (at(open, 'm')?.width ?? 0));
    assertWellPlaced(model, open);
  });

  it('gives equal coordinates on every repetition', async () => {
    const model = googlenetShaped();
    assert.deepEqual(await place(model, allOpen(model)), await place(model, allOpen(model)));
  });

  it('lays equal blocks out once, and nothing again when nothing changed', async () => {
    const model = googlenetShaped();
    let calls = 0;
    const counting: LayoutPort = (graph) => {
      calls++;
      return layout(graph);
    };
    const cache = new LayoutCache();
    await placeModel(model, new Set(allOpen(model)), counting, cache);
    assert.equal(calls, 2); // an inception body and a head's body; the network itself is a chain
    await placeModel(model, new Set(allOpen(model)), counting, cache);
    assert.equal(calls, 2);
  });

  it('places chains by itself, exactly as the layout would', async () => {
    const size = fc.record({ width: fc.integer({ min: 20, max: 900 }), height: fc.integer({ min: 20, max: 900 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(size, { minLength: 1, maxLength: 12 }), fc.boolean(), async (sizes, hasFrame) => {
        const boxes = sizes.map(({ width, height }) => ({
          width,
          height,
          inPorts: [width / 2],
          outPort: width / 2,
          span: width,
        }));
        const stops = [...(hasFrame ? [entryIndex] : []), ...boxes.keys(), ...(hasFrame ? [exitIndex] : [])];
        const edges = stops.slice(1).map((to, index) => ({
          from: stops[index] as number,
          to,
          port: 0,
          isMain: !hasFrame,
        }));
        const problem = { boxes, edges, hasFrame };
        assert.ok(isChain(problem));
        assert.deepEqual(stackedLayout(problem), readElk(await layout(elkInput(problem)), problem));
        assert.equal(isChain({ ...problem, edges: [...edges, ...edges.slice(0, 1)] }), edges.length === 0);
      }),
      { numRuns: 40, seed: 1_512 },
    );
  });

  it('places random networks without overlaps, lines through boxes or branches out of order', async () => {
    await fc.assert(
      fc.asyncProperty(network, async (items) => {
        const model = sampleModel(items);
        assertWellPlaced(model, await place(model, allOpen(model)));
        assertWellPlaced(model, await place(model));
      }),
      { numRuns: 40, seed: 20_150_617 },
    );
  });

  it('stacks boxes without a layout and without overlaps', async () => {
    await fc.assert(
      fc.asyncProperty(network, async (items) => {
        const model = sampleModel(items);
        const picture = await stackModel(model, new Set(allOpen(model)));
        assert.equal(picture.method, 'stacked');
        assert.deepEqual(overlappingSiblings(picture), []);
        assert.deepEqual(linesThroughBoxes(picture), []);
        assert.deepEqual(outsideOfParent(picture), []);
        assert.deepEqual(slantedLines(picture), []);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('keeps join inputs apart: identity branches and add', async () => {
    const model = sampleModel([layer('conv'), add([], [layer('conv'), layer('conv')]), concat([layer('conv')], [])]);
    assertWellPlaced(model, await place(model));
  });

  it('is in one column before it is folded, with a margin around all', async () => {
    const model = googlenetShaped();
    const { columns, cuts, bounds, boxes, lines, method } = await stackModel(model, new Set());
    assert.deepEqual([columns, cuts, method], [1, [], 'stacked']);
    assert.equal(
      bounds.x,
      Math.min(...boxes.map(({ x }) => x), ...lines.flatMap(({ points }) => points.map(({ x }) => x))) - 24,
    );
    assert.equal(bounds.y, Math.min(...boxes.map(({ y }) => y)) - 24);
    assert.equal(bounds.y + bounds.height, Math.max(...boxes.map(({ y, height }) => y + height)) + 24);
  });

  it('passes on a failure of the layout', async () => {
    const failing: LayoutPort = () => Promise.reject(new Error('stopped'));
    const model = googlenetShaped();
    await assert.rejects(placeModel(model, new Set(allOpen(model)), failing, new LayoutCache()), /stopped/);
  });
});
