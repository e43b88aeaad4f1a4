/**
 * Opens the real bundle of the preview in Chromium, under the policy that VS Code will give it, with a host made of a
 * few lines: what the panel posts is recorded, what it saves outlives a reload.
 */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChrome } from '../../scripts/setup.mjs';
import { previewHtml } from '../../src/extension/preview/html';
import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import { chromiumFlags } from '../support/chromium-flags';
import { type ThemeName, themeScript } from './themes';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const origin = 'http://preview.test';
const messagesPath = '/host-messages.json';

export type Files = ReadonlyMap<string, string>;

/** What all bundles of tests are made with. */
export const bundling = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'error',
} as const;

const bundles = new Map<string, Promise<Files>>();

/** The bundles by file name, built as for release but kept in memory, once for all tests of a run. */
export function bundlePreview(page = 'webview/main.ts'): Promise<Files> {
  const known = bundles.get(page);
  if (known !== undefined) return known;
  const built = build(page);
  bundles.set(page, built);
  return built;
}

async function build(page: string): Promise<Files> {
  const built = await esbuild.build({
    ...bundling,
    entryPoints: {
      main: page,
      report: 'webview/report-page.css',
      'layout-worker': 'webview/layout-worker.ts',
      inspector: 'webview/inspector/main.ts',
    },
    outdir: '/',
    loader: { '.svg': 'text', '.ttf': 'dataurl' },
  });
  return new Map(built.outputFiles.map((file) => [file.path, file.text]));
}

/** A script with all that it imports. */
export async function bundleScript(entry: string): Promise<string> {
  const built = await esbuild.build({ ...bundling, entryPoints: [entry] });
  return built.outputFiles.map(({ text }) => text).join('');
}

/** INCEPT_SLOWDOWN=4 makes every page four times slower, which shows what of a test counts on a fast machine. */
export async function launch(): Promise<Browser> {
  const executablePath = findChrome();
  if (executablePath === undefined) throw new Error('no Chrome or Chromium; set CHROME to its path');
  const browser = await chromium.launch({
    executablePath,
    args: chromiumFlags,
  });
  const rate = Number(process.env.INCEPT_SLOWDOWN ?? 1);
  if (rate === 1) return browser;
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    const slow = async (page: Page) =>
      (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
    context.on('page', (page) => void slow(page).catch(() => {}));
    return context;
  };
  return browser;
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  /** Of the editor. */
  readonly language?: string;
  /** What the webview saved in an earlier life. */
  readonly saved?: unknown;
  /** Sent as soon as the panel says that it is ready. */
  readonly messages?: readonly HostMessage[];
  /** Script of the page that plays the host, in place of one that records. */
  readonly host?: string;
}

export interface Preview {
  readonly page: Page;
  send(message: unknown): Promise<void>;
  posted(): Promise<readonly ViewMessage[]>;
  saved(): Promise<unknown>;
  /** Errors of the page and refusals of its policy. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** The script that plays VS Code, run before the page's own. Text, because a transpiled function would not stand alone. */
function fakeHost(theme: ThemeName, options: OpenOptions): string {
  return `${themeScript(theme)}
  {
    const { saved } = ${JSON.stringify({ saved: options.saved })};
    if (saved !== undefined && localStorage.getItem('saved') === null) {
      localStorage.setItem('saved', JSON.stringify(saved));
    }
    window.posted = [];
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => {
        window.posted.push(structuredClone(message));
        if (message.type !== 'ready') return;
        fetch('${messagesPath}')
          .then((response) => response.json())
          .then((answers) => answers.forEach((answer) => window.postMessage(answer, '*')));
      },
      getState: () => JSON.parse(localStorage.getItem('saved') ?? 'null') ?? undefined,
      setState: (state) => localStorage.setItem('saved', JSON.stringify(state)),
    });
  }`;
}

/** The webview's page, with what it is made of at an address of the test's own. */
export function pageAt(
  origin: string,
  { language, title }: { readonly language: string; readonly title: string },
): string {
  return previewHtml({
    language,
    title,
    cspSource: origin,
    nonce: 'n0nce',
    scriptUri: `${origin}/main.js`,
    styleUri: `${origin}/main.css`,
    layoutWorkerUri: `${origin}/layout-worker.js`,
    reportStyleUri: `${origin}/report.css`,
    inspectorScriptUri: `${origin}/inspector.js`,
    inspectorStyleUri: `${origin}/inspector.css`,
  });
}

export async function openPreview(browser: Browser, files: Files, options: OpenOptions = {}): Promise<Preview> {
  const theme = options.theme ?? 'dark';
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1600, height: options.height ?? 1000 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const html = pageAt(origin, { language: options.language ?? 'en-GB', title: 'Incept preview' });
  // Served and not handed over as values: a large view would take the browser's protocol half a minute.
  const messages = JSON.stringify(options.messages ?? []);
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const text = path === '/' ? html : path === messagesPath ? messages : files.get(path);
    if (text === undefined) return route.fulfill({ status: 404, body: '' });
    const contentType = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ status: 200, contentType, body: text });
  });
  await page.addInitScript({
    content: options.host === undefined ? fakeHost(theme, options) : `${themeScript(theme)}\n${options.host}`,
  });
  await page.goto(`${origin}/`);
  return {
    page,
    problems,
    send: (message) => page.evaluate((value) => window.postMessage(value, '*'), message),
    posted: () => page.evaluate(() => (window as unknown as { posted: ViewMessage[] }).posted),
    saved: () => page.evaluate(() => JSON.parse(localStorage.getItem('saved') ?? 'null')),
    close: () => context.close(),
  };
}
