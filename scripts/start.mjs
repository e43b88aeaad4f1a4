/**
 * `npm start`: opens VS Code with the extension and examples/googlenet.cnn. On a fresh clone it first installs the npm
 * packages; the rest, which may use them, is scripts/start.ts.
 */

import { checkNode, ensurePackages, runScript } from './setup.mjs';

checkNode();
await ensurePackages();
process.exitCode = await runScript('scripts/start.ts', process.argv.slice(2));
