/**
 * Names of classes in a file: one a line, or as JSON a list of them or a map from index to name. In place of a name there may be
 * a list that ends with it, as in Keras' imagenet_class_index.json: `{"0": ["n01440764", "tench"], ...}`.
 */

import type { Refusal } from '../base/diagnostic';
import { isRecord } from '../base/guard';

export type ReadLabels = { readonly labels: readonly string[] } | { readonly refusal: Refusal };

/** No list of classes is larger. */
const mostBytes = 2 ** 23;

/** The name of the class of each index. `file` is its name, for people. */
export function readLabels(file: string, bytes: Uint8Array): ReadLabels {
  if (bytes.length > mostBytes)
    return { refusal: { code: 'labels.large', values: { file, limit: mostBytes / 2 ** 20 } } };
  const text = textIn(bytes);
  if (text === undefined) return { refusal: { code: 'labels.text', values: { file } } };
  const read = isJson(file, text) ? readJson(file, text) : { labels: linesOf(text) };
  if ('labels' in read && read.labels.length === 0) return { refusal: { code: 'labels.none', values: { file } } };
  return read;
}

/** Undefined for what is no text: another encoding, or something binary. */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A name may begin with a bracket, so that what is called JSON or is JSON is taken for it. */
function isJson(file: string, text: string): boolean {
  if (file.toLowerCase().endsWith('.json')) return true;
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function readJson(file: string, text: string): ReadLabels {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : '';
    return { refusal: { code: 'labels.json', values: { file, reason } } };
  }
  if (!Array.isArray(value) && !isRecord(value)) return { refusal: { code: 'labels.form', values: { file } } };
  const named: readonly (readonly [string, unknown])[] = Object.entries(value);
  const labels: string[] = [];
  for (const [index, given] of named) {
    const name: unknown = Array.isArray(given) ? given.at(-1) : given;
    if (!/^\d+$/.test(index)) return { refusal: { code: 'labels.index', values: { file, index } } };
    if (typeof name !== 'string') return { refusal: { code: 'labels.name', values: { file, index } } };
    // Keys that are indices come in their order, whatever the file's.
    if (Number(index) !== labels.length)
      return { refusal: { code: 'labels.gap', values: { file, index: labels.length } } };
    labels.push(name);
  }
  return { labels };
}
