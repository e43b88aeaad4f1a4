/**
 * A convolution in groups that was written as one for each, as TensorFlow.js needs it: parts of the channels, each with a convolution
 * of the same name, and their results side by side. Only files that were written from a network in our terms say by their names
 * that these are one.
 */

import type { ForeignLayer, ForeignNetwork, ForeignWeight } from './foreign-network';

export function withGroups(network: ForeignNetwork): ForeignNetwork {
  if (!network.isByName) return network;
  const { layers } = network;
  return { ...network, layers: layers.map((layer) => grouped(layers, layer) ?? layer) };
}

function grouped(layers: readonly ForeignLayer[], join: ForeignLayer): ForeignLayer | undefined {
  const parts = join.inputs.map((id) => layers[id]);
  const [first] = parts;
  if (join.op.name !== 'concat' || first?.op.name !== 'conv' || first.attributes.groups !== 1) return undefined;
  const slices = parts.map((part) => layers[part?.inputs[0] ?? -1]);
  const [source] = slices[0]?.inputs ?? [];
  if (source === undefined || slices[0] === undefined) return undefined;
  const depth = slices[0].shape[2];
  const isAlike = parts.every((part, i) => {
    const slice = slices[i];
    const isPart = part?.op === first.op && part.name === join.name && isSame(part.attributes, first.attributes);
    const isSlice = slice?.op.name === 'slice' && slice.inputs[0] === source && slice.name === join.name;
    return isPart && isSlice && slice.attributes.start === i * depth && slice.shape[2] === depth;
  });
  if (!isAlike || layers[source]?.shape[2] !== depth * parts.length) return undefined;
  const weights = new Map(
    [...first.weights.keys()].flatMap((name) => {
      const all = parts.flatMap((part) => part?.weights.get(name) ?? []);
      return all.length === parts.length ? [[name, besideEachOther(all)] as const] : [];
    }),
  );
  const attributes = { ...first.attributes, groups: parts.length, filters: join.shape[2] };
  return { ...first, attributes, inputs: [source], shape: join.shape, weights };
}

function isSame(a: ForeignLayer['attributes'], b: ForeignLayer['attributes']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Along the last axis, which are the filters. */
function besideEachOther(parts: readonly ForeignWeight[]): ForeignWeight {
  const shape = parts[0]?.shape ?? [];
  const filters = shape.at(-1) ?? 1;
  const count = parts.length;
  return {
    shape: [...shape.slice(0, -1), filters * count],
    values: () => {
      const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const values = new Float32Array(rows * filters * count);
      for (const [i, part] of parts.entries()) {
        const own = part.values();
        for (let row = 0; row < rows; row++) {
          values.set(own.subarray(row * filters, (row + 1) * filters), (row * count + i) * filters);
        }
      }
      return values;
    },
  };
}
