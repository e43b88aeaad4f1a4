/**
 * Takes a picture of the real VS Code with the extension as it is built now.
 *
 *   npm run shot -- FILE.cnn [--command ID]... [--theme dark|light|hc|hc-light] [--size 1600x1000] [--scale 2]
 *                   [--at LINE:COLUMN [--hover]] [--click SELECTOR]... [--eval JS] [--wait MS] [--log] [-o out.png]
 *
 * --click and --eval are about the first webview, in its document; --at counts from 1. Bundles are built first.
 */

import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { startBridge } from '../test/vscode/rig/bridge';
import { installVsCode, projectRoot } from '../test/vscode/rig/install';
import { startServer } from '../test/vscode/rig/launch';
import { openWindow, perform, screenshot, screenshotFolder } from '../test/vscode/rig/page';
import { bridgeVariable, jobVariable, type ShotJob } from '../test/vscode/rig/requests';
import { build } from './build';

const deadlineMs = 90_000;
const themes: Readonly<Record<string, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      command: { type: 'string', multiple: true, default: [] },
      theme: { type: 'string', default: 'dark' },
      size: { type: 'string', default: '1600x1000' },
      scale: { type: 'string', default: '1' },
      at: { type: 'string' },
      hover: { type: 'boolean', default: false },
      click: { type: 'string', multiple: true, default: [] },
      eval: { type: 'string' },
      wait: { type: 'string', default: '2500' },
      log: { type: 'boolean', default: false },
      extension: { type: 'string', default: projectRoot },
      'no-build': { type: 'boolean', default: false },
      out: { type: 'string', short: 'o' },
    },
  });
  const file = resolve(positionals[0] ?? join(projectRoot, 'examples/googlenet.cnn'));
  const size = /^(\d+)x(\d+)$/.exec(values.size);
  const theme = themes[values.theme];
  if (size === null) throw new Error(`--size takes WIDTHxHEIGHT, found ${values.size}`);
  if (theme === undefined) throw new Error(`--theme takes ${Object.keys(themes).join(', ')}`);
  const at = values.at?.split(':').map((part) => Number(part) - 1);
  const job: ShotJob = {
    file,
    commands: values.command,
    ...(at === undefined ? {} : { at: [at[0] ?? 0, at[1] ?? 0] as const }),
  };

  if (!values['no-build']) {
    const { missing } = await build([], { production: false, watch: false });
    for (const name of missing) console.error(`shot: without ${name}, which does not exist yet`);
  }
  const tests = join(projectRoot, 'out/vscode-tests/shot-host.js');
  await esbuild.build({
    entryPoints: [join(projectRoot, 'test/vscode/rig/shot-host.ts')],
    outfile: tests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });

  const installation = await installVsCode();
  let ready: () => void = () => {};
  const isReady = new Promise<void>((done) => {
    ready = done;
  });
  const bridge = await startBridge((event) => {
    if (event.kind === 'fail') console.error(`shot: ${event.error}`);
    if (event.kind === 'end') ready();
  });
  const server = await startServer(installation, {
    settings: { 'workbench.colorTheme': theme },
    env: { [bridgeVariable]: bridge.address, [jobVariable]: JSON.stringify(job) },
  });
  const end = async () => {
    bridge.close();
    await server.stop();
  };
  process.once('SIGINT', () => void end().then(() => process.exit(130)));
  try {
    const address = server.address({ folder: dirname(file), extension: resolve(values.extension), tests });
    const window = await openWindow(address, {
      width: Number(size[1]),
      height: Number(size[2]),
      scale: Number(values.scale),
      log: (line) => {
        if (values.log || /^\[(webview|page) error\]|incept|extension host/i.test(line)) console.error(line);
      },
    });
    bridge.attach(window.page);
    try {
      const early = window.exited.then((code) => `the extension host ended with code ${code} before the picture`);
      const late = new Promise<string>((done) => setTimeout(done, deadlineMs, 'the window was not ready in time'));
      const problem = await Promise.race([isReady, early, late]);
      if (problem !== undefined) console.error(`shot: ${problem}`);
      for (const selector of values.click) {
        await perform(window.page, { do: 'click', place: { webview: 0 }, selector, count: 1 });
        await window.page.waitForTimeout(300);
      }
      await window.page.waitForTimeout(Number(values.wait));
      if (values.hover) console.log(await perform(window.page, { do: 'hover-at-cursor' }));
      if (values.eval !== undefined) {
        const value = await perform(window.page, { do: 'evaluate', place: { webview: 0 }, script: values.eval });
        console.log(JSON.stringify(value, null, 2));
      }
      const out = resolve(values.out ?? join(screenshotFolder, `${basename(file, '.cnn')}-${values.theme}.png`));
      mkdirSync(dirname(out), { recursive: true });
      console.log(`shot: ${await screenshot(window.page, out)}`);
    } finally {
      await window.close();
    }
  } finally {
    await end();
  }
}

main().then(
  () => process.exit(),
  (problem: unknown) => {
    console.error(`shot: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exit(1);
  },
);
