/**
 * How the parts of the panel hang together: each makes its elements once, and brings them up to date with the state.
 * A region compares the slices it shows by identity and leaves the DOM alone where they are the same.
 */

import type { AppEvent, AppState } from './state';

export type Dispatch = (event: AppEvent) => void;

export interface Region {
  readonly roots: readonly HTMLElement[];
  update(state: AppState): void;
}
