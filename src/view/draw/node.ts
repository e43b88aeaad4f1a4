/**
 * Draws one node into its group: closed boxes, open frames, joins and pills. A node is drawn once for all zooms: what a
 * level of detail shows or hides is a class. Sizes are those of box-sizes.ts; texts are cut to fit into them. Colours are
 * left to the classes: on a page they are those of graph.css, in a file those of picture-style.ts.
 */

import type { PreviewWords } from '../../words/preview';
import { numberChange } from '../change';
import { type HeatScale, type HeatStep, heatStep } from '../heat';
import { isEnd, type ViewMetric, type ViewModel, type ViewNode } from '../model';
import { amountText, nodeShareText } from '../node-words';
import { shape, unknownShape } from '../number-text';
import type { PlacedBox } from '../picture';
import type { UnionMark } from '../union';
import { glyph } from './glyph';
import { n, type SvgNode, svg } from './svg-tree';
import type { TextFit, Weight } from './text-fit';

/** What a node says of a run. */
export interface NodeNote {
  /** In the place of its share. */
  readonly beside: string;
  readonly warning: { readonly text: string; readonly isError: boolean } | null;
}

export interface NodeDrawing {
  readonly model: ViewModel;
  readonly metric: ViewMetric;
  readonly scale: HeatScale;
  /** What the text says, while something else is tried out: changes are marked, and bars keep their measure. */
  readonly before?: { readonly model: ViewModel; readonly nodes: ReadonlyMap<string, ViewNode> } | undefined;
  readonly fit: TextFit;
  readonly words: PreviewWords;
  /** How nodes differ from another network. */
  readonly marks?: ReadonlyMap<string, UnionMark> | null | undefined;
  /** What nodes say besides, by their ids. */
  readonly notes?: ReadonlyMap<string, NodeNote> | null | undefined;
  /** Bodies are opened and closed in it. */
  readonly isInteractive: boolean;
}

const chevronRight = 'M-2.5 -4L1.5 0L-2.5 4';
const chevronDown = 'M-4 -2L0 2L4 -2';

export function heatClass(step: HeatStep): string {
  return `heat-${step}`;
}

/** By which the colours of a node's parts are chosen. */
export function nodeClasses(node: ViewNode, { isOpen }: PlacedBox, { metric, scale, marks }: NodeDrawing): string[] {
  return [
    'node',
    `kind-${node.kind}`,
    heatClass(nodeHeat(node, metric, scale)),
    isOpen ? 'is-open' : 'is-closed',
    ...(node.error === null ? [] : ['has-error']),
    ...(node.isUnknown ? ['is-unknown'] : []),
    ...(marks?.has(node.id) ? [`mark-${marks.get(node.id)}`] : []),
  ];
}

/** The step that colours a node. A join costs nothing and stays grey whatever the metric. */
export function nodeHeat(node: ViewNode, metric: ViewMetric, scale: HeatScale): HeatStep {
  if (node.kind === 'join' || isEnd(node) || node.part === 'dead') return 'none';
  return heatStep(scale, node.counts[metric]);
}

/** Everything that a drawing depends on besides its place; equal keys mean an equal drawing. */
export function drawingKey(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): string {
  const { model, metric } = drawing;
  return JSON.stringify([
    node.kind,
    node.title,
    node.suffix,
    node.filters,
    node.subtitle,
    node.argumentText,
    node.glyph,
    node.hasWeights,
    node.counts[metric],
    node.part,
    beside(node, drawing),
    tickAt(node, box, drawing),
    nodeHeat(node, drawing.metric, drawing.scale),
    node.error,
    node.isUnknown,
    node.bars.map((bar) => [bar[metric], heatStep(drawing.scale, bar[metric])]),
    costBar(node, box, drawing),
    metric,
    node.kind === 'join' ? [node.joinChannels, box.inPorts] : box.inPorts[0],
    box.width,
    box.height,
    box.isOpen,
    node.outputs,
    passedResults(node, model),
    node.shape,
    drawing.marks?.get(node.id),
    drawing.notes?.get(node.id)?.warning,
  ]);
}

