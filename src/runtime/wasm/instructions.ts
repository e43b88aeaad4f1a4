/**
 * Instructions as typed expressions: `f32x4.add(a, b)` is the code that leaves the sum on the stack, and the compiler
 * refuses to add a vector to an integer. Numbers are taken as constants. Statements are the business of the
 * function builder in assembler.ts. Opcodes follow the WebAssembly Core Specification 2.0, and the threads and relaxed SIMD
 * proposals.
 */

import { float32, signed, unsigned, type ValueType } from './encoding';

/** Code as bytes and pieces of code, one after the other: what an expression is made of is not copied into it. */
export type CodePiece = readonly (number | CodePiece)[];

/** Code that leaves one value of type `T` on the stack. */
export class StackValue<T extends ValueType> {
  constructor(
    readonly type: T,
    readonly code: CodePiece,
  ) {}
}

export type I32 = StackValue<'i32'> | number;
export type I64 = StackValue<'i64'>;
export type F32 = StackValue<'f32'> | number;
export type V128 = StackValue<'v128'>;

export function codeOfI32(value: I32): CodePiece {
  return typeof value === 'number' ? [0x41, signed(value)] : value.code;
}

function codeOfF32(value: F32): CodePiece {
  return typeof value === 'number' ? [0x43, float32(value)] : value.code;
}

/** Alignment (as a power of two, a hint only) and offset of an access to memory. */
function access(alignment: number, offset: number): CodePiece {
  return [alignment, unsigned(offset)];
}

const simd = (opcode: number): CodePiece => [0xfd, unsigned(opcode)];
const atomic = (opcode: number): CodePiece => [0xfe, unsigned(opcode)];

type I32Binary = (a: I32, b: I32) => StackValue<'i32'>;

const i32Binary =
  (opcode: number): I32Binary =>
  (a, b) =>
    new StackValue('i32', [codeOfI32(a), codeOfI32(b), opcode]);

export const i32 = {
  const: (value: number) => new StackValue('i32', codeOfI32(value)),
  eqz: (a: I32) => new StackValue('i32', [codeOfI32(a), 0x45]),
  eq: i32Binary(0x46),
  ne: i32Binary(0x47),
  ltU: i32Binary(0x49),
  gtS: i32Binary(0x4a),
  gtU: i32Binary(0x4b),
  geS: i32Binary(0x4e),
  geU: i32Binary(0x4f),
  add: i32Binary(0x6a),
  sub: i32Binary(0x6b),
  mul: i32Binary(0x6c),
  divU: i32Binary(0x6e),
  remU: i32Binary(0x70),
  and: i32Binary(0x71),
  shl: i32Binary(0x74),
  shrU: i32Binary(0x76),
  load: (address: I32, offset = 0) => new StackValue('i32', [codeOfI32(address), 0x28, access(2, offset)]),
  select: (condition: I32, ifTrue: I32, ifFalse: I32) =>
    new StackValue('i32', [codeOfI32(ifTrue), codeOfI32(ifFalse), codeOfI32(condition), 0x1b]),
  minU: (a: StackValue<'i32'>, b: StackValue<'i32'>): StackValue<'i32'> => i32.select(i32.ltU(a, b), a, b),
  wrap: (a: I64) => new StackValue('i32', [a.code, 0xa7]),
  atomicLoad: (address: I32, offset = 0) =>
    new StackValue('i32', [codeOfI32(address), atomic(0x10), access(2, offset)]),
  /** The value before the addition. */
  atomicAdd: (address: I32, value: I32, offset = 0) =>
    new StackValue('i32', [codeOfI32(address), codeOfI32(value), atomic(0x1e), access(2, offset)]),
  /** Sleeps while the word is as expected: 0 woken, 1 other value, 2 timed out. */
  atomicWait: (address: I32, expected: I32, nanoseconds: I64, offset = 0) =>
    new StackValue('i32', [codeOfI32(address), codeOfI32(expected), nanoseconds.code, atomic(0x01), access(2, offset)]),
  /** Wakes up to `count` sleepers; how many there were. */
  atomicNotify: (address: I32, count: I32, offset = 0) =>
    new StackValue('i32', [codeOfI32(address), codeOfI32(count), atomic(0x00), access(2, offset)]),
};

export const i64 = {
  /** A 32-bit signed constant. */
  const: (value: number) => new StackValue('i64', [0x42, signed(value)]),
  extendU: (a: I32) => new StackValue('i64', [codeOfI32(a), 0xad]),
  eq: (a: I64, b: I64) => new StackValue('i32', [a.code, b.code, 0x51]),
  add: (a: I64, b: I64) => new StackValue('i64', [a.code, b.code, 0x7c]),
  shl: (a: I64, b: I64) => new StackValue('i64', [a.code, b.code, 0x86]),
  shrU: (a: I64, b: I64) => new StackValue('i64', [a.code, b.code, 0x88]),
  atomicLoad: (address: I32, offset = 0) =>
    new StackValue('i64', [codeOfI32(address), atomic(0x11), access(3, offset)]),
  /** Stores `replacement` if the word is as expected; the value before. */
  atomicCompareExchange: (address: I32, expected: I64, replacement: I64, offset = 0) =>
    new StackValue('i64', [codeOfI32(address), expected.code, replacement.code, atomic(0x49), access(3, offset)]),
};

