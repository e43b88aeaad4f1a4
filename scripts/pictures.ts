/**
 * Takes the pictures of the README from a real VS Code with the extension as it is built now, in a dark and in a light theme,
 * and writes them to docs/pictures/NAME-THEME.png.
 *
 *   npm run pictures [-- NAME...] [--theme dark|light] [--no-build]
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decode } from 'fast-png';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { projectRoot } from '../test/vscode/rig/install';
import type { Box } from '../test/vscode/rig/requests';
import { openPalette, openSession, type Session } from '../test/vscode/rig/session';
import { build } from './build';
import { encodeAnimation, encodePicture, type Frame, type Picture } from './indexed-png';

const folder = join(projectRoot, 'docs/pictures');

const themes: Readonly<Record<string, string>> = { dark: 'Dark Modern', light: 'Light Modern' };

/** As narrow as the page that shows the pictures, which then keeps their text legible. */
const size = { width: 1200, height: 800, scale: 1.5 };

const settings = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 13,
  'editor.hideCursorInOverviewRuler': true,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.overviewRulerBorder': false,
  'editor.parameterHints.enabled': false,
  'editor.quickSuggestions': { other: 'off' },
  'editor.scrollbar.horizontal': 'hidden',
  'editor.scrollbar.vertical': 'hidden',
  'editor.selectionHighlight': false,
  'editor.suggestOnTriggerCharacters': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
};

/** The layer of the first lecture, over a budget. */
const layer = `/// The 5x5 branch of an Inception module.
network Branch() {
  input activation: 28x28x192

  conv(32, 5x5)
  output result

  budget multiplies <= 12.5M
}
`;

const files = { 'branch.cnn': layer, 'picture.png': readFileSync(join(projectRoot, 'icons/incept.png')) };

interface Scene {
  readonly file: string;
  /** Ends with what is to be seen, where it has not shown frames of an animation. */
  play(window: Window): Promise<void>;
}

/** What scenes are made with. */
class Window {
  readonly page: Page;
  /** Of an animation. */
  readonly frames: Frame[] = [];

  constructor(private readonly session: Session) {
    this.page = session.page;
  }

  get panel(): FrameLocator {
    return this.session.webview();
  }

  command(title: string): Promise<void> {
    return this.session.command(title);
  }

  /** Opens a file of the folder, alone. */
  async open(file: string): Promise<void> {
    await this.page.setViewportSize(size);
    await this.command('View: Close All Editors');
    await openPalette(this.page, file);
    await this.choose(file);
    // Where the cursor was, it is again.
    await this.page.locator('.part.editor .view-line').first().waitFor();
    await this.page.keyboard.press('Control+Home');
    await this.page.locator('.codelens-decoration').getByText('multiplies').first().waitFor();
  }

  /** Takes the row with a text from a list that is open. */
  async choose(row: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().click();
  }

  /** Opens the preview beside the editor, or in its place. */
  async preview(place: 'beside' | 'alone'): Promise<void> {
    await this.command('Incept: Open Preview to the Side');
    await this.node('').waitFor();
    if (place === 'beside') return;
    await this.page.keyboard.press('Control+2');
    await this.rest(500);
    await this.command('View: Toggle Maximize Editor Group');
    await this.node('').waitFor();
  }

  /** The box of a layer or module of that path; of the empty one the first box. */
  node(path: string): Locator {
    return this.panel.locator(path === '' ? 'svg.scene .node' : `svg.scene .node[data-id="${path}"]`).first();
  }

  /** Chooses an option of a field of the panel. */
  async option(form: Locator, label: string, option: string): Promise<void> {
    const field = form.locator(`vscode-dropdown[aria-label="${label}"]`);
    await field.click();
    await field.locator(`vscode-option[value="${option}"]`).click();
  }