/** What is seen of a node, in drawing order, for a group whose origin is the box's corner. */
export function drawNode(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const parts = [...drawParts(node, box, drawing), ...resultLabel(node, box, drawing.model)];
  const mark = drawing.marks?.get(node.id);
  return [
    ...parts,
    ...(node.error === null ? [] : [errorBadge(box)]),
    ...(mark === undefined ? [] : [markBadge(box, mark, node.error !== null)]),
    ...warningPill(node, box, drawing),
  ];
}

/** What a screen reader is given the place of, and the ring that shows focus and selection. */
export function drawOutline(node: ViewNode, box: PlacedBox): SvgNode[] {
  return [svg('rect', { class: 'area', width: n(box.width), height: n(box.height) }), ring(node, box)];
}

function drawParts(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  if (box.isOpen) return openFrame(node, box, drawing);
  switch (node.kind) {
    case 'input':
    case 'result':
      return pill(node, box, drawing);
    case 'join':
      return node.op === 'concat' ? concatBar(node, box, drawing) : signCircle(box, node.op === 'multiply');
    case 'layer':
      return layerBox(node, box, drawing);
    case 'head':
      return headBox(node, box, drawing);
    default:
      return moduleBox(node, box, drawing);
  }
}

// ---- Pieces ----

interface TextOptions {
  readonly class: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: Weight;
  readonly anchor?: 'start' | 'middle' | 'end';
}

function text(content: string, options: TextOptions, ...spans: readonly SvgNode[]): SvgNode {
  return svg(
    'text',
    {
      class: options.class,
      x: n(options.x),
      y: n(options.y),
      'font-size': options.size,
      'font-weight': options.weight ?? 400,
      'text-anchor': options.anchor,
    },
    content,
    ...spans,
  );
}

/** The one line of the middle level of detail: as large as fits, cut only where even the smallest size does not. */
function briefTitle(content: string, x: number, middle: number, room: number, { fit }: NodeDrawing): SvgNode {
  const size = [14, 13, 12].find((candidate) => fit.width(content, candidate, 600) <= room) ?? 11;
  return text(fit.cut(content, room, size, 600), { class: 'label', x, y: middle + size * 0.36, size, weight: 600 });
}

/** The title and, muted, its suffix, cut together. */
function title(node: ViewNode, drawing: NodeDrawing, at: TextOptions, room: number): SvgNode {
  const weight = at.weight ?? 600;
  const suffixWidth = node.suffix === '' ? 0 : drawing.fit.width(` ${node.suffix}`, at.size);
  const main = drawing.fit.cut(node.title, room - suffixWidth, at.size, weight);
  const suffix = node.suffix === '' ? [] : [svg('tspan', { class: 'muted', 'font-weight': 400 }, ` ${node.suffix}`)];
  return text(main, { ...at, weight }, ...suffix);
}

function body(box: PlacedBox, radius: number): SvgNode {
  return svg('rect', { class: 'body', width: n(box.width), height: n(box.height), rx: radius });
}

/** The coloured end of a box: round at the left corners only. */
function swatch(width: number, height: number, radius: number, className = 'swatch'): SvgNode {
  const d = `M${width} 0.5H${radius}A${radius - 0.5} ${radius - 0.5} 0 0 0 0.5 ${radius}V${height - radius}A${radius - 0.5} ${radius - 0.5} 0 0 0 ${radius} ${height - 0.5}H${width}z`;
  return svg('path', { class: className, d });
}

/** A part of its count is not known, or none of it; without weights, its shape. */
function isUncertain(node: ViewNode, { metric }: NodeDrawing): boolean {
  return node.counts[metric].isPartial || (node.isUnknown && node.children.length === 0);
}

/** Hatched over the colour where the count is not known. */
function hatch(width: number, height: number, radius: number): SvgNode {
  return swatch(width, height, radius, 'hatch');
}

function chevron(x: number, y: number, isOpen: boolean, { isInteractive }: NodeDrawing): SvgNode[] {
  if (!isInteractive) return [];
  const made = svg(
    'g',
    { class: 'chevron', transform: `translate(${n(x)} ${n(y)})`, 'data-part': 'chevron' },
    svg('rect', { class: 'target', x: -12, y: -12, width: 24, height: 24, rx: 4 }),
    svg('path', { d: isOpen ? chevronDown : chevronRight }),
  );
  return [made];
}

