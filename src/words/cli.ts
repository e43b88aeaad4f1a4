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

/** A locale as POSIX writes it, `de_CH.UTF-8`, as a tag of a language. */
const tagOf = (locale: string): string =>
  locale
    .replace(/[.@].*$/, '')
    .replaceAll('_', '-')
    .toLowerCase();

/** The tag of the language that somebody names, by that tag or in another spelling: `zh`, `zh_CN`, `en-GB`. Undefined for one that is not spoken. */
export function cliLanguage(named: string): string | undefined {
  const { tag } = closest(tagOf(named), languages).language;
  return tag.toLowerCase().split('-')[0] === tagOf(named).split('-')[0] ? tag : undefined;
}

/** In the closest language that there is to a locale. */
export async function cliWords(locale: string): Promise<CliWords> {
  const offer = closest(tagOf(locale), languages);
  const { language, tables, diagnostics } = await offer.load();
  return { ...wordsIn<CliTables>(language, tables), language, diagnostics };
}
