/**
 * What the kernels of this folder are written with. A kernel is a WebAssembly function with one signature for all:
 * where its descriptor lies in memory, which units of its work to do (rows, tiles, panels: independent of one another,
 * so that any split gives the same bits), and scratch memory of its own. The descriptor holds its arguments as 32-bit
 * fields, written once when a run is prepared. Addresses and strides in descriptors are in bytes.
 */

import { type Code, type FunctionHandle, type Local, type ModuleBuilder, valueOfCall } from '../assembler';
import { f32, f32x4, type I32, i32, type StackValue, stores, type V128, v128 } from '../instructions';

export type KernelFields = Readonly<Record<string, 'i32' | 'f32'>>;

export type FieldLocals<F extends KernelFields> = { readonly [K in keyof F]: Local<F[K]> };

export type FieldValues<F extends KernelFields> = { readonly [K in keyof F]: number };

export interface Kernel<F extends KernelFields> {
  /** By the grammar `f32_<what>_<tile or form>[_relaxed]`. */
  readonly name: string;
  /** In the module's table of functions. */
  readonly position: number;
  readonly fields: F;
}

/** Which units to do, and 16-byte aligned memory that nobody else touches. */
export interface UnitRange {
  readonly from: Local<'i32'>;
  readonly to: Local<'i32'>;
  readonly scratch: Local<'i32'>;
}

export const kernelParameters = { descriptor: 'i32', from: 'i32', to: 'i32', scratch: 'i32' } as const;

export class Kit {
  readonly kernels: Kernel<KernelFields>[] = [];
  private readonly tailLoader: FunctionHandle<{ address: 'i32'; count: 'i32' }, 'v128'>;
  private readonly partLoader: FunctionHandle<{ address: 'i32'; count: 'i32' }, 'v128'>;
  private readonly tailStorer: FunctionHandle<{ address: 'i32'; count: 'i32'; value: 'v128' }, null>;

  constructor(
    readonly module: ModuleBuilder,
    readonly relaxed: boolean,
  ) {
    this.tailLoader = module.add({ address: 'i32', count: 'i32' }, 'v128', (code, { address, count }) => {
      code.if(i32.eq(count, 1), () => code.return(v128.loadOne(address)));
      code.if(i32.eq(count, 2), () => code.return(v128.loadTwo(address)));
      code.return(v128.loadLane(2, v128.loadTwo(address), address, 8));
    });
    this.partLoader = module.add({ address: 'i32', count: 'i32' }, 'v128', (code, { address, count }) => {
      code.if(i32.geS(count, 4), () => code.return(v128.load(address)));
      code.if(i32.gtS(count, 0), () => code.return(this.loadTail(address, count)));
      code.return(f32x4.const(0));
    });
    this.tailStorer = module.add(
      { address: 'i32', count: 'i32', value: 'v128' },
      null,
      (code, { address, count, value }) => {
        code.if(
          i32.eq(count, 1),
          () => code.store(stores.one, address, value),
          () => {
            code.store(stores.two, address, value);
            code.if(i32.eq(count, 3), () => code.store(stores.third, address, value, 8));
          },
        );
      },
    );
  }

  /** Adds a kernel; the descriptor's fields are there as variables. */
  kernel<const F extends KernelFields>(
    name: string,
    fields: F,
    write: (code: Code, fields: FieldLocals<F>, share: UnitRange, descriptor: Local<'i32'>) => void,
  ): Kernel<F> {
    const handle = this.module.add(kernelParameters, null, (code, { descriptor, from, to, scratch }) => {
      const locals = Object.entries(fields).map(([field, type], index) => {
        const local = code.local(type);
        code.set(local as Local<'i32'>, (type === 'f32' ? f32 : i32).load(descriptor, index * 4) as StackValue<'i32'>);
        return [field, local] as const;
      });
      write(code, Object.fromEntries(locals) as unknown as FieldLocals<F>, { from, to, scratch }, descriptor);
    });
    const kernel = { name, position: this.module.element(handle), fields };
    this.kernels.push(kernel);
    return kernel;
  }

  /** One to three floats; the other lanes are zero. */
  loadTail(address: I32, count: I32): V128 {
    return valueOfCall(this.tailLoader, { address, count });
  }

  /** Up to four floats, as many as `count` (signed) says; the other lanes are zero. */
  loadPart(address: I32, count: I32): V128 {
    return valueOfCall(this.partLoader, { address, count });
  }

  /** The first one to three lanes. */
  storeTail(code: Code, address: I32, count: I32, value: V128): void {
    code.call(this.tailStorer, { address, count, value });
  }

  /** `a * b + c`: one rounding or two with relaxed SIMD, always two without. */
  multiplyAdd(a: V128, b: V128, c: V128): V128 {
    return this.relaxed ? f32x4.relaxedMadd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
  }

  /**
   * Visits `bytes` of floats, four at a time, then what is left over: `body` gets the offset in bytes and how to read and
   * write there.
   */
  eachVector(code: Code, bytes: Local<'i32'>, body: (access: VectorAccess) => void): void {
    const offset = code.let('i32', 0);
    const whole = code.let('i32', i32.and(bytes, -16));
    code.count(offset, whole, 16, () => {
      body({
        offset,
        load: (address) => v128.load(i32.add(address, offset)),
        store: (address, value) => code.store(stores.v128, i32.add(address, offset), value),
      });
    });
    const rest = code.let('i32', i32.shrU(i32.sub(bytes, whole), 2));
    code.if(rest, () => {
      body({
        offset,
        load: (address) => this.loadTail(i32.add(address, offset), rest),
        store: (address, value) => this.storeTail(code, i32.add(address, offset), rest, value),
      });
    });
  }
}

export interface VectorAccess {
  /** In bytes. */
  readonly offset: Local<'i32'>;
  /** The vector at the offset from an address; lanes that are not there are zero. */
  readonly load: (address: Local<'i32'>) => V128;
  readonly store: (address: Local<'i32'>, value: V128) => void;
}

/** Keeps a value between the two floats at `limits`; NaN stays. */
export function clampTo(limits: I32, value: V128): V128 {
  return f32x4.pmin(f32x4.pmax(value, v128.loadSplat(limits)), v128.loadSplat(limits, 4));
}
