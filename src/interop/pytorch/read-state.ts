/**
 * Reads the tensors of a PyTorch file: a state dict, a checkpoint that holds one, or a whole module; in today's form, an archive, and in
 * the older one, pickles one after the other with the values behind them.
 */

import { dataViewOf } from '../../base/bytes';
import type { NamedTensor } from '../../base/tensor';
import { elementCount } from '../../base/tensor';
import { ImportError } from '../import/foreign-network';
import { halfToNumber } from '../safetensors';
import { isZip, readZip } from '../zip';
import { Called, damagedPickle, Name, type Pickled, PickledMap, Reference, readPickle } from './pickle';

interface NumberType {
  readonly size: number;
  readonly read: (view: DataView, at: number) => number;
}

/** By the class of the storage in `torch`. */
const numberTypes: Readonly<Record<string, NumberType>> = {
  FloatStorage: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  DoubleStorage: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  HalfStorage: { size: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  BFloat16Storage: { size: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true)) },
  LongStorage: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  IntStorage: { size: 4, read: (view, at) => view.getInt32(at, true) },
  ShortStorage: { size: 2, read: (view, at) => view.getInt16(at, true) },
  CharStorage: { size: 1, read: (view, at) => view.getInt8(at) },
  ByteStorage: { size: 1, read: (view, at) => view.getUint8(at) },
  BoolStorage: { size: 1, read: (view, at) => view.getUint8(at) },
};

function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(2, bits, true);
  return view.getFloat32(0, true);
}

/** Bytes of a storage by its key. */
type Storages = (key: string) => Uint8Array | undefined;

/** Tensors in the file's order, which is that of the modules; values are read when they are asked for. Throws an `ImportError`. */
export function readState(bytes: Uint8Array): readonly NamedTensor[] {
  return isZip(bytes) ? readArchive(bytes) : readOlder(bytes);
}

function readArchive(bytes: Uint8Array): readonly NamedTensor[] {
  const entries = readZip(bytes);
  const name = [...entries.keys()].find((key) => /(^|\/)data\.pkl$/.test(key));
  if (name === undefined) throw new ImportError({ code: 'foreign.no-state', values: {} });
  const folder = name.slice(0, -'data.pkl'.length);
  const { value } = readPickle(entries.get(name)?.bytes() ?? new Uint8Array(0));
  return tensorsIn(value, (key) => entries.get(`${folder}data/${key}`)?.bytes());
}

/** The first value of the older form. */
const magic = 0x1950a86a20f9469cfc6cn;

function readOlder(bytes: Uint8Array): readonly NamedTensor[] {
  const first = readPickle(bytes);
  if (first.value !== magic) throw new ImportError({ code: 'foreign.no-state', values: {} });
  const version = readPickle(bytes, first.end);
  const system = readPickle(bytes, version.end);
  const object = readPickle(bytes, system.end);
  const keys = readPickle(bytes, object.end);
  if (!Array.isArray(keys.value)) throw damagedPickle(object.end);
  const sizes = sizesOf(object.value);
  const view = dataViewOf(bytes);
  const storages = new Map<string, Uint8Array>();
  let at = keys.end;
  for (const key of keys.value as readonly Pickled[]) {
    if (at + 8 > bytes.length) throw damagedPickle(at);
    const name = keyOf(key);
    const count = Number(view.getBigInt64(at, true));
    const end = at + 8 + count * (sizes.get(name ?? '') ?? 0);
    if (name === undefined || count < 0 || end > bytes.length) throw damagedPickle(at);
    storages.set(name, bytes.subarray(at + 8, end));
    at = end;
  }
  return tensorsIn(object.value, (key) => storages.get(key));
}

/** Bytes of one number in each storage. */
function sizesOf(value: Pickled): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  visit(value, (found) => {
    if (!(found instanceof Reference)) return;
    const storage = storageOf(found);
    if (storage !== undefined) sizes.set(storage.key, storage.type.size);
  });
  return sizes;
}

