/** How far a number is from what it was, as the page writes it: `−41.9%`, `+12.5%`. */

export interface NumberChange {
  readonly text: string;
  readonly direction: 'less' | 'more' | 'same';
  /** Without a sign; null where there was nothing. */
  readonly percent: string | null;
}

/** Undefined where one of the two is not known. */
export function numberChange(was: number | null | undefined, now: number | null | undefined): NumberChange | undefined {
  if (was == null || now == null) return undefined;
  if (was === now) return { text: '±0%', direction: 'same', percent: '0' };
  const direction = now < was ? 'less' : 'more';
  const sign = now < was ? '\u2212' : '+';
  if (was === 0) return { text: sign, direction, percent: null };
  const share = (100 * Math.abs(now - was)) / was;
  const percent = share < 0.1 ? '<0.1' : share >= 1000 ? String(Math.round(share)) : share.toFixed(1);
  return { text: `${sign}${percent}%`, direction, percent };
}
