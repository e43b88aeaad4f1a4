/**
 * How far predicted times are from measured ones, on networks that the model was not fitted to: measures the machine, relaxed
 * and exact, then runs each network in both forms, and prints a Markdown table.
 * `npx tsx test/bench/prediction.ts [--threads N] [--network NAME]... [--write]`; `--write` puts it into docs/roofline.md.
 */

import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
import { writeMarked } from './marked';
import { networkNames } from './networks';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    network: { type: 'string', multiple: true, default: networkNames.filter((name) => !name.includes(' ')) },
    write: { type: 'boolean' },
  },
});

const runs = 15;

/** One for each form. */
interface Compared {
  readonly name: string;
  readonly predictedMs: number;
  /** The shortest times of all layers, since on a busy machine no whole run is left alone. */
  readonly measuredMs: number;
  /** Of each layer that takes time: predicted / shortest - 1. */
  readonly errors: readonly number[];
}

async function compare(file: string, profile: MachineProfile, exact: boolean): Promise<Compared> {
  const examples = join(repositoryRoot, 'examples');
  const network = analyze(diskFiles(examples), join(examples, `${file}.cnn`)).networks.at(-1);
  invariant(network !== undefined, `${file} has a network`);
  const planned = planRun(network);
  invariant('plan' in planned, `${file} can be run`);
  const { plan } = planned;
  const options = { threads: profile.threads, exact, startThreads: nodeThreads() };
  const execution = await wasmBackend.prepare(plan, seededWeights(plan, 1), options);
  const input = new Float32Array(viewElements(plan.input.view)).fill(0.3);
  const least = plan.layers.map(() => Number.POSITIVE_INFINITY);
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
    for (const [layer, ms] of spent.entries()) least[layer] = Math.min(least[layer] as number, ms);
  }
  execution.dispose();
  const predicted = predictTimes(plan, profile);
  return {
    name: network.name,
    predictedMs: predicted.reduce((sum, layer) => sum + layer.predictedMs, 0),
    measuredMs: least.reduce((sum, ms) => sum + ms, 0),
    errors: predicted.flatMap(({ predictedMs }, layer) =>
      predictedMs > 0 ? [predictedMs / (least[layer] as number) - 1] : [],
    ),
  };
}

function cells({ predictedMs, measuredMs, errors }: Compared): readonly string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const off = Math.round(100 * (predictedMs / measuredMs - 1));
  const sizes = errors.map(Math.abs);
  return [
    predictedMs.toFixed(1),
    `${measuredMs.toFixed(1)} (${off < 0 ? '−' : '+'}${Math.abs(off)}%)`,
    percent(median(sizes)),
    `${sizes.filter((size) => size < 0.3).length} of ${sizes.length}`,
  ];
}

async function main(): Promise<void> {
  allowRelaxedSimd();
  const load = (): string => (loadavg()[0] ?? 0).toFixed(1);
  const before = load();
  const hooks = { now: () => performance.now(), startThreads: nodeThreads() };
  const forms: { readonly exact: boolean; readonly profile: MachineProfile }[] = [];
  for (const exact of [false, true]) {
    forms.push({ exact, profile: await calibrate(wasmBackend, { threads: Number(values.threads), exact }, hooks) });
  }
  const columns = (form: string): string[] => [`${form}, ms`, 'measured', 'a layer', 'within 30%'];
  const titles = ['network', ...columns('relaxed'), ...columns('exact')];
  const rows: string[][] = [titles, titles.map(() => '---')];
  for (const file of values.network) {
    const compared: Compared[] = [];
    for (const { exact, profile } of forms) compared.push(await compare(file, profile, exact));
    rows.push([compared[0]?.name ?? file, ...compared.flatMap(cells)]);
    process.stderr.write(`${file}\n`);
  }
  const about = forms.map(({ exact, profile: { peakGflops, bandwidthGBs, readGBs = 0, fitError } }) => {
    const rates = `${peakGflops.toFixed(1)} GFLOP/s, ${bandwidthGBs.toFixed(1)} GB/s of copies, ${readGBs.toFixed(1)} GB/s of reading`;
    return `${exact ? 'Exact' : 'Relaxed'}: ${rates}; ${(100 * fitError).toFixed(1)}% off (median) on the layers it was fitted to.`;
  });
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu?.model ?? 'unknown'}, Node ${process.version}, threads: ${values.threads}; load ${before} before, ${load()} after.`;
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  const text = [machine, ...about, '', table].join('\n');
  console.log(text);
  if (values.write === true) writeMarked(join(repositoryRoot, 'docs/roofline.md'), 'prediction', text);
  // Threads of the backend end with the process.
  process.exit(0);
}

void main();
