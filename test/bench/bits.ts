/**
 * Whether exact runs give the same bits: every layer's values, hashed, of each network by several versions of Node.js and
 * with one, two and three threads. A process for each, one after the other.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';
import { nodeThreads } from '../../src/runtime/wasm/node-thread-crew';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { loadNetwork, type NetworkName } from './networks';

const threadCounts = [1, 2, 3] as const;

export interface Bits {
  readonly network: NetworkName;
  readonly threads: number;
  /** Of all layers' values in their order, then of the outputs of a run of which no layer is read. */
  readonly hash: string;
}

/** Of an exact run in this process. */
export async function hashRun(root: string, network: NetworkName, threads: number): Promise<Bits> {
  const { plan, weights, input } = loadNetwork(root, network);
  const execution = await wasmBackend.prepare(plan, weights, { exact: true, threads, startThreads: nodeThreads() });
  if (execution.threads !== threads) throw new Error(`${execution.threads} threads instead of ${threads}`);
  const hash = createHash('sha256');
  execution.run(input, {
    onStep: (index) => {
      const step = plan.steps[index];
      if (step !== undefined) hash.update(execution.read(step.output));
    },
  });
  execution.run(input);
  for (const { view } of plan.outputs) hash.update(execution.read(view));
  execution.dispose();
  return { network, threads, hash: hash.digest('hex').slice(0, 16) };
}

/** A Markdown table, a row for each network; false if anything differs. */
export async function compareBits(
  root: string,
  networks: readonly NetworkName[],
  nodes: readonly string[],
  tell: (line: string) => void,
): Promise<boolean> {
  const script = join(root, 'out/bench-bits.mjs');
  const contents = `import { hashRun } from './test/bench/bits';
const [root, network, threads] = process.argv.slice(2);
console.log(JSON.stringify({ node: process.version, ...(await hashRun(root, network, Number(threads))) }));
process.exit(0);`;
  const stdin = { contents, resolveDir: root, loader: 'ts' as const };
  await build({ stdin, outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  tell(`| network | ${threadCounts.join(', ')} threads of | bits |\n|---|---|---|`);
  let isSame = true;
  for (const network of networks) {
    const found = nodes.flatMap((node) =>
      threadCounts.map((threads) => {
        const { stdout, stderr } = spawnSync(node, [script, root, network, String(threads)], { encoding: 'utf8' });
        if (stdout === '') throw new Error(`${node}, ${network}, ${threads} threads: ${stderr}`);
        return JSON.parse(stdout) as Bits & { readonly node: string };
      }),
    );
    const hashes = new Set(found.map(({ hash }) => hash));
    const versions = new Set(found.map(({ node }) => node));
    isSame &&= hashes.size === 1;
    tell(`| ${network} | ${[...versions].join(', ')} | ${[...hashes].join(' and ')} |`);
  }
  return isSame;
}
