/**
 * The edges of a view model: each layer's inputs lifted to the children of one body. An edge that leaves or enters
 * bodies becomes one edge in each of them, through their exits and entries. A layer whose input is unknown because of
 * a mistake gets a dotted edge from what is written before it, so that the picture does not fall apart.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import type { NodeTree } from './build-nodes';
import { viewShape } from './build-nodes';
import { ENTRY, EXIT, type ViewEdge, type ViewNode } from './model';

export function buildEdges(network: NetworkAnalysis, tree: NodeTree): ViewEdge[] {
  return new EdgeBuilder(network, tree).build();
}

class EdgeBuilder {
  private readonly edges: ViewEdge[] = [];
  private readonly seen = new Set<string>();
  /** Nodes whose result flows out of their body: that of a deep one is the result of all bodies around it. */
  private readonly leaving = new Set<string>();
  private readonly nodes: ReadonlyMap<string, ViewNode>;
  /** Bodies that something enters. */
  private readonly entered = new Set<string>();
  /** Places among siblings. */
  private readonly positions = new Map<string, number>();

  constructor(
    private readonly network: NetworkAnalysis,
    private readonly tree: NodeTree,
  ) {
    this.nodes = new Map(tree.nodes.map((node) => [node.id, node]));
    for (const siblings of [tree.roots, ...tree.nodes.map(({ children }) => children)]) {
      siblings.forEach((id, index) => {
        this.positions.set(id, index);
      });
    }
  }

  build(): ViewEdge[] {
    const { layers, blocks } = this.network.graph;
    for (const layer of layers) {
      layer.inputs.forEach((input, port) => {
        const from = this.tree.idOfLayer[input];
        const to = this.tree.idOfLayer[layer.id];
        if (from !== undefined && to !== undefined) this.connect(from, to, port, input);
      });
    }
    for (const block of blocks) {
      const id = this.tree.idOfBlock.get(block.id);
      const result = this.tree.idOfLayer[block.result];
      if (id !== undefined && result !== undefined && block.kind !== 'head') this.leave(id, result, block.result);
    }
    for (const layer of layers) {
      layer.inputs.forEach((input, port) => {
        const to = this.tree.idOfLayer[layer.id];
        if (input < 0 && to !== undefined) this.connectUnknown(this.node(to), port);
      });
    }
    for (const node of this.nodes.values()) {
      const isBody = !['layer', 'join', 'input', 'result'].includes(node.kind);
      if (isBody && !this.entered.has(node.id)) this.connectUnknown(node, 0);
    }
    for (const [layer, end] of this.tree.endOfLayer) {
      const from = this.tree.idOfLayer[layer];
      if (from !== undefined) this.connect(from, end, 0, layer);
    }
    return this.edges;
  }

  private node(id: string): ViewNode {
    return present(this.nodes.get(id), `node ${id}`);
  }

  private connect(from: string, to: string, port: number, tensor: number): void {
    let source = this.node(from);
    let target = this.node(to);
    const entering: ViewNode[] = [];
    while (source.parent !== target.parent) {
      if (source.level >= target.level) {
        this.add(source.parent, source.id, EXIT, 0, tensor);
        source = this.node(source.parent);
      } else {
        entering.push(target);
        target = this.node(target.parent);
      }
    }
    if (source !== target) this.add(source.parent, source.id, target.id, this.portOf(target, port), tensor);
    for (const inner of entering.reverse()) this.add(inner.parent, ENTRY, inner.id, this.portOf(inner, port), tensor);
  }

  private portOf(node: ViewNode, port: number): number {
    return node.kind === 'join' ? port : 0;
  }

  /** The result of a body flows out of it even where nothing reads it. */
  private leave(body: string, result: string, tensor: number): void {
    let node = this.node(result);
    const above: string[] = [];
    while (node.parent !== body && node.parent !== '') {
      above.push(node.id);
      node = this.node(node.parent);
    }
    if (node.parent !== body) return; // The result lies outside: the body gives what came in.
    this.add(body, node.id, EXIT, 0, tensor);
    for (const id of above) this.add(this.node(id).parent, id, EXIT, 0, tensor);
  }

  private connectUnknown(target: ViewNode, port: number): void {
    if (target.kind === 'input') return;
    const siblings = target.parent === '' ? this.tree.roots : this.node(target.parent).children;
    for (let index = (this.positions.get(target.id) ?? 0) - 1; index >= 0; index--) {
      const before = this.node(present(siblings[index], 'a sibling'));
      if (!flowsInto(before, target, port)) continue;
      this.add(target.parent, before.id, target.id, this.portOf(target, port), undefined);
      return;
    }
    if (target.parent === '') return;
    this.add(target.parent, ENTRY, target.id, this.portOf(target, port), undefined);
    if (!this.entered.has(target.parent)) this.connectUnknown(this.node(target.parent), 0);
  }

  /** `tensor` is the layer whose result flows; undefined where that is not known. */
  private add(body: string, from: string, to: string, port: number, tensor: number | undefined): void {
    const isExit = to === EXIT;
    const [seen, key] = isExit ? [this.leaving, from] : [this.seen, JSON.stringify([body, from, to, port])];
    if (seen.has(key)) return;
    seen.add(key);
    const shape = tensor === undefined ? null : viewShape(this.network.shapes[tensor]);
    const bytes = tensor === undefined ? undefined : this.network.activationBytes[tensor];
    this.edges.push({
      body,
      from,
      to,
      port,
      shape,
      bytes: bytes ?? null,
      isSide: this.nodes.get(to)?.kind === 'head',
      isUnknown: shape === null || shape.includes(null),
    });
    if (!isExit) this.entered.add(to);
  }
}

/** The flow at `target` may come from `node`: it stands in the same branch, around it, or at the end of a join's branch. */
function flowsInto(node: ViewNode, target: ViewNode, port: number): boolean {
  if (node.kind === 'head') return false;
  const own = node.branches.at(-1);
  if (target.kind === 'join' && own?.join === target.id) return own.index === port;
  return node.branches.every((branch, index) => {
    const other = target.branches[index];
    return other !== undefined && other.join === branch.join && other.index === branch.index;
  });
}
