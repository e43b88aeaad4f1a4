/** Relaxed SIMD where V8 has it behind a flag, as in Node 20. */

import { setFlagsFromString } from 'node:v8';
import { findFeatures } from './wasm/engine';

/**
 * For a process that is ours alone, since the flag is that of all code in it; before the kernels are compiled. Workers have
 * it too. Where V8 needs no flag, it is left alone: an unknown one would be complained of on standard error.
 */
export function allowRelaxedSimd(): void {
  if (!findFeatures().relaxed) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
