/**
 * Convolutions and dense layers as stages: which kernel, how weights are packed, bias and batch norm folded into them. What
 * a kernel needs as zeros around the image is given to it as a padded copy in scratch memory.
 */

import { invariant } from '../../base/assert';
import type { ConvolutionStep, DenseStep } from '../../plan/plan';
import { chooseConvolution, hasPairedGroups } from './algorithms';
import { fold } from './fold';
import { depthwiseEntryBytes, depthwiseTile } from './kernels/depthwise';
import { type FloatRuns, panelWidth, partRuns, pixelEntryBytes } from './kernels/gemm';
import type { Kernel, KernelFields } from './kernels/kit';
import { type FollowerFields, followerFields, noFollowers } from './lower-followers';
import { lowerPhases, lowerWindow } from './lower-winograd';
import type { Lowering } from './lowering';
import { borderedOf, denseImage, elementsOf, hasDenseRows, type ImagePlace, imagePlace } from './views';

export function lowerConvolution(step: ConvolutionStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const output = imagePlace(step.output);
  const choice = chooseConvolution(step);
  switch (choice.by) {
    case 'winograd':
      lowerWindow(step, choice.algorithm, input, output, lowering);
      break;
    case 'phases':
      lowerPhases(step, choice.algorithm, input, output, lowering);
      break;
    case 'channels':
      lowerDepthwise(step, input, output, lowering);
      break;
    case 'products':
      lowerGemm(step, padIfNeeded(step, input, output, lowering), output, lowering);
      break;
  }
  lowering.activate(step.activation, step.output);
}

/** An image in scratch memory has its address relative to where that begins. */
interface Image {
  readonly place: ImagePlace;
  readonly isInScratch: boolean;
}

function padIfNeeded({ window }: ConvolutionStep, input: ImagePlace, output: ImagePlace, lowering: Lowering): Image {
  const [top, , left] = window.pads;
  const reach = (size: number, axis: 0 | 1): number =>
    (size - 1) * window.stride[axis] + (window.kernel[axis] - 1) * window.dilation[axis] + 1;
  const height = reach(output.height, 0);
  const width = Math.max(reach(output.width, 1), left + input.width);
  if (top === 0 && left === 0 && height <= input.height && width <= input.width) {
    return { place: input, isInScratch: false };
  }
  const place = denseImage(0, height, width, input.channels);
  lowering.builder.needScratch(4 * elementsOf(place));
  lowering.builder.stage(lowering.kernels.movement.pad, height, 4 * elementsOf(place), (scratch) =>
    borderedOf(input, { ...place, address: scratch }, top, left),
  );
  return { place, isInScratch: true };
}

function runsOf({ window, groups }: ConvolutionStep, { channels, rowBytes, pixelBytes }: ImagePlace): FloatRuns {
  const [rows, columns] = window.kernel;
  const [dilationY, dilationX] = window.dilation;
  const depth = channels / groups;
  const rowStep = rowBytes * dilationY;
  const isOneRun = columns > 1 && dilationX === 1 && groups === 1 && pixelBytes === 4 * channels;
  if (isOneRun) return { rows, rowStep, columns: 1, columnStep: 0, depth: columns * depth };
  return { rows, rowStep, columns, columnStep: pixelBytes * dilationX, depth };
}

/** Bytes of input that stay in the second-level cache while all panels of weights pass over them. */
const blockBytes = 384 * 1024;

