/** Pickles and files of PyTorch for tests: what `torch.save` writes of values that a test makes up. */

import { zipSync } from 'fflate';
import { Called, Name, type Pickled, PickledMap, Reference } from '../../src/interop/pytorch/pickle';
import { bytes } from './bytes';

/** In protocol 2, as PyTorch does. A list is written as a tuple, of which its calls and keys are made. */
export function pickled(value: Pickled): Uint8Array {
  return bytes('\u0080\u0002', written(value), '.');
}

function written(value: Pickled): Uint8Array {
  if (value === null) return bytes('N');
  if (typeof value === 'boolean') return bytes(value ? '\u0088' : '\u0089');
  if (typeof value === 'number') {
    const number = Buffer.alloc(8);
    if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 31) {
      number.writeDoubleBE(value);
      return bytes('G', number);
    }
    number.writeInt32LE(value);
    return bytes('J', number.subarray(0, 4));
  }
  if (typeof value === 'bigint') {
    const number = Buffer.alloc(16);
    number.writeBigUInt64LE(BigInt.asUintN(64, value));
    number.writeBigInt64LE(value >> 64n, 8);
    return bytes('\u008a\u0010', number);
  }
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return bytes('X', length, text);
  }
  if (value instanceof Name) return bytes('c', value.text.replace(' ', '\n'), '\n');
  if (value instanceof Reference) return bytes(written(value.id), 'Q');
  if (value instanceof PickledMap) return bytes('}', entriesOf(value));
  if (value instanceof Called) {
    const state = value.state === null ? '' : bytes(written(value.state), 'b');
    return bytes(written(value.name), written(value.given), 'R', entriesOf(value.map), state);
  }
  if (value instanceof Uint8Array) throw new Error('protocol 2 has no bytes');
  return bytes('(', ...value.map(written), 't');
}

function entriesOf({ entries }: PickledMap): Uint8Array {
  return entries.size === 0 ? bytes() : bytes('(', ...[...entries].flat().map(written), 'u');
}

export function dictionary(entries: Readonly<Record<string, Pickled>>): PickledMap {
  const map = new PickledMap();
  for (const [key, value] of Object.entries(entries)) map.entries.set(key, value);
  return map;
}

export interface Tensor {
  readonly storage?: string;
  readonly key?: Pickled;
  readonly offset?: Pickled;
  readonly size: Pickled;
  readonly stride?: Pickled;
}

/** A tensor whose values stand elsewhere, row by row unless its strides say otherwise. */
export function tensor({ storage = 'torch FloatStorage', key = '0', offset = 0, size, stride }: Tensor): Called {
  const rows = Array.isArray(size) ? size.map((_, i) => size.slice(i + 1).reduce((a, b) => a * b, 1)) : [];
  const reference = new Reference(['storage', new Name(storage), key, 'cpu', 0]);
  const hooks = new Called(new Name('collections OrderedDict'), []);
  const given = [reference, offset, size, stride ?? rows, false, hooks];
  return new Called(new Name('torch._utils _rebuild_tensor_v2'), given);
}

/** What `nn.Module` pickles as. */
export function moduleOf(parts: Readonly<Record<'_parameters' | '_buffers' | '_modules', Pickled>>): Called {
  const module = new Called(new Name('torch.nn.modules.module Module'), []);
  module.state = dictionary({ training: false, ...parts });
  return module;
}

/** A file of today: an archive, uncompressed, with bytes of storages by their keys. */
export function archive(value: Pickled, storages: Readonly<Record<string, Uint8Array>>, folder = 'net/'): Uint8Array {
  const entries = Object.entries(storages).map(([key, content]) => [`${folder}data/${key}`, content] as const);
  return zipSync({ [`${folder}data.pkl`]: pickled(value), ...Object.fromEntries(entries) }, { level: 0 });
}

/** A file as PyTorch wrote them before 1.6: pickles, then each storage behind the number of its values. */
export function older(
  value: Pickled,
  storages: readonly (readonly [key: string, count: number, content: Uint8Array])[],
  magic: Uint8Array = pickled(0x1950a86a20f9469cfc6cn),
): Uint8Array {
  const behind = storages.map(([, count, content]) => {
    const length = Buffer.alloc(8);
    length.writeBigInt64LE(BigInt(count));
    return bytes(length, content);
  });
  const system = dictionary({ protocol_version: 1001, little_endian: true });
  return bytes(magic, pickled(1001), pickled(system), pickled(value), pickled(storages.map(([key]) => key)), ...behind);
}
