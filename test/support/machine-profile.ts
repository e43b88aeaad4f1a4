/**
 * A machine with round numbers: 100 GFLOP/s (50 terms a nanosecond), 10 GB/s whatever the size, 1 microsecond a step; every
 * kernel reaches the peak and needs no time to handle values.
 */

import {
  type KernelKind,
  type KernelProfile,
  kernelKinds,
  type MachineProfile,
  profileVersion,
} from '../../src/base/machine-profile';

const plain: KernelProfile = {
  tile: { height: 1, width: 1, pixels: 1, filters: 1 },
  nsPerTerm: 0.02,
  nsPerInput: 0,
  nsPerOutput: 0,
  efficiency: 1,
};

export function roundProfile(
  changes: Partial<MachineProfile> = {},
  kernels: Partial<Record<KernelKind, Partial<KernelProfile>>> = {},
): MachineProfile {
  return {
    version: profileVersion,
    backend: 'reference',
    features: [],
    threads: 1,
    peakGflops: 100,
    bandwidthGBs: 10,
    bandwidths: [
      { bytes: 1000, gigabytesPerSecond: 10 },
      { bytes: 1e9, gigabytesPerSecond: 10 },
    ],
    stepOverheadUs: 1,
    kernels: Object.fromEntries(kernelKinds.map((kind) => [kind, { ...plain, ...kernels[kind] }])) as Record<
      KernelKind,
      KernelProfile
    >,
    fitError: 0.05,
    measuredAt: '2026-01-02T03:04:05.000Z',
    ...changes,
  };
}
