/**
 * What is right as it stands and seldom meant: habits of other frameworks that mean another thing here, and layers that
 * turn out dear. Each kind is told once per network, at its first layer.
 */

import type { MessageKey } from '../base/codes';
import type { Message } from '../base/diagnostic';
import { formatExact, formatShape } from '../base/number-format';
import type { Span } from '../base/span';
import type { Expansion } from '../graph/expansion';
import type { Graph, Layer } from '../graph/graph';
import type { Reporter } from '../graph/report';
import type { Pair, Shape } from '../ops/dim';
import type { Attribute } from '../ops/op';

interface Hint {
  readonly message: Message;
  readonly span: Span;
}

/** Positions on which a dense layer is usual; VGG's first has 7x7. */
const usualPositions = 14 * 14;

/** Of the convolutions in use, AlexNet's first has the largest. */
const largestKernel = 11;

export function reportHints(expansion: Expansion, shapes: readonly Shape[], reporter: Reporter): void {
  const told = new Set<MessageKey>();
  for (const layer of expansion.graph.layers) {
    const hint =
      convolutionHint(layer, expansion, shapes) ?? denseHint(layer, expansion.graph, shapes) ?? poolHint(layer, shapes);
    if (hint === undefined || told.has(hint.message.text)) continue;
    told.add(hint.message.text);
    reporter.reportMessage(hint.message, layer.origin.file, hint.span);
  }
}

/** `conv(3, 64)`: PyTorch has the input's channels first, and the filters where the kernel stands here. */
function convolutionHint(layer: Layer, { calls }: Expansion, shapes: readonly Shape[]): Hint | undefined {
  const { op, attributes } = layer;
  const channels = shapes[layer.inputs[0] ?? -1]?.[2];
  if (channels === undefined || attributes.filters !== channels) return undefined;
  if (op.parameters[0]?.name !== 'filters' || op.parameters[1]?.name !== 'kernel') return undefined;
  const [first, second] = calls[layer.id]?.arguments ?? [];
  if (first === undefined || first.name !== undefined) return undefined;
  if (second?.value === undefined || second.name !== undefined) return undefined;
  const isNumber = second.value.kind !== 'size' && second.value.kind !== 'list';
  const kernel = pairOf(attributes.kernel)?.[0];
  if (!isNumber || kernel === undefined || kernel <= largestKernel) return undefined;
  const values = { name: op.name, channels, kernel: formatShape([kernel, kernel]) };
  return { message: { text: 'lint.conv-order', values }, span: second.value };
}

function denseHint(layer: Layer, { layers }: Graph, shapes: readonly Shape[]): Hint | undefined {
  if (layer.op.name !== 'dense') return undefined;
  // To flatten the image first is the same.
  let source = layers[layer.inputs[0] ?? -1];
  while (source?.op.name === 'flatten') source = layers[source.inputs[0] ?? -1];
  const [height, width, channels] = shapes[source?.id ?? -1] ?? [];
  if (height === undefined || width === undefined || channels === undefined) return undefined;
  if (height * width <= usualPositions) return undefined;
  const input = formatShape([height, width, channels]);
  const values = { name: layer.op.name, input, values: formatExact(height * width * channels) };
  return { message: { text: 'lint.dense-positions', values }, span: layer.origin.nameSpan };
}

function poolHint({ id, op, inputs, attributes, origin }: Layer, shapes: readonly Shape[]): Hint | undefined {
  if (op.group !== 'pooling' || attributes.padding !== 'same') return undefined;
  const stride = pairOf(attributes.stride);
  if (stride === undefined || formatShape(stride) !== formatShape(pairOf(attributes.kernel))) return undefined;
  const input = shapes[inputs[0] ?? -1]?.slice(0, 2) ?? [];
  const cut = input.map((size, axis) => Math.floor((size ?? Number.NaN) / (stride[axis] ?? Number.NaN)));
  const output = shapes[id]?.slice(0, 2) ?? [];
  // Where a size is unknown, so is what is left of it; a window larger than its input is there to take all of it.
  const isDivided = cut.every((size, axis) => size === output[axis]);
  if (isDivided || cut.some((size) => Number.isNaN(size) || size === 0)) return undefined;
  const values = {
    stride: formatShape(stride),
    input: formatShape(input),
    output: formatShape(output),
    cut: formatShape(cut),
  };
  return { message: { text: 'lint.pool-cut', values }, span: origin.nameSpan };
}

function pairOf(attribute: Attribute): Pair | undefined {
  return Array.isArray(attribute) && attribute.length === 2 ? (attribute as unknown as Pair) : undefined;
}
