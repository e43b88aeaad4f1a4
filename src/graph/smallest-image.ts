/**
 * The smallest image of a network into which all of its windows fit. Found by trying sizes with the layers' own shape
 * rules, both axes at once: what a network makes of a height does not depend on the width.
 */

import { type Pair, type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { Graph } from './graph';

/** Trying costs as much as two dozen times finding all shapes, so that it is left out for very long networks. */
const mostLayers = 2_000;
const largestSide = 1 << 16;

const axes = [0, 1] as const;

/** Height and width; undefined where no image would do, or none up to `largestSide`. */
export function smallestImage(graph: Graph, [height, width, channels]: Shape): Pair | undefined {
  if (height === undefined || width === undefined || graph.layers.length > mostLayers) return undefined;
  const tooSmall: [number, number] = [0, 0];
  const enough: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let side: [number, number] = [height, width];
  for (;;) {
    const fits = fitting(graph, [...side, channels]);
    for (const axis of axes) (fits[axis] ? enough : tooSmall)[axis] = side[axis];
    if (axes.every((axis) => enough[axis] - tooSmall[axis] <= 1)) return enough;
    if (axes.some((axis) => tooSmall[axis] >= largestSide)) return undefined;
    // Twice as large until it is enough, then half of what is between.
    side = [nextSide(tooSmall[0], enough[0]), nextSide(tooSmall[1], enough[1])];
  }
}

function nextSide(tooSmall: number, enough: number): number {
  return enough === Number.POSITIVE_INFINITY
    ? Math.min(tooSmall * 2, largestSide)
    : Math.max(1, Math.floor((tooSmall + enough) / 2));
}

/** Whether an image gives every layer a height, and a width. */
function fitting(graph: Graph, image: Shape): readonly [boolean, boolean] {
  const shapes: Shape[] = [];
  const fits: [boolean, boolean] = [true, true];
  for (const layer of graph.layers) {
    let isWrong = false;
    const inputs = layer.inputs.map((id): Shape => shapes[id] ?? UNKNOWN_SHAPE);
    const shape =
      layer.id === graph.input
        ? image
        : layer.op.shape(inputs, layer.attributes, () => {
            isWrong = true;
          });
    if (isWrong) for (const axis of axes) fits[axis] &&= shape[axis] !== undefined;
    shapes.push(shape);
  }
  return fits;
}
