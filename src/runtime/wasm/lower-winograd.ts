/** Convolutions as stages of Winograd kernels: filters of stride 1 as they are, those of stride 2 by their phases. */

import { present } from '../../base/assert';
import type { ConvolutionStep } from '../../plan/plan';
import {
  phaseChannels,
  phasedSize,
  roundUp,
  tilesAlong,
  type WinogradAlgorithm,
  winogradAlgorithms,
} from './algorithms';
import { fold } from './fold';
import { panelWidth, partRuns, pixelEntryBytes, tileHeights } from './kernels/gemm';
import type { Kernel, KernelFields } from './kernels/kit';
import {
  productPlaneBytes,
  productTable,
  type WinogradKernels,
  winogradInputScratch,
  winogradOutputScratch,
} from './kernels/winograd';
import { followerFields, noFollowers } from './lower-followers';
import type { Lowering } from './lowering';
import { alignToLine } from './program';
import { borderedOf, denseImage, elementsOf, type ImagePlace } from './views';

/** A filter of stride 1. */
export function lowerWindow(
  step: ConvolutionStep,
  algorithm: WinogradAlgorithm,
  input: ImagePlace,
  output: ImagePlace,
  lowering: Lowering,
): void {
  const { pads } = step.window;
  lowerWinograd(lowering, {
    step,
    kernels: kernelsOf(algorithm, lowering),
    output,
    weight: lowering.weight(step.weight),
    channels: input.channels,
    sources: [{ place: input, isInScratch: false, top: pads[0], left: pads[2] }],
    scratchBefore: 0,
  });
}

function kernelsOf(algorithm: WinogradAlgorithm, { kernels }: Lowering): WinogradKernels {
  return present(kernels.winograd[winogradAlgorithms.indexOf(algorithm)], 'kernels of an algorithm');
}

/** An image whose channels are some of those the filter reads. */
interface Source {
  /** Relative to shared scratch memory, where it lies there. */
  readonly place: ImagePlace;
  readonly isInScratch: boolean;
  readonly top: number;
  readonly left: number;
}

interface WinogradRequest {
  readonly step: ConvolutionStep;
  readonly kernels: WinogradKernels;
  readonly output: ImagePlace;
  /** [tap][channel][filter]. */
  readonly weight: Float32Array;
  readonly channels: number;
  /** Each but the last has a multiple of 4 channels. */
  readonly sources: readonly Source[];
  /** Bytes of shared scratch memory that are taken. */
  readonly scratchBefore: number;
}

/** Tiles of a block times points: products of a block fit into the second-level cache. */
const pointsPerBlock = 56 * 36;

