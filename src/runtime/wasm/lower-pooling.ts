/** Pooling as stages: which rows and columns each window has, as tables. */

import type { AveragePoolStep, GlobalPoolStep, MaxPoolStep, PlanWindow, Step, TensorView } from '../../plan/plan';
import type { PoolKernel } from './kernels/pooling';
import type { Lowering } from './lowering';
import { tripleTable } from './program';
import { elementsOf, type ImagePlace, imagePlace, imagesOf } from './views';

export interface WindowTables {
  readonly rows: readonly Window[];
  readonly columns: readonly Window[];
}

/** Rows or columns that a result reads, inside of the image, and their share of a mean's divisor. */
interface Window {
  readonly first: number;
  readonly count: number;
  readonly divisor: number;
}

export function windowTables(step: MaxPoolStep | AveragePoolStep): WindowTables {
  const [input] = step.inputs as readonly [TensorView];
  const countPadding = step.kernel === 'avgpool' && step.countPadding;
  const [top, bottom, left, right] = step.window.pads;
  return {
    rows: windowsAlong(step.window, 0, input.height, step.output.height, top, bottom, countPadding),
    columns: windowsAlong(step.window, 1, input.width, step.output.width, left, right, countPadding),
  };
}

export function windowsAlong(
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

export function adaptiveTables(input: TensorView, output: TensorView): WindowTables {
  const along = (size: number, count: number): Window[] =>
    Array.from({ length: count }, (_, index) => {
      const first = Math.floor((index * size) / count);
      const inside = Math.ceil(((index + 1) * size) / count) - first;
      return { first, count: inside, divisor: inside };
    });
  return { rows: along(input.height, output.height), columns: along(input.width, output.width) };
}

export function lowerGlobalPool(step: GlobalPoolStep, lowering: Lowering): void {
  const { pooling } = lowering.kernels;
  const kernel = step.kernel === 'globalmaxpool' ? pooling.maximum : pooling.mean;
  lowerPool(step, lowering, kernel, adaptiveTables(lowering.onlyInput(step), step.output));
}

export function lowerPool(step: Step, lowering: Lowering, kernel: PoolKernel, tables: WindowTables): void {
  const [input, output] = [imagePlace(lowering.onlyInput(step)), imagePlace(step.output)];
  poolInto(kernel, () => [input, output], tables, lowering);
}

/** The places may lie in scratch memory, of which the sizes alone are known beforehand. */
export function poolInto(
  kernel: PoolKernel,
  places: (scratch: number) => readonly [input: ImagePlace, output: ImagePlace],
  { rows, columns }: WindowTables,
  { builder }: Lowering,
): void {
  const [, output] = places(0);
  const rowTable = builder.table(`windows ${JSON.stringify(rows)}`, () => windowTable(rows));
  const columnTable = builder.table(`windows ${JSON.stringify(columns)}`, () => windowTable(columns));
  const taps = (rows[0]?.count ?? 1) * (columns[0]?.count ?? 1);
  builder.stage(kernel, output.height, 4 * taps * elementsOf(output), (scratch) => ({
    ...imagesOf(...places(scratch)),
    width: output.width,
    channelBytes: 4 * output.channels,
    rows: rowTable,
    columns: columnTable,
  }));
}

function windowTable(windows: readonly Window[]): Int32Array {
  return tripleTable(windows.map(({ first, count, divisor }) => [first, count, divisor]));
}
