/** Folding a tall picture into columns: what may never change, and the counts of columns that fit best. */

import assert from 'node:assert/strict';
import ELK from 'elkjs';
import fc from 'fast-check';
import type { ElkGraph } from '../../src/view/elk-input';
import { cuttingOf, fitZoom, foldInto, foldLike, foldToFit, foldToWidth } from '../../src/view/fold';
import type { ViewModel } from '../../src/view/model';
import { overlaps, type Picture } from '../../src/view/picture';
import { LayoutCache, placeModel, stackModel } from '../../src/view/place';
import { concat, googlenetShaped, layer, sampleModel } from './sample-model';

const elk = new ELK();
const place = (model: ViewModel, open: readonly string[] = []): Promise<Picture> =>
  placeModel(
    model,
    new Set(open),
    async (graph) => (await elk.layout(graph as never)) as unknown as ElkGraph,
    new LayoutCache(),
  );

const wide = { width: 1100, height: 800 };

function assertFolded(before: Picture, after: Picture): void {
  assert.deepEqual(
    after.boxes.map(({ id, width, height }) => [id, width, height]),
    before.boxes.map(({ id, width, height }) => [id, width, height]),
  );
  const tops = after.boxes.filter((box) => box.body === '');
  tops.forEach((a, index) => {
    for (const b of tops.slice(index + 1)) assert.ok(!overlaps(a, b), `${a.id} and ${b.id} overlap`);
  });
  const at = new Map(after.boxes.map((box) => [box.id, box]));
  for (const line of after.lines) {
    const source = at.get(line.from);
    const target = at.get(line.to);
    const start = line.points[0];
    const end = line.points.at(-1);
    assert.ok(start && end);
    if (source && !line.isSide)
      assert.ok(Math.abs(start.y - source.y - source.height) < 0.5, `${line.from} starts at its box`);
    if (target) assert.ok(Math.abs(end.y - target.y) < 0.5, `${line.to} is reached at its top`);
    line.points.forEach((point, index) => {
      const previous = line.points[index - 1];
      assert.ok(
        previous === undefined || Math.abs(previous.x - point.x) < 0.01 || Math.abs(previous.y - point.y) < 0.01,
      );
    });
  }
}

/** The column of each of the network's own boxes in written order. */
function columnsOf(picture: Picture, model: ViewModel): number[] {
  const boxes = new Map(picture.boxes.map((box) => [box.id, box]));
  const starts = picture.cuts.map((cut) => model.children.indexOf(cut));
  return model.children
    .filter((id) => boxes.has(id))
    .map((_, index) => starts.filter((start) => start <= index).length);
}

