/** A host for the command line that lives in memory: files, streams and terminal as the test says. */

import { posix } from 'node:path';
import { type Host, HostError } from '../../src/cli/host';
import { runCli } from '../../src/cli/run-cli';
import { runNetwork } from '../../src/runtime/run-network';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What went to stdout and is no text. */
  readonly stdoutBytes: Uint8Array | undefined;
  /** Files after the run, by absolute path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export interface World {
  /** By path relative to the working folder /work-folder, or absolute. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** Presses ctrl+C as soon as somebody listens. */
  readonly interrupt?: boolean;
}

const cwd = '/work-folder';

export async function incept(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const files = new Map<string, string | Uint8Array>();
  for (const [path, content] of Object.entries(world.files ?? {})) files.set(posix.resolve(cwd, path), content);
  let stdout = '';
  let stderr = '';
  let stdoutBytes: Uint8Array | undefined;
  const host: Host = {
    cwd,
    env: world.env ?? {},
    isTerminal: { stdout: world.terminal ?? false, stderr: world.terminal ?? false },
    read(path) {
      const content = files.get(path);
      if (content === undefined) throw new HostError('there is no such file');
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    write(path, content) {
      if (path.startsWith('/read-only/')) throw new HostError('reading or writing it is not permitted');
      files.set(path, content);
    },
    list: (folder) =>
      [...files.keys()].filter((path) => posix.dirname(path) === folder).map((path) => posix.basename(path)),
    exists: (path) => [...files.keys()].some((file) => file === path || file.startsWith(`${path}/`)),
    readStandardInput: async () => world.stdin ?? '',
    stdout: (content) => {
      if (typeof content === 'string') stdout += content;
      else stdoutBytes = content;
    },
    stderr: (text) => {
      stderr += text;
    },
    onInterrupt(callback) {
      if (world.interrupt) callback();
      return () => {};
    },
    async run(request, options) {
      const { result, values } = await runNetwork(request, {
        now: () => 0,
        shouldCancel: () => options.signal?.aborted === true,
        ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      });
      options.onValues?.(values);
      return result;
    },
    serveLanguage: async () => {
      stdout += 'serving';
    },
    version: '1.2.3',
  };
  const code = await runCli(argv, host);
  return { code, stdout, stderr, stdoutBytes, files };
}
