/** What the page of the preview says, in Chinese. */

import type { SpokenPreview } from '../english/for-preview';
import { compareTab } from './compare-tab';
import { costCharts } from './cost-charts';
import { explainTab } from './explain-tab';
import { explanation } from './explanation';
import { chinese } from './language';
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

export const chineseForPreview: SpokenPreview = {
  language: chinese,
  tables: {
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
  },
};