function lowerGemm(step: ConvolutionStep, { place, isInScratch }: Image, output: ImagePlace, lowering: Lowering): void {
  const { window } = step;
  const isPaired = hasPairedGroups(step);
  const groups = isPaired ? step.groups / 2 : step.groups;
  const filters = output.channels / groups;
  const panelsPerGroup = Math.ceil(filters / panelWidth);
  const taps = window.kernel[0] * window.kernel[1];
  const rows = (taps * place.channels) / step.groups;
  const pixels = output.height * output.width;
  const slots = Array.from(
    { length: output.channels },
    (_, f) => Math.floor(f / filters) * panelsPerGroup * panelWidth + (f % filters),
  );
  const weights = packPanels(step, rows, groups, filters, slots, lowering);
  addGemmStage(lowering, {
    input: place.address,
    isInScratch,
    output: output.address,
    pixels,
    table: (entries) => pixelTable(step, place, output, entries, lowering),
    bytesPerPixel: (elementsOf(place) * 4) / pixels,
    runs: runsOf(step, place),
    rows,
    isPaired,
    groups,
    panelsPerGroup,
    filters,
    weights,
    limits: lowering.limits(step.activation),
    withFollowers: followerFields(step, slots, groups * panelsPerGroup, lowering),
  });
}

interface GemmRequest {
  readonly input: number;
  readonly isInScratch: boolean;
  readonly output: number;
  readonly pixels: number;
  /** Of so many pixels, as tiles fill them up. */
  readonly table: (entries: number) => number;
  readonly bytesPerPixel: number;
  readonly runs: FloatRuns;
  /** Floats in one sum. */
  readonly rows: number;
  /** Each group is two of the layer's. */
  readonly isPaired: boolean;
  readonly groups: number;
  readonly panelsPerGroup: number;
  readonly filters: number;
  readonly weights: { readonly address: number; readonly bias: number; readonly panelBytes: number };
  readonly limits: number;
  readonly withFollowers: FollowerFields | undefined;
}

function addGemmStage({ builder, kernels }: Lowering, request: GemmRequest): void {
  const { pixels, isPaired, groups, panelsPerGroup, weights, filters, limits } = request;
  const runs = partRuns(request.runs);
  const panels = groups * panelsPerGroup;
  const inputOf = (scratch: number): number => request.input + (request.isInScratch ? scratch : 0);
  const common = {
    weights: weights.address,
    panelBytes: weights.panelBytes,
    output: request.output,
    bias: weights.bias,
  };
  const workOf = (rows: number): number => rows * panels * panelWidth * request.rows;
  if (pixels === 1 && groups === 1 && !isPaired) {
    // Four panels are read side by side, which costs as much as four pixels do.
    builder.stage(kernels.dense, panels, workOf(1), (scratch) => ({
      input: inputOf(scratch),
      ...common,
      panels,
      filters,
      ...runs,
      limits,
    }));
    return;
  }
  const tiling = kernels.tilingOf(pixels);
  const { tiles, tallTiles } = tiling;
  const blocks = Math.max(1, Math.ceil((request.bytesPerPixel * pixels) / blockBytes));
  const table = request.table(tiling.pixels);
  const fields = (scratch: number) => ({
    table,
    tiles,
    tallTiles,
    tilesPerBlock: Math.ceil(tiles / blocks),
    input: inputOf(scratch),
    ...common,
    panels,
    panelsPerGroup,
    groupFilters: filters,
    groupDepthBytes: 4 * request.runs.depth * (isPaired ? 2 : 1),
    ...runs,
    ...noFollowers,
    limits,
  });
  builder.stage(
    isPaired ? kernels.pairedGemm : kernels.gemm,
    tiles * panels,
    workOf(tiling.pixels),
    fields,
    request.withFollowers,
  );
}

function packPanels(
  step: ConvolutionStep | DenseStep,
  rows: number,
  groups: number,
  filters: number,
  slots: readonly number[],
  lowering: Lowering,
): GemmRequest['weights'] {
  const { builder, kernels } = lowering;
  const panelsPerGroup = Math.ceil(filters / panelWidth);
  const panelBytes = 4 * rows * panelWidth;
  const { factors, terms } = fold(step, lowering, slots, groups * panelsPerGroup * panelWidth);
  const factorAddress = builder.floats(factors);
  const bias = builder.floats(terms);
  const address = builder.reserve(groups * panelsPerGroup * panelBytes);
  for (let group = 0; group < groups; group++) {
    const panelsBefore = group * panelsPerGroup;
    lowering.packRows(
      kernels.pack as Kernel<KernelFields>,
      step.weight,
      panelsPerGroup,
      1,
      rows,
      (staged, first, count) => ({
        source: staged + 4 * group * filters,
        rowBytes: 4 * filters * groups,
        rows: count,
        filters,
        factors: factorAddress + 4 * panelsBefore * panelWidth,
        target: address + panelsBefore * panelBytes + 4 * first * panelWidth,
        panelBytes,
      }),
    );
  }
  return { address, bias, panelBytes };
}

