/**
 * Which bodies are open: the first picture of a network, what stays open over an edit, and what has to be opened so
 * that a node can be seen.
 */

import { bodiesThere } from './insides';
import type { ViewModel, ViewNode } from './model';

const smallPicture = 24;

/** What open bodies and a camera belong to: another network or file starts anew. */
export function pictureKey({ file, network }: Pick<ViewModel, 'file' | 'network'>): string {
  return `${file}\n${network}`;
}

/** All closed; in a small picture with one module that one is open. */
export function firstOpen(model: ViewModel): string[] {
  const bodies = model.nodes.filter((node) => node.parent === '' && node.children.length > 0);
  const modules = bodies.filter((node) => node.kind === 'module');
  const [only] = modules;
  return modules.length === 1 && only !== undefined && model.children.length <= smallPicture ? [only.id] : [];
}

/** Those that still exist and have a body whose nodes are there; a renamed path falls back to closed. */
export function stillOpen(model: ViewModel, open: Iterable<string>): Set<string> {
  const bodies = bodiesThere(model);
  return new Set([...open].filter((id) => bodies.has(id)));
}

/** The bodies around a node, the outermost first. */
export function bodiesAround(nodes: ReadonlyMap<string, ViewNode>, id: string): string[] {
  const result: string[] = [];
  for (let node = nodes.get(nodes.get(id)?.parent ?? ''); node !== undefined; node = nodes.get(node.parent)) {
    result.unshift(node.id);
  }
  return result;
}

/** The node itself or the closed body around it in which it is hidden. */
export function visibleNode(nodes: ReadonlyMap<string, ViewNode>, open: ReadonlySet<string>, id: string): string {
  return bodiesAround(nodes, id).find((body) => !open.has(body)) ?? id;
}

/** Bodies of the same kind and module as the given one: what `Alt` and a click open together. */
export function alike(model: ViewModel, node: ViewNode): string[] {
  return model.nodes
    .filter((other) => other.children.length > 0 && other.kind === node.kind && other.op === node.op)
    .map((other) => other.id);
}

/** Nodes that a search finds, in written order: by path, title, operation or the text of the call. */
export function findNodes(model: ViewModel, text: string): string[] {
  const wanted = plain(text);
  if (wanted === '') return [];
  return model.nodes
    .filter((node) => [node.path, node.title, node.op, node.call].some((part) => plain(part).includes(wanted)))
    .map((node) => node.id);
}

/** Case and the two ways to write a size do not matter. */
function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('\u00d7', 'x');
}
