/**
 * Runs every test on a fresh clone, doing its own set-up, and ends with one line `N passed, N failed`. A step that fails
 * without counting tests (types, lint, build, a run that died) counts as one failure.
 *
 *   npm test                 everything
 *   npm run test:unit        types, lint and the tests that need neither Chromium nor VS Code
 *   npm run test:vscode      the tests inside a real VS Code; arguments go to test/vscode/run.ts
 *   npm run test:window      the tests that open a window of VS Code and drive it from outside
 *   npm run check            types and lint
 *   npm run golden           writes the golden files anew; read the difference before committing it
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, ensureChrome, ensurePackages, root, run, runScript, say, stopwatch } from './setup.mjs';

const modes = {
  '--unit': ['types', 'lint', 'build', 'unit'],
  '--vscode': ['build', 'vscode'],
  '--window': ['build', 'window'],
  '--check': ['types', 'lint'],
  '--golden': ['golden'],
};
const everything = ['types', 'lint', 'build', 'tests', 'vscode', 'window', 'package'];

const [first, ...others] = process.argv.slice(2);
const mode = first !== undefined && first in modes ? first : undefined;
const rest = mode === undefined ? process.argv.slice(2) : others;
const steps = mode === undefined ? everything : modes[mode];

const minute = 60_000;
const countsFolder = join(root, 'out', 'counts');
const vsix = join(root, 'out', 'incept.vsix');
const binary = (path) => join(root, 'node_modules', path);
const node = (args, options) => run(process.execPath, args, options);

const mocha = (globs, options) =>
  node(
    [
      '--import=tsx',
      binary('mocha/bin/mocha.js'),
      '--reporter',
      'scripts/reporter.mjs',
      '--forbid-only',
      '--forbid-pending',
      ...globs,
      ...rest,
    ],
    // The counts are what a run of tests writes last.
    { ...options, isDone: () => existsSync(options.env.INCEPT_COUNTS) },
  );

const actions = {
  types: async (options) => {
    const projects = ['tsconfig.json', 'tsconfig.pure.json', 'webview/tsconfig.json'];
    let code = 0;
    for (const project of projects) {
      code = (await node([binary('typescript/bin/tsc'), '--noEmit', '-p', project], options)) || code;
    }
    return code;
  },
  lint: (options) => node([binary('@biomejs/biome/bin/biome'), 'check', '--max-diagnostics=200', '.'], options),
  build: (options) => runScript('scripts/build.ts', [], options),
  unit: (options) => mocha(['test/**/*.test.ts', '--ignore', 'test/vscode/**', '--ignore', 'test/webview/**'], options),
  tests: (options) => mocha(['test/**/*.test.ts', '--ignore', 'test/vscode/**'], options),
  vscode: (options) => runScript('test/vscode/run.ts', rest, options),
  window: (options) => mocha(['test/vscode/window/**/*.test.ts'], options),
  // The package is what people get: installed into an empty VS Code, it has to wake up as well.
  package: async (options) => {
    const code = await runScript('scripts/package.ts', ['extension', '-o', vsix], options);
    return code || runScript('test/vscode/run.ts', ['--vsix', vsix, '--grep', '^activation'], options);
  },
  golden: (options) => mocha(['test/**/*golden*.test.ts'], { ...options, env: { ...options.env, UPDATE_GOLDEN: '1' } }),
};
const names = {
  types: 'type check',
  lint: 'format and lint',
  build: 'build',
  unit: 'unit tests',
  tests: 'unit and Chromium tests',
  vscode: 'tests in a real VS Code',
  window: 'tests of a whole window',
  package: 'packaged extension in a real VS Code',
  golden: 'golden files',
};
const deadlines = { types: 3, lint: 2, build: 2, unit: 12, tests: 30, vscode: 18, window: 8, package: 18, golden: 8 };

checkNode();
await ensurePackages();
if (steps.some((step) => ['tests', 'vscode', 'window', 'package'].includes(step))) await ensureChrome();

rmSync(countsFolder, { recursive: true, force: true });
mkdirSync(countsFolder, { recursive: true });
const total = stopwatch();
const lines = [];
let passed = 0;
let failed = 0;
for (const step of steps) {
  say(names[step]);
  const seconds = stopwatch();
  const counts = join(countsFolder, `${step}.json`);
  const code = await actions[step]({ env: { INCEPT_COUNTS: counts }, deadline: deadlines[step] * minute });
  const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 };
  // A code without counted failures is the step itself failing; a run of tests that counted nothing never ran.
  const testing = ['unit', 'tests', 'vscode', 'window', 'package', 'golden'].includes(step);
  if (counted.failed === 0 && (code !== 0 || (testing && !existsSync(counts)))) counted.failed = 1;
  passed += counted.passed;
  failed += counted.failed;
  const result = counted.failed > 0 ? `${counted.failed} failed` : testing ? `${counted.passed} passed` : 'ok';
  lines.push(`  ${counted.failed > 0 ? '✖' : '✔'} ${names[step]}: ${result} (${seconds()} s)`);
  if (code === 130) break;
}
console.log(`\n${lines.join('\n')}\n  in ${total()} s\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
