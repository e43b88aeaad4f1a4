/** A network in Graphviz's language. */

import { formatShape } from '../../base/number-format';
import type { GraphDocument, GraphNode } from './graph-document';

export function dotText({ network, groups, nodes, outputs }: GraphDocument): string {
  const lines = [
    `digraph ${quoted(network)} {`,
    '  graph [fontname="Helvetica", nodesep=0.3, ranksep=0.35];',
    '  node [shape=box, style="rounded", fontname="Helvetica", fontsize=11];',
    '  edge [arrowsize=0.6];',
  ];
  const group = (id: string | null, indent: string): void => {
    for (const node of nodes) if (node.group === id) lines.push(`${indent}${nodeText(node)}`);
    groups.forEach(({ id: inner, name, call, parent }, i) => {
      if (parent !== id) return;
      lines.push(
        `${indent}subgraph cluster_${i} {`,
        `${indent}  label=${quoted(call === name ? name : `${name}\n${call}`)};`,
      );
      lines.push(`${indent}  style="rounded"; color="gray"; fontname="Helvetica"; fontsize=10;`);
      group(inner, `${indent}  `);
      lines.push(`${indent}}`);
    });
  };
  group(null, '  ');
  for (const { id, inputs } of nodes) {
    for (const input of new Set(inputs))
      if (input !== null && input !== id) lines.push(`  ${quoted(input)} -> ${quoted(id)};`);
  }
  outputs.forEach(({ name, node, kind }, i) => {
    if (node === null) return;
    const style = kind === 'head' ? ', style="dashed"' : '';
    lines.push(
      `  output_${i} [shape=plaintext, label=${quoted(name)}];`,
      `  ${quoted(node)} -> output_${i} [arrowhead=none${style}];`,
    );
  });
  return `${lines.join('\n')}\n}\n`;
}

function nodeText({ id, kind, call, shape, part }: GraphNode): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const shapeText = formatShape(shape.map((dimension) => dimension ?? undefined));
  const label = [name, ...(call === name ? [] : [call]), shapeText].join('\n');
  const style = part === 'main' ? '' : `, style="rounded,${part === 'head' ? 'dashed' : 'dotted'}"`;
  return `${quoted(id)} [label=${quoted(label)}${kind === 'input' ? ', shape=ellipse' : ''}${style}];`;
}

/** In labels a backslash begins an escape (`\N` is the node's name): only line breaks may. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
