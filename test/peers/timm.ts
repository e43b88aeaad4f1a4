/** State dicts with the names and the order of timm and of torchvision, into the examples of the same networks. */

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

interface Named {
  /** The file of the same network here. */
  readonly example: string;
  /** As run_timm.py has it. */
  readonly name: string;
}

const timmNetworks: readonly Named[] = [
  'inception-v4',
  'inception-resnet-v2',
  'xception',
  'vgg16',
  'convnext-tiny',
  'efficientnet-b0',
  'mobilenet-v2',
  'mobilenet-v3-large',
  'res2net50',
].map((name) => ({ example: name, name }));

/** Some of timm have these names, too. */
const torchvisionNetworks: readonly Named[] = Object.entries({
  alexnet: 'alexnet',
  'convnext-tiny': 'convnext_tiny',
  densenet121: 'densenet121',
  'efficientnet-b0': 'efficientnet_b0',
  'googlenet-torchvision': 'googlenet',
  'inception-v3-torchvision': 'inception_v3',
  'mobilenet-v2': 'mobilenet_v2',
  'mobilenet-v3-large': 'mobilenet_v3_large',
  resnet50: 'resnet50',
  resnext50: 'resnext50_32x4d',
  'shufflenet-v2': 'shufflenet_v2_x1_0',
  squeezenet: 'squeezenet1_1',
  vgg16: 'vgg16',
}).map(([example, name]) => ({ example, name: `torchvision.${name}` }));

export const namedNetworks = [...timmNetworks, ...torchvisionNetworks];

/** What is wrong with the values, if anything. */
export async function compareTimm(
  { example, name }: Named,
  network: NetworkAnalysis,
  python: string,
  script: string,
  folder: string,
): Promise<readonly string[]> {
  mkdirSync(folder);
  const made = spawnSync(python, [script, folder, name], { encoding: 'utf8' });
  if (made.status !== 0) return [`${example}: ${made.stderr.slice(-2000)}`];
  const file = (ending: string) => readFileSync(join(folder, `${name}.${ending}`));
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
  console.log(`  ${example} (${name}): ${off.text}`);
  return off.relative <= 1e-4 && off.sameFive ? [] : [`${example}: ${off.text}`];
}
