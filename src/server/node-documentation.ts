/** Where the documentation explains each code of diagnostics: `docs/diagnostics.md`, which is shipped beside the server. */

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { ServerHost } from './host';

/** Links to lines, which editors open a file at. */
export function documentationIn(path: string): NonNullable<ServerHost['documentation']> {
  let lines: ReadonlyMap<string, number> | undefined;
  return (code) => {
    lines ??= headings(path);
    const line = lines.get(code);
    return line === undefined ? undefined : `${pathToFileURL(path).href}#L${line}`;
  };
}

/** Lines from 1 of the headings that are a code; none where there is no such file. */
function headings(path: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [i, line] of textOf(path).split('\n').entries()) {
    const code = /^#+ `([^`]+)`\s*$/.exec(line)?.[1];
    if (code !== undefined) found.set(code, i + 1);
  }
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
