/**
 * A network with its modules and repeats expanded: layers in written order (which is an order of
 * execution), and beside them the tree of blocks they were written in. Immutable; shapes and costs are
 * tables by layer id in src/analysis, never fields here.
 */

import type { FileId, Span } from '../base/span';
import type { Dim } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type { Attributes, Op, Value } from '../ops/op';

/** Dense, from 0, in written order; an input's id is below its reader's. */
export type LayerId = number;

/** Dense, from 0; the network's own block is 0 and a parent's id is below its children's. */
export type BlockId = number;

/** The text something was made from. */
export interface Origin {
  readonly file: FileId;
  /** The whole statement (for a join block, `concat { ... }`). */
  readonly span: Span;
  /** The smallest text that stands for it: the layer's name, the word `concat`. */
  readonly nameSpan: Span;
}

export interface Layer {
  readonly id: LayerId;
  readonly op: Op;
  /** `inception_3a/branch_2/conv_1`, unique in the network. */
  readonly path: string;
  readonly attributes: Attributes;
  /** Layers it reads, in written order; -1 is a value that is unknown because of a mistake. */
  readonly inputs: readonly LayerId[];
  readonly origin: Origin;
  readonly block: BlockId;
}

export type BlockKind =
  | 'network'
  | 'module' // a module call
  | 'repeat' // a whole repeat, its turns inside
  | 'turn'
  | 'join' // `concat { }` or `add { }`: its branches and, last, the join's layer
  | 'branch'
  | 'head'
  | 'output'; // `output name from source { }`

/** The channels of the flow at a place of a text that asks for them. */
export interface ChannelsRead {
  readonly file: FileId;
  readonly start: number;
  /** Undefined where they are unknown. */
  readonly channels: Dim;
}

export type BlockChild = { readonly layer: LayerId } | { readonly block: BlockId };

export interface Block {
  readonly id: BlockId;
  readonly kind: BlockKind;
  /** As shown: `inception_3a`, `branch_2`, `repeat_1`, `1` for a turn, the network's name. */
  readonly name: string;
  /** Path of its level; an unnamed join adds none and has its parent's path. Empty for the network. */
  readonly path: string;
  readonly parent: BlockId | undefined;
  readonly children: readonly BlockChild[];
  /** For a module call: the module's name as declared. */
  readonly module: string | undefined;
  readonly origin: Origin;
  /** Names bound in the body of a module, network or turn: parameters, constants and the loop variable. */
  readonly bindings: ReadonlyMap<string, Value>;
  /** Of a module call: the names among them that are the module's parameters, in written order. */
  readonly parameters: readonly string[];
  /** What `channels` is worth in the text of the body. */
  readonly channels: readonly ChannelsRead[];
  /** The layer whose result flows into the block; -1 where unknown or none. */
  readonly input: LayerId;
  /** The layer whose result the block gives; may lie outside of it (an identity branch); -1 where unknown. */
  readonly result: LayerId;
}

export interface Output {
  readonly name: string;
  readonly kind: 'output' | 'head';
  /** The layer whose result it is; -1 where unknown. */
  readonly layer: LayerId;
  readonly origin: Origin;
}

export interface Graph {
  readonly layers: readonly Layer[];
  readonly blocks: readonly Block[];
  /** The layer of the network's input; -1 if it has none. */
  readonly input: LayerId;
  readonly outputs: readonly Output[];
}

/** The values of a module call's parameters, in order, as the language writes them. */
export function argumentTexts({ parameters, bindings }: Block): readonly string[] {
  return parameters.map((name) => formatValue(bindings.get(name)));
}

/** The layers of a block and of the blocks in it, in written order. */
export function layersIn({ blocks }: Graph, block: BlockId): LayerId[] {
  const layers: LayerId[] = [];
  const pending: BlockId[] = [block];
  // Written order is the order of ids, so that a sort at the end is enough.
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of blocks[next]?.children ?? []) {
      if ('layer' in child) layers.push(child.layer);
      else pending.push(child.block);
    }
  }
  return layers.sort((a, b) => a - b);
}
