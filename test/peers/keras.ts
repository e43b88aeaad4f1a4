/** Keras programs under a stand-in for Keras that records: names, shapes and numbers of parameters beside ours. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { exportKeras } from '../../src/interop/keras/export-keras';

export interface Program {
  readonly title: string;
  readonly network: NetworkAnalysis;
  readonly file: string;
}

/** Undefined for what Keras has no layers for. */
export function writeProgram(title: string, network: NetworkAnalysis, folder: string): Program | undefined {
  const written = exportKeras(network, '0.0.0');
  if ('refusal' in written) {
    if (!written.refusal.code.startsWith('export.inexpressible')) throw new Error(`${title}: ${written.refusal.code}`);
    return undefined;
  }
  if (!('text' in written)) throw new Error(title);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'program.py');
  writeFileSync(file, written.text);
  return { title, network, file };
}

interface Recorded {
  readonly problem?: string;
  readonly layers: Readonly<Record<string, { readonly shape: readonly number[]; readonly params: number }>>;
  readonly outputs: readonly (readonly number[])[];
}

export function comparePrograms(programs: readonly Program[], python: string, script: string): readonly string[] {
  const problems: string[] = [];
  for (let from = 0; from < programs.length; from += 100) {
    const some = programs.slice(from, from + 100);
    const ran = spawnSync(python, [script, ...some.map(({ file }) => file)], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const lines = ran.stdout.split('\n');
    some.forEach(({ title, network }, i) => {
      if (!lines[i]?.startsWith('{')) problems.push(`${title}: ${ran.stderr.slice(-500)}`);
      else problems.push(...differences(network, JSON.parse(lines[i]) as Recorded).map((text) => `${title}: ${text}`));
    });
  }
  return problems;
}

function differences({ graph, shapes, all }: NetworkAnalysis, found: Recorded): readonly string[] {
  if (found.problem !== undefined) return [found.problem];
  const problems: string[] = [];
  const values = (shape: readonly (number | undefined)[]) => shape.reduce<number>((all, size) => all * (size ?? 0), 1);
  const last = (shape: readonly (number | undefined)[]) => shape.at(-1);
  for (const id of all.layers) {
    const layer = graph.layers[id];
    const record = found.layers[layer?.path.replaceAll('/', '.') ?? ''];
    const shape = shapes[id] ?? [];
    // Of a transposed convolution more is computed than is kept.
    if (layer === undefined || record === undefined || layer.op.name === 'convtranspose') continue;
    if (values(record.shape) !== values(shape) || last(record.shape) !== last(shape)) {
      problems.push(`${layer.path} is ${record.shape}, here ${shape}`);
    }
  }
  const params = Object.values(found.layers).reduce((sum, one) => sum + one.params, 0);
  const ours = all.sums.paramsTotal.value;
  if (params !== ours) problems.push(`${params} parameters, here ${ours}`);
  graph.outputs.forEach(({ name, layer }, i) => {
    const shape = found.outputs[i] ?? [];
    if (values(shape) !== values(shapes[layer] ?? [])) problems.push(`${name} is ${shape}, here ${shapes[layer]}`);
  });
  return problems;
}
