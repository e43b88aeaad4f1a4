/**
 * How numbers are written for people: `120,422,400` exact, `120.4 M` short, `4.59 MiB` for bytes,
 * `28x28x192` for shapes, `1.80 ms` for times. Unknown is written `?`, never 0.
 */

/** The largest number up to which whole numbers are exact. */
export const largestExact = 2 ** 53;

/** Exact, with thousands separators. */
export function formatExact(value: number | undefined): string {
  if (value === undefined) return '?';
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Numbers beyond 2^53 are not exact and are not shown as if they were. */
export function formatLarge(value: number): string {
  return value <= largestExact ? formatExact(value) : value.toExponential(2).replace('e+', 'e');
}

/** With a 1000-based unit: `346.8 M`, `9.47 K`; with four digits `1.583 G`. */
export function formatShort(value: number | undefined, digits = 3): string {
  return formatUnits(value, 1000, ['', ' K', ' M', ' G', ' T', ' P'], digits);
}

/** Bytes with a 1024-based unit: `4.59 MiB`. */
export function formatBytes(value: number | undefined): string {
  return formatUnits(value, 1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB'], 3);
}

function formatUnits(value: number | undefined, base: number, units: readonly string[], digits: number): string {
  if (value === undefined) return '?';
  let scaled = value;
  let unit = 0;
  while (Math.abs(scaled) >= base && unit < units.length - 1) {
    scaled /= base;
    unit++;
  }
  if (unit === 0) return `${Number.isInteger(scaled) ? scaled : scaled.toFixed(2)}${units[0]}`;
  const whole = Math.trunc(Math.abs(scaled)).toString().length;
  const decimals = whole >= 3 ? 1 : digits - whole;
  const factor = 10 ** decimals;
  const rounded = Math.round(scaled * factor) / factor;
  // 999,960 is 999.9 K: rounding must not reach the next unit.
  const shown = Math.abs(rounded) >= base ? Math.trunc(scaled * factor) / factor : rounded;
  return `${shown.toFixed(decimals)}${units[unit]}`;
}

/** A time in milliseconds: `0.04 ms`, `15.1 ms`, `1.25 s`. */
export function formatMilliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 100 ? `${ms.toFixed(0)} ms` : ms >= 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(2)} ms`;
}

/**
 * A share of a total, `21.9%`; `<0.1%` for what is there but small. `atMost` is written before a share of a total that
 * is only partly known.
 */
export function formatShare(part: number | undefined, total: number | undefined, atMost = ''): string {
  if (part === undefined || total === undefined || total === 0) return '?';
  const percent = (100 * part) / total;
  if (part !== 0 && percent < 0.1) return '<0.1%';
  if (part !== total && percent > 99.9) return `${atMost}${Math.floor(percent * 10) / 10}%`;
  return `${atMost}${percent.toFixed(1)}%`;
}

/** Share of a limit in percent, cut and not rounded: 6,998,552 of 7 M is 99.9%. Undefined for a part of nothing. */
export function formatShareOfLimit(value: number, limit: number): string | undefined {
  if (limit === 0) return value === 0 ? '100%' : undefined;
  const percent = (100 * value) / limit;
  // Over a limit is rounded away from it, so that 100.04% is not shown as the limit itself.
  const tenths = value > limit ? Math.ceil(percent * 10) / 10 : Math.floor(percent * 10) / 10;
  return percent >= 1000 ? `${formatExact(Math.round(percent))}%` : `${tenths.toFixed(1)}%`;
}

/** Height x width x channels, as the language writes it: `28x28x192`, `?x?x8`. */
export function formatShape(shape: readonly (number | undefined)[] | undefined): string {
  return shape === undefined ? '?' : shape.map((dimension) => dimension ?? '?').join('x');
}

/** `1,152`, `>= 1,152`, `?` where nothing is known; `sign` stands before the number. */
export function sumText(
  sum: { readonly value: number; readonly isPartial: boolean } | undefined,
  format: (value: number) => string,
  sign = '',
): string {
  if (sum === undefined) return '';
  if (sum.isPartial) return sum.value === 0 ? '?' : `>= ${sign}${format(sum.value)}`;
  return sum.value === 0 ? format(0) : `${sign}${format(sum.value)}`;
}
