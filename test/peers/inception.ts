/** One Inception-v3 in the files of several frameworks: what comes in beside what their runtimes and PyTorch give. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Backend } from '../../src/runtime/backend';
import { imported, ranWith } from '../support/imported';
import { floatsIn, howFarOff } from './compare';

/** Each file: its format, what else it needs, and whose values it has. */
const files = [
  { file: 'folded.onnx', format: 'onnx', values: 'float32' },
  { file: 'plain.onnx', format: 'onnx', values: 'float32' },
  { file: 'model.h5', format: 'keras', values: 'float32' },
  { file: 'model.keras', format: 'keras', values: 'float32' },
  { file: 'architecture.json', format: 'tfjs', weights: 'weights.h5', values: 'float32' },
  { file: 'float32.json', format: 'tfjs', values: 'float32' },
  { file: 'float16.json', format: 'tfjs', values: 'float16' },
  { file: 'uint16.json', format: 'tfjs', values: 'uint16' },
  { file: 'uint8.json', format: 'tfjs', values: 'uint8' },
] as const;

/** A width and height of images that Inception-v3 is made for. */
const size = 299;

/**
 * What is wrong, if anything: other winners, probabilities that are off by more than 1e-4, or logarithms by more than rounding comes to in
 * so many layers: PyTorch with 24 bits of fraction is off by 4e-4.
 */
export async function compareInception(
  python: string,
  script: string,
  folder: string,
  backend: Backend,
): Promise<{ readonly count: number; readonly problems: readonly string[] }> {
  const made = spawnSync(python, [script, folder, `${size}`], { encoding: 'utf8' });
  if (made.status !== 0) return { count: 1, problems: [made.stderr.slice(-2000)] };
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const input = floatsIn(bytes('input'));
  const problems: string[] = [];
  const compare = (title: string, found: Float32Array, values: string) => {
    const expected = floatsIn(bytes(`${values}.output`));
    const off = howFarOff(found, expected);
    const logits = howFarOff(found.map(Math.log), expected.map(Math.log));
    const text = `${title}: probabilities ${off.text}, their logarithms ${logits.text}`;
    console.log(`  ${text}`);
    if (!off.sameFive || !(off.difference <= 1e-4) || !(logits.difference <= 1e-3)) problems.push(text);
  };
  for (const { file, format, values, ...more } of files) {
    const { network, weights, foreign } = await imported(format, bytes(file), {
      readBeside: async (name) => bytes(name),
      ...('weights' in more ? { weights: bytes(more.weights) } : {}),
    });
    if (foreign.missing.length > 0) problems.push(`${file}: ${JSON.stringify(foreign.missing[0])}`);
    const output = network.graph.outputs[0]?.name ?? '';
    compare(file, await ranWith({ network, weights }, input, output, backend), values);
  }
  for (const file of ['folded.onnx', 'plain.onnx']) {
    const session = await ort.InferenceSession.create(join(folder, file));
    const { predictions } = await session.run({ input_1: new ort.Tensor('float32', input, [1, size, size, 3]) });
    compare(`${file} in ONNX Runtime`, predictions?.data as Float32Array, 'float32');
  }
  return { count: files.length + 2, problems };
}
