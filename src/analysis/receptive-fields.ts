/**
 * Receptive fields through branches: which pixels of the network's input one value of a layer depends on. A
 * window grows the field by (kernel - 1) * dilation * jump and multiplies the jump by its stride; at a join it is
 * the union of the branches' fields (Araujo et al. 2019, "Computing receptive fields of convolutional neural networks").
 */

import type { Graph, Layer } from '../graph/graph';
import type { Dim, Shape } from '../ops/dim';
import type { ReceptiveField, ReceptiveFieldAxis } from './analysis';

const pixel: ReceptiveFieldAxis = { size: 1, jump: 1, start: 0 };

export function receptiveFields(graph: Graph, shapes: readonly Shape[]): (ReceptiveField | undefined)[] {
  const fields: (ReceptiveField | undefined)[] = [];
  for (const layer of graph.layers) {
    fields.push(layer.id === graph.input ? [pixel, pixel] : fieldOf(layer, fields, shapes));
  }
  return fields;
}

function fieldOf(
  layer: Layer,
  fields: readonly (ReceptiveField | undefined)[],
  shapes: readonly Shape[],
): ReceptiveField | undefined {
  const inputs: ReceptiveField[] = [];
  for (const input of layer.inputs) {
    const field = fields[input];
    if (field === undefined) return undefined;
    inputs.push(field);
  }
  const [first] = inputs;
  if (first === undefined) return undefined;
  if (layer.op.group === 'join') return inputs.reduce(union);
  const inputShape = shapes[layer.inputs[0] ?? -1];
  const window = inputShape && layer.op.window?.(inputShape, layer.attributes);
  if (window !== undefined) {
    const vertical = slide(first[0], window.kernel[0], window.stride[0], window.dilation[0], window.pads[0]);
    const horizontal = slide(first[1], window.kernel[1], window.stride[1], window.dilation[1], window.pads[2]);
    return vertical && horizontal && [vertical, horizontal];
  }
  if (layer.op.name === 'upsample') return scale(first, inputShape, shapes[layer.id], layer);
  return layer.op.group === 'arithmetic' && layer.op.parameters.length === 0 && layer.op.name !== 'identity'
    ? undefined
    : first;
}

function slide(
  axis: ReceptiveFieldAxis,
  kernel: Dim,
  stride: Dim,
  dilation: Dim,
  pad: Dim,
): ReceptiveFieldAxis | undefined {
  if (kernel === undefined || stride === undefined || dilation === undefined || pad === undefined) return undefined;
  return {
    size: axis.size + (kernel - 1) * dilation * axis.jump,
    jump: axis.jump * stride,
    start: axis.start - pad * axis.jump,
  };
}

function union(a: ReceptiveField, b: ReceptiveField): ReceptiveField {
  return [unionAxis(a[0], b[0]), unionAxis(a[1], b[1])];
}

function unionAxis(a: ReceptiveFieldAxis, b: ReceptiveFieldAxis): ReceptiveFieldAxis {
  const start = Math.min(a.start, b.start);
  const end = Math.max(a.start + a.size, b.start + b.size);
  return { size: end - start, jump: Math.max(a.jump, b.jump), start };
}

function scale(
  field: ReceptiveField,
  from: Shape | undefined,
  to: Shape | undefined,
  layer: Layer,
): ReceptiveField | undefined {
  const axes = field.map((axis, i) => {
    const before = from?.[i];
    const after = to?.[i];
    if (before === undefined || after === undefined) return undefined;
    // Bilinear results mix two neighbours on each axis.
    const mixed = layer.attributes.mode === 'bilinear' ? axis.jump : 0;
    return { size: axis.size + mixed, jump: (axis.jump * before) / after, start: axis.start };
  });
  const [vertical, horizontal] = axes;
  return vertical && horizontal && [vertical, horizontal];
}
