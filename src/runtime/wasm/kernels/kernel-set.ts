/** All kernels in one module, and where to find each. */

import { winogradAlgorithms } from '../algorithms';
import { ModuleBuilder } from '../assembler';
import { addCrew } from './crew';
import { addDense } from './dense';
import { addDepthwise } from './depthwise';
import { addElementwise } from './elementwise';
import { addGemm, addGemmPanel, addPack, type Tiling, tilingOf } from './gemm';
import { Kit } from './kit';
import { addLrn } from './lrn';
import { addMovement } from './movement';
import { addPooling } from './pooling';
import { addStatistics } from './statistics';
import { addWinograd } from './winograd';

export interface KernelOptions {
  readonly relaxed: boolean;
  /** Shared memory, and what threads need. */
  readonly shared: boolean;
}

export type KernelSet = ReturnType<typeof buildKernels>;

/** 65,536 pages of 64 KiB: the most a 32-bit memory has. */
export const mostPages = 65_536;

export function buildKernels({ relaxed, shared }: KernelOptions) {
  const module = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1, maximum: mostPages, shared });
  const kit = new Kit(module, relaxed);
  const panel = addGemmPanel(kit);
  const set = {
    /** How pixels are cut into the tiles of products. */
    tilingOf: (pixels: number): Tiling => tilingOf(pixels, relaxed),
    gemm: addGemm(kit, panel),
    dense: addDense(kit),
    pack: addPack(kit, 8),
    depthwise: addDepthwise(kit),
    packDepthwise: addPack(kit, 4),
    winograd: new Map(
      winogradAlgorithms.map((algorithm) => [
        algorithm,
        addWinograd(kit, algorithm.vertical, algorithm.horizontal, panel),
      ]),
    ),
    elementwise: addElementwise(kit),
    lrn: addLrn(kit),
    statistics: addStatistics(kit),
    pooling: addPooling(kit),
    movement: addMovement(kit),
  };
  addCrew(kit, shared);
  return { ...set, names: kit.kernels.map(({ name }) => name), bytes: module.finish() };
}
