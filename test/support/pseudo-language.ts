/**
 * Languages for tests, so that words which do not come from a table are seen: in one each text is wrapped in ⟦ ⟧, in the
 * other each piece of it between the places, so that what stands in a place is looked at too.
 */

import { metricSpellings } from '../../src/base/metrics';
import { allOps, parameterWords } from '../../src/ops/registry';
import { keywords } from '../../src/syntax/tree';
import { functionNames } from '../../src/syntax/words';
import type { CliWords } from '../../src/words/cli';
import type { EditorWords } from '../../src/words/editor';
import { type DiagnosticWords, diagnosticTables } from '../../src/words/english/diagnostics';
import { type CliTables, cliTables } from '../../src/words/english/for-cli';
import { type EditorTables, editorTables } from '../../src/words/english/for-editor';
import { type PreviewTables, previewTables } from '../../src/words/english/for-preview';
import { english } from '../../src/words/english/language';
import type { PreviewWords } from '../../src/words/preview';
import { type Language, type Text, type Texts, type Translations, wordsIn } from '../../src/words/text';

export const pseudo: Language = { ...english, tag: 'x-pseudo', ordinal: (place) => `⟦${english.ordinal(place)}⟧` };

type Turn = (written: string) => string;

const wrapped: Turn = (written) => `⟦${written}⟧`;

const pieceByPiece: Turn = (written) =>
  written
    .split(/(\{\w+\})/)
    .map((piece) => (piece === '' || /^\{\w+\}$/.test(piece) ? piece : wrapped(piece)))
    .join('');

function turned(text: Text, turn: Turn): Text {
  if (typeof text === 'string') return turn(text);
  const one = text.one === undefined ? {} : { one: turn(text.one) };
  return { by: text.by, ...one, other: turn(text.other) };
}

export function pseudoTables<Tables extends Readonly<Record<string, Texts>>>(
  tables: Tables,
  turn = wrapped,
): Translations<Tables> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, texts]) => [
      name,
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, turned(text, turn)])),
    ]),
  ) as Translations<Tables>;
}

export const pseudoWords: EditorWords = {
  ...wordsIn<EditorTables>(pseudo, pseudoTables(editorTables)),
  diagnostics: { language: pseudo, ...pseudoTables(diagnosticTables) },
};

export const pseudoPreviewWords: PreviewWords = {
  ...wordsIn<PreviewTables>(pseudo, pseudoTables(previewTables)),
  language: pseudo,
};

/** What is left of a text when wrapped texts and code of the language are taken out; texts may stand in one another. */
export function bare(markdown: string): string {
  let text = markdown.replace(/```cnn\n[\s\S]*?\n```/g, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  return text.trim();
}

const marked: Language = {
  ...english,
  tag: 'x-marked',
  any: (words) => words.join('⟦ or ⟧'),
  all: (words) => words.join('⟦ and ⟧'),
  ordinal: (place) => wrapped(english.ordinal(place)),
};

export const markedDiagnostics: DiagnosticWords = {
  language: marked,
  ...pseudoTables(diagnosticTables, pieceByPiece),
};

export const markedCliWords: CliWords = {
  ...wordsIn<CliTables>(marked, pseudoTables(cliTables, pieceByPiece)),
  language: marked,
  diagnostics: markedDiagnostics,
};

const lettersOf = (text: string): string[] => text.match(/[A-Za-z]+/g) ?? [];

const ofTheLanguage = new Set<string>([
  ...keywords,
  ...functionNames,
  ...metricSpellings,
  ...allOps.flatMap((op) =>
    [op.name, ...op.parameters.flatMap((one) => [one.name, ...parameterWords(one)])].flatMap(lettersOf),
  ),
  // Fixed in the grammar: sizes, exponents, and the sides of a turned comparison.
  'x',
  'e',
]);

/** Words outside of the marks that are neither of the language of designs nor in a text that the user wrote. */
export function unmarkedWords(text: string, written: string): string[] {
  const known = new Set([...ofTheLanguage, ...lettersOf(written)]);
  return lettersOf(text.replace(/⟦[^⟦⟧]*⟧/g, ' ')).filter((word) => !known.has(word));
}
