/**
 * The Chinese page of messages: texts from the tables of words and examples from the English page, about what it says in sentences
 * of its own, which nothing else has.
 */

import { codeOf, codes, type DiagnosticCode, type MessageKey, severityOf } from '../../src/base/codes';
import { checkReport } from '../../src/words/chinese/check-report';
import { chineseDiagnostics } from '../../src/words/chinese/diagnostics';
import { landmarks } from './page-pairs';

/** `english`: docs/diagnostics.md. `chinese`: its counterpart, whose sentences and comments in examples are kept. */
export function chineseMessagesPage(english: string, chinese: string): string {
  const entries = entriesOf(chinese);
  const heads = chinese.split(/^(?=#{2,3} )/m).filter((part) => !part.startsWith('### '));
  const sections = english.split(/^## /m).slice(1);
  const parts = sections.flatMap((section, i) => {
    const head = (heads[i + 1] ?? '## \n').trimEnd();
    return [head, ...[...entriesOf(section)].map(([code, entry]) => entryOf(code, entry, entries.get(code)))];
  });
  return `${[heads[0]?.trimEnd() ?? '', ...parts].join('\n\n')}\n`;
}

/** What the page says in sentences of its own, by code. */
export function sentencesOf(page: string): ReadonlyMap<string, string> {
  return new Map([...entriesOf(page)].map(([code, entry]) => [code, sentences(entry)]));
}

function entryOf(code: string, english: string, chinese = ''): string {
  const [wanted, there] = [blocksOf(english), blocksOf(chinese)];
  const examples = wanted.map((block, i) => {
    const own = there[i] ?? block;
    return landmarks(own).join() === landmarks(block).join() ? own : block;
  });
  return [`### \`${code}\``, `${saidAt(code as DiagnosticCode)}`, sentences(chinese), ...examples].join('\n\n');
}

/** Its severity and what it may say, as a quotation. */
function saidAt(code: DiagnosticCode): string {
  const texts = codes.includes(code)
    ? Object.entries(chineseDiagnostics.messages).filter(([key]) => codeOf(key as MessageKey) === code)
    : [];
  const said = texts.map(([, text]) => escaped(typeof text === 'string' ? text : text.other));
  const severity = checkReport[severityOf(code)];
  const lines =
    said.length === 1 ? [`${severity}：${said[0]}`] : [`${severity}：`, '', ...said.map((text) => `- ${text}`)];
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** The text as it is, in Markdown; what stands between backticks is code there too. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[\\*~<]/g, '\\$&')))
    .join('');

const entriesOf = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page.split(/^(?=#{2,3} )/m).flatMap((part) => {
      const [heading, code] = /^### `([\w.-]+)`\n/.exec(part) ?? [];
      return heading === undefined || code === undefined ? [] : [[code, part.slice(heading.length)] as const];
    }),
  );

const blocksOf = (entry: string): readonly string[] => entry.match(/^```cnn\n[\s\S]*?^```$/gm) ?? [];

const sentences = (entry: string): string =>
  entry
    .replace(/^```cnn\n[\s\S]*?^```$/gm, '')
    .replace(/^>.*$/gm, '')
    .trim();
