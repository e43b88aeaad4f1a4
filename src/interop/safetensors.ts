/**
 * Reads and writes safetensors files: eight bytes with the length of a JSON header, the header with type, shape and
 * byte range of each tensor, then the data, little-endian. Reads F32, F16 and BF16, all as float32; writes F32 and I64.
 *
 * A file is checked before anything is allocated for it: limits on the header, ranges inside of the file that neither
 * overlap nor leave gaps, sizes that fit the shapes. Format: huggingface/safetensors, README, "Format".
 */

import type { Refusal } from '../base/diagnostic';
import { elementCount, type NamedTensor } from '../base/tensor';

/** As the format's own implementation: a header larger than this is not believed. */
const mostHeaderBytes = 100_000_000;

const mostDimensions = 8;

type SafetensorsRefusal = Extract<Refusal, { readonly code: `safetensors.${string}` }>;

/** What is wrong with a file; the values name the tensor. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  constructor(readonly refusal: SafetensorsRefusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.values)}`);
  }
}

function fail(refusal: SafetensorsRefusal): never {
  throw new SafetensorsError(refusal);
}

type ReadableType = 'F32' | 'F16' | 'BF16';

interface Entry {
  readonly name: string;
  /** Undefined for a tensor that is left out. */
  readonly type: ReadableType | undefined;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

const bytesPerValue: Readonly<Record<ReadableType, number>> = { F32: 4, F16: 2, BF16: 2 };

/**
 * Tensors in the order of their data, without those that are ignored, whose types need not be among those that are
 * read. Throws a `SafetensorsError`.
 */
export function readSafetensors(bytes: Uint8Array, isIgnored: (name: string) => boolean = () => false): NamedTensor[] {
  if (bytes.length < 8) fail({ code: 'safetensors.truncated/length', values: {} });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > BigInt(mostHeaderBytes)) {
    fail({ code: 'safetensors.header/size', values: { bytes: String(headerBytes) } });
  }
  const dataStart = 8 + Number(headerBytes);
  if (dataStart > bytes.length) fail({ code: 'safetensors.truncated/header', values: {} });
  const entries = readHeader(bytes.subarray(8, dataStart), isIgnored);
  checkRanges(entries, bytes.length - dataStart);
  return entries.flatMap(({ name, type, shape, start }) =>
    type === undefined ? [] : [{ name, shape, values: readValues(view, dataStart + start, type, shape) }],
  );
}

/** How many bytes a file begins with before its data; undefined where these are not its first eight, or are not believed. */
export function headerLength(start: Uint8Array): number | undefined {
  if (start.length < 8) return undefined;
  const length = new DataView(start.buffer, start.byteOffset, start.byteLength).getBigUint64(0, true);
  return length > BigInt(mostHeaderBytes) ? undefined : 8 + Number(length);
}

/** Names of the tensors that a header speaks of. Throws a `SafetensorsError`. */
export function tensorNames(start: Uint8Array): readonly string[] {
  return readHeader(start.subarray(8), () => true).map(({ name }) => name);
}

