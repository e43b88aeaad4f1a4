/** Tensors of ONNX files in the types and forms of TensorProto: bytes as they are, or lists of numbers; and those that are damaged. */

import assert from 'node:assert/strict';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { foreignNetwork } from '../support/imported';

type Fill = (tensor: BinaryWriter) => unknown;

const inside = (writer: BinaryWriter, field: number, fill: Fill): BinaryWriter => {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill(writer);
  return writer.join();
};

const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);

const whole = (writer: BinaryWriter, field: number, value: number) => writer.tag(field, WireType.Varint).int64(value);

/** Two channels to which a tensor of that type is added. */
function modelWith(type: number, fill: Fill, dims: readonly number[] = [2]): Uint8Array {
  const model = new BinaryWriter();
  inside(model, 8, (opset) => whole(opset, 2, 13));
  inside(model, 7, (graph) => {
    inside(graph, 1, (node) => {
      for (const input of ['x', 'w']) text(node, 1, input);
      text(text(node, 2, 'y'), 4, 'Add');
    });
    inside(graph, 5, (tensor) => {
      for (const size of dims) whole(tensor, 1, size);
      text(whole(tensor, 2, type), 8, 'w');
      fill(tensor);
    });
    inside(graph, 11, (input) => {
      text(input, 1, 'x');
      inside(input, 2, (value) =>
        inside(value, 1, (list) =>
          inside(whole(list, 1, 1), 2, (shape) => {
            for (const size of [1, 2]) inside(shape, 1, (dimension) => whole(dimension, 1, size));
          }),
        ),
      );
    });
    inside(graph, 12, (output) => text(output, 1, 'y'));
  });
  return model.finish();
}

async function added(file: Uint8Array): Promise<readonly number[]> {
  const found = await foreignNetwork('onnx', file);
  assert.ok('layers' in found, JSON.stringify(found));
  assert.deepEqual(found.missing, []);
  return [...(found.layers.at(-1)?.weights.get('beta')?.values() ?? [])];
}

const raw =
  (hex: string): Fill =>
  (tensor) =>
    tensor.tag(9, WireType.LengthDelimited).bytes(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** Varints of a repeated field: one behind the other, or each with its tag. */
const integers =
  (field: number, ...values: readonly number[]): Fill =>
  (tensor) =>
    inside(tensor, field, (list) => {
      for (const value of values) list.int64(value);
    });
const single =
  (field: number, ...values: readonly number[]): Fill =>
  (tensor) => {
    for (const value of values) whole(tensor, field, value);
  };

const floats: Fill = (tensor) => inside(tensor, 4, (list) => list.float(1.5).float(-2));
const doubles: Fill = (tensor) => inside(tensor, 10, (list) => list.double(1.5).double(-2));

describe('import of ONNX: tensors', () => {
  // Bit patterns of IEEE 754 and two's complement, little-endian; halves and bfloats in lists are their bits.
  for (const [what, type, fill, values] of [
    ['FLOAT in bytes', 1, raw('0000c03f 000000c0'), [1.5, -2]],
    ['FLOAT in a list', 1, floats, [1.5, -2]],
    ['UINT8 in bytes', 2, raw('05 fe'), [5, 254]],
    ['UINT8 in a list', 2, integers(5, 5, 254), [5, 254]],
    ['INT8 in bytes', 3, raw('05 fe'), [5, -2]],
    ['INT8 in a list', 3, integers(5, 5, -2), [5, -2]],
    ['UINT16 in bytes', 4, raw('0500 feff'), [5, 65_534]],
    ['INT16 in bytes', 5, raw('0500 feff'), [5, -2]],
    ['INT16 in single numbers', 5, single(5, 5, -2), [5, -2]],
    ['INT32 in bytes', 6, raw('05000000 feffffff'), [5, -2]],
    ['INT32 in a list', 6, integers(5, 5, -2), [5, -2]],
    ['INT64 in bytes', 7, raw('0500000000000000 feffffffffffffff'), [5, -2]],
    ['INT64 in a list', 7, integers(7, 5, -2), [5, -2]],
    ['BOOL in bytes', 9, raw('00 01'), [0, 1]],
    ['BOOL in a list', 9, integers(5, 0, 1), [0, 1]],
    ['FLOAT16 in bytes', 10, raw('003e 00c0'), [1.5, -2]],
    ['FLOAT16 in a list', 10, integers(5, 0x3e00, 0xc000), [1.5, -2]],
    ['DOUBLE in bytes', 11, raw('000000000000f83f 00000000000000c0'), [1.5, -2]],
    ['DOUBLE in a list', 11, doubles, [1.5, -2]],
    ['BFLOAT16 in bytes', 16, raw('c03f c0c0'), [1.5, -6]],
    ['BFLOAT16 in a list', 16, integers(5, 0x3fc0, 0xc0c0), [1.5, -6]],
  ] as const) {
    it(`are read: ${what}`, async () => assert.deepEqual(await added(modelWith(type, fill)), values));
  }

  const external: Fill = (tensor) => whole(tensor, 14, 1);
  for (const [what, refusal, type, fill, dims] of [
    ['numbers of a type that is none', 'foreign.tensor-type', 0, raw('05 fe')],
    ['texts', 'foreign.tensor-type', 8, raw('05 fe')],
    ['complex numbers', 'foreign.tensor-type', 14, raw('05 fe')],
    ['values in another file', 'foreign.tensor-external', 1, external],
    ['no values', 'foreign.tensor-size', 1, () => undefined],
    ['one value too few in bytes', 'foreign.tensor-size', 1, raw('0000c03f')],
    ['half a value too many in bytes', 'foreign.tensor-size', 1, raw('0000c03f 000000c0 0000')],
    ['values of half the width', 'foreign.tensor-size', 10, raw('0000c03f 000000c0')],
    ['one value too many in a list', 'foreign.tensor-size', 1, floats, [1]],
    ['one value too few in a list of doubles', 'foreign.tensor-size', 11, doubles, [3]],
    ['one value too few in a list of integers', 'foreign.tensor-size', 7, integers(7, 5)],
    ['integers in the list of others', 'foreign.tensor-size', 7, integers(5, 5, -2)],
    ['sizes below nothing', 'foreign.tensor-size', 1, floats, [-1, -2]],
    ['more values than can be counted', 'foreign.tensor-size', 1, floats, [2 ** 40, 2 ** 40]],
  ] as const satisfies readonly (readonly [string, string, number, Fill, (readonly number[])?])[]) {
    it(`are refused: ${what}`, async () => {
      assert.deepEqual(await foreignNetwork('onnx', modelWith(type, fill, dims)), { refusal });
    });
  }
});
