/**
 * The Markdown of a `///` comment, which anybody may have written, for a hover in which links to commands work. What is let
 * through is a small part of Markdown, written so that every parser reads it alike: emphasis, headings, lists, code, links to
 * web pages. All else is text, as written: other links and definitions of links, images, HTML, entities, quotes, tables.
 */

import { fenced, inlineCode } from './markdown';

/** Code, an escaped character, a link to a web page, a character that could begin something else. */
const inline =
  /(?<!`)(?<ticks>`+)(?!`)(?<code>[\s\S]*?[^`])\k<ticks>(?!`)|\\[!-/:-@[-`{-~]|\[(?<text>[^[\]`\\<>!&|~\n]+)\]\((?<url>https?:\/\/[^\s()<>[\]\\`"'|]+)\)|(?<=\]\s*)\(|[\\[\]<>!&`~|]/g;

const fence = /^ {0,3}(?<mark>`{3,}|~{3,}) *(?<language>[\w+-]*)[^`]*$/;

/** Only what would make a table or a heading of the line above, or a rule. */
const ruler = /^(?<indent>\s*)(?=[-=:])(?<rule>[-=:|\\\s]+)$/;

export function userMarkdown(documentation: string | undefined): string {
  const blocks: string[] = [];
  let prose: string[] = [];
  const endProse = (): void => {
    if (prose.length > 0) blocks.push(paragraph(prose.join('\n')));
    prose = [];
  };
  const lines = (documentation ?? '').trim().split(/\r\n?|\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const opening = fence.exec(line)?.groups;
    if (opening !== undefined) {
      endProse();
      const { mark = '', language = '' } = opening;
      const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}\\s*$`);
      const end = lines.findIndex((other, i) => i > at && closing.test(other));
      blocks.push(fenced(lines.slice(at + 1, end < 0 ? undefined : end).join('\n'), language));
      at = end < 0 ? lines.length : end;
    } else if (line.trim() === '') endProse();
    else prose.push(line);
  }
  endProse();
  return blocks.join('\n\n');
}

function paragraph(text: string): string {
  return text
    .replace(inline, (found, ...rest) => {
      const { code, text: label, url } = rest.at(-1) as Record<string, string | undefined>;
      if (code !== undefined) return inlineCode(code.trim());
      if (url !== undefined) return `[${label}](${url})`;
      if (found.endsWith('<')) return '&lt;';
      return found.length > 1 ? found : `\\${found}`;
    })
    .split('\n')
    .map((line) => line.replace(ruler, '$<indent>\\$<rule>'))
    .join('\n');
}
