/**
 * View models for tests of the layout and the canvas, written as nested lists of what a network says. Shapes and
 * costs are made up; how nodes nest and how edges run is as build.ts makes them.
 */

import {
  ENTRY,
  EXIT,
  type ViewBranch,
  type ViewCount,
  type ViewEdge,
  type ViewMetric,
  type ViewModel,
  type ViewNode,
} from '../../src/view/model';

export type Item =
  | { readonly layer: string; readonly cost?: number }
  | { readonly join: 'concat' | 'add'; readonly branches: readonly (readonly Item[])[] }
  | { readonly block: 'module' | 'repeat'; readonly name: string; readonly items: readonly Item[] }
  | { readonly head: string; readonly items: readonly Item[] };

export const layer = (name: string, cost = 1000): Item => ({ layer: name, cost });
export const concat = (...branches: (readonly Item[])[]): Item => ({ join: 'concat', branches });
export const add = (...branches: (readonly Item[])[]): Item => ({ join: 'add', branches });
export const block = (name: string, ...items: Item[]): Item => ({ block: 'module', name, items });
export const head = (name: string, ...items: Item[]): Item => ({ head: name, items });

/** The four branches of the first Inception module. */
export const inceptionItems = (): Item => {
  const branches = [
    [layer('conv')],
    [layer('conv'), layer('conv')],
    [layer('conv'), layer('conv')],
    [layer('maxpool', 0), layer('conv')],
  ];
  return concat(...branches);
};

/** The shape of GoogLeNet: 25 boxes when closed, 109 when open. */
export function googlenetShaped(): ViewModel {
  const inception = (name: string) => block(`inception_${name}`, inceptionItems());
  const pool = layer('maxpool', 0);
  const aux = (name: string) =>
    head(
      name,
      layer('avgpool', 0),
      layer('conv'),
      layer('dense'),
      layer('dropout', 0),
      layer('dense'),
      layer('softmax', 0),
    );
  return sampleModel([
    layer('conv', 90_000),
    pool,
    layer('lrn', 0),
    layer('conv'),
    layer('conv', 250_000),
    layer('lrn', 0),
    pool,
    inception('3a'),
    inception('3b'),
    pool,
    inception('4a'),
    aux('aux1'),
    inception('4b'),
    inception('4c'),
    inception('4d'),
    aux('aux2'),
    inception('4e'),
    pool,
    inception('5a'),
    inception('5b'),
    layer('globalavgpool', 0),
    layer('dropout', 0),
    layer('dense'),
    layer('softmax', 0),
  ]);
}

