/**
 * Hints about places of a text that stands for several layers: told where all of them agree, once for each place.
 * Whoever finds them knows one network; the caller goes through all.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, diagnostic, type MessageValuesOf, sortDiagnostics } from '../base/diagnostic';
import type { FileId } from '../base/span';
import type { Origin } from '../graph/graph';

interface Place {
  seen: number;
  found: number;
  first: Diagnostic | undefined;
}

export class PlacedHints {
  /** By kind and file, then by offset: a thousand layers are looked at with each keystroke. */
  private readonly places = new Map<string, Map<FileId, Map<number, Place>>>();

  /** A layer or block of a place, with what there is to say of it. */
  see(kind: string, { file, nameSpan: { start } }: Origin, hint: Diagnostic | undefined): void {
    const files = placeIn(this.places, kind, () => new Map<FileId, Map<number, Place>>());
    const places = placeIn(files, file, () => new Map<number, Place>());
    const place = placeIn(places, start, emptyPlace);
    place.seen++;
    if (hint === undefined) return;
    place.found++;
    place.first ??= hint;
  }

  get hints(): readonly Diagnostic[] {
    const places = [...this.places.values()]
      .flatMap((files) => [...files.values()])
      .flatMap((map) => [...map.values()]);
    return sortDiagnostics(
      places.flatMap(({ seen, found, first }) => (seen === found && first !== undefined ? [first] : [])),
    );
  }
}

function placeIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function emptyPlace(): Place {
  return { seen: 0, found: 0, first: undefined };
}

/** At the smallest text that stands for a layer or block. */
export function hintAt<Key extends MessageKey>(
  text: Key,
  { file, nameSpan: { start, end } }: Origin,
  values: MessageValuesOf<Key>,
): Diagnostic {
  return diagnostic(text, { file, span: { start, end } }, values);
}
