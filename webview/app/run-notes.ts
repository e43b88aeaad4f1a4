/** What nodes say of the last run while the Run tab is in front: the time they took, and what is wrong with their values. */

import type { FinishedRun } from '../../src/protocol/run';
import type { RunLayer } from '../../src/runtime/result';
import type { NodeNote } from '../../src/view/draw/node';
import type { ViewModel } from '../../src/view/model';
import { duration, exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { nodesById } from './nodes';
import { type AppState, frontTab } from './state';

/** So much of a layer at the ends of its activation is worth a word. */
const muchSaturated = 0.5;

interface Sum {
  ms: number;
  nan: number;
  dead: number;
  saturated: number;
}

const known = new WeakMap<FinishedRun, { readonly view: ViewModel; readonly notes: ReadonlyMap<string, NodeNote> }>();

/** By the ids of nodes; null while no run of this text is shown. The same map for the same run and view. */
export function runNotes(state: AppState, words: PreviewWords): ReadonlyMap<string, NodeNote> | null {
  const { view, run, documentVersion } = state;
  const { finished } = run;
  if (view === null || finished === null || finished.documentVersion !== documentVersion) return null;
  if (frontTab(state) !== 'run' && !(state.layout === 'narrow' && state.tab === 'graph')) return null;
  const kept = known.get(finished);
  if (kept?.view === view) return kept.notes;
  const notes = new Map([...sums(view, finished)].map(([id, sum]) => [id, noteOf(sum, words)]));
  known.set(finished, { view, notes });
  return notes;
}

/** Of each node with a layer of the run in it. */
function sums(view: ViewModel, { result }: FinishedRun): ReadonlyMap<string, Sum> {
  const nodes = nodesById(view);
  const byPath = new Map(view.nodes.filter(({ children }) => children.length === 0).map((node) => [node.path, node]));
  const found = new Map<string, Sum>();
  for (const layer of result.layers) {
    for (let node = byPath.get(layer.path); node !== undefined; node = nodes.get(node.parent ?? '')) {
      const sum = found.get(node.id) ?? { ms: 0, nan: 0, dead: 0, saturated: 0 };
      sum.ms += layer.ms;
      sum.nan += layer.nan;
      sum.dead += layer.deadChannels ?? 0;
      if (isSaturated(layer)) sum.saturated++;
      found.set(node.id, sum);
    }
  }
  return found;
}

export function isSaturated({ saturated = 0, elements }: RunLayer): boolean {
  return saturated > 0 && saturated >= muchSaturated * elements;
}

function noteOf({ ms, nan, dead, saturated }: Sum, { runTab: say }: PreviewWords): NodeNote {
  const warning =
    nan > 0
      ? { text: say('nan'), isError: true }
      : dead > 0
        ? { text: say('node.dead', { count: exact(dead) }), isError: false }
        : saturated > 0
          ? { text: say('node.saturated'), isError: false }
          : null;
  return { beside: duration(ms), warning };
}
