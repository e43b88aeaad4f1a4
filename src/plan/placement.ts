/**
 * Decides in which storage each layer's result lives, before storages have offsets: branches of a concat get
 * slices of the joined result, layers that change nothing share their input's place, and functions of one value and sums
 * of two tensors work in place where nobody else reads the input. Sharing is never wrong here and copying always possible, so that
 * every join has a plan.
 */

import type { PlanShape } from './plan';

/** What the placement needs to know of a layer; positions are those of the list. */
export interface PlacedLayer {
  readonly kind:
    | 'input'
    | 'compute'
    /** The input's values in the input's order: identity, dropout, flatten. */
    | 'view'
    /** May overwrite its input. */
    | 'in-place'
    /** May overwrite one of its two inputs, if that has its shape. */
    | 'combine'
    | 'concat';
  readonly shape: PlanShape;
  readonly inputs: readonly number[];
  /** Its result must survive the run. */
  readonly isEnd: boolean;
}

export interface Home {
  readonly storage: number;
  /** From the storage's first pixel, in floats. */
  readonly offset: number;
  readonly pixelStride: number;
  /** Rows follow one another at width * pixelStride, whatever the storage's own rows are (inside a flattened slice). */
  readonly isFlat: boolean;
}

export interface Placement {
  readonly homes: readonly Home[];
  /** The shape of each storage: that of the layer it was made for. */
  readonly storages: readonly PlanShape[];
  /** Storages that are read as a list by a flatten, and so must have no borders. */
  readonly lists: ReadonlySet<number>;
}

export function placeTensors(layers: readonly PlacedLayer[]): Placement {
  const homes = new Array<Home | undefined>(layers.length);
  const storages: PlanShape[] = [];
  const readers = new Array<number>(layers.length).fill(0);
  for (const layer of layers) for (const input of layer.inputs) readers[input] = (readers[input] as number) + 1;
  const lists = new Set<number>();

  const newHome = (shape: PlanShape): Home => {
    storages.push(shape);
    return { storage: storages.length - 1, offset: 0, pixelStride: shape[2], isFlat: false };
  };
  const at = (index: number): PlacedLayer => layers[index] as PlacedLayer;

  /**
   * Whether nothing but its one reader ever needs the values at this layer's place: a place of its own, or that of an input
   * which it may overwrite; what shows its inputs is read by their readers too.
   */
  const isSolelyRead: boolean[] = [];
  for (const [index, layer] of layers.entries()) {
    isSolelyRead.push(
      layer.kind !== 'input' &&
        !layer.isEnd &&
        readers[index] === 1 &&
        ((layer.kind !== 'view' && layer.kind !== 'concat') || layer.inputs.every((input) => isSolelyRead[input])),
    );
  }

  /** The input's place within the place of a layer that only looks at it differently. */
  const homeOfInput = (home: Home, layer: PlacedLayer, input: PlacedLayer): Home =>
    sameShape(layer.shape, input.shape)
      ? home
      : { storage: home.storage, offset: home.offset, pixelStride: input.shape[2], isFlat: true };

  /** The one that was computed last, so that what follows it at once may be computed with it. */
  const overwrittenInput = ({ inputs, shape }: PlacedLayer): number | undefined => {
    const free = inputs.filter(
      (input) => homes[input] === undefined && isSolelyRead[input] && sameShape(at(input).shape, shape),
    );
    return inputs.length === 2 && free.length > 0 ? Math.max(...free) : undefined;
  };

  // Readers come before what they read, so that a concat can offer its slices to its branches.
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = at(index);
    const input = layer.inputs[0];
    const mayShare =
      input !== undefined &&
      at(input).kind !== 'input' &&
      (layer.kind === 'view' || (layer.kind === 'in-place' && isSolelyRead[input]));
    if (mayShare) {
      const home = homes[index];
      // Without a place of its own it will live wherever its input turns out to live.
      if (home !== undefined) homes[input] ??= homeOfInput(home, layer, at(input));
      continue;
    }
    const home = homes[index] ?? newHome(layer.shape);
    homes[index] = home;
    if (layer.kind === 'combine') {
      const overwritten = overwrittenInput(layer);
      if (overwritten !== undefined) homes[overwritten] = home;
    }
    if (layer.kind !== 'concat') continue;
    let channel = 0;
    for (const branch of layer.inputs) {
      const { kind, shape } = at(branch);
      if (kind !== 'input' && homes[branch] === undefined) {
        homes[branch] = { ...home, offset: home.offset + channel };
      }
      channel += shape[2];
    }
  }

  // What follows its input finds it placed, going forward.
  for (const [index, layer] of layers.entries()) {
    if (homes[index] !== undefined) continue;
    const input = layer.inputs[0] as number;
    const home = homes[input] as Home;
    if (sameShape(layer.shape, at(input).shape)) {
      homes[index] = home;
    } else if (home.pixelStride === at(input).shape[2]) {
      homes[index] = { ...home, pixelStride: layer.shape[2], isFlat: true };
      lists.add(home.storage);
    } else {
      homes[index] = newHome(layer.shape);
    }
  }
  return { homes: homes as Home[], storages, lists };
}

function sameShape(a: PlanShape, b: PlanShape): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
