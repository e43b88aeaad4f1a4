/** The tensors of a `.caffemodel` by the name of their layer: a NetParameter of Caffe's caffe.proto in binary form. */

import { elementCount } from '../../base/tensor';
import { ImportError } from '../import/foreign-network';
import { Message, viewOf } from '../protobuf';

export interface Blob {
  readonly shape: readonly number[];
  readonly values: () => Float32Array;
}

const fields = {
  net: { oldLayer: 2, layer: 100 },
  oldLayer: { name: 4, blob: 6 },
  layer: { name: 1, blob: 7 },
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
      const view = viewOf(data);
      const values = new Float32Array(count);
      for (let i = 0; i < count; i++)
        values[i] = isDouble ? view.getFloat64(8 * i, true) : view.getFloat32(4 * i, true);
      return values;
    },
  };
}
