/** Values of an HDF5 file: texts of attributes, tensors of datasets. */

import { unzlibSync } from 'fflate';
import { dataViewOf } from '../../base/bytes';
import { elementCount } from '../../base/tensor';
import { type ForeignWeight, ImportError } from '../import/foreign-network';
import { halfToNumber } from '../safetensors';
import { forLeaves, type HeaderMessage, messageType, refuseHeap } from './objects';
import { Cursor, damaged, type Source, unread } from './source';

interface DataType {
  readonly kind: number;
  /** What only some kinds have. */
  readonly bits: number;
  /** Of an element, in bytes. */
  readonly size: number;
}

const floating = 1;
const text = 3;
const variableLength = 9;

function readType(content: Cursor): DataType {
  const head = content.byte();
  const bits = content.whole(3) ?? 0;
  return { kind: head & 15, bits, size: content.int() };
}

/** Sizes of the dimensions; none for a single value. */
function readSpace(content: Cursor): number[] {
  const { at } = content;
  const version = content.byte();
  if (version !== 1 && version !== 2) throw unread(at, messageType.dataspace, version);
  const rank = content.byte();
  content.skip(version === 1 ? 6 : 2);
  return Array.from({ length: rank }, () => content.length());
}

/** The texts of an attribute; undefined where it is missing or none. */
export function textsOf(source: Source, messages: readonly HeaderMessage[], name: string): string[] | undefined {
  for (const { type, content } of messages) {
    if (type === messageType.attribute) {
      const found = readAttribute(source, content(), name);
      if (found !== undefined) return found;
    }
    if (type === messageType.attributeInfo) refuseHeap(content(), type, 2);
  }
  return undefined;
}

function readAttribute(source: Source, content: Cursor, wanted: string): string[] | undefined {
  const { at } = content;
  const version = content.byte();
  if (version < 1 || version > 3) throw unread(at, messageType.attribute, version);
  const isShared = content.byte() !== 0 && version > 1;
  const sizes = [content.short(), content.short(), content.short()] as const;
  if (version === 3) content.skip(1);
  const part = (size: number): Cursor => {
    const { address } = content;
    content.skip(version === 1 ? Math.ceil(size / 8) * 8 : size);
    return new Cursor(source, address, size);
  };
  if (part(sizes[0]).text() !== wanted) return undefined;
  if (isShared) throw unread(at, messageType.datatype, version);
  const type = readType(part(sizes[1]));
  const count = elementCount(readSpace(part(sizes[2])));
  if (count > content.left || count * type.size > content.left) throw damaged(content.at);
  if (type.kind === text) return Array.from({ length: count }, () => content.text(type.size));
  if (type.kind === variableLength && (type.bits & 15) === 1) {
    return Array.from({ length: count }, () => sharedText(source, content));
  }
  return undefined;
}

/** Of any length, in a heap of the file. */
function sharedText(source: Source, content: Cursor): string {
  const length = content.int();
  const address = content.target();
  const wanted = content.int();
  const head = new Cursor(source, address).expect('GCOL').skip(4);
  const size = head.length();
  const heap = new Cursor(source, address, size).skip(head.address - address);
  const itemHead = 8 + source.lengthBytes;
  while (heap.left >= itemHead) {
    const index = heap.short();
    heap.skip(6);
    const bytes = heap.length();
    if (index === wanted) return heap.text(Math.min(length, bytes));
    if (index === 0) break;
    heap.skip(Math.ceil(bytes / 8) * 8);
  }
  throw damaged(source.base + address);
}

const most = { deflateRatio: 1100, rank: 8 } as const;

/** A tensor of floating-point numbers; undefined for a group. Values are read when they are asked for. */
export function tensorOf(source: Source, messages: readonly HeaderMessage[], name: string): ForeignWeight | undefined {
  const find = (wanted: number) => messages.find(({ type }) => type === wanted)?.content();
  const [space, typed, layout] = [messageType.dataspace, messageType.datatype, messageType.layout].map(find);
  if (space === undefined || typed === undefined || layout === undefined) return undefined;
  const shape = readSpace(space);
  const type = readType(typed);
  const number = numberReader(type);
  if (number === undefined) {
    throw new ImportError({ code: 'foreign.tensor-type', values: { name, type: `${type.kind}/${type.size}` } });
  }
  const count = elementCount(shape);
  const size = count * type.size;
  if (shape.length > most.rank || size > source.bytes.length * most.deflateRatio) throw damaged(layout.at);
  const bytes = bytesOf(source, layout, find(messageType.filters), { shape, element: type.size, size });
  return {
    shape,
    values: () => {
      const view = dataViewOf(bytes());
      return Float32Array.from({ length: count }, (_, i) => number(view, i));
    },
  };
}

function numberReader({ kind, bits, size }: DataType): ((view: DataView, i: number) => number) | undefined {
  const isLittle = (bits & 0x41) === 0;
  if (kind !== floating || (bits & 0x40) !== 0) return undefined;
  if (size === 4) return (view, i) => view.getFloat32(4 * i, isLittle);
  if (size === 8) return (view, i) => view.getFloat64(8 * i, isLittle);
  if (size === 2) return (view, i) => halfToNumber(view.getUint16(2 * i, isLittle));
  return undefined;
}

interface Extent {
  readonly shape: readonly number[];
  /** Bytes of one value, and of all. */
  readonly element: number;
  readonly size: number;
}

