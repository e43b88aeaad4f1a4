/** Imports files of other frameworks that stand in a test, and runs what came of them. */

import assert from 'node:assert/strict';
import type { NamedTensor } from '../../src/base/tensor';
import { importableFormats } from '../../src/interop/formats';
import type { ForeignNetwork, ReadOptions } from '../../src/interop/import/foreign-network';
import { type ImportedNetwork, importNetwork } from '../../src/interop/import/import-network';
import type { Backend } from '../../src/runtime/backend';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { analyzeText, messagesOf } from './analyze-text';
import { planOf } from './network-text';
import { inEnglish, valueInEnglish } from './refusal-text';

export async function foreignNetwork(
  format: string,
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
): Promise<ForeignNetwork | { readonly refusal: string }> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const reader = importableFormats.find(({ name }) => name === format);
  assert.ok(reader, format);
  const result = await reader.readNetwork(bytes, {
    size: undefined,
    weights: undefined,
    bound: new Map(),
    readBeside: () => Promise.reject(new Error()),
    ...options,
  });
  if ('refusal' in result) {
    assert.notEqual(inEnglish(result.refusal), '');
    return { refusal: result.refusal.code };
  }
  for (const { reason } of result.network.missing) assert.notEqual(valueInEnglish(reason), '');
  return result.network;
}

/** What is written has no messages, and is the network that is said to be written. */
export async function imported(
  format: string,
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
): Promise<ImportedNetwork & { readonly foreign: ForeignNetwork }> {
  const foreign = await foreignNetwork(format, content, options);
  assert.ok('layers' in foreign, 'refusal' in foreign ? foreign.refusal : '');
  const result = importNetwork(foreign, { name: 'Net', comments: [] });
  const analysis = analyzeText(result.text);
  assert.deepEqual(messagesOf(analysis), [], result.text);
  return { ...result, foreign };
}

/** Values of an output on an input by height, width, channel. */
export async function ranWith(
  { network, weights }: Pick<ImportedNetwork, 'network' | 'weights'>,
  input: Float32Array,
  output: string,
  backend: Backend = referenceBackend,
): Promise<Float32Array> {
  const plan = planOf(network);
  const byName = new Map(weights.map((tensor): [string, NamedTensor] => [tensor.name, tensor]));
  const execution = await backend.prepare(
    plan,
    plan.weights.map(({ name, shape }) => {
      const tensor = byName.get(name);
      assert.deepEqual(tensor?.shape, shape, name);
      return tensor?.values ?? new Float32Array(0);
    }),
  );
  assert.ok(execution.run(input));
  const found = plan.outputs.find(({ name }) => name === output);
  assert.ok(found, output);
  const values = execution.read(found.view).slice();
  execution.dispose();
  return values;
}
