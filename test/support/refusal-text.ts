/** What refusals say in English, for tests of what people read. */

import assert from 'node:assert/strict';
import type { MessageValue, Refusal } from '../../src/base/diagnostic';
import { refusalText, valueText } from '../../src/base/message-text';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

export const inEnglish = (refusal: Refusal): string => whole(refusalText(refusal, englishDiagnostics));

/** What stands in a text in place of a name. */
export const valueInEnglish = (value: MessageValue): string => whole(valueText(value, englishDiagnostics));

/** Each place of a text, written `{name}`, has a value. */
function whole(text: string): string {
  assert.doesNotMatch(text, /\{\w+\}/);
  return text;
}

/** What an error says that holds a refusal; else its own message. */
export function errorInEnglish(error: unknown): string {
  const { refusal, message } = error as { readonly refusal?: Refusal; readonly message?: string };
  return refusal === undefined ? String(message) : inEnglish(refusal);
}

/** What something is refused with. */
export function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return errorInEnglish(error);
  }
  return 'no mistake';
}
