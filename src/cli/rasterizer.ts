/**
 * SVG to PNG without a browser, with the one font that it has. A bundle of its own, which only a picture in PNG loads: renderer
 * and font are large.
 */

import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf';
import medium from '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf';
import semibold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import renderer from '@resvg/resvg-wasm/index_bg.wasm';

/** @param zoom Pixels of the result for each of the picture. */
export async function pngOf(svg: string, zoom: number): Promise<Uint8Array> {
  await initWasm(renderer);
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers: [regular, medium, semibold], defaultFontFamily: 'Inter' },
  });
  const image = picture.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    picture.free();
  }
}
