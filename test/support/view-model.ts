/** The model of one network of an analysis, without what surrounds it in a view of a file. */

import type { Analysis } from '../../src/analysis/analysis';
import { buildFileView } from '../../src/view/build';
import type { ViewWords } from '../../src/view/build-nodes';
import type { ViewModel } from '../../src/view/model';

/** Undefined where the file has no network. */
export function buildViewModel(
  analysis: Analysis,
  networkName: string | undefined,
  words: ViewWords,
): ViewModel | undefined {
  return buildFileView(analysis, networkName, words).view ?? undefined;
}
