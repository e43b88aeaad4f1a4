/**
 * What stands around a picture that has left the page: which network it is and what it costs above, what its colours and widths
 * mean, and below what is counted.
 */

import { heatLabels } from '../heat';
import { convention } from '../metric-words';
import { count, shape } from '../number-text';
import type { Rect } from '../picture';
import { totalCells } from '../total-cells';
import type { NodeDrawing } from './node';
import { n, type SvgAttributes, type SvgNode, svg } from './svg-tree';
import type { TextFit, Weight } from './text-fit';

export interface Captioned {
  readonly parts: readonly SvgNode[];
  readonly width: number;
  readonly height: number;
}

const pad = 24;
/** The caption has its lines side by side in this. */
const narrowest = 520;
const columnGap = 28;
/** The name of an output stands below its box. */
const belowPicture = 8;
const stepWidth = 34;
const stepHeight = 18;

/** The scene with a caption over and under it; `bounds` are the scene's, with the margin around it. */
export function captioned(scene: SvgNode, bounds: Rect, drawing: NodeDrawing): Captioned {
  const room = roomFor(bounds.width);
  return framed(scene, bounds, {
    above: [...titleLines(room, drawing), ...totalLines(room, drawing)],
    legend: legendLines(room, drawing),
    below: textLines(convention(drawing.metric, drawing.words), room, drawing.fit),
  });
}

/** Between the margins at the left and the right of what is so wide. */
export function roomFor(width: number): number {
  return Math.max(narrowest, width) - 2 * pad;
}

export interface Around {
  readonly above: readonly Line[];
  readonly legend: readonly Line[];
  readonly below: readonly Line[];
}

/** Lines as wide as `roomFor` says. */
export function framed(scene: SvgNode, bounds: Rect, { above, legend, below }: Around): Captioned {
  const width = Math.max(narrowest, bounds.width);
  const room = roomFor(bounds.width);
  const parts: SvgNode[] = [];
  let y = pad;
  const put = (lines: readonly Line[]): void => {
    for (const line of lines) {
      parts.push(svg('g', { transform: `translate(${pad} ${n(y)})` }, ...line.parts));
      y += line.height;
    }
  };
  const rule = (): void => {
    parts.push(svg('rect', { class: 'rule', x: pad, y: n(y), width: n(room), height: 1 }));
    y += 1;
  };
  put(above);
  y += 4;
  rule();
  y += 14;
  put(legend);
  parts.push(
    svg('g', { transform: `translate(${n((width - bounds.width) / 2 - bounds.x)} ${n(y - bounds.y)})` }, scene),
  );
  y += bounds.height + belowPicture;
  rule();
  y += 8;
  put(below);
  return { parts, width, height: y + pad - 8 };
}

export interface Line {
  readonly parts: readonly SvgNode[];
  readonly height: number;
}

interface Piece {
  readonly content: string;
  readonly class: 'label' | 'muted';
  readonly size: number;
  readonly weight?: Weight;
}

export function textAt(x: number, y: number, piece: Piece, more: SvgAttributes = {}): SvgNode {
  const { content, size, weight = 400 } = piece;
  return svg('text', { class: piece.class, x: n(x), y, 'font-size': size, 'font-weight': weight, ...more }, content);
}

/** The name, then what it was made from; values of parameters at the right. */
export function titleLines(room: number, { model, fit }: Pick<NodeDrawing, 'model' | 'fit'>): Line[] {
  const name = fit.cut(model.network, room, 20, 600);
  const nameWidth = fit.width(name, 20, 600);
  const about = [model.fileName, shape(model.inputShape)].filter((part) => part !== '').join(', ');
  const values = model.parameters.map((one) => `${one.name} = ${one.value}`).join(', ');
  const aboutRoom = room - nameWidth - 14;
  const shown = fit.cut(about, aboutRoom, 12);
  const left = aboutRoom - fit.width(shown, 12) - columnGap;
  const right = fit.cut(values, left, 12);
  const parts = [
    textAt(0, 17, { content: name, class: 'label', size: 20, weight: 600 }),
    textAt(nameWidth + 14, 17, { content: shown, class: 'muted', size: 12 }),
    ...(right === '' ? [] : [textAt(room, 17, { content: right, class: 'muted', size: 12 }, { 'text-anchor': 'end' })]),
  ];
  return [{ parts, height: 34 }];
}

