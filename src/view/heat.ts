/**
 * The one colour scale of the preview: share of the main total in the chosen metric, in seven steps that halve from
 * the top. The top is the largest of 16, 8, 4, 2, 1, 0.5 ... percent that the costliest single layer reaches, so it
 * depends on the network alone and opening, folding or zooming never recolours. The colours themselves are the theme's.
 */

import type { ViewCount, ViewMetric, ViewModel } from './model';

const heatSteps = 7;

/** 0 is cheap, 6 is dear. */
export type HeatStep = number | 'none' | 'unknown';

export interface HeatScale {
  readonly total: number;
  /** Lowest share, in percent, of the steps 1 to 6. */
  readonly thresholds: readonly number[];
}

const highestTop = 16;
const lowestTop = 2 ** -10;

export function heatScale(model: ViewModel, metric: ViewMetric): HeatScale {
  const total = model.totals[metric].value ?? 0;
  const share = total > 0 ? (100 * model.costliest[metric]) / total : 0;
  let top = highestTop;
  // Where nothing costs anything there is nothing to tell apart.
  while (share > 0 && top > lowestTop && share < top) top /= 2;
  return { total, thresholds: Array.from({ length: heatSteps - 1 }, (_, index) => top / 2 ** (heatSteps - 2 - index)) };
}

/** The step of a count: `none` for nothing at all, `unknown` where not even a part of it is known. */
export function heatStep(scale: HeatScale, count: ViewCount | number | null): HeatStep {
  const value = count === null || typeof count === 'number' ? count : count.value;
  if (value === null) return 'unknown';
  if (typeof count === 'object' && count?.isPartial && value === 0) return 'unknown';
  if (value <= 0) return 'none';
  if (scale.total <= 0) return 0;
  const share = (100 * value) / scale.total;
  return scale.thresholds.filter((threshold) => share >= threshold).length;
}

/** What the legend prints on each step: `<.5%`, `.5`, `1`, ... `≥16%`. */
export function heatLabels(scale: HeatScale): string[] {
  const [lowest = 0] = scale.thresholds;
  return [
    `<${short(lowest)}%`,
    ...scale.thresholds.map((threshold, index) =>
      index === scale.thresholds.length - 1 ? `≥${short(threshold)}%` : short(threshold),
    ),
  ];
}

function short(percent: number): string {
  const digits = percent >= 0.01 ? String(Number(percent.toFixed(4))) : percent.toPrecision(1);
  return digits.replace(/^0\./, '.');
}
