/** What brings values elsewhere, as stages: copies, borders, resizing, channels and blocks. */

import { invariant } from '../../base/assert';
import { bilinearTaps, blockChannel, insideOf, nearestTaps } from '../../base/places';
import type { BlockStep, CopyStep, PadStep, ResizeStep, ShuffleStep, SliceStep } from '../../plan/plan';
import type { KernelSet } from './kernels/kernel-set';
import type { Lowering } from './lowering';
import { type ProgramBuilder, tripleTable } from './program';
import { borderedOf, denseImage, elementsOf, type ImagePlace, imagePlace, imagesOf, rowsOf } from './views';

export function lowerPad(step: PadStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const [top, bottom, left, right] = step.amount;
  const hasZeros = step.mode === 'zeros' && [top, bottom, left, right].some((side) => side > 0);
  if (!hasZeros) {
    const rows = Array.from({ length: output.height }, (_, y) => insideOf(y - top, input.height, step.mode));
    const columns = Array.from({ length: output.width }, (_, x) => insideOf(x - left, input.width, step.mode));
    lowerSample(input, output, rows, columns, lowering);
    return;
  }
  builder.stage(kernels.movement.pad, output.height, 2 * elementsOf(output), () =>
    borderedOf(input, output, top, left),
  );
}

/** Each row and column of the result shows one of the input. */
function lowerSample(
  input: ImagePlace,
  output: ImagePlace,
  rows: readonly number[],
  columns: readonly number[],
  { builder, kernels }: Lowering,
): void {
  const table = (places: readonly number[], step: number) =>
    builder.table(`places ${step} ${places.join()}`, () => Int32Array.from(places, (place) => place * step));
  const [rowTable, columnTable] = [table(rows, input.rowBytes), table(columns, input.pixelBytes)];
  builder.stage(kernels.movement.sample, output.height, 4 * elementsOf(output), () => ({
    ...imagesOf(input, output),
    outputWidth: output.width,
    channelBytes: 4 * output.channels,
    rows: rowTable,
    columns: columnTable,
  }));
}

export function lowerResize(step: ResizeStep, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  if (step.mode === 'nearest') {
    const along = (size: number, count: number) => nearestTaps(size, count).map(({ first }) => first);
    lowerSample(input, output, along(input.height, output.height), along(input.width, output.width), lowering);
    return;
  }
  const table = (size: number, count: number, step: number) =>
    builder.table(['bilinear', size, count, step].join(), () =>
      tripleTable(bilinearTaps(size, count).map(({ first, second, share }) => [first * step, second * step, share])),
    );
  const rows = table(input.height, output.height, input.rowBytes);
  const columns = table(input.width, output.width, input.pixelBytes);
  builder.stage(kernels.movement.bilinear, output.height, 16 * elementsOf(output), () => ({
    ...imagesOf(input, output),
    outputWidth: output.width,
    channelBytes: 4 * output.channels,
    rows,
    columns,
  }));
}

export function lowerSlice(step: SliceStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const from = { ...input, address: input.address + 4 * step.start, channels: output.channels };
  copy(from, output, lowering.builder, lowering.kernels);
}

export function lowerShuffle(step: ShuffleStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const depth = output.channels / step.groups;
  const channels = Array.from({ length: output.channels }, (_, c) => c);
  const targets = channels.map((c) => (c % depth) * step.groups + Math.floor(c / depth));
  lowerPermutation(input, output, channels, targets, lowering);
}

/** The block is taken apart, or put together, at its place in the finer image. */
export function lowerBlocks(step: BlockStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const { block } = step;
  const [fine, coarse] = step.kernel === 'spacetodepth' ? [input, output] : [output, input];
  const grid = { ...fine, rowBytes: block * fine.rowBytes, pixelBytes: block * fine.pixelBytes };
  const places: number[] = [];
  const channels: number[] = [];
  for (let dy = 0; dy < block; dy++) {
    for (let dx = 0; dx < block; dx++) {
      for (let c = 0; c < fine.channels; c++) {
        places.push((dy * fine.rowBytes + dx * fine.pixelBytes) / 4 + c);
        channels.push(blockChannel(step, dy, dx, c, fine.channels));
      }
    }
  }
  if (step.kernel === 'spacetodepth') lowerPermutation(grid, coarse, places, channels, lowering);
  else lowerPermutation(coarse, { ...grid, height: coarse.height, width: coarse.width }, channels, places, lowering);
}

/** Each pixel or block of a grid, its floats read at some places and written at others. */
function lowerPermutation(
  input: ImagePlace,
  output: ImagePlace,
  sources: readonly number[],
  targets: readonly number[],
  { builder, kernels }: Lowering,
): void {
  const table = (places: readonly number[]) =>
    builder.table(`floats ${places.join()}`, () => Int32Array.from(places, (place) => 4 * place));
  const [sourceTable, targetTable] = [table(sources), table(targets)];
  const { height, width } = output;
  builder.stage(kernels.movement.permute, height, 8 * height * width * sources.length, () => ({
    ...imagesOf(input, output),
    outputWidth: width,
    channelBytes: 0,
    count: sources.length,
    sources: sourceTable,
    targets: targetTable,
  }));
}

export function lowerCopy(step: CopyStep, { builder, kernels, onlyInput }: Lowering): void {
  const input = imagePlace(onlyInput(step));
  const output = imagePlace(step.output);
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

export function copy(input: ImagePlace, output: ImagePlace, builder: ProgramBuilder, kernels: KernelSet): void {
  builder.stage(kernels.elementwise.copy, output.height, 2 * elementsOf(output), () => rowsOf(input, output));
}
