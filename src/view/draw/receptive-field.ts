/**
 * The input image with what the middle value of a layer sees of it. The part beyond the image's border, which is padding
 * to it, is dashed.
 */

import type { ReceptiveField, ReceptiveFieldAxis } from '../../analysis/analysis';
import { n, type SvgNode, svg } from './svg-tree';

export interface FieldDrawing {
  readonly tree: SvgNode;
  /** Pixels of the image that the value sees, vertically and horizontally. */
  readonly seen: readonly [height: number, width: number];
  readonly width: number;
  readonly height: number;
}

/** Of the image's longer side, in pixels. */
const usual = 132;
const border = 1;

/** `input` and `result` are heights and widths. */
export function receptiveFieldDrawing(
  field: ReceptiveField,
  input: readonly [height: number, width: number],
  result: readonly [height: number, width: number],
  longest = usual,
): FieldDrawing {
  const scale = longest / Math.max(...input);
  const [down, across] = [middle(field[0], result[0]), middle(field[1], result[1])];
  const inside = [within(down, whole(input[0])), within(across, whole(input[1]))] as const;
  // All of the field is drawn as far as it is not many times the image.
  const room = [around(down, input[0]), around(across, input[1])] as const;
  const x = (pixel: number): string => n(border + (pixel - room[1].from) * scale);
  const y = (pixel: number): string => n(border + (pixel - room[0].from) * scale);
  const box = (name: string, vertical: Extent, horizontal: Extent): SvgNode =>
    svg('path', {
      class: name,
      d: `M${x(horizontal.from)} ${y(vertical.from)}H${x(horizontal.to)}V${y(vertical.to)}H${x(horizontal.from)}z`,
    });
  return {
    tree: svg(
      'g',
      {},
      box('field-image', whole(input[0]), whole(input[1])),
      box('field-beyond', within(down, room[0]), within(across, room[1])),
      box('field-seen', ...inside),
    ),
    seen: [inside[0].to - inside[0].from, inside[1].to - inside[1].from],
    width: 2 * border + (room[1].to - room[1].from) * scale,
    height: 2 * border + (room[0].to - room[0].from) * scale,
  };
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

/** What the middle one of so many places sees. */
function middle({ size, jump, start }: ReceptiveFieldAxis, places: number): Extent {
  const from = start + Math.floor((places - 1) / 2) * jump;
  return { from, to: from + size };
}

function whole(size: number): Extent {
  return { from: 0, to: size };
}

function within({ from, to }: Extent, room: Extent): Extent {
  return { from: Math.max(room.from, Math.min(from, room.to)), to: Math.min(room.to, Math.max(to, room.from)) };
}

/** The image with at most a quarter of it at each side. */
function around({ from, to }: Extent, size: number): Extent {
  return { from: Math.max(-size / 4, Math.min(0, from)), to: Math.min(size * 1.25, Math.max(size, to)) };
}
