/** What refusals say in English, for tests of what people read. */

import type { Refusal } from '../../src/base/diagnostic';
import { refusalText } from '../../src/base/message-text';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

export const inEnglish = (refusal: Refusal): string => refusalText(refusal, englishDiagnostics);

/** What an error says that holds a refusal; else its own message. */
export function errorInEnglish(error: unknown): string {
  const { refusal, message } = error as { readonly refusal?: Refusal; readonly message?: string };
  return refusal === undefined ? String(message) : inEnglish(refusal);
}
