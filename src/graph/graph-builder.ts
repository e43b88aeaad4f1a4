/** Collects the layers and blocks of a graph while the flow is followed, and what is to be known of each layer besides. */

import type { Diagnostic } from '../base/diagnostic';
import type { Attributes, Op } from '../ops/op';
import type { CallStatement } from '../syntax/tree';
import type { Block, BlockChild, BlockKind, ChannelsRead, Graph, Layer, LayerId, Origin, Output } from './graph';
import type { Budget, Expectation } from './promises';
import { noBindings } from './scope';

/** A block whose result and bindings are still to be found out. */
export type OpenBlock = { -readonly [K in keyof Block]: Block[K] } & {
  readonly children: BlockChild[];
  readonly channels: ChannelsRead[];
};

/** Turns, repeats and calls that hold nothing, of which a short text may have hundreds of thousands: so many are kept. */
export const mostEmptyBlocks = 1_000;

export class GraphBuilder {
  readonly layers: Layer[] = [];
  readonly blocks: OpenBlock[] = [];
  /** The call each layer was written as; undefined for joins and the input. */
  readonly calls: (CallStatement | undefined)[] = [];
  /** Names of results as a join has them between its parentheses. */
  readonly operands = new Map<LayerId, readonly string[]>();
  readonly outputs: Output[] = [];
  readonly expectations: Expectation[] = [];
  readonly budgets: Budget[] = [];
  /** Mistakes in the call that made a layer. */
  readonly errors = new Map<LayerId, Diagnostic>();
  input: LayerId = -1;
  private emptyBlocks = 0;

  get layerCount(): number {
    return this.layers.length;
  }

  addLayer(
    op: Op,
    path: string,
    attributes: Attributes,
    inputs: readonly LayerId[],
    origin: Origin,
    block: OpenBlock,
    call: CallStatement | undefined,
  ): LayerId {
    const id = this.layers.length;
    this.layers.push({ id, op, path, attributes, inputs, origin, block: block.id });
    this.calls.push(call);
    block.children.push({ layer: id });
    return id;
  }

  addBlock(
    kind: BlockKind,
    name: string,
    path: string,
    parent: OpenBlock | undefined,
    origin: Origin,
    input: LayerId,
  ): OpenBlock {
    const block: OpenBlock = {
      id: this.blocks.length,
      kind,
      name,
      path,
      parent: parent?.id,
      children: [],
      module: undefined,
      origin,
      bindings: noBindings,
      parameters: [],
      channels: [],
      input,
      result: -1,
    };
    this.blocks.push(block);
    parent?.children.push({ block: block.id });
    return block;
  }

  /**
   * All of a block is there. Whether it stays in the graph: one that holds nothing is taken back where there are enough of
   * such, unless a budget asks about it.
   */
  close(block: OpenBlock, around: OpenBlock): boolean {
    if (block.children.length > 0 || this.budgets.at(-1)?.block === block.id) return true;
    if (this.emptyBlocks < mostEmptyBlocks) {
      this.emptyBlocks++;
      return true;
    }
    this.blocks.length = block.id;
    around.children.pop();
    return false;
  }

  /** Takes back all that `add` puts into the block `around` and elsewhere. */
  discard(around: OpenBlock, add: () => void): void {
    const lists = [
      this.layers,
      this.calls,
      this.blocks,
      this.outputs,
      this.expectations,
      this.budgets,
      around.children,
    ];
    const lengths = lists.map((list) => list.length);
    const firstLayer = this.layers.length;
    add();
    lists.forEach((list, i) => {
      list.length = lengths[i] as number;
    });
    for (const layer of this.errors.keys()) if (layer >= firstLayer) this.errors.delete(layer);
  }

  /** The graph as it stands. `isCut`: more should follow, so that no output is known. */
  graph(isCut: boolean): Graph {
    const { layers, blocks, input } = this;
    const outputs = isCut ? this.outputs.map((output) => ({ ...output, layer: -1 })) : this.outputs;
    return { layers, blocks, input, outputs };
  }
}
