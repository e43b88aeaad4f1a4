/**
 * Draws the networks of the field for docs/networks.md, as the preview opens on them, and writes the page.
 *
 *   npm run docs:networks [-- NAME...]
 *
 * With names only these are drawn. What the page says is made in test/docs/networks-page.ts, which a test holds it to.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decode, encode } from 'fast-png';
import { analyze } from '../../src/analysis/analyze';
import { editorWords } from '../../src/words/editor';
import { networksPage, pagePath, picturePath, repositoryPresets } from '../docs/networks-page';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { buildViewModel } from '../support/view-model';
import { HarnessServer } from './harness/open-harness';

/** Of a picture that can be read in it, in pixels; another is larger. */
const room = { width: 1200, height: 800 };
/** Smaller boxes leave out what is in them. */
const leastZoom = 0.85;
/** Around what is drawn. */
const margin = 16;

async function main(names: readonly string[]): Promise<void> {
  const presets = await repositoryPresets().list();
  const unknown = names.filter((name) => !presets.some((preset) => preset.name === name));
  if (unknown.length > 0) throw new Error(`there is no example ${unknown.join(', ')}`);
  const files = diskFiles(repositoryRoot);
  const server = await HarnessServer.start();
  try {
    for (const { name } of presets.filter((preset) => names.length === 0 || names.includes(preset.name))) {
      const analysis = analyze(files, join(repositoryRoot, 'examples', `${name}.cnn`));
      const view = buildViewModel(analysis, undefined, editorWords('en'));
      if (view === undefined) throw new Error(`${name} has no picture`);
      const { page, show, settled, close } = await server.open({ theme: 'light', ...room });
      await show(view);
      await page.evaluate(() => {
        document.querySelector('.minimap')?.remove();
        document.querySelector<HTMLElement>('.graph')?.style.setProperty('background', 'white');
      });
      const fitted = async (): Promise<number> => {
        await page.evaluate(() => window.harness.graph.fit());
        await settled();
        return page.evaluate(() => window.harness.graph.position()?.camera.zoom ?? 1);
      };
      const zoom = await fitted();
      if (zoom > 1) {
        await page.evaluate(() => window.harness.graph.zoomTo(1));
        await settled();
      } else if (zoom < leastZoom) {
        const larger = (size: number) => Math.ceil((size * leastZoom) / zoom);
        await page.setViewportSize({ width: larger(room.width), height: larger(room.height) });
        await fitted();
      }
      const clip = await page.evaluate(boundsOfPicture, margin);
      const path = join(repositoryRoot, dirname(pagePath), picturePath(name));
      mkdirSync(dirname(path), { recursive: true });
      const picture = smaller(await page.screenshot({ clip }));
      writeFileSync(path, picture);
      await close();
      console.log(`  ${name}: ${clip.width}x${clip.height}, ${Math.round(picture.length / 1000)} kB`);
    }
  } finally {
    await server.stop();
  }
  writeFileSync(join(repositoryRoot, pagePath), networksPage(presets));
}

/** The same without alpha, and with colours in steps that nobody sees: half of the bytes. */
function smaller(picture: Uint8Array): Uint8Array {
  const { width, height, channels, data } = decode(picture);
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < rgb.length; i++) {
    const value = data[channels * Math.floor(i / 3) + (i % 3)] ?? 0;
    rgb[i] = Math.min(255, 8 * Math.round(value / 8));
  }
  return encode({ width, height, channels: 3, depth: 8, data: rgb }, { zlib: { level: 9 } });
}

/** Runs in the page. */
function boundsOfPicture(around: number): { x: number; y: number; width: number; height: number } {
  const boxes = [...document.querySelectorAll('.graph .scene :is(rect, path, text)')].map((one) =>
    one.getBoundingClientRect(),
  );
  const drawn = boxes.filter(({ width: w, height: h }) => w > 0 || h > 0);
  const left = Math.max(0, Math.floor(Math.min(...drawn.map((box) => box.left)) - around));
  const top = Math.max(0, Math.floor(Math.min(...drawn.map((box) => box.top)) - around));
  const right = Math.min(innerWidth, Math.ceil(Math.max(...drawn.map((box) => box.right)) + around));
  const bottom = Math.min(innerHeight, Math.ceil(Math.max(...drawn.map((box) => box.bottom)) + around));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (problem: unknown) => {
    console.error(`docs:networks: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exit(1);
  },
);
