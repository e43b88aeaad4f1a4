/** What a report holds for its page: what a preview would be answered by its host, and what print makes of it. */

import { type Guard, isRecord, oneOf, shaped } from '../base/guard';
import { type Convention, conventions } from '../base/metrics';
import { type ViewMetric, type ViewModel, viewMetrics } from '../view/model';
import type { Picture } from '../view/picture';
import type { ReportContent } from '../view/report/pages';
import { isExplanation, type PreviewExplanation } from './explanation';
import { chartSteps, isMemoryReport, type MemoryReport } from './memory';
import { isViewModel } from './view-guard';

export interface EmbeddedReport {
  /** What shares and colours are of. */
  readonly metric: ViewMetric;
  /** How work is counted beside parameters. */
  readonly convention: Convention;
  readonly view: ViewModel;
  readonly memory: MemoryReport;
  /** By path; those that are not there were too many. */
  readonly explanations: Readonly<Record<string, PreviewExplanation>>;
}

export const isEmbeddedReport: Guard<EmbeddedReport> = shaped<EmbeddedReport>({
  metric: oneOf(...viewMetrics),
  convention: oneOf(...conventions),
  view: isViewModel,
  memory: isMemoryReport,
  explanations: (value): value is EmbeddedReport['explanations'] =>
    isRecord(value) && Object.values(value).every(isExplanation),
});

/** On pages, with the picture of the view, unfolded. */
export function printedReport({ metric, convention, view, memory }: EmbeddedReport, picture: Picture): ReportContent {
  return {
    metric,
    convention,
    view,
    picture,
    steps: chartSteps(memory),
    peak: memory.peak,
    precision: memory.format,
    batch: memory.batch,
  };
}
