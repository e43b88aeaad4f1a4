/**
 * The pictures on nodes, in a square of 16: a convolution is its kernel's footprint in dots, so that a factorised
 * block can be read at a glance; the others are drawn once each. Everything is in `currentColor`.
 */

import type { GlyphId } from '../model';
import { n, type SvgNode, svg } from './svg-tree';

interface Stroke {
  readonly d: string;
  readonly isFilled?: boolean;
}

const strokes: Readonly<Record<string, readonly Stroke[]>> = {
  maxpool: [{ d: 'M2 3h12l-4.7 5.5V13.5l-2.6-1.8V8.5z', isFilled: true }],
  avgpool: [{ d: 'M2.6 3.2h10.8L9 8.6v4.2l-2-1.5V8.6z' }],
  globalpool: [{ d: 'M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z' }, { d: disc(8, 8, 2), isFilled: true }],
  dense: [
    { d: 'M3.5 3.5L12.5 6M3.5 3.5L12.5 10.5M3.5 8L12.5 6M3.5 8L12.5 10.5M3.5 12.5L12.5 6M3.5 12.5L12.5 10.5' },
    {
      d: [disc(3.5, 3.5, 1.6), disc(3.5, 8, 1.6), disc(3.5, 12.5, 1.6), disc(12.5, 6, 1.6), disc(12.5, 10.5, 1.6)].join(
        '',
      ),
      isFilled: true,
    },
  ],
  norm: [{ d: 'M1.8 12.8c3.4 0 3.4-9.6 6.2-9.6s2.8 9.6 6.2 9.6' }],
  activation: [{ d: 'M2 12h6l5.5-8.5' }],
  softmax: [{ d: 'M2.5 9h2.6v4.5H2.5zM6.7 2.5h2.6v11H6.7zM10.9 6.5h2.6v7h-2.6z', isFilled: true }],
  reshape: [{ d: 'M2.5 2.5h5v5h-5zM2.5 13.5h11M10.5 5h3M13.5 5l-1.8-1.8M13.5 5l-1.8 1.8M5 10.5v0' }],
  identity: [{ d: 'M8 2.5V13M4.6 9.6L8 13l3.4-3.4' }],
  // One value spreads over a window.
  transposed: [
    { d: 'M8 8L3.4 3.4M8 8L12.6 3.4M8 8L3.4 12.6M8 8L12.6 12.6' },
    {
      d: `${disc(8, 8, 2.2)}M2 2h3v3H2zM11 2h3v3h-3zM2 11h3v3H2zM11 11h3v3h-3z`,
      isFilled: true,
    },
  ],
  resize: [{ d: 'M3 13L13 3M8.6 3H13v4.4M3 8.6V13h4.4' }],
  pad: [{ d: 'M2 4.8V2h2.8M11.2 2H14v2.8M14 11.2V14h-2.8M4.8 14H2v-2.8' }, { d: 'M5 5h6v6H5z', isFilled: true }],
  crop: [{ d: 'M4.5 1.8v9.7h9.7M1.8 4.5h9.7v9.7' }],
  slice: [{ d: 'M2.5 2.2h11v2.6h-11zM2.5 11.2h11v2.6h-11z' }, { d: 'M1.8 6.2h12.4v3.6H1.8z', isFilled: true }],
  shuffle: [
    { d: 'M1.8 4.2h2.7l5.4 7.6h4M1.8 11.8h2.7l1.7-2.4M8.2 6.6l1.7-2.4h4M12 2.3l1.9 1.9L12 6.1M12 9.9l1.9 1.9L12 13.7' },
  ],
  blocks: [
    { d: 'M9.2 2.6h4.2v4.2H9.2zM2.6 9.2h4.2v4.2H2.6zM9.2 9.2h4.2v4.2H9.2z' },
    { d: 'M1.9 1.9h5.6v5.6H1.9z', isFilled: true },
  ],
  arithmetic: [{ d: 'M4 4l8 8M12 4l-8 8' }],
  join: [{ d: 'M3 3v3.5h10V3M8 6.5v7' }],
  module: [
    { d: 'M8 1.8v3M3.4 4.8h9.2M8 11.2v3M3.4 11.2h9.2M8 4.8v6.4M3.4 4.8v6.4M12.6 4.8v6.4' },
    { d: 'M1.6 6.2h3.6v3.6H1.6zM6.2 6.2h3.6v3.6H6.2zM10.8 6.2h3.6v3.6h-3.6z', isFilled: true },
  ],
  repeat: [{ d: 'M3 7.5V6a2 2 0 0 1 2-2h7.5M10.5 2l2 2l-2 2M13 8.5V10a2 2 0 0 1-2 2H3.5M5.5 14l-2-2l2-2' }],
  head: [{ d: 'M3.5 14V2.5' }, { d: 'M4 3h8.5l-2.2 2.8l2.2 2.8H4z', isFilled: true }],
  output: [{ d: 'M2 8h8M7 4.5L10.5 8L7 11.5M13 3v10' }],
  input: [{ d: 'M1.8 3h12.4v10H1.8zM2 12l4-4.5l3 3l2-2l3 3' }, { d: disc(11, 5.8, 1), isFilled: true }],
};

function disc(x: number, y: number, radius: number): string {
  const r = n(radius);
  const d = n(2 * radius);
  return `M${n(x - radius)} ${n(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0z`;
}

const mostDots = 11;

/** Dots in the shape of a kernel: 1 for 1x1, a row for 1x7, a grid for 3x3. */
function footprint(height: number, width: number): string {
  const rows = Math.min(mostDots, height);
  const columns = Math.min(mostDots, width);
  const most = Math.max(rows, columns);
  if (most === 1) return disc(8, 8, 2.4);
  const step = Math.min(5, 14.4 / most);
  const side = step * (most > 5 ? 0.72 : 0.66);
  const left = 8 - (step * (columns - 1) + side) / 2;
  const top = 8 - (step * (rows - 1) + side) / 2;
  let d = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      d += `M${n(left + column * step)} ${n(top + row * step)}h${n(side)}v${n(side)}h-${n(side)}z`;
    }
  }
  return d;
}

/** A dashed ring of twelve: drawn with a dash pattern of its own. */
function dropoutGlyph(): SvgNode {
  return svg('circle', {
    cx: 8,
    cy: 8,
    r: 5.4,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.5,
    'stroke-dasharray': '2.1 1.7',
  });
}

/** The glyph centred at a point. */
export function glyph(id: GlyphId, x: number, y: number, size = 16): SvgNode {
  const place = `translate(${n(x - size / 2)} ${n(y - size / 2)}) scale(${n(size / 16)})`;
  return svg('g', { class: 'glyph', transform: place }, ...glyphParts(id));
}

function glyphParts(id: GlyphId): SvgNode[] {
  if (id === 'dropout') return [dropoutGlyph()];
  const kernel = /^conv-(\d+)x(\d+)$/.exec(id);
  if (kernel !== null) {
    return [svg('path', { d: footprint(Number(kernel[1]), Number(kernel[2])), fill: 'currentColor' })];
  }
  return (strokes[id] ?? []).map(({ d, isFilled }) =>
    svg(
      'path',
      isFilled
        ? { d, fill: 'currentColor' }
        : {
            d,
            fill: 'none',
            stroke: 'currentColor',
            'stroke-width': 1.4,
            'stroke-linejoin': 'round',
            'stroke-linecap': 'round',
          },
    ),
  );
}