function ring(node: ViewNode, box: PlacedBox): SvgNode {
  const isRound = isEnd(node) || (node.kind === 'join' && node.op !== 'concat');
  return svg('rect', {
    class: 'ring',
    x: -3,
    y: -3,
    width: n(box.width + 6),
    height: n(box.height + 6),
    rx: isRound ? n((box.height + 6) / 2) : 7,
  });
}

function errorBadge(box: PlacedBox): SvgNode {
  return svg(
    'g',
    { class: 'badge', transform: `translate(${n(box.width - 2)} 2)` },
    svg('circle', { class: 'badge-disc', r: 9 }),
    svg('path', { class: 'badge-mark', d: 'M0 -5V1M0 4v0.4' }),
  );
}

const markSigns: Readonly<Record<UnionMark, string>> = {
  added: 'M-4 0H4M0 -4V4',
  removed: 'M-4 0H4',
  changed: 'M-4.5 1C-3 -2 -1.5 -2 0 0S3 2 4.5 -1',
};

/** In the corner, or beside the badge of an error. */
function markBadge(box: PlacedBox, mark: UnionMark, hasError: boolean): SvgNode {
  return svg(
    'g',
    { class: 'mark', transform: `translate(${n(box.width - (hasError ? 24 : 2))} 0)` },
    svg('circle', { class: 'mark-disc', r: 9 }),
    svg('path', { class: 'mark-sign', d: markSigns[mark] }),
  );
}

/** Over the upper edge of a closed box. */
function warningPill({ id }: ViewNode, box: PlacedBox, { notes, fit }: NodeDrawing): SvgNode[] {
  const warning = notes?.get(id)?.warning ?? null;
  if (warning === null || box.isOpen) return [];
  const width = fit.width(warning.text, 10.5, 600) + 12;
  return [
    svg(
      'g',
      {
        class: warning.isError ? 'warning-pill is-error' : 'warning-pill',
        transform: `translate(${n(box.width - width + 6)} -13)`,
      },
      svg('rect', { width: n(width), height: 16, rx: 8 }),
      text(warning.text, { class: 'warning-text', x: width / 2, y: 11.6, size: 10.5, weight: 600, anchor: 'middle' }),
    ),
  ];
}

const detail = (...children: SvgNode[]): SvgNode => svg('g', { class: 'at-full' }, ...children);
const brief = (...children: SvgNode[]): SvgNode => svg('g', { class: 'at-brief' }, ...children);

/** Beside the line that goes on: the names of the results that leave the network here, and their shape. */
function resultLabel(node: ViewNode, box: PlacedBox, model: ViewModel): SvgNode[] {
  const names = passedResults(node, model);
  if (names.length === 0) return [];
  const label = text(
    `${names.join(', ')} `,
    { class: 'result label', x: box.outPort + 10, y: box.height + 15, size: 11, anchor: 'start' },
    svg('tspan', { 'font-weight': 600 }, shape(node.shape, unknownShape)),
  );
  return [detail(label)];
}

/** On the main path: what is inside of a body shows its result with the body. Where the flow ends there is a box for it. */
function passedResults({ level, part, outputs }: ViewNode, model: ViewModel): readonly string[] {
  if (level !== 1 || part !== 'main' || outputs.length === 0) return [];
  const ended = endedNames(model);
  return outputs.filter((name) => !ended.has(name));
}

/** Made once for each model: a network may have thousands of outputs. */
const endedByModel = new WeakMap<ViewModel, ReadonlySet<string>>();

function endedNames(model: ViewModel): ReadonlySet<string> {
  const known = endedByModel.get(model);
  if (known !== undefined) return known;
  const names = new Set(model.outputs.flatMap(({ name, end }) => (end === null ? [] : [name])));
  endedByModel.set(model, names);
  return names;
}

// ---- Kinds of nodes ----

