/**
 * What is wrong with a user's network: plain values, never exceptions, and no words. A diagnostic holds the key of its
 * text and the values in it; the edge that shows it chooses the language (message-text.ts).
 */

import type { Fixes, Messages, Notes, Phrases, Refusals } from '../words/english/diagnostics';
import type { PlacesOf } from '../words/text';
import { codeOf, type DiagnosticCode, type MessageKey, type Severity, severityOf } from './codes';
import type { FileId, Location } from './span';

/**
 * A value in a text: what the user or the language wrote, a number, a phrase of the table, what a diagnostic or a
 * refusal says, or several of these: as the language lists them, to choose from (`any`) or together (`all`), or each on
 * a line of its own below the text (`lines`).
 */
export type MessageValue =
  | string
  | number
  | Phrase
  | { readonly message: Pick<Diagnostic, 'text' | 'values' | 'near'> }
  | { readonly refusal: Refusal }
  | { readonly any: readonly MessageValue[] }
  | { readonly all: readonly MessageValue[] }
  | { readonly lines: readonly MessageValue[] };

export type MessageValues = Readonly<Record<string, MessageValue>>;

export interface Phrase {
  readonly phrase: keyof Phrases;
  readonly values: MessageValues;
}

/** A value for each place of a text, which the compiler reads from its letters. */
export type ValuesFor<Text> = Readonly<Record<PlacesOf<Text>, MessageValue>>;

/** The values of a message's text. */
export type MessageValuesOf<Key extends MessageKey> = ValuesFor<Messages[Key]>;

export interface TextEdit {
  readonly file: FileId;
  readonly span: Location['span'];
  readonly newText: string;
}

/** A change that mends the mistake, applied by one keystroke. */
export interface Fix {
  readonly code: keyof Fixes;
  readonly values: MessageValues;
  readonly edits: readonly TextEdit[];
}

export interface RelatedNote extends Location {
  readonly code: keyof Notes;
  readonly values: MessageValues;
}

/** What is wrong, without its place: a text with the values in it. */
export type Message = {
  readonly [Key in MessageKey]: {
    readonly text: Key;
    readonly values: ValuesFor<Messages[Key]>;
    /** A name that was probably meant. */
    readonly near?: string | undefined;
    readonly fixes?: readonly Fix[] | undefined;
  };
}[MessageKey];

/** Why something is not done with a network as it is. */
export type Refusal = {
  readonly [Key in keyof Refusals]: {
    readonly code: Key;
    readonly values: ValuesFor<Refusals[Key]>;
    /** A name that was probably meant. */
    readonly near?: string | undefined;
  };
}[keyof Refusals];

export interface Diagnostic extends Location {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** The code, or the case of it. */
  readonly text: MessageKey;
  readonly values: MessageValues;
  readonly near: string | undefined;
  readonly related: readonly RelatedNote[];
  readonly fixes: readonly Fix[];
}

export interface DiagnosticExtras {
  readonly severity?: Severity;
  /** A name that was probably meant; without other fixes, writing it is the fix. */
  readonly near?: string | undefined;
  readonly related?: readonly RelatedNote[];
  readonly fixes?: readonly Fix[] | undefined;
}

/** Of an analysis, of each severity, and of what is no text of the language: nobody reads more, and an editor shows fewer. */
export const mostMessages = { ofSeverity: 10_000, ofSyntax: 50_000 } as const;

export function diagnostic<Key extends MessageKey>(
  text: Key,
  { file, span }: Location,
  values: ValuesFor<Messages[Key]>,
  { severity, near, related = [], fixes }: DiagnosticExtras = {},
): Diagnostic {
  const code = codeOf(text);
  return {
    code,
    severity: severity ?? severityOf(code),
    text,
    values,
    near,
    file,
    span,
    related,
    fixes: fixes ?? (near === undefined ? [] : [fix('write', { text: near }, { file, span, newText: near })]),
  };
}

export function fix<Key extends keyof Fixes>(code: Key, values: ValuesFor<Fixes[Key]>, ...edits: TextEdit[]): Fix {
  return { code, values, edits };
}

export function note<Key extends keyof Notes>(code: Key, { file, span }: Location, values: ValuesFor<Notes[Key]>) {
  return { code, values, file, span } satisfies RelatedNote;
}

export function phrase<Key extends keyof Phrases>(
  key: Key,
  ...[values]: [PlacesOf<Phrases[Key]>] extends [never] ? [] : [values: ValuesFor<Phrases[Key]>]
): Phrase {
  return { phrase: key, values: values ?? {} };
}

/** The first of them, each on a line of its own, and how many more there are. */
export function refusalLines(refusals: readonly Refusal[], most = 20): MessageValue {
  const rest = refusals.length - most;
  const lines = refusals.slice(0, most).map((refusal): MessageValue => ({ refusal }));
  return { lines: rest > 0 ? [...lines, phrase('more', { count: rest })] : lines };
}

/** What tells a diagnostic from all others of an analysis, whenever it is made again from the same text. */
export function diagnosticId({ code, file, span }: Pick<Diagnostic, 'code' | 'file' | 'span'>): string {
  return `${code} ${span.start} ${span.end} ${file}`;
}

/** By position, then by severity, so that every consumer lists them alike. */
export function sortDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  const rank: Record<Severity, number> = { error: 0, warning: 1, note: 2, hint: 3 };
  return [...list].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      rank[a.severity] - rank[b.severity],
  );
}
