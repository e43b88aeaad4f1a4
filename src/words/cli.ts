/** What the command line says: which tables it speaks from, and in which language. */

import { advice } from './english/advice';
import { adviceReport } from './english/advice-report';
import { checkReport } from './english/check-report';
import { cliFailures } from './english/cli-failures';
import { cliProgress } from './english/cli-progress';
import { cliUsage } from './english/cli-usage';
import { commandHelp } from './english/command-help';
import { costReport } from './english/cost-report';
import { type DiagnosticWords, englishDiagnostics } from './english/diagnostics';
import { diffReport } from './english/diff-report';
import { explainReport } from './english/explain-report';
import { explanation } from './english/explanation';
import { files } from './english/files';
import { importReport } from './english/import-report';
import { english } from './english/language';
import { metrics } from './english/metrics';
import { presets } from './english/presets';
import { runReport } from './english/run-report';
import { sweepReport } from './english/sweep-report';
import { tools } from './english/tools';
import { totalTexts } from './english/totals';
import { closest, type Language, type Translations, type Words, wordsIn } from './text';

export const cliTables = {
  help: commandHelp,
  usage: cliUsage,
  failures: cliFailures,
  progress: cliProgress,
  cost: costReport,
  check: checkReport,
  diff: diffReport,
  explain: explainReport,
  import: importReport,
  run: runReport,
  sweep: sweepReport,
  presets,
  advice,
  advise: adviceReport,
  tools,
  totals: totalTexts,
  explanation,
  metrics,
  files,
};

export type CliTables = typeof cliTables;

export type CliWords = Words<CliTables> & { readonly language: Language; readonly diagnostics: DiagnosticWords };

interface Spoken {
  readonly language: Language;
  readonly tables: Translations<CliTables>;
  readonly diagnostics: DiagnosticWords;
}

const languages: readonly [Spoken, ...Spoken[]] = [
  { language: english, tables: cliTables, diagnostics: englishDiagnostics },
];

/** In the closest language that there is to a locale as POSIX writes it: `de_CH.UTF-8`. */
export function cliWords(locale: string): CliWords {
  const { language, tables, diagnostics } = closest(locale.replace(/[.@].*$/, '').replaceAll('_', '-'), languages);
  return { ...wordsIn<CliTables>(language, tables), language, diagnostics };
}
