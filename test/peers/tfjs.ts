/** Layers models in TensorFlow.js: their values beside ours. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { shapeOfView, viewElements } from '../../src/plan/plan';
import type { Backend } from '../../src/runtime/backend';
import { seededInput } from '../../src/runtime/weights';
import { planOf } from '../support/network-text';
import { seededTensors } from '../support/onnx-session';

interface Tensor {
  data(): Promise<Float32Array>;
}

/** What is used of TensorFlow.js. */
export interface Tfjs {
  tensor4d(values: Float32Array, shape: readonly number[]): Tensor;
  loadLayersModel(source: { readonly load: () => Promise<object> }): Promise<{
    predict(input: Tensor): Tensor | Tensor[];
    dispose(): void;
  }>;
}

/** Installs TensorFlow.js into `out/peers` where it is not there yet. */
export async function ensureTfjs(root: string): Promise<Tfjs> {
  const folder = join(root, 'out', 'peers');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-layers'))) {
    console.log('installing TensorFlow.js into out/peers');
    const packages = ['core', 'layers', 'backend-cpu'].map((name) => `@tensorflow/tfjs-${name}@4.22.0`);
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...packages], { stdio: 'inherit' });
  }
  const load = createRequire(join(folder, 'package.json'));
  const core = load('@tensorflow/tfjs-core') as {
    tensor4d: Tfjs['tensor4d'];
    setBackend(name: string): Promise<boolean>;
  };
  load('@tensorflow/tfjs-backend-cpu');
  await core.setBackend('cpu');
  const layers = load('@tensorflow/tfjs-layers') as { loadLayersModel: Tfjs['loadLayersModel'] };
  return { tensor4d: core.tensor4d, loadLayersModel: layers.loadLayersModel };
}

/** Undefined for what TensorFlow.js has no layers for; else what differs, which is hopefully nothing. */
export async function compareTfjs(
  title: string,
  network: NetworkAnalysis,
  backend: Backend,
  tf: Tfjs,
): Promise<readonly string[] | undefined> {
  const plan = planOf(network);
  const tensors = seededTensors(plan, 1);
  const weightsOf = plan.weights.map(({ name }) => tensors.get(name)?.values ?? new Float32Array(0));
  const written = exportTfjs(network, tensors, '0.0.0');
  if ('refusal' in written) {
    return written.refusal.code.startsWith('export.inexpressible') ? undefined : [`${title}: ${written.refusal.code}`];
  }
  if (!('files' in written)) return [title];
  const [model, weights] = written.files;
  if (model === undefined || weights === undefined) return [title];
  const input = seededInput(viewElements(plan.input.view), 1);
  const execution = await backend.prepare(plan, weightsOf);
  execution.run(input);
  try {
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(model.bytes)) as {
      modelTopology: object;
      weightsManifest: readonly { readonly weights: readonly object[] }[];
    };
    const artifacts = {
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: weights.bytes.buffer,
      format: 'layers-model',
    };
    const loaded = await tf.loadLayersModel({ load: async () => artifacts });
    const found = loaded.predict(tf.tensor4d(input, [1, ...shapeOfView(plan.input.view)]));
    const results = Array.isArray(found) ? found : [found];
    const problems: string[] = [];
    for (const [i, { name }] of network.graph.outputs.entries()) {
      const view = plan.outputs.find((output) => output.name === name)?.view;
      const theirs = await results[i]?.data();
      if (view === undefined || theirs === undefined) return [`${title}: no ${name}`];
      const ours = execution.read(view);
      const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const error = ours.reduce((most, value, k) => Math.max(most, Math.abs(value - (theirs[k] ?? Number.NaN))), 0);
      if (!(error <= 2e-5 * largest) || ours.length !== theirs.length) {
        problems.push(`${title}: ${name} is off by ${error} of ${largest}`);
      }
    }
    loaded.dispose();
    return problems;
  } catch (problem) {
    return [`${title}: ${problem}`];
  } finally {
    execution.dispose();
  }
}
