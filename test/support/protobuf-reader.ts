/** Takes a protobuf message apart by field numbers, without a schema; enough to look into the files we write. */

import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Contents of each field in order: numbers for varints, bytes for everything with a length or of four or eight bytes. */
export type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

export function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields = new Map<number, (number | Uint8Array)[]>();
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    const list = fields.get(field) ?? [];
    fields.set(field, list);
    if (type === WireType.Varint) list.push(Number(reader.int64()));
    else if (type === WireType.LengthDelimited) list.push(reader.bytes());
    else {
      const length = type === WireType.Bit32 ? 4 : 8;
      list.push(bytes.subarray(reader.pos, reader.pos + length));
      reader.skip(type);
    }
  }
  return fields;
}

export function messagesAt(fields: Fields, field: number): Fields[] {
  return bytesAt(fields, field).map(fieldsOf);
}

export function textsAt(fields: Fields, field: number): string[] {
  return bytesAt(fields, field).map((bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

export function numbersAt(fields: Fields, field: number): number[] {
  return (fields.get(field) ?? []).filter((item) => typeof item === 'number');
}

export function bytesAt(fields: Fields, field: number): Uint8Array[] {
  return (fields.get(field) ?? []).filter((item) => item instanceof Uint8Array);
}