function layerBox(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const { width, height } = box;
  const { metric, fit, words } = drawing;
  const left = 36;
  const right = width - 8;
  const { text: share, look: shareLook } = beside(node, drawing);
  const common = [
    body(box, 5),
    swatch(28, height, 5),
    ...(isUncertain(node, drawing) ? [hatch(28, height, 5)] : []),
    glyph(node.glyph, 14, height / 2),
  ];
  const briefShare = node.hasWeights ? share : '';
  const briefRoom = right - left - (briefShare === '' ? -2 : fit.width(briefShare, 12.5) + 4);
  const briefParts = brief(
    briefTitle(node.title, left, height / 2, briefRoom, drawing),
    ...(briefShare === ''
      ? []
      : [text(briefShare, { class: shareLook, x: right, y: height / 2 + 4.5, size: 12.5, anchor: 'end' })]),
  );
  if (!node.hasWeights) {
    return [
      ...common,
      detail(
        title(node, drawing, { class: 'label', x: left, y: height / 2 + 4.2, size: 12, weight: 500 }, right - left),
      ),
      briefParts,
    ];
  }
  const filters = node.filters === null ? '' : String(node.filters);
  const filterWidth = filters === '' ? 0 : fit.width(filters, 11) + 6;
  const count = amountText(node, metric, words);
  const length = costBar(node, box, drawing);
  const tick = tickAt(node, box, drawing);
  return [
    ...common,
    detail(
      title(node, drawing, { class: 'label', x: left, y: 17, size: 12, weight: 600 }, right - left - filterWidth),
      ...(filters === '' ? [] : [text(filters, { class: 'muted', x: right, y: 17, size: 11, anchor: 'end' })]),
      text(fit.cut(count, right - left - 44, 11), { class: 'muted', x: left, y: 31, size: 11 }),
      ...(share === '' ? [] : [text(share, { class: shareLook, x: right, y: 31, size: 11, anchor: 'end' })]),
    ),
    ...(length >= 1
      ? [svg('rect', { class: 'cost-bar', x: 28, y: height - 3, width: n(length), height: 2.5, rx: 1 })]
      : []),
    ...(tick === undefined
      ? []
      : [svg('rect', { class: 'cost-tick', x: n(tick - 1), y: height - 7, width: 2, height: 6 })]),
    briefParts,
  ];
}

/** Length of the bar under a layer that has weights: the costliest single layer has the longest. */
function costBar({ counts, hasWeights }: ViewNode, { width }: PlacedBox, drawing: NodeDrawing): number {
  const { model, metric, before } = drawing;
  const most = (before?.model ?? model).costliest[metric];
  return hasWeights && most > 0 ? Math.min(1, (counts[metric].value ?? 0) / most) * (width - 29) : 0;
}

/** Where the bar of a layer ended in the text; undefined where it is the same. */
function tickAt(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): number | undefined {
  const old = drawing.before?.nodes.get(node.id);
  if (old === undefined || node.kind !== 'layer' || box.isOpen) return undefined;
  const [was, now] = [costBar(old, box, drawing), costBar(node, box, drawing)];
  return was === now || was === 0 ? undefined : 28 + was;
}

/** Its share of the total, or how far it is from what the text says. */
function beside(
  node: ViewNode,
  { model, metric, before, notes }: NodeDrawing,
): { readonly text: string; readonly look: string } {
  const note = notes?.get(node.id);
  if (note !== undefined) return { text: note.beside, look: 'muted' };
  const old = before?.nodes.get(node.id)?.counts[metric];
  const now = node.counts[metric];
  const change =
    old === undefined || old.isPartial || now.isPartial || old.value === 0
      ? undefined
      : numberChange(old.value, now.value);
  return change === undefined || change.direction === 'same'
    ? { text: nodeShareText(node, model, metric), look: 'muted' }
    : { text: change.text, look: `change-${change.direction}` };
}

