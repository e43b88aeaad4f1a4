/**
 * `npm run test:peers`: what is exported, in the programs it is exported for. No part of `npm test`: it needs PyTorch, which it
 * installs with apt-get on Debian where it is missing (about 650 MB on disk) and says so.
 *
 *   npm run test:peers -- [--only NAME]    networks whose file names contain NAME, nothing else
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze } from '../../src/analysis/analyze';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { analyzeText } from '../support/analyze-text';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { layerCases, layerInput } from '../support/layer-cases';
import { randomNetworkText, randomPlan } from '../support/random-network';
import { type Case, compare, writeCase } from './pytorch';

const { values } = parseArgs({ options: { only: { type: 'string' } } });

const python = '/usr/bin/python3';

function ensurePytorch(): void {
  const isThere = () => spawnSync(python, ['-c', 'import torch, torchvision']).status === 0;
  if (isThere()) return;
  console.log('installing python3-torch and python3-torchvision with apt-get');
  const packages = ['python3-torch', 'python3-torchvision'];
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

async function main(): Promise<number> {
  ensurePytorch();
  const folder = mkdtempSync(join(tmpdir(), 'incept-peers-'));
  const script = join(repositoryRoot, 'test', 'peers', 'run_pytorch.py');
  const problems: string[] = [];
  let count = 0;
  try {
    const small: Case[] = [];
    if (values.only === undefined) {
      for (const body of Object.values(layerCases).flat()) {
        const analysis = analyzeText(`network Layers {\n${layerInput}\n${body}\n}\n`);
        const [network] = analysis.networks;
        if (network === undefined) throw new Error(body);
        small.push(await writeCase(body, analysis, network, join(folder, `layer-${small.length}`), referenceBackend));
      }
      for (let seed = 1; seed <= 150; seed++) {
        if (randomPlan(seed) === undefined) continue;
        const text = randomNetworkText(seed);
        const analysis = analyzeText(text);
        const network = analysis.networks.at(-1);
        if (network === undefined) throw new Error(text);
        small.push(
          await writeCase(`seed ${seed}`, analysis, network, join(folder, `random-${seed}`), referenceBackend),
        );
      }
    }
    problems.push(...compare(small, folder, script, 2e-5));
    count += small.length;

    const networks: Case[] = [];
    for (const place of [join('examples'), join('test', 'fixtures', 'networks')]) {
      for (const file of readdirSync(join(repositoryRoot, place)).filter((name) => name.endsWith('.cnn'))) {
        if (values.only !== undefined && !file.includes(values.only)) continue;
        const analysis = analyze(diskFiles(repositoryRoot), join(repositoryRoot, place, file));
        for (const network of analysis.networks) {
          const into = join(folder, `${networks.length}`, network.name);
          networks.push(await writeCase(file, analysis, network, into, wasmBackend));
        }
      }
    }
    problems.push(...compare(networks, folder, script, 1e-4));
    count += networks.length;

    const trained = networks.find(({ title }) => title === 'squeezenet.cnn') ?? networks[0];
    if (trained !== undefined) problems.push(...train(trained.folder));
    count += 1;
  } finally {
    mkdirSync(folder, { recursive: true });
    rmSync(folder, { recursive: true });
  }
  for (const problem of problems) console.log(problem);
  console.log(`${count - problems.length} passed, ${problems.length} failed`);
  return problems.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
