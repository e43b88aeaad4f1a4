/**
 * Opens a VS Code window in Chromium and performs UI requests on it. Finding a Chromium is left to scripts/setup.mjs,
 * starting the server to launch.ts.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { findChrome } from '../../../scripts/setup.mjs';
import { chromiumFlags } from '../../support/chromium-flags';
import { projectRoot } from './install';
import type { Place, UiRequest } from './requests';

export const screenshotFolder = join(projectRoot, 'out', 'screenshots');

const readyDeadlineMs = 60_000;
const actionDeadlineMs = 30_000;

export interface WindowOptions {
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel of screenshots. */
  readonly scale?: number;
  /** Gets what the extension host's console and the page's errors say. */
  readonly log: (line: string) => void;
}

export interface VsCodeWindow {
  readonly page: Page;
  /** Settles when the test extension host ends, with the code it reported (0 also when it died). */
  readonly exited: Promise<number>;
  close(): Promise<void>;
}

export async function openWindow(address: string, options: WindowOptions): Promise<VsCodeWindow> {
  const executablePath = findChrome();
  if (executablePath === undefined) throw new Error('no Chrome or Chromium; set CHROME to its path');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags, headless: true });
  try {
    return await openPage(browser, address, options);
  } catch (problem) {
    await browser.close();
    throw problem;
  }
}

async function openPage(browser: Browser, address: string, options: WindowOptions): Promise<VsCodeWindow> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    deviceScaleFactor: options.scale ?? 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  let exit: (code: number) => void = () => {};
  const exited = new Promise<number>((resolve) => {
    exit = resolve;
  });
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    options.log(`[${type}] ${args.map(shown).join(' ')}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  page.on('crash', () => {
    options.log('the page crashed');
    exit(1);
  });
  page.on('console', (message) => {
    // The workbench is noisy; only what a webview complains about is our concern.
    if (message.type() === 'error' && isWebviewAddress(message.location().url)) {
      options.log(`[webview error] ${message.text()}`);
    }
  });
  context.on('weberror', (event) => {
    const { message, stack = '' } = event.error();
    // VS Code's frame around a webview looks for its document 200 ms after it was begun, also where another has taken its place.
    const isOfFrame = message === 'Found unexpected null' && stack.includes('/webview/browser/pre/index.html');
    options.log(`[${isOfFrame ? 'VS Code' : 'page'} error] ${message}`);
  });
  await page.goto(address, { timeout: readyDeadlineMs });
  await page.waitForSelector('.monaco-workbench', { timeout: readyDeadlineMs });
  return { page, exited, close: () => browser.close() };
}

function isWebviewAddress(address: string): boolean {
  return address.includes('/webview/') || address.startsWith('vscode-webview:') || address.startsWith('blob:');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Does what a request asks; the returned value is plain data. Throws with a message meant for the test's author. */
export async function perform(page: Page, request: UiRequest): Promise<unknown> {
  switch (request.do) {
    case 'hover-at-cursor':
      return hoverAtCursor(page);
    case 'key':
      return page.keyboard.press(request.keys);
    case 'type':
      return page.keyboard.type(request.text, { delay: 10 });
    case 'click':
      return find(page, request.place, request.selector)
        .first()
        .click({ timeout: actionDeadlineMs, clickCount: request.count });
    case 'click-at':
      return page.mouse.click(request.x, request.y, { clickCount: request.count });
    case 'move':
      return page.mouse.move(request.x, request.y, { steps: 4 });
    case 'drag':
      return drag(page, request.from, request.to);
    case 'wheel':
      return wheel(page, request);
    case 'texts':
      return find(page, request.place, request.selector).allInnerTexts();
    case 'box': {
      const locator = find(page, request.place, request.selector).first();
      return locator.boundingBox({ timeout: actionDeadlineMs });
    }
    case 'wait':
      return find(page, request.place, request.selector)
        .first()
        .waitFor({ state: request.state, timeout: request.milliseconds });
    case 'evaluate':
      return evaluate(page, request.place, request.script);
    case 'screenshot':
      return screenshot(page, join(screenshotFolder, `${request.name}.png`));
    case 'resize':
      return page.setViewportSize({ width: request.width, height: request.height });
    case 'report':
      throw new Error('a report is for the runner, not for the page');
  }
}

function find(page: Page, place: Place, selector: string): Locator {
  if (place === 'workbench') return page.locator(selector);
  return page
    .frameLocator('iframe.webview.ready')
    .nth(place.webview)
    .frameLocator('iframe#active-frame')
    .locator(selector);
}

/** The document of a webview lives two frames deep: the outer one belongs to VS Code. */
async function evaluate(page: Page, place: Place, script: string): Promise<unknown> {
  if (place === 'workbench') return page.evaluate(script);
  const outer = page.locator('iframe.webview.ready').nth(place.webview);
  const outerFrame = await (await outer.elementHandle({ timeout: actionDeadlineMs }))?.contentFrame();
  const inner = await outerFrame?.waitForSelector('iframe#active-frame', { timeout: actionDeadlineMs });
  const frame: Frame | null | undefined = await inner?.contentFrame();
  if (frame === null || frame === undefined) throw new Error(`webview ${place.webview} has no document`);
  return frame.evaluate(script);
}

export async function screenshot(page: Page, path: string): Promise<string> {
  mkdirSync(screenshotFolder, { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}

/** Puts the mouse on the character right of the text cursor and returns the hover's text, '' when none comes. */
async function hoverAtCursor(page: Page): Promise<string> {
  // Away first: an editor shows no hover for a mouse that was there all the time.
  await page.mouse.move(5, 5);
  const focused = page.locator('.part.editor .monaco-editor.focused .cursors-layer .cursor');
  const any = page.locator('.part.editor .monaco-editor .cursors-layer .cursor');
  const cursor = (await focused.count()) > 0 ? focused.first() : any.first();
  const box = await cursor.boundingBox({ timeout: actionDeadlineMs });
  if (box === null) throw new Error('no editor shows a cursor');
  await page.mouse.move(box.x + 3, box.y + box.height / 2, { steps: 3 });
  const hover = page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
  try {
    await hover.waitFor({ state: 'visible', timeout: 5000 });
  } catch {
    return '';
  }
  // "Loading..." stands there until the language server has answered.
  for (let tries = 0; tries < 50; tries++) {
    const [text = ''] = await hover.allInnerTexts();
    if (text !== '' && !/^Loading\.\.\.$/.test(text.trim())) return text;
    await page.waitForTimeout(100);
  }
  return '';
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(from[0], from[1]);
  await page.mouse.down();
  await page.mouse.move(to[0], to[1], { steps: 8 });
  await page.mouse.up();
}

async function wheel(page: Page, request: Extract<UiRequest, { do: 'wheel' }>): Promise<void> {
  await page.mouse.move(request.x, request.y);
  if (request.control) await page.keyboard.down('Control');
  await page.mouse.wheel(0, request.deltaY);
  if (request.control) await page.keyboard.up('Control');
}
