/** Aligned columns for people, and the same rows as CSV (RFC 4180) and Markdown. */

import { columnsOf, padEndTo, padStartTo } from './display-width';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) =>
    Math.max(columnsOf(column.title), ...rows.map((row) => columnsOf(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => {
        const cell = cells[i] ?? '';
        const width = widths[i] as number;
        return column.align === 'right' ? padStartTo(width, cell) : padEndTo(width, cell);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

export function csvTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    // A spreadsheet would take it for a formula, unless it is a number.
    const plain = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  };
  return [columns.map((column) => column.title), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => text.replace(/[\\`*_|<>[\]&~]/g, '\\$&').replace(/[ \t\r\n]+/g, ' ');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;
  const rule = `| ${columns.map((column) => (column.align === 'right' ? '--:' : '---')).join(' | ')} |\n`;
  return line(columns.map((column) => column.title)) + rule + rows.map(line).join('');
}
