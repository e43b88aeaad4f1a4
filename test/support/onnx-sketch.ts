/** Small files of ONNX, said in a few words, for tests of the import; and whether they compute as in ONNX Runtime. */

import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { seededRandom } from '../../src/base/random';
import { elementCount } from '../../src/base/tensor';
import { encodeModel, type ModelAttribute, type ModelNode, type ModelTensor } from '../../src/interop/onnx/model';
import { filled, floats, integers } from '../../src/interop/onnx/tensors';
import { imported, ranWith } from '../support/imported';
import { channelsFirst, sessionOf } from '../support/onnx-session';

export type Attribute = number | string | readonly number[] | { readonly float: number };

export type Fill = Pick<ModelTensor, 'dims' | 'type' | 'write'>;

export interface Sketch {
  /** Height x width x channels, or names for what is open. */
  readonly size: readonly (number | string)[];
  /** The input as the file has it, where it has not four axes. */
  readonly dims?: readonly number[];
  readonly opset?: number;
  /** The number of images is. */
  readonly open?: boolean;
  readonly tensors?: Readonly<Record<string, Fill>>;
  /** Single numbers. */
  readonly constants?: Readonly<Record<string, readonly [number]>>;
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  readonly more?: Readonly<Record<string, readonly number[]>>;
  /** Type, inputs, the result. The last result is the output. */
  readonly nodes: readonly (readonly [
    type: string,
    inputs: string,
    output: string,
    attributes?: Readonly<Record<string, Attribute>>,
  ])[];
}

let drawn = 0;

/** Others each time. */
export function values(count: number): Float32Array {
  const random = seededRandom(++drawn);
  return new Float32Array(count).map(() => random() - 0.4);
}

export function conv(name: string, filters: number, channels: number, kernel: number): Record<string, Fill> {
  return {
    [`${name}.weight`]: floats([filters, channels, kernel, kernel], values(filters * channels * kernel * kernel)),
    [`${name}.bias`]: floats([filters], values(filters)),
  };
}

export function norm(name: string, channels: number): Record<string, Fill> {
  const part = (map: (value: number) => number) => floats([channels], values(channels).map(map));
  return {
    [`${name}.gamma`]: part((value) => value + 1),
    [`${name}.beta`]: part((value) => value),
    [`${name}.mean`]: part((value) => value),
    [`${name}.variance`]: part((value) => value + 1),
  };
}

export function matrix(name: string, units: number, inputs: number): Record<string, Fill> {
  return {
    [`${name}.weight`]: floats([units, inputs], values(units * inputs)),
    [`${name}.bias`]: floats([units], values(units)),
  };
}

/** Numbers in lists of lists. */
export type Nested = number | readonly Nested[];

/** A tensor as `[[1,2]]`, of integers as `i[1,2]`, of ones in these sizes as `of[2,3]`; undefined for `-`, which is left out. */
export function fillOf(text: string): Fill | undefined {
  if (text === '-') return undefined;
  const [, kind, list = ''] = /^(i|of|)(.*)$/.exec(text) ?? [];
  const values: Nested = JSON.parse(list);
  const [all, dims] = [flat(values), dimsOf(values)];
  if (kind === 'i') return { ...integers(all), dims };
  return kind === 'of' ? filled(all, 1) : floats(dims, Float32Array.from(all));
}

export function flat(values: Nested): number[] {
  return typeof values === 'number' ? [values] : values.flatMap(flat);
}

export function dimsOf(values: Nested): number[] {
  return typeof values === 'number' ? [] : [values.length, ...(values[0] === undefined ? [] : dimsOf(values[0]))];
}

export function attributeOf([name, value]: [string, Attribute]): ModelAttribute {
  if (typeof value === 'number') return { name, int: value };
  if (typeof value === 'string') return { name, text: value };
  return 'float' in value ? { name, float: value.float } : { name, ints: value };
}

export function onnxFile({
  size,
  dims,
  opset = 13,
  open = false,
  tensors = {},
  constants = {},
  shapes = {},
  more = {},
  nodes,
}: Sketch): Uint8Array {
  const [height = 0, width = 0, channels = 0] = size;
  const fills: [string, Fill][] = [
    ...Object.entries(tensors),
    ...Object.entries(constants).map(([name, [value]]): [string, Fill] => [name, filled([], value)]),
    ...Object.entries({ ...shapes, ...more }).map(([name, list]): [string, Fill] => [name, integers(list)]),
  ];
  const encoded = encodeModel({
    producer: 'pytorch',
    producerVersion: '',
    name: 'main_graph',
    documentation: '',
    opset,
    nodes: nodes.map(([type, inputs, output, attributes = {}]): ModelNode => {
      return {
        name: '',
        type,
        inputs: inputs.split(' '),
        output,
        attributes: Object.entries(attributes).map(attributeOf),
        documentation: '',
      };
    }),
    tensors: fills.map(([name, fill]) => ({ name, ...fill })),
    inputs: [{ name: 'x', dims: dims ?? [open ? 'N' : 1, channels, height, width] }],
    outputs: [{ name: nodes.at(-1)?.[2] ?? '', dims: [] }],
    values: [],
    metadata: new Map(),
  });
  assert.ok('bytes' in encoded);
  return encoded.bytes;
}

/** Imported without a loss, and of the same values in ONNX Runtime. */
export async function agrees(sketch: Sketch) {
  return agreesAs(onnxFile(sketch), sketch.size.map(Number), { dims: sketch.dims });
}

/** A file whose input is `x` and whose output is `y`; `allowed` is the largest difference. */
export async function agreesAs(
  bytes: Uint8Array,
  size: readonly number[],
  { dims, allowed = 1e-4 }: { readonly dims?: readonly number[] | undefined; readonly allowed?: number } = {},
) {
  const found = await imported('onnx', bytes);
  assert.deepEqual(found.foreign.missing, []);
  const [height = 0, width = 0, channels = 0] = size;
  const input = values(elementCount(size));
  const session = await sessionOf(bytes);
  const feed = new ort.Tensor('float32', channelsFirst(input, size), dims ?? [1, channels, height, width]);
  const theirs = (await session.run({ x: feed })).y;
  await session.release();
  assert.ok(theirs);
  const ours = await ranWith(found, input, 'y');
  const shape = found.network.outputs[0]?.shape.map(Number) ?? [];
  const expected = theirs.data as Float32Array;
  for (const [i, value] of channelsFirst(ours, shape).entries()) {
    assert.ok(Math.abs(value - (expected[i] as number)) < allowed, `${i}: ${value} and ${expected[i]}\n${found.text}`);
  }
  assert.equal(ours.length, expected.length);
  return found;
}
