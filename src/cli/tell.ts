/** What is said on standard error, and the language that is spoken. */

import { type CliWords, cliLanguage, cliWords } from '../words/cli';
import type { Failure } from './failure';
import type { Host } from './host';
import { printable, styleFor, visible } from './style';

/** `locale` is what `--lang` says; without it the first variable that is set decides (POSIX). */
export function wordsOf({ env }: Host, locale?: string): Promise<CliWords> {
  return cliWords(locale ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || ''));
}

/** Takes each `--lang` out of arguments that names a language which there is, the last of which counts: what is said of the others needs to know it. */
export function withoutLanguage(argv: readonly string[]): {
  readonly rest: readonly string[];
  readonly locale: string | undefined;
} {
  const end = argv.indexOf('--');
  const rest: string[] = [];
  let locale: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    const isOption = (end === -1 || at < end) && (word === '--lang' || word.startsWith('--lang='));
    const given = word === '--lang' ? argv[at + 1] : word.slice('--lang='.length);
    const named = isOption && given !== undefined ? cliLanguage(given) : undefined;
    if (named === undefined) rest.push(word);
    else if (word === '--lang') at++;
    locale = named ?? locale;
  }
  return { rest, locale };
}

/** A line. */
export function note(text: string, host: Host): void {
  host.stderr(printable(`${text}\n`));
}

/** What is wrong, and what helps. */
export function tell({ sentence, hint }: Failure, host: Host, words: CliWords): void {
  const style = styleFor(host, 'stderr');
  const say = (mark: string, text: string): void =>
    note(`${mark}${words.language.colon}${text.split('\n').map(visible).join('\n')}`, host);
  say(style.error(words.check('error')), sentence(words));
  if (hint !== undefined) say(style.ok(words.check('help')), hint(words));
}
