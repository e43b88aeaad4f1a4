/**
 * From the steps of a plan to the stages of a program: exhaustive by type, so that the compiler names a kind of step that
 * would have no kernel. Convolutions and dense layers are in lower-convolution.ts.
 */

import { invariant } from '../../base/assert';
import type {
  AddStep,
  AveragePoolStep,
  BatchNormStep,
  CopyStep,
  GlobalPoolStep,
  KernelName,
  LrnStep,
  MaxPoolStep,
  PadStep,
  Plan,
  PlanWindow,
  Pointwise,
  Step,
  TensorView,
  UpsampleStep,
} from '../../plan/plan';
import { isLimit } from './algorithms';
import { foldNorm } from './fold';
import type { KernelSet } from './kernels/kernel-set';
import type { Fields, FieldValues, Kernel } from './kernels/kit';
import { lrnScratch } from './kernels/lrn';
import type { PoolKernel } from './kernels/pooling';
import { lowerConvolution, lowerDense } from './lower-convolution';
import type { Lowering } from './lowering';
import { type Program, ProgramBuilder } from './program';
import { borderedOf, denseImage, elementsOf, imagesOf, type Place, placeOf, rowsOf } from './views';

export function lowerPlan(plan: Plan, weights: readonly Float32Array[], kernels: KernelSet, threads: number): Program {
  const lowering = new PlanLowering(plan, weights, kernels, threads);
  return lowering.lower();
}

type Lower<S extends Step> = (step: S, lowering: Lowering) => void;

const table: { readonly [K in KernelName]: Lower<Extract<Step, { kernel: K }>> } = {
  convolution: lowerConvolution,
  dense: lowerDense,
  maxpool: (step, lowering) => lowerPool(step, lowering, lowering.kernels.pooling.maximum, windowTables(step)),
  avgpool: (step, lowering) => lowerPool(step, lowering, lowering.kernels.pooling.mean, windowTables(step)),
  adaptiveavgpool: (step, lowering) =>
    lowerPool(step, lowering, lowering.kernels.pooling.mean, adaptiveTables(lowering.onlyInput(step), step.output)),
  globalavgpool: lowerGlobalPool as Lower<never>,
  globalmaxpool: lowerGlobalPool as Lower<never>,
  lrn: lowerLrn,
  batchnorm: lowerBatchNorm,
  activation: (step, lowering) => lowering.map(step.activation, lowering.onlyInput(step), step.output),
  softmax: (step, { builder, kernels, onlyInput }) => {
    const [input, output] = [placeOf(onlyInput(step)), placeOf(step.output)];
    builder.stage(kernels.elementwise.softmax, output.height, 40 * elementsOf(output), () =>
      rowsOf(input, output, true),
    );
  },
  scale: (step, { builder, kernels, onlyInput }) => {
    const [input, output] = [placeOf(onlyInput(step)), placeOf(step.output)];
    builder.stage(kernels.elementwise.scale, output.height, 4 * elementsOf(output), () => ({
      ...rowsOf(input, output),
      parameter: step.factor,
    }));
  },
  pad: lowerPad,
  upsample: lowerUpsample,
  add: lowerAdd,
  copy: lowerCopy,
  view: () => {},
};

class PlanLowering implements Lowering {
  readonly builder: ProgramBuilder;

  constructor(
    private readonly plan: Plan,
    private readonly weights: readonly Float32Array[],
    readonly kernels: KernelSet,
    threads: number,
  ) {
    this.builder = new ProgramBuilder(plan.arenaBytes, threads);
  }

  lower(): Program {
    const { steps } = this.plan;
    for (const [index, step] of steps.entries()) {
      this.builder.beginStep(index);
      (table[step.kernel] as Lower<Step>)(step, this);
    }
    return this.builder.finish(steps.length);
  }

  weight(index: number): Float32Array {
    const weight = this.weights[index];
    invariant(weight !== undefined, `the plan has no weight ${index}`);
    return weight;
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
    return constants.noLimits;
  }

  activate(activation: Pointwise | null, view: TensorView): void {
    if (activation !== null && !isLimit(activation)) this.map(activation, view, view);
  }