describe('fold', function () {
  this.timeout(60_000);

  it('breaks GoogLeNet into three columns in a wide canvas, whole at 100% or more', async () => {
    const model = googlenetShaped();
    const picture = await place(model);
    assert.deepEqual([picture.bounds.width, picture.bounds.height], [472, 1732]);
    const folded = foldToFit(picture, model, wide);
    assert.equal(folded.columns, 3);
    assert.ok(fitZoom(folded.bounds, wide) >= 1, `${fitZoom(folded.bounds, wide)}`);
    assertFolded(picture, folded);
  });

  it('keeps one column in a narrow canvas', async () => {
    const model = googlenetShaped();
    const picture = await place(model);
    assert.equal(foldToFit(picture, model, { width: 420, height: 800 }), picture);
  });

  it('moves boxes between columns only when asked to: an edit keeps the cuts', async () => {
    const model = googlenetShaped();
    const picture = await place(model);
    const folded = foldToFit(picture, model, wide);
    const opened = await place(model, ['inception_3a']);
    const again = foldLike(opened, model, cuttingOf(folded, model));
    assert.deepEqual(again.cuts, folded.cuts);
    assertFolded(opened, again);
  });

  it('keeps what did not change in its column when a layer is written or taken away anywhere, and the way back', async () => {
    const body = [...Array.from({ length: 30 }, (_, index) => layer(index % 3 === 0 ? 'maxpool' : 'conv'))];
    const model = sampleModel(body);
    const picture = await place(model);
    const folded = foldToFit(picture, model, wide);
    assert.ok(folded.columns > 2);
    const cutting = cuttingOf(folded, model);
    assert.deepEqual(foldLike(picture, model, cutting), folded);
    for (let at = 1; at < body.length; at++) {
      const longer = sampleModel([...body.slice(0, at), layer('lrn'), ...body.slice(at)]);
      const shorter = sampleModel([...body.slice(0, at), ...body.slice(at + 1)]);
      const before = columnsOf(folded, model);
      const after = columnsOf(foldLike(await place(longer), longer, cutting), longer);
      assert.deepEqual([...after.slice(0, at + 1), ...after.slice(at + 2)], before, `a layer more at ${at}`);
      const less = columnsOf(foldLike(await place(shorter), shorter, cutting), shorter);
      // A run of equal layers may lose any of them.
      const moved = less.filter((column, index) => column !== before[index < at + 1 ? index : index + 1]);
      assert.ok(moved.length <= 1, `a layer less at ${at}: ${moved.length} moved`);
    }
  });

  it('takes as many columns as stand side by side where no count of them is legible', async () => {
    const model = googlenetShaped();
    const picture = await place(model, ['inception_3a', 'inception_3b', 'inception_4a']);
    const folded = foldToWidth(picture, model, 1000, 0.74);
    assert.ok(folded.columns === 1 || folded.bounds.width * 0.74 <= 1000);
    assert.ok(foldToWidth(picture, model, 4000, 0.74).columns > folded.columns);
    assert.equal(foldToWidth(picture, model, 500, 0.74), picture);
  });

  it('knows the zoom at which all is seen, and 1 of what has no size', () => {
    const bounds = { x: 5, y: 5, width: 400, height: 200 };
    assert.equal(fitZoom(bounds, { width: 200, height: 180 }), 0.5);
    assert.equal(fitZoom(bounds, { width: 400, height: 50 }), 0.25);
    assert.equal(fitZoom(bounds, { width: 4000, height: 4000 }), 1.2);
    assert.equal(fitZoom(bounds, { width: 4000, height: 4000 }, 3), 3);
    for (const empty of [
      { ...bounds, width: 0 },
      { ...bounds, height: 0 },
      { ...bounds, width: 0, height: 0 },
    ]) {
      assert.equal(fitZoom(empty, { width: 200, height: 180 }), 1);
    }
  });

  it('cuts a picture of very many boxes too, between as many of them', async () => {
    const model = sampleModel(Array.from({ length: 1500 }, () => layer('conv')));
    const picture = await stackModel(model, new Set());
    const folded = foldInto(picture, model, 4);
    assert.equal(folded.columns, 4);
    assertFolded(picture, { ...folded, boxes: folded.boxes });
    const columns = columnsOf(folded, model);
    // In their order, and none much longer than another.
    assert.deepEqual(
      columns,
      columns.toSorted((a, b) => a - b),
    );
    const lengths = [0, 1, 2, 3].map((column) => columns.filter((one) => one === column).length);
    assert.ok(Math.max(...lengths) - Math.min(...lengths) < 12, lengths.join());
    // What is thrown together is not cut: of 1,501 boxes in groups of three.
    for (const cut of folded.cuts) assert.equal(model.children.indexOf(cut) % 3, 0);
  });

  it('begins a column with a layer that makes the image smaller, rather than with the one beside it', async () => {
    // Of thirteen boxes the first column has seven or six.
    const model = sampleModel(Array.from({ length: 12 }, () => layer('conv')));
    const nodes = model.nodes.map((node) => (node.id === 'conv_6' ? { ...node, shape: [14, 14, 64] as const } : node));
    const smaller = { ...model, nodes };
    const cuts = async (of: ViewModel) => foldInto(await place(of), of, 2).cuts;
    assert.deepEqual(await cuts(smaller), ['conv_6']);
    assert.deepEqual(await cuts(model), ['conv_7']);
  });

  it('never cuts through branches', async () => {
    const tall = Array.from({ length: 12 }, () => layer('conv'));
    const model = sampleModel([layer('conv'), concat(tall, tall), layer('conv')]);
    const picture = await place(model);
    const folded = foldToWidth(picture, model, 9000, 1);
    const inside = new Set(
      model.nodes.filter((node) => node.branches.length > 0 || node.kind === 'join').map((node) => node.id),
    );
    assert.deepEqual(
      folded.cuts.filter((cut) => inside.has(cut)),
      [],
    );
    assertFolded(picture, folded);
  });

  it('keeps every box and line whole for any count of columns', async () => {
    const model = googlenetShaped();
    const closed = await place(model);
    const open = await place(model, ['inception_3b', 'inception_4a', 'aux1']);
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 9000 }), fc.boolean(), (width, isOpen) => {
        const picture = isOpen ? open : closed;
        const folded = foldToWidth(picture, model, width, 1);
        assert.ok(folded.columns === 1 || folded.bounds.width <= width);
        assertFolded(picture, folded);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
