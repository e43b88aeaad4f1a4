/** What the page of the preview says: which tables it speaks from, and in which language. */

import { compareTab } from './english/compare-tab';
import { costCharts } from './english/cost-charts';
import { explainTab } from './english/explain-tab';
import { explanation } from './english/explanation';
import { english } from './english/language';
import { memoryTab } from './english/memory-tab';
import { metrics } from './english/metrics';
import { panel } from './english/panel';
import { picture } from './english/picture';
import { presets } from './english/presets';
import { report } from './english/report';
import { runTab } from './english/run-tab';
import { totalTexts } from './english/totals';
import { whatIf } from './english/what-if';
import { closest, type Language, type Translations, type Words, wordsIn } from './text';

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
  report,
  whatIf,
};

export type PreviewTables = typeof previewTables;

export type PreviewWords = Words<PreviewTables> & { readonly language: Language };

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<PreviewTables>;
}

const languages: readonly [Spoken, ...Spoken[]] = [{ language: english, tables: previewTables }];

/** In the closest language that there is to an editor's (BCP 47: `en-GB`). */
export function previewWords(locale: string): PreviewWords {
  const { language, tables } = closest(locale, languages);
  return { ...wordsIn<PreviewTables>(language, tables), language };
}
