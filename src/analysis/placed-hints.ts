/**
 * Hints about places of a text that stands for several layers: told where all of them agree, once for each place.
 * Whoever finds them knows one network; the caller goes through all.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, diagnostic, type MessageValuesOf } from '../base/diagnostic';
import type { Origin } from '../graph/graph';

export class PlacedHints {
  private readonly places = new Map<string, { seen: number; found: number; readonly first: Diagnostic | undefined }>();

  /** A layer or block of a place, with what there is to say of it. */
  see(kind: string, origin: Origin, hint: Diagnostic | undefined): void {
    const key = `${kind} ${origin.nameSpan.start} ${origin.file}`;
    const known = this.places.get(key) ?? { seen: 0, found: 0, first: undefined };
    const found = hint === undefined ? 0 : 1;
    this.places.set(key, { seen: known.seen + 1, found: known.found + found, first: known.first ?? hint });
  }

  get hints(): readonly Diagnostic[] {
    return [...this.places.values()].flatMap(({ seen, found, first }) =>
      seen === found && first !== undefined ? [first] : [],
    );
  }
}

/** At the smallest text that stands for a layer or block. */
export function hintAt<Key extends MessageKey>(
  text: Key,
  { file, nameSpan: { start, end } }: Origin,
  values: MessageValuesOf<Key>,
): Diagnostic {
  return diagnostic(text, { file, span: { start, end } }, values);
}
