/** The flow before an offset: what the statement that ends there has made. Read by the completion of `expect`. */

import { blockFigures } from '../analysis/figures';
import type { MetricName } from '../base/metrics';
import type { Shape } from '../ops/dim';
import type { SourceFile, Statement } from '../syntax/tree';
import { keywordOf, nodesAt } from '../syntax/tree-walk';
import { blocksFrom, layersFrom, type Scene } from './scene';

export interface Flow {
  /** Undefined where it is unknown or differs between instances. */
  readonly shape: Shape | undefined;
  /** Metrics of the statement that have one exact value. */
  readonly counts: Partial<Readonly<Record<MetricName, number>>>;
}

export function flowBefore(scene: Scene, file: SourceFile, offset: number): Flow | undefined {
  const body = nodesAt(file, offset).findLast((node) => node.kind === 'body');
  const statement = body?.statements.findLast((candidate) => candidate.end < offset && makesLayers(candidate));
  if (statement === undefined) return undefined;
  const made = madeBy(scene, file, statement);
  const shapes = new Set(made.map(({ shape }) => JSON.stringify(shape)));
  const [first] = made;
  if (first === undefined || shapes.size !== 1 || first.shape?.includes(undefined)) return undefined;
  const isOne = (read: (made: Made) => number | undefined) => new Set(made.map(read)).size === 1;
  return {
    shape: first.shape,
    counts: {
      ...(first.multiplies !== undefined && isOne((m) => m.multiplies) ? { multiplies: first.multiplies } : {}),
      ...(first.params !== undefined && isOne((m) => m.params) ? { params: first.params } : {}),
    },
  };
}

/** The shape of what a statement makes; undefined where it is unknown, or differs between instances. */
export function shapeMade(scene: Scene, file: SourceFile, statement: Statement): Shape | undefined {
  const made = statement.kind === 'input' ? inputMade(scene, file, statement) : madeBy(scene, file, statement);
  const [first] = made;
  const isOne = made.every(({ shape }) => JSON.stringify(shape) === JSON.stringify(first?.shape));
  return isOne && first?.shape?.includes(undefined) === false ? first.shape : undefined;
}

/** The layer of an input stands under its name, or without one under the word. */
function inputMade(scene: Scene, file: SourceFile, { name, start }: Extract<Statement, { kind: 'input' }>) {
  return layersFrom(scene, file.file, name?.start ?? start).all.map(({ network, layer }) => ({
    shape: network.shapes[layer.id],
  }));
}

interface Made {
  readonly shape: Shape | undefined;
  readonly multiplies: number | undefined;
  readonly params: number | undefined;
}

function makesLayers(statement: Statement): boolean {
  return ['call', 'join', 'join-call', 'repeat', 'input'].includes(statement.kind);
}

function madeBy(scene: Scene, file: SourceFile, statement: Statement): readonly Made[] {
  const name = statement.kind === 'call' ? statement.callee : (keywordOf(statement) ?? statement);
  const blocks = blocksFrom(scene, file.file, name.start).all.filter(({ block }) =>
    ['module', 'join', 'repeat'].includes(block.kind),
  );
  if (blocks.length > 0) {
    return blocks.map(({ network, block }) => {
      const { multiplies, params } = blockFigures(network, block.id).sum.sums;
      return {
        shape: block.result < 0 ? undefined : network.shapes[block.result],
        multiplies: multiplies.isPartial ? undefined : multiplies.value,
        params: params.isPartial ? undefined : params.value,
      };
    });
  }
  return layersFrom(scene, file.file, name.start).all.map(({ network, layer }) => ({
    shape: network.shapes[layer.id],
    multiplies: network.costs[layer.id]?.multiplies,
    params: network.costs[layer.id]?.params,
  }));
}
