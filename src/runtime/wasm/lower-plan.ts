/**
 * From the steps of a plan to the stages of a program: exhaustive by type, so that the compiler names a kind of step that
 * would have no kernel. What kinds of steps need is in the files beside this one.
 */

import { invariant } from '../../base/assert';
import type { KernelName, Plan, Pointwise, Step, TensorView } from '../../plan/plan';
import { isLimit } from './algorithms';
import { type Followers, findFollowers } from './fusion';
import type { KernelSet } from './kernels/kernel-set';
import type { FieldValues, Kernel, KernelFields } from './kernels/kit';
import { lowerConvolution, lowerDense } from './lower-convolution';
import { lowerElementwiseJoin } from './lower-join';
import { lowerBlocks, lowerCopy, lowerPad, lowerResize, lowerShuffle, lowerSlice } from './lower-movement';
import { lowerBatchNorm, lowerLengthNorm, lowerLrn, lowerPrelu, lowerStatistics } from './lower-normalization';
import { adaptiveTables, lowerGlobalPool, lowerPool, windowTables } from './lower-pooling';
import { lowerTransposedConvolution } from './lower-transposed';
import type { Lowering } from './lowering';
import { type Program, ProgramBuilder } from './program';
import { elementsOf, imagePlace, rowsOf } from './views';

export function lowerPlan(plan: Plan, weights: readonly Float32Array[], kernels: KernelSet, threads: number): Program {
  const lowering = new PlanLowering(plan, weights, kernels, threads);
  return lowering.lower();
}

type Lower<S extends Step> = (step: S, lowering: Lowering) => void;

const table: { readonly [K in KernelName]: Lower<Extract<Step, { kernel: K }>> } = {
  convolution: lowerConvolution,
  convtranspose: lowerTransposedConvolution,
  dense: lowerDense,
  maxpool: (step, lowering) => lowerPool(step, lowering, lowering.kernels.pooling.maximum, windowTables(step)),
  avgpool: (step, lowering) => lowerPool(step, lowering, lowering.kernels.pooling.mean, windowTables(step)),
  adaptiveavgpool: (step, lowering) =>
    lowerPool(step, lowering, lowering.kernels.pooling.mean, adaptiveTables(lowering.onlyInput(step), step.output)),
  globalavgpool: lowerGlobalPool as Lower<never>,
  globalmaxpool: lowerGlobalPool as Lower<never>,
  lrn: lowerLrn,
  batchnorm: lowerBatchNorm,
  statistics: lowerStatistics,
  l2norm: lowerLengthNorm,
  prelu: lowerPrelu,
  activation: (step, lowering) => lowering.map(step.activation, lowering.onlyInput(step), step.output),
  softmax: (step, { builder, kernels, onlyInput }) => {
    const [input, output] = [imagePlace(onlyInput(step)), imagePlace(step.output)];
    builder.stage(kernels.elementwise.softmax, output.height, 40 * elementsOf(output), () =>
      rowsOf(input, output, true),
    );
  },
  scale: (step, { builder, kernels, onlyInput }) => {
    const [input, output] = [imagePlace(onlyInput(step)), imagePlace(step.output)];
    builder.stage(kernels.elementwise.scale, output.height, 4 * elementsOf(output), () => ({
      ...rowsOf(input, output),
      parameter: step.factor,
    }));
  },
  pad: lowerPad,
  resize: lowerResize,
  slice: lowerSlice,
  shuffle: lowerShuffle,
  spacetodepth: lowerBlocks as Lower<never>,
  depthtospace: lowerBlocks as Lower<never>,
  add: lowerElementwiseJoin as Lower<never>,
  multiply: lowerElementwiseJoin as Lower<never>,
  copy: lowerCopy,
  view: () => {},
};

class PlanLowering implements Lowering {
  readonly builder: ProgramBuilder;
  followers: Followers | undefined;
  private readonly weights: Float32Array[];

  constructor(
    private readonly plan: Plan,
    weights: readonly Float32Array[],
    readonly kernels: KernelSet,
    threads: number,
  ) {
    this.weights = [...weights];
    this.builder = new ProgramBuilder(plan.arenaBytes, threads);
  }

  lower(): Program {
    const { steps } = this.plan;
    const found = findFollowers(steps);
    const followers = new Set<number>();
    for (const [index, step] of steps.entries()) {
      this.builder.beginStep(index);
      this.followers = found.get(index);
      for (let each = 1; each <= (this.followers?.count ?? 0); each++) followers.add(index + each);
      (table[step.kernel] as Lower<Step>)(step, this);
    }
    return this.builder.finish(steps.length, followers);
  }

  weight(index: number): Float32Array {
    const weight = this.weights[index];
    invariant(weight !== undefined, `the plan has no weight ${index}`);
    return weight;
  }

  addWeight(values: Float32Array): number {
    return this.weights.push(values) - 1;
  }

  onlyInput(step: Step): TensorView {
    const [input] = step.inputs;
    invariant(input !== undefined && step.inputs.length === 1, `${step.kernel} reads one tensor`);
    return input;
  }

  limits(activation: Pointwise | null): number {
    const { constants } = this.builder;
    if (activation?.kind === 'relu') return constants.aboveZero;
    if (activation?.kind === 'relu6') return constants.zeroToSix;
    if (activation?.kind === 'clip') {
      const { minimum, maximum } = activation;
      return this.builder.table(`limits ${minimum} ${maximum}`, () => Float32Array.of(minimum, maximum));
    }
    return constants.noLimits;
  }

  activate(activation: Pointwise | null, view: TensorView): void {
    if (activation !== null && !isLimit(activation)) this.map(activation, view, view);
  }

  map(activation: Pointwise, from: TensorView, to: TensorView): void {
    const { elementwise } = this.kernels;
    const [input, output] = [imagePlace(from), imagePlace(to)];
    const work = (isLimit(activation) ? 4 : 30) * elementsOf(output);
    const rows = () => rowsOf(input, output);
    switch (activation.kind) {
      case 'leakyrelu':
      case 'hardsigmoid':
        this.builder.stage(elementwise[activation.kind], output.height, work, () => ({
          ...rows(),
          parameter: activation.slope,
        }));
        break;
      case 'elu':
        this.builder.stage(elementwise.elu, output.height, work, () => ({ ...rows(), parameter: activation.alpha }));
        break;
      case 'clip': {
        const limits = this.limits(activation);
        this.builder.stage(elementwise.clip, output.height, work, () => ({ ...rows(), limits }));
        break;
      }
      default:
        this.builder.stage(elementwise[activation.kind], output.height, work, rows);
    }
  }

  packRows(
    kernel: Kernel<KernelFields>,
    weight: number,
    units: number,
    planes: number,
    rows: number,
    fields: (staged: number, first: number, count: number) => FieldValues<KernelFields>,
  ): void {
    const values = this.weight(weight);
    this.builder.pack({
      kernel,
      units,
      weight: values,
      planes,
      rows,
      rowFloats: values.length / (planes * rows),
      fields,
    });
  }
}
