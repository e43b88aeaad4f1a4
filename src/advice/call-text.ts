/**
 * A layer or module call written out with its values: `conv(32, 5x5, stride = 2)`. What was computed in
 * the text (`conv(64 * width, ...)`) stands here as the number it came to; defaults are left out.
 */

import { argumentTexts, type Block, type Layer } from '../graph/graph';
import { formatCall } from '../ops/format-value';

/** Required arguments by position, the others by name where they differ from the layer's default. */
export function layerCallText({ op, attributes }: Layer): string {
  return formatCall(op, attributes);
}

/** `inception(64, 96, 128)`, `repeat 4`, `head aux1`; `concat` for a join. */
export function blockCallText(block: Block): string {
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
      return block.kind;
  }
}
