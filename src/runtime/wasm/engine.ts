/**
 * The engine's WebAssembly interface, as far as it is used here (its types are part of the DOM library only, which this
 * folder does not have), and what the engine can do, found out by validating tiny modules.
 */

import { ModuleBuilder } from './assembler';
import { f32x4 } from './instructions';

export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
}

/** A compiled module; structuredClone takes it. */
export type WasmModule = object;

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Engine {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: Record<string, Record<string, unknown>>) => WasmInstance;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

export const engine = (globalThis as unknown as { readonly WebAssembly?: Engine }).WebAssembly;

export interface EngineFeatures {
  readonly simd: boolean;
  readonly relaxed: boolean;
  /** Shared memory: needed for more than one thread. */
  readonly shared: boolean;
}

export function findFeatures(): EngineFeatures {
  const module = (shared: boolean, isRelaxed: boolean): Uint8Array<ArrayBuffer> => {
    const builder = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1, maximum: 1, shared });
    builder.add({ a: 'v128' }, 'v128', (code, { a }) => {
      code.return(isRelaxed ? f32x4.relaxedMadd(a, a, a) : f32x4.add(a, a));
    });
    return builder.finish();
  };
  const can = (shared: boolean, isRelaxed: boolean): boolean => engine?.validate(module(shared, isRelaxed)) === true;
  return {
    simd: can(false, false),
    relaxed: can(false, true),
    shared: typeof SharedArrayBuffer !== 'undefined' && can(true, false),
  };
}
