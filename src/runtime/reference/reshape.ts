/** Kernels that move values: copy, zero padding, upsampling; and sums of tensors. */

import {
  type AddStep,
  type CopyStep,
  type PadStep,
  type TensorView,
  type UpsampleStep,
  viewElements,
} from '../../plan/plan';
import { type Kernel, type Memory, onlyInput } from './memory';

/** In the order of values: from a tensor to its flattened form too. */
export function copyKernel(step: CopyStep, memory: Memory): Kernel {
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

export function padKernel(step: PadStep, memory: Memory): Kernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const [top, , left] = step.amount;
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        const fromY = y - top;
        const fromX = x - left;
        const isInside = fromY >= 0 && fromY < input.height && fromX >= 0 && fromX < input.width;
        const from = input.offset + fromY * input.rowStride + fromX * input.pixelStride;
        for (let c = 0; c < output.channels; c++) arena[to + c] = isInside ? (arena[from + c] as number) : 0;
      }
    }
  };
}

/** Where along an axis a result reads: two neighbours and the share of the second. */
interface Tap {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Pixel centres are at halves: result i looks at (i + 0.5) / factor - 0.5, not below the first and not beyond the last. */
function bilinearTaps(size: number, factor: number): readonly Tap[] {
  return Array.from({ length: size * factor }, (_, index) => {
    const place = Math.max(0, (index + 0.5) / factor - 0.5);
    const first = Math.min(size - 1, Math.floor(place));
    return { first, second: Math.min(size - 1, first + 1), share: place - first };
  });
}

function nearestTaps(size: number, factor: number): readonly Tap[] {
  return Array.from({ length: size * factor }, (_, index) => {
    const first = Math.floor(index / factor);
    return { first, second: first, share: 0 };
  });
}

export function upsampleKernel(step: UpsampleStep, memory: Memory): Kernel {
  const input = onlyInput(step);
  const { output } = step;
  const { arena } = memory;
  const taps = step.mode === 'bilinear' ? bilinearTaps : nearestTaps;
  const rows = taps(input.height, step.factor[0]);
  const columns = taps(input.width, step.factor[1]);
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

/** Sums any number of tensors of one shape, in float64. */
export function addKernel(step: AddStep, memory: Memory): Kernel {
  const { inputs, output } = step;
  const { arena } = memory;
  const sums = new Float64Array(output.channels);
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        sums.fill(0);
        for (const input of inputs) {
          const from = input.offset + y * input.rowStride + x * input.pixelStride;
          for (let c = 0; c < output.channels; c++) sums[c] = (sums[c] as number) + (arena[from + c] as number);
        }
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        for (let c = 0; c < output.channels; c++) arena[to + c] = sums[c] as number;
      }
    }
  };
}
