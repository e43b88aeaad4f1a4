/** Instances of small modules, for tests of the assembler and of single kernels. */

import assert from 'node:assert/strict';
import { type FunctionHandle, ModuleBuilder, type Parameters } from '../../../src/runtime/wasm/assembler';
import type { ValueType } from '../../../src/runtime/wasm/encoding';
import { engine } from '../../../src/runtime/wasm/engine';

export interface Instance {
  readonly call: (...values: readonly number[]) => number;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
}

/** A module of one page whose last function is exported. */
export function instantiate(write: (module: ModuleBuilder) => FunctionHandle<Parameters, ValueType | null>): Instance {
  assert.ok(engine !== undefined);
  const module = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1, maximum: 1, shared: false });
  module.export('main', write(module));
  const memory = new engine.Memory({ initial: 1, maximum: 1, shared: false });
  const { exports } = new engine.Instance(new engine.Module(module.finish()), { env: { memory } });
  const { buffer } = memory;
  return {
    call: exports.main as Instance['call'],
    floats: new Float32Array(buffer as ArrayBuffer),
    integers: new Int32Array(buffer as ArrayBuffer),
  };
}
