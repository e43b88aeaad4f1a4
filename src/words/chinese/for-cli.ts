/** What the command line says, in Chinese. */

import type { SpokenCli } from '../english/for-cli';
import { advice } from './advice';
import { adviceReport } from './advice-report';
import { checkReport } from './check-report';
import { cliFailures } from './cli-failures';
import { cliProgress } from './cli-progress';
import { cliUsage } from './cli-usage';
import { commandHelp } from './command-help';
import { costReport } from './cost-report';
import { chineseDiagnostics } from './diagnostics';
import { diffReport } from './diff-report';
import { explainReport } from './explain-report';
import { explanation } from './explanation';
import { files } from './files';
import { importReport } from './import-report';
import { chinese } from './language';
import { metrics } from './metrics';
import { presets } from './presets';
import { runReport } from './run-report';
import { sweepReport } from './sweep-report';
import { tools } from './tools';
import { totalTexts } from './totals';

export const chineseForCli: SpokenCli = {
  language: chinese,
  tables: {
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
  },
  diagnostics: chineseDiagnostics,
};
