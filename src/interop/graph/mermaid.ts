/** A network as a Mermaid flowchart, which GitHub and others draw inside of Markdown. */

import { formatShape } from '../../base/number-format';
import type { GraphDocument, GraphNode } from './graph-document';

export function mermaidText({ groups, nodes, outputs }: GraphDocument): string {
  const lines = ['flowchart TD'];
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const group = (id: string | null, indent: string): void => {
    for (const node of nodes) if (node.group === id) lines.push(`${indent}${names.get(node.id)}${nodeText(node)}`);
    groups.forEach(({ id: inner, name, call, parent }, i) => {
      if (parent !== id) return;
      lines.push(`${indent}subgraph g${i} [${label(call === name ? [name] : [name, call])}]`);
      group(inner, `${indent}  `);
      lines.push(`${indent}end`);
    });
  };
  group(null, '  ');
  for (const { id, inputs } of nodes) {
    for (const input of new Set(inputs)) {
      if (input !== null && input !== id) lines.push(`  ${names.get(input)} --> ${names.get(id)}`);
    }
  }
  outputs.forEach(({ name, node, kind }, i) => {
    if (node === null) return;
    lines.push(`  o${i}([${label([name])}])`, `  ${names.get(node)} ${kind === 'head' ? '-.->' : '-->'} o${i}`);
  });
  const beside = nodes.filter(({ part }) => part !== 'main').map(({ id }) => names.get(id));
  if (beside.length > 0) lines.push('  classDef beside stroke-dasharray: 4 3', `  class ${beside.join(',')} beside`);
  return `${lines.join('\n')}\n`;
}

function nodeText({ id, kind, call, shape }: GraphNode): string {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const text = label([
    name,
    ...(call === name ? [] : [call]),
    formatShape(shape.map((dimension) => dimension ?? undefined)),
  ]);
  return kind === 'input' ? `([${text}])` : `[${text}]`;
}

/** Labels are Markdown and HTML to Mermaid: what is no letter, digit or plain sign is written as its number. */
function label(lines: readonly string[]): string {
  const safe = lines.map((line) => line.replace(/[^\w .,=/()-]/gu, (sign) => `#${sign.codePointAt(0)};`));
  return `"${safe.join('<br/>')}"`;
}
