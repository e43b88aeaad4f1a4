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
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureChrome, ensurePackages, root, run, runScript, stopwatch } from './setup.mjs';

const modes = {
  '--unit': { first: ['types', 'lint', 'build'], lanes: [['unit']] },
  '--vscode': { first: ['build'], lanes: [['vscode']] },
  '--window': { first: ['build'], lanes: [['window']] },
  '--check': { first: ['types', 'lint'], lanes: [] },
  '--golden': { first: [], lanes: [['golden']] },
};
/** What waits for windows and pages leaves a core to the tests that compute: the lanes run side by side. */
const everything = {
  first: ['types', 'lint', 'build'],
  lanes: [['unit'], ['pages', 'vscode', 'window', 'package']],
};

const [first, ...others] = process.argv.slice(2);
const mode = first !== undefined && first in modes ? first : undefined;
const rest = mode === undefined ? process.argv.slice(2) : others;
const { first: preparation, lanes } = mode === undefined ? everything : modes[mode];
const steps = [...preparation, ...lanes.flat()];

const minute = 60_000;
const countsFolder = join(root, 'out', 'counts');
const vsix = join(root, 'out', 'incept.vsix');
const binary = (path) => join(root, 'node_modules', path);
const node = (args, options) => run(process.execPath, args, options);

/** Whoever drives a page or a window sees the machine's hiccups as well: such tests have a second try, which is told. */
const secondTry = ['--retries', '1'];

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
  pages: (options) => mocha(['test/webview/**/*.test.ts', ...secondTry], options),
  vscode: (options) => runScript('test/vscode/run.ts', rest, options),
  window: (options) => mocha(['test/vscode/window/**/*.test.ts', ...secondTry], options),
  // The package is what people get: installed into an empty VS Code, it has to wake up as well.
  package: async (options) => {
    const code = await runScript('scripts/package.ts', ['extension', '-o', vsix], options);
    return code || runScript('test/vscode/run.ts', ['--vsix', vsix, '--grep', '^activation'], options);
  },
  golden: (options) =>
    mocha(['test/**/*golden*.test.ts', 'test/ops/registry.test.ts', 'test/docs/diagnostics.test.ts'], {
      ...options,
      env: { ...options.env, UPDATE_GOLDEN: '1' },
    }),
};
const names = {
  types: 'type check',
  lint: 'format and lint',
  build: 'build',
  unit: 'unit tests',
  pages: 'tests of pages in Chromium',
  vscode: 'tests in a real VS Code',
  window: 'tests of a whole window',
  package: 'packaged extension in a real VS Code',
  golden: 'golden files',
};
const deadlines = { types: 3, lint: 2, build: 2, unit: 20, pages: 20, vscode: 18, window: 15, package: 18, golden: 8 };

checkNode();
await ensurePackages();
if (steps.some((step) => ['pages', 'vscode', 'window', 'package'].includes(step))) await ensureChrome();

rmSync(countsFolder, { recursive: true, force: true });
mkdirSync(countsFolder, { recursive: true });
const total = stopwatch();
const results = [];

/** Whether the next step of the same lane may come. */
async function take(step, write) {
  write(`» ${names[step]}\n`);
  const seconds = stopwatch();
  const counts = join(countsFolder, `${step}.json`);
  const code = await actions[step]({ env: { INCEPT_COUNTS: counts }, deadline: deadlines[step] * minute, write });
  const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 };
  // A code without counted failures is the step itself failing; a run of tests that counted nothing never ran.
  const testing = ['unit', 'pages', 'vscode', 'window', 'package', 'golden'].includes(step);
  if (counted.failed === 0 && (code !== 0 || (testing && !existsSync(counts)))) counted.failed = 1;
  const told = counted.failed > 0 ? `${counted.failed} failed` : testing ? `${counted.passed} passed` : 'ok';
  results.push({ step, retried: [], ...counted, line: `${names[step]}: ${told} (${seconds()} s)` });
  return code !== 130;
}

async function takeAll(lane, write) {
  for (const step of lane) if (!(await take(step, write))) return false;
  return true;
}

/** Of lanes that run side by side the first tells what it does as it does it, each of the others after the one before. */
async function takeLanes() {
  const turns = [];
  const runs = lanes.map(async (lane, index) => {
    const turn = held(index === 0);
    turns.push(turn);
    await takeAll(lane, turn.write);
    turn.isOver = true;
    for (const next of turns) {
      next.release();
      if (!next.isOver) break;
    }
  });
  await Promise.all(runs);
}

/** Keeps what is written until it is released. */
function held(isReleased) {
  let kept = [];
  return {
    isOver: false,
    write: (text) => {
      if (isReleased) process.stdout.write(text);
      else kept.push(text);
    },
    release: () => {
      isReleased = true;
      for (const text of kept) process.stdout.write(text);
      kept = [];
    },
  };
}

const show = (text) => process.stdout.write(text);
if (await takeAll(preparation, show)) {
  if (availableParallelism() > 1) await takeLanes();
  else await takeAll(lanes.flat(), show);
}
results.sort((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step));
const lines = results.map(({ failed, line }) => `  ${failed > 0 ? '✖' : '✔'} ${line}`);
console.log(`\n${lines.join('\n')}\n  in ${total()} s`);
for (const title of results.flatMap(({ retried }) => retried)) console.log(`  ↻ passed at the second try: ${title}`);
const sum = (member) => results.reduce((all, result) => all + result[member], 0);
const failed = sum('failed');
console.log(`\n${sum('passed')} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