export function sampleModel(items: readonly Item[], name = 'Sample'): ViewModel {
  const nodes: ViewNode[] = [];
  const edges: ViewEdge[] = [];
  const children = new Map<string, string[]>([['', []]]);
  const shape = [28, 28, 64] as const;
  let joins = 0;

  const addNode = (
    parent: string,
    level: number,
    branches: readonly ViewBranch[],
    part: Partial<ViewNode> & { op: string; cost: number },
  ): string => {
    const siblings = children.get(parent) ?? [];
    children.set(parent, siblings);
    const own =
      part.name ??
      `${part.op}_${siblings.filter((id) => nodes.find((node) => node.id === id)?.op === part.op).length + 1}`;
    const branchPath = branches.map((branch) => `branch_${branch.index + 1}/`).join('');
    let id = `${parent === '' ? '' : `${parent}/`}${branchPath}${own}`;
    while (nodes.some((node) => node.id === id)) id += '+';
    siblings.push(id);
    const { cost, ...given } = part;
    nodes.push({
      id,
      kind: 'layer',
      parent,
      level,
      children: [],
      branches,
      branchLabel: branches.length > 0 ? `b${branches.map((branch) => branch.index + 1).join('.')}` : '',
      path: id,
      name: own,
      title: part.op,
      suffix: '',
      filters: cost > 0 ? 64 : null,
      subtitle: '',
      argumentText: '',
      glyph: part.op === 'conv' ? 'conv-3x3' : part.op === 'maxpool' ? 'maxpool' : 'norm',
      hasWeights: cost > 0,
      shape,
      inputShape: shape,
      counts: counts(cost),
      weightBytes: 0,
      intensity: null,
      window: null,
      bytes: 28 * 28 * 64 * 4,
      receptiveField: null,
      rank: null,
      part: 'main',
      dead: null,
      outputs: [],
      text: id,
      error: null,
      isUnknown: false,
      bars: [],
      turns: 0,
      joinChannels: [],
      call: `${part.op}()`,
      ...given,
    });
    return id;
  };
  const addEdge = (body: string, from: string, to: string, port = 0, isSide = false): void => {
    edges.push({ body, from, to, port, shape, bytes: 28 * 28 * 64 * 4, isSide, isUnknown: false });
  };

  const run = (
    list: readonly Item[],
    body: string,
    level: number,
    branches: readonly ViewBranch[],
    flow: string,
  ): string => {
    let current = flow;
    for (const item of list) {
      if ('layer' in item) {
        const id = addNode(body, level, branches, { op: item.layer, cost: item.cost ?? 1000 });
        addEdge(body, current, id);
        current = id;
      } else if ('join' in item) {
        const join = `${body === '' ? '' : `${body}/`}${item.join}_${++joins}`;
        const ends = item.branches.map((branch, index) =>
          run(branch, body, level, [...branches, { join, index, name: `branch_${index + 1}` }], current),
        );
        const siblings = children.get(body) ?? [];
        addNode(body, level, branches, {
          op: item.join,
          kind: 'join',
          glyph: 'join',
          hasWeights: false,
          cost: 0,
          joinChannels: ends.map(() => 64),
          name: `+${join}`,
        });
        // The name was promised to the branches before.
        siblings[siblings.length - 1] = join;
        nodes[nodes.length - 1] = { ...(nodes.at(-1) as ViewNode), id: join, path: join };
        ends.forEach((end, port) => {
          addEdge(body, end, join, port);
        });
        current = join;
      } else {
        const isHead = 'head' in item;
        const kind = isHead ? 'head' : item.block;
        const id = addNode(body, level, branches, {
          op: kind,
          kind,
          name: isHead ? item.head : item.name,
          title: isHead ? item.head : item.name,
          subtitle: kind,
          glyph: isHead ? 'head' : 'module',
          cost: 5000,
          filters: null,
        });
        addEdge(body, current, id, 0, isHead);
        const end = run(item.items, id, level + 1, [], ENTRY);
        if (!isHead) {
          addEdge(id, end, EXIT);
          current = id;
        }
      }
    }
    return current;
  };

  const input = addNode('', 1, [], {
    op: 'input',
    kind: 'input',
    name: 'image',
    title: 'image',
    glyph: 'input',
    cost: 0,
    hasWeights: false,
  });
  run(items, '', 1, [], input);
  const finished = nodes.map((node) => ({ ...node, children: children.get(node.id) ?? [] }));
  const total = finished
    .filter((node) => node.children.length === 0)
    .reduce((sum, node) => sum + (node.counts.multiplies.value ?? 0), 0);
  const costliest = Math.max(
    0,
    ...finished.filter((node) => node.children.length === 0).map((node) => node.counts.multiplies.value ?? 0),
  );
  const zero: ViewCount = { value: 0, isPartial: false };
  return {
    file: 'sample.cnn',
    fileName: 'sample.cnn',
    network: name,
    networks: [name],
    parameters: [],
    inputShape: [224, 224, 3],
    precision: 'float32',
    status: 'ok',
    layerCount: finished.length,
    unknownLayers: 0,
    rankedLayers: 0,
    totals: { ...counts(total), paramsTotal: zero, weightBytes: zero, effectiveMultiplies: zero },
    headTotals: null,
    everything: null,
    costliest: {
      multiplies: costliest,
      macs: costliest,
      flops: costliest * 2,
      params: costliest,
      activationBytes: costliest,
    },
    peak: null,
    outputs: [],
    budgets: [],
    errors: [],
    children: children.get('') ?? [],
    nodes: finished,
    lines: finished.map(() => 1),
    edges,
  };
}

function counts(value: number): Readonly<Record<ViewMetric, ViewCount>> {
  const count = { value, isPartial: false };
  return {
    multiplies: count,
    macs: count,
    flops: { value: value * 2, isPartial: false },
    params: count,
    activationBytes: count,
  };
}
