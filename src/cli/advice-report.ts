/** Rewrites that save, as the JSON of `advise`, as a table, and as Markdown. */

import { type Advice, adviceSource, adviceTitle } from '../advice/advice';
import type { NetworkAnalysis } from '../analysis/analysis';
import { formatExact, formatShare, sumText } from '../base/number-format';
import { type Column, markdownTable, textTable } from '../base/text-table';
import type { CliWords } from '../words/cli';
import type { NamedFiles } from './named-files';
import { type Style, visible } from './style';

/** Keys are a contract: they may be added, never renamed. */
export function adviceDocument(file: string, network: string, advice: readonly object[]): object {
  return { schema: 1, file, network, advice };
}

/** One rewrite, with places in the text as it is before it. `main` is the file whose name the edits leave out. */
export function adviceEntry(advice: Advice, main: string, files: NamedFiles, words: CliWords): object {
  const { id, kind, path, location } = advice;
  const fileOf = (at: string): object => (at === main ? {} : { file: files.name(at) });
  return {
    id,
    kind,
    path,
    line: files.position(location.file, location.span.start).line,
    ...fileOf(location.file),
    title: adviceTitle(advice, words.advice),
    before: advice.before,
    after: advice.after,
    savedMultiplies: advice.savedMultiplies,
    savedShare: advice.savedShare,
    keepsShape: advice.keepsShape,
    receptiveField: advice.receptiveField,
    choice: advice.choice,
    source: adviceSource(kind, words.advice),
    edits: advice.edits.map(({ file, span, newText }) => ({
      ...fileOf(file),
      start: files.position(file, span.start),
      end: files.position(file, span.end),
      text: newText,
    })),
  };
}

interface Shown {
  readonly network: NetworkAnalysis;
  readonly advice: readonly Advice[];
  readonly files: NamedFiles;
  readonly words: CliWords;
}

export function adviceText({ network, advice, files, words }: Shown, style: Style): string {
  const say = words.advise;
  const [head = '', ...rows] = textTable(
    columns(say),
    advice.map((one) => cells(one, files, words)),
  );
  const sources = [...new Set(advice.map(({ kind }) => kind))].map((kind) =>
    style.muted(say('source', { kind, source: adviceSource(kind, words.advice) })),
  );
  const table = advice.length === 0 ? [] : ['', head, ...rows, '', ...sources];
  return `${[style.strong(title(network, advice, words)), ...table].join('\n')}\n`;
}

export function adviceMarkdown({ network, advice, files, words }: Shown): string {
  const say = words.advise;
  const heading = `**${visible(title(network, advice, words)).replace(/[\\`*_|<[&]/g, '\\$&')}**\n`;
  if (advice.length === 0) return heading;
  const sources = [...new Set(advice.map(({ kind }) => kind))].map(
    (kind) => `- ${say('source', { kind, source: adviceSource(kind, words.advice) })}\n`,
  );
  const rows = advice.map((one) => cells(one, files, words));
  return `${heading}\n${markdownTable(columns(say), rows)}\n${sources.join('')}`;
}

/** What a rewrite has done. */
export function appliedText({ id, before, after, savedMultiplies }: Advice, { advise: say }: CliWords): string {
  if (before.multiplies === null || after.multiplies === null) {
    return say('applied.partial', { id, saved: signed(-savedMultiplies) });
  }
  return say('applied', {
    id,
    before: formatExact(before.multiplies),
    after: formatExact(after.multiplies),
    share: shareText(savedMultiplies, before.multiplies),
  });
}

function title({ name, main }: NetworkAnalysis, advice: readonly Advice[], { advise: say }: CliWords): string {
  const { isPartial } = main.sums.multiplies;
  if (advice.length === 0) return say(isPartial ? 'none.partial' : 'none', { network: name });
  return say(isPartial ? 'title.partial' : 'title', {
    network: name,
    count: advice.length,
    multiplies: sumText(main.sums.multiplies, formatExact),
  });
}

function columns(say: CliWords['advise']): readonly Column[] {
  return [
    { title: 'multiplies', align: 'right' },
    { title: say('share'), align: 'right' },
    { title: 'params', align: 'right' },
    { title: say('line'), align: 'right' },
    { title: say('id'), align: 'left' },
    { title: say('what'), align: 'left' },
  ];
}

function cells(advice: Advice, files: NamedFiles, words: CliWords): string[] {
  const { id, location, savedMultiplies, before, after } = advice;
  const params = before.params === null || after.params === null ? undefined : after.params - before.params;
  return [
    signed(-savedMultiplies),
    shareText(savedMultiplies, before.multiplies),
    params === undefined ? '?' : signed(params),
    String(files.position(location.file, location.span.start).line),
    visible(id),
    visible(whatText(advice, words)),
  ];
}

function whatText(advice: Advice, { advise: say, advice: kinds }: CliWords): string {
  const named = say('several-layers', { title: adviceTitle(advice, kinds), count: advice.layers });
  const { breakEven } = advice.choice;
  const paying =
    breakEven === undefined ? named : say('break-even', { title: named, breakEven: formatExact(breakEven) });
  return advice.keepsShape ? paying : say('loses-shape', { title: paying });
}

function shareText(saved: number, whole: number | null): string {
  if (whole === null) return '?';
  if (saved === 0) return '0%';
  return `${saved > 0 ? '-' : '+'}${formatShare(Math.abs(saved), whole)}`;
}

function signed(value: number): string {
  return value === 0 ? '0' : `${value < 0 ? '-' : '+'}${formatExact(Math.abs(value))}`;
}
