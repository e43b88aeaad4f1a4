/**
 * Reads a pickle as data and runs nothing of it. Names of classes and functions become values that only say what they
 * are; what is called becomes a record of its name and arguments, which whoever reads it may understand or leave alone.
 * Format: CPython, Lib/pickletools.py; protocols 0 to 5 as PyTorch and NumPy write them.
 */

import { dataViewOf } from '../../base/bytes';
import { ImportError } from '../import/foreign-network';

export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Pickled[]
  | PickledMap
  | Name
  | Called
  | Reference;

/** A dictionary. Its keys may be anything. */
export class PickledMap {
  readonly entries = new Map<Pickled, Pickled>();
}

/** Of a class or a function: `torch._utils _rebuild_tensor_v2`. */
export class Name {
  constructor(readonly text: string) {}
}

/** What a call would have given. */
export class Called {
  /** What is set afterwards: the state of an object. */
  state: Pickled = null;
  /** What is put into it afterwards, as into a dictionary. */
  readonly map = new PickledMap();

  constructor(
    readonly name: Pickled,
    readonly given: Pickled,
  ) {}
}

/** To what stands outside of the pickle. */
export class Reference {
  constructor(readonly id: Pickled) {}
}

const mark = Symbol('mark');

type Item = Pickled | typeof mark;

export function damagedPickle(at: number): ImportError {
  return new ImportError({ code: 'foreign.pickle', values: { at } });
}

/** Reads one pickle from a place in the bytes; `end` is where it ends. Throws an `ImportError`. */
export function readPickle(bytes: Uint8Array, start = 0): { readonly value: Pickled; readonly end: number } {
  const reader = new PickleReader(bytes, start);
  return { value: reader.read(), end: reader.at };
}

class PickleReader {
  private readonly view: DataView;
  private readonly stack: Item[] = [];
  private readonly memo = new Map<number, Item>();

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.view = dataViewOf(bytes);
  }

  read(): Pickled {
    for (;;) {
      const { at } = this;
      const code = String.fromCharCode(this.take(1)[0] ?? 0);
      if (code === '.') return this.pop();
      const step = Object.hasOwn(steps, code) ? steps[code] : undefined;
      if (step === undefined) throw damagedPickle(at);
      step(this);
    }
  }

  take(size: number): Uint8Array {
    if (size < 0 || this.at + size > this.bytes.length) throw damagedPickle(this.at);
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** Little-endian and without a sign. */
  number(size: 1 | 2 | 4 | 8): number {
    this.take(size);
    const at = this.at - size;
    if (size === 1) return this.view.getUint8(at);
    if (size === 2) return this.view.getUint16(at, true);
    return size === 4 ? this.view.getUint32(at, true) : Number(this.view.getBigUint64(at, true));
  }

  signed(): number {
    return this.number(4) | 0;
  }

  float(): number {
    this.take(8);
    return this.view.getFloat64(this.at - 8, false);
  }

  /** Up to the end of the line, a character for each byte. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw damagedPickle(this.at);
    let text = '';
    for (; this.at < end; this.at += 4096) {
      text += String.fromCharCode(...this.bytes.subarray(this.at, Math.min(end, this.at + 4096)));
    }
    this.at = end + 1;
    return text;
  }

  /** Puts down what a line says. */
  pushLine(read: (line: string) => Pickled | undefined): void {
    const { at } = this;
    const value = read(this.line());
    if (value === undefined) throw damagedPickle(at);
    this.push(value);
  }

  text(size: number): string {
    return decoder.decode(this.take(size));
  }

  /** Of what a module calls so. */
  name(module: Pickled, name: Pickled): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw damagedPickle(this.at);
    this.push(new Name(`${module} ${name}`));
  }

  /** Two's complement of any length. */
  long(size: number): number | bigint {
    const bytes = this.take(size);
    if (size > 64) throw damagedPickle(this.at - size);
    const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
    return asNumber(BigInt.asIntN(8 * size, value));
  }

  push(item: Item): void {
    this.stack.push(item);
  }

  pop(): Pickled {
    const item = this.stack.pop();
    if (item === undefined || item === mark) throw damagedPickle(this.at);
    return item;
  }

  /** What was put on the stack after the last mark. */
  popMarked(): Pickled[] {
    const from = this.stack.lastIndexOf(mark);
    if (from < 0) throw damagedPickle(this.at);
    return this.stack.splice(from).slice(1) as Pickled[];
  }

  top(): Item {
    const item = this.stack.at(-1);
    if (item === undefined) throw damagedPickle(this.at);
    return item;
  }

  /** Gives a value the next number, or the one it says. */
  remember(place = this.memo.size): void {
    this.memo.set(place, this.top());
  }

  recall(place: number): void {
    const item = this.memo.get(place);
    if (item === undefined) throw damagedPickle(this.at);
    this.push(item);
  }

  addTo(pairs: readonly Pickled[]): void {
    const target = this.top();
    const map = target instanceof Called ? target.map : target;
    if (!(map instanceof PickledMap) || pairs.length % 2 !== 0) throw damagedPickle(this.at);
    for (let i = 0; i < pairs.length; i += 2) map.entries.set(pairs[i] as Pickled, pairs[i + 1] as Pickled);
  }

  appendTo(items: readonly Pickled[]): void {
    const target = this.top();
    if (target instanceof Called) return;
    if (!Array.isArray(target)) throw damagedPickle(this.at);
    for (const item of items) target.push(item);
  }

  call(given: Pickled, name: Pickled): void {
    this.push(new Called(name, given));
  }
}

