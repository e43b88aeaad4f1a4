/** Where the values of a result are found in its input, for layers that move values. */

/** The row or column of the image that is shown at a place beside it; -1 for zeros. */
export function insideOf(place: number, size: number, mode: 'zeros' | 'reflect' | 'edge'): number {
  if (place >= 0 && place < size) return place;
  switch (mode) {
    case 'zeros':
      return -1;
    case 'edge':
      return place < 0 ? 0 : size - 1;
    case 'reflect':
      return place < 0 ? -place : 2 * (size - 1) - place;
  }
}

/** Where along an axis a result reads: two neighbours and the share of the second. */
export interface Tap {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Pixel centres are at halves: result i looks at (i + 0.5) * in / out - 0.5, not below the first and not beyond the last. */
export function bilinearTaps(size: number, count: number): readonly Tap[] {
  return Array.from({ length: count }, (_, index) => {
    const place = Math.min(size - 1, Math.max(0, ((index + 0.5) * size) / count - 0.5));
    const first = Math.floor(place);
    return { first, second: Math.min(size - 1, first + 1), share: place - first };
  });
}

export function nearestTaps(size: number, count: number): readonly Tap[] {
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor((index * size) / count);
    return { first, second: first, share: 0 };
  });
}

/** The channel that value (dy, dx) of a block becomes, for channel c of so many. */
export function blockChannel(
  { block, order }: { readonly block: number; readonly order: 'dcr' | 'crd' },
  dy: number,
  dx: number,
  c: number,
  channels: number,
): number {
  const place = dy * block + dx;
  return order === 'dcr' ? place * channels + c : c * block * block + place;
}
