/**
 * Two analyses side by side, as plain data: what each metric was and is, and which layers came, went, changed or moved.
 * Which layer is which is found out by match-layers.ts. The numbers are the analysis's own; nothing is added up here.
 */

import type { NetworkAnalysis, Sum } from '../analysis/analysis';
import { layerSum } from '../analysis/figures';
import { type MetricName, metricNames } from '../base/metrics';
import type { LayerId } from '../graph/graph';
import { formatCall } from '../ops/format-value';
import { type LayerMatch, matchLayers } from './match-layers';

export interface TotalChange {
  readonly metric: MetricName;
  /** Of the main outputs. */
  readonly before: Sum;
  readonly after: Sum;
  /** `isPartial` where either of the two is. */
  readonly delta: Sum;
}

/** One layer of one of the two networks. `null` is unknown. */
export interface ComparedLayer {
  readonly op: string;
  /** The layer as it is called, with the values that its arguments come to: `conv(32, 5x5, stride = 2)`. */
  readonly call: string;
  /** Height x width x channels. */
  readonly shape: readonly (number | null)[];
  readonly multiplies: number | null;
  readonly params: number | null;
}

export type LayerChange =
  | { readonly kind: 'added'; readonly path: string; readonly after: ComparedLayer }
  | { readonly kind: 'removed'; readonly path: string; readonly before: ComparedLayer }
  | {
      readonly kind: 'changed';
      readonly path: string;
      /** In the old network. */
      readonly oldPath: string;
      readonly before: ComparedLayer;
      readonly after: ComparedLayer;
    };

/** A layer that is what it was, under another path or behind other layers. */
export interface MovedLayer {
  readonly path: string;
  readonly oldPath: string;
}

export interface Comparison {
  /** Of all metrics, changed or not. */
  readonly totals: readonly TotalChange[];
  /** In the order of the new network, what was removed where it stood. Layers that stayed the same are left out. */
  readonly layers: readonly LayerChange[];
  /** In the order of the new network. */
  readonly moved: readonly MovedLayer[];
}

export function compareNetworks(
  before: NetworkAnalysis,
  after: NetworkAnalysis,
  match: LayerMatch = matchLayers(before, after),
): Comparison {
  return {
    totals: metricNames.map((metric) => totalChange(metric, before, after)),
    layers: layerChanges(before, after, match),
    moved: movedLayers(before, after, match),
  };
}

function totalChange(metric: MetricName, before: NetworkAnalysis, after: NetworkAnalysis): TotalChange {
  const [was, is] = [before.main.sums[metric], after.main.sums[metric]];
  return {
    metric,
    before: { value: was.value, isPartial: was.isPartial },
    after: { value: is.value, isPartial: is.isPartial },
    delta: { value: is.value - was.value, isPartial: was.isPartial || is.isPartial },
  };
}

function layerChanges(before: NetworkAnalysis, after: NetworkAnalysis, match: LayerMatch): readonly LayerChange[] {
  const staying = new Set(match);
  const changes: LayerChange[] = [];
  let told = 0;
  /** What stood before a place of the old network and is gone. */
  const tellRemoved = (end: LayerId): void => {
    for (; told < end; told++) {
      if (staying.has(told)) continue;
      changes.push({ kind: 'removed', path: pathOf(before, told), before: comparedLayer(before, told) });
    }
  };
  for (const { path, id } of after.graph.layers) {
    const oldId = match[id];
    if (oldId === undefined) {
      // What it stands in the place of is told before it.
      let gone = told;
      while (gone < before.graph.layers.length && !staying.has(gone)) gone++;
      tellRemoved(gone);
      changes.push({ kind: 'added', path, after: comparedLayer(after, id) });
      continue;
    }
    tellRemoved(oldId + 1);
    const [was, is] = [comparedLayer(before, oldId), comparedLayer(after, id)];
    if (isSame(was, is)) continue;
    changes.push({ kind: 'changed', path, oldPath: pathOf(before, oldId), before: was, after: is });
  }
  tellRemoved(before.graph.layers.length);
  return changes;
}

function movedLayers(before: NetworkAnalysis, after: NetworkAnalysis, match: LayerMatch): readonly MovedLayer[] {
  const now = new Map(match.flatMap((oldId, id) => (oldId === undefined ? [] : [[oldId, id] as const])));
  return after.graph.layers.flatMap(({ id, path, inputs }) => {
    const oldId = match[id];
    const old = oldId === undefined ? undefined : before.graph.layers[oldId];
    if (old === undefined || !isSame(comparedLayer(before, old.id), comparedLayer(after, id))) return [];
    // Beside a layer that came or went all read others; that is told of the one.
    const isBehindOthers = inputs.some((input, place) => {
      const was = now.get(old.inputs[place] ?? -1);
      return was !== undefined && was !== input && match[input] !== undefined;
    });
    return old.path === path && !isBehindOthers ? [] : [{ path, oldPath: old.path }];
  });
}

function pathOf({ graph }: NetworkAnalysis, id: LayerId): string {
  return graph.layers[id]?.path ?? '';
}

function comparedLayer(network: NetworkAnalysis, id: LayerId): ComparedLayer {
  const known = ({ value, isPartial }: Sum): number | null => (isPartial ? null : value);
  const layer = network.graph.layers[id];
  return {
    op: layer?.op.name ?? '',
    call: layer === undefined ? '' : formatCall(layer.op, layer.attributes),
    shape: (network.shapes[id] ?? []).map((side) => side ?? null),
    multiplies: known(layerSum(network, id, 'multiplies')),
    params: known(layerSum(network, id, 'params')),
  };
}

function isSame(a: ComparedLayer, b: ComparedLayer): boolean {
  return (
    a.call === b.call &&
    a.multiplies === b.multiplies &&
    a.params === b.params &&
    a.shape.length === b.shape.length &&
    a.shape.every((side, index) => side === b.shape[index])
  );
}