/** As many totals in a line as fit whole. */
function totalLines(room: number, { model, metric, words, fit }: NodeDrawing): Line[] {
  const cells = totalCells(model, metric, words).map((cell) => {
    const number = count(words, cell.count, cell.write);
    const width = Math.max(fit.width(cell.label, 11), fit.width(number, 15, 600), fit.width(cell.note, 11));
    const parts = (x: number) => [
      textAt(x, 10, { content: cell.label, class: 'muted', size: 11 }),
      textAt(x, 29, { content: number, class: 'label', size: 15, weight: 600 }),
      ...(cell.note === '' ? [] : [textAt(x, 44, { content: fit.cut(cell.note, room, 11), class: 'muted', size: 11 })]),
    ];
    return { width: Math.min(width, room), parts };
  });
  return rows(cells, room, 54);
}

/** A piece of a line, at any place. */
export interface Laid {
  readonly width: number;
  readonly parts: (x: number) => readonly SvgNode[];
}

/** Pieces from left to right in as few rows as they fit in. */
export function rows(pieces: readonly Laid[], room: number, height: number, between = columnGap): Line[] {
  const lines: SvgNode[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const { width, parts } of pieces) {
    if (x + width > room) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push(...parts(x));
    x += width + between;
  }
  return lines.map((parts) => ({ parts, height }));
}

/** What colours and widths mean, in lines of a width. */
export function legendLines(room: number, drawing: NodeDrawing): Line[] {
  const { words, fit } = drawing;
  const width = words.panel('legend.width');
  return rows(
    [
      ...heatPieces(drawing),
      {
        width: fit.width(width, 11.5),
        parts: (x: number) => [textAt(x, 13, { content: width, class: 'muted', size: 11.5 })],
      },
    ],
    room,
    stepHeight + 8,
    22,
  );
}

/** The same without lines between nodes. */
export function heatLines(room: number, drawing: Omit<NodeDrawing, 'isInteractive'>): Line[] {
  return rows(heatPieces(drawing), room, stepHeight + 8, 22);
}

function heatPieces({ model, metric, scale, words, fit }: Omit<NodeDrawing, 'isInteractive'>): Laid[] {
  const say = words.panel;
  const title = say(`legend.share.${metric}`);
  const labels = heatLabels(scale);
  const titleWidth = fit.width(title, 11.5);
  const piece = (content: string) => ({ content, class: 'muted' as const, size: 11.5 });
  const sample = (heat: 'none' | 'unknown', label: string) => ({
    width: 20 + fit.width(label, 11.5),
    parts: (x: number) => [
      svg('rect', { class: `sample heat-${heat}`, x: n(x + 0.5), y: 2.5, width: 13, height: 13, rx: 2 }),
      textAt(x + 20, 13, piece(label)),
    ],
  });
  return [
    {
      width: titleWidth + 10 + labels.length * stepWidth,
      parts: (x: number) => [
        textAt(x, 13, piece(title)),
        ...labels.flatMap((label, step) => {
          const left = x + titleWidth + 10 + step * stepWidth;
          return svg(
            'g',
            { class: `heat-${step}` },
            svg('rect', { class: 'step', x: n(left), y: 0, width: stepWidth - 1, height: stepHeight }),
            svg(
              'text',
              {
                class: 'step-text',
                x: n(left + (stepWidth - 1) / 2),
                y: 12.8,
                'font-size': 10.5,
                'text-anchor': 'middle',
              },
              label,
            ),
          );
        }),
      ],
    },
    sample('none', say('legend.none')),
    ...(model.unknownLayers > 0 ? [sample('unknown', say('legend.unknown'))] : []),
  ];
}

/** A sentence or two in lines of a width. */
export function textLines(content: string, room: number, fit: TextFit): Line[] {
  const lines: string[] = [];
  for (const word of content.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && fit.width(longer, 11) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => ({ parts: [textAt(0, 11, { content: line, class: 'muted', size: 11 })], height: 16 }));
}
