/**
 * Runs the tests of test/vscode/suite inside a real VS Code: the cached code-server in a headless Chromium, or, when
 * VSCODE_EXECUTABLE names one, an installed desktop VS Code. Both get the same bundled tests and the same bridge.
 *
 *   npm run test:vscode [-- --grep PATTERN] [--vsix FILE] [--extension FOLDER] [--log] [--bench]
 *
 * With --bench it measures what test/vscode/bench says, in place of the tests (`npm run bench -- --only window`).
 * The workspace is a temporary copy of examples/, so that tests may edit. Counts go to the file in INCEPT_COUNTS.
 */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { type Bridge, startBridge } from './rig/bridge';
import { installVsCode, projectRoot } from './rig/install';
import { quietSettings, startServer } from './rig/launch';
import { openWindow } from './rig/page';
import { bridgeVariable, type TestEvent } from './rig/requests';

const bundleFolder = join(projectRoot, 'out', 'vscode-tests');
const logFolder = join(projectRoot, 'out', 'vscode-logs');
/** For one start of VS Code and all tests in it. */
const totalDeadlineMs = 15 * 60_000;

interface Job {
  readonly workspace: string;
  readonly extension: string | undefined;
  readonly vsix: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** What the reports of one start add up to. */
class Tally {
  passed = 0;
  failed = 0;
  ended = false;
  /** Tests that passed only when they were tried again. */
  readonly retried: string[] = [];
  get silent(): boolean {
    return this.passed + this.failed === 0 && !this.ended;
  }