function readHeader(bytes: Uint8Array, isIgnored: (name: string) => boolean): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    fail({ code: 'safetensors.header/json', values: {} });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    fail({ code: 'safetensors.header/object', values: {} });
  }
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(name, entry, isIgnored(name)))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function readEntry(name: string, entry: unknown, isIgnored: boolean): Entry {
  const tensor = shown(name);
  if (typeof entry !== 'object' || entry === null) {
    return fail({ code: 'safetensors.header/entry', values: { name: tensor } });
  }
  const { dtype, shape, data_offsets: range } = entry as Readonly<Record<string, unknown>>;
  const type = isIgnored || !isReadable(dtype) ? undefined : dtype;
  if (type === undefined && !isIgnored) {
    if (typeof dtype !== 'string') fail({ code: 'safetensors.type/none', values: { name: tensor } });
    fail({ code: 'safetensors.type', values: { name: tensor, type: dtype.slice(0, 20) } });
  }
  if (!isWholeList(shape) || shape.length > mostDimensions) {
    return fail({ code: 'safetensors.header/shape', values: { name: tensor, limit: mostDimensions } });
  }
  if (!isWholeList(range) || range.length !== 2) {
    return fail({ code: 'safetensors.header/range', values: { name: tensor } });
  }
  const [start, end] = range as [number, number];
  if (end < start) fail({ code: 'safetensors.header/backwards', values: { name: tensor } });
  if (type === undefined) return { name, type, shape, start, end };
  const bytes = elementCount(shape) * bytesPerValue[type];
  if (end - start !== bytes) {
    const values = { name: tensor, shape: shape.join(', '), type, bytes, found: end - start };
    fail({ code: 'safetensors.range/size', values });
  }
  return { name, type, shape, start, end };
}

function isReadable(type: unknown): type is ReadableType {
  return typeof type === 'string' && Object.hasOwn(bytesPerValue, type);
}

function isWholeList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}

/** Entries are sorted by start. The data must be covered without gaps or overlaps, so that no bytes hide in it. */
function checkRanges(entries: readonly Entry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    if (end > dataBytes) {
      fail({ code: 'safetensors.truncated/tensor', values: { name: shown(name), end, bytes: dataBytes } });
    }
    if (start < covered) fail({ code: 'safetensors.range/overlap', values: { name: shown(name) } });
    if (start > covered) fail({ code: 'safetensors.range/gap', values: { count: start - covered, name: shown(name) } });
    covered = end;
  }
  if (covered < dataBytes) {
    fail({ code: 'safetensors.range/rest', values: { count: dataBytes - covered } });
  }
}

function readValues(view: DataView, start: number, type: ReadableType, shape: readonly number[]): Float32Array {
  const values = new Float32Array(elementCount(shape));
  switch (type) {
    case 'F32':
      for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(start + 4 * i, true);
      return values;
    case 'F16':
      for (let i = 0; i < values.length; i++) values[i] = halfToNumber(view.getUint16(start + 2 * i, true));
      return values;
    case 'BF16': {
      const bits = new Uint32Array(values.buffer);
      for (let i = 0; i < values.length; i++) bits[i] = view.getUint16(start + 2 * i, true) << 16;
      return values;
    }
  }
}

/** IEEE 754 binary16: one bit sign, five exponent, ten fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A tensor to be written: of float32 values, or of whole numbers of 64 bits, as frameworks count steps with. */
export interface StoredTensor extends Pick<NamedTensor, 'name' | 'shape'> {
  readonly type?: 'I64';
  readonly values: Float32Array | BigInt64Array;
}

/** A file of tensors in the given order, each of which is asked for its values once. Names must differ. */
export function writeSafetensors(
  tensors: readonly StoredTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header: [string, unknown][] = metadata === undefined ? [] : [['__metadata__', metadata]];
  let dataBytes = 0;
  for (const { name, shape, type = 'F32' } of tensors) {
    const end = dataBytes + (type === 'I64' ? 8 : 4) * elementCount(shape);
    header.push([name, { dtype: type, shape, data_offsets: [dataBytes, end] }]);
    dataBytes = end;
  }
  // Entry by entry, since an object would sort names that look like numbers.
  const json = `{${header.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  // Spaces up to a multiple of eight, so that the data is aligned.
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const { values } of tensors) {
    if (values instanceof Float32Array) {
      for (let i = 0; i < values.length; i++) view.setFloat32(at + 4 * i, values[i] as number, true);
    } else {
      for (let i = 0; i < values.length; i++) view.setBigInt64(at + 8 * i, values[i] as bigint, true);
    }
    at += values.byteLength;
  }
  return bytes;
}

/** A name as it is shown in a message: quoted, and not endless. */
function shown(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}...` : name);
}
