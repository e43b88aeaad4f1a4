/**
 * A chart of the preview as a file of SVG: under the name of the network what it shows, then the chart as the page draws it with
 * what its colours mean, and below what is counted. In the themes of a picture, and as wide as a page.
 */

import type { ViewModel } from '../model';
import { framed, type Line, roomFor, rows, textAt, textLines, titleLines } from './caption';
import { interWidth } from './inter-widths';
import { paintedSvg } from './painted';
import type { PictureFile, PictureLook } from './picture-svg';
import { svgText } from './svg-text';
import { type SvgNode, svg } from './svg-tree';
import { TextFit } from './text-fit';

export interface ChartDrawing {
  readonly title: string;
  readonly tree: SvgNode;
  /** From 0, 0 on. */
  readonly width: number;
  readonly height: number;
  readonly legend: readonly Line[];
  /** Sentences below: what is counted, what was found. */
  readonly about: string;
}

/** Of what stands between the margins. */
export const chartWidth = 872;

/** Room around the chart itself, within the margins of the page. */
const margin = 24;

export function chartSvg(
  model: ViewModel,
  chart: ChartDrawing,
  { theme, measure = interWidth }: Pick<PictureLook, 'theme' | 'measure'>,
): PictureFile {
  const fit = new TextFit(measure);
  const bounds = { x: -margin, y: 0, width: chartWidth + 2 * margin, height: chart.height };
  const room = roomFor(bounds.width);
  const title = { content: chart.title, class: 'label', size: 14, weight: 600 } as const;
  // What is narrower than the page stands in its middle.
  const left = Math.max(0, (chartWidth - chart.width) / 2);
  const scene = svg('g', { transform: `translate(${left} 0)` }, chart.tree);
  const { parts, ...size } = framed(scene, bounds, {
    above: [...titleLines(room, { model, fit }), { parts: [textAt(0, 14, title)], height: 24 }],
    legend: chart.legend,
    below: textLines(chart.about, room, fit),
  });
  const [width, height] = [Math.ceil(size.width), Math.ceil(size.height)];
  const tree = paintedSvg({ width, height }, `${model.network}: ${chart.title}`, parts, theme);
  return { text: `${svgText(tree)}\n`, tree, width, height };
}

/** Samples with what they mean, in lines. */
export function sampleLines(
  samples: readonly { readonly sample: SvgNode; readonly text: string }[],
  fit: TextFit,
): readonly Line[] {
  const pieces = samples.map(({ sample, text }) => ({
    width: 17 + fit.width(text, 11.5),
    parts: (x: number) => [
      svg('g', { transform: `translate(${x} 3)` }, sample),
      textAt(x + 17, 13, { content: text, class: 'muted', size: 11.5 }),
    ],
  }));
  return rows(pieces, chartWidth, 26, 18);
}
