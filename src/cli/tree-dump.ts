/**
 * The syntax tree as indented lines: kind, span, and the text of leaves. It walks whatever the nodes hold,
 * so that a new kind of node is printed without a change here.
 */

import { LineIndex } from '../base/line-index';
import { messageOf } from '../base/message-text';
import type { SourceFile } from '../syntax/tree';
import type { DiagnosticWords } from '../words/english/diagnostics';

const unprinted = new Set(['tokens', 'diagnostics', 'text', 'file', 'start', 'end', 'kind']);

export function treeDump(file: SourceFile, words: DiagnosticWords): string {
  const lines: string[] = [];
  const index = new LineIndex(file.text);
  const place = (offset: number): string => {
    const { line, column } = index.positionAt(offset);
    return `${line + 1}:${column + 1}`;
  };
  const walk = (label: string, value: unknown, depth: number): void => {
    const indent = '  '.repeat(depth);
    const name = label === '' ? '' : `${label}: `;
    if (value === undefined || value === false) return;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      if (value.every((item) => typeof item !== 'object')) lines.push(`${indent}${name}${JSON.stringify(value)}`);
      else {
        lines.push(`${indent}${label}`);
        for (const item of value) walk('', item, depth + 1);
      }
    } else if (typeof value === 'object' && value !== null) {
      const node = value as Record<string, unknown>;
      const kind = typeof node.kind === 'string' ? node.kind : '';
      const span =
        typeof node.start === 'number' && typeof node.end === 'number'
          ? ` [${place(node.start)}-${place(node.end)}]`
          : '';
      const text = typeof node.text === 'string' && label !== 'file' ? JSON.stringify(node.text) : '';
      lines.push(`${indent}${name}${`${text === '' ? kind : text}${span}`.trimStart()}`.trimEnd());
      for (const [key, child] of Object.entries(node)) if (!unprinted.has(key)) walk(key, child, depth + 1);
    } else {
      lines.push(`${indent}${name}${JSON.stringify(value)}`);
    }
  };
  lines.push(`file [${place(file.start)}-${place(file.end)}]`);
  walk('declarations', file.declarations, 1);
  for (const diagnostic of file.diagnostics) {
    const { severity, code, span } = diagnostic;
    lines.push(`${severity}[${code}] ${place(span.start)} ${messageOf(diagnostic, words)}`);
  }
  return `${lines.join('\n')}\n`;
}
