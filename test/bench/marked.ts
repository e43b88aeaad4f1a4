/** What a bench has measured, in a document, between two comments that mark its place. */

import { readFileSync, writeFileSync } from 'node:fs';

/** @param name That of the bench, as in `<!-- npm run bench -->`; the place ends with `<!-- end -->`. */
export function writeMarked(path: string, name: string, table: string): void {
  const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  const text = readFileSync(path, 'utf8');
  if (!marked.test(text)) throw new Error(`${path} has no place for the table of ${name}`);
  writeFileSync(
    path,
    text.replace(marked, (_, start, end) => `${start}\n${table}\n\n${end}`),
  );
}