function lowerWinograd(lowering: Lowering, request: WinogradRequest): void {
  const { step, kernels, output, channels, scratchBefore } = request;
  const { builder, kernels: kernelSet } = lowering;
  const { vertical, horizontal } = kernels;
  const points = vertical.points * horizontal.points;
  const depth = roundUp(channels, 4);
  const tileBytes = 4 * depth;
  const filters = output.channels;
  const panels = Math.ceil(filters / panelWidth);
  const slots = Array.from({ length: filters }, (_, filter) => filter);
  const { factors, terms } = fold(step, lowering, slots, panels * panelWidth);
  const factorAddress = builder.floats(factors);
  const bias = builder.floats(terms);
  const weightPlaneBytes = 4 * depth * panelWidth;
  const weights = builder.reserve(panels * points * weightPlaneBytes);
  const withFollowers = followerFields(step, slots, panels, lowering);
  // Without the rows, of which there is one.
  const {
    columns,
    columnStep,
    depth: runDepth,
    parted,
  } = partRuns({ rows: 1, rowStep: 0, columns: 1, columnStep: 0, depth });
  const taps = vertical.taps * horizontal.taps;
  builder.pack({
    kernel: kernels.pack as Kernel<KernelFields>,
    units: panels,
    weight: request.weight,
    planes: taps,
    rows: channels,
    rowFloats: filters,
    fields: (staged, first, count) => ({
      source: staged,
      tapBytes: 4 * count * filters,
      rowBytes: 4 * filters,
      channels: count,
      filters,
      factors: factorAddress,
      target: weights + 4 * first * panelWidth,
      planeBytes: weightPlaneBytes,
      panelBytes: points * weightPlaneBytes,
    }),
  });

  const tilesAcross = tilesAlong(output.width, horizontal.outputs);
  const tiles = tilesAcross * tilesAlong(output.height, vertical.outputs);
  const blocks = Math.ceil(tiles / (pointsPerBlock / points));
  const tilesPerBlock = blocks === 1 ? tiles : roundUp(Math.ceil(tiles / blocks), 4);
  const places = kernelSet.tilingOf(tilesPerBlock).pixels;
  // The odd line keeps planes from falling on the same lines of the cache.
  const planeBytes = places * tileBytes + 64;
  const productBytes = productPlaneBytes(places);
  builder.needScratch(scratchBefore + points * planeBytes);
  builder.needThreadScratch(winogradInputScratch(vertical, horizontal, tileBytes));
  builder.needThreadScratch(winogradOutputScratch(vertical, horizontal, productBytes));
  const table = builder.table(['products', places, tileBytes].join(), () =>
    Int32Array.from(productTable(places, tileBytes)),
  );
  for (let firstTile = 0; firstTile < tiles; firstTile += tilesPerBlock) {
    const count = Math.min(tilesPerBlock, tiles - firstTile);
    let channelsBefore = 0;
    for (const { place, isInScratch, top, left } of request.sources) {
      const offset = scratchBefore + 4 * channelsBefore;
      builder.stage(kernels.input, count, 6 * points * count * place.channels, (scratch) => ({
        input: place.address + (isInScratch ? scratch : 0),
        rowBytes: place.rowBytes,
        pixelBytes: place.pixelBytes,
        height: place.height,
        width: place.width,
        top,
        left,
        channelBytes: 4 * place.channels,
        paddedBytes: 4 * roundUp(place.channels, 4),
        tileBytes,
        tilesAcross,
        firstTile,
        output: scratch + offset,
        planeBytes,
      }));
      channelsBefore += place.channels;
    }
    const { tallTiles, pixels } = kernelSet.tilingOf(count);
    const work = points * pixels * panels * panelWidth * (depth + 4);
    const fields = (scratch: number) => ({
      input: scratch + scratchBefore,
      planeBytes,
      table,
      tableMiddle: table + tallTiles * tileHeights[0] * pixelEntryBytes,
      tableEnd: table + pixels * pixelEntryBytes,
      tiles: count,
      columns,
      columnStep,
      depth: runDepth,
      parted,
      weights,
      weightPlaneBytes,
      productPlaneBytes: productBytes,
      noBias: builder.constants.zeros,
      noLimits: builder.constants.noLimits,
      bias,
      ...noFollowers,
      limits: lowering.limits(step.activation),
      output: output.address,
      rowBytes: output.rowBytes,
      pixelBytes: output.pixelBytes,
      height: output.height,
      width: output.width,
      tilesAcross,
      firstTile,
      filters,
    });
    builder.stage(kernels.output, panels, work, fields, withFollowers);
  }
}

/** Pixel (Y, X) of the phases is pixels (2Y, 2X), (2Y, 2X + 1), (2Y + 1, 2X), (2Y + 1, 2X + 1) of the padded image. */
export function lowerPhases(
  step: ConvolutionStep,
  algorithm: WinogradAlgorithm,
  input: ImagePlace,
  output: ImagePlace,
  lowering: Lowering,
): void {
  const { builder } = lowering;
  const { taps } = algorithm.vertical;
  const [kernelHeight, kernelWidth] = step.window.kernel;
  const [top, , left] = step.window.pads;
  const [copyHeight, copyWidth] = phasedSize(step.output, algorithm);
  const [height, width] = [copyHeight / 2, copyWidth / 2];
  const copy = denseImage(0, copyHeight, copyWidth, phaseChannels);
  const copyBytes = alignToLine(4 * elementsOf(copy));
  builder.needScratch(copyBytes);
  builder.stage(lowering.kernels.movement.widen, copy.height, elementsOf(copy), (scratch) =>
    borderedOf(input, { ...copy, address: scratch }, top, left),
  );
  const phase = (row: number): Source => ({
    place: {
      address: row * copy.rowBytes,
      height,
      width,
      channels: 2 * phaseChannels,
      rowBytes: 2 * copy.rowBytes,
      pixelBytes: 2 * copy.pixelBytes,
    },
    isInScratch: true,
    top: 0,
    left: 0,
  });

  const filters = output.channels;
  const given = lowering.weight(step.weight);
  const channels = 4 * phaseChannels;
  const weight = new Float32Array(taps * taps * channels * filters);
  for (let y = 0; y < kernelHeight; y++) {
    for (let x = 0; x < kernelWidth; x++) {
      for (let c = 0; c < input.channels; c++) {
        const from = ((y * kernelWidth + x) * input.channels + c) * filters;
        const tap = (y >> 1) * taps + (x >> 1);
        const channel = ((y & 1) * 2 + (x & 1)) * phaseChannels + c;
        weight.set(given.subarray(from, from + filters), (tap * channels + channel) * filters);
      }
    }
  }
  const sources = [phase(0), phase(1)];
  const kernels = kernelsOf(algorithm, lowering);
  lowerWinograd(lowering, { step, kernels, output, weight, channels, sources, scratchBefore: copyBytes });
}
