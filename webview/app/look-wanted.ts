/** Which layer the Run tab looks into now. */

import type { LayerLook } from '../../src/runtime/layer-look';
import type { LookQuestion } from '../../src/runtime/look-question';
import { findNode } from './nodes';
import type { AppState } from './state';

/** The selected layer, if it is one of a run of this text. */
export function wantedLook(state: AppState): LookQuestion | null {
  const { run, view, documentVersion, selection } = state;
  const { finished, phase } = run;
  if (finished === null || phase === 'running' || finished.documentVersion !== documentVersion) return null;
  const node = findNode(view, selection);
  if (node === undefined || !finished.result.layers.some(({ path }) => path === node.path)) return null;
  const { chosen } = run.look;
  return chosen?.path === node.path ? chosen : { path: node.path, from: 0, channel: 0, place: null };
}

/** What is known of what is wanted; that of the same layer while a newer answer is on its way. */
export function shownLook(state: AppState): LayerLook | null {
  const wanted = wantedLook(state);
  const { shown } = state.run.look;
  return wanted !== null && shown?.question.path === wanted.path ? shown : null;
}
