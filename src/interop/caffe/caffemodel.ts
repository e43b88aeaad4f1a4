/** A `.caffemodel`, a NetParameter of Caffe's caffe.proto in binary form: the tensors by the name of their layer, read and written. */

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { concatenate, dataViewOf, floatBytes } from '../../base/bytes';
import { formatBytes } from '../../base/number-format';
import { elementCount, type NamedTensor } from '../../base/tensor';
import { ImportError } from '../import/foreign-network';
import { Message, mostMessageBytes } from '../protobuf';
import type { Written } from '../written';

export interface Blob {
  readonly shape: readonly number[];
  readonly values: () => Float32Array;
}

const fields = {
  net: { name: 1, oldLayer: 2, layer: 100 },
  oldLayer: { name: 4, blob: 6 },
  layer: { name: 1, type: 2, blob: 7 },
  blob: { oldShape: [1, 2, 3, 4], data: 5, shape: 7, doubles: 8 },
  shape: { dimension: 1 },
} as const;

/** Throws an `ImportError`. */
export function readCaffemodel(bytes: Uint8Array): ReadonlyMap<string, readonly Blob[]> {
  const net = new Message(bytes);
  const blobs = new Map<string, readonly Blob[]>();
  for (const [list, at] of [
    [net.messages(fields.net.layer), fields.layer],
    [net.messages(fields.net.oldLayer), fields.oldLayer],
  ] as const) {
    for (const layer of list) {
      const name = layer.text(at.name);
      const own = layer.messages(at.blob).map((blob) => readBlob(name, blob));
      if (own.length > 0) blobs.set(name, own);
    }
  }
  if (blobs.size === 0) throw new ImportError({ code: 'foreign.no-weights', values: {} });
  return blobs;
}

function readBlob(name: string, blob: Message): Blob {
  const at = fields.blob;
  const shape =
    blob.message(at.shape)?.integers(fields.shape.dimension) ?? at.oldShape.map((field) => blob.integer(field) ?? 1);
  const isDouble = !blob.has(at.data) && blob.has(at.doubles);
  const data = isDouble ? blob.packed(at.doubles, 8) : blob.packed(at.data, 4);
  const count = elementCount(shape);
  if (shape.some((size) => size < 0) || count * (isDouble ? 8 : 4) !== data.length) {
    throw new ImportError({
      code: 'foreign.tensor-size',
      values: { name, shape: shape.join(', '), bytes: data.length },
    });
  }
  return {
    shape,
    values: () => {
      const view = dataViewOf(data);
      const values = new Float32Array(count);
      for (let i = 0; i < count; i++)
        values[i] = isDouble ? view.getFloat64(8 * i, true) : view.getFloat32(4 * i, true);
      return values;
    },
  };
}

export interface BlobLayer {
  readonly name: string;
  readonly type: string;
  readonly blobs: readonly Pick<NamedTensor, 'shape' | 'values'>[];
}

/** What each layer has, under its name: what Caffe's `net.load_weights` takes beside the prototxt. */
export function writeCaffemodel(network: string, layers: readonly BlobLayer[]): Written {
  const parts: Uint8Array[] = [];
  for (const { name, type, blobs } of layers) {
    const own: Uint8Array[] = [
      new BinaryWriter()
        .tag(fields.layer.name, WireType.LengthDelimited)
        .string(name)
        .tag(fields.layer.type, WireType.LengthDelimited)
        .string(type)
        .finish(),
    ];
    for (const blob of blobs) own.push(...lengthDelimited(fields.layer.blob, blobParts(blob)));
    parts.push(...lengthDelimited(fields.net.layer, own));
  }
  const start = new BinaryWriter().tag(fields.net.name, WireType.LengthDelimited).string(network).finish();
  const size = byteCount([start, ...parts]);
  if (size > mostMessageBytes) {
    const limit = formatBytes(mostMessageBytes + 1);
    return { refusal: { code: 'export.size', values: { network, format: 'Caffe', size: formatBytes(size), limit } } };
  }
  return { bytes: concatenate([start, ...parts]) };
}

/** The shape in today's form, then the values, little-endian. */
function blobParts({ shape, values }: BlobLayer['blobs'][number]): Uint8Array[] {
  const at = fields.blob;
  const head = new BinaryWriter().tag(at.shape, WireType.LengthDelimited).fork();
  head.tag(fields.shape.dimension, WireType.LengthDelimited).fork();
  for (const size of shape) head.int64(size);
  head.join().join();
  return [head.finish(), ...lengthDelimited(at.data, [floatBytes(values)])];
}

function lengthDelimited(field: number, content: readonly Uint8Array[]): Uint8Array[] {
  const length = Math.min(byteCount(content), mostMessageBytes);
  return [new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish(), ...content];
}

function byteCount(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
