/**
 * The one colour scale of the preview: seven steps of a layer's share in the main total, each half of the next. The
 * top depends on the network and the metric only, so opening, folding and zooming never recolour anything.
 */

import type { ViewMetric, ViewModel, ViewNode } from './model';

/** A step of the scale from 0, cheap, to 6, dear; `none` costs nothing, `unknown` is not known. */
export type Heat = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 'none' | 'unknown';

export const heatSteps = 7;

const highestTop = 16;
const lowestTop = highestTop / 2 ** 12;

/**
 * Percent of the total at which the dearest step begins: the largest of 16, 8, 4, 2, 1, .5 ... that the costliest
 * single layer reaches. With a fixed top a network of a thousand layers would be one flat colour.
 */
export function heatTop(view: ViewModel, metric: ViewMetric): number {
  const percent = percentOf(view.costliest[metric], view.totals[metric].value);
  let top = highestTop;
  while (top > lowestTop && percent < top) top /= 2;
  return top;
}

/** Percents at which steps 1 to 6 begin. */
export function heatThresholds(top: number): readonly number[] {
  return Array.from({ length: heatSteps - 1 }, (_, i) => top / 2 ** (heatSteps - 2 - i));
}

export function heatOfPercent(percent: number, top: number): Heat {
  const step = heatThresholds(top).filter((threshold) => percent >= threshold).length;
  return step as Heat;
}

export function heatOfValue(value: number | null, view: ViewModel, metric: ViewMetric): Heat {
  if (value === null) return 'unknown';
  if (value === 0) return 'none';
  return heatOfPercent(percentOf(value, view.totals[metric].value), heatTop(view, metric));
}

export function heatOfNode(node: ViewNode, view: ViewModel, metric: ViewMetric): Heat {
  const count = node.counts[metric];
  return count.isPartial ? 'unknown' : heatOfValue(count.value, view, metric);
}

/** 0 where there is no total. */
export function percentOf(value: number, total: number | null): number {
  return total === null || total === 0 ? 0 : (100 * value) / total;
}
