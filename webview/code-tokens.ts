/** How texts of the language are coloured where no editor does it: by its own tokens. tokens.css has the colours of the classes. */

import type { TokenKind } from '../src/syntax/tree';

/** `next` is the character behind it: a name before a bracket is called. */
export function tokenClass(kind: TokenKind, next: string | undefined): string | undefined {
  if (kind === 'comment' || kind === 'documentation') return 'token-comment';
  if (kind === 'number' || kind === 'size') return 'token-number';
  if (kind === 'string' || kind === 'keyword') return `token-${kind}`;
  return kind === 'identifier' && next === '(' ? 'token-call' : undefined;
}