/** For each pixel where its window begins and where its results go; the last pixel is repeated to fill up a tile. */
function pixelTable(
  { window }: ConvolutionStep,
  input: ImagePlace,
  output: ImagePlace,
  entries: number,
  lowering: Lowering,
): number {
  const { height, width } = output;
  const stepY = input.rowBytes * window.stride[0];
  const stepX = input.pixelBytes * window.stride[1];
  const key = ['pixels', height, width, stepY, stepX, output.rowBytes, output.pixelBytes, entries].join();
  return lowering.builder.table(key, () => {
    const pixels = height * width;
    const table = new Int32Array((entries * pixelEntryBytes) / 4);
    for (let entry = 0; entry < entries; entry++) {
      const pixel = Math.min(entry, pixels - 1);
      const y = Math.floor(pixel / width);
      const x = pixel % width;
      table[2 * entry] = y * stepY + x * stepX;
      table[2 * entry + 1] = y * output.rowBytes + x * output.pixelBytes;
    }
    return table;
  });
}

const depthwiseWidth = 4;

/** Channels whose values around a tile stay in the first-level cache. */
const depthwiseBlock = 256;

function lowerDepthwise(step: ConvolutionStep, input: ImagePlace, output: ImagePlace, lowering: Lowering): void {
  const { builder, kernels } = lowering;
  const { channels } = input;
  const { kernel, stride, dilation } = step.window;
  const [kernelHeight, kernelWidth] = kernel;
  const taps = kernelHeight * kernelWidth;
  const panels = Math.ceil(channels / depthwiseWidth);
  const panelBytes = 4 * taps * depthwiseWidth;
  const slots = Array.from({ length: channels }, (_, channel) => channel);
  const { factors, terms } = fold(step, lowering, slots, panels * depthwiseWidth);
  const factorAddress = builder.floats(factors);
  const bias = builder.floats(terms);
  const weights = builder.reserve(panels * panelBytes);
  lowering.packRows(
    kernels.packDepthwise as Kernel<KernelFields>,
    step.weight,
    panels,
    1,
    taps,
    (staged, first, count) => ({
      source: staged,
      rowBytes: 4 * channels,
      rows: count,
      filters: channels,
      factors: factorAddress,
      target: weights + 4 * first * depthwiseWidth,
      panelBytes,
    }),
  );
  const weightBytes = 4 * depthwiseWidth;
  const rows = reachesAlong(step, 0, input.height, output.height).map(({ first, skipped, taken }, y) => [
    first * input.rowBytes,
    skipped * kernelWidth * weightBytes,
    taken,
    y * output.rowBytes,
  ]);
  const spans = spansOf(reachesAlong(step, 1, input.width, output.width), kernelWidth).map(
    ({ x, first, skipped, taken }) => [first * input.pixelBytes, skipped * weightBytes, taken, x * output.pixelBytes],
  );
  const tableOf = (name: string, entries: readonly (readonly number[])[]): number =>
    builder.table([name, entries.join()].join(), () => Int32Array.from(entries.flat()));
  const rowTable = tableOf('rows', rows);
  const spanTable = tableOf('spans', spans);
  const blocks = Math.ceil(channels / depthwiseBlock);
  builder.stage(
    kernels.depthwise(kernel, stride[1], dilation[1]),
    blocks * output.height,
    3 * elementsOf(output) * taps,
    () => ({
      rowTable,
      spanTable,
      spanTableEnd: spanTable + spans.length * depthwiseEntryBytes,
      input: input.address,
      weights,
      panelBytes,
      output: output.address,
      outputPixel: output.pixelBytes,
      bias,
      channels,
      blockChannels: depthwiseBlock,
      height: output.height,
      rows: kernelHeight,
      columns: kernelWidth,
      columnStep: input.pixelBytes * dilation[1],
      rowStep: input.rowBytes * dilation[0],
      pixelStep: input.pixelBytes * stride[1],
      limits: lowering.limits(step.activation),
    }),
  );
}

