/** Diagnostics, their notes and fixes in the words of a language. Called where they are shown, and nowhere before. */

import type { DiagnosticWords } from '../words/english/diagnostics';
import { fillPlaces } from '../words/text';
import type { Diagnostic, Fix, MessageValue, MessageValues, Refusal, RelatedNote } from './diagnostic';

/** One line, without a period. */
export function messageOf(
  { text, values, near }: Pick<Diagnostic, 'text' | 'values'> & Partial<Pick<Diagnostic, 'near'>>,
  words: DiagnosticWords,
): string {
  return withNear(fillPlaces(words.language, words.messages[text], rendered(values, words)), near, words);
}

/** One line, without a period. */
export function refusalText({ code, values, near }: Refusal, words: DiagnosticWords): string {
  return withNear(fillPlaces(words.language, words.refusals[code], rendered(values, words)), near, words);
}

export function noteOf({ code, values }: Pick<RelatedNote, 'code' | 'values'>, words: DiagnosticWords): string {
  return fillPlaces(words.language, words.notes[code], rendered(values, words));
}

export function titleOf({ code, values }: Pick<Fix, 'code' | 'values'>, words: DiagnosticWords): string {
  return fillPlaces(words.language, words.fixes[code], rendered(values, words));
}

export function valueText(value: MessageValue, words: DiagnosticWords): string {
  if (typeof value !== 'object') return String(value);
  if ('any' in value) return words.language.any(value.any.map((item) => valueText(item, words)));
  if ('all' in value) return words.language.all(value.all.map((item) => valueText(item, words)));
  if ('lines' in value) return value.lines.map((item) => `\n  ${valueText(item, words)}`).join('');
  if ('refusal' in value) return refusalText(value.refusal, words);
  if ('message' in value) return messageOf(value.message, words);
  return fillPlaces(words.language, words.phrases[value.phrase], rendered(value.values, words));
}

function withNear(message: string, near: string | undefined, words: DiagnosticWords): string {
  return near === undefined ? message : fillPlaces(words.language, words.phrases.near, { message, near });
}

function rendered(values: MessageValues, words: DiagnosticWords): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueText(value, words)]));
}
