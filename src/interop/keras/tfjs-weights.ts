/**
 * The weights of a TensorFlow.js layers model: a manifest says which tensors stand one after the other in the files of a
 * group, which cross from one file to the next. Numbers of 8 and 16 bits stand for `number * scale + min`.
 */

import { dataViewOf, joined } from '../../base/bytes';
import { elementCount } from '../../base/tensor';
import { type ForeignWeight, ImportError } from '../import/foreign-network';
import { halfToNumber } from '../safetensors';
import { isList, isRecord, type Json, numberIn, textIn } from './json';

interface Quantization {
  readonly type: string;
  readonly scale: number;
  readonly minimum: number;
}

const bytesPerValue: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/** By their names in the manifest. Throws an `ImportError`. */
export async function readTfjsWeights(
  manifest: Json,
  readBeside: (name: string) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, ForeignWeight>> {
  const found = new Map<string, ForeignWeight>();
  for (const group of isList(manifest) ? manifest : []) {
    if (!isRecord(group) || !isList(group.paths) || !isList(group.weights)) throw wrongManifest();
    const parts: Uint8Array[] = [];
    for (const path of group.paths) {
      // A name beside the model, and nothing further away.
      if (typeof path !== 'string' || !/^[\w.-]+$/.test(path) || path.startsWith('.')) throw wrongManifest();
      parts.push(await readBeside(path));
    }
    const bytes = joined(parts);
    let at = 0;
    for (const entry of group.weights) {
      if (!isRecord(entry)) throw wrongManifest();
      const { name, shape, type, quantization } = entryOf(entry);
      const end = at + elementCount(shape) * (bytesPerValue[quantization?.type ?? type] ?? 0);
      if (end > bytes.length) {
        const values = { name, shape: shape.join(', '), bytes: bytes.length - at };
        throw new ImportError({ code: 'foreign.tensor-size', values });
      }
      const own = bytes.subarray(at, end);
      found.set(name, { shape, values: () => valuesOf(own, elementCount(shape), type, quantization) });
      at = end;
    }
  }
  return found;
}

function entryOf(entry: Readonly<Record<string, Json>>) {
  const name = textIn(entry, 'name');
  const type = textIn(entry, 'dtype');
  const shape = isList(entry.shape) ? entry.shape.map(Number) : [];
  const quantized = isRecord(entry.quantization) ? entry.quantization : undefined;
  const quantization: Quantization | undefined =
    quantized === undefined
      ? undefined
      : {
          type: textIn(quantized, 'dtype'),
          scale: numberIn(quantized, 'scale', 1),
          minimum: numberIn(quantized, 'min', 0),
        };
  const isKnown = Object.hasOwn(bytesPerValue, quantization?.type ?? type);
  if (!isKnown)
    throw new ImportError({ code: 'foreign.tensor-type', values: { name, type: quantization?.type ?? type } });
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) throw wrongManifest();
  return { name, shape, type, quantization };
}

function wrongManifest(): ImportError {
  return new ImportError({ code: 'foreign.manifest', values: {} });
}

function valuesOf(
  bytes: Uint8Array,
  count: number,
  type: string,
  quantization: Quantization | undefined,
): Float32Array {
  const view = dataViewOf(bytes);
  const values = new Float32Array(count);
  const { scale = 1, minimum = 0 } = quantization?.type === 'float16' ? {} : (quantization ?? {});
  for (let i = 0; i < count; i++) values[i] = numberAt(view, i, quantization?.type ?? type) * scale + minimum;
  return values;
}

function numberAt(view: DataView, i: number, type: string): number {
  switch (type) {
    case 'float32':
      return view.getFloat32(4 * i, true);
    case 'int32':
      return view.getInt32(4 * i, true);
    case 'float16':
      return halfToNumber(view.getUint16(2 * i, true));
    case 'uint16':
      return view.getUint16(2 * i, true);
    default:
      return view.getUint8(i);
  }
}
