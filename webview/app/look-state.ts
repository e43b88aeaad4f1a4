/** What the Run tab looks into: a layer of the last run, as far as that is of the text that is shown. */

import type { LayerLook } from '../../src/runtime/layer-look';
import type { LookQuestion } from '../../src/runtime/look-question';

export interface LookState {
  /** What was chosen last; it holds for the layer of its path. */
  readonly chosen: LookQuestion | null;
  readonly isOfFilters: boolean;
  readonly shown: LayerLook | null;
  /** Why there is nothing to look into; empty while there is. */
  readonly reason: string;
}

export const initialLook: LookState = { chosen: null, isOfFilters: false, shown: null, reason: '' };
