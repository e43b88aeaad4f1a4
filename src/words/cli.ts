/** What the command line says: which tables it speaks from, and in which language. */

import { chinese } from './chinese/language';
import type { DiagnosticWords } from './english/diagnostics';
import { type CliTables, englishForCli, type SpokenCli } from './english/for-cli';
import { closest, type Language, type Words, wordsIn } from './text';

export type CliWords = Words<CliTables> & { readonly language: Language; readonly diagnostics: DiagnosticWords };

/** Another language than English is loaded where it is spoken: most commands take less time than its tables. */
interface Offer {
  readonly language: Language;
  load(): Promise<SpokenCli>;
}

const languages: readonly [Offer, ...Offer[]] = [
  { language: englishForCli.language, load: async () => englishForCli },
  { language: chinese, load: async () => (await import('./chinese/for-cli')).chineseForCli },
];

/** What `--lang` takes. */
export const cliLanguages: readonly string[] = languages.map(({ language }) => language.tag);

/** In the closest language that there is to a locale as POSIX writes it: `de_CH.UTF-8`. */
export async function cliWords(locale: string): Promise<CliWords> {
  const offer = closest(locale.replace(/[.@].*$/, '').replaceAll('_', '-'), languages);
  const { language, tables, diagnostics } = await offer.load();
  return { ...wordsIn<CliTables>(language, tables), language, diagnostics };
}
