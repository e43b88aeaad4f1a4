/** The playground as it is built, served from some folder of a host and opened in Chromium as a person opens it. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import { buildPlayground, servePlayground } from '../../../scripts/playground';
import { repositoryRoot } from '../../support/disk-files';
import { launch } from '../rig';

/** Not at the root of the host. */
const base = '/some/where/';

export interface OpenOptions extends BrowserContextOptions {
  /** Below the page. */
  readonly path?: string;
  /** Behind `#`. */
  readonly hash?: string;
  readonly theme?: 'system' | 'light' | 'dark' | 'high-contrast';
}

/** Once for all tests of a run, each of which serves a copy. */
let building: Promise<string> | undefined;

export class PlaygroundHost {
  private constructor(
    /** What is served. */
    private readonly whole: string,
    private version: string,
    private server: Server,
    private readonly browser: Browser,
  ) {
    this.port = (server.address() as AddressInfo).port;
  }

  private readonly port: number;

  static async start(isolated = true): Promise<PlaygroundHost> {
    const source = join(repositoryRoot, 'out', 'playground');
    building ??= buildPlayground(source);
    const version = await building;
    const whole = mkdtempSync(join(tmpdir(), 'incept-playground-'));
    cpSync(source, whole, { recursive: true });
    const server = await servePlayground(whole, { port: 0, base, isolated });
    return new PlaygroundHost(whole, version, server, await launch());
  }

  /** Where the files of the build are. */
  get folder(): string {
    return join(this.whole, this.version);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}${base}`;
  }

  async open({ path = '', hash = '', theme = 'light', ...options }: OpenOptions = {}): Promise<OpenPlayground> {
    const context = await this.browser.newContext({
      viewport: { width: 1600, height: 1000 },
      reducedMotion: 'reduce',
      ...options,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await context.addInitScript((chosen) => localStorage.setItem('incept.theme', chosen), theme);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${this.address}${path}${hash}`);
    return new OpenPlayground(page, problems);
  }

  /** Without a network, until `restart`. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  async restart(): Promise<void> {
    this.server = await servePlayground(this.whole, { port: this.port, base });
  }

  /**
   * Another build in place of this one: of the same sources, in another folder; the root element of its page says `build`.
   * Without the file `missing`, as a host is that is being written to. Gives its name.
   */
  rebuild(build: string, missing?: string): string {
    const before = this.version;
    this.version = createHash('sha256').update(build).digest('hex').slice(0, 16);
    renameSync(join(this.whole, before), this.folder);
    for (const name of ['index.html', 'service-worker.js']) {
      const file = join(this.whole, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, this.version));
    }
    appendFileSync(
      join(this.folder, 'main.js'),
      `\ndocument.documentElement.dataset.build=${JSON.stringify(build)};\n`,
    );
    if (missing !== undefined) rmSync(join(this.folder, missing));
    return this.version;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.close();
    rmSync(this.whole, { recursive: true });
  }
}

export class OpenPlayground {
  constructor(
    readonly page: Page,
    /** Errors of the page and refusals of its policy. */
    readonly problems: readonly string[],
  ) {}

  get preview(): FrameLocator {
    return this.page.frameLocator('iframe');
  }

  node(id: string): Locator {
    return this.preview.locator(`.graph [data-id="${id}"]`);
  }

  multiplies(amount: string): Promise<void> {
    return this.preview.locator('.totals', { hasText: amount }).waitFor();
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }

  /** Until the full editor is there. */
  async monaco(): Promise<Locator> {
    const editor = this.page.locator('.monaco-editor').first();
    // The costs over the network: it has talked with the server.
    await editor.locator('.codelens-decoration', { hasText: 'multiplies' }).first().waitFor();
    return editor;
  }

  /** A line of the text that is shown, as it reads without hints. */
  line(text: string): Locator {
    return this.page.locator('.view-line', { hasText: text }).first();
  }

  /** In place of all of it, as it is pasted. */
  async paste(text: string): Promise<void> {
    await (await this.monaco()).locator('.view-lines').click();
    await this.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Control+V');
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
