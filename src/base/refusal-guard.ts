/** Whether a value from another process is a refusal, whose text can be looked up and whose values can be shown. */

import { englishDiagnostics } from '../words/english/diagnostics';
import type { Refusal } from './diagnostic';
import { isRecord } from './guard';

const { messages, phrases, refusals } = englishDiagnostics;

export function isRefusal(value: unknown): value is Refusal {
  return isText(value, 'code', refusals);
}

/** A key of the table, values, and a name that may have been meant. */
function isText(value: unknown, key: string, table: object): boolean {
  if (!isRecord(value)) return false;
  const { [key]: name, values, near } = value;
  return (
    typeof name === 'string' &&
    Object.hasOwn(table, name) &&
    isRecord(values) &&
    Object.values(values).every(isMessageValue) &&
    (near === undefined || typeof near === 'string')
  );
}

function isMessageValue(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'number') return true;
  if (!isRecord(value)) return false;
  const list = value.any ?? value.all ?? value.lines;
  if (list !== undefined) return Array.isArray(list) && list.every(isMessageValue);
  if (value.message !== undefined) return isText(value.message, 'text', messages);
  return value.refusal === undefined ? isText(value, 'phrase', phrases) : isRefusal(value.refusal);
}
