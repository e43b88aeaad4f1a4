/** All that a report shows of a network, worked out at once: nobody can be asked later. */

import { explainablePaths, explainPath } from '../advice/explain';
import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import type { EmbeddedReport } from '../protocol/report';
import { buildFileView } from '../view/build';
import type { ChartStep } from '../view/draw/memory-chart';
import type { ViewModel } from '../view/model';
import type { EditorWords } from '../words/editor';
import { memoryReport } from './memory';

/** Each is a few kilobytes. */
const mostExplained = 2000;

export interface NetworkReport {
  readonly embedded: EmbeddedReport;
  readonly view: ViewModel;
  readonly steps: readonly ChartStep[];
  /** Index of the step of the peak; null where there are no steps. */
  readonly peak: number | null;
}

export function reportOf(analysis: Analysis, network: NetworkAnalysis, words: EditorWords): NetworkReport {
  const found = present(buildFileView(analysis, network.name, words).view, 'the view of a network');
  // No other network can be chosen.
  const view = { ...found, networks: [found.network] };
  const memory = memoryReport(network);
  const explanations = explainablePaths(network)
    .slice(0, mostExplained)
    .map((path) => {
      const explanation = explainPath(network, path) ?? null;
      return [path, { type: 'explanation', path, explanation }] as const;
    });
  return {
    embedded: {
      view: { type: 'view', view, version: 1, documentVersion: 1 },
      memory: { type: 'memory', report: memory },
      explanations: Object.fromEntries(explanations),
    },
    view,
    steps: memory.steps.map((step) => ({ ...step, path: memory.tensors[step.tensor]?.path ?? '' })),
    peak: memory.peak,
  };
}
