/**
 * `npm run test:peers`: what is exported, in the programs it is exported for, and the operator tests of ONNX through import and
 * run. No part of `npm test`: it needs PyTorch, h5py and onnx, which it installs with apt-get on Debian where they are missing (about 650 MB on disk),
 * TensorFlow.js, which it installs into out/peers, and the tests of ONNX (libonnx-testdata, or `--tests DIR` with a folder of others).
 *
 *   npm run test:peers -- [--peer pytorch|timm|inception|keras|tfjs|onnx] [--only NAME]    examples whose file names contain NAME, nothing else
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Analysis, AnalysisOptions, NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { Backend } from '../../src/runtime/backend';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { analyzeText } from '../support/analyze-text';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { layerCases, layerInput } from '../support/layer-cases';
import { randomNetworkText, randomPlan } from '../support/random-network';
import { compareInception } from './inception';
import { comparePrograms, writeProgram } from './keras';
import { debianTests, ensureOnnxTests, runOperatorTests } from './onnx';
import { compare, writeCase } from './pytorch';
import { compareTfjs, ensureTfjs } from './tfjs';
import { compareTimm, namedNetworks } from './timm';

const { values } = parseArgs({
  options: { only: { type: 'string' }, peer: { type: 'string' }, tests: { type: 'string' } },
});

const python = '/usr/bin/python3';

function ensurePytorch(): void {
  const isThere = () => spawnSync(python, ['-c', 'import torch, torchvision, h5py, onnx']).status === 0;
  if (isThere()) return;
  console.log('installing PyTorch, h5py and onnx with apt-get');
  const packages = ['python3-torch', 'python3-torchvision', 'python3-h5py', 'python3-onnx'];
  spawnSync('apt-get', ['update'], { stdio: 'inherit' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'inherit' });
  if (!isThere()) throw new Error('there is no PyTorch: install it for /usr/bin/python3');
}

/** Two steps in two processes, then one more from the checkpoint. */
function train(folder: string): readonly string[] {
  const run = (...args: readonly string[]) =>
    spawnSync(
      python,
      [
        ...[
          '-m',
          'torch.distributed.run',
          '--nproc_per_node',
          '2',
          '--redirects',
          '2',
          '--tee',
          '2',
          '--log_dir',
          join(folder, 'logs'),
        ],
        ...['train.py', '--fake-data', '--batch-size', '2', '--workers', '0', ...args],
      ],
      { cwd: folder, encoding: 'utf8', timeout: 300_000 },
    );
  const first = run('--steps', '2');
  const second = run('--steps', '3', '--resume', `${basename(folder)}.pt`);
  const has = (output: string, step: number) => new RegExp(`^step ${step} loss \\d+\\.\\d+$`, 'm').test(output);
  const problems: string[] = [];
  if (first.status !== 0 || !has(first.stdout, 1) || !has(first.stdout, 2)) {
    problems.push(`training: ${first.stdout}${first.stderr}`);
  } else if (second.status !== 0 || has(second.stdout, 2) || !has(second.stdout, 3)) {
    problems.push(`training from a checkpoint: ${second.stdout}${second.stderr}`);
  }
  return problems;
}

interface Design {
  readonly title: string;
  readonly analysis: Analysis;
  readonly network: NetworkAnalysis;
}

/** Every layer with every kind of argument, and random networks. */
function smallDesigns(): readonly Design[] {
  const layers = Object.values(layerCases)
    .flat()
    .map((body) => ({ title: body, text: `network Layers {\n${layerInput}\n${body}\n}\n` }));
  const random = Array.from({ length: 150 }, (_, i) => i + 1)
    .filter((seed) => randomPlan(seed) !== undefined)
    .map((seed) => ({ title: `seed ${seed}`, text: randomNetworkText(seed) }));
  return [...layers, ...random].flatMap(({ title, text }) => {
    const analysis = analyzeText(text);
    return analysis.networks.slice(-1).map((network) => ({ title, analysis, network }));
  });
}

function examples(wanted: string, options: AnalysisOptions = {}): readonly Design[] {
  const folder = join(repositoryRoot, 'examples');
  const files = readdirSync(folder).filter((name) => name.endsWith('.cnn') && name.includes(wanted));
  return files.flatMap((file) => {
    const analysis = analyze(diskFiles(repositoryRoot), join(folder, file), options);
    return analysis.networks.map((network) => ({ title: file, analysis, network }));
  });
}

async function pytorch(small: readonly Design[], large: readonly Design[], folder: string): Promise<Outcome> {
  ensurePytorch();
  const script = join(repositoryRoot, 'test', 'peers', 'run_pytorch.py');
  const write = (designs: readonly Design[], backend: Backend, into: string) =>
    inTurn(designs, ({ title, analysis, network }, i) =>
      writeCase(title, analysis, network, join(folder, into, `${i}`, network.name), backend),
    );
  const cases = await write(small, referenceBackend, 'small');
  const networks = await write(large, wasmBackend, 'large');
  const trained = networks.find(({ title }) => title === 'squeezenet.cnn') ?? networks[0];
  const problems = [
    ...compare(cases, folder, script, 2e-5),
    ...compare(networks, folder, script, 1e-4),
    ...(trained === undefined ? [] : train(trained.folder)),
  ];
  return { count: cases.length + networks.length + 1, problems };
}

