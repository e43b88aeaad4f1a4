/** Which of several places no other beats. */

interface Place {
  readonly x: number | null | undefined;
  readonly y: number | null | undefined;
}

interface Way {
  /** What is better: more, or less. */
  readonly isMoreBetter: boolean;
}

/** For each place whether no other is as good on both axes and better on one; one that is undefined, or not known on an axis, is on no front. */
export function frontOf(places: readonly (Place | undefined)[], x: Way, y: Way): readonly boolean[] {
  const less = ({ isMoreBetter }: Way, value: number | null | undefined): number =>
    value == null ? Number.NaN : isMoreBetter ? -value : value;
  const sorted = places
    .map((place, index) => ({ index, x: less(x, place?.x), y: less(y, place?.y) }))
    .filter((place) => !Number.isNaN(place.x) && !Number.isNaN(place.y))
    .sort((a, b) => a.x - b.x || a.y - b.y);
  const front = new Array<boolean>(places.length).fill(false);
  let lowest = Number.POSITIVE_INFINITY;
  let last: (typeof sorted)[number] | undefined;
  for (const place of sorted) {
    const isEqual = last !== undefined && last.x === place.x && last.y === place.y;
    if (!isEqual && place.y >= lowest) continue;
    front[place.index] = true;
    lowest = place.y;
    last = place;
  }
  return front;
}
