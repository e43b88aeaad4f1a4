/** A language for tests: each text of a table wrapped in ⟦ ⟧, so that words which do not come from a table are seen. */

import { type EditorTables, type EditorWords, editorTables } from '../../src/words/editor';
import { diagnosticTables } from '../../src/words/english/diagnostics';
import { english } from '../../src/words/english/language';
import { type PreviewTables, type PreviewWords, previewTables } from '../../src/words/preview';
import { type Language, type Text, type Texts, type Translations, wordsIn } from '../../src/words/text';

export const pseudo: Language = { ...english, tag: 'x-pseudo', ordinal: (place) => `⟦${english.ordinal(place)}⟧` };

function wrapped(text: Text): Text {
  if (typeof text === 'string') return `⟦${text}⟧`;
  const one = text.one === undefined ? {} : { one: `⟦${text.one}⟧` };
  return { by: text.by, ...one, other: `⟦${text.other}⟧` };
}

export function pseudoTables<Tables extends Readonly<Record<string, Texts>>>(tables: Tables): Translations<Tables> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, texts]) => [
      name,
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, wrapped(text)])),
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
