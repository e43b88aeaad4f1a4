/** What the page of the preview says, in English. */

import type { Language, Translations } from '../text';
import { compareTab } from './compare-tab';
import { costCharts } from './cost-charts';
import { explainTab } from './explain-tab';
import { explanation } from './explanation';
import { english } from './language';
import { memoryTab } from './memory-tab';
import { metrics } from './metrics';
import { panel } from './panel';
import { picture } from './picture';
import { presets } from './presets';
import { report } from './report';
import { runTab } from './run-tab';
import { samples } from './samples';
import { totalTexts } from './totals';
import { whatIf } from './what-if';

export const previewTables = {
  metrics,
  totals: totalTexts,
  picture,
  panel,
  presets,
  explanation,
  explainTab,
  memoryTab,
  costCharts,
  compareTab,
  runTab,
  samples,
  report,
  whatIf,
};

export type PreviewTables = typeof previewTables;

/** The same in a language. */
export interface SpokenPreview {
  readonly language: Language;
  readonly tables: Translations<PreviewTables>;
}

export const englishForPreview: SpokenPreview = {
  language: english,
  tables: previewTables,
};
