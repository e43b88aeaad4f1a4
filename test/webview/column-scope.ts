/** What the columns of the cost table are told, where nothing was run. */

import type { ViewMetric, ViewModel } from '../../src/view/model';
import type { ColumnScope } from '../../webview/app/cost-columns';

export function scopeOf(view: ViewModel, metric: ViewMetric = 'multiplies', other: ViewMetric = 'params'): ColumnScope {
  return { view, metric, other, times: null };
}
