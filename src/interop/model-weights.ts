/**
 * The weights in a model of another framework, as a state dict of PyTorch's has them: whoever reads one finds their layers by
 * name, or by order and shape. Nothing of a model is run.
 */

import type { Refusal } from '../base/diagnostic';
import { elementCount, type NamedTensor } from '../base/tensor';
import { formatOfFile } from './file-endings';
import { type ImportableFormat, importableFormats } from './formats';
import { ImportError, type ReadOptions } from './import/foreign-network';

type ReadState = { readonly tensors: readonly NamedTensor[] } | { readonly refusal: Refusal };

export type ReadModelWeights = (bytes: Uint8Array, options: ReadOptions) => Promise<ReadState>;

/** What reads a file of that name; undefined where its ending is of no model with weights. */
export function modelWeightsReader(name: string): ReadModelWeights | undefined {
  if (name.toLowerCase().endsWith('.caffemodel')) return (bytes) => refusing(() => caffeState(bytes));
  const format = formatOfFile(importableFormats, name);
  return format && ((bytes, options) => refusing(() => networkState(format, bytes, options)));
}

async function refusing(read: () => Promise<ReadState>): Promise<ReadState> {
  try {
    return await read();
  } catch (problem) {
    if (problem instanceof ImportError) return { refusal: problem.refusal };
    throw problem;
  }
}

async function networkState(format: ImportableFormat, bytes: Uint8Array, options: ReadOptions): Promise<ReadState> {
  const read = await format.readNetwork(bytes, options);
  if ('refusal' in read) return read;
  if (!read.network.hasWeights) return { refusal: { code: 'foreign.no-weights', values: {} } };
  const { importNetwork } = await import('./import/import-network');
  const { stateDict } = await import('./pytorch/state-dict');
  const { network, weights } = importNetwork(read.network, { name: 'Model', comments: [] });
  const state = stateDict(network, new Map(weights.map((tensor) => [tensor.name, tensor])));
  // But for counts of batches, which are whole numbers.
  return {
    tensors: state.flatMap(({ name, shape, values }) =>
      values instanceof Float32Array ? [{ name, shape, values }] : [],
    ),
  };
}

/**
 * Caffe's blobs are in PyTorch's order. A BatchNorm has sums of means and variances with their factor, and the Scale behind it
 * what PyTorch has in the same module.
 */
async function caffeState(bytes: Uint8Array): Promise<ReadState> {
  const { readCaffemodel } = await import('./caffe/caffemodel');
  const tensors: NamedTensor[] = [];
  let norm: { readonly name: string; readonly channels: number } | undefined;
  for (const [name, [first, second, third]] of readCaffemodel(bytes)) {
    if (first === undefined) continue;
    const count = elementCount(first.shape);
    if (second !== undefined && third !== undefined && elementCount(third.shape) === 1) {
      const [factor = 0] = third.values();
      const scaled = (values: Float32Array) => values.map((value) => (factor === 0 ? 0 : value / factor));
      tensors.push({ name: `${name}.running_mean`, shape: [count], values: scaled(first.values()) });
      tensors.push({ name: `${name}.running_var`, shape: [count], values: scaled(second.values()) });
      norm = { name, channels: count };
      continue;
    }
    const module = norm?.channels === count ? norm.name : name;
    norm = undefined;
    tensors.push({ name: `${module}.weight`, shape: sumsShape(first.shape, second?.shape), values: first.values() });
    if (second !== undefined) {
      tensors.push({ name: `${module}.bias`, shape: [elementCount(second.shape)], values: second.values() });
    }
  }
  return { tensors };
}

/** Old files write all shapes with four sizes: those of an InnerProduct begin with two ones. */
function sumsShape(shape: readonly number[], bias: readonly number[] | undefined): readonly number[] {
  const [a, b, rows = 0, columns = 0] = shape;
  const isOld = shape.length === 4 && a === 1 && b === 1;
  if (!isOld) return shape;
  if (rows === 1) return [columns];
  return bias === undefined || elementCount(bias) === rows ? [rows, columns] : shape;
}
