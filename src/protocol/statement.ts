/**
 * The statement of a layer or block, edited beside the picture: its text, and what an editor asks while it is typed. Offsets are in
 * that text, whose lines begin where its first one does.
 */

import type { Severity } from '../base/codes';
import {
  eitherOf,
  type Guard,
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shaped,
} from '../base/guard';

export interface StatementText {
  readonly path: string;
  readonly text: string;
  /** In its file, from 1. */
  readonly line: number;
  /** Of the file; undefined where it is the one that is shown. */
  readonly fileName?: string | undefined;
  /** Other layers and blocks that the same statement makes, by the last parts of their paths. */
  readonly shared: readonly string[];
}

const questions = ['complete', 'hover', 'check'] as const;

/** What is asked of a text in the statement's place; `offset` is of no account for a check. */
export interface StatementQuestion {
  readonly kind: (typeof questions)[number];
  readonly text: string;
  readonly offset: number;
}

export const completionKinds = [
  'layer',
  'module',
  'parameter',
  'word',
  'constant',
  'variable',
  'result',
  'keyword',
  'metric',
  'function',
  'file',
  'value',
  'snippet',
] as const;

export interface StatementCompletion {
  readonly label: string;
  readonly kind: (typeof completionKinds)[number];
  readonly detail: string;
  /** Markdown, of which nothing is a link. */
  readonly documentation: string;
  /** With `${1:name}` for what is to be filled in if `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  readonly rank: number;
}

export interface StatementMark {
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  readonly message: string;
}

export type StatementAnswer =
  | {
      readonly kind: 'complete';
      readonly start: number;
      readonly items: readonly StatementCompletion[];
      /** Few things can stand here, so that a list may open by itself. */
      readonly isSpecific: boolean;
    }
  /** Markdown; null where there is nothing to say. */
  | { readonly kind: 'hover'; readonly markdown: string | null }
  | {
      readonly kind: 'check';
      readonly marks: readonly StatementMark[];
      /** Errors that the text would bring elsewhere. */
      readonly elsewhere: readonly string[];
      /** Multiplies of the network's main outputs, as it is and as it would be. */
      readonly before: number | null;
      readonly after: number | null;
    };

/** More than any statement is; a text is analysed at each of its keystrokes. */
export const longestStatement = 100_000;

const isStatementText: Guard<string> = (value): value is string =>
  typeof value === 'string' && value.length <= longestStatement;

export const isQuestion = shaped<StatementQuestion>({
  kind: oneOf(...questions),
  text: isStatementText,
  offset: isCount,
});

export const isStatement = shaped<StatementText>({
  path: isText,
  text: isStatementText,
  line: isCount,
  fileName: optional(isText),
  shared: listOf(isText),
});

export const isAnswer: Guard<StatementAnswer> = eitherOf(
  shaped<Extract<StatementAnswer, { kind: 'complete' }>>({
    kind: oneOf('complete'),
    start: isCount,
    isSpecific: isFlag,
    items: listOf(
      shaped<StatementCompletion>({
        label: isText,
        kind: oneOf(...completionKinds),
        detail: isText,
        documentation: isText,
        insert: isText,
        isSnippet: isFlag,
        rank: isNumber,
      }),
    ),
  }),
  eitherOf(
    shaped<Extract<StatementAnswer, { kind: 'hover' }>>({ kind: oneOf('hover'), markdown: orNull(isText) }),
    shaped<Extract<StatementAnswer, { kind: 'check' }>>({
      kind: oneOf('check'),
      marks: listOf(
        shaped<StatementMark>({
          start: isCount,
          end: isCount,
          severity: oneOf('error', 'warning', 'note', 'hint'),
          message: isText,
        }),
      ),
      elsewhere: listOf(isText),
      before: orNull(isNumber),
      after: orNull(isNumber),
    }),
  ),
);
