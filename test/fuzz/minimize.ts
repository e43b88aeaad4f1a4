/** Makes a failing input small: parts of it are left out as long as it fails the same way. */

/**
 * The parts that are needed for `fails`, with as few as possible of them tried out one by one until `deadline`
 * (of `performance.now()`).
 */
export async function fewest<T>(
  parts: readonly T[],
  fails: (parts: readonly T[]) => Promise<boolean>,
  deadline: number,
): Promise<readonly T[]> {
  let kept = parts;
  for (let size = Math.ceil(kept.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && performance.now() < deadline; ) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (without.length < kept.length && (await fails(without))) kept = without;
      else start += size;
    }
  }
  return kept;
}

/** A text made small by its lines, then by its words and by its characters. */
export async function smallestText(
  text: string,
  fails: (text: string) => Promise<boolean>,
  deadline: number,
): Promise<string> {
  let smallest = text;
  for (const part of [/[^\n]*\n|[^\n]+$/g, /\s+|\w+|[^\s\w]/g, /[\s\S]/g]) {
    const parts = smallest.match(part) ?? [];
    smallest = (await fewest(parts, (kept) => fails(kept.join('')), deadline)).join('');
  }
  return smallest;
}
