/** Layers that move values as nodes: borders, resizing, channels and blocks. */

import { present } from '../../base/assert';
import { bilinearTaps, blockChannel, nearestTaps } from '../../base/places';
import { cutsOf } from '../../ops/crop';
import { number, pads, sides, word } from '../known-attributes';
import { type LayerRequest, onlyInput } from './layer-request';
import type { GraphValue } from './onnx-builder';
import { floats, integers, shareMatrix } from './tensors';

const modes: Readonly<Record<string, string>> = { zeros: 'constant', reflect: 'reflect', edge: 'edge' };

export function pad(request: LayerRequest): GraphValue {
  const { builder, attributes, path, shape } = request;
  const [top, bottom, left, right] = pads(attributes, 'amount');
  const amounts = builder.tensor(`${path}/pads`, integers([0, 0, top, left, 0, 0, bottom, right]));
  const inputs = [builder.image(onlyInput(request)), amounts];
  const mode = present(modes[word(attributes, 'mode')], 'mode');
  return builder.node('Pad', inputs, { shape, isList: false }, { mode });
}

export function crop(request: LayerRequest): GraphValue {
  const { builder, attributes, path, shape } = request;
  const input = builder.image(onlyInput(request));
  const [top, , left] = sides(cutsOf(input.shape, attributes));
  return cut(request, input, [2, 3], [top, left], [top + shape[0], left + shape[1]], `${path}/`);
}

export function slice(request: LayerRequest): GraphValue {
  const { attributes, shape, path } = request;
  const start = number(attributes, 'start');
  return cut(request, onlyInput(request), [1], [start], [start + shape[2]], `${path}/`);
}

function cut(
  { builder, shape }: LayerRequest,
  input: GraphValue,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  prefix: string,
): GraphValue {
  const tensors = Object.entries({ starts, ends, axes }).map(([name, values]) =>
    builder.tensor(prefix + name, integers(values)),
  );
  return builder.node('Slice', [input, ...tensors], { shape, isList: input.isList });
}

/** By whole factors the node of that name does; its rules for others differ among runtimes, so that they are written out. */
export function resize(request: LayerRequest): GraphValue {
  const { builder, attributes, path, shape } = request;
  const input = builder.image(onlyInput(request));
  const isNearest = word(attributes, 'mode') === 'nearest';
  const [vertical, horizontal] = [shape[0] / input.shape[0], shape[1] / input.shape[1]];
  if (Number.isInteger(vertical) && Number.isInteger(horizontal)) {
    const scales = builder.tensor(`${path}/scales`, floats([4], Float32Array.of(1, 1, vertical, horizontal)));
    const how = isNearest
      ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
    return builder.node('Resize', [input, null, scales], { shape, isList: false }, how);
  }
  const between = { shape: [shape[0], input.shape[1], shape[2]] as const, isList: false };
  if (isNearest) {
    const rows = nearestTaps(input.shape[0], shape[0]).map(({ first }) => first);
    const columns = nearestTaps(input.shape[1], shape[1]).map(({ first }) => first);
    const chosen = gather(request, input, 2, rows, 'rows', between);
    return gather(request, chosen, 3, columns, 'columns', { shape, isList: false });
  }
  const left = builder.tensor(`${path}/rows`, interpolation(input.shape[0], shape[0], false));
  const right = builder.tensor(`${path}/columns`, interpolation(input.shape[1], shape[1], true));
  const squeezed = builder.node('MatMul', [left, input], between);
  return builder.node('MatMul', [squeezed, right], { shape, isList: false });
}

function interpolation(input: number, output: number, swap: boolean) {
  const taps = bilinearTaps(input, output);
  return shareMatrix(input, output, swap, (i) => {
    const { first, second, share } = present(taps[i], 'tap');
    return first === second
      ? [[first, 1]]
      : [
          [first, 1 - share],
          [second, share],
        ];
  });
}

export function shuffle(request: LayerRequest): GraphValue {
  const input = onlyInput(request);
  const groups = number(request.attributes, 'groups');
  const channels = input.shape[2];
  const depth = channels / groups;
  const sources = Array.from({ length: channels }, (_, to) => (to % groups) * depth + Math.floor(to / groups));
  return gather(request, input, 1, sources, 'channels', input);
}

/** The node has the order `dcr` alone. */
export function spaceToDepth(request: LayerRequest): GraphValue {
  const { builder, attributes, shape } = request;
  const input = builder.image(onlyInput(request));
  const block = number(attributes, 'block');
  const deep = builder.node('SpaceToDepth', [input], { shape, isList: false }, { blocksize: block });
  if (word(attributes, 'order') === 'dcr') return deep;
  const channels = input.shape[2];
  const sources: number[] = [];
  for (let dy = 0; dy < block; dy++) {
    for (let dx = 0; dx < block; dx++) {
      for (let c = 0; c < channels; c++) {
        sources[blockChannel({ block, order: 'crd' }, dy, dx, c, channels)] = (dy * block + dx) * channels + c;
      }
    }
  }
  return gather(request, deep, 1, sources, 'channels', deep);
}

export function depthToSpace(request: LayerRequest): GraphValue {
  const { builder, attributes, shape } = request;
  const mode = word(attributes, 'order').toUpperCase();
  const inputs = [builder.image(onlyInput(request))];
  return builder.node(
    'DepthToSpace',
    inputs,
    { shape, isList: false },
    { blocksize: number(attributes, 'block'), mode },
  );
}

function gather(
  { builder, path }: LayerRequest,
  input: GraphValue,
  axis: number,
  places: readonly number[],
  name: string,
  result: Pick<GraphValue, 'shape' | 'isList'>,
): GraphValue {
  return builder.node('Gather', [input, builder.tensor(`${path}/${name}`, integers(places))], result, { axis });
}
