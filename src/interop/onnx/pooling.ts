/**
 * Pools as nodes. ONNX, its runtimes and we round and pad by different rules, so the node gets the zeros that its
 * windows really reach, and never a rounding: sizes and values are then the same by any of the rules.
 */

import { present } from '../../base/assert';
import type { Sides } from '../../base/tensor';
import { ops } from '../../ops/registry';
import { boolean, pair, sides } from '../known-attributes';
import { type LayerRequest, onlyInput, startsAndEnds } from './layer-request';
import type { GraphValue } from './onnx-builder';
import { adaptiveWindow, integers, windowMeans } from './tensors';

interface PoolWindow {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  /** As written or computed for `same`. */
  readonly pads: Sides;
  /** What the windows reach beyond the image; never as large as the kernel. */
  readonly reach: Sides;
}

export function maxPool(request: LayerRequest): GraphValue {
  const { builder, shape } = request;
  const input = builder.image(onlyInput(request));
  const { kernel, stride, reach } = poolWindow(request, input);
  const result = { shape, isList: false };
  return builder.node('MaxPool', [input], result, {
    kernel_shape: kernel,
    strides: stride,
    pads: startsAndEnds(reach),
  });
}

export function averagePool(request: LayerRequest): GraphValue {
  const { builder, shape, path } = request;
  const input = builder.image(onlyInput(request));
  const { kernel, stride, pads, reach } = poolWindow(request, input);
  const result = { shape, isList: false };
  const countsPadding = boolean(request.attributes, 'count_padding');
  const node = (from: GraphValue, around: Sides, counts: boolean): GraphValue =>
    builder.node('AveragePool', [from], result, {
      kernel_shape: kernel,
      strides: stride,
      pads: startsAndEnds(around),
      count_include_pad: counts ? 1 : 0,
    });
  if (!countsPadding || (reach[1] <= pads[1] && reach[3] <= pads[3])) return node(input, reach, countsPadding);
  // With `rounding = ceil` a window hangs over the padding: what is padding counts, what is beyond it does not.
  const [top, bottom, left, right] = pads;
  const [height, width, channels] = input.shape;
  const padded = { shape: [height + top + bottom, width + left + right, channels] as const, isList: false };
  const amounts = builder.tensor(`${path}/pads`, integers([0, 0, top, left, 0, 0, bottom, right]));
  const overhang: Sides = [0, Math.max(0, reach[1] - bottom), 0, Math.max(0, reach[3] - right)];
  return node(builder.node('Pad', [input, amounts], padded, { mode: 'constant' }), overhang, false);
}

function poolWindow({ op, attributes, shape }: LayerRequest, input: GraphValue): PoolWindow {
  const window = present(ops[op as 'maxpool'].window?.(input.shape, attributes), 'window');
  const pads = sides(window.pads);
  const kernel = pair(attributes, 'kernel');
  const stride = pair(attributes, 'stride');
  const after = (axis: 0 | 1, before: number): number =>
    Math.max(0, (shape[axis] - 1) * stride[axis] + kernel[axis] - input.shape[axis] - before);
  return { kernel, stride, pads, reach: [pads[0], after(0, pads[0]), pads[2], after(1, pads[2])] };
}

/** One AveragePool where all windows are alike; else, axis by axis, a product with a matrix of shares. */
export function adaptivePool(request: LayerRequest): GraphValue {
  const { builder, shape, path } = request;
  const input = builder.image(onlyInput(request));
  const vertical = evenSteps(input.shape[0], shape[0]);
  const horizontal = evenSteps(input.shape[1], shape[1]);
  if (vertical !== undefined && horizontal !== undefined) {
    const result = { shape, isList: false };
    return builder.node('AveragePool', [input], result, {
      kernel_shape: [vertical.width, horizontal.width],
      strides: [vertical.step, horizontal.step],
    });
  }
  const between = { shape: [shape[0], input.shape[1], shape[2]] as const, isList: false };
  const left = builder.tensor(`${path}/rows`, windowMeans(input.shape[0], shape[0], false));
  const right = builder.tensor(`${path}/columns`, windowMeans(input.shape[1], shape[1], true));
  const squeezed = builder.node('MatMul', [left, input], between);
  return builder.node('MatMul', [squeezed, right], { shape, isList: false });
}

/** Width and distance of the windows along an axis where all have the same. */
export function evenSteps(
  input: number,
  output: number,
): { readonly width: number; readonly step: number } | undefined {
  const [, width] = adaptiveWindow(0, input, output);
  if (output === 1) return { width, step: 1 };
  const [step] = adaptiveWindow(1, input, output);
  // More windows than values, which are read again and again.
  if (step === 0) return undefined;
  for (let i = 1; i < output; i++) {
    const [start, end] = adaptiveWindow(i, input, output);
    if (start !== i * step || end - start !== width) return undefined;
  }
  return { width, step };
}