  map(activation: Pointwise, from: TensorView, to: TensorView): void {
    const { elementwise } = this.kernels;
    const [input, output] = [placeOf(from), placeOf(to)];
    const work = (isLimit(activation) ? 4 : 30) * elementsOf(output);
    if (activation.kind === 'leakyrelu') {
      this.builder.stage(elementwise.leakyrelu, output.height, work, () => ({
        ...rowsOf(input, output),
        parameter: activation.slope,
      }));
    } else {
      this.builder.stage(elementwise[activation.kind], output.height, work, () => rowsOf(input, output));
    }
  }

  packRows(
    kernel: Kernel<Fields>,
    weight: number,
    units: number,
    planes: number,
    rows: number,
    fields: (staged: number, first: number, count: number) => FieldValues<Fields>,
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

interface WindowTables {
  readonly rows: readonly Window[];
  readonly columns: readonly Window[];
}

/** Rows or columns that a result reads, inside of the image, and their share of a mean's divisor. */
interface Window {
  readonly first: number;
  readonly count: number;
  readonly divisor: number;
}

function windowTables(step: MaxPoolStep | AveragePoolStep): WindowTables {
  const [input] = step.inputs as readonly [TensorView];
  const countPadding = step.kernel === 'avgpool' && step.countPadding;
  const [top, bottom, left, right] = step.window.pads;
  return {
    rows: windowsAlong(step.window, 0, input.height, step.output.height, top, bottom, countPadding),
    columns: windowsAlong(step.window, 1, input.width, step.output.width, left, right, countPadding),
  };
}

function windowsAlong(
  window: PlanWindow,
  axis: 0 | 1,
  size: number,
  count: number,
  before: number,
  after: number,
  countPadding: boolean,
): Window[] {
  return Array.from({ length: count }, (_, index) => {
    const start = index * window.stride[axis] - before;
    const end = start + window.kernel[axis];
    const first = Math.max(0, start);
    const inside = Math.min(size, end) - first;
    return { first, count: inside, divisor: countPadding ? Math.min(size + after, end) - start : inside };
  });
}

function adaptiveTables(input: TensorView, output: TensorView): WindowTables {
  const along = (size: number, count: number): Window[] =>
    Array.from({ length: count }, (_, index) => {
      const first = Math.floor((index * size) / count);
      const inside = Math.ceil(((index + 1) * size) / count) - first;
      return { first, count: inside, divisor: inside };
    });
  return { rows: along(input.height, output.height), columns: along(input.width, output.width) };
}

function lowerGlobalPool(step: GlobalPoolStep, lowering: Lowering): void {
  const { maximum, mean } = lowering.kernels.pooling;
  const kernel = step.kernel === 'globalmaxpool' ? maximum : mean;
  lowerPool(step, lowering, kernel, adaptiveTables(lowering.onlyInput(step), step.output));
}

function lowerPool(
  step: Step,
  { builder, onlyInput }: Lowering,
  kernel: PoolKernel,
  { rows, columns }: WindowTables,
): void {
  const input = placeOf(onlyInput(step));
  const output = placeOf(step.output);
  const rowTable = builder.table(`windows ${JSON.stringify(rows)}`, () => windowTable(rows));
  const columnTable = builder.table(`windows ${JSON.stringify(columns)}`, () => windowTable(columns));
  const taps = (rows[0]?.count ?? 1) * (columns[0]?.count ?? 1);
  builder.stage(kernel, output.height, 4 * taps * elementsOf(output), () => ({
    ...imagesOf(input, output),
    width: output.width,
    channelBytes: 4 * output.channels,
    rows: rowTable,
    columns: columnTable,
  }));
}

function windowTable(windows: readonly Window[]): Int32Array {
  return tripleTable(windows.map(({ first, count, divisor }) => [first, count, divisor]));
}

/** Two integers and a float each. */
function tripleTable(triples: readonly (readonly [number, number, number])[]): Int32Array {
  const table = new Int32Array(3 * triples.length);
  const floats = new Float32Array(table.buffer);
  for (const [index, [first, second, float]] of triples.entries()) {
    table[3 * index] = first;
    table[3 * index + 1] = second;
    floats[3 * index + 2] = float;
  }
  return table;
}

function lowerLrn(step: LrnStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = placeOf(lowering.onlyInput(step));
  const output = placeOf(step.output);
  const { size, alpha, beta, k } = step;
  const { lrn } = kernels;
  const kernel = beta === 0.75 ? lrn.beta75 : beta === 0.5 ? lrn.beta50 : beta === 1 ? lrn.beta100 : lrn.anyBeta;
  builder.needThreadScratch(lrnScratch(output.channels, size));
  builder.stage(kernel, output.height, (60 + 4 * size) * elementsOf(output), () => ({
    ...rowsOf(input, output, true),
    size,
    beforeBytes: 4 * Math.floor((size - 1) / 2),
    factor: alpha / size,
    k,
    beta,
  }));
  if (step.activation !== null) lowering.map(step.activation, step.output, step.output);
}

function lowerBatchNorm(step: BatchNormStep, lowering: Lowering): void {
  const input = placeOf(lowering.onlyInput(step));
  const output = placeOf(step.output);
  const { factors, terms } = foldNorm(step.norm, output.channels, lowering);
  // Tails read whole vectors of them only where there are such.
  const factorAddress = lowering.builder.floats(Float32Array.from(factors));
  const termAddress = lowering.builder.floats(Float32Array.from(terms));
  lowering.builder.stage(lowering.kernels.elementwise.batchNorm, output.height, 6 * elementsOf(output), () => ({
    ...rowsOf(input, output, true),
    factors: factorAddress,
    terms: termAddress,
  }));
}

function lowerPad(step: PadStep, { builder, kernels, onlyInput }: Lowering): void {
  const input = placeOf(onlyInput(step));
  const output = placeOf(step.output);
  builder.stage(kernels.movement.pad, output.height, 2 * elementsOf(output), () =>
    borderedOf(input, output, step.amount[0], step.amount[2]),
  );
}

function lowerUpsample(step: UpsampleStep, { builder, kernels, onlyInput }: Lowering): void {
  const input = placeOf(onlyInput(step));
  const output = placeOf(step.output);
  const [factorY, factorX] = step.factor;
  const image = {
    ...imagesOf(input, output),
    outputWidth: output.width,
    channelBytes: 4 * output.channels,
  };
  if (step.mode === 'nearest') {
    builder.stage(kernels.movement.nearest, output.height, 4 * elementsOf(output), () => ({
      ...image,
      factorY,
      factorX,
    }));
    return;
  }
  const rows = bilinearTable(input.height, factorY, input.rowBytes, builder);
  const columns = bilinearTable(input.width, factorX, input.pixelBytes, builder);
  builder.stage(kernels.movement.bilinear, output.height, 16 * elementsOf(output), () => ({ ...image, rows, columns }));
}

/** Pixel centres are at halves: result i looks at (i + 0.5) / factor - 0.5, not below the first and not beyond the last. */
function bilinearTable(size: number, factor: number, step: number, builder: ProgramBuilder): number {
  return builder.table(['bilinear', size, factor, step].join(), () =>
    tripleTable(
      Array.from({ length: size * factor }, (_, index) => {
        const place = Math.max(0, (index + 0.5) / factor - 0.5);
        const first = Math.min(size - 1, Math.floor(place));
        return [first * step, Math.min(size - 1, first + 1) * step, place - first];
      }),
    ),
  );
}

function lowerAdd(step: AddStep, { builder, kernels }: Lowering): void {
  const output = placeOf(step.output);
  const [first, ...rest] = step.inputs.map(placeOf);
  invariant(first !== undefined, 'add has inputs');
  let sum = first;
  for (const other of rest) {
    const [left, right] = [sum, other];
    builder.stage(kernels.elementwise.add, output.height, 4 * elementsOf(output), () => {
      const isRun = [left, right, output].every((place) => rowsOf(place, place).pixels === 1);
      return {
        ...rowsOf(left, output, !isRun),
        other: right.address,
        otherRow: right.rowBytes,
        otherPixel: right.pixelBytes,
      };
    });
    sum = output;
  }
  if (rest.length === 0) copy(first, output, builder, kernels);
}

function lowerCopy(step: CopyStep, { builder, kernels, onlyInput }: Lowering): void {
  const input = placeOf(onlyInput(step));
  const output = placeOf(step.output);
  const isSame = input.height === output.height && input.width === output.width && input.channels === output.channels;
  invariant(isSame || (output.height === 1 && output.width === 1), 'a copy keeps the shape or flattens');
  // A flattened tensor is an image without gaps.
  copy(
    input,
    isSame ? output : denseImage(output.address, input.height, input.width, input.channels),
    builder,
    kernels,
  );
}

function copy(input: Place, output: Place, builder: ProgramBuilder, kernels: KernelSet): void {
  builder.stage(kernels.elementwise.copy, output.height, 2 * elementsOf(output), () => rowsOf(input, output));
}
