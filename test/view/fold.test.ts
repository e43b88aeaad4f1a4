/** Folding a tall picture into columns: what may never change, and the counts of columns that fit best. */

import assert from 'node:assert/strict';
import ELK from 'elkjs';
import fc from 'fast-check';
import type { ElkGraph } from '../../src/view/elk-input';
import { fitZoom, foldInto, foldLike, foldToFit } from '../../src/view/fold';
import type { ViewModel } from '../../src/view/model';
import { overlaps, type Picture } from '../../src/view/picture';
import { LayoutCache, placeModel } from '../../src/view/place';
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
    const again = foldLike(opened, model, folded);
    assert.deepEqual(again.cuts, folded.cuts);
    assertFolded(opened, again);
    const lost = foldLike(opened, model, { columns: 2, cuts: ['gone'] });
    assert.equal(lost.columns, 2);
  });

  it('never cuts through branches', async () => {
    const tall = Array.from({ length: 12 }, () => layer('conv'));
    const model = sampleModel([layer('conv'), concat(tall, tall), layer('conv')]);
    const picture = await place(model);
    const folded = foldInto(picture, model, 9);
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
      fc.property(fc.integer({ min: 1, max: 30 }), fc.boolean(), (columns, isOpen) => {
        const picture = isOpen ? open : closed;
        const folded = foldInto(picture, model, columns);
        assert.ok(folded.columns <= columns);
        assertFolded(picture, folded);
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
