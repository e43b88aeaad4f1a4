/** Between a place in a text and what was made from it: hovers, selection both ways, totals at the cursor, instances. */

import { blockFigures } from '../analysis/figures';
import { formatShape } from '../base/number-format';
import type { FileId } from '../base/span';
import type { Origin } from '../graph/graph';
import { exactSum, workOf } from '../ide/figures';
import { hover } from '../ide/hover';
import { type Hover, joined, type Rendering } from '../ide/markdown';
import { type NetworkSummary, summarize } from '../ide/network-card';
import { callsAround, type InstanceChoice, moduleInstances } from '../ide/scene';
import { layersAt, locationOf, networkAt, pathsAt } from '../ide/selection';
import type { InstancesResult, SelectionResult } from '../protocol/server-messages';
import { isDefinition, nodesAt } from '../syntax/tree-walk';
import { type Eventual, whenReady } from '../workspace/eventual';
import { type DesignSession, type Look, lookAt, networkNamed } from './look';

/** More than anybody picks from. */
const mostInstances = 2000;

export interface ModuleName {
  readonly file: FileId;
  readonly name: string;
}

const nothing: SelectionResult = { network: null, paths: [], module: null };

/** What stands at an offset of a file. */
export function selectionAt(session: DesignSession, id: FileId, offset: number): Eventual<SelectionResult> {
  return whenReady(lookAt(session, id), (look) => {
    if (look === undefined) return nothing;
    const { paths, module, network } = layersAt(look.scene, look.file, offset);
    const shown = network ?? paths[0]?.network ?? null;
    return {
      network: shown,
      paths: paths.filter((path) => path.network === shown).map(({ path }) => path),
      module: module ?? null,
    };
  });
}

/** What an offset of any file stands for in one network of a file that is looked at. */
export function selectionWithin(
  session: DesignSession,
  within: { readonly file: FileId; readonly network: string },
  id: FileId,
  offset: number,
): Eventual<SelectionResult> {
  return whenReady(lookAt(session, within.file), (look) => {
    if (look === undefined) return nothing;
    const paths = pathsAt(look.scene, id, offset).filter(({ network }) => network === within.network);
    return { network: within.network, paths: paths.map(({ path }) => path), module: null };
  });
}

/** Name of the network of a file that an offset in it belongs to, see `networkAt`; undefined where the file has none. */
export function networkNameAt(session: DesignSession, id: FileId, offset: number): Eventual<string | undefined> {
  return whenReady(lookAt(session, id), (look) => {
    const network = look && networkAt(look.scene, look.file, offset);
    return network && look.analysis.networks.includes(network) ? network.name : undefined;
  });
}

/** The text that a path stands for; undefined for an unknown one. */
export function locationOfPath(
  session: DesignSession,
  id: FileId,
  network: string | undefined,
  path: string,
): Eventual<Origin | undefined> {
  return whenReady(lookAt(session, id), (look) => {
    const found = look === undefined ? undefined : networkNamed(look, network);
    return found && locationOf(found, path);
  });
}

/** Totals and budgets of the network at an offset, else of the last one. */
export function summaryAt(
  session: DesignSession,
  id: FileId,
  offset: number | undefined,
): Eventual<NetworkSummary | undefined> {
  return whenReady(lookAt(session, id), (look) => {
    if (look === undefined) return undefined;
    const { scene, file } = look;
    const network = offset === undefined ? networkNamed(look, undefined) : networkAt(scene, file, offset);
    return network && summarize(network, scene.words);
  });
}

/** The instances of a module: of the named one, or of the one whose text or call the offset is in. */
export function instancesOf(
  session: DesignSession,
  id: FileId,
  module: ModuleName | number,
): Eventual<InstancesResult> {
  return whenReady(lookAt(session, id), (look) => {
    const named = look === undefined || typeof module !== 'number' ? module : moduleAt(look, module);
    if (look === undefined || named === undefined || typeof named === 'number') return { module: null, instances: [] };
    const { scene } = look;
    const { all } = moduleInstances(scene, named.name, named.file);
    const instances = all.slice(0, mostInstances).map(({ network, block }) => {
      const shapes = `${formatShape(network.shapes[block.input])} → ${formatShape(network.shapes[block.result])}`;
      const { part, sum } = blockFigures(network, block.id);
      const amount = exactSum(workOf(scene.words, sum.sums), part);
      return {
        network: network.name,
        path: block.path,
        description: joined(shapes, scene.words.editor('multiplies', { amount })),
      };
    });
    return { module: named, instances };
  });
}

/** The calls of modules that a path of a network lies in, the innermost first. */
export function callsAroundPath(
  session: DesignSession,
  id: FileId,
  name: string,
  path: string,
): Eventual<readonly InstanceChoice[]> {
  return whenReady(lookAt(session, id), (look) => {
    const network = look && networkNamed(look, name);
    if (network === undefined) return [];
    const { layers, blocks } = network.graph;
    const block = layers.find((layer) => layer.path === path)?.block ?? blocks.findLast((one) => one.path === path)?.id;
    return block === undefined ? [] : callsAround(network, block);
  });
}

function moduleAt({ id, file, analysis }: Look, offset: number): ModuleName | undefined {
  const nodes = nodesAt(file, offset);
  const around = nodes.find(isDefinition);
  if (around?.kind === 'module' && around.name !== undefined) return { file: id, name: around.name.text };
  const call = nodes.findLast((node) => node.kind === 'call');
  const called = call?.kind === 'call' ? analysis.modules.get(id)?.get(call.callee.text) : undefined;
  const name = called?.declaration.name?.text;
  return called === undefined || name === undefined ? undefined : { file: called.file, name };
}

/** What is to be told of the word at an offset. */
export function hoverAt(
  session: DesignSession,
  id: FileId,
  offset: number,
  rendering: Rendering,
): Eventual<Hover | undefined> {
  return whenReady(lookAt(session, id), (look) => look && hover(look.scene, look.file, offset, rendering));
}
