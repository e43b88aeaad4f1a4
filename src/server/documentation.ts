/** Where the documentation explains each code of diagnostics: `docs/diagnostics.md`, which is shipped with the server. */

import type { ServerHost } from './host';

/** Links to lines, which editors open a file at. @param text Of the page at that address; it is asked for when it is first needed. */
export function documentationIn(address: string, text: () => string): NonNullable<ServerHost['documentation']> {
  let lines: ReadonlyMap<string, number> | undefined;
  return (code) => {
    lines ??= headings(text());
    const line = lines.get(code);
    return line === undefined ? undefined : `${address}#L${line}`;
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
