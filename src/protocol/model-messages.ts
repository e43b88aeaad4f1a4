/** Messages between an editor and the worker that imports a network of another framework. Both ends are of one version. */

import type { WeightLayout } from '../base/tensor';

/** To the worker: first the model, then what it asks for. */
export type ToModelWorker =
  | {
      readonly kind: 'import';
      /** Of the file, without its folder. */
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly weights: Uint8Array | undefined;
      /** In place of the source's: height x width x channels. */
      readonly size: readonly [number, number, number] | undefined;
      /** BCP 47. */
      readonly locale: string;
    }
  /** The weights alone of a model, or of a file that has nothing else. */
  | {
      readonly kind: 'weights';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly size: readonly [number, number, number] | undefined;
      readonly locale: string;
    }
  /** `bytes` are null where there is no such file. */
  | { readonly kind: 'beside'; readonly name: string; readonly bytes: Uint8Array | null };

export interface ModelMissing {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
}

export type FromModelWorker =
  /** A file of that name in the folder of the model is wanted. */
  | { readonly kind: 'beside'; readonly name: string }
  | {
      readonly kind: 'imported';
      readonly text: string;
      /** A `.safetensors` file; null where the model has no weights. */
      readonly weights: Uint8Array | null;
      readonly missing: readonly ModelMissing[];
    }
  /** A `.safetensors` file, and how its tensors are named and ordered. */
  | { readonly kind: 'weights'; readonly bytes: Uint8Array; readonly layout: WeightLayout }
  | {
      readonly kind: 'refused';
      /** In the words of the user. */
      readonly message: string;
      /** The file leaves the size of its input open. */
      readonly needsSize: boolean;
    };
