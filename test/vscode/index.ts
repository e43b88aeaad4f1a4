/**
 * What runs inside the extension host, of the cached VS Code as well as of an installed one: mocha over the bundled
 * suites beside this file, every event told to the runner outside. The runner believes only a run whose `end` came.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestEvent } from './rig/requests';
import { ask } from './rig/ui';

/** How often it has been tried again; the types of Mocha leave it out. */
const retries = (test: Mocha.Test) => (test as unknown as { currentRetry(): number }).currentRetry();

export async function run(): Promise<void> {
  const folder = process.env.INCEPT_TEST_FOLDER ?? 'suite';
  // Source maps are read when a module is loaded, which would be measured with it.
  process.setSourceMapsEnabled(folder !== 'bench');
  // Mocha is an ES module, and this bundle is CommonJS for VS Code's sake.
  const { default: Mocha } = await import('mocha');
  const pattern = process.env.INCEPT_TEST_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 90_000,
    // Told, as scripts/test.mjs says.
    retries: folder === 'suite' ? 1 : 0,
    // Prints nothing; the runner outside does.
    reporter: Mocha.reporters.Base,
    ...(pattern === undefined ? {} : { grep: pattern }),
  });
  const suites = join(__dirname, folder);
  for (const name of readdirSync(suites).sort()) {
    if (name.endsWith('.js')) mocha.addFile(join(suites, name));
  }
  await mocha.loadFilesAsync();

  let passed = 0;
  let failed = 0;
  let depth = -1;
  let sent: Promise<unknown> = Promise.resolve();
  const tell = (event: TestEvent) => {
    sent = sent.then(() => ask({ do: 'report', event }));
  };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('suite', (suite) => {
      depth++;
      if (suite.title !== '') tell({ kind: 'suite', title: suite.title, depth: depth - 1 });
    });
    runner.on('suite end', () => {
      depth--;
    });
    runner.on('pass', (test) => {
      passed++;
      const retried = retries(test) > 0 && { retried: test.fullTitle() };
      tell({ kind: 'pass', title: test.title, depth, milliseconds: test.duration ?? 0, ...retried });
    });
    runner.on('retry', (test, error: Error) => {
      tell({ kind: 'retry', title: test.title, depth, error: error.stack ?? String(error) });
    });
    runner.on('fail', (test, error: Error) => {
      failed++;
      tell({ kind: 'fail', title: test.title, depth, error: error.stack ?? String(error) });
    });
  });
  tell({ kind: 'end', passed, failed });
  await sent;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
