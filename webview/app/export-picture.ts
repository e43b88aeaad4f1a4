/** The picture on the page as a file: an SVG as the command line writes it, or that drawn as PNG by the browser. */

import { present } from '../../src/base/assert';
import type { PictureFormat } from '../../src/protocol/messages';
import { textFace } from '../../src/view/draw/inter-widths';
import type { PictureTheme } from '../../src/view/draw/picture-style';
import { type PictureFile, pictureSvg, pngZoom } from '../../src/view/draw/picture-svg';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import type { Picture } from '../../src/view/picture';
import type { PreviewWords } from '../../src/words/preview';
import { measuredText } from '../graph/text-measure';

/** Rejects where the browser cannot draw it. */
export async function pictureBytes(
  { model, picture }: { readonly model: ViewModel; readonly picture: Picture },
  format: PictureFormat,
  theme: PictureTheme,
  metric: ViewMetric,
  words: PreviewWords,
): Promise<Uint8Array> {
  const look = { metric, theme, words, hasCaption: true };
  if (format === 'svg') return new TextEncoder().encode(pictureSvg(model, picture, look).text);
  // Texts stand in the face that there is now, which may not be the file's own.
  return pngBytes(pictureSvg(model, picture, { ...look, measure: measuredText(textFace, textFace) }));
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
