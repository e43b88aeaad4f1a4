/**
 * Markdown for hovers and completion. The text of a user's file never becomes a link to a command, an image or HTML: all is
 * escaped but documentation comments, which are Markdown by the language (user-markdown.ts).
 */

import type { Span } from '../base/span';

/** How an editor shows what a feature says. */
export interface Rendering {
  /** Links to commands work (in our own extension); without them their text is left out. */
  readonly commands: boolean;
}

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** A link to one of the extension's commands, with plain data as its argument. Empty where commands do not work. */
export function commandLink(rendering: Rendering, text: string, command: string, argument: unknown): string {
  if (!rendering.commands) return '';
  // Parentheses would end the target of the link.
  const encoded = encodeURIComponent(JSON.stringify([argument])).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
  return `[${text}](command:${command}?${encoded})`;
}

/** Joined by a middle dot, without what is empty. */
export function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** Paragraphs, without what is empty. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** Any text as itself. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-!|~&$]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Any text between backticks, on one line. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (!line.includes('`')) return `\`${line}\``;
  const fence = '`'.repeat(Math.max(...[...line.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  return `${fence} ${line} ${fence}`;
}

/** A block of the language, coloured by the editor. */
export function codeBlock(code: string): string {
  return fenced(code, 'cnn');
}

export function fenced(code: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map((run) => run[0].length + 1)));
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Rows of two or more cells; the first row is the head. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, i) => (i === 0 ? ':--' : '--:'));
  // Inside of code too a bar ends the cell.
  const cell = (text: string): string => text.replace(/(?<!\\)\|/g, '\\|');
  return [head, align, ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
