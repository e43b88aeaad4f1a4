/** Tensors of a plan as addresses and strides in bytes, and the loops over them that kernels take. */

import type { TensorView } from '../../plan/plan';
import type { rowFields } from './kernels/elementwise';
import type { FieldValues } from './kernels/kit';
import { arenaAddress } from './program';

export interface ImagePlace {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly rowBytes: number;
  readonly pixelBytes: number;
}

export function imagePlace(view: TensorView): ImagePlace {
  const { height, width, channels } = view;
  return {
    address: arenaAddress + 4 * view.offset,
    height,
    width,
    channels,
    rowBytes: 4 * view.rowStride,
    pixelBytes: 4 * view.pixelStride,
  };
}

/** An image of the given shape without gaps. */
export function denseImage(address: number, height: number, width: number, channels: number): ImagePlace {
  const pixelBytes = 4 * channels;
  return { address, height, width, channels, rowBytes: width * pixelBytes, pixelBytes };
}

export function elementsOf({ height, width, channels }: ImagePlace): number {
  return height * width * channels;
}

/** Whether the pixels of a row lie side by side. */
export function hasDenseRows({ width, channels, pixelBytes }: ImagePlace): boolean {
  return width === 1 || pixelBytes === 4 * channels;
}

/** Where a kernel reads and where it writes. */
export function imagesOf(input: ImagePlace, output: ImagePlace) {
  return {
    input: input.address,
    inputRow: input.rowBytes,
    inputPixel: input.pixelBytes,
    output: output.address,
    outputRow: output.rowBytes,
    outputPixel: output.pixelBytes,
  };
}

/** The same, for kernels that set the input into zeros: its first pixel comes to row `top`, column `left`. */
export function borderedOf(input: ImagePlace, output: ImagePlace, top: number, left: number) {
  return {
    ...imagesOf(input, output),
    outputWidth: output.width,
    channelBytes: 4 * input.channels,
    height: input.height,
    width: input.width,
    top,
    left,
  };
}

/** Rows as units; a row is one run where both sides have their pixels side by side and channels do not matter. */
export function rowsOf(input: ImagePlace, output: ImagePlace, mustKeepPixels = false): FieldValues<typeof rowFields> {
  const isRun = !mustKeepPixels && hasDenseRows(input) && hasDenseRows(output);
  return {
    ...imagesOf(input, output),
    pixels: isRun ? 1 : input.width,
    runBytes: 4 * input.channels * (isRun ? input.width : 1),
  };
}
