/**
 * Hints about places of a text that stands for several layers or blocks: told where all of them agree, once for each place.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, diagnostic, type MessageValuesOf } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { Origin } from '../graph/graph';
import type { NetworkAnalysis } from './analysis';

interface Place {
  readonly first: Diagnostic;
  /** How many layers or blocks stand at the place, and of how many there is something to say. */
  seen: number;
  found: number;
}

/**
 * What there is to say of the items of all networks, in the order of the first item of each place. Most have nothing, and
 * with each keystroke a thousand layers are looked at: places are counted only once there is something to say.
 */
export function agreedHints<Item extends { readonly origin: Origin }>(
  networks: readonly NetworkAnalysis[],
  itemsOf: (network: NetworkAnalysis) => readonly Item[],
  hintOf: (network: NetworkAnalysis, item: Item) => Diagnostic | undefined,
): readonly Diagnostic[] {
  const places = new Map<FileId, Map<number, Place>>();
  for (const network of networks) {
    for (const item of itemsOf(network)) {
      const hint = hintOf(network, item);
      if (hint === undefined) continue;
      const { file, nameSpan } = item.origin;
      const inFile = places.get(file) ?? new Map<number, Place>();
      places.set(file, inFile);
      const place = inFile.get(nameSpan.start);
      if (place === undefined) inFile.set(nameSpan.start, { first: hint, seen: 0, found: 1 });
      else place.found++;
    }
  }
  if (places.size === 0) return [];
  for (const network of networks) {
    for (const { origin } of itemsOf(network)) {
      const place = places.get(origin.file)?.get(origin.nameSpan.start);
      if (place !== undefined) place.seen++;
    }
  }
  return [...places.values()].flatMap((inFile) =>
    [...inFile.values()].flatMap(({ first, seen, found }) => (seen === found ? [first] : [])),
  );
}

/** At the smallest text that stands for a layer or block. */
export function hintAt<Key extends MessageKey>(
  text: Key,
  { file, nameSpan: { start, end } }: Origin,
  values: MessageValuesOf<Key>,
): Diagnostic {
  return diagnostic(text, { file, span: { start, end } }, values);
}