/** Every value once, however often it is in another. */
function visit(root: Pickled, see: (value: Pickled) => void): void {
  const seen = new Set<Pickled>();
  const open: Pickled[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array || seen.has(value)) continue;
    seen.add(value);
    see(value);
    for (const inner of partsOf(value)) open.push(inner);
  }
}

function partsOf(value: Pickled): Iterable<Pickled> {
  if (value instanceof PickledMap) return value.entries.values();
  if (value instanceof Called) return [value.given, value.state, value.map];
  return Array.isArray(value) ? value : [];
}

interface StorageReference {
  readonly key: string;
  readonly type: NumberType;
}

/** `('storage', torch.FloatStorage, key, place, count)`. Undefined for what is none. */
function storageOf({ id }: Reference): StorageReference | undefined {
  const [kind, type, written] = (Array.isArray(id) ? id : []) as readonly (Pickled | undefined)[];
  const key = keyOf(written);
  if (kind !== 'storage' || !(type instanceof Name) || key === undefined) return undefined;
  const name = type.text.replace(/^torch(\.cuda)? /, '');
  const known = Object.hasOwn(numberTypes, name) ? numberTypes[name] : undefined;
  if (known === undefined) {
    throw new ImportError({ code: 'foreign.tensor-type', values: { name: key, type: name } });
  }
  return { key, type: known };
}

/** Whatever else a file has for a key, a list of lists without end above all, is none. */
function keyOf(value: Pickled | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Where checkpoints keep the state dict. */
const usualKeys = ['state_dict', 'model_state_dict', 'model', 'net', 'params_ema', 'params', 'ema'] as const;

function tensorsIn(root: Pickled, storages: Storages): readonly NamedTensor[] {
  const found = stateIn(root);
  if (found === undefined) throw new ImportError({ code: 'foreign.no-state', values: {} });
  const tensors: NamedTensor[] = [];
  for (const [key, value] of found) {
    if (typeof key !== 'string') continue;
    const tensor = tensorOf(key, value, storages);
    if (tensor !== undefined) tensors.push(tensor);
  }
  // Training on several machines puts a module around all others.
  const isWrapped = tensors.every(({ name }) => name.startsWith('module.'));
  return isWrapped ? tensors.map((tensor) => withName(tensor, tensor.name.slice('module.'.length))) : tensors;
}

/** The same tensor, whose values still wait. */
function withName(tensor: NamedTensor, name: string): NamedTensor {
  return {
    name,
    shape: tensor.shape,
    get values() {
      return tensor.values;
    },
  };
}

/** The entries of a dictionary that has tensors: what lies under the first usual key goes before what lies under the next. */
function stateIn(root: Pickled): ReadonlyMap<Pickled, Pickled> | undefined {
  // What leads to itself, or to one thing in many ways, is looked at once.
  const seen = new Set<Pickled>();
  const budget = { parts: mostParts };
  const open: Pickled[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Called && value.state instanceof PickledMap) {
      const state = new Map<Pickled, Pickled>();
      addModule(value, '', state, { depth: 0, budget });
      if (state.size > 0) return state;
    }
    const map = value instanceof Called ? listedMap(value) : value;
    if (!(map instanceof PickledMap)) continue;
    const { entries } = map;
    if ([...entries.values()].some(isTensor)) return entries;
    // The last of the list is next.
    for (const key of [...usualKeys].reverse()) open.push(entries.get(key) ?? null);
  }
  return undefined;
}

/** Older versions of Python give an ordered dictionary its entries as a list. */
function listedMap({ map, given }: Called): PickledMap {
  const [list] = Array.isArray(given) ? (given as readonly Pickled[]) : [];
  if (map.entries.size > 0 || !Array.isArray(list)) return map;
  const listed = new PickledMap();
  for (const pair of list as readonly Pickled[]) {
    if (Array.isArray(pair) && pair.length === 2) listed.entries.set(pair[0] as Pickled, pair[1] as Pickled);
  }
  return listed;
}

