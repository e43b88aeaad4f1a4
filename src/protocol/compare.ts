/**
 * Two networks side by side, as the preview shows them: what the one that is looked at is compared with, and what is
 * answered. Made by src/session/compare-views.ts.
 */

import { eitherOf, type Guard, isText, listOf, oneOf, optional, orNull, shaped } from '../base/guard';
import type { ViewModel } from '../view/model';
import type { UnionMark } from '../view/union';
import { largestText } from '../workspace/file-system';
import { isViewModel } from './view-guard';
import { isWrittenLines, type WrittenLines } from './what-if';

/** What a person chooses to compare with. */
export type ComparedWith =
  | { readonly kind: 'commit' }
  /** That of the address; one that a person is asked for where there is none. */
  | { readonly kind: 'file'; readonly uri?: string | undefined }
  /** Of the same file. */
  | { readonly kind: 'network'; readonly network: string }
  /** The text, without what is tried out. */
  | { readonly kind: 'text' };

/** The same with what only the surface knows: which file was chosen, and the texts of a commit. */
export type CompareBase =
  | Extract<ComparedWith, { kind: 'network' | 'text' }>
  | { readonly kind: 'file'; readonly uri: string }
  /** Texts by URI, null for a file that the commit does not have. */
  | { readonly kind: 'commit'; readonly texts: readonly { readonly uri: string; readonly text: string | null }[] };

export interface CompareReport {
  readonly union: ViewModel;
  /** The old view, with ids of the union. */
  readonly before: ViewModel;
  readonly marks: readonly { readonly node: string; readonly mark: UnionMark }[];
  /** Of the file itself, where both are versions of it. */
  readonly lines: readonly WrittenLines[];
  readonly markdown: string;
}

export type CompareOutcome =
  | ({ readonly kind: 'done' } & CompareReport)
  /** These are wanted of the commit too, as what it has imports them. */
  | { readonly kind: 'more'; readonly files: readonly string[] }
  /** In words. */
  | { readonly kind: 'none'; readonly reason: string };

const isKind = <K extends string>(kind: K): Guard<K> => oneOf(kind);

const isNetworkBase = shaped<Extract<ComparedWith, { kind: 'network' }>>({ kind: isKind('network'), network: isText });
const isTextBase = shaped<Extract<ComparedWith, { kind: 'text' }>>({ kind: isKind('text') });

export const isComparedWith: Guard<ComparedWith> = eitherOf(
  eitherOf(
    shaped<Extract<ComparedWith, { kind: 'commit' }>>({ kind: isKind('commit') }),
    shaped<Extract<ComparedWith, { kind: 'file' }>>({ kind: isKind('file'), uri: optional(isText) }),
  ),
  eitherOf(isNetworkBase, isTextBase),
);

export const isCompareBase: Guard<CompareBase> = eitherOf(
  eitherOf(
    shaped<Extract<CompareBase, { kind: 'file' }>>({ kind: isKind('file'), uri: isText }),
    shaped<Extract<CompareBase, { kind: 'commit' }>>({
      kind: isKind('commit'),
      texts: listOf(
        shaped<Extract<CompareBase, { kind: 'commit' }>['texts'][number]>({ uri: isText, text: orNull(isSourceText) }),
      ),
    }),
  ),
  eitherOf(isNetworkBase, isTextBase),
);

/** As long as a text of the language may be. */
function isSourceText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= largestText;
}

export const isCompareReport: Guard<CompareReport> = shaped<CompareReport>({
  union: isViewModel,
  before: isViewModel,
  marks: listOf(shaped<CompareReport['marks'][number]>({ node: isText, mark: oneOf('added', 'removed', 'changed') })),
  lines: listOf(isWrittenLines),
  markdown: isText,
});
