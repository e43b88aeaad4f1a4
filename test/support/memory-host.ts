/** A host for the command line that lives in memory: files, streams and terminal as the test says. */

import { posix } from 'node:path';
import ELK from 'elkjs';
import type { MachineProfile } from '../../src/base/machine-profile';
import type { Host, ReportBundles, SweepPoints } from '../../src/cli/host';
import { runCli } from '../../src/cli/run-cli';
import type { ToolAnswer } from '../../src/cli/tool-service';
import type { ToolDescription } from '../../src/cli/tools';
import type { CalibrationRequest } from '../../src/runtime/calibrate';
import { cancelled, RunError } from '../../src/runtime/run-error';
import { runNetwork } from '../../src/runtime/run-network';
import { openSharedSweep } from '../../src/session/shared-sweep';
import type { PointCost } from '../../src/session/sweep';
import type { ElkGraph } from '../../src/view/elk-input';
import type { CliWords } from '../../src/words/cli';
import { FileError } from '../../src/workspace/file-system';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { idOfPath } from '../../src/workspace/uri';
import { roundProfile } from './machine-profile';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What went to stdout and is no text. */
  readonly stdoutBytes: Uint8Array | undefined;
  /** Files after the run, by absolute path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** What the machine was asked to be measured for, in order. */
  readonly calibrations: readonly CalibrationRequest[];
  /** Tools that were offered, and what they answered. */
  readonly described: readonly ToolDescription[];
  readonly answers: readonly (ToolAnswer | undefined)[];
}

export interface World {
  /** Tools that are called, with their arguments, where tools are served. */
  readonly calls?: readonly (readonly [name: string, given: Readonly<Record<string, unknown>>])[];
  /** By path relative to the working folder /work-folder, or absolute. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** Presses ctrl+C as soon as somebody listens. */
  readonly interrupt?: boolean;
  /** What measuring the machine gives; a message where it fails. Without one: round numbers. */
  readonly profile?: MachineProfile | string;
  /** Instead of /cache. */
  readonly cacheFolder?: string;
  /** In place of those of the environment. */
  readonly words?: CliWords;
  /** Milliseconds that every look at the clock takes. */
  readonly tick?: number;
  /** Of which a report is made. */
  readonly bundles?: ReportBundles;
  /** Bytes of memory that are left. */
  readonly memory?: number;
  /** Points of a sweep are costed as threads cost them, where there are many. */
  readonly threads?: true;
  /** No layout comes of anything. */
  readonly noLayouts?: true;
}

const cwd = '/work-folder';

/** What crosses to a thread, and back. */
const sweepInStretches: SweepPoints = async (sweep, count, onProgress) => {
  const costOf = await openSharedSweep(structuredClone(sweep));
  const points: PointCost[] = [];
  for (let place = 0; place < count; place++) points.push(structuredClone(await costOf(place)));
  await onProgress(count);
  return points;
};

export async function incept(argv: readonly string[], world: World = {}): Promise<Outcome> {
  const files = new Map<string, string | Uint8Array>();
  const memory = new MemoryFiles();
  const write = (path: string, content: string | Uint8Array) => {
    files.set(path, content);
    memory.write(idOfPath(path, 'posix'), content);
  };
  for (const [path, content] of Object.entries(world.files ?? {})) write(posix.resolve(cwd, path), content);
  let stdout = '';
  let stderr = '';
  let stdoutBytes: Uint8Array | undefined;
  let now = 0;
  const calibrations: CalibrationRequest[] = [];
  const described: ToolDescription[] = [];
  const answers: (ToolAnswer | undefined)[] = [];
  const host: Host = {
    cwd,
    env: world.env ?? {},
    isTerminal: { stdout: world.terminal ?? false, stderr: world.terminal ?? false },
    platform: 'posix',
    files: memory,
    examples: '/program/examples',
    shipped: (path) => `/program/${path}`,
    stage(path, content) {
      if (path.startsWith('/read-only/')) throw new FileError({ kind: 'denied' });
      return { commit: () => write(path, content), discard: () => {} };
    },
    readStandardInput: async () =>
      typeof world.stdin === 'string' ? new TextEncoder().encode(world.stdin) : (world.stdin ?? new Uint8Array(0)),
    stdout: (content) => {
      if (typeof content === 'string') stdout += content;
      else stdoutBytes = content;
    },
    stderr: (text) => {
      stderr += text;
    },
    git: async () => undefined,
    onInterrupt(callback) {
      if (world.interrupt) callback();
      return () => {};
    },
    async run(request, options) {
      const { result, values } = await runNetwork(request, {
        now: () => {
          now += world.tick ?? 0;
          return now;
        },
        shouldCancel: () => options.signal?.aborted === true,
        ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      });
      options.onValues?.(values);
      return result;
    },
    async calibrate(request, options) {
      calibrations.push(request);
      options.onProgress?.({ phase: 'calibrate', path: '', index: 50, count: 100 });
      if (options.signal?.aborted === true) throw cancelled('calibration');
      if (typeof world.profile === 'string') {
        throw new RunError({ code: 'run.crashed/inside', values: { reason: world.profile } });
      }
      return world.profile ?? roundProfile();
    },
    rasterizer: () => undefined,
    reportBundles: async () =>
      world.bundles ?? { script: 'start("</script><!--");', style: 'p { margin: 0 }', layoutWorker: 'work()' },
    layouts: () => ({
      layOut: async (graph) => {
        if (world.noLayouts) throw new Error('no layout');
        return (await new ELK().layout(graph as never)) as unknown as ElkGraph;
      },
      close: async () => {},
    }),
    cacheFolder: world.cacheFolder ?? '/cache',
    serveLanguage: async () => {
      stdout += 'serving';
    },
    async serveTools(service) {
      for (const [name, given] of world.calls ?? [])
        answers.push(await service.call(name, given, new AbortController().signal));
      described.push(...service.tools);
    },
    version: '1.2.3',
    ...(world.memory === undefined ? {} : { memoryLeft: () => world.memory as number }),
    ...(world.threads === undefined ? {} : { sweep: sweepInStretches }),
  };
  const code = await runCli(argv, host, world.words);
  return { code, stdout, stderr, stdoutBytes, files, calibrations, described, answers };
}
