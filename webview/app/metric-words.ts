/** What the panel calls metrics beyond a label: what is counted, and any metric that a budget is for. */

import { type MetricName, metricNames } from '../../src/base/metrics';
import type { ViewMetric } from '../../src/view/model';
import type { PreviewWords } from '../../src/words/preview';

export function convention(metric: ViewMetric, { metrics, panel }: PreviewWords): string {
  const counted = metrics(`${metric}.documentation`);
  return metric === 'activationBytes' ? `${counted} ${panel('peak-is-less')}` : counted;
}

export function metricLabel(metric: string, { metrics }: PreviewWords): string {
  return isMetric(metric) ? metrics(metric) : metric;
}

function isMetric(name: string): name is MetricName {
  return (metricNames as readonly string[]).includes(name);
}