/** What one row or column of results reads: taps of the kernel that lie within the image. */
interface Reach {
  /** In the image, of the first tap that is taken. */
  readonly first: number;
  readonly skipped: number;
  readonly taken: number;
}

function reachesAlong({ window }: ConvolutionStep, axis: 0 | 1, size: number, results: number): readonly Reach[] {
  const [stride, dilation, taps] = [window.stride[axis], window.dilation[axis], window.kernel[axis]];
  return Array.from({ length: results }, (_, index) => {
    const start = index * stride - window.pads[(2 * axis) as 0 | 2];
    const skipped = Math.min(taps, Math.max(0, Math.ceil(-start / dilation)));
    const end = Math.min(taps, Math.max(skipped, Math.ceil((size - start) / dilation)));
    return { first: skipped === end ? 0 : start + skipped * dilation, skipped, taken: end - skipped };
  });
}

/** Pixels one by one, and tiles of those that take all columns; such a tile has -1 columns. */
function spansOf(reaches: readonly Reach[], columns: number): readonly (Reach & { readonly x: number })[] {
  const pixels = reaches.map((reach, x) => ({ ...reach, x }));
  const isWhole = ({ taken }: Reach): boolean => taken === columns;
  const from = pixels.findIndex(isWhole);
  const whole = pixels.filter(isWhole);
  if (whole.length < depthwiseTile) return pixels;
  const tiles = Math.ceil(whole.length / depthwiseTile);
  return [
    ...pixels.slice(0, from),
    // The last tile may do again what the one before it has done.
    ...Array.from({ length: tiles }, (_, tile) => {
      const first = Math.min(tile * depthwiseTile, whole.length - depthwiseTile);
      return { ...(whole[first] as (typeof whole)[number]), taken: -1 };
    }),
    ...pixels.slice(from + whole.length),
  ];
}

export function lowerDense(step: DenseStep, lowering: Lowering): void {
  const input = imagePlace(lowering.onlyInput(step));
  const units = step.output.channels;
  invariant(step.output.height === 1 && step.output.width === 1, 'a dense layer gives one pixel');
  const rows = elementsOf(input);
  const slots = Array.from({ length: units }, (_, unit) => unit);
  const weights = packPanels(step, rows, 1, units, slots, lowering);
  const isDense = hasDenseRows(input) && (input.height === 1 || input.rowBytes === 4 * input.width * input.channels);
  const runs: FloatRuns = isDense
    ? { rows: 1, rowStep: 0, columns: 1, columnStep: 0, depth: rows }
    : {
        rows: input.height,
        rowStep: input.rowBytes,
        columns: input.width,
        columnStep: input.pixelBytes,
        depth: input.channels,
      };
  addGemmStage(lowering, {
    input: input.address,
    isInScratch: false,
    output: imagePlace(step.output).address,
    pixels: 1,
    table: (entries) => lowering.builder.table(`one-pixel ${entries}`, () => new Int32Array(2 * entries)),
    bytesPerPixel: 4 * rows,
    runs,
    rows,
    isPaired: false,
    groups: 1,
    panelsPerGroup: Math.ceil(units / panelWidth),
    filters: units,
    weights,
    limits: lowering.limits(step.activation),
    withFollowers: undefined,
  });
  lowering.activate(step.activation, step.output);
}
