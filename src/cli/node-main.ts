/** `incept` on Node: the real host. Everything else is in run-cli.ts. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { version } from '../../package.json';
import type { Runner } from '../runtime/runner';
import { fileErrorOf, nodeFiles, nodePlatform } from '../workspace/node-files';
import { cacheFolder } from './cache-folder';
import type { Host } from './host';
import { runCli } from './run-cli';

function write(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (problem) {
    throw fileErrorOf(problem);
  }
}

/** Loaded late: most commands run nothing. */
async function openRunner(): Promise<Runner> {
  const { nodeRunner } = await import('../runtime/node-runner');
  return nodeRunner(join(__dirname, 'run-worker.js'));
}

const host: Host = {
  cwd: process.cwd(),
  env: process.env,
  isTerminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  platform: nodePlatform,
  // A person may name a pipe.
  files: nodeFiles({ special: true }),
  write,
  readStandardInput: () => text(process.stdin),
  stdout: (chunk) => void process.stdout.write(chunk),
  stderr: (chunk) => void process.stderr.write(chunk),
  onInterrupt: (callback) => {
    process.on('SIGINT', callback);
    return () => void process.off('SIGINT', callback);
  },
  run: async (request, options) => {
    const runner = await openRunner();
    return runner.run(request, options).finally(() => runner.dispose());
  },
  calibrate: async (request, options) => {
    const runner = await openRunner();
    return runner.calibrate(request, options).finally(() => runner.dispose());
  },
  cacheFolder: cacheFolder(process.env, process.platform, homedir()),
  // The server is a bundle of its own beside this one, so that other commands need not load it.
  serveLanguage: async () => {
    await import(pathToFileURL(join(__dirname, 'server.js')).href);
    await new Promise<void>((resolve) => process.stdin.once('close', resolve));
  },
  version,
};

// A closed pipe (`incept cost x.cnn | head`) is no failure.
process.stdout.on('error', () => process.exit(0));

void runCli(process.argv.slice(2), host).then((code) => {
  process.exitCode = code;
});