/** State dicts with names that are not ours. */
async function timm(wanted: string, folder: string): Promise<Outcome> {
  ensurePytorch();
  const script = join(repositoryRoot, 'test', 'peers', 'run_timm.py');
  const chosen = namedNetworks.filter(({ example }) => example.includes(wanted));
  const problems = await inTurn(chosen, async (named) => {
    const [design] = examples(`${named.example}.cnn`).filter(({ title }) => title === `${named.example}.cnn`);
    if (design === undefined) return [`${named.example}: no example`];
    return compareTimm(named, design.network, python, script, join(folder, named.name));
  });
  return { count: chosen.length, problems: problems.flat() };
}

function keras(designs: readonly Design[], folder: string): Outcome {
  const programs = designs.flatMap(
    ({ title, network }, i) => writeProgram(title, network, join(folder, 'keras', `${i}`)) ?? [],
  );
  console.log(`Keras has no layers for ${designs.length - programs.length} of ${designs.length} networks`);
  const script = join(repositoryRoot, 'test', 'peers', 'run_keras.py');
  return { count: programs.length, problems: comparePrograms(programs, python, script) };
}

async function tfjs(small: readonly Design[], large: readonly Design[]): Promise<Outcome> {
  const tf = await ensureTfjs(repositoryRoot);
  const found = [
    ...(await inTurn(small, ({ title, network }) => compareTfjs(title, network, referenceBackend, tf))),
    ...(await inTurn(large, ({ title, network }) => compareTfjs(title, network, wasmBackend, tf))),
  ];
  const done = found.filter((one) => one !== undefined);
  console.log(`TensorFlow.js has no layers for ${found.length - done.length} of ${found.length} networks`);
  return { count: done.length, problems: done.flat() };
}

/** A line for each operator: how many of its tests give their values, and why others are not taken. */
async function operators(folder: string): Promise<Outcome> {
  if (folder === debianTests) ensureOnnxTests();
  const tests = await runOperatorTests(folder);
  for (const operator of [...new Set(tests.map((test) => test.operator))].sort()) {
    const own = tests.filter((test) => test.operator === operator);
    const passed = own.filter(({ result }) => result === 'passed');
    const reasons = new Set(own.filter(({ result }) => result === 'refused').map(({ reason }) => reason));
    console.log(
      `${operator}: ${passed.length} of ${own.length}${[...reasons].map((reason) => `\n  ${reason}`).join('')}`,
    );
  }
  const failed = tests.filter(({ result }) => result === 'failed');
  const refused = tests.filter(({ result }) => result === 'refused');
  console.log(`ONNX: ${refused.length} of ${tests.length} tests are refused with a reason`);
  return { count: tests.length - refused.length, problems: failed.map(({ name, reason }) => `${name}: ${reason}`) };
}

interface Outcome {
  readonly count: number;
  readonly problems: readonly string[];
}

async function inTurn<T, R>(items: readonly T[], step: (item: T, place: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [i, item] of items.entries()) results.push(await step(item, i));
  return results;
}

/** Of a size that the plain kernels of TensorFlow.js compute in seconds. */
const tfjsNetworks = ['squeezenet.cnn', 'mobilenet-v2', 'resnext50'];

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'incept-peers-'));
  const isWanted = (peer: string) => values.peer === undefined || values.peer === peer;
  const outcomes: Outcome[] = [];
  try {
    const small = values.only === undefined ? smallDesigns() : [];
    const large = examples(values.only ?? '');
    if (isWanted('pytorch')) outcomes.push(await pytorch(small, large, folder));
    if (isWanted('timm')) outcomes.push(await timm(values.only?.replace(/\.cnn$/, '') ?? '', folder));
    if (isWanted('inception') && values.only === undefined) {
      ensurePytorch();
      const script = join(repositoryRoot, 'test', 'peers', 'run_inception.py');
      outcomes.push(await compareInception(python, script, folder, wasmBackend));
    }
    if (isWanted('keras')) outcomes.push(keras([...small, ...large], folder));
    if (isWanted('onnx') && values.only === undefined) outcomes.push(await operators(values.tests ?? debianTests));
    if (isWanted('tfjs')) {
      const shrunk = tfjsNetworks.flatMap((name) => examples(name, { inputShape: [64, 64, 3] }));
      outcomes.push(await tfjs(small, values.only === undefined ? shrunk : []));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const problems = outcomes.flatMap((outcome) => outcome.problems);
  const count = outcomes.reduce((sum, outcome) => sum + outcome.count, 0);
  for (const problem of problems) console.log(problem);
  console.log(`${count - problems.length} passed, ${problems.length} failed`);
  return problems.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