const decoder = new TextDecoder('utf-8');

const beyondDigits: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
};

/** A number as Python writes it. */
function digits(line: string): number | bigint | undefined {
  if (/^-?\d{1,600}L?$/.test(line)) return asNumber(BigInt(line.replace('L', '')));
  if (Object.hasOwn(beyondDigits, line)) return beyondDigits[line];
  const value = /^-?\d[-+.\de]*$/.test(line) ? Number(line) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

function asNumber(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** What Python 2 writes for a text of bytes: in quotes, and with a backslash before what is no plain letter. */
function quoted(line: string): string | undefined {
  const inside = /^(['"])(.*)\1$/.exec(line)?.[2]?.replace(/\\(x[\da-f]{2}|.)/g, (_, escaped: string) => {
    const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
    return escaped.length > 1
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      : (letters[escaped] ?? escaped);
  });
  return inside === undefined ? undefined : decoder.decode(Uint8Array.from(inside, (letter) => letter.charCodeAt(0)));
}

/** What Python writes for a text in a line: a byte for each letter up to 0xff, `\uXXXX` or `\UXXXXXXXX` for others. */
function unescaped(line: string): string | undefined {
  try {
    return line.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g, (_, short: string | undefined, long: string) =>
      String.fromCodePoint(Number.parseInt(short ?? long, 16)),
    );
  } catch {
    return undefined;
  }
}

function mapOf(reader: PickleReader, pairs: readonly Pickled[]): void {
  reader.push(new PickledMap());
  reader.addTo(pairs);
}

function tuple(count: number): (reader: PickleReader) => void {
  return (reader) => reader.push(Array.from({ length: count }, () => reader.pop()).reverse());
}

/** By the letter of the operation. */
const steps: Readonly<Record<string, (reader: PickleReader) => void>> = {
  '\u0080': (r) => void r.number(1),
  '\u0095': (r) => void r.number(8),
  '(': (r) => r.push(mark),
  '0': (r) => void r.pop(),
  '1': (r) => void r.popMarked(),
  '2': (r) => r.push(r.top()),
  N: (r) => r.push(null),
  '\u0088': (r) => r.push(true),
  '\u0089': (r) => r.push(false),
  I: (r) => r.pushLine((line) => (line === '01' || line === '00' ? line === '01' : digits(line))),
  L: (r) => r.pushLine(digits),
  F: (r) => r.pushLine(digits),
  J: (r) => r.push(r.signed()),
  K: (r) => r.push(r.number(1)),
  M: (r) => r.push(r.number(2)),
  G: (r) => r.push(r.float()),
  '\u008a': (r) => r.push(r.long(r.number(1))),
  '\u008b': (r) => r.push(r.long(r.signed())),
  S: (r) => r.pushLine(quoted),
  V: (r) => r.pushLine(unescaped),
  U: (r) => r.push(r.text(r.number(1))),
  T: (r) => r.push(r.text(r.signed())),
  X: (r) => r.push(r.text(r.number(4))),
  '\u008c': (r) => r.push(r.text(r.number(1))),
  '\u008d': (r) => r.push(r.text(r.number(8))),
  B: (r) => r.push(r.take(r.number(4))),
  C: (r) => r.push(r.take(r.number(1))),
  '\u008e': (r) => r.push(r.take(r.number(8))),
  '\u0096': (r) => r.push(r.take(r.number(8))),
  ')': tuple(0),
  '\u0085': tuple(1),
  '\u0086': tuple(2),
  '\u0087': tuple(3),
  t: (r) => r.push(r.popMarked()),
  ']': (r) => r.push([]),
  l: (r) => r.push(r.popMarked()),
  '\u008f': (r) => r.push([]),
  '\u0090': (r) => r.appendTo(r.popMarked()),
  '\u0091': (r) => r.push(r.popMarked()),
  a: (r) => r.appendTo([r.pop()]),
  e: (r) => r.appendTo(r.popMarked()),
  '}': (r) => r.push(new PickledMap()),
  d: (r) => mapOf(r, r.popMarked()),
  s: (r) => r.addTo([r.pop(), r.pop()].reverse()),
  u: (r) => r.addTo(r.popMarked()),
  c: (r) => r.name(r.line(), r.line()),
  '\u0093': (r) => {
    const [name, module] = [r.pop(), r.pop()];
    r.name(module, name);
  },
  R: (r) => r.call(r.pop(), r.pop()),
  '\u0081': (r) => r.call(r.pop(), r.pop()),
  '\u0092': (r) => {
    r.pop();
    r.call(r.pop(), r.pop());
  },
  o: (r) => {
    const [name = null, ...given] = r.popMarked();
    r.call(given, name);
  },
  i: (r) => {
    const name = new Name(`${r.line()} ${r.line()}`);
    r.call(r.popMarked(), name);
  },
  b: (r) => {
    const state = r.pop();
    const target = r.top();
    if (target instanceof Called) target.state = state;
  },
  P: (r) => r.push(new Reference(r.line())),
  Q: (r) => r.push(new Reference(r.pop())),
  p: (r) => r.remember(Number(r.line())),
  q: (r) => r.remember(r.number(1)),
  r: (r) => r.remember(r.number(4)),
  '\u0094': (r) => r.remember(),
  g: (r) => r.recall(Number(r.line())),
  h: (r) => r.recall(r.number(1)),
  j: (r) => r.recall(r.number(4)),
};
