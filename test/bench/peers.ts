/** The runtimes that are compared, behind one interface. Each is loaded only where it is measured. */

import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { allowRelaxedSimd } from '../../src/runtime/node-relaxed-simd';
import { nodeThreads } from '../../src/runtime/wasm/node-thread-crew';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { type BenchNetwork, onnxOf } from './networks';

export const peerNames = ['incept', 'incept exact', 'onnxruntime-web', 'tfjs-wasm', 'onnxruntime-node'] as const;

export type PeerName = (typeof peerNames)[number];

export interface Peer {
  /** One forward pass; the values of the first output. */
  run(): Promise<Float32Array> | Float32Array;
  /** Memory of its own besides the process's, where it tells. */
  readonly details?: string;
}

export async function preparePeer(name: PeerName, network: BenchNetwork, threads: number): Promise<Peer> {
  switch (name) {
    case 'incept':
    case 'incept exact':
      return prepareIncept(network, threads, name === 'incept exact');
    case 'onnxruntime-web':
    case 'onnxruntime-node':
      return prepareOnnxRuntime(name, network, threads);
    case 'tfjs-wasm': {
      const { prepareTensorFlow } = await import('./tensorflow');
      return prepareTensorFlow(network);
    }
  }
}

async function prepareIncept({ plan, weights, input }: BenchNetwork, threads: number, exact: boolean): Promise<Peer> {
  allowRelaxedSimd();
  const execution = await wasmBackend.prepare(plan, weights, { threads, exact, startThreads: nodeThreads() });
  const [output] = plan.outputs;
  if (output === undefined) throw new Error('the network has no output');
  return {
    run() {
      execution.run(input);
      return execution.read(output.view);
    },
    details: execution.features.join(', '),
  };
}

/** What of ONNX Runtime's interface is used here. */
interface OnnxRuntime {
  readonly env: { wasm: { numThreads?: number; wasmPaths?: string } };
  readonly InferenceSession: {
    create(
      bytes: Uint8Array,
      options: object,
    ): Promise<{
      readonly inputNames: readonly string[];
      readonly outputNames: readonly string[];
      run(feeds: Record<string, unknown>): Promise<Record<string, { readonly data: Float32Array }>>;
    }>;
  };
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => unknown;
}

async function prepareOnnxRuntime(
  name: 'onnxruntime-web' | 'onnxruntime-node',
  network: BenchNetwork,
  threads: number,
): Promise<Peer> {
  const ort = (await import(name)) as unknown as OnnxRuntime;
  if (name === 'onnxruntime-web') {
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = dirname(createRequire(import.meta.url).resolve('onnxruntime-web')) + sep;
  }
  const session = await ort.InferenceSession.create(onnxOf(network), {
    executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const { height, width, channels } = network.plan.input.view;
  const shape = [1, channels, height, width];
  const tensor = new ort.Tensor('float32', planes(network.input, height * width, channels), shape);
  const [inputName, outputName] = [session.inputNames[0] as string, session.outputNames[0] as string];
  return {
    async run() {
      const results = await session.run({ [inputName]: tensor });
      return results[outputName]?.data as Float32Array;
    },
  };
}

/** From pixel by pixel to plane by plane. */
function planes(values: Float32Array, pixels: number, channels: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < channels; c++) result[c * pixels + pixel] = values[pixel * channels + c] as number;
  }
  return result;
}

export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(join(name, 'package.json')));
}
