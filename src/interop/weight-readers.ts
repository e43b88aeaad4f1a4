/** The formats whose files of tensors are read, as one table; a reader of another framework is loaded when it is used. */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Refusal } from '../base/diagnostic';
import type { NamedTensor, WeightLayout } from '../base/tensor';
import type { LayerId } from '../graph/graph';
import { formatOfFile } from './file-endings';
import { ImportError } from './import/foreign-network';
import { matchWeights } from './match-weights';
import { readSafetensors, SafetensorsError } from './safetensors';
import { weightEndings } from './weight-endings';
import { isIgnored, type MappedWeights, mapWeights, ownWeights } from './weight-map';

export type ReadTensors = (
  bytes: Uint8Array,
  isIgnored: (name: string) => boolean,
) => Promise<{ readonly tensors: readonly NamedTensor[] } | { readonly refusal: Refusal }>;

export interface ReadableFormat {
  readonly name: string;
  /** With the dot. */
  readonly endings: readonly string[];
  /** The tensors of a file as they stand in it, without those that are ignored. */
  readonly read: ReadTensors;
  /** How the tensors are named and ordered, where nobody says it. */
  readonly layout: WeightLayout;
}

const safetensors: ReadableFormat = {
  name: 'safetensors',
  endings: weightEndings.safetensors,
  layout: 'incept',
  async read(bytes, isIgnored) {
    try {
      return { tensors: readSafetensors(bytes, isIgnored) };
    } catch (problem) {
      if (problem instanceof SafetensorsError) return { refusal: problem.refusal };
      throw problem;
    }
  },
};

/** State dicts. */
const pytorch: ReadableFormat = {
  name: 'pytorch',
  endings: weightEndings.pytorch,
  layout: 'pytorch',
  async read(bytes, isIgnored) {
    const { readState } = await import('./pytorch/read-state');
    try {
      return { tensors: readState(bytes).filter(({ name }) => !isIgnored(name)) };
    } catch (problem) {
      if (problem instanceof ImportError) return { refusal: problem.refusal };
      throw problem;
    }
  },
};

export const readableFormats: readonly ReadableFormat[] = [safetensors, pytorch];

/** A file of any other ending is taken for one of the first format. */
export function formatOfWeights(file: string): ReadableFormat {
  return formatOfFile(readableFormats, file) ?? safetensors;
}

/** The tensors of a file with the layout that its name says. */
export async function readWeightsFile(name: string, bytes: Uint8Array): ReturnType<ReadTensors> {
  const { read, layout } = formatOfWeights(name);
  return read(bytes, (tensor) => isIgnored(tensor, { ...ownWeights, layout }));
}

/**
 * The tensors of a file as the weights of these layers, where nobody says how they are named: by names of ours, by those of
 * our exports for PyTorch, else by order and shape. `left` are modules of the file that belong to no layer, where it was so.
 */
export function fitWeights(
  network: NetworkAnalysis,
  wanted: readonly LayerId[],
  tensors: readonly NamedTensor[],
  layout: WeightLayout,
): MappedWeights & { readonly left?: readonly string[] } {
  const map = { ...ownWeights, layout };
  const named = mapWeights(network, wanted, tensors, map);
  if ('tensors' in named) return named;
  const exported = mapWeights(network, wanted, tensors, { ...map, layout: 'pytorch' });
  if ('tensors' in exported) return exported;
  const { left, ...matched } = matchWeights(network, tensors);
  const mapped = mapWeights(network, wanted, matched.tensors, matched.map);
  if ('tensors' in mapped) return { ...mapped, left };
  // A file with our own names says best by them what is missing.
  return layout === 'incept' && tensors.some(({ name }) => name.includes('/')) ? named : mapped;
}
