/** What a network is in Keras: layers with Keras' arguments and weights, in an order in which they can be made. */

import type { LayerId } from '../../graph/graph';

/** `keras`: version 3, in Python. `tfjs`: layers that TensorFlow.js can load, none of them our own. */
export type KerasTarget = 'keras' | 'tfjs';

export interface KerasWeight {
  /** In the layer: `kernel`. */
  readonly name: string;
  /** Ours: `conv_1/weight`; undefined for one that is filled. */
  readonly source: string | undefined;
  readonly fill?: number;
  readonly shape: readonly number[];
  /** Which part of our tensor, and in which order. */
  readonly order: 'same' | 'transposed' | { readonly filtersFrom: number };
}

export interface KerasNode {
  readonly name: string;
  readonly className: string;
  /** Keras' own arguments, without those that have their defaults. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  /** Height, width, channels, or channels alone. */
  readonly shape: readonly number[];
  readonly weights: readonly KerasWeight[];
  /** The layer it is part of. */
  readonly layer: LayerId;
}

export interface KerasNetwork {
  readonly nodes: readonly KerasNode[];
  readonly outputs: readonly { readonly name: string; readonly node: string }[];
}
