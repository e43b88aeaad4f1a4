/** What nodes say of the last run while the Run tab is in front: the time they took, and what is wrong with their values. */

import type { FinishedRun } from '../../src/protocol/run';
import type { RunLayer } from '../../src/runtime/result';
import type { NodeNote } from '../../src/view/draw/node';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { duration, exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import type { NodeTimes } from './cost-columns';
import { nodesById } from './nodes';
import { type AppState, frontTab } from './state';

/** So much of a layer at the ends of its activation is worth a word. */
const muchSaturated = 0.5;

interface Sum {
  ms: number;
  /** null where times were not predicted. */
  predictedMs: number | null;
  nan: number;
  dead: number;
  saturated: number;
}

/** What a run gives of nodes: by their ids, for each with a layer of the run in it. */
interface RunSums {
  readonly view: ViewModel;
  readonly sums: ReadonlyMap<string, Sum>;
  notes?: ReadonlyMap<string, NodeNote>;
}

const known = new WeakMap<FinishedRun, RunSums>();

/** Null while no run of this text is there. The same map for the same run and view. */
export function nodeTimes(state: AppState): NodeTimes | null {
  return shownRun(state)?.sums ?? null;
}

/** By the ids of nodes; null while no run of this text is shown. The same map for the same run and view. */
export function runNotes(state: AppState, words: PreviewWords): ReadonlyMap<string, NodeNote> | null {
  if (frontTab(state) !== 'run' && !(state.layout === 'narrow' && state.tab === 'graph')) return null;
  const shown = shownRun(state);
  if (shown === undefined) return null;
  shown.notes ??= new Map([...shown.sums].map(([id, sum]) => [id, noteOf(sum, words)]));
  return shown.notes;
}

function shownRun({ view, run: { finished }, documentVersion }: AppState): RunSums | undefined {
  if (view === null || finished === null || finished.documentVersion !== documentVersion) return undefined;
  const kept = known.get(finished);
  if (kept?.view === view) return kept;
  const made = { view, sums: sums(view, finished) };
  known.set(finished, made);
  return made;
}

function sums(view: ViewModel, { result, prediction }: FinishedRun): ReadonlyMap<string, Sum> {
  const nodes = nodesById(view);
  const byPath = new Map(view.nodes.map((node) => [node.path, node]));
  /** Itself, or the body around it where the view does not have what is inside. */
  const nodeAt = (path: string): ViewNode | undefined =>
    byPath.get(path) ?? (path.includes('/') ? nodeAt(path.slice(0, path.lastIndexOf('/'))) : undefined);
  const found = new Map<string, Sum>();
  for (const [index, layer] of result.layers.entries()) {
    const predicted = prediction?.layers[index]?.predictedMs ?? null;
    for (let node = nodeAt(layer.path); node !== undefined; node = nodes.get(node.parent ?? '')) {
      const sum = found.get(node.id) ?? { ms: 0, predictedMs: 0, nan: 0, dead: 0, saturated: 0 };
      sum.ms += layer.ms;
      sum.predictedMs = sum.predictedMs === null || predicted === null ? null : sum.predictedMs + predicted;
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