function moduleBox(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const { width, height } = box;
  const { metric, fit, words } = drawing;
  const left = 46;
  const { text: share, look: shareLook } = beside(node, drawing);
  const count = amountText(node, metric, words);
  const bars = branchBars(node, box, drawing);
  const cards = node.children.length === 0 ? [] : node.kind === 'repeat' ? [10, 5] : [5];
  const lineRoom = bars.left - left - 8;
  const hasShare = share !== '' && fit.width(count, 11.5, 600) + fit.width(`  ${share}`, 11.5) <= lineRoom;
  const numbers = text(
    '',
    { class: 'muted', x: left, y: 48.5, size: 11.5 },
    svg('tspan', { class: 'label', 'font-weight': 600 }, fit.cut(count, lineRoom, 11.5, 600)),
    ...(hasShare ? [svg('tspan', { class: shareLook, dx: 5 }, share)] : []),
  );
  return [
    ...cards.map((offset) =>
      svg('rect', { class: 'card', x: offset, y: offset, width: n(width), height: n(height), rx: 6 }),
    ),
    body(box, 6),
    swatch(36, height, 6),
    ...(isUncertain(node, drawing) ? [hatch(36, height, 6)] : []),
    glyph(node.glyph, 18, height / 2, 18),
    detail(
      title(node, drawing, { class: 'label', x: left, y: 18, size: 12, weight: 600 }, width - left - 26),
      text(fit.cut(node.subtitle, bars.left - left - 6, 11), { class: 'muted', x: left, y: 33, size: 11 }),
      numbers,
    ),
    brief(
      title(node, drawing, { class: 'label', x: left, y: 20.5, size: 14, weight: 600 }, width - left - 26),
      text(share === '' ? fit.cut(count, lineRoom, 12.5) : share, { class: shareLook, x: left, y: 46, size: 12.5 }),
    ),
    ...bars.parts,
    ...(node.children.length === 0 ? [] : chevron(width - 14, 14, false, drawing)),
  ];
}

/** One bar per branch in written order; the dearest is 26 high. */
function branchBars(
  node: ViewNode,
  box: PlacedBox,
  { metric, scale }: NodeDrawing,
): { parts: SvgNode[]; left: number } {
  const right = box.width - 13;
  const count = node.bars.length;
  const tallest = Math.max(0, ...node.bars.map((bar) => bar[metric] ?? 0));
  if (count === 0 || tallest === 0) return { parts: [], left: right };
  const room = 68;
  const step = Math.min(11, room / count);
  const thickness = Math.min(8, step * 0.8);
  const base = box.height - 10.5;
  const left = right - step * (count - 1) - thickness;
  const parts: SvgNode[] = node.bars.map((bar, index) => {
    const value = bar[metric];
    const height = value === null || value === 0 ? 0 : Math.max(1, (26 * value) / tallest);
    return svg('rect', {
      class: `branch-bar ${heatClass(heatStep(scale, value))}`,
      x: n(left + index * step),
      y: n(base - height),
      width: n(thickness),
      height: n(height),
      rx: 1,
    });
  });
  parts.push(svg('path', { class: 'base', d: `M${n(left - 2)} ${base}H${n(right + 2)}` }));
  return { parts, left: left - 2 };
}

function headBox(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const { width, height } = box;
  const { metric, fit, words } = drawing;
  const left = 36;
  const room = width - left - 26;
  const second = words.picture('head-amount', { amount: amountText(node, metric, words) });
  return [
    body(box, 5),
    swatch(28, height, 5),
    ...(isUncertain(node, drawing) ? [hatch(28, height, 5)] : []),
    glyph(node.glyph, 14, height / 2),
    detail(
      text(fit.cut(node.title, room, 12, 600), { class: 'label', x: left, y: 17, size: 12, weight: 600 }),
      text(fit.cut(second, width - left - 8, 11), { class: 'muted', x: left, y: 31, size: 11 }),
    ),
    brief(briefTitle(node.title, left, height / 2, room, drawing)),
    ...(node.children.length === 0 ? [] : chevron(width - 14, 13, false, drawing)),
  ];
}

