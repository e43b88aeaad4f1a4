/** Which entries of a list are still there in a later version of it. */

/** Beyond so many comparisons, a matter of 50 ms, only what is equal at both ends is found. */
const mostCompared = 3e5;

/** For each entry of `before` its index in `after`, in order: a longest common subsequence; -1 for what has gone. */
export function aligned(before: readonly string[], after: readonly string[]): number[] {
  const result = new Array<number>(before.length).fill(-1);
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  for (let i = 0; i < head; i++) result[i] = i;
  for (let i = 1; i <= tail; i++) result[before.length - i] = after.length - i;
  const rows = before.length - head - tail;
  const columns = after.length - head - tail;
  if (rows * columns > mostCompared) return result;
  // longest[i][j]: of what follows from entry i on one side and j on the other.
  const longest = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    const row = longest[i];
    if (row === undefined) continue;
    for (let j = columns - 1; j >= 0; j--) {
      const isEqual = before[head + i] === after[head + j];
      row[j] = isEqual ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (before[head + i] === after[head + j]) {
      result[head + i] = head + j;
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return result;
}
