/** Where the documentation explains each code of diagnostics: a page for each language, which are shipped with the server. */

import { messagePage } from '../words/message-pages';
import type { ServerHost } from './host';

/** A page, by its path in the program's folder: its address, and its text, which is asked for when it is first needed. */
export type PageOf = (path: string) => { readonly address: string; text(): string } | undefined;

/** Links to lines, which editors open a file at. */
export function documentationIn(pageOf: PageOf): NonNullable<ServerHost['documentation']> {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return (code, language) => {
    const path = messagePage(language);
    const page = pageOf(path);
    if (page === undefined) return undefined;
    const lines = known.get(path) ?? headings(page.text());
    known.set(path, lines);
    const line = lines.get(code);
    return line === undefined ? undefined : `${page.address}#L${line}`;
  };
}

/** Lines from 1 of the headings that are a code. */
function headings(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [i, line] of text.split('\n').entries()) {
    const code = /^#+ `([^`]+)`\s*$/.exec(line)?.[1];
    if (code !== undefined) found.set(code, i + 1);
  }
  return found;
}
