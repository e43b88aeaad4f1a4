/** Files in a zip archive, by its directory at the end. Format: PKWARE, APPNOTE.TXT 6.3. */

import { inflateSync } from 'fflate';
import { dataViewOf } from '../base/bytes';
import { ImportError } from './import/foreign-network';

export interface ZipEntry {
  /** Its content, unpacked. Throws an `ImportError`. */
  readonly bytes: () => Uint8Array;
}

const signatures = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50 } as const;

const endBytes = 22;
const mostEntries = 100_000;
/** What packing saves at most. */
const mostRatio = 1100;

/** Whether the bytes begin as an archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && dataViewOf(bytes).getUint32(0, true) === signatures.local;
}

/** By name, in the order of the directory. Throws an `ImportError`. */
export function readZip(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = dataViewOf(bytes);
  const end = endOf(view);
  const entries = new Map<string, ZipEntry>();
  let { at } = end;
  for (let i = 0; i < end.count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.entry) throw damaged(at);
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const next = extraEnd + view.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged(at);
    const name = decoder.decode(bytes.subarray(at + 46, nameEnd));
    const large = largeSizes(view, nameEnd, extraEnd);
    const sized = (offset: number): number => {
      const size = view.getUint32(offset, true);
      return size === 0xffffffff ? (large.shift() ?? size) : size;
    };
    const [size, packed, start] = [sized(at + 24), sized(at + 20), sized(at + 42)];
    const place = { at, method: view.getUint16(at + 10, true), size, packed, start };
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw damaged(at);
    entries.set(name, { bytes: () => contentOf(view, place) });
    at = next;
  }
  return entries;
}

const decoder = new TextDecoder('utf-8');

function damaged(at: number): ImportError {
  return new ImportError({ code: 'foreign.zip', values: { at } });
}

/** The directory: where it begins and how many entries it has. A comment may follow it. */
function endOf(view: DataView): { readonly at: number; readonly count: number } {
  const first = Math.max(0, view.byteLength - endBytes - 0xffff);
  for (let at = view.byteLength - endBytes; at >= first; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (start !== 0xffffffff && count !== 0xffff) return { at: start, count };
    const far = at >= 20 ? Number(view.getBigUint64(at - 12, true)) : view.byteLength;
    if (far + 56 > view.byteLength || view.getUint32(far, true) !== signatures.end64) throw damaged(at);
    const entries = Number(view.getBigUint64(far + 32, true));
    if (entries > mostEntries) throw damaged(far);
    return { at: Number(view.getBigUint64(far + 48, true)), count: entries };
  }
  throw damaged(view.byteLength);
}

/** Sizes and places of 64 bits, for those that say that they are there. */
function largeSizes(view: DataView, start: number, end: number): number[] {
  for (let at = start; at + 4 <= end; ) {
    const size = view.getUint16(at + 2, true);
    const next = at + 4 + size;
    if (next > end) break;
    if (view.getUint16(at, true) === 1) {
      return Array.from({ length: Math.floor(size / 8) }, (_, i) => Number(view.getBigUint64(at + 4 + 8 * i, true)));
    }
    at = next;
  }
  return [];
}

interface Place {
  readonly at: number;
  readonly method: number;
  readonly size: number;
  readonly packed: number;
  readonly start: number;
}

function contentOf(view: DataView, { at, method, size, packed, start }: Place): Uint8Array {
  if (start + 30 > view.byteLength || view.getUint32(start, true) !== signatures.local) throw damaged(at);
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (from + packed > view.byteLength || size > packed * mostRatio) throw damaged(at);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + from, packed);
  if (method === 0 && size === packed) return bytes;
  if (method !== 8) throw damaged(at);
  let unpacked: Uint8Array;
  try {
    // Room for one more shows what is longer.
    unpacked = inflateSync(bytes, { out: new Uint8Array(size + 1) });
  } catch {
    throw damaged(from);
  }
  if (unpacked.length !== size) throw damaged(from);
  return unpacked;
}
