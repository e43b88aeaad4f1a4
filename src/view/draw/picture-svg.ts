/**
 * A picture as a file of SVG: what the page draws, whole and in full detail, with its legend and what is counted. Needs no font,
 * script or style from elsewhere. The same picture gives the same text.
 */

import type { PreviewWords } from '../../words/preview';
import { heatScale } from '../heat';
import type { ViewMetric, ViewModel } from '../model';
import { nodeWords } from '../node-words';
import type { Picture } from '../picture';
import { captioned } from './caption';
import { interWidth } from './inter-widths';
import { drawLine, lineRoute } from './line';
import { drawNode, type NodeDrawing, nodeClasses } from './node';
import { paintedSvg } from './painted';
import type { PictureTheme } from './picture-style';
import { svgText } from './svg-text';
import { n, type SvgNode, svg } from './svg-tree';
import { type MeasureText, TextFit } from './text-fit';

export interface PictureLook {
  readonly metric: ViewMetric;
  readonly theme: PictureTheme;
  readonly words: PreviewWords;
  /** Name, totals, legend and convention around the picture; not where a page around says them. */
  readonly hasCaption: boolean;
  /** Of the face that it will be drawn in at once; without it of Inter. */
  readonly measure?: MeasureText;
}

/** A file of SVG and the size at which its texts are as large as on the page, in pixels. */
export interface PictureFile {
  readonly text: string;
  /** What the text says. */
  readonly tree: SvgNode;
  readonly width: number;
  readonly height: number;
}

/** What most programs open. */
const mostPixels = 64e6;
const longestSide = 16_384;

/** Pixels for each of the picture's: two, for screens with small pixels and for print; less where it is very large. */
export function pngZoom({ width, height }: Pick<PictureFile, 'width' | 'height'>): number {
  return Math.min(2, Math.sqrt(mostPixels / (width * height)), longestSide / Math.max(width, height));
}

export function pictureSvg(model: ViewModel, picture: Picture, look: PictureLook): PictureFile {
  const { metric, theme, words, hasCaption, measure = interWidth } = look;
  const drawing: NodeDrawing = {
    model,
    metric,
    words,
    scale: heatScale(model, metric),
    fit: new TextFit(measure),
    isInteractive: false,
  };
  const { bounds } = picture;
  const scene = svg('g', {}, ...sceneOf(picture, drawing));
  const framed = hasCaption
    ? captioned(scene, bounds, drawing)
    : {
        parts: [svg('g', { transform: `translate(${n(-bounds.x)} ${n(-bounds.y)})` }, scene)],
        width: bounds.width,
        height: bounds.height,
      };
  const width = Math.ceil(framed.width);
  const height = Math.ceil(framed.height);
  const title = words.picture('tree', { name: model.network });
  const tree = paintedSvg({ width, height }, title, framed.parts, theme);
  return { text: `${svgText(tree)}\n`, tree, width, height };
}

/** In the order of the page: nodes, lines over them, the shapes of tensors over these. */
function sceneOf({ boxes, lines }: Picture, drawing: NodeDrawing): SvgNode[] {
  const { model, metric, words, fit } = drawing;
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  const labels: SvgNode[] = [];
  const drawnNodes = boxes.flatMap((box) => {
    const node = nodes.get(box.id);
    if (node === undefined) return [];
    return svg(
      'g',
      { class: nodeClasses(node, box, drawing).join(' '), transform: `translate(${n(box.x)} ${n(box.y)})` },
      svg('title', {}, [node.path, nodeWords(node, model, metric, words)].filter((part) => part !== '').join(': ')),
      ...drawNode(node, box, drawing),
    );
  });
  const drawnLines = lines.flatMap((line) => {
    const edge = model.edges[line.edge];
    if (edge === undefined) return [];
    const { parts, className, label } = drawLine(
      line,
      edge,
      { source: nodes.get(edge.from), target: nodes.get(edge.to) },
      fit,
    );
    const place = lineRoute(line.points, false).label;
    if (label !== undefined && place !== undefined) {
      labels.push(svg('g', { transform: `translate(${n(place.x)} ${n(place.y)})` }, label));
    }
    return svg('g', { class: className }, ...parts);
  });
  return [...drawnNodes, ...drawnLines, ...labels];
}
