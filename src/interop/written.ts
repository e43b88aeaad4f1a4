/** What a writer of a format gives. */

import type { Refusal } from '../base/diagnostic';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Written =
  | { readonly bytes: Uint8Array }
  | { readonly text: string }
  /** A document of JSON. */
  | { readonly document: object }
  | { readonly files: readonly WrittenFile[] }
  | { readonly refusal: Refusal };
