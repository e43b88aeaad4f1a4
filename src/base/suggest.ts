/** "Did you mean": which of some names is near to what was written, and whether it was meant beyond doubt. */

import type { Fix } from './diagnostic';

/** What a diagnostic says of a name that is near. Where it does not say which fixes there are, writing that name is one. */
export interface Suggestion {
  readonly near?: string | undefined;
  readonly fixes?: readonly Fix[] | undefined;
}

/** The nearest name. Only a slip of the pen is mended by writing it: `prelu` is near to `relu`, and means another thing. */
export function suggest(written: string, names: Iterable<string>): Suggestion {
  return suggestionOf(written, nearest(written, names));
}

export function suggestionOf(written: string, near: string | undefined): Suggestion {
  return near === undefined || isSlip(written, near) ? { near } : { near, fixes: [] };
}

/**
 * Whether `written` is `name` but for capitals and underscores, or for one letter of a longer word of it: left out,
 * doubled, mistaken or swapped with its neighbour. A digit or a first letter that differs tells names apart.
 */
export function isSlip(written: string, name: string): boolean {
  const [a, b] = [written.toLowerCase(), name.toLowerCase()];
  if (bare(a) === bare(b)) return true;
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return false;
  const [words, others] = [a.split('_'), b.split('_')];
  if (words.length !== others.length) return isWordSlip(bare(a), bare(b));
  const differing = words.flatMap((word, i) => (word === others[i] ? [] : [[word, others[i] as string] as const]));
  return differing.length === 1 && differing.every(([word, other]) => isWordSlip(word, other));
}

/** A name as it is compared where its spelling does not matter. */
export function bare(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

function isWordSlip(a: string, b: string): boolean {
  const isSameStart = a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);
  return b.length >= 4 && isSameStart && editDistance(a, b) === 1;
}

/** So many names are compared, and looked at, as a file may have thousands of wrong names and thousands to choose from. */
const mostCompared = 256;
const mostLookedAt = 1024;

/** The nearest of some names by edit distance (with swaps), of equally near ones that which begins alike for longest; undefined if none is near. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  const limit = wanted.length <= 3 ? 1 : wanted.length <= 6 ? 2 : 3;
  const meant = wanted.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit;
  let bestStart = -1;
  let compared = 0;
  let lookedAt = 0;
  for (const name of names) {
    if (compared >= mostCompared || lookedAt++ >= mostLookedAt) break;
    if (Math.abs(name.length - wanted.length) > bestDistance) continue;
    compared++;
    const other = name.toLowerCase();
    const distance = editDistance(meant, other);
    const start = commonStart(meant, other);
    if (distance < bestDistance || (distance === bestDistance && start > bestStart)) {
      best = name;
      bestDistance = distance;
      bestStart = start;
    }
  }
  return best;
}

function commonStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}

/** One list of names after another, none of them copied. */
export function* chain(...lists: readonly Iterable<string>[]): Generator<string> {
  for (const list of lists) yield* list;
}

/** Optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(replace, (previous[j] as number) + 1, (row[j - 1] as number) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
