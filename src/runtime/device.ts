/**
 * How long a layer would take at best on a device that is described by two numbers, its roofline (Williams, Waterman and
 * Patterson 2009): what it computes at its peak, or what it moves at the memory's bandwidth, whichever takes longer.
 */

import { type Plan, viewElements } from '../plan/plan';

export interface Device {
  /** In float32. */
  readonly peakGflops: number;
  readonly bandwidthGBs: number;
}

export interface NamedDevice extends Device {
  readonly name: string;
  /** Where its maker says so. */
  readonly source: string;
}

/**
 * Peaks are two operations per clock of each CUDA core at its highest clock, bandwidths the width of the bus times its data rate:
 * 6912 x 1.41 GHz and 5120 bit x 2.43 Gbit/s for the A100, 5120 x 1.53 GHz and 4096 bit x 1.75 Gbit/s for the V100, 2560 x 1.59 GHz and
 * 256 bit x 10 Gbit/s for the T4, 128 x 0.92 GHz and 64 bit x 3.2 Gbit/s for the Jetson Nano, as their maker rounds them.
 */
export const devices: readonly NamedDevice[] = [
  {
    name: 'NVIDIA A100 40GB',
    peakGflops: 19_500,
    bandwidthGBs: 1555,
    // The page of the product has that of 80 GB alone.
    source: 'https://images.nvidia.com/aem-dam/en-zz/Solutions/data-center/nvidia-ampere-architecture-whitepaper.pdf',
  },
  {
    name: 'NVIDIA V100 SXM2',
    peakGflops: 15_700,
    bandwidthGBs: 900,
    source: 'https://www.nvidia.com/en-us/data-center/v100/',
  },
  {
    name: 'NVIDIA T4',
    peakGflops: 8100,
    bandwidthGBs: 320,
    source: 'https://www.nvidia.com/en-us/data-center/tesla-t4/',
  },
  {
    // 472 GFLOP/s are of float16.
    name: 'NVIDIA Jetson Nano',
    peakGflops: 236,
    bandwidthGBs: 25.6,
    source: 'https://developer.nvidia.com/embedded/jetson-nano',
  },
];

export interface DeviceTime {
  readonly ms: number;
  readonly bound: 'compute' | 'memory' | null;
}

export function deviceTime(multiplies: number, trafficBytes: number, { peakGflops, bandwidthGBs }: Device): DeviceTime {
  const compute = (2 * multiplies) / peakGflops / 1e6;
  const memory = trafficBytes / bandwidthGBs / 1e6;
  const ms = Math.max(compute, memory);
  return { ms, bound: ms === 0 ? null : compute >= memory ? 'compute' : 'memory' };
}

/** Bytes of float32 that each of a plan's layers reads and writes: every tensor and weight once. Views move nothing. */
export function trafficOf({ layers, steps, weights }: Plan): readonly number[] {
  const floats = layers.map(() => 0);
  const seen = new Set<number>();
  for (const step of steps) {
    if (step.kernel === 'view') continue;
    const tensors = [...step.inputs, step.output].reduce((sum, view) => sum + viewElements(view), 0);
    let weightFloats = 0;
    for (const index of weightsOf(step)) {
      if (seen.has(index)) continue;
      seen.add(index);
      weightFloats += (weights[index]?.shape ?? []).reduce((a, b) => a * b, 1);
    }
    floats[step.layer] = (floats[step.layer] ?? 0) + tensors + weightFloats;
  }
  return floats.map((count) => 4 * count);
}

/** Those that make up most of it: kernels and biases. */
function weightsOf(step: Plan['steps'][number]): readonly number[] {
  if (!('weight' in step)) return [];
  return step.bias === null ? [step.weight] : [step.weight, step.bias];
}
