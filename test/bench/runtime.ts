/**
 * Forward passes side by side with other runtimes: one process per runtime, network and number of threads; runs
 * interleaved in rounds, so that what else the machine does falls on all alike; medians and spread. Ratios are what
 * counts, times are those of the machine at that moment.
 */

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ChildMessage, ChildRequest, ParentMessage } from './child';
import type { NetworkName } from './networks';
import type { PeerName } from './peers';

export interface Configuration {
  readonly peer: PeerName;
  readonly network: NetworkName;
  readonly threads: number;
}

export interface Measurement extends Configuration {
  /** How many were measured. */
  readonly runs: number;
  readonly medianMs: number;
  readonly fastestMs: number;
  /** Half of the runs lie within. */
  readonly quartilesMs: readonly [number, number];
  /** Processor time of a run, of all threads. */
  readonly medianCpuMs: number;
  readonly firstMs: number;
  readonly firstCpuMs: number;
  readonly prepareMs: number;
  /** More than a process of Node that does nothing has. */
  readonly rssBytes: number;
  /** Largest difference to the first configuration of the same network. */
  readonly maxDifference: number;
  readonly details: string;
}

export interface RuntimeReport {
  readonly schema: 1;
  readonly machine: string;
  readonly node: string;
  /** Load of the machine when the bench began and ended. */
  readonly load: readonly [number, number];
  readonly measurements: readonly Measurement[];
  readonly failures: readonly string[];
  readonly packageBytes: Readonly<Record<string, number>>;
}

export interface RuntimeBenchOptions {
  readonly root: string;
  readonly configurations: readonly Configuration[];
  readonly rounds: number;
  /** Runs of a process in a round end after as many, or when they have taken so long. */
  readonly runsPerRound: number;
  readonly msPerRound: number;
  readonly tell: (line: string) => void;
}

export async function benchRuntimes(options: RuntimeBenchOptions): Promise<RuntimeReport> {
  const [loadBefore = 0] = loadavg();
  // Inside of node_modules, so that it finds the packages it leaves outside of its bundle.
  const script = join(options.root, 'node_modules', `.incept-bench-${process.pid}.mjs`);
  await build({
    entryPoints: [join(options.root, 'test/bench/child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  const idleRss = await rssOfIdleNode();
  try {
    // Networks one after the other, their runtimes at the same time and in turns: memory is that of one network.
    for (const network of new Set(options.configurations.map((configuration) => configuration.network))) {
      const wanted = options.configurations.filter((configuration) => configuration.network === network);
      await benchNetwork(script, wanted, options, idleRss, measurements, failures);
    }
  } finally {
    rmSync(script, { force: true });
  }
  const [cpu] = cpus();
  const packages = join(options.root, 'node_modules');
  return {
    schema: 1,
    machine: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}`,
    node: process.version,
    load: [loadBefore, loadavg()[0] ?? 0],
    measurements,
    failures,
    packageBytes: {
      incept: sizeOf(join(options.root, 'dist/run-worker.js')),
      'onnxruntime-web': sizeOf(join(packages, 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm')),
      'tfjs-wasm': sizeOf(join(packages, '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm')),
      'onnxruntime-node': sizeOf(join(packages, 'onnxruntime-node/bin')),
    },
  };
}

/** Bytes of a file, or of the files in a folder for this platform. */
function sizeOf(path: string): number {
  try {
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.size;
    const files = readdirSync(path, { recursive: true, withFileTypes: true });
    return files
      .filter((entry) => entry.isFile() && entry.parentPath.includes(join(process.platform, process.arch)))
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    return 0;
  }
}

async function rssOfIdleNode(): Promise<number> {
  const program = 'process.send(process.memoryUsage().rss)';
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise((fulfil) => child.once('message', (rss: number) => fulfil(rss)));
}

interface Member {
  readonly configuration: Configuration;
  readonly child: ChildProcess;
  readonly ready: Extract<ChildMessage, { kind: 'ready' }>;
  readonly ms: number[];
  readonly cpuMs: number[];
  rssBytes: number;
}

async function benchNetwork(
  script: string,
  configurations: readonly Configuration[],
  { root, rounds, runsPerRound, msPerRound, tell }: RuntimeBenchOptions,
  idleRss: number,
  measurements: Measurement[],
  failures: string[],
): Promise<void> {
  const members: Member[] = [];
  for (const configuration of configurations) {
    const child = fork(script, [], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const request: ChildRequest = { root, ...configuration };
    const ready = await ask(child, { kind: 'prepare', request });
    if (ready.kind === 'ready') {
      members.push({ configuration, child, ready, ms: [], cpuMs: [], rssBytes: 0 });
    } else {
      failures.push(`${nameOf(configuration)}: ${ready.kind === 'failed' ? ready.message : 'no answer'}`);
      child.kill();
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const member of members) {
      const times = await ask(member.child, { kind: 'run', most: runsPerRound, forMs: msPerRound });
      if (times.kind !== 'times') continue;
      // The first round is for warming up.
      if (round === 0 && rounds > 1) continue;
      member.ms.push(...times.ms);
      member.cpuMs.push(...times.cpuMs);
      member.rssBytes = times.rssBytes;
    }
    tell(`${configurations[0]?.network}: round ${round + 1} of ${rounds}`);
  }
  const [first] = members;
  for (const { configuration, child, ready, ms, cpuMs, rssBytes } of members) {
    child.kill();
    measurements.push({
      ...configuration,
      runs: ms.length,
      medianMs: quantile(ms, 0.5),
      fastestMs: quantile(ms, 0),
      quartilesMs: [quantile(ms, 0.25), quantile(ms, 0.75)],
      medianCpuMs: quantile(cpuMs, 0.5),
      firstMs: ready.firstMs,
      firstCpuMs: ready.firstCpuMs,
      prepareMs: ready.prepareMs,
      rssBytes: rssBytes - idleRss,
      maxDifference: Math.max(
        ...ready.values.map((value, index) => Math.abs(value - (first?.ready.values[index] ?? Number.NaN))),
      ),
      details: ready.details,
    });
  }
}

export function nameOf({ peer, network, threads }: Configuration): string {
  return `${peer}, ${network}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

function ask(child: ChildProcess, message: ParentMessage): Promise<ChildMessage> {
  return new Promise((fulfil) => {
    const onExit = (code: number | null): void => fulfil({ kind: 'failed', message: `ended with code ${code}` });
    child.once('exit', onExit);
    child.once('message', (reply: ChildMessage) => {
      child.off('exit', onExit);
      fulfil(reply);
    });
    child.send(message);
  });
}

/** The value below which a share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
