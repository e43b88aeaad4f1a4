/** Graph, shapes and costs of a network as plain tables: stable text for golden files and for a look inside. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { formatExact, formatShape } from '../base/number-format';
import { textTable } from '../base/text-table';
import type { Block, Layer } from '../graph/graph';
import { formatValue } from '../ops/format-value';
import type { Attribute } from '../ops/op';

export function graphDump(network: NetworkAnalysis): string {
  const { graph } = network;
  const lines = [`network ${network.name}`];
  for (const [name, value] of network.parameters) lines.push(`  parameter ${name} = ${formatValue(value)}`);
  const layerLine = (layer: Layer, depth: number): string => {
    const inputs = layer.inputs.map((id) => graph.layers[id]?.path ?? '?').join(', ');
    const attributes = Object.entries(layer.attributes)
      .map(([name, value]) => `${name}=${attributeText(value)}`)
      .join(' ');
    const from = inputs === '' ? '' : ` <- ${inputs}`;
    return `${'  '.repeat(depth)}#${layer.id} ${layer.path}: ${layer.op.name}${attributes === '' ? '' : ` ${attributes}`}${from}`;
  };
  const walk = (block: Block, depth: number): void => {
    for (const child of block.children) {
      if ('layer' in child) {
        const layer = graph.layers[child.layer];
        if (layer !== undefined) lines.push(layerLine(layer, depth));
      } else {
        const inner = graph.blocks[child.block];
        if (inner === undefined) continue;
        const bindings = [...inner.bindings].map(([name, value]) => `${name}=${formatValue(value)}`).join(' ');
        const module = inner.module === undefined ? '' : ` ${inner.module}`;
        const result = graph.layers[inner.result]?.path ?? '?';
        lines.push(
          `${'  '.repeat(depth)}${inner.kind}${module} ${inner.name}${bindings === '' ? '' : ` ${bindings}`} -> ${result}`,
        );
        walk(inner, depth + 1);
      }
    }
  };
  const [root] = graph.blocks;
  if (root !== undefined) walk(root, 1);
  for (const output of graph.outputs) {
    lines.push(`  ${output.kind} ${output.name} = ${graph.layers[output.layer]?.path ?? '?'}`);
  }
  return `${lines.join('\n')}\n`;
}

export function shapesDump(network: NetworkAnalysis): string {
  const rows = network.graph.layers.map((layer) => {
    const field = network.receptiveFields[layer.id];
    const axes = (of: (axis: NonNullable<typeof field>[number]) => number): string =>
      field === undefined ? '?' : field.map(of).join('x');
    return [
      layer.path,
      layer.op.name,
      formatShape(network.shapes[layer.id]),
      axes((axis) => axis.size),
      axes((axis) => axis.jump),
      axes((axis) => axis.start),
    ];
  });
  return dumpTable(['layer', 'op', 'shape', 'field', 'jump', 'start'], 'llrrrr', rows);
}

export function costsDump(network: NetworkAnalysis): string {
  const rows = network.graph.layers.map((layer) => {
    const cost = network.costs[layer.id];
    const { multiply, add, compare, divide, exp } = cost?.elementwise ?? {};
    return [
      layer.path,
      ...[
        cost?.multiplies,
        cost?.effectiveMultiplies,
        cost?.adds,
        multiply,
        add,
        compare,
        divide,
        exp,
        cost?.params,
        cost?.paramsTotal,
        network.activationBytes[layer.id],
      ].map(formatExact),
      network.servedOutput[layer.id] ?? '-',
    ];
  });
  const titles = [
    'layer',
    'multiplies',
    'effective',
    'adds',
    'x*',
    'x+',
    'x>',
    'x/',
    'exp',
    'params',
    'all',
    'bytes',
    'output',
  ];
  const sums = Object.entries(network.main.sums).map(
    ([name, sum]) => `${name} ${sum.isPartial ? '>= ' : ''}${formatExact(sum.value)}`,
  );
  const peak = network.main.peak;
  const held = (peak?.held ?? []).map((id) => network.graph.layers[id]?.path ?? '?').join(', ');
  const at = peak === undefined ? [] : [`peak at ${network.graph.layers[peak.layer]?.path ?? '?'}: ${held}`];
  return `${dumpTable(titles, 'lrrrrrrrrrrrl', rows)}\n${[...sums, ...at].join('\n')}\n`;
}

function dumpTable(titles: readonly string[], alignment: string, rows: readonly (readonly string[])[]): string {
  const columns = titles.map((title, i) => ({
    title,
    align: alignment[i] === 'r' ? ('right' as const) : ('left' as const),
  }));
  return `${textTable(columns, rows).join('\n')}\n`;
}

function attributeText(attribute: Attribute): string {
  if (attribute === undefined) return '?';
  if (attribute === null) return 'none';
  if (typeof attribute !== 'object') return String(attribute);
  if ('kind' in attribute) return attribute.op.name;
  return `[${attribute.map((item) => item ?? '?').join(',')}]`;
}
