/** What suites of a surface in a page without VS Code share: the page as a browser serves it, and what tests ask of it. */

import assert from 'node:assert/strict';
import { build, type Metafile } from 'esbuild';
import type { Browser, Locator, Page } from 'playwright-core';
import type { HostMessage } from '../../../src/protocol/messages';
import type { DesignSession } from '../../../src/session/look';
import { editorWords } from '../../../src/words/editor';
import { MemoryFiles } from '../../../src/workspace/memory-files';
import { Workspace } from '../../../src/workspace/workspace';
import { repositoryRoot } from '../../support/disk-files';
import { eventuallyEqual } from '../../support/eventually';
import { violations } from '../axe';
import { launch, pageAt } from '../rig';
import { themes } from '../themes';

const origin = 'http://surface.test';

export function sessionOf(files: Readonly<Record<string, string>>): DesignSession {
  return {
    workspace: new Workspace(new MemoryFiles(files)),
    settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }),
  };
}

type Posted<T extends HostMessage['type']> = Extract<HostMessage, { type: T }>;

async function bundles(): Promise<{ readonly files: ReadonlyMap<string, string>; readonly metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: {
      main: 'test/webview/surface/page.ts',
      'layout-worker': 'webview/layout-worker.ts',
      'run-worker': 'src/runtime/web-worker.ts',
    },
    outdir: '/',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  return { files: new Map(outputFiles.map(({ path, text }) => [path, text])), metafile };
}

/** The webview's page, which may compile WebAssembly besides: its policy holds for the worker too that is made in it. */
function html(): string {
  return pageAt(origin, { language: 'en', title: 'A page of its own' })
    .replace("script-src 'nonce-n0nce'", "script-src 'nonce-n0nce' 'wasm-unsafe-eval'")
    .replace('<script ', '<script type="module" ');
}

export interface SurfaceSuite {
  /** Of the test that runs; it is closed behind it. */
  readonly page: Page;
  /** What the page is made of. */
  readonly metafile: Metafile;
  readonly node: (id: string) => Locator;
  /** The one in which the text is edited. */
  readonly area: () => Locator;
  readonly text: (file: string) => Promise<string | undefined>;
  readonly multiplies: (amount: string) => Promise<void>;
  readonly selected: (name: string) => Promise<void>;
  readonly posted: <T extends HostMessage['type']>(type: T) => Promise<readonly Posted<T>[]>;
  readonly edit: (file: string, content: string) => Promise<void>;
  readonly isAccessible: () => Promise<void>;
  readonly putCaret: (word: string) => Promise<void>;
}

/** Called where a suite is described. */
export function surfaceSuite(): SurfaceSuite {
  let browser: Browser;
  let page: Page;
  let bundled: Awaited<ReturnType<typeof bundles>>;
  let problems: string[] = [];

  before(async () => {
    bundled = await bundles();
    browser = await launch();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    problems = [];
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' });
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.route(`${origin}/**`, (route) => {
      const path = new URL(route.request().url()).pathname;
      const body = path === '/' ? html() : bundled.files.get(path);
      if (body === undefined) return route.fulfill({ status: path === '/favicon.ico' ? 204 : 404, body: '' });
      const contentType = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
      return route.fulfill({ status: 200, contentType, body });
    });
    await page.goto(`${origin}/`);
    await page.evaluate((variables) => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(`--vscode-${name}`, value);
      }
    }, themes.dark);
    await node('stem').waitFor();
  });
  afterEach(async () => {
    const logged = await page.evaluate(() => window.surface.logged);
    await page.close();
    assert.deepEqual([problems, logged], [[], []]);
  });

  const node = (id: string) => page.locator(`.graph [data-id="${id}"]`);
  const area = () => page.locator('textarea');
  const text = (file: string) => page.evaluate((id) => window.surface.text(id), file);
  const multiplies = (amount: string) => page.locator('.totals', { hasText: amount }).waitFor();
  const selected = (name: string) => page.locator('.cost-row.is-selected', { hasText: name }).waitFor();

  async function posted<T extends HostMessage['type']>(type: T): Promise<readonly Posted<T>[]> {
    const all = await page.evaluate(() => window.surface.posted);
    return all.filter((message): message is Posted<T> => message.type === type);
  }

  async function edit(file: string, content: string): Promise<void> {
    await page.evaluate((id) => window.surface.edit(id), file);
    await area().fill(content);
  }

  /** The area for the text is the test's own. */
  const isAccessible = () =>
    eventuallyEqual(async () => (await violations(page)).filter((violation) => !violation.includes('<textarea')), []);

  /** Puts the caret behind the first letter of a word, as a person would get there. */
  async function putCaret(word: string): Promise<void> {
    const at = (await area().inputValue()).indexOf(word);
    assert.ok(at >= 0, word);
    await area().focus();
    await area().evaluate((element, offset) => (element as HTMLTextAreaElement).setSelectionRange(offset, offset), at);
    await page.keyboard.press('ArrowRight');
  }

  return {
    get page() {
      return page;
    },
    get metafile() {
      return bundled.metafile;
    },
    node,
    area,
    text,
    multiplies,
    selected,
    posted,
    edit,
    isAccessible,
    putCaret,
  };
}
