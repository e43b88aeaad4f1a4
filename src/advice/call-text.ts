/**
 * A layer or module call written out with its values: `conv(32, 5x5, stride = 2)`. What was computed in
 * the text (`conv(64 * width, ...)`) stands here as the number it came to; defaults are left out.
 */

import { argumentTexts, type Block, type Graph, type Layer } from '../graph/graph';
import { formatCall } from '../ops/format-value';

/** Required arguments by position, the others by name where they differ from the layer's default. */
export function layerCallText({ op, attributes }: Layer): string {
  return formatCall(op, attributes);
}

/** The word that a block is written with: `repeat`, `head`; of a join `concat`, `add` or `multiply`. */
export function blockKind({ kind, children }: Block, { layers }: Graph): string {
  const last = kind === 'join' ? children.at(-1) : undefined;
  return (last !== undefined && 'layer' in last ? layers[last.layer]?.op.name : undefined) ?? kind;
}

/** `inception(64, 96, 128)`, `head aux1`; `repeat`, and `concat` for a join. */
export function blockCallText(block: Block, graph: Graph): string {
  switch (block.kind) {
    case 'network':
      return `network ${block.name}`;
    case 'module':
      return `${block.module ?? block.name}(${argumentTexts(block).join(', ')})`;
    case 'head':
    case 'output':
    case 'branch':
      return `${block.kind} ${block.name}`;
    case 'turn':
      return `turn ${block.name}`;
    case 'repeat':
    case 'join':
      return blockKind(block, graph);
  }
}
