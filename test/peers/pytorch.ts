/** Exported networks in PyTorch: their values beside ours, the keys of their state dicts, and their training. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis, NetworkAnalysis } from '../../src/analysis/analysis';
import { exportPytorch } from '../../src/interop/pytorch/export-pytorch';
import { writeSafetensors } from '../../src/interop/safetensors';
import { shapeOfView, viewElements } from '../../src/plan/plan';
import type { Backend } from '../../src/runtime/backend';
import { seededInput } from '../../src/runtime/weights';
import { planOf } from '../support/network-text';
import { channelsFirst, seededTensors } from '../support/onnx-session';

export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly outputs: number;
  readonly softmax: readonly boolean[];
  readonly title: string;
}

/** Writes the network with seeded weights into the folder, and what comes of a seeded input here. */
export async function writeCase(
  title: string,
  analysis: Analysis,
  network: NetworkAnalysis,
  folder: string,
  backend: Backend,
): Promise<Case> {
  const plan = planOf(network);
  const tensors = seededTensors(plan, 1);
  const weightsOf = plan.weights.map(({ name }) => tensors.get(name)?.values ?? new Float32Array(0));
  mkdirSync(folder, { recursive: true });
  const written = exportPytorch(analysis, network, tensors, '0.0.0');
  if (!('files' in written)) throw new Error(title);
  for (const { name, bytes } of written.files) writeFileSync(join(folder, name), bytes);
  const input = seededInput(viewElements(plan.input.view), 1);
  const execution = await backend.prepare(plan, weightsOf);
  execution.run(input);
  const tensor = (
    name: string,
    values: Float32Array,
    [height, width, channels]: readonly [number, number, number],
  ) => ({
    name,
    shape: [channels, height, width],
    values: channelsFirst(values, [height, width, channels]),
  });
  const { outputs } = network.graph;
  const ordered = [
    ...outputs.filter(({ kind }) => kind === 'output'),
    ...outputs.filter(({ kind }) => kind === 'head'),
  ];
  const values = ordered.map(({ name }, i) => {
    const view = plan.outputs.find((output) => output.name === name)?.view;
    if (view === undefined) throw new Error(name);
    return tensor(`output ${i} ${name}`, execution.read(view), shapeOfView(view));
  });
  execution.dispose();
  writeFileSync(
    join(folder, 'io.safetensors'),
    writeSafetensors([tensor('input', input, shapeOfView(plan.input.view)), ...values]),
  );
  return {
    title,
    name: network.name,
    folder,
    outputs: ordered.filter(({ kind }) => kind === 'output').length,
    softmax: ordered.map(({ layer }) => isWithoutSoftmax(network, layer)),
  };
}

/** Outputs are logits where nothing but the output reads the softmax. */
function isWithoutSoftmax({ graph }: NetworkAnalysis, id: number): boolean {
  const layer = graph.layers[id];
  const activation = layer?.attributes.activation as { readonly op?: { readonly name: string } } | null | undefined;
  const isSoftmax = layer?.op.name === 'softmax' || activation?.op?.name === 'softmax';
  return isSoftmax && !graph.layers.some(({ inputs }) => inputs.includes(id));
}

/** A line for each case that is not as it is here. */
export function compare(cases: readonly Case[], folder: string, script: string, allowed: number): readonly string[] {
  const list = join(folder, 'cases.json');
  writeFileSync(list, JSON.stringify(cases));
  const ran = spawnSync('/usr/bin/python3', [script, list], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const lines = ran.stdout.split('\n').filter((line) => line.startsWith('{'));
  const problems: string[] = [];
  for (const [i, one] of cases.entries()) {
    const line = lines[i];
    if (line === undefined) return [...problems, `${one.title}: ${ran.stderr.slice(-2000)}`];
    const { problem, error, largest } = JSON.parse(line) as { problem?: string; error: number; largest: number };
    if (problem !== undefined) problems.push(`${one.title}: ${problem}`);
    else if (!(error <= allowed * Math.max(1, largest))) problems.push(`${one.title}: off by ${error} of ${largest}`);
    else if (one.title.endsWith('.cnn'))
      console.log(`  ${one.title}: off by ${error.toExponential(1)} of ${largest.toPrecision(3)}`);
  }
  return problems;
}
