/** Pages of the documentation that are there in English and in Chinese: what of them has to be the same. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { targets } from '../../src/analysis/target-hints';
import { tokenize } from '../../src/syntax/lexer';
import { repositoryRoot } from '../support/disk-files';

/** Paths in the repository. */
export interface PagePair {
  readonly english: string;
  readonly chinese: string;
}

export function pagePairs(): readonly PagePair[] {
  const pairs = readdirSync(join(repositoryRoot, 'docs/zh-CN')).map((name) => ({
    english: `docs/${name}`,
    chinese: `docs/zh-CN/${name}`,
  }));
  // By their names VS Code finds those of its language.
  const steps = readdirSync(join(repositoryRoot, 'walkthrough'))
    .filter((name) => /^\w+\.md$/.test(name))
    .map((name) => ({
      english: `walkthrough/${name}`,
      chinese: `walkthrough/${name.replace(/\.md$/, '.nls.zh-cn.md')}`,
    }));
  return [{ english: 'README.md', chinese: 'README.zh-CN.md' }, ...pairs, ...steps];
}

/**
 * Headings by their depth, and by their text where that is code, blocks of code, and rows of figures, in their order: two pages that
 * say the same have equal ones.
 * @param text Markdown.
 */
export function landmarks(text: string): readonly string[] {
  const found: string[] = [];
  for (const [all, language, block = '', marks = '', title = ''] of text.matchAll(
    /^```(\w*)\n([\s\S]*?)^```$|^(#{1,6}) (.*)$|^\|.*\|$/gm,
  )) {
    if (all.startsWith('|')) {
      const figures = all.match(/\d[\d,.]+\d/g);
      if (figures !== null) found.push(`| ${figures.join(' ')}`);
    } else if (language === 'cnn') found.push(`cnn\n${withoutComments(block)}`);
    else if (marks === '') found.push(`\`\`\`${language}\n${commandsOf(block)}`);
    else found.push(`${marks} ${/^(?:`[^`]+`|[a-z_]+)$/.test(title) ? title : '...'}`);
  }
  return found;
}

/** Lines that a shell takes, without what stands behind them and the language that is asked for; what is printed is another in each. */
function commandsOf(block: string): string {
  const commands = [...block.matchAll(/^((?:\$ )?(?:incept|npm) .*?)(?: {2,}.*)?$/gm)];
  return commands.map(([, command = '']) => command.replace(/ --lang \S+/, '')).join('\n');
}

/** Each comment of prose is left out; a target, and what is code that became a comment by mistake, stays. */
function withoutComments(block: string): string {
  return tokenize(block)
    .map(({ kind, start, end }) => {
      const text = block.slice(start, end);
      const isProse = (kind === 'comment' || kind === 'documentation') && (isEnglish(text) || han.test(text));
      return isProse ? `${text.slice(0, 2)}...` : text;
    })
    .join('')
    .replace(/ +$/gm, '');
}

/** Comments of a page's blocks of .cnn that are English sentences. */
export function englishComments(text: string): readonly string[] {
  return [...text.matchAll(/^```cnn\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
    tokenize(block)
      .filter(({ kind }) => kind === 'comment' || kind === 'documentation')
      .map(({ start, end }) => block.slice(start, end).trim())
      .filter((comment) => isEnglish(comment) && !han.test(comment)),
  );
}

const han = /\p{Script=Han}/u;

/** Two words of letters in a row. */
function isEnglish(comment: string): boolean {
  const target = /^\/\/ for (\w+)$/.exec(comment.trim())?.[1];
  return !(targets as readonly (string | undefined)[]).includes(target) && /[A-Za-z]{2,} [A-Za-z]{2,}/.test(comment);
}
