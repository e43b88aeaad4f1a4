/** State dicts with the names and the order of timm, into the examples of the same networks. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { matchWeights } from '../../src/interop/match-weights';
import { readState } from '../../src/interop/pytorch/read-state';
import { mapWeights } from '../../src/interop/weight-map';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { ranWith } from '../support/imported';
import { floatsIn, howFarOff } from './compare';

/** By their examples, as run_timm.py has them. */
export const timmNetworks = [
  'inception-v4',
  'inception-resnet-v2',
  'xception',
  'vgg16',
  'convnext-tiny',
  'efficientnet-b0',
  'mobilenet-v2',
  'mobilenet-v3-large',
  'res2net50',
];

/** What is wrong with the values, if anything. */
export async function compareTimm(
  example: string,
  network: NetworkAnalysis,
  python: string,
  script: string,
  folder: string,
): Promise<readonly string[]> {
  mkdirSync(folder);
  const made = spawnSync(python, [script, folder, example], { encoding: 'utf8' });
  if (made.status !== 0) return [`${example}: ${made.stderr.slice(-2000)}`];
  const file = (ending: string) => readFileSync(join(folder, `${example}.${ending}`));
  const state = readState(file('pth'));
  const { map, tensors, left } = matchWeights(network, state);
  // As safetensors have them.
  const sorted = matchWeights(
    network,
    [...state].sort((a, b) => (a.name < b.name ? -1 : 1)),
  ).map;
  const moved = [...map.names].filter(([own, name]) => sorted.names.get(own) !== name);
  if (moved.length > 0) return [`${example}: sorted by name ${moved[0]?.[0]} is not ${moved[0]?.[1]}`];
  const mapped = mapWeights(network, network.all.layers, tensors, map);
  if (left.length > 0 || 'problems' in mapped) return [`${example}: ${JSON.stringify([left, mapped])}`];
  const output = network.graph.outputs.find(({ kind }) => kind === 'output')?.name ?? '';
  const found = await ranWith({ network, weights: mapped.tensors }, floatsIn(file('input')), output, wasmBackend);
  const off = howFarOff(found, floatsIn(file('output')));
  rmSync(folder, { recursive: true });
  console.log(`  ${example}: ${off.text}`);
  return off.relative <= 1e-4 && off.sameFive ? [] : [`${example}: ${off.text}`];
}
