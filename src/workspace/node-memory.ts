/** How much room there is on Node, for those who refuse what would exhaust it. */

import { getHeapStatistics } from 'node:v8';

/** Bytes that values of this thread may still take; what is garbage already counts as taken. */
export function memoryLeft(): number {
  const { heap_size_limit: most, used_heap_size: used } = getHeapStatistics();
  return most - used;
}