function openFrame(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const { width } = box;
  const { metric, fit, words } = drawing;
  const entry = box.inPorts[0] ?? width / 2;
  const left = drawing.isInteractive ? 28 : 14;
  const room = entry - left - 10;
  const numbersRoom = width - 12 - entry - 10;
  const name = title(node, drawing, { class: 'label', x: left, y: 26, size: 12, weight: 600 }, room);
  const nameWidth = fit.width(node.title + (node.suffix === '' ? '' : ` ${node.suffix}`), 12, 600);
  const argumentsText = fit.cut(node.argumentText, room - nameWidth - 10, 11, 400, true);
  const { text: share, look: shareLook } = beside(node, drawing);
  const count = fit.cut(amountText(node, metric, words), numbersRoom, 12, 600);
  const hasShare = share !== '' && fit.width(count, 12, 600) + fit.width(share, 12) + 5 <= numbersRoom;
  const numbers = text(
    '',
    { class: 'muted', x: width - 12, y: 26, size: 12, anchor: 'end' },
    svg('tspan', { class: 'label', 'font-weight': 600 }, count),
    ...(hasShare ? [svg('tspan', { class: shareLook, dx: 5 }, share)] : []),
  );
  const heat = `M6 0.5H${n(width - 6)}A5.5 5.5 0 0 1 ${n(width - 1.5)} 4.5H1.5A5.5 5.5 0 0 1 6 0.5z`;
  return [
    body(box, 6),
    svg('path', { class: 'heat-line', d: heat }),
    svg('rect', { class: 'frame-header', width: n(width), height: 40, 'data-part': 'header' }),
    detail(
      name,
      ...(argumentsText.length < 4
        ? []
        : [svg('text', { class: 'muted mono', x: n(left + nameWidth + 10), y: 26, 'font-size': 11 }, argumentsText)]),
      numbers,
    ),
    brief(
      title(node, drawing, { class: 'label', x: left, y: 28, size: 14, weight: 600 }, room),
      ...(share === '' ? [] : [text(share, { class: shareLook, x: width - 12, y: 27.5, size: 12.5, anchor: 'end' })]),
    ),
    svg('g', { class: 'at-far' }, text(node.title, { class: 'label far-name', x: 8, y: 33, size: 11, weight: 600 })),
    ...chevron(14, 22, true, drawing),
  ];
}

function concatBar(node: ViewNode, box: PlacedBox, { fit }: NodeDrawing): SvgNode[] {
  const ports = box.inPorts;
  const label = node.title;
  const labelWidth = fit.width(label, 10.5) + 16;
  const middle = Math.floor((ports.length - 1) / 2);
  const parts: SvgNode[] = [];
  ports.forEach((x, index) => {
    const channels = node.joinChannels[index];
    const name = channels === null || channels === undefined ? '?' : String(channels);
    parts.push(text(name, { class: 'label', x, y: 12.8, size: 10.5, weight: 600, anchor: 'middle' }));
    const next = ports[index + 1];
    if (next === undefined) return;
    const gap = next - x;
    const isLabel = index === middle && gap > labelWidth + fit.width(name, 10.5, 600);
    if (isLabel || gap > 40) {
      parts.push(
        text(isLabel ? label : '+', { class: 'muted', x: x + gap / 2, y: 12.8, size: 10.5, anchor: 'middle' }),
      );
    }
  });
  return [body(box, 4), detail(...parts)];
}

/** A plus, or turned by half a right angle the sign of a product. */
function signCircle(box: PlacedBox, isProduct: boolean): SvgNode[] {
  const { width, height } = box;
  const turn = isProduct ? `rotate(45 ${width / 2} ${height / 2})` : undefined;
  return [
    body(box, height / 2),
    svg('path', {
      class: 'plus',
      transform: turn,
      d: `M${width / 2} ${height / 2 - 6}v12M${width / 2 - 6} ${height / 2}h12`,
    }),
  ];
}

function pill(node: ViewNode, box: PlacedBox, drawing: NodeDrawing): SvgNode[] {
  const { width, height } = box;
  const { fit } = drawing;
  const name = fit.cut(node.title, width - 52, 12, 600);
  const shift = Math.max(0, (width - 24 - fit.width(name, 12, 600) - 32) / 2 - 4);
  return [
    body(box, height / 2),
    glyph(node.glyph, 20 + shift / 2, height / 2),
    detail(text(name, { class: 'label', x: 36 + shift / 2, y: height / 2 + 4.2, size: 12, weight: 600 })),
    brief(briefTitle(node.title, 36 + shift / 2, height / 2, width - 48 - shift / 2, drawing)),
  ];
}
