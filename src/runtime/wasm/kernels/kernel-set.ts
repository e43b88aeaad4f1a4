/** All kernels in one module, and where to find each. */

import { ModuleBuilder } from '../assembler';
import { plain, winograd } from '../winograd-matrices';
import { addCrew } from './crew';
import { addDepthwise } from './depthwise';
import { addElementwise } from './elementwise';
import { addGemm, addGemmPanel, addPack } from './gemm';
import { Kit } from './kit';
import { addLrn } from './lrn';
import { addMovement } from './movement';
import { addPooling } from './pooling';
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
  const tallPanel = addGemmPanel(kit, 4);
  const f43 = winograd(4, 3);
  const f25 = winograd(2, 5);
  const f34 = winograd(3, 4);
  const f27 = winograd(2, 7);
  const set = {
    gemm: addGemm(kit, 4, tallPanel),
    gemmOfOne: addGemm(kit, 1, addGemmPanel(kit, 1)),
    pack: addPack(kit, 8),
    depthwise: addDepthwise(kit),
    packDepthwise: addPack(kit, 4),
    winograd: [
      addWinograd(kit, f43, f43, tallPanel),
      addWinograd(kit, plain, f43, tallPanel),
      addWinograd(kit, f43, plain, tallPanel),
      addWinograd(kit, f25, f25, tallPanel),
      addWinograd(kit, f34, f34, tallPanel),
      addWinograd(kit, plain, f27, tallPanel),
      addWinograd(kit, f27, plain, tallPanel),
    ],
    elementwise: addElementwise(kit),
    lrn: addLrn(kit),
    pooling: addPooling(kit),
    movement: addMovement(kit),
  };
  addCrew(kit, shared);
  return { ...set, names: kit.kernels.map(({ name }) => name), bytes: module.finish() };
}
