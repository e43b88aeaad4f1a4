/** Bundles the harness, serves it on a free port and opens it in Chromium. One browser serves all tests of a run. */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { ViewModel } from '../../../src/view/model';
import { bundleScript, launch } from '../rig';
import { type ThemeName, themes } from '../themes';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

export interface OpenHarness {
  readonly page: Page;
  /** Shows a model and waits until it is drawn and nothing moves. */
  show(model: ViewModel): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** Runs in the page: until nothing of the picture has moved for some frames. */
async function untilStill(): Promise<void> {
  let before = '';
  for (let still = 0; still < 5; ) {
    await new Promise(requestAnimationFrame);
    const now = [...document.querySelectorAll('.graph [transform]')].map((one) => one.getAttribute('transform')).join();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

export class HarnessServer {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<HarnessServer> {
    const css = (path: string) => readFile(join(root, path), 'utf8');
    const files: Record<string, string> = {
      '/harness.html': await css('test/webview/harness/harness.html'),
      '/harness.css': await css('test/webview/harness/harness.css'),
      '/favicon.ico': '',
      '/theme.css': await css('webview/theme.css'),
      '/graph.css': await bundleScript('webview/graph/graph.css'),
      '/harness.js': await bundleScript('test/webview/harness/harness.ts'),
      '/layout-worker.js': await bundleScript('webview/layout-worker.ts'),
    };
    const server = createServer((request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      const content = files[path];
      response.writeHead(content === undefined ? 404 : 200, { 'content-type': types[extname(path)] ?? 'text/plain' });
      response.end(content ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HarnessServer(server, await launch());
  }

  async open(
    options: { width?: number; height?: number; theme?: ThemeName; reducedMotion?: boolean } = {},
  ): Promise<OpenHarness> {
    const { width = 1105, height = 845, theme = 'dark', reducedMotion = true } = options;
    const page = await this.browser.newPage({
      viewport: { width, height },
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const { port } = this.server.address() as { port: number };
    await page.goto(`http://127.0.0.1:${port}/harness.html`);
    await page.evaluate(
      ({ name, variables }) => {
        document.body.className = `vscode-${name}`;
        for (const [variable, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(`--vscode-${variable}`, value);
        }
      },
      { name: theme, variables: themes[theme] },
    );
    const settled = async (): Promise<void> => {
      await page.waitForFunction(
        () =>
          window.harness.graph.position() !== null &&
          document.querySelector('.graph')?.getAttribute('aria-busy') === 'false',
        undefined,
        { timeout: 60_000 },
      );
      await page.evaluate(untilStill);
    };
    return {
      page,
      settled,
      show: async (model) => {
        await page.evaluate((value) => window.harness.show(value), model);
        await settled();
      },
      close: async () => {
        await page.close();
        if (problems.length > 0) throw new Error(`problems on the page: ${problems.join('; ')}`);
      },
    };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
