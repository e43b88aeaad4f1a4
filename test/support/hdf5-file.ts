/** Files of HDF5 put together piece by piece, as the HDF Group's "HDF5 File Format Specification Version 3.0" has them. */

import { readHdf5 } from '../../src/interop/hdf5/hdf5';
import { bytes, floats } from './bytes';

export interface Form {
  /** Of the superblock: 0 and 1 as older programs write it, 2 and 3. */
  readonly version?: number;
  readonly addressBytes?: 4 | 8;
  readonly lengthBytes?: 4 | 8;
  /** What programs put in front: 0, 512, 1024 and so on. */
  readonly base?: number;
}

export type Part = string | Uint8Array;

export interface Message {
  readonly type: number;
  readonly content: Uint8Array;
  readonly flags?: number;
}

/** Little-endian; ones only for what is undefined. */
export function whole(size: number, value: number | undefined): Uint8Array {
  const content = Buffer.alloc(8, value === undefined ? 0xff : 0);
  if (value !== undefined) content.writeBigUInt64LE(BigInt(value));
  return Uint8Array.from(content.subarray(0, size));
}
export const byte = (value: number) => whole(1, value);
export const short = (value: number) => whole(2, value);
export const int = (value: number) => whole(4, value);
export const zeros = (count: number) => new Uint8Array(count);
/** Followed by zeros up to a multiple of eight. */
export const padded = (content: Uint8Array) => bytes(content, zeros((8 - (content.length % 8)) % 8));

/** Puts pieces behind one another and gives their addresses. */
export class Hdf5File {
  readonly #form: Required<Form>;
  #content: Uint8Array = zeros(128);

  constructor(form: Form = {}) {
    this.#form = { version: 0, addressBytes: 8, lengthBytes: 8, base: 0, ...form };
  }

