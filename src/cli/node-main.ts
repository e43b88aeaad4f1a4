/** `incept` on Node. Everything else is in run-cli.ts. */

import { fileErrorOf, nodePlatform } from '../workspace/node-files';
import { Failure, fileReason } from './failure';
import { nodeHost } from './node-host';
import { runCli } from './run-cli';
import { tell, withoutLanguage, wordsOf } from './tell';

const host = nodeHost(__dirname);
const argv = process.argv.slice(2);

process.stdout.on('error', (problem: NodeJS.ErrnoException) => {
  // A closed pipe (`incept cost x.cnn | head`) is no failure.
  if (problem.code === 'EPIPE') process.exit(0);
  const reason = fileReason(fileErrorOf(problem).problem);
  const failure = new Failure((words) => words.failures('cannot-print', { reason: reason(words) }));
  const { locale } = withoutLanguage(argv);
  void wordsOf(host, locale).then((words) => {
    tell(failure, host, words);
    process.exit(2);
  });
});
// Nobody can be told.
process.stderr.on('error', () => {});
// A limit on the size of files is a failure of writing, which is told, and not the end of the process.
if (nodePlatform !== 'win32') process.on('SIGXFSZ' as NodeJS.Signals, () => {});

void runCli(argv, host).then((code) => {
  process.exitCode = code;
});
