/** The picture on the page, or one of its charts, as a file: an SVG as the command line writes it, or that drawn as PNG by the browser. */

import { present } from '../../src/base/assert';
import type { PictureFormat } from '../../src/protocol/messages';
import { chartSvg } from '../../src/view/draw/chart-svg';
import { interWidth, textFace } from '../../src/view/draw/inter-widths';
import type { PictureTheme } from '../../src/view/draw/picture-style';
import { type PictureFile, pictureSvg, pngZoom } from '../../src/view/draw/picture-svg';
import { type MeasureText, TextFit } from '../../src/view/draw/text-fit';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import type { Picture } from '../../src/view/picture';
import type { PreviewWords } from '../../src/words/preview';
import { measuredText } from '../graph/text-measure';
import { type ExportedChart, exportedChart } from './export-chart';
import type { AppState } from './state';

/** Rejects where the browser cannot draw it. */
export function pictureBytes(
  { model, picture }: { readonly model: ViewModel; readonly picture: Picture },
  format: PictureFormat,
  theme: PictureTheme,
  metric: ViewMetric,
  words: PreviewWords,
): Promise<Uint8Array> {
  const look = { metric, theme, words, hasCaption: true, measure: measureFor(format) };
  return fileBytes(format, pictureSvg(model, picture, look));
}

/** As `pictureBytes`; undefined where there is nothing to draw of it any more. */
export async function chartBytes(
  chart: ExportedChart,
  state: AppState,
  format: PictureFormat,
  theme: PictureTheme,
  words: PreviewWords,
): Promise<Uint8Array | undefined> {
  const measure = measureFor(format);
  const drawing = exportedChart(chart, state, words, new TextFit(measure));
  if (state.view === null || drawing === undefined) return undefined;
  return fileBytes(format, chartSvg(state.view, drawing, { theme, measure }));
}

/** Texts of a PNG stand in the face that there is now, which may not be the file's own. */
function measureFor(format: PictureFormat): MeasureText {
  return format === 'svg' ? interWidth : measuredText(textFace, textFace);
}

async function fileBytes(format: PictureFormat, file: PictureFile): Promise<Uint8Array> {
  return format === 'svg' ? new TextEncoder().encode(file.text) : pngBytes(file);
}

async function pngBytes(file: PictureFile): Promise<Uint8Array> {
  const zoom = pngZoom(file);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(file.width * zoom);
  canvas.height = Math.round(file.height * zoom);
  const address = URL.createObjectURL(new Blob([file.text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  } finally {
    URL.revokeObjectURL(address);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new Uint8Array(await present(blob, 'PNG of a canvas').arrayBuffer());
}
