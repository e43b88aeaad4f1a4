/**
 * Markdown for hovers and completion. The text of a user's file never becomes a link to a command, an image or HTML:
 * documentation comments are Markdown by the language, so they are defused first, everything else is escaped.
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
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map((run) => run[0].length + 1)));
  return `${fence}cnn\n${code}\n${fence}`;
}

/**
 * The Markdown of a `///` comment, with links kept to web pages only: no commands, images, HTML or link definitions,
 * through which a file could make the editor do or load something.
 */
export function userMarkdown(documentation: string | undefined): string {
  if (documentation === undefined) return '';
  return documentation
    .replace(/</g, '&lt;')
    .replace(/!\[/g, '\\!\\[')
    .replace(/\]\s*:/g, '\\]:')
    .replace(/\](\s*)\((?!https?:\/\/)/g, '\\]$1\\(')
    .trim();
}

/** Rows of two or more cells; the first row is the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, i) => (i === 0 ? ':--' : '--:'));
  return [head, align, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
