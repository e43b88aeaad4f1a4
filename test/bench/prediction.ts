/**
 * How far predicted times are from measured ones, on networks that the model was not fitted to: measures the machine, then
 * runs each network, and prints a Markdown table for docs/roofline.md. `npx tsx test/bench/prediction.ts [threads] [--exact]`.
 */

import { loadavg } from 'node:os';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { invariant } from '../../src/base/assert';
import type { MachineProfile } from '../../src/base/machine-profile';
import { viewElements } from '../../src/plan/plan';
import { planRun } from '../../src/plan/plan-run';
import { calibrate } from '../../src/runtime/calibrate';
import { allowRelaxedSimd } from '../../src/runtime/node-relaxed-simd';
import { predictTimes } from '../../src/runtime/predict';
import { median } from '../../src/runtime/statistics';
import { nodeThreads } from '../../src/runtime/wasm/node-thread-crew';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { seededWeights } from '../../src/runtime/weights';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { networkNames } from './networks';

const runs = 15;
const files = networkNames.filter((name) => !name.includes(' '));
const exact = process.argv.includes('--exact');

async function row(file: string, profile: MachineProfile): Promise<string> {
  const examples = join(repositoryRoot, 'examples');
  const network = analyze(diskFiles(examples), join(examples, `${file}.cnn`)).networks.at(-1);
  invariant(network !== undefined, `${file} has a network`);
  const planned = planRun(network);
  invariant('plan' in planned, `${file} can be run`);
  const { plan } = planned;
  const { threads } = profile;
  const options = { threads, exact, startThreads: nodeThreads() };
  const execution = await wasmBackend.prepare(plan, seededWeights(plan, 1), options);
  const input = new Float32Array(viewElements(plan.input.view)).fill(0.3);
  const times: number[][] = plan.layers.map(() => []);
  const totals: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const spent = plan.layers.map(() => 0);
    let mark = performance.now();
    const onStep = (step: number): void => {
      const now = performance.now();
      const layer = plan.steps[step]?.layer ?? 0;
      spent[layer] = (spent[layer] ?? 0) + now - mark;
      mark = now;
    };
    execution.run(input, { onStep });
    // The first run compiles and fills caches.
    if (run === 0) continue;
    for (const [layer, ms] of spent.entries()) times[layer]?.push(ms);
    totals.push(spent.reduce((sum, ms) => sum + ms, 0));
  }
  execution.dispose();

  const predictedTimes = predictTimes(plan, profile);
  const layers = plan.layers.map((_, index) => {
    const measured = times[index] ?? [];
    return {
      predicted: predictedTimes[index]?.predictedMs ?? 0,
      least: Math.min(...measured),
      middle: median(measured),
    };
  });
  const predicted = layers.reduce((sum, layer) => sum + layer.predicted, 0);
  const computed = layers.filter((layer) => layer.predicted > 0);
  const error = (of: 'least' | 'middle'): number[] =>
    computed.map((layer) => Math.abs(layer.predicted / layer[of] - 1));
  const near = error('least').filter((each) => each < 0.3).length;
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const off = (measured: number): string => `${measured.toFixed(1)} (${signed(percent(predicted / measured - 1))})`;
  return `| ${[
    network.name,
    predicted.toFixed(1),
    // Layer by layer, since on a busy machine no whole run is left alone.
    off(layers.reduce((sum, layer) => sum + layer.least, 0)),
    off(Math.min(...totals)),
    percent(median(error('least'))),
    percent(median(error('middle'))),
    `${near} of ${computed.length}`,
  ].join(' | ')} |`;
}

function signed(text: string): string {
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}

async function main(): Promise<void> {
  allowRelaxedSimd();
  const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
  const before = load();
  const hooks = { now: () => performance.now(), startThreads: nodeThreads() };
  const profile = await calibrate(wasmBackend, { threads: Number(process.argv[2]) || 1, exact }, hooks);
  const { peakGflops, bandwidthGBs, stepOverheadUs, fitError, threads } = profile;
  console.log(
    `${threads} threads: ${peakGflops.toFixed(1)} GFLOP/s, ${bandwidthGBs.toFixed(1)} GB/s, ${stepOverheadUs.toFixed(2)} us a step, fit ${(100 * fitError).toFixed(1)}% off\n`,
  );
  const titles = [
    'network',
    'predicted ms',
    'best of layers',
    'best run',
    'layer, best',
    'layer, median',
    'within 30%',
  ];
  console.log(`| ${titles.join(' | ')} |\n|${'---|'.repeat(titles.length)}`);
  for (const file of files) console.log(await row(file, profile));
  console.log(`\nload ${before} before, ${load()} after`);
  // Threads of the backend end with the process.
  process.exit(0);
}

void main();
