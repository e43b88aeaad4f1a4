/** The bytes of an HDF5 file and a reader of its numbers. Nothing is believed: what does not add up is said with its place. */

import { dataViewOf } from '../../base/bytes';
import { ImportError } from '../import/foreign-network';

export interface Source {
  readonly bytes: Uint8Array;
  /** Where addresses count from. */
  readonly base: number;
  readonly addressBytes: number;
  readonly lengthBytes: number;
  /** How much may still be read: a file whose parts lead to one another again and again never ends. */
  readonly budget: { parts: number };
}

export function damaged(at: number): ImportError {
  return new ImportError({ code: 'foreign.hdf5', values: { at } });
}

/** `type` is the number of a header message, or zero for what is none. */
export function unread(at: number, type: number, version: number): ImportError {
  return new ImportError({ code: 'foreign.hdf5-version', values: { at, type, version } });
}

/** Reads on from an address. Throws an `ImportError` past the end. */
export class Cursor {
  private readonly view: DataView;
  /** In the file. */
  at: number;
  readonly end: number;

  /** @param from An address; @param size Of what is read; all of the file without it. */
  constructor(
    readonly source: Source,
    from: number,
    size?: number,
  ) {
    this.view = dataViewOf(source.bytes);
    this.at = source.base + from;
    this.end = size === undefined ? source.bytes.length : this.at + size;
    if (this.end > source.bytes.length || this.at > this.end) throw damaged(Math.min(this.at, source.bytes.length));
  }

  get left(): number {
    return this.end - this.at;
  }

  /** As an address, for another cursor. */
  get address(): number {
    return this.at - this.source.base;
  }

  take(size: number): Uint8Array {
    if (size > this.left || this.source.budget.parts-- <= 0) throw damaged(this.at);
    this.at += size;
    return this.source.bytes.subarray(this.at - size, this.at);
  }

  skip(size: number): this {
    this.take(size);
    return this;
  }

  byte(): number {
    return this.whole(1) ?? 0;
  }

  short(): number {
    return this.whole(2) ?? 0;
  }

  int(): number {
    this.take(4);
    return this.view.getUint32(this.at - 4, true);
  }

  /** Undefined where nothing has been written yet. */
  pointer(): number | undefined {
    return this.whole(this.source.addressBytes);
  }

  /** A pointer that must lead somewhere. */
  target(): number {
    const at = this.at;
    const address = this.pointer();
    if (address === undefined) throw damaged(at);
    return address;
  }

  length(): number {
    const at = this.at;
    const length = this.whole(this.source.lengthBytes);
    if (length === undefined) throw damaged(at);
    return length;
  }

  /** Little-endian. Undefined for an address or a length of ones only. */
  whole(size: number): number | undefined {
    const at = this.at;
    const bytes = this.take(size);
    if (size >= 4 && bytes.every((byte) => byte === 0xff)) return undefined;
    const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
    if (value > Number.MAX_SAFE_INTEGER) throw damaged(at);
    return value;
  }

  expect(signature: string): this {
    const at = this.at;
    if (String.fromCharCode(...this.take(signature.length)) !== signature) throw damaged(at);
    return this;
  }

  /** Up to a zero byte, or all that is left. */
  text(size = this.left): string {
    const bytes = this.take(size);
    const zero = bytes.indexOf(0);
    return decoder.decode(zero < 0 ? bytes : bytes.subarray(0, zero));
  }
}

const decoder = new TextDecoder('utf-8');