type F32Binary = (a: F32, b: F32) => StackValue<'f32'>;

const f32Binary =
  (opcode: number): F32Binary =>
  (a, b) =>
    new StackValue('f32', [codeOfF32(a), codeOfF32(b), opcode]);

export const f32 = {
  const: (value: number) => new StackValue('f32', codeOfF32(value)),
  load: (address: I32, offset = 0) => new StackValue('f32', [codeOfI32(address), 0x2a, access(2, offset)]),
  add: f32Binary(0x92),
  sub: f32Binary(0x93),
  mul: f32Binary(0x94),
  div: f32Binary(0x95),
  max: f32Binary(0x97),
  sqrt: (a: F32) => new StackValue('f32', [codeOfF32(a), 0x91]),
};

type V128Binary = (a: V128, b: V128) => V128;

const unary =
  (opcode: number) =>
  (a: V128): V128 =>
    new StackValue('v128', [a.code, simd(opcode)]);

const binary =
  (opcode: number): V128Binary =>
  (a, b) =>
    new StackValue('v128', [a.code, b.code, simd(opcode)]);

const load =
  (opcode: number, alignment: number) =>
  (address: I32, offset = 0): V128 =>
    new StackValue('v128', [codeOfI32(address), simd(opcode), access(alignment, offset)]);

export const v128 = {
  load: load(0x00, 4),
  /** One float into all four lanes. */
  loadSplat: load(0x09, 2),
  /** One or two floats, the other lanes zero. */
  loadOne: load(0x5c, 2),
  loadTwo: load(0x5d, 3),
  /** `vector` with one of its lanes from memory. */
  loadLane: (lane: number, vector: V128, address: I32, offset = 0): V128 =>
    new StackValue('v128', [codeOfI32(address), vector.code, simd(0x56), access(2, offset), lane]),
  and: binary(0x4e),
  /** The bits of `a` where those of `b` are 0. */
  andNot: binary(0x4f),
  or: binary(0x50),
  /** `ifOne` where the mask's bits are 1, else `ifZero`. */
  bitselect: (ifOne: V128, ifZero: V128, mask: V128): V128 =>
    new StackValue('v128', [ifOne.code, ifZero.code, mask.code, simd(0x52)]),
};

export const f32x4 = {
  splat: (a: F32): V128 => new StackValue('v128', [codeOfF32(a), simd(0x13)]),
  const: (value: number): V128 => {
    const lane = float32(value);
    return new StackValue('v128', [simd(0x0c), lane, lane, lane, lane]);
  },
  lt: binary(0x43),
  gt: binary(0x44),
  nearest: unary(0x6a),
  abs: unary(0xe0),
  neg: unary(0xe1),
  sqrt: unary(0xe3),
  add: binary(0xe4),
  sub: binary(0xe5),
  mul: binary(0xe6),
  div: binary(0xe7),
  /** `b < a ? b : a`: keeps a NaN of `a`. */
  pmin: binary(0xea),
  /** `a < b ? b : a`: keeps a NaN of `a`. */
  pmax: binary(0xeb),
  /** `a * b + c`, rounded once or twice as the machine likes it. */
  relaxedMadd: (a: V128, b: V128, c: V128): V128 => new StackValue('v128', [a.code, b.code, c.code, simd(0x105)]),
};

export const i32x4 = {
  const: (value: number): V128 => i32x4.lanes([value, value, value, value]),
  /** A constant of four integers. */
  lanes: (values: readonly number[]): V128 =>
    new StackValue('v128', [simd(0x0c), ...new Uint8Array(Int32Array.from(values).buffer)]),
  shl: (a: V128, bits: I32): V128 => new StackValue('v128', [a.code, codeOfI32(bits), simd(0xab)]),
  shrS: (a: V128, bits: I32): V128 => new StackValue('v128', [a.code, codeOfI32(bits), simd(0xac)]),
  shrU: (a: V128, bits: I32): V128 => new StackValue('v128', [a.code, codeOfI32(bits), simd(0xad)]),
  add: binary(0xae),
  sub: binary(0xb1),
  /** Towards zero; NaN gives 0. */
  truncate: unary(0xf8),
  /** To floats. */
  convert: unary(0xfa),
};

/** What a store instruction writes: opcode, alignment and, for lanes, the lane. */
export interface StoreForm<T extends ValueType> {
  readonly type: T;
  readonly opcode: CodePiece;
  readonly alignment: number;
  readonly lane?: number;
}

export const stores = {
  i32: { type: 'i32', opcode: [0x36], alignment: 2 },
  f32: { type: 'f32', opcode: [0x38], alignment: 2 },
  v128: { type: 'v128', opcode: simd(0x0b), alignment: 4 },
  /** The first float, the first two floats, the third float of a vector. */
  one: { type: 'v128', opcode: simd(0x5a), alignment: 2, lane: 0 },
  two: { type: 'v128', opcode: simd(0x5b), alignment: 3, lane: 0 },
  third: { type: 'v128', opcode: simd(0x5a), alignment: 2, lane: 2 },
  i32Atomic: { type: 'i32', opcode: atomic(0x17), alignment: 2 },
  i64Atomic: { type: 'i64', opcode: atomic(0x18), alignment: 3 },
} as const satisfies Record<string, StoreForm<ValueType>>;
