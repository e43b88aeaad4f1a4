/** Kernels that move values: copy, borders, resizing, channels and blocks; and sums and products of tensors. */

import { bilinearTaps, blockChannel, insideOf, nearestTaps } from '../../base/places';
import {
  type BlockStep,
  type CopyStep,
  type ElementwiseJoinStep,
  type PadStep,
  type ResizeStep,
  type ShuffleStep,
  type SliceStep,
  type Step,
  type TensorView,
  viewElements,
} from '../../plan/plan';
import { type Memory, onlyInput, type StepKernel } from './memory';

/** In the order of values: from a tensor to its flattened form too. */
export function copyKernel(step: CopyStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const count = viewElements(input);
  return () => {
    let from = cursorOf(input);
    let to = cursorOf(output);
    for (let value = 0; value < count; value++) {
      if (value % 1_000_000 === 0) memory.poll();
      arena[to.at] = arena[from.at] as number;
      from = advance(from, input);
      to = advance(to, output);
    }
  };
}

interface Cursor {
  at: number;
  channel: number;
  column: number;
  pixel: number;
  row: number;
}

function cursorOf(view: TensorView): Cursor {
  return { at: view.offset, channel: 0, column: 0, pixel: view.offset, row: view.offset };
}

/** To the next value of the view, in its order. */
function advance(cursor: Cursor, view: TensorView): Cursor {
  cursor.channel++;
  cursor.at++;
  if (cursor.channel < view.channels) return cursor;
  cursor.channel = 0;
  cursor.column++;
  cursor.pixel += view.pixelStride;
  if (cursor.column === view.width) {
    cursor.column = 0;
    cursor.row += view.rowStride;
    cursor.pixel = cursor.row;
  }
  cursor.at = cursor.pixel;
  return cursor;
}

/** Zeros where neither the image nor its mirror or edge is. */
export function padKernel(step: PadStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output, mode } = step;
  const { arena } = memory;
  const [top, , left] = step.amount;
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      const fromY = insideOf(y - top, input.height, mode);
      for (let x = 0; x < output.width; x++) {
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        const fromX = insideOf(x - left, input.width, mode);
        const isInside = fromY >= 0 && fromX >= 0;
        const from = input.offset + fromY * input.rowStride + fromX * input.pixelStride;
        for (let c = 0; c < output.channels; c++) arena[to + c] = isInside ? (arena[from + c] as number) : 0;
      }
    }
  };
}

export function resizeKernel(step: ResizeStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const taps = step.mode === 'bilinear' ? bilinearTaps : nearestTaps;
  const rows = taps(input.height, output.height);
  const columns = taps(input.width, output.width);
  const start = (y: number, x: number): number => input.offset + y * input.rowStride + x * input.pixelStride;
  return () => {
    for (const [y, row] of rows.entries()) {
      memory.poll();
      for (const [x, column] of columns.entries()) {
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        const topLeft = start(row.first, column.first);
        const topRight = start(row.first, column.second);
        const bottomLeft = start(row.second, column.first);
        const bottomRight = start(row.second, column.second);
        for (let c = 0; c < output.channels; c++) {
          const upper = mix(arena[topLeft + c] as number, arena[topRight + c] as number, column.share);
          const lower = mix(arena[bottomLeft + c] as number, arena[bottomRight + c] as number, column.share);
          arena[to + c] = mix(upper, lower, row.share);
        }
      }
    }
  };
}

function mix(first: number, second: number, share: number): number {
  return share === 0 ? first : first * (1 - share) + second * share;
}

/** Moves each channel of each pixel to where `target` says. */
function moveKernel(
  step: Step,
  memory: Memory,
  target: (y: number, x: number, c: number) => readonly [y: number, x: number, c: number] | undefined,
): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  return () => {
    for (let y = 0; y < input.height; y++) {
      memory.poll();
      for (let x = 0; x < input.width; x++) {
        const from = input.offset + y * input.rowStride + x * input.pixelStride;
        for (let c = 0; c < input.channels; c++) {
          const place = target(y, x, c);
          if (place === undefined) continue;
          const [toY, toX, toC] = place;
          arena[output.offset + toY * output.rowStride + toX * output.pixelStride + toC] = arena[from + c] as number;
        }
      }
    }
  };
}

export function sliceKernel(step: SliceStep, memory: Memory): StepKernel {
  const { channels } = step.output;
  return moveKernel(step, memory, (y, x, c) =>
    c >= step.start && c < step.start + channels ? [y, x, c - step.start] : undefined,
  );
}

export function shuffleKernel(step: ShuffleStep, memory: Memory): StepKernel {
  const depth = step.output.channels / step.groups;
  return moveKernel(step, memory, (y, x, c) => [y, x, (c % depth) * step.groups + Math.floor(c / depth)]);
}

export function blockKernel(step: BlockStep, memory: Memory): StepKernel {
  const { block } = step;
  if (step.kernel === 'spacetodepth') {
    const { channels } = onlyInput(step);
    return moveKernel(step, memory, (y, x, c) => {
      const channel = blockChannel(step, y % block, x % block, c, channels);
      return [Math.floor(y / block), Math.floor(x / block), channel];
    });
  }
  const { channels } = step.output;
  return moveKernel(step, memory, (y, x, deep) => {
    const place = step.order === 'dcr' ? Math.floor(deep / channels) : deep % (block * block);
    const c = step.order === 'dcr' ? deep % channels : Math.floor(deep / (block * block));
    return [y * block + Math.floor(place / block), x * block + (place % block), c];
  });
}

/** Sums or products of any number of tensors, in float64; an axis of 1 is read again and again. */
export function elementwiseJoinKernel(step: ElementwiseJoinStep, memory: Memory): StepKernel {
  const { inputs, output } = step;
  const { arena } = memory;
  const isSum = step.kernel === 'add';
  const results = new Float64Array(output.channels);
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        results.fill(isSum ? 0 : 1);
        for (const input of inputs) {
          const row = input.height === 1 ? 0 : y * input.rowStride;
          const from = input.offset + row + (input.width === 1 ? 0 : x * input.pixelStride);
          const step = input.channels === 1 ? 0 : 1;
          for (let c = 0; c < output.channels; c++) {
            const value = arena[from + c * step] as number;
            results[c] = isSum ? (results[c] as number) + value : (results[c] as number) * value;
          }
        }
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        for (let c = 0; c < output.channels; c++) arena[to + c] = results[c] as number;
      }
    }
  };
}
