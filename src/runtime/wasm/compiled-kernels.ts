/** The kernels, compiled once per process and kind of memory; engines keep their fast code for the next run. */

import { RunError } from '../run-error';
import { engine, findFeatures, type WasmModule } from './engine';
import { buildKernels, type KernelSet } from './kernels/kernel-set';

export interface CompiledKernels {
  readonly kernels: KernelSet;
  readonly module: WasmModule;
}

const compiled = new Map<string, CompiledKernels>();

export function compileKernels(options: { readonly relaxed: boolean; readonly shared: boolean }): CompiledKernels {
  const key = `${options.relaxed} ${options.shared}`;
  const found = compiled.get(key);
  if (found !== undefined) return found;
  if (engine === undefined || !findFeatures().simd) {
    throw new RunError({ code: 'run.features', values: {} });
  }
  const kernels = buildKernels(options);
  const made = { kernels, module: new engine.Module(kernels.bytes) };
  compiled.set(key, made);
  return made;
}
