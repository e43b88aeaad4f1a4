/**
 * The reference backend: plain TypeScript, sums in float64. It is the specification of every step and is held
 * against hand-computed and brute-force results; other backends are held against it. With `count` it makes
 * every product of a convolution or dense layer one by one and counts it.
 */

import { invariant } from '../../base/assert';
import { type KernelName, type Plan, type Step, type TensorView, viewElements } from '../../plan/plan';
import type { Backend, Execution, PrepareOptions, RunHooks } from '../backend';
import { RunError } from '../run-error';
import { activationKernel, mapKernel, preluKernel, softmaxKernel } from './activation';
import { convolutionKernel } from './convolution';
import { denseKernel } from './dense';
import { Cancelled, type Counter, type Memory, type StepKernel } from './memory';
import { batchNormKernel, lengthNormKernel, lrnKernel, statisticsKernel } from './normalization';
import { adaptivePoolKernel, averagePoolKernel, globalPoolKernel, maxPoolKernel } from './pooling';
import {
  blockKernel,
  copyKernel,
  elementwiseJoinKernel,
  padKernel,
  resizeKernel,
  shuffleKernel,
  sliceKernel,
} from './reshape';
import { transposedConvolutionKernel } from './transposed-convolution';

type Make<S extends Step> = (step: S, memory: Memory, counter: Counter | undefined) => StepKernel;

/** One row per kind of step; the compiler names a missing one. */
const kernels: { readonly [K in KernelName]: Make<Extract<Step, { kernel: K }>> } = {
  convolution: convolutionKernel,
  convtranspose: transposedConvolutionKernel,
  dense: denseKernel,
  maxpool: maxPoolKernel,
  avgpool: averagePoolKernel,
  adaptiveavgpool: adaptivePoolKernel,
  globalavgpool: globalPoolKernel as Make<never>,
  globalmaxpool: globalPoolKernel as Make<never>,
  lrn: lrnKernel,
  batchnorm: batchNormKernel,
  statistics: statisticsKernel,
  l2norm: lengthNormKernel,
  prelu: preluKernel,
  activation: activationKernel,
  softmax: softmaxKernel,
  scale: (step, memory) => mapKernel(step, memory, (x) => x * step.factor),
  pad: padKernel,
  resize: resizeKernel,
  slice: sliceKernel,
  shuffle: shuffleKernel,
  spacetodepth: blockKernel as Make<never>,
  depthtospace: blockKernel as Make<never>,
  add: elementwiseJoinKernel as Make<never>,
  multiply: elementwiseJoinKernel as Make<never>,
  copy: copyKernel,
  view: () => () => {},
};

export const referenceBackend: Backend = {
  name: 'reference',
  async prepare(plan, weights, options = {}) {
    return new ReferenceExecution(plan, weights, options);
  },
};

class ReferenceExecution implements Execution {
  readonly features: readonly string[] = [];
  readonly threads = 1;
  private readonly arena: Float32Array;
  private readonly kernels: readonly StepKernel[];
  private readonly counters: readonly Counter[] | undefined;
  private shouldCancel: (() => boolean) | undefined;

  constructor(
    private readonly plan: Plan,
    weights: readonly Float32Array[],
    options: PrepareOptions,
  ) {
    invariant(weights.length === plan.weights.length, 'as many weights as the plan has');
    this.arena = allocate(plan.arenaFloats);
    const memory: Memory = {
      arena: this.arena,
      weights,
      poll: () => {
        if (this.shouldCancel?.() === true) throw new Cancelled();
      },
    };
    this.counters = options.count ? plan.steps.map(() => ({ multiplies: 0, effectiveMultiplies: 0 })) : undefined;
    this.kernels = plan.steps.map((step, index) => {
      const make = kernels[step.kernel] as Make<Step>;
      return make(step, memory, this.counters?.[index]);
    });
  }

  run(input: Float32Array, hooks: RunHooks = {}): boolean {
    this.write(this.plan.input.view, input);
    for (const counter of this.counters ?? []) {
      counter.multiplies = 0;
      counter.effectiveMultiplies = 0;
    }
    this.shouldCancel = hooks.shouldCancel;
    try {
      for (const [index, kernel] of this.kernels.entries()) {
        if (hooks.shouldCancel?.() === true) return false;
        kernel();
        hooks.onStep?.(index);
      }
      return true;
    } catch (problem) {
      if (problem instanceof Cancelled) return false;
      throw problem;
    } finally {
      this.shouldCancel = undefined;
    }
  }

  read(view: TensorView): Float32Array {
    const values = new Float32Array(viewElements(view));
    this.eachPixel(view, (from, to) => {
      for (let c = 0; c < view.channels; c++) values[to + c] = this.arena[from + c] as number;
    });
    return values;
  }

  counts(): readonly Counter[] | undefined {
    return this.counters;
  }

  dispose(): void {
    // Memory is the collector's.
  }

  private write(view: TensorView, values: Float32Array): void {
    invariant(values.length === viewElements(view), 'the input has as many values as its shape says');
    this.eachPixel(view, (to, from) => {
      for (let c = 0; c < view.channels; c++) this.arena[to + c] = values[from + c] as number;
    });
  }

  private eachPixel(view: TensorView, visit: (inArena: number, inList: number) => void): void {
    for (let y = 0; y < view.height; y++) {
      for (let x = 0; x < view.width; x++) {
        visit(view.offset + y * view.rowStride + x * view.pixelStride, (y * view.width + x) * view.channels);
      }
    }
  }
}

function allocate(floats: number): Float32Array {
  try {
    return new Float32Array(floats);
  } catch {
    throw new RunError({ code: 'run.memory/tensors', values: { size: (floats * 4) / 2 ** 20 } });
  }
}
