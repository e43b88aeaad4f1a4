/**
 * A VS Code window as a person has it, without tests inside: what it remembers is kept when it is reloaded, which VS
 * Code does not do for a window under test. Tests drive it from outside, over the command palette and the mouse.
 */

import * as assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually';
import { type Connection, connectionTo } from './connection';
import { installVsCode, projectRoot } from './install';
import { isolating } from './isolation';
import { startServer } from './launch';
import { openWindow, perform, screenshot, screenshotFolder, type WindowOptions } from './page';

export interface Session {
  readonly page: Page;
  /** Of the opened folder on the disk. */
  readonly folder: string;
  /** Between window and server. */
  readonly connection: Connection;
  /** The lines that the webviews and the page complained with. */
  readonly complaints: readonly string[];
  /** The document inside the n-th webview. */
  webview(index?: number): FrameLocator;
  /** Runs the command with this title from the palette, as `Incept: Open Preview to the Side`. */
  command(title: string): Promise<void>;
  /**
   * Loads the window anew: extension host and webviews end and come back. Waits first until VS Code has stored
   * something with each of `remembered` in it; it stores the extension's state and the panels' each in its own time, and
   * a page that is gone stores nothing more.
   */
  reload(...remembered: string[]): Promise<void>;
  /** Evaluates an expression in the document of the n-th webview. */
  evaluate(script: string, index?: number): Promise<unknown>;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** A file of the folder to open, by its name. */
  readonly file: string;
  /** Files to put into the folder beside the examples, by their names. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly extension?: string;
  /** As people have it. Else the extension is under development, and VS Code does not connect to its host again. */
  readonly isInstalled?: boolean;
  /** Whether the page is cross-origin isolated, as a host may have it. */
  readonly isIsolated?: boolean;
  /** Of the window; without it 1600x1000. */
  readonly size?: Pick<WindowOptions, 'width' | 'height' | 'scale'>;
}

/** Opens a temporary copy of examples/ in a new window. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const installation = await installVsCode();
  const temporary = mkdtempSync(join(tmpdir(), 'incept-window-'));
  const folder = join(temporary, 'workspace');
  cpSync(join(projectRoot, 'examples'), folder, { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const extension = options.extension ?? projectRoot;
  const server = await startServer(installation, {
    ...(options.isInstalled ? { installed: extension } : {}),
    // An address with a file in it would open that file alone after a reload.
    settings: { 'window.restoreWindows': 'preserve', ...options.settings },
    ...(options.language === undefined ? {} : { language: options.language }),
  });
  const isolation = options.isIsolated ? await isolating(server.port) : undefined;
  const connection = await connectionTo(isolation?.port ?? server.port);
  const end = async () => {
    await connection.close();
    await isolation?.close();
    await server.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  const complaints: string[] = [];
  try {
    const address = server.address({
      folder,
      ...(options.isInstalled ? {} : { extension }),
      file: join(folder, options.file),
      port: connection.port,
    });
    const window = await openWindow(address, {
      ...(options.size ?? { width: 1600, height: 1000 }),
      log: (line) => {
        if (/^\[(webview|page) error\]/.test(line)) complaints.push(line);
      },
    });
    const { page } = window;
    const ready = () => page.waitForSelector('.part.editor .monaco-editor .view-line', { timeout: 60_000 });
    await ready();
    return {
      page,
      folder,
      connection,
      complaints,
      webview: (index = 0) => page.frameLocator('iframe.webview.ready').nth(index).frameLocator('iframe#active-frame'),
      command: (title) => runCommand(page, title),
      reload: async (...remembered) => {
        for (const text of remembered) await stored(page, text);
        await page.reload();
        await ready();
      },
      evaluate: (script, index = 0) => perform(page, { do: 'evaluate', place: { webview: index }, script }),
      screenshot: async (name) => {
        await screenshot(page, join(screenshotFolder, `${name}.png`));
      },
      close: async () => {
        await window.close();
        await end();
      },
    };
  } catch (problem) {
    await end();
    throw problem;
  }
}

/** Until the messages of the window have these words. Toasts do not show in one under test; the list has all of them. */
export async function notified(session: Session, words: RegExp, milliseconds?: number): Promise<void> {
  await eventually(async () => {
    await session.command('Notifications: Show Notifications');
    const shown = await session.page.locator('.notification-list-item-message').allInnerTexts();
    assert.match(shown.join(' '), words);
  }, milliseconds);
}

/** Looks into VS Code's state of this window until the text is there. */
async function stored(page: Page, text: string): Promise<void> {
  const script = `(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith('vscode-web-state-db')) continue;
      const database = await new Promise((done, fail) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
      const values = await new Promise((done, fail) => {
        const asked = database.transaction('ItemTable').objectStore('ItemTable').getAll();
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
      database.close();
      if (values.some((value) => String(value).includes(${JSON.stringify(text)}))) return true;
    }
    return false;
  })()`;
  for (let tries = 0; tries < 90; tries++) {
    if (await page.evaluate(script)) return;
    await page.waitForTimeout(1000);
  }
  throw new Error(`VS Code stored nothing with ${text} in it`);
}

/** Opens the palette with a text in it: `>` and the title of a command, or the name of a file. */
export async function openPalette(page: Page, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  for (let tries = 1; ; tries++) {
    await page.keyboard.press('F1');
    // A webview that is just being given the focus loses keys, and takes the focus from the palette, which closes it.
    try {
      return await input.fill(text, { timeout: 5_000 });
    } catch (problem) {
      if (tries === 3) throw problem;
    }
  }
}

/** Types into the palette and takes the first row with these words. It may close meanwhile, where a webview takes the focus late. */
export async function takeFromPalette(page: Page, text: string, words: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: words }).first();
  for (let tries = 1; ; tries++) {
    await openPalette(page, text);
    try {
      // A command shows up once its extension is known, which may be later than the palette.
      return await row.click({ timeout: 15_000 });
    } catch (problem) {
      if (tries === 3) throw problem;
    }
  }
}

async function runCommand(page: Page, title: string): Promise<void> {
  await takeFromPalette(page, `>${title}`, title);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 15_000 });
}