  readonly take = (event: TestEvent): void => {
    const indent = '  '.repeat(('depth' in event ? event.depth : 0) + 1);
    if (event.kind === 'suite') console.log(`${indent}${event.title}`);
    if (event.kind === 'pass') {
      this.passed++;
      if (event.retried !== undefined) this.retried.push(event.retried);
      console.log(`${indent}✔ ${event.title} (${event.milliseconds} ms)`);
    }
    if (event.kind === 'fail') {
      this.failed++;
      console.log(`${indent}✖ ${event.title}\n${event.error.replace(/^/gm, `${indent}    `)}`);
    }
    if (event.kind === 'retry') console.log(`${indent}↻ ${event.title}, which is tried again: ${event.error}`);
    if (event.kind === 'measured') console.log(`${indent}${event.what}: ${event.milliseconds.toFixed(0)} ms`);
    if (event.kind === 'end') this.ended = true;
  };
}

async function bundleTests(folder: 'suite' | 'bench'): Promise<void> {
  rmSync(bundleFolder, { recursive: true, force: true });
  const suites = readdirSync(join(projectRoot, 'test/vscode', folder)).filter((name) => name.endsWith('.ts'));
  await esbuild.build({
    absWorkingDir: projectRoot,
    entryPoints: ['test/vscode/index.ts', ...suites.map((name) => `test/vscode/${folder}/${name}`)],
    outbase: 'test/vscode',
    outdir: bundleFolder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/** Opens the tests in the cached VS Code and waits until they have ended, died or run out of time. */
async function runInServer(job: Job, bridge: Bridge): Promise<string | undefined> {
  const installation = await installVsCode(console.log);
  const server = await startServer(installation, {
    env: { ...job.env, [bridgeVariable]: bridge.address },
    ...(job.vsix === undefined ? {} : { vsix: job.vsix }),
  });
  const stopNow = () => void server.stop().then(() => process.exit(130));
  process.once('SIGINT', stopNow);
  process.once('SIGTERM', stopNow);
  try {
    const opening = { folder: job.workspace, tests: join(bundleFolder, 'index.js') };
    // Tests need an extension under development to run beside; for a packaged one it is an empty one.
    const extension = job.extension ?? emptyExtension(job.workspace);
    const address = server.address({ ...opening, extension });
    const window = await openWindow(address, { width: 1600, height: 1000, log: job.log });
    bridge.attach(window.page);
    try {
      return await Promise.race([window.exited.then(() => undefined), deadline()]);
    } finally {
      await window.close();
    }
  } finally {
    process.off('SIGINT', stopNow);
    process.off('SIGTERM', stopNow);
    const logs = join(server.dataFolder, 'data', 'logs');
    if (existsSync(logs)) cpSync(logs, logFolder, { recursive: true });
    await server.stop();
  }
}

function emptyExtension(workspace: string): string {
  const folder = `${workspace}-empty-extension`;
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'empty', publisher: 'incept', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** The same in an installed VS Code; its window is reached over Chromium's debugging port. */
async function runInDesktop(executable: string, job: Job, bridge: Bridge): Promise<string | undefined> {
  const port = await freePort();
  const data = `${job.workspace}-data`;
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(quietSettings));
  const finished = runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: job.extension ?? emptyExtension(job.workspace),
    extensionTestsPath: join(bundleFolder, 'index.js'),
    extensionTestsEnv: { ...job.env, [bridgeVariable]: bridge.address },
    launchArgs: [
      job.workspace,
      `--user-data-dir=${data}`,
      `--extensions-dir=${join(data, 'extensions')}`,
      `--remote-debugging-port=${port}`,
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
    ],
  });
  const ended = finished.then(
    () => undefined,
    (problem: Error) => problem.message,
  );
  const page = await Promise.race([workbenchPage(port), ended]);
  if (page === undefined || typeof page === 'string') return page ?? 'VS Code ended before its window opened';
  bridge.attach(page);
  return Promise.race([ended, deadline()]);
}

async function workbenchPage(port: number): Promise<Page | string> {
  for (let tries = 0; tries < 60; tries++) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => undefined);
    const page = browser?.contexts()[0]?.pages()[0];
    if (page !== undefined) return page;
    await browser?.close();
    await new Promise((done) => setTimeout(done, 500));
  }
  return 'the window of VS Code cannot be reached over its debugging port';
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function deadline(): Promise<string> {
  return new Promise((done) => {
    setTimeout(done, totalDeadlineMs, `the tests did not end within ${totalDeadlineMs / 60_000} minutes`).unref();
  });
}

async function attempt(job: Job): Promise<{ tally: Tally; problem: string | undefined }> {
  const tally = new Tally();
  const bridge = await startBridge(tally.take);
  try {
    const executable = process.env.VSCODE_EXECUTABLE;
    const stopped =
      executable === undefined ? await runInServer(job, bridge) : await runInDesktop(executable, job, bridge);
    const problem = tally.ended ? undefined : (stopped ?? 'the extension host ended before the tests did');
    return { tally, problem };
  } catch (problem) {
    return { tally, problem: problem instanceof Error ? problem.message : String(problem) };
  } finally {
    bridge.close();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      grep: { type: 'string' },
      vsix: { type: 'string' },
      extension: { type: 'string' },
      log: { type: 'boolean', default: false },
      bench: { type: 'boolean', default: false },
    },
  });
  const temporary = mkdtempSync(join(tmpdir(), 'incept-tests-'));
  const workspace = join(temporary, 'workspace');
  cpSync(join(projectRoot, 'examples'), workspace, { recursive: true });
  rmSync(logFolder, { recursive: true, force: true });
  const folder = values.bench ? 'bench' : 'suite';
  await bundleTests(folder);
  const job: Job = {
    workspace,
    extension: values.vsix === undefined ? resolve(values.extension ?? projectRoot) : undefined,
    vsix: values.vsix === undefined ? undefined : resolve(values.vsix),
    env: {
      INCEPT_TEST_FOLDER: folder,
      ...(values.grep === undefined ? {} : { INCEPT_TEST_GREP: values.grep }),
    },
    log: (line) => {
      if (values.log || /^\[(webview|page) error\]/.test(line)) console.log(`    ${line}`);
    },
  };
  try {
    let { tally, problem } = await attempt(job);
    if (tally.silent && problem !== undefined) {
      console.log(`  VS Code: ${problem}; trying once more`);
      ({ tally, problem } = await attempt(job));
    }
    if (problem !== undefined) {
      tally.failed++;
      console.log(`  ✖ VS Code: ${problem}`);
    }
    if (tally.passed === 0 && tally.failed === 0) {
      tally.failed++;
      console.log('  ✖ VS Code: no test ran');
    }
    console.log(`  ${tally.passed} passing, ${tally.failed} failing in VS Code`);
    if (tally.failed > 0) console.log(`  logs of VS Code: out/${basename(logFolder)}`);
    const counts = process.env.INCEPT_COUNTS;
    if (counts !== undefined) {
      const { passed, failed, retried } = tally;
      writeFileSync(counts, JSON.stringify({ passed, failed, retried }));
    }
    return tally.failed === 0 ? 0 : 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().then(
  (code) => process.exit(code),
  (problem: unknown) => {
    console.error(problem);
    process.exit(1);
  },
);
