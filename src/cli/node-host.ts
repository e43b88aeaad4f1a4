/** The world of the command line on Node: files, streams and environment of this process. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { Runner } from '../runtime/runner';
import { largestText } from '../workspace/file-system';
import { nodeFiles, nodePlatform, readAll } from '../workspace/node-files';
import { memoryLeft } from '../workspace/node-memory';
import { stageFile } from '../workspace/node-write';
import { cacheFolder } from './cache-folder';
import type { GitAnswer, Host, Rasterizer } from './host';
import { layoutThread } from './node-layout';
import { sweepOnThreads } from './node-sweep';

/** Loaded late: most commands run nothing. */
async function openRunner(bundles: string): Promise<Runner> {
  const { nodeRunner } = await import('../runtime/node-runner');
  const { allowRelaxedSimd } = await import('../runtime/node-relaxed-simd');
  allowRelaxedSimd();
  return nodeRunner(join(bundles, 'run-worker.js'));
}

function git(cwd: string, argv: readonly string[]): Promise<GitAnswer | undefined> {
  return new Promise((resolve) => {
    // Nobody answers what it might ask.
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    const options = { encoding: 'buffer', maxBuffer: largestText + 2 ** 20, windowsHide: true, cwd, env } as const;
    execFile('git', argv, options, (error, output, message) => {
      if (error?.code === 'ENOENT') resolve(undefined);
      else resolve({ code: error === null ? 0 : Number(error.code) || 1, output, message: message.toString() });
    }).stdin?.end();
  });
}

/**
 * @param bundles Path of the folder of the program's bundles, which load each other late.
 * @param cwd What paths are taken from, an absolute path.
 */
export function nodeHost(bundles: string, cwd = process.cwd()): Host {
  const requireBundle = (name: string): unknown => createRequire(join(bundles, name))(`./${name}`);
  return {
    cwd,
    env: process.env,
    isTerminal: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    platform: nodePlatform,
    // A person may name a pipe.
    files: nodeFiles({ special: true }),
    examples: join(bundles, '..', 'examples'),
    shipped: (path) => join(bundles, '..', path),
    stage: stageFile,
    readStandardInput: (most) => readAll(process.stdin, most),
    stdout: (chunk) => void process.stdout.write(chunk),
    stderr: (chunk) => void process.stderr.write(chunk),
    git: (argv) => git(cwd, argv),
    onInterrupt: (callback) => {
      process.on('SIGINT', callback);
      return () => void process.off('SIGINT', callback);
    },
    run: async (request, options) => {
      const runner = await openRunner(bundles);
      return runner.run(request, options).finally(() => runner.dispose());
    },
    calibrate: async (request, options) => {
      const runner = await openRunner(bundles);
      return runner.calibrate(request, options).finally(() => runner.dispose());
    },
    reportBundles: async () => {
      const text = (name: string): Promise<string> => readFile(join(bundles, 'webview', name), 'utf8');
      const [script = '', style = '', layoutWorker = ''] = await Promise.all(
        ['main.js', 'report.css', 'layout-worker.js'].map(text),
      );
      return { script, style, layoutWorker };
    },
    rasterizer: () =>
      existsSync(join(bundles, 'rasterizer.js')) ? (requireBundle('rasterizer.js') as Rasterizer) : undefined,
    sweep: sweepOnThreads(join(bundles, 'sweep-thread.js')),
    layouts: () => layoutThread(join(bundles, 'layout-thread.js')),
    cacheFolder: cacheFolder(process.env, process.platform, homedir()),
    // The server is a bundle of its own beside this one, so that other commands need not load it.
    serveLanguage: async () => {
      requireBundle('server.js');
      await new Promise<void>((resolve) => process.stdin.once('close', resolve));
    },
    // As that server.
    serveTools: async (service) => {
      const { serveTools } = requireBundle('tool-server.js') as typeof import('./tool-server');
      await serveTools(service, process.stdin, process.stdout);
    },
    version,
    memoryLeft,
  };
}
