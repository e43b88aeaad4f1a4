/**
 * Two analyses side by side, as plain data: what each metric was and is, and which layers came, went or changed. Layers
 * are the same where their paths are. The numbers are the analysis's own; nothing is added up here.
 */

import type { NetworkAnalysis, Sum } from '../analysis/analysis';
import { layerSum } from '../analysis/figures';
import { type MetricName, metricNames } from '../base/metrics';
import type { LayerId } from '../graph/graph';

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
      readonly before: ComparedLayer;
      readonly after: ComparedLayer;
    };

export interface Comparison {
  /** Of all metrics, changed or not. */
  readonly totals: readonly TotalChange[];
  /** In the order of the new network, what was removed where it stood. Layers that stayed the same are left out. */
  readonly layers: readonly LayerChange[];
}

export function compareNetworks(before: NetworkAnalysis, after: NetworkAnalysis): Comparison {
  return {
    totals: metricNames.map((metric) => totalChange(metric, before, after)),
    layers: layerChanges(before, after),
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

function layerChanges(before: NetworkAnalysis, after: NetworkAnalysis): readonly LayerChange[] {
  const oldIds = new Map(before.graph.layers.map(({ path, id }) => [path, id]));
  const staying = new Set(after.graph.layers.map(({ path }) => path));
  const changes: LayerChange[] = [];
  let told = 0;
  /** What stood before a place of the old network and is gone. */
  const tellRemoved = (end: LayerId): void => {
    for (; told < end; told++) {
      const path = before.graph.layers[told]?.path ?? '';
      if (!staying.has(path)) changes.push({ kind: 'removed', path, before: comparedLayer(before, told) });
    }
  };
  for (const { path, id } of after.graph.layers) {
    const oldId = oldIds.get(path);
    if (oldId === undefined) {
      changes.push({ kind: 'added', path, after: comparedLayer(after, id) });
      continue;
    }
    tellRemoved(oldId);
    const [was, is] = [comparedLayer(before, oldId), comparedLayer(after, id)];
    if (!isSame(was, is)) changes.push({ kind: 'changed', path, before: was, after: is });
  }
  tellRemoved(before.graph.layers.length);
  return changes;
}

function comparedLayer(network: NetworkAnalysis, id: LayerId): ComparedLayer {
  const known = ({ value, isPartial }: Sum): number | null => (isPartial ? null : value);
  return {
    op: network.graph.layers[id]?.op.name ?? '',
    shape: (network.shapes[id] ?? []).map((side) => side ?? null),
    multiplies: known(layerSum(network, id, 'multiplies')),
    params: known(layerSum(network, id, 'params')),
  };
}

function isSame(a: ComparedLayer, b: ComparedLayer): boolean {
  return (
    a.op === b.op &&
    a.multiplies === b.multiplies &&
    a.params === b.params &&
    a.shape.length === b.shape.length &&
    a.shape.every((side, index) => side === b.shape[index])
  );
}
