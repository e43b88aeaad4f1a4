/**
 * Reads and writes safetensors files: eight bytes with the length of a JSON header, the header with type, shape and
 * byte range of each tensor, then the data, little-endian. Reads F32, F16 and BF16, all as float32; writes F32.
 *
 * A file is checked before anything is allocated for it: limits on the header, ranges inside of the file that neither
 * overlap nor leave gaps, sizes that fit the shapes. Format: huggingface/safetensors, README, "Format".
 */

import { elementCount, type NamedTensor } from '../base/tensor';

/** As the format's own implementation: a header larger than this is not believed. */
const mostHeaderBytes = 100_000_000;

export type SafetensorsProblem =
  | 'truncated' // shorter than its header says
  | 'header' // no JSON header of the format
  | 'type' // a type that is not read
  | 'range'; // byte ranges that overlap, leave gaps or do not fit shapes

/** What is wrong with a file, in words that name the tensor. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';

  constructor(
    readonly problem: SafetensorsProblem,
    message: string,
  ) {
    super(message);
  }
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
  if (bytes.length < 8) throw new SafetensorsError('truncated', 'the file is shorter than its first eight bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > BigInt(mostHeaderBytes)) {
    throw new SafetensorsError('header', `the header would be ${headerBytes} bytes long; this is no safetensors file`);
  }
  const dataStart = 8 + Number(headerBytes);
  if (dataStart > bytes.length) throw new SafetensorsError('truncated', 'the file ends inside of its header');
  const entries = readHeader(bytes.subarray(8, dataStart), isIgnored);
  checkRanges(entries, bytes.length - dataStart);
  return entries.flatMap(({ name, type, shape, start }) =>
    type === undefined ? [] : [{ name, shape, values: readValues(view, dataStart + start, type, shape) }],
  );
}

function readHeader(bytes: Uint8Array, isIgnored: (name: string) => boolean): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new SafetensorsError('header', 'the header is not JSON; this is no safetensors file');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new SafetensorsError('header', 'the header is no JSON object');
  }
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(name, entry, isIgnored(name)))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function readEntry(name: string, entry: unknown, isIgnored: boolean): Entry {
  const wrong = (what: string): SafetensorsError => new SafetensorsError('header', `${shown(name)} has ${what}`);
  if (typeof entry !== 'object' || entry === null) throw wrong('no entry of the format');
  const { dtype, shape, data_offsets: range } = entry as Readonly<Record<string, unknown>>;
  const type = isIgnored || !isReadable(dtype) ? undefined : dtype;
  if (type === undefined && !isIgnored) {
    const given = typeof dtype === 'string' ? dtype.slice(0, 20) : 'no type';
    throw new SafetensorsError('type', `${shown(name)} is ${given}; F32, F16 and BF16 are read`);
  }
  if (!isWholeList(shape) || shape.length > 8) throw wrong('no shape of at most 8 whole numbers');
  if (!isWholeList(range) || range.length !== 2) throw wrong('no byte range of two whole numbers');
  const [start, end] = range as [number, number];
  if (end < start) throw wrong('a byte range that ends before it starts');
  if (type === undefined) return { name, type, shape, start, end };
  const bytes = elementCount(shape) * bytesPerValue[type];
  if (end - start !== bytes) {
    throw new SafetensorsError(
      'range',
      `${shown(name)} of shape [${shape.join(', ')}] as ${type} is ${bytes} bytes, its range is ${end - start}`,
    );
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
      throw new SafetensorsError(
        'truncated',
        `${shown(name)} ends at byte ${end} of ${dataBytes}: the file is cut short`,
      );
    }
    if (start < covered) throw new SafetensorsError('range', `${shown(name)} overlaps another tensor`);
    if (start > covered)
      throw new SafetensorsError('range', `${start - covered} bytes before ${shown(name)} belong to nothing`);
    covered = end;
  }
  if (covered < dataBytes) {
    throw new SafetensorsError('range', `${dataBytes - covered} bytes at the end belong to no tensor`);
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

/** A file of F32 tensors in the given order. Names must differ. */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header: [string, unknown][] = metadata === undefined ? [] : [['__metadata__', metadata]];
  let dataBytes = 0;
  for (const { name, shape, values } of tensors) {
    header.push([name, { dtype: 'F32', shape, data_offsets: [dataBytes, dataBytes + 4 * values.length] }]);
    dataBytes += 4 * values.length;
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
    for (let i = 0; i < values.length; i++) view.setFloat32(at + 4 * i, values[i] as number, true);
    at += 4 * values.length;
  }
  return bytes;
}

/** A name as it is shown in a message: quoted, and not endless. */
function shown(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}...` : name);
}