/** Modules inside one another, and all that is in them: one may stand in another twice, and so what is in it four times. */
const mostNested = 50;
const mostParts = 100_000;

interface ModuleWalk {
  readonly depth: number;
  readonly budget: { parts: number };
}

/** What `state_dict()` of a module would give. */
function addModule(module: Pickled, prefix: string, state: Map<Pickled, Pickled>, { depth, budget }: ModuleWalk): void {
  if (!(module instanceof Called) || !(module.state instanceof PickledMap)) return;
  const { entries } = module.state;
  const part = (key: string): (readonly [string, Pickled])[] => {
    const found = entries.get(key);
    const map = found instanceof Called ? listedMap(found) : found instanceof PickledMap ? found : new PickledMap();
    return [...map.entries].flatMap(([name, value]) => (typeof name === 'string' ? [[name, value] as const] : []));
  };
  const tensors = [...part('_parameters'), ...part('_buffers')];
  const modules = part('_modules');
  budget.parts -= 1 + tensors.length + modules.length;
  if (depth > mostNested || budget.parts < 0) throw new ImportError({ code: 'foreign.no-state', values: {} });
  for (const [key, value] of tensors) {
    if (isTensor(value)) state.set(`${prefix}${key}`, value);
  }
  for (const [key, inner] of modules) {
    addModule(inner, `${prefix}${key}.`, state, { depth: depth + 1, budget });
  }
}

const isTensor = (value: Pickled): boolean => rebuilt(value) !== undefined;

/** What a tensor is made of: the arguments of the function that makes it, by itself or inside of a parameter. */
function rebuilt(value: Pickled): readonly Pickled[] | undefined {
  const tensor = calledAs(/^torch\._utils _rebuild_parameter(_with_state)?$/, value)?.[0] ?? value;
  return calledAs(/^torch\._utils _rebuild_tensor(_v2)?$/, tensor);
}

function calledAs(name: RegExp, value: Pickled): readonly Pickled[] | undefined {
  if (!(value instanceof Called) || !(value.name instanceof Name) || !name.test(value.name.text)) return undefined;
  return Array.isArray(value.given) ? value.given : undefined;
}

function tensorOf(name: string, value: Pickled, storages: Storages): NamedTensor | undefined {
  const given = rebuilt(value);
  if (given === undefined) return undefined;
  const [reference, offset, size, stride] = given;
  const storage = reference instanceof Reference ? storageOf(reference) : undefined;
  if (storage === undefined || !isCount(offset) || !isCounts(size) || !isCounts(stride)) throw noTensor(name);
  const { type } = storage;
  const count = elementCount(size);
  const last = size.reduce((sum, side, axis) => sum + (side - 1) * (stride[axis] ?? 0), offset);
  const bytes = storages(storage.key);
  // As many numbers as the storage has, at most: none is read again and again.
  const isWhole = bytes !== undefined && (count === 0 || (last + 1) * type.size <= bytes.length);
  if (!isWhole || size.length !== stride.length || count * type.size > bytes.length) throw noTensor(name);
  return {
    name,
    shape: size,
    get values() {
      const view = dataViewOf(bytes);
      const values = new Float32Array(count);
      const place = size.map(() => 0);
      let at = offset;
      for (let i = 0; i < count; i++) {
        values[i] = type.read(view, at * type.size);
        for (let axis = size.length - 1; axis >= 0; axis--) {
          at += stride[axis] ?? 0;
          place[axis] = (place[axis] ?? 0) + 1;
          if (place[axis] !== size[axis]) break;
          at -= (stride[axis] ?? 0) * (size[axis] ?? 0);
          place[axis] = 0;
        }
      }
      return values;
    },
  };
}

function noTensor(name: string): ImportError {
  return new ImportError({ code: 'foreign.no-tensor', values: { name } });
}

function isCount(value: Pickled | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: Pickled | undefined): value is readonly number[] {
  return Array.isArray(value) && value.length <= 8 && value.every(isCount);
}
