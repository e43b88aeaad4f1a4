/**
 * What a second thread gains, step by step: the shortest of many times of each step with one thread and with two. A whole run on
 * two cores is disturbed whenever another program needs one of them; a step is left alone now and then.
 */

import { allowRelaxedSimd } from '../../src/runtime/node-relaxed-simd';
import { nodeThreads } from '../../src/runtime/wasm/node-thread-crew';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { type BenchNetwork, loadNetwork, type NetworkName } from './networks';

/** Of each step, in milliseconds. */
async function shortestTimes({ plan, weights, input }: BenchNetwork, threads: number, runs: number): Promise<number[]> {
  const execution = await wasmBackend.prepare(plan, weights, { threads, startThreads: nodeThreads() });
  if (execution.threads !== threads) throw new Error(`${execution.threads} threads instead of ${threads}`);
  const times = plan.steps.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < runs; run++) {
    let mark = performance.now();
    const onStep = (step: number): void => {
      const now = performance.now();
      times[step] = Math.min(times[step] as number, now - mark);
      mark = performance.now();
    };
    execution.run(input, { onStep, readsNothing: true });
  }
  execution.dispose();
  return times;
}

/** A Markdown table, a row for each network, with the steps that lose most against half of one thread's time. */
export async function compareThreads(
  root: string,
  networks: readonly NetworkName[],
  runs: number,
  tell: (line: string) => void,
): Promise<void> {
  allowRelaxedSimd();
  tell('| network | 1 thread, ms | 2 threads, ms | ratio | most is lost in |\n|---|--:|--:|--:|---|');
  const sum = (times: readonly number[]): number => times.reduce((total, ms) => total + ms, 0);
  for (const name of networks) {
    const network = loadNetwork(root, name);
    const alone = await shortestTimes(network, 1, runs);
    const shared = await shortestTimes(network, 2, runs);
    const lost = network.plan.steps.map(({ layer }, step) => {
      const ms = (shared[step] as number) - (alone[step] as number) / 2;
      return { ms, path: network.plan.layers[layer]?.path ?? '' };
    });
    const worst = lost.sort((a, b) => b.ms - a.ms).slice(0, 3);
    const cells = [
      name,
      sum(alone).toFixed(1),
      sum(shared).toFixed(1),
      (sum(shared) / sum(alone)).toFixed(2),
      worst.map(({ path, ms }) => `${path} (${ms.toFixed(2)})`).join(', '),
    ];
    tell(`| ${cells.join(' | ')} |`);
  }
}
