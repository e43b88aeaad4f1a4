/** All kernels, in one module to which each is added when it is first asked for, and where to find each. */

import { lazily } from '../../../base/lazily';
import { winogradAlgorithms } from '../algorithms';
import { ModuleBuilder } from '../assembler';
import { addCrew } from './crew';
import { addDense } from './dense';
import { addDepthwise } from './depthwise';
import { addElementwise } from './elementwise';
import { addGemm, addGemmPanel, addPack, pairedFilters, type Tiling, tileHeights, tilingOf } from './gemm';
import { Kit } from './kit';
import { addLrn } from './lrn';
import { addMovement } from './movement';
import { addPooling } from './pooling';
import { addStatistics } from './statistics';
import { addWinograd, type WinogradKernels } from './winograd';

export interface KernelOptions {
  readonly relaxed: boolean;
  /** Shared memory, and what threads need. */
  readonly shared: boolean;
}

export type KernelSet = ReturnType<typeof startKernels>['kernels'];

/** 65,536 pages of 64 KiB: the most a 32-bit memory has. */
export const mostPages = 65_536;

export function startKernels({ relaxed, shared }: KernelOptions) {
  const module = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1, maximum: mostPages, shared });
  const kit = new Kit(module, relaxed);
  addCrew(kit, shared);
  const inside = lazily({ panel: () => addGemmPanel(kit) });
  const winograd = winogradAlgorithms.map(({ vertical, horizontal }) => () => {
    return addWinograd(kit, vertical, horizontal, inside.panel);
  });
  const kernels = lazily({
    gemm: () => addGemm(kit, inside.panel),
    /** For groups of four channels and filters, two at a time. */
    pairedGemm: () => addGemm(kit, addGemmPanel(kit, true), `${tileHeights[0]}x${pairedFilters}x2`),
    dense: () => addDense(kit),
    pack: () => addPack(kit, 8),
    depthwise: () => addDepthwise(kit),
    packDepthwise: () => addPack(kit, 4),
    /** By the position of their algorithm. */
    winograd: () => lazily<readonly WinogradKernels[]>(winograd),
    elementwise: () => addElementwise(kit),
    lrn: () => addLrn(kit),
    statistics: () => addStatistics(kit),
    pooling: () => addPooling(kit),
    movement: () => addMovement(kit),
    /** How pixels are cut into the tiles of products. */
    tilingOf:
      () =>
      (pixels: number): Tiling =>
        tilingOf(pixels, relaxed),
  });
  return {
    kernels,
    /** How many there are so far. */
    count: (): number => kit.kernels.length,
    bytes: (): Uint8Array<ArrayBuffer> => module.finish(),
  };
}
