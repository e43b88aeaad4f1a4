/**
 * How large each node's box is and where lines meet it, at zoom 1. Sizes depend on what a node is, never on zoom,
 * metric or the lengths of texts, so that neither typing a name nor switching a metric moves the picture.
 *
 * A join is as wide as its branches, and one port for each branch stands at the centre of that branch's column:
 * that is what keeps branches in written order through the layout.
 */

import type { ViewNode } from './model';

export interface BoxSize {
  readonly width: number;
  readonly height: number;
  readonly inPorts: readonly number[];
  readonly outPort: number;
  /** Width of its column when it stands in a branch: for an `add`, the width of what it joins. */
  readonly span: number;
}

const layerWidth = 152;
export const columnGap = 20;
const identityColumn = 24;
const namedColumn = 96;
const addSize = 28;
const addSpread = 16;

/** Sizes of the children of one body, in their order. `openSizes` has those that are drawn with their bodies. */
export function boxSizes(children: readonly ViewNode[], openSizes: ReadonlyMap<string, BoxSize>): BoxSize[] {
  const columns = new Map<string, Map<number, number>>();
  return children.map((node) => {
    const size =
      openSizes.get(node.id) ?? (node.kind === 'join' ? joinSize(node, columns.get(node.id)) : closedSize(node));
    const branch = node.branches.at(-1);
    if (branch !== undefined) {
      const widths = columns.get(branch.join) ?? new Map<number, number>();
      columns.set(branch.join, widths);
      widths.set(branch.index, Math.max(widths.get(branch.index) ?? layerWidth, size.span));
    }
    return size;
  });
}

function closedSize(node: ViewNode): BoxSize {
  switch (node.kind) {
    case 'input':
    case 'result':
      return plain(120, 28);
    case 'module':
    case 'repeat':
    case 'turn':
    case 'output':
      return plain(208, 60);
    case 'head':
      return plain(168, 40);
    default:
      return plain(layerWidth, node.hasWeights ? 40 : 28);
  }
}

function plain(width: number, height: number): BoxSize {
  return { width, height, inPorts: [width / 2], outPort: width / 2, span: width };
}

/** `widths` are those of the branches that have layers; undefined for `concat(a, b)`, which has no branches. */
function joinSize(node: ViewNode, widths: ReadonlyMap<number, number> | undefined): BoxSize {
  const count = Math.max(1, node.joinChannels.length);
  const absent = widths === undefined ? namedColumn : identityColumn;
  const centres: number[] = [];
  let span = 0;
  for (let index = 0; index < count; index++) {
    const width = widths?.get(index) ?? absent;
    if (index > 0) span += columnGap;
    centres.push(span + width / 2);
    span += width;
  }
  // What is joined value by value is drawn as a small sign.
  if (node.op !== 'concat') {
    const step = count > 1 ? addSpread / (count - 1) : 0;
    const first = count > 1 ? (addSize - addSpread) / 2 : addSize / 2;
    const inPorts = centres.map((_, index) => first + index * step);
    return { width: addSize, height: addSize, inPorts, outPort: addSize / 2, span: Math.max(addSize, span) };
  }
  const width = Math.max(layerWidth, span);
  const shift = (width - span) / 2;
  return { width, height: 18, inPorts: centres.map((x) => x + shift), outPort: width / 2, span: width };
}
