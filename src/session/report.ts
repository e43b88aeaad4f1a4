/** All that a report shows of a network, worked out at once: nobody can be asked later. */

import { explainablePaths, explainPath } from '../advice/explain';
import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import { type FileId, fileName } from '../base/span';
import type { EmbeddedReport } from '../protocol/report';
import { buildFileView } from '../view/build';
import type { ViewMetric } from '../view/model';
import type { EditorWords } from '../words/editor';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { DesignSession } from './look';
import { memoryReport } from './memory';
import { type NetworkAsked, overridden } from './overrides';

/** Each is a few kilobytes. */
const mostExplained = 2000;

export interface ReportLook {
  readonly metric: ViewMetric;
  readonly words: EditorWords;
  /** Files are called so: where they are is nobody else's matter. */
  nameOf(file: FileId): string;
}

/** Undefined where there is no such network. */
export function reportOn(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  metric: ViewMetric,
): Eventual<EmbeddedReport | undefined> {
  const look = { metric, words: session.settings().words, nameOf: fileName };
  return whenReady(overridden(session, id, asked), (found) =>
    found?.network === undefined ? undefined : reportOf(found.analysis, found.network, look),
  );
}

export function reportOf(
  analysis: Analysis,
  network: NetworkAnalysis,
  { metric, words, nameOf }: ReportLook,
): EmbeddedReport {
  const view = present(buildFileView(analysis, network.name, words).view, 'the view of a network');
  const explanations = explainablePaths(network)
    .slice(0, mostExplained)
    .flatMap((path) => {
      const explanation = explainPath(network, path);
      return explanation === undefined ? [] : [[path, explanation] as const];
    });
  const report: EmbeddedReport = {
    metric,
    convention: words.convention ?? 'multiplies',
    // No other network can be chosen.
    view: { ...view, networks: [view.network] },
    memory: memoryReport(network),
    explanations: Object.fromEntries(explanations),
  };
  const names = [...analysis.files.keys()].map((file) => [file, nameOf(file)] as const);
  const renamed = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? names.reduce((text, [file, name]) => text.replaceAll(file, name), value) : value;
  return JSON.parse(JSON.stringify(report, renamed)) as EmbeddedReport;
}