  /** Gives the editor at the left that many pixels. */
  async divide(left: number): Promise<void> {
    const sashes = await this.page.locator('.monaco-sash.vertical').all();
    const boxes = await Promise.all(sashes.map((sash) => sash.boundingBox()));
    // Those of the side bars are at the edges of the window.
    const sash = boxes.find((box) => box !== null && box.x > 100 && box.x < size.width - 100);
    if (!sash) throw new Error('there is one editor only');
    await this.page.mouse.move(sash.x + 2, 300);
    await this.page.mouse.down();
    await this.page.mouse.move(left, 300, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Selects a text of the editor. */
  async select(text: string): Promise<void> {
    await this.page.keyboard.press('Control+f');
    await this.page.locator('.find-widget textarea').first().fill(text);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
  }

  /** Waits until nothing moves, with the mouse out of the way. */
  async rest(milliseconds = 1500): Promise<void> {
    // Between the entries of the status bar, where nothing answers it.
    await this.page.mouse.move(size.width / 2, (this.page.viewportSize() ?? size).height - 2);
    await this.page.waitForTimeout(milliseconds);
  }

  async picture(): Promise<Picture> {
    return decode(await this.page.screenshot());
  }

  /** Takes what is to be seen for a frame that is shown so long. */
  async show(milliseconds: number): Promise<void> {
    await this.rest();
    this.frames.push({ picture: await this.picture(), milliseconds });
  }
}

/** The scenes by the names of their pictures. */
const scenes: Readonly<Record<string, Scene>> = {
  editor: {
    file: 'googlenet.cnn',
    async play(window) {
      const { page } = window;
      await page.setViewportSize({ ...size, height: 900 });
      await window.preview('beside');
      await window.divide(560);
      await window.select('inception_3a');
      await page.mouse.move(300, 300);
      await page.mouse.wheel(0, 180);
      const module = window.node('inception_3a');
      await module.dblclick({ position: { x: 40, y: 10 } });
      await window.node('inception_3a/concat_1').waitFor();
      await page.keyboard.press('-');
      await window.rest();
      const box = (await module.boundingBox()) as Box;
      const graph = (await window.panel.locator('.graph').first().boundingBox()) as Box;
      await page.mouse.move(graph.x + graph.width / 2, graph.y + graph.height / 2);
      await page.mouse.wheel(box.x - graph.x - 24, box.y - graph.y - 90);
    },
  },
  lesson: {
    file: 'course.cnn',
    async play(window) {
      await window.command('View: Close All Editors');
      await window.page.setViewportSize({ ...size, height: 860 });
      await window.command('Incept: Open the Course');
      await window.panel.locator('.contents .entry').nth(5).click();
      // It begins with a question about an earlier lesson.
      await window.panel.locator('.actions button').nth(1).click();
      await window.panel.locator('.actions .primary').click();
      await window.page.locator('.view-line', { hasText: 'one line here' }).click();
      await window.select('// one line here');
      await window.page.keyboard.type('conv(16, 1x1)');
      await window.panel.locator('.explanation strong').waitFor();
    },
  },
  'what-if': {
    file: 'googlenet.cnn',
    async play(window) {
      await window.preview('alone');
      await window.panel.locator('#tab-whatIf').click();
      await window.panel.locator('.control .slider-range[aria-label="width"]').click();
      await window.page.keyboard.press('Home');
      // From 0.25 in eighths.
      for (let step = 0; step < 4; step++) await window.page.keyboard.press('ArrowRight');
      await window.panel.locator('.strip-change').first().waitFor();
    },
  },
  pareto: {
    file: 'googlenet.cnn',
    async play(window) {
      await window.preview('alone');
      await window.panel.locator('#tab-whatIf').click();
      await window.panel.getByText('Sweep', { exact: true }).first().click();
      const form = window.panel.locator('.sweep-form').first();
      await window.option(form, 'and', 'size');
      await window.option(form, 'up', '+params');
      await form.locator('vscode-button').first().click();
      await window.panel.locator('.sweep-result svg circle').first().waitFor();
    },
  },
  run: {
    file: 'googlenet.cnn',
    async play(window) {
      await window.page.setViewportSize({ ...size, height: 880 });
      await window.preview('alone');
      await window.panel.locator('#tab-run').click();
      const pane = window.panel.getByRole('tabpanel', { name: 'Run' });
      await window.option(pane, 'Input', 'image');
      await window.choose('picture.png');
      await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await pane.locator('vscode-button', { hasText: 'Run' }).first().click();
      await window.panel.getByText('Top 5 of prob').waitFor();
      await window.node('conv_1').click();
      await window.panel.getByRole('button', { name: 'Make the pane larger' }).first().click();
    },
  },
  compare: {
    file: 'googlenet-torchvision.cnn',
    async play(window) {
      await window.page.setViewportSize({ ...size, height: 840 });
      await window.preview('alone');
      await openPalette(window.page, '>Incept: Compare with File');
      await window.choose('Compare with File');
      await window.choose('googlenet.cnn');
      await window.panel.locator('.compare-row').first().waitFor();
    },
  },
  bottleneck: {
    file: 'branch.cnn',
    async play(window) {
      const { page } = window;
      let previous = '16';
      await page.setViewportSize({ width: 1000, height: 560 });
      await window.preview('beside');
      await page.locator('.view-line', { hasText: 'conv(' }).click({ position: { x: 30, y: 9 } });
      await window.show(2200);
      await page.keyboard.press('Control+Shift+R');
      const rewrites = page.locator('.action-widget .monaco-list-row');
      await rewrites.first().waitFor();
      await window.show(1200);
      for (let row = 0; !/bottleneck/.test(await rewrites.and(page.locator('.focused')).innerText()); row++) {
        if (row === 10) throw new Error('no bottleneck is offered');
        await page.keyboard.press('ArrowDown');
      }
      await window.show(1600);
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: '1x1' }).waitFor();
      await page.keyboard.press('Escape');
      await window.show(2600);
      for (const channels of ['64', '32', '16']) {
        await window.select(`${previous}, 1x1`);
        await page.keyboard.type(`${channels}, 1x1`);
        previous = channels;
        await window.show(channels === '16' ? 3000 : 1500);
      }
    },
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', multiple: true, default: Object.keys(themes) },
    'no-build': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const names = positionals.length > 0 ? positionals : Object.keys(scenes);
  if (!values['no-build']) await build([], { production: false, watch: false });
  mkdirSync(folder, { recursive: true });
  for (const theme of values.theme) {
    const session = await openSession({
      file: 'googlenet.cnn',
      files,
      size,
      settings: { ...settings, 'workbench.colorTheme': themes[theme] },
    });
    try {
      await session.command('View: Toggle Primary Side Bar Visibility');
      for (const name of names) {
        const scene = scenes[name];
        if (scene === undefined) throw new Error(`there is no ${name}: ${Object.keys(scenes).join(', ')}`);
        const window = new Window(session);
        await window.open(scene.file);
        await scene.play(window);
        await window.rest();
        const { frames } = window;
        const bytes = frames.length === 0 ? encodePicture(await window.picture()) : encodeAnimation(frames);
        writeFileSync(join(folder, `${name}-${theme}.png`), bytes);
        console.log(`pictures: docs/pictures/${name}-${theme}.png ${Math.round(bytes.length / 1000)} kB`);
      }
    } catch (problem) {
      await session.screenshot('pictures');
      throw problem;
    } finally {
      await session.close();
    }
  }
}

main().then(
  () => process.exit(),
  (problem: unknown) => {
    console.error(`pictures: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exit(1);
  },
);
