/** What whoever wants a layout and the layout worker say to each other. Ids count from 1. */

import type { ElkGraph } from './elk-input';

export interface LayoutRequest {
  readonly id: number;
  readonly graph: ElkGraph;
}

export type LayoutAnswer =
  /** Said once, when the worker has loaded. */
  | { readonly type: 'ready' }
  | { readonly type: 'laid'; readonly id: number; readonly graph: ElkGraph }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
