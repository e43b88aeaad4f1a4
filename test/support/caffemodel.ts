/** Makes files of weights as Caffe has them. */

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A blob with its shape in the newer form. */
interface Blob {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export function caffemodel(layers: Readonly<Record<string, readonly Blob[]>>): Uint8Array {
  const writer = new BinaryWriter();
  for (const [name, blobs] of Object.entries(layers)) {
    writer.tag(100, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(name);
    for (const { shape, values } of blobs) {
      writer.tag(7, WireType.LengthDelimited).fork();
      writer.tag(7, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).fork();
      for (const size of shape) writer.int64(size);
      writer.join().join();
      writer.tag(5, WireType.LengthDelimited).fork();
      for (const value of values) writer.float(value);
      writer.join().join();
    }
    writer.join();
  }
  return writer.finish();
}
