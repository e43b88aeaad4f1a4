/** What was read of a body, in one line. */

import type { Statement } from '../../src/syntax/tree';

/** Kinds of statements and names of layers, with what is in their bodies; `!` where one is not whole. */
export function outlineOf(statements: readonly Statement[] | undefined): string {
  return (statements ?? [])
    .map((statement) => {
      const { kind } = statement;
      if (kind === 'call') return `${statement.callee.text}${statement.incomplete ? '!' : ''}`;
      if (kind === 'join') {
        const branches = statement.branches.map(({ body }) => `{${outlineOf(body?.statements)}}`);
        return `${statement.join}${statement.incomplete ? '!' : ''}${branches.join('')}`;
      }
      return kind === 'repeat' || kind === 'head' ? `${kind}{${outlineOf(statement.body?.statements)}}` : kind;
    })
    .join(' ');
}
