/**
 * What somebody types for a number or a shape, in the ways in which people write them, in English and in Chinese:
 * `120,422,400`, `120M`, `1.2e8`, `120 million`, `1.2亿`, `5*5*192`, `28×28×32`; `28x28x32`, `(28, 28, 32)`.
 */

import type { KnownShape } from './measure';

/** A number as it was written. */
export interface TypedNumber {
  readonly value: number;
  /** What one more in the last written digit comes to: 1 in `120`, 1,000,000 in `120M`, 0.1 in `62.4`. */
  readonly unit: number;
  /** Digits that count; of a sum all that there can be. */
  readonly digits: number;
}

const units: readonly (readonly [pattern: RegExp, factor: number])[] = [
  [/^(百万|millions?|mio|mn|m)/, 1e6],
  [/^(十亿|billions?|bn|b|g)/, 1e9],
  [/^(thousand|千|k)/, 1e3],
  [/^万亿/, 1e12],
  [/^[万萬]/, 1e4],
  [/^[亿億]/, 1e8],
];

/** What may stand around a number without changing it. */
const before =
  /^(=|≈|~|(the\s+)?answer(\s+is\b|\s*[:=])|it\s+is\b|it's\b|答案(是|为|[:=])?|等于|是|about|approx\.?|approximately|约|大约|大概|百分之|[r≤<]\s*[=≤]?(?=.))\s*/;
const after =
  /\s*([.。!]|%|percent|multiplies|multiplications|multiply|products?|macs?|weights?|param(eter)?s?|channels?|layers?|numbers?|values?|pixels?|px|rows?|times|次乘法|次|个(通道|参数|权重|数|值|像素)?|层|通道|行|像素)$/;
/** Names of what a shape is made of, which say no more than its order does. */
const sizeNames =
  /(height|width|channels?|shape|[hwc]|高度?|宽度?|通道数?|形状)\s*[=:]?\s*(?=[\d(])|(?<=\d)\s*(channels?|个?通道)$/g;

/** Full-width signs and letters as their usual ones, without white space at the ends; small letters. */
function usual(text: string): string {
  return (
    text
      .replace(/[⁰¹²³⁴-⁹]+/g, (power) => `^${power}`)
      .normalize('NFKC')
      .replace(/[−–—]|负|(minus|negative)\s/gi, '-')
      .replace(/[×✕✖∗]|乘以|乘(?!法)/g, '*')
      .replace(/[·∙•⋅]/g, '*')
      .replace(/÷/g, '/')
      // A power of ten says how many digits count, as an exponent does.
      .replace(/(\d)\s*\*\s*10\s*(?:\^|\*\*)\s*(\d+)/g, '$1e$2')
      .toLowerCase()
      .trim()
  );
}

/** Undefined for what is no number. */
export function typedNumber(text: string): TypedNumber | undefined {
  let rest = usual(text);
  for (let shorter = rest.replace(before, ''); shorter !== rest; shorter = rest.replace(before, '')) rest = shorter;
  for (let shorter = rest.replace(after, ''); shorter !== rest; shorter = rest.replace(after, '')) rest = shorter;
  // Behind a sum, people write what it comes to.
  const [first = '', last] = rest.split('=');
  return rest.split('=').length > 2 ? undefined : new Calculator((last ?? first).trim()).all();
}

/** Reads sums of numbers: `+ - * /`, powers, parentheses, and `x` between numbers. */
class Calculator {
  private at = 0;

  constructor(private readonly text: string) {}

  all(): TypedNumber | undefined {
    if (this.text.length > 200) return undefined;
    const value = this.sum();
    this.space();
    return this.at < this.text.length || value === undefined || !Number.isFinite(value.value) ? undefined : value;
  }

  private sum(): TypedNumber | undefined {
    let left = this.product();
    for (let sign = this.take(/[+-]/y); sign !== undefined; sign = this.take(/[+-]/y)) {
      left = combine(left, this.product(), (a, b) => (sign === '+' ? a + b : a - b));
    }
    return left;
  }

  private product(): TypedNumber | undefined {
    let left = this.signed();
    for (let sign = this.take(/\*(?!\*)|\/|x/y); sign !== undefined; sign = this.take(/\*(?!\*)|\/|x/y)) {
      left = combine(left, this.signed(), (a, b) => (sign === '/' ? a / b : a * b));
    }
    return left;
  }

  private signed(): TypedNumber | undefined {
    const sign = this.take(/[+-]/y);
    const value = sign === undefined ? this.power() : this.signed();
    return sign === '-' && value !== undefined ? { ...value, value: -value.value } : value;
  }

  private power(): TypedNumber | undefined {
    const base = this.atom();
    return this.take(/\*\*|\^/y) === undefined ? base : combine(base, this.signed(), (a, b) => a ** b);
  }

  private atom(): TypedNumber | undefined {
    if (this.take(/\(/y) === undefined) return this.number();
    const inner = this.sum();
    return this.take(/\)/y) === undefined ? undefined : inner;
  }

  /** Several with units, one after the other, are a number as it is said: `1亿2042万`. */
  private number(): TypedNumber | undefined {
    let whole = this.plain();
    while (whole !== undefined && whole.unit >= 1e4 && /\d/y.test(this.text.charAt(this.at))) {
      const next = this.plain();
      if (next === undefined || next.value >= whole.unit) return undefined;
      whole = { value: whole.value + next.value, unit: next.unit, digits: whole.digits + next.digits };
    }
    return whole;
  }

  private plain(): TypedNumber | undefined {
    const digits = this.take(
      /\d{1,4}(?:,\d{4})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[,' _\u00a0]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?![\d.])|\d+(?:\.\d+)?|\.\d+/y,
    );
    if (digits === undefined) return undefined;
    const bare = digits.replace(/[,' _\u00a0]|\.(?=.*\.)|(?<=\..*)\./g, '');
    const exponent = Number(this.take(/e[+-]?\d+/y)?.slice(1) ?? 0);
    const factor = this.unit() * 10 ** exponent;
    const decimals = bare.split('.')[1]?.length ?? 0;
    const written = bare.replace('.', '').replace(/^0+/, '').length;
    // Where thousands are counted, millions are written with zeros that say no more than those of 10M: 1000万.
    const filled = factor === 1e3 || factor === 1e4 ? Math.min(/0*$/.exec(bare)?.[0].length ?? 0, written - 2) : 0;
    const zeros = decimals > 0 ? 0 : Math.max(0, filled);
    return {
      // Not a product of decimals, which would be a little off: 12.4 times 1,000,000.
      value: Number((Number(bare) * factor).toPrecision(15)),
      unit: factor * 10 ** (zeros - decimals),
      digits: written - zeros,
    };
  }

  private unit(): number {
    this.space();
    for (const [pattern, factor] of units) {
      const found = pattern.exec(this.text.slice(this.at));
      if (found === null || /^[a-z]/.test(this.text.slice(this.at + found[0].length))) continue;
      this.at += found[0].length;
      return factor;
    }
    return 1;
  }

  private space(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
  }

  private take(pattern: RegExp): string | undefined {
    this.space();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

/** What was calculated is as exact as it is written: a sum is a number in full. */
function combine(
  a: TypedNumber | undefined,
  b: TypedNumber | undefined,
  operation: (a: number, b: number) => number,
): TypedNumber | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { value: operation(a.value, b.value), unit: 0, digits: 15 };
}

/** Height, width and channels; undefined for what is no shape of three whole numbers. */
export function typedShape(text: string): KnownShape | undefined {
  const inner = usual(text)
    .replace(before, '')
    .replace(/[.。]$/, '')
    .replace(/^([([{])([^()]*)[)\]}]$/, '$2')
    .replace(sizeNames, '');
  // A comma is no mark of thousands where it separates the sizes.
  const separator = /[x*]|by/.test(inner) ? /\s*(?:by|x|\*)\s*/ : /\s*[,、]\s*|\s+/;
  const sizes = partsOf(inner.trim(), separator).map((part) => new Calculator(part).all()?.value ?? Number.NaN);
  if (sizes.length !== 3 || !sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) return undefined;
  const [height = 0, width = 0, channels = 0] = sizes;
  return [height, width, channels];
}

/** Split where a separator is outside of parentheses: `28×28×(64 + 128)` has three parts. */
function partsOf(text: string, separator: RegExp): readonly string[] {
  const hidden = text.replace(/\([^()]*\)/g, (inside) => '#'.repeat(inside.length));
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: found } of hidden.matchAll(new RegExp(separator, 'g'))) {
    parts.push(text.slice(from, index));
    from = index + found.length;
  }
  return [...parts, text.slice(from)];
}

/**
 * How a typed number stands to a value: equal; rounded to three digits or more, as `~` of the language takes it, or to two
 * that are the nearest; or other. A number written in full is never a rounded one.
 */
export function compared(typed: TypedNumber, value: number): 'equal' | 'rounded' | 'other' {
  const distance = Math.abs(typed.value - value);
  if (distance <= 1e-9 * Math.max(1, Math.abs(value))) return 'equal';
  // A number with a fraction is known by its first decimals; a whole one only where a unit takes the place of digits.
  if (!Number.isInteger(value) && typed.unit > 0 && typed.unit <= 1)
    return distance <= typed.unit / 2 ? 'rounded' : 'other';
  if (typed.unit <= 1) return 'other';
  if (typed.digits >= 3 && distance <= typed.unit) return 'rounded';
  return typed.digits >= 2 && distance <= typed.unit / 2 ? 'rounded' : 'other';
}

/** Why a number that is wrong is close all the same: it has a fraction where there can be none, or is rounded as if it were not. */
export function nearly(typed: TypedNumber, value: number): 'whole' | 'in-full' | undefined {
  if (!Number.isInteger(value)) return undefined;
  const distance = Math.abs(typed.value - value);
  if (!Number.isInteger(typed.value) && distance < 1) return 'whole';
  const isRounded = typed.unit === 1 && typed.value % 1000 === 0 && Math.abs(value) >= 10_000;
  return isRounded && distance <= 0.005 * Math.abs(value) ? 'in-full' : undefined;
}

/** Whether a number is asked for and stands at the head of several: `24x24` where the height is 24. */
export function leads(text: string, value: number): boolean {
  const [first, ...rest] = partsOf(usual(text), /\s*[x*]\s*/);
  return rest.length > 0 && new Calculator(first ?? '').all()?.value === value;
}
