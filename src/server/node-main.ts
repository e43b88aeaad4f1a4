/**
 * The language server as a Node process: messages over the channel that an editor started it with (`--node-ipc`), else
 * over standard input and output, whatever other arguments there are. Beside it lies run-worker.js, in which runs are
 * computed.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeRunner } from '../runtime/node-runner';
import { nodeFiles } from '../workspace/node-files';
import { memoryLeft } from '../workspace/node-memory';
import { clientFiles, diskOr } from './client-files';
import { createServer } from './create-server';
import { documentationIn } from './documentation';
import { endWithParent } from './node-parent';
import { soon } from './node-soon';

// Standard output belongs to the protocol: a stray print must not break a message.
console.log = console.error;
console.info = console.error;
console.debug = console.error;

const isChannel = process.argv.includes('--node-ipc');
const connection = isChannel
  ? createConnection(ProposedFeatures.all)
  : createConnection(ProposedFeatures.all, process.stdin, process.stdout);

// What escapes every guard is our mistake; the editor keeps its server all the same.
process.on('uncaughtException', (error) => console.error('uncaught exception', error));
process.on('unhandledRejection', (error) => console.error('unhandled rejection', error));
// The client went away: nobody reads what is written.
process.stdout.on('error', () => process.exit(0));

const program = join(__dirname, '..');

/** Empty where there is no such file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

endWithParent();
createServer(connection, {
  files: diskOr(nodeFiles(), clientFiles(connection)),
  runner: nodeRunner(join(__dirname, 'run-worker.js')),
  documentation: documentationIn((path) => {
    const file = join(program, path);
    return { address: pathToFileURL(file).href, text: () => textOf(file) };
  }),
  now: () => performance.now(),
  soon,
  memoryLeft,
});
