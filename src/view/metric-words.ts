/** What is said of metrics beyond a label: what is counted, and any metric that a budget is for. */

import { type Convention, type MetricName, metricNames } from '../base/metrics';
import type { PreviewWords } from '../words/preview';
import type { ViewMetric } from './model';

export function convention(metric: ViewMetric, { metrics, panel }: PreviewWords): string {
  const counted = metrics(`${metric}.documentation`);
  return metric === 'activationBytes' ? `${counted} ${panel('peak-is-less')}` : counted;
}

/** What a table counts beside the chosen metric: parameters, and beside these the work by a convention. */
export function otherMetric(metric: ViewMetric, convention: Convention): ViewMetric {
  return metric === 'params' ? convention : 'params';
}

/** What it counts; empty for what is no metric. */
export function metricMeaning(name: string, { metrics }: PreviewWords): string {
  return isMetric(name) ? metrics(`${name}.documentation`) : '';
}

export function metricLabel(metric: string, { metrics }: PreviewWords): string {
  return isMetric(metric) ? metrics(metric) : metric;
}

function isMetric(name: string): name is MetricName {
  return (metricNames as readonly string[]).includes(name);
}
