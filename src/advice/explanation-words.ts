/** What an explanation says in sentences, for every surface that shows one. Its labels are in the table by their keys. */

import type { explanation as explanationTable } from '../words/english/explanation';
import type { metrics } from '../words/english/metrics';
import type { Language, Words } from '../words/text';
import type { Explanation } from './explain';
import type { ToolFigure } from './other-tools';

export type ExplanationTables = { readonly explanation: typeof explanationTable; readonly metrics: typeof metrics };
export type ExplanationWords = Words<ExplanationTables> & { readonly language: Language };

/** What is counted, in whole sentences. */
export function conventionText(
  { convention, name }: Explanation,
  { explanation: say, metrics, language }: ExplanationWords,
): string {
  if (convention === 'none') return say('convention.none', { layer: name });
  const counted = metrics('multiplies.documentation');
  return convention === 'sum' ? `${counted}${language.betweenSentences}${say('convention.sum')}` : counted;
}

/** How a tool's figure differs from ours: `the same`, `plus 1 per result with a bias`; or why it is not known. */
export function differenceText(
  { isDoubled, terms, unknown }: ToolFigure,
  { explanation: say, language }: ExplanationWords,
): string {
  if (unknown != null) return say(`difference.${unknown}`);
  const all = [
    ...(isDoubled ? [say('difference.doubled')] : []),
    ...terms.map((term) => say(`difference.${term.of}`, { each: Math.abs(term.each) })),
  ];
  return all.length === 0 ? say('difference.none') : all.join(language.comma);
}
