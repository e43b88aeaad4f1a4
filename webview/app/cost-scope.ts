/** What the columns of the cost table are told of the panel's state. */

import { otherMetric } from '../../src/view/metric-words';
import type { ViewModel } from '../../src/view/model';
import type { ColumnScope } from './cost-columns';
import { nodeTimes } from './run-notes';
import { type AppState, workMetric } from './state';

export function columnScope(state: AppState, view: ViewModel): ColumnScope {
  const { metric } = state;
  return { view, metric, other: otherMetric(metric, workMetric(state)), times: nodeTimes(state) };
}

/** What is drawn in one scope is drawn alike in the other, where the rows are. */
export function drawsAlike(a: ColumnScope, b: ColumnScope): boolean {
  return a.metric === b.metric && a.other === b.other && a.times === b.times;
}
