/**
 * Two networks side by side, as the preview shows them: what the one that is looked at is compared with, and what is
 * answered. Made by src/session/compare-views.ts.
 */

import { eitherOf, type Guard, isFlag, isText, listOf, oneOf, optional, orNull, shaped } from '../base/guard';
import type { ViewModel } from '../view/model';
import type { UnionMark } from '../view/union';
import { largestText } from '../workspace/file-system';
import { isViewModel } from './view-guard';
import { isWrittenLines, type WrittenLines } from './what-if';

/** Which of the two is the old one. */
interface Direction {
  /** The network that is looked at is the old one, and what it is compared with the new one. */
  readonly isSwapped?: boolean | undefined;
}

/** What a person chooses to compare with. */
export type ComparedWith = Direction & Other;

type Other =
  | { readonly kind: 'commit' }
  /** That of the address; one that a person is asked for where there is none. */
  | { readonly kind: 'file'; readonly uri?: string | undefined }
  /** Of the same file. */
  | { readonly kind: 'network'; readonly network: string }
  /** The text, without what is tried out. */
  | { readonly kind: 'text' };

/** The same with what only the surface knows: which file was chosen, and the texts of a commit. */
export type CompareBase = Direction & KnownOther;

type KnownOther =
  | Extract<Other, { kind: 'network' | 'text' }>
  | { readonly kind: 'file'; readonly uri: string }
  /** Texts by URI, null for a file that the commit does not have. */
  | { readonly kind: 'commit'; readonly texts: readonly { readonly uri: string; readonly text: string | null }[] };

export interface CompareReport {
  readonly union: ViewModel;
  /** The old view, with ids of the union. A node of the network that is looked at has its own id in both. */
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

const isNetworkBase = shaped<Extract<Other, { kind: 'network' }>>({ kind: isKind('network'), network: isText });
const isTextBase = shaped<Extract<Other, { kind: 'text' }>>({ kind: isKind('text') });

const isOther: Guard<Other> = eitherOf(
  eitherOf(
    shaped<Extract<Other, { kind: 'commit' }>>({ kind: isKind('commit') }),
    shaped<Extract<Other, { kind: 'file' }>>({ kind: isKind('file'), uri: optional(isText) }),
  ),
  eitherOf(isNetworkBase, isTextBase),
);

const isKnownOther: Guard<KnownOther> = eitherOf(
  eitherOf(
    shaped<Extract<KnownOther, { kind: 'file' }>>({ kind: isKind('file'), uri: isText }),
    shaped<Extract<KnownOther, { kind: 'commit' }>>({
      kind: isKind('commit'),
      texts: listOf(
        shaped<Extract<KnownOther, { kind: 'commit' }>['texts'][number]>({ uri: isText, text: orNull(isSourceText) }),
      ),
    }),
  ),
  eitherOf(isNetworkBase, isTextBase),
);

const isDirection = shaped<Direction>({ isSwapped: optional(isFlag) });

export const isComparedWith: Guard<ComparedWith> = (value): value is ComparedWith =>
  isOther(value) && isDirection(value);

export const isCompareBase: Guard<CompareBase> = (value): value is CompareBase =>
  isKnownOther(value) && isDirection(value);

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
