/** What is said on standard error, in the language of the environment. */

import { type CliWords, cliWords } from '../words/cli';
import type { Failure } from './failure';
import type { Host } from './host';
import { printable, styleFor, visible } from './style';

/** Of the variables that say it the first that is set decides (POSIX). */
export function wordsOf({ env }: Host): CliWords {
  return cliWords(env.LC_ALL || env.LC_MESSAGES || env.LANG || '');
}

/** A line. */
export function note(text: string, host: Host): void {
  host.stderr(printable(`${text}\n`));
}

/** What is wrong, and what helps. */
export function tell({ sentence, hint }: Failure, host: Host, words: CliWords): void {
  const style = styleFor(host, 'stderr');
  const say = (mark: string, text: string): void => note(`${mark}: ${text.split('\n').map(visible).join('\n')}`, host);
  say(style.error(words.check('error')), sentence(words));
  if (hint !== undefined) say(style.ok(words.check('help')), hint(words));
}
