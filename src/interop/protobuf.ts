/**
 * Reads protobuf messages field by field, without a schema. A file may hold anything: what does not add up is said with
 * its place in bytes, and nothing is allocated that the file is not long enough for.
 */

import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { dataViewOf, joined } from '../base/bytes';
import { ImportError } from './import/foreign-network';

/** What protobuf's own readers take: lengths are signed 32-bit numbers. */
export const mostMessageBytes = 2 ** 31 - 1;

/** A file of more small parts than any network has would take more memory than there is. */
const mostFields = 500_000;

export class Message {
  private readonly fields = new Map<number, Field[]>();

  /** `start` is where the bytes stand in the file. */
  constructor(
    bytes: Uint8Array,
    private readonly start = 0,
  ) {
    const reader = new BinaryReader(bytes);
    let count = 0;
    while (reader.pos < bytes.length) {
      const at = reader.pos;
      if (++count > mostFields)
        throw new ImportError({ code: 'foreign.fields', values: { at: start + at, limit: mostFields } });
      try {
        const [field, type] = reader.tag();
        const content = contentOf(reader, type, bytes);
        const others = this.fields.get(field);
        if (others === undefined) this.fields.set(field, [content]);
        else others.push(content);
      } catch {
        throw damaged(start + at);
      }
    }
  }

  /** The messages of a field, in order. */
  messages(field: number): Message[] {
    return this.all(field).map(({ bytes, at }) => new Message(bytes ?? this.wrong(at), this.start + at));
  }

  message(field: number): Message | undefined {
    const found = this.last(field);
    return found === undefined ? undefined : new Message(found.bytes ?? this.wrong(found.at), this.start + found.at);
  }

  /** UTF-8; what is none is replaced. */
  texts(field: number): string[] {
    return this.all(field).map(({ bytes, at }) => decoder.decode(bytes ?? this.wrong(at)));
  }

  text(field: number): string {
    const found = this.last(field);
    return found === undefined ? '' : decoder.decode(found.bytes ?? this.wrong(found.at));
  }

  bytes(field: number): Uint8Array | undefined {
    const found = this.last(field);
    return found === undefined ? undefined : (found.bytes ?? this.wrong(found.at));
  }

  has(field: number): boolean {
    return this.fields.has(field);
  }

  /** What is beyond 2^53 comes to its nearest number. */
  integer(field: number): number | undefined {
    const found = this.last(field);
    return found === undefined ? undefined : (found.integer ?? this.wrong(found.at));
  }

  /** Repeated, packed or not. */
  integers(field: number): number[] {
    return this.all(field).flatMap(({ bytes, integer, at }) => {
      if (integer !== undefined) return [integer];
      const reader = new BinaryReader(bytes ?? this.wrong(at));
      const numbers: number[] = [];
      try {
        while (reader.pos < reader.len) numbers.push(Number(reader.int64()));
      } catch {
        throw damaged(this.start + at + reader.pos);
      }
      return numbers;
    });
  }

  float(field: number): number | undefined {
    const found = this.last(field);
    if (found === undefined) return undefined;
    const { bytes } = found;
    return bytes?.length === 4 ? dataViewOf(bytes).getFloat32(0, true) : this.wrong(found.at);
  }

  /** Repeated numbers of so many bytes each, packed or not, one after the other. */
  packed(field: number, size: 4 | 8): Uint8Array {
    const parts = this.all(field).map(({ bytes, at }) =>
      bytes !== undefined && bytes.length % size === 0 ? bytes : this.wrong(at),
    );
    return joined(parts);
  }

  private all(field: number): readonly Field[] {
    return this.fields.get(field) ?? [];
  }

  private last(field: number): Field | undefined {
    return this.fields.get(field)?.at(-1);
  }

  private wrong(at: number): never {
    throw damaged(this.start + at);
  }
}

interface Field {
  readonly bytes?: Uint8Array;
  readonly integer?: number;
  /** Of its content, in the message. */
  readonly at: number;
}

const decoder = new TextDecoder('utf-8');

function contentOf(reader: BinaryReader, type: WireType, bytes: Uint8Array): Field {
  switch (type) {
    case WireType.Varint: {
      const at = reader.pos;
      return { integer: Number(reader.int64()), at };
    }
    case WireType.LengthDelimited: {
      const content = reader.bytes();
      return { bytes: content, at: reader.pos - content.length };
    }
    case WireType.Bit32:
    case WireType.Bit64: {
      const at = reader.pos;
      reader.skip(type);
      if (reader.pos > bytes.length) throw new RangeError();
      return { bytes: bytes.subarray(at, reader.pos), at };
    }
    default:
      throw new RangeError();
  }
}

function damaged(at: number): ImportError {
  return new ImportError({ code: 'foreign.protobuf', values: { at } });
}
