/** Searching in sorted lists of numbers, such as offsets in a text. */

/** How many of the first `count` are less than `limit`, which is also the place of the first that is not. */
export function countBelow(sorted: ArrayLike<number>, limit: number, count = sorted.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
