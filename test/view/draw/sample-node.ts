/** A network with a node of every kind, for tests of how nodes are drawn. */

import assert from 'node:assert/strict';
import { interWidth } from '../../../src/view/draw/inter-widths';
import { drawNode, type NodeDrawing } from '../../../src/view/draw/node';
import { TextFit } from '../../../src/view/draw/text-fit';
import { heatScale } from '../../../src/view/heat';
import type { ViewMetric, ViewModel, ViewNode } from '../../../src/view/model';
import type { Picture, PlacedBox } from '../../../src/view/picture';
import { stackModel } from '../../../src/view/place';
import { editorWords } from '../../../src/words/editor';
import { previewWords } from '../../../src/words/preview';
import { analyzeText } from '../../support/analyze-text';
import { type Drawn, drawnIn, textsIn } from '../../support/drawn';
import { buildViewModel } from '../../support/view-model';

const words = previewWords('en');

function modelOf(text: string): ViewModel {
  return buildViewModel(analyzeText(text), undefined, editorWords('en')) ?? assert.fail('no view');
}

export const model = modelOf(`
module fire(squeeze = 8, expand = 16) {
  conv(squeeze, 1x1)
  concat { branch { conv(expand, 1x1) }
    branch { conv(2 * expand, 3x3) }
    branch { maxpool(3x3, stride = 1) }
  }
}
network Sample(width = 32) {
  input image: 64x64x3
  stem = conv(width, 7x7, stride = 2)
  output early
  relu()
  first = fire(16)
  repeat 3 { conv(16, 3x3) }
  joined = concat { branch { conv(8, 3x3) }
    branch { conv(24, 1x1) } }
  add { branch { conv(32, 3x3) }
    branch { } }
  head aux { globalavgpool() -> dense(10) }
  globalavgpool()
  dense(1000)
  output logits
}
`);
let closed: Picture;
let open: Picture;

/** Before any of the functions below. */
export async function placeSample(): Promise<void> {
  closed = await stackModel(model, new Set());
  open = await stackModel(model, new Set(model.nodes.map(({ id }) => id)));
}

export function drawingOf(of: ViewModel, more: Partial<NodeDrawing> = {}): NodeDrawing {
  const metric: ViewMetric = more.metric ?? 'multiplies';
  const fit = new TextFit(interWidth);
  return { model: of, metric, scale: heatScale(of, metric), fit, words, isInteractive: true, ...more };
}

export const nodeOf = (id: string): ViewNode => model.nodes.find((node) => node.id === id) ?? assert.fail(id);
const boxIn = ({ boxes }: Picture, id: string): PlacedBox => boxes.find((box) => box.id === id) ?? assert.fail(id);
/** Of a node while everything is closed, and while everything is open. */
export const boxOf = (id: string): PlacedBox => boxIn(closed, id);
export const openBoxOf = (id: string): PlacedBox => boxIn(open, id);

/** A node of the sample as it is drawn closed, with what is changed of it. */
export function drawn(
  id: string,
  change: Partial<ViewNode> = {},
  more: Partial<NodeDrawing> = {},
  box = boxOf(id),
): Drawn[] {
  return drawnIn(drawNode({ ...nodeOf(id), ...change }, box, drawingOf(model, more)));
}

export const drawnOpen = (id: string, change: Partial<ViewNode> = {}, more: Partial<NodeDrawing> = {}): Drawn[] =>
  drawn(id, change, more, openBoxOf(id));

export const at = (all: readonly Drawn[], level: 'at-full' | 'at-brief'): Drawn[] =>
  textsIn(all).filter(({ around }) => around.has(level));

export const said = (all: readonly Drawn[]): string[] => textsIn(all).map(({ text }) => text);

/** What a box has within itself for texts, where `left` is taken by its colour. */
export const inside = ({ width, height }: PlacedBox, left = 0) => ({ x: left, y: 0, width: width - left, height });

/** What twelve branches cost. */
export const many: ViewNode['bars'] = Array.from({ length: 12 }, (_, index) => {
  const value = 1000 * (index + 1);
  return { multiplies: value, macs: value, flops: value, params: value, activationBytes: value };
});
export const counts = (value: number, isPartial = false): ViewNode['counts'] => {
  const count = { value, isPartial };
  return { multiplies: count, macs: count, flops: count, params: count, activationBytes: count };
};

/** Boxes while everything is closed, and while everything is open. */
export const placed = () => ({ closed: closed.boxes, open: open.boxes });
