/** The kernels, once per process and kind of memory; engines keep their fast code for the next run. */

import { RunError } from '../run-error';
import { engine, findFeatures, type WasmModule } from './engine';
import { type KernelOptions, type KernelSet, startKernels } from './kernels/kernel-set';

export interface KernelLibrary {
  /** Made as they are asked for: most plans need few of them, and to make all takes a tenth of a second. */
  readonly kernels: KernelSet;
  /** With all that have been asked for; the same one as long as there are no more. */
  compile(): WasmModule;
}

const libraries = new Map<string, KernelLibrary>();

export function kernelLibrary(options: KernelOptions): KernelLibrary {
  const key = `${options.relaxed} ${options.shared}`;
  const found = libraries.get(key);
  if (found !== undefined) return found;
  if (engine === undefined || !findFeatures().simd) {
    throw new RunError({ code: 'run.features', values: {} });
  }
  const { Module } = engine;
  const { kernels, count, bytes } = startKernels(options);
  let compiled: { readonly module: WasmModule; readonly count: number } | undefined;
  const library: KernelLibrary = {
    kernels,
    compile() {
      if (compiled?.count !== count()) compiled = { module: new Module(bytes()), count: count() };
      return compiled.module;
    },
  };
  libraries.set(key, library);
  return library;
}
