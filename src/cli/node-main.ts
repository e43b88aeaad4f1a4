/** `incept` on Node: the real host. Everything else is in run-cli.ts. */

import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { version } from '../../package.json';
import type { Runner } from '../runtime/runner';
import { largestText } from '../workspace/file-system';
import { fileErrorOf, nodeFiles, nodePlatform, readAll } from '../workspace/node-files';
import { writeWhole } from '../workspace/node-write';
import { cacheFolder } from './cache-folder';
import { Failure, fileReason } from './failure';
import type { GitAnswer, Host } from './host';
import { runCli } from './run-cli';
import { Session } from './session';

/** Loaded late: most commands run nothing. */
async function openRunner(): Promise<Runner> {
  const { nodeRunner } = await import('../runtime/node-runner');
  return nodeRunner(join(__dirname, 'run-worker.js'));
}

function git(argv: readonly string[]): Promise<GitAnswer | undefined> {
  return new Promise((resolve) => {
    // Nobody answers what it might ask.
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    const options = { encoding: 'buffer', maxBuffer: largestText + 2 ** 20, windowsHide: true, env } as const;
    execFile('git', argv, options, (error, output, message) => {
      if (error?.code === 'ENOENT') resolve(undefined);
      else resolve({ code: error === null ? 0 : Number(error.code) || 1, output, message: message.toString() });
    }).stdin?.end();
  });
}

const host: Host = {
  cwd: process.cwd(),
  env: process.env,
  isTerminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
  platform: nodePlatform,
  // A person may name a pipe.
  files: nodeFiles({ special: true }),
  examples: join(__dirname, '..', 'examples'),
  diagnosticsPage: join(__dirname, '..', 'docs', 'diagnostics.md'),
  write: writeWhole,
  readStandardInput: (most) => readAll(process.stdin, most),
  stdout: (chunk) => void process.stdout.write(chunk),
  stderr: (chunk) => void process.stderr.write(chunk),
  git,
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
  // As that server.
  serveTools: async (service) => {
    const bundle = pathToFileURL(join(__dirname, 'tool-server.js')).href;
    const { serveTools } = (await import(bundle)) as typeof import('./tool-server');
    await serveTools(service, process.stdin, process.stdout);
  },
  version,
  memoryLeft: () => {
    const { heap_size_limit: most, used_heap_size: used } = getHeapStatistics();
    return most - used;
  },
};

process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  // A closed pipe (`incept cost x.cnn | head`) is no failure.
  if (problem.code === 'EPIPE') process.exit(0);
  const reason = fileReason(fileErrorOf(problem).problem);
  new Session(host).fail(new Failure((words) => words.failures('cannot-print', { reason: reason(words) })));
  process.exit(2);
});
// Nobody can be told.
process.stderr.on('error', () => {});
// A limit on the size of files is a failure of writing, which is told, and not the end of the process.
if (nodePlatform !== 'win32') process.on('SIGXFSZ' as NodeJS.Signals, () => {});

void runCli(process.argv.slice(2), host).then((code) => {
  process.exitCode = code;
});