function bytesOf(source: Source, layout: Cursor, filters: Cursor | undefined, extent: Extent): () => Uint8Array {
  const { at } = layout;
  const version = layout.byte();
  if (version < 1 || version > 3) throw unread(at, messageType.layout, version);
  const isOld = version < 3;
  let rank = isOld ? layout.byte() : 0;
  const kind = layout.byte();
  if (isOld) layout.skip(5);
  if (kind === 0) {
    if (isOld) layout.skip(4 * rank);
    const size = isOld ? layout.int() : layout.short();
    if (size < extent.size) throw damaged(at);
    const bytes = layout.take(extent.size);
    return () => bytes;
  }
  if (kind > 2) throw unread(at, messageType.layout, version);
  if (!isOld && kind === 2) rank = layout.byte();
  const address = layout.pointer();
  if (address === undefined) throw damaged(at);
  if (kind === 1) {
    const bytes = new Cursor(source, address).take(extent.size);
    return () => bytes;
  }
  if (rank !== extent.shape.length + 1) throw damaged(at);
  const chunk = extent.shape.map(() => layout.int());
  if (chunk.some((side) => side === 0)) throw damaged(at);
  const steps = filters === undefined ? [] : readFilters(filters);
  return () => chunks(source, address, chunk, steps, extent);
}

const filter = { deflate: 1, shuffle: 2, checksum: 3 } as const;

function readFilters(content: Cursor): readonly number[] {
  const { at } = content;
  const version = content.byte();
  if (version !== 1 && version !== 2) throw unread(at, messageType.filters, version);
  const count = content.byte();
  if (version === 1) content.skip(6);
  return Array.from({ length: count }, () => {
    const id = content.short();
    if (!Object.values<number>(filter).includes(id)) {
      throw new ImportError({ code: 'foreign.hdf5-filter', values: { filter: id } });
    }
    const nameBytes = version === 1 ? content.short() : 0;
    content.skip(2);
    const values = content.short();
    content.skip(nameBytes + 4 * values);
    if (version === 1 && values % 2 === 1) content.skip(4);
    return id;
  });
}

/** Every chunk must be there, and stands at a place of its own. */
function chunks(
  source: Source,
  tree: number,
  chunk: readonly number[],
  steps: readonly number[],
  { shape, element, size }: Extent,
): Uint8Array {
  const chunkBytes = elementCount(chunk) * element;
  if (chunkBytes > source.bytes.length * most.deflateRatio) throw damaged(source.base + tree);
  const result = new Uint8Array(size);
  let missing = shape.reduce((product, side, axis) => product * Math.ceil(side / (chunk[axis] ?? 1)), 1);
  const seen = new Set<string>();
  forLeaves(source, tree, 1, 8 + 8 * (shape.length + 1), (key, address) => {
    const stored = key.int();
    const skipped = key.int();
    const { at } = key;
    const start = shape.map(() => key.whole(8) ?? 0);
    const isPlace = start.every((from, axis) => from % (chunk[axis] ?? 1) === 0 && from < (shape[axis] ?? 0));
    if (!isPlace || seen.has(start.join())) throw damaged(at);
    seen.add(start.join());
    let bytes = new Cursor(source, address).take(stored);
    for (let i = steps.length - 1; i >= 0; i--) {
      if ((skipped & (1 << i)) === 0) bytes = undo(steps[i], bytes, chunkBytes, element, source.base + address);
    }
    if (bytes.length !== chunkBytes) throw damaged(source.base + address);
    place(bytes, result, shape, chunk, start, element);
    missing--;
  });
  if (missing !== 0) throw damaged(source.base + tree);
  return result;
}

function undo(step: number | undefined, bytes: Uint8Array, size: number, element: number, at: number): Uint8Array {
  if (step === filter.checksum) return bytes.subarray(0, Math.max(0, bytes.length - 4));
  if (step === filter.deflate) {
    try {
      // Room for one more shows what is longer.
      return unzlibSync(bytes, { out: new Uint8Array(size + 1) });
    } catch {
      throw damaged(at);
    }
  }
  // The first bytes of all values, then the second ones.
  const count = Math.floor(bytes.length / element);
  return Uint8Array.from(bytes, (byte, i) =>
    i < count * element ? (bytes[(i % element) * count + Math.floor(i / element)] ?? 0) : byte,
  );
}

/** Row by row; what hangs over the end is left out. */
function place(
  bytes: Uint8Array,
  result: Uint8Array,
  shape: readonly number[],
  chunk: readonly number[],
  start: readonly number[],
  element: number,
): void {
  const last = shape.length - 1;
  const width = Math.min(chunk[last] ?? 1, (shape[last] ?? 1) - (start[last] ?? 0)) * element;
  const rows = elementCount(chunk.slice(0, last));
  const rowBytes = (chunk[last] ?? 1) * element;
  for (let row = 0; row < rows; row++) {
    let rest = row;
    let to = start[last] ?? 0;
    let stride = shape[last] ?? 1;
    let isInside = true;
    for (let axis = last - 1; axis >= 0; axis--) {
      const side = chunk[axis] ?? 1;
      const at = (start[axis] ?? 0) + (rest % side);
      rest = Math.floor(rest / side);
      isInside &&= at < (shape[axis] ?? 0);
      to += at * stride;
      stride *= shape[axis] ?? 1;
    }
    if (isInside) result.set(bytes.subarray(row * rowBytes, row * rowBytes + width), to * element);
  }
}
