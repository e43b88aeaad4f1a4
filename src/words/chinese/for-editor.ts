/** What the features of an editor say, in Chinese. */

import type { SpokenEditor } from '../english/for-editor';
import { advice } from './advice';
import { blocks } from './blocks';
import { boxes } from './boxes';
import { compare } from './compare';
import { conventionRows } from './conventions';
import { chineseDiagnostics } from './diagnostics';
import { diffReport } from './diff-report';
import { editor } from './editor';
import { hover } from './hover';
import { functions, keywords } from './keywords';
import { chinese } from './language';
import { layers } from './layers';
import { metrics } from './metrics';
import { parameters } from './parameters';
import { presetSentences } from './preset-sentences';
import { totalTexts } from './totals';

export const chineseForEditor: SpokenEditor = {
  language: chinese,
  tables: {
    layers,
    parameters,
    metrics,
    keywords,
    functions,
    editor,
    hover,
    blocks,
    boxes,
    advice,
    totals: totalTexts,
    compare,
    diff: diffReport,
  },
  diagnostics: chineseDiagnostics,
  conventions: conventionRows,
  presetSentences,
};