  readonly address = (value: number | undefined) => whole(this.#form.addressBytes, value);
  readonly length = (value: number | undefined) => whole(this.#form.lengthBytes, value);

  /** Where the next piece will be. */
  get next(): number {
    return this.#content.length;
  }

  /** Where the file has the next piece. */
  get nextPlace(): number {
    return this.#form.base + this.#content.length;
  }

  put(...parts: readonly Part[]): number {
    const at = this.#content.length;
    this.#content = bytes(this.#content, padded(bytes(...parts)));
    return at;
  }

  /** Of an object, in the first form of headers. */
  header(...messages: readonly Message[]): number {
    const content = oldMessages(messages);
    return this.put('\x01\0', short(messages.length), int(1), int(content.length), zeros(4), content);
  }

  /** Of an object, in the second form. */
  newHeader(flags: number, ...messages: readonly Message[]): number {
    const content = newMessages(messages, (flags & 4) !== 0);
    const times = (flags & 0x20) === 0 ? zeros(0) : zeros(16);
    const phases = (flags & 0x10) === 0 ? zeros(0) : zeros(4);
    return this.put('OHDR\x02', byte(flags), times, phases, whole(1 << (flags & 3), content.length), content, zeros(4));
  }

  /** A group by a table of symbols: a tree with a leaf for each list of members. */
  symbols(...leaves: readonly (readonly (readonly [name: string, address: number, cache?: number])[])[]): Message {
    let names: Uint8Array = zeros(8);
    const nodes = leaves.map((members) => {
      const entries = members.map(([name, address, cache = 0]) => {
        const offset = names.length;
        names = bytes(names, padded(bytes(name, '\0')));
        return bytes(this.length(offset), this.address(address), int(cache), zeros(20));
      });
      return this.put('SNOD\x01\0', short(members.length), ...entries);
    });
    const tree = this.tree(0, 0, this.length(0), ...nodes.map((node) => [this.length(0), node] as const));
    const data = this.put(names);
    const heap = this.put('HEAP', zeros(4), this.length(names.length), this.length(1), this.address(data));
    return { type: 0x11, content: bytes(this.address(tree), this.address(heap)) };
  }

  /** A node of a tree. */
  tree(
    kind: number,
    level: number,
    last: Uint8Array,
    ...children: readonly (readonly [key: Uint8Array, child: number])[]
  ): number {
    const pairs = children.map(([key, child]) => bytes(key, this.address(child)));
    const head = bytes('TREE', byte(kind), byte(level), short(children.length));
    return this.put(head, this.address(undefined), this.address(undefined), ...pairs, last);
  }

  space(shape: readonly number[], version = 1): Message {
    const rest = zeros(version === 1 ? 6 : 2);
    const sides = shape.map((side) => this.length(side));
    return { type: 0x01, content: bytes(byte(version), byte(shape.length), rest, ...sides) };
  }

  /** Values in one piece. */
  contiguous(content: Uint8Array, version = 3, rank = 1): Message {
    const address = this.address(this.put(content));
    if (version === 3) return { type: 0x08, content: bytes('\x03\x01', address, this.length(content.length)) };
    return { type: 0x08, content: bytes(byte(version), byte(rank), '\x01', zeros(5), address, zeros(4 * rank)) };
  }

  /** Values in chunks: by where they begin, what is stored, and which filters were left out. */
  chunked(
    chunk: readonly number[],
    chunks: readonly (readonly [start: readonly number[], content: Uint8Array, skipped?: number])[],
    version = 3,
  ): Message {
    const key = (start: readonly number[], size: number, skipped: number) =>
      bytes(int(size), int(skipped), ...start.map((at) => whole(8, at)), zeros(8));
    const stored = chunks.map(([start, content, skipped = 0]) => {
      return [key(start, content.length, skipped), this.put(content)] as const;
    });
    const last = key(chunk, 0, 0);
    const tree = this.address(this.tree(1, 0, last, ...stored));
    const sides = bytes(...chunk.map(int), int(4));
    const rank = byte(chunk.length + 1);
    if (version === 3) return { type: 0x08, content: bytes('\x03\x02', rank, tree, sides) };
    return { type: 0x08, content: bytes(byte(version), rank, '\x02', zeros(5), tree, sides) };
  }

  finish(root: number): Uint8Array {
    const { version, addressBytes, lengthBytes, base } = this.#form;
    const sizes = bytes(byte(addressBytes), byte(lengthBytes));
    const end = this.address(this.#content.length);
    const none = this.address(undefined);
    const head =
      version < 2
        ? bytes(
            ...[byte(version), zeros(4), sizes, zeros(version === 0 ? 9 : 13), this.address(base), none, end, none],
            ...[this.length(0), this.address(root), zeros(24)],
          )
        : bytes(byte(version), sizes, '\0', this.address(base), none, end, this.address(root), zeros(4));
    const start = bytes('\x89HDF\r\n\x1a\n', head);
    return bytes(zeros(base), start, this.#content.subarray(start.length));
  }
}

export function oldMessages(messages: readonly Message[]): Uint8Array {
  return bytes(
    ...messages.map(({ type, content, flags = 0 }) => {
      const whole = padded(content);
      return bytes(short(type), short(whole.length), byte(flags), zeros(3), whole);
    }),
  );
}

export function newMessages(messages: readonly Message[], isOrdered: boolean): Uint8Array {
  return bytes(
    ...messages.map(({ type, content, flags = 0 }) => {
      return bytes(byte(type), short(content.length), byte(flags), zeros(isOrdered ? 2 : 0), content);
    }),
  );
}

/** Floating-point numbers of IEEE 754. */
export function floatType(size = 4, isBig = false): Message {
  return { type: 0x03, content: bytes('\x11', byte(isBig ? 1 : 0), '\x1f\0', int(size), zeros(12)) };
}

/** Texts of so many bytes, with zeros behind them. */
export const textType = (size: number): Uint8Array => bytes('\x13\0\0\0', int(size));

/** Texts of any length. */
export const freeText = (size = 16): Uint8Array => bytes('\x19\x01\0\0', int(size), '\x13\0\0\0', int(1));

/** @param space The content of the message. */
export function attribute(
  name: string,
  type: Uint8Array,
  space: Uint8Array,
  content: Uint8Array,
  version = 1,
): Message {
  const named = bytes(name, '\0');
  const sizes = bytes(short(named.length), short(type.length), short(space.length));
  const parts = [named, type, space].map((part) => (version === 1 ? padded(part) : part));
  return { type: 0x0c, content: bytes(byte(version), '\0', sizes, version === 3 ? '\0' : '', ...parts, content) };
}

export function link(name: string, target: Uint8Array, flags = 0, kind = 0): Message {
  const head = bytes(
    '\x01',
    byte(flags),
    (flags & 8) === 0 ? '' : byte(kind),
    (flags & 4) === 0 ? '' : zeros(8),
    (flags & 16) === 0 ? '' : zeros(1),
  );
  return { type: 0x06, content: bytes(head, whole(1 << (flags & 3), name.length), name, target) };
}

/** Filters by their numbers, with values of their own. */
export function filters(version: number, ...steps: readonly (readonly [id: number, ...values: number[]])[]): Message {
  const each = steps.map(([id, ...values]) => {
    const count = bytes('\0\0', short(values.length));
    if (version > 1) return bytes(short(id), count, ...values.map(int));
    const pad = zeros(values.length % 2 === 1 ? 4 : 0);
    return bytes(short(id), short(8), count, padded(bytes('deflate')), ...values.map(int), pad);
  });
  return { type: 0x0b, content: bytes(byte(version), byte(steps.length), zeros(version > 1 ? 0 : 6), ...each) };
}

/** A file of one object. */
export function fileOf(make: (file: Hdf5File) => readonly Message[], form: Form = {}): Uint8Array {
  const file = new Hdf5File(form);
  return file.finish(file.header(...make(file)));
}

/** Two rows of three numbers. */
export const two = (file: Hdf5File) => [file.space([2, 3]), floatType(), file.contiguous(floats(1, 2, 3, 4, 5, 6))];
export const numbers = [
  [2, 3],
  [1, 2, 3, 4, 5, 6],
];

export const isDamaged = /^the HDF5 file is damaged at byte \d+$/;

/** Shape and values of the tensor at a path. */
export function tensorIn(content: Uint8Array, path = '') {
  const found = readHdf5(content).find(path)?.tensor();
  return found && [found.shape, [...found.values()]];
}
