/**
 * How many small changes of `src` the tests notice. StrykerJS makes the changes; a seeded sample of them is tried, folder
 * by folder, with the tests that are about that folder. Prints those that lived as they are found, and a table: how many
 * were in the sample, failed a test or ran in a circle (killed), change nothing that anybody could see
 * (mutation-equivalents.mjs), lived, or are undecided: the clock or memory ran out, which a busy machine may have done.
 *
 *   npm run mutation                             more than 3,000 mutants
 *   npm run mutation -- --only syntax,ops        those of these folders
 *   npm run mutation -- --share 0.002 --seed 7   fewer, and others
 *   npm run mutation -- --concurrency 4          in four processes
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { fateOf, isSampled } from './mutation-sample.mjs';
import { root } from './setup.mjs';

/** The tests that are about a folder: files and folders of `test`. */
const testsOf = {
  syntax: [
    'syntax',
    'server/broken-text.test.ts',
    'fixtures.test.ts',
    'fixes.test.ts',
    'docs',
    'ide',
    'cli/debug-golden.test.ts',
  ],
  graph: [
    'graph',
    'fixtures.test.ts',
    'fixes.test.ts',
    'docs',
    'limits.test.ts',
    'analysis',
    'ide',
    'session/session.test.ts',
    'cli/debug-golden.test.ts',
  ],
  ops: ['ops', 'advice/explain.test.ts', 'fixtures.test.ts', 'fixes.test.ts', 'docs', 'networks', 'plan'],
  analysis: ['analysis', 'fixtures.test.ts', 'fixes.test.ts', 'docs', 'networks'],
  plan: [
    'plan',
    'cli/debug-golden.test.ts',
    'cli/predict.test.ts',
    'runtime/kernels.test.ts',
    'runtime/layer-look.test.ts',
    'runtime/predict.test.ts',
    'runtime/random-networks.test.ts',
    'runtime/run-network.test.ts',
  ],
  interop: ['interop', 'cli/export.test.ts', 'cli/import.test.ts'],
  advice: [
    'advice',
    'docs',
    'ide/hover.test.ts',
    'session/advise.test.ts',
    'session/cheaper.test.ts',
    'session/preview-design.test.ts',
    'session/what-if.test.ts',
    'cli/advise.test.ts',
    'cli/commands.test.ts',
  ],
  view: [
    'view',
    'cli/debug-golden.test.ts',
    'cli/report.test.ts',
    'session',
    'webview/graph/layout-client.test.ts',
    'webview/insides.test.ts',
    'webview/graph/saved-position.test.ts',
  ],
  cli: ['cli', 'docs/examples.test.ts'],
};

/** They are about bundles and tables, not about what a mutant changes. */
const unfit = ['built.test.ts', 'words.test.ts', 'package.test.ts'];

/** Titles of tests that go over every design or over thousands of lines: what one of them sees of a mutant costs too much. */
const long =
  /^(ONNX: (random |)networks |advice on every design|edits of all designs|renames of all designs|real programs|hostile|limits|any text)|\brandom (designs|networks|texts)|thousands of|ten thousand|(gives|refuses to give) \S+\.cnn back|(inception-|xception|ssd|res2net|densenet|convnext|deeplab|vgg).*\.cnn$/;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(testsOf).join(',') },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '0.08' },
    concurrency: { type: 'string', default: '1' },
  },
});
const sample = { seed: Number(values.seed), share: Number(values.share) };

const scores = [];
const columns = ['sample', 'killed', 'equivalent', 'lived', 'undecided'];
for (const folder of values.only.split(',')) {
  const results = (await mutate(folder)).filter((mutant) => isSampled(mutant, sample, 1));
  const fates = results.map(fateOf).filter((fate) => fate !== undefined);
  const count = (fate) => fates.filter((other) => other === fate).length;
  scores.push({
    folder,
    ...Object.fromEntries(columns.map((column) => [column, count(column)])),
    sample: fates.length,
  });
  printRows(scores.slice(-1));
}
const sum = (column) => scores.reduce((total, score) => total + score[column], 0);
console.log();
printRows([...scores, { folder: 'all', ...Object.fromEntries(columns.map((column) => [column, sum(column)])) }]);

/** All mutants of a folder with what became of them; those that are not in the sample count as errors. */
function mutate(folder) {
  return new Stryker({
    mutate: [`src/${folder}/**/*.ts`],
    testFiles: testsOf[folder].flatMap(testFiles),
    testRunner: 'mocha-in-process',
    testRunnerNodeArgs: ['--import', 'tsx'],
    plugins: [join(root, 'scripts/mutation-runner.mjs')],
    coverageAnalysis: 'perTest',
    // What runs while a module loads would need a process for each mutant.
    ignoreStatic: true,
    ignorers: ['own-mistakes'],
    concurrency: Number(values.concurrency),
    // The runner ends what never ends, by the time that it has the processor. By the clock a busy machine would do so.
    timeoutMS: 3_600_000,
    // A machine that has more to do takes longer than the five minutes that are usual.
    dryRunTimeoutMinutes: 60,
    reporters: ['survivors'],
    logLevel: 'error',
    tempDirName: 'out/mutation',
    ignorePatterns: ['dist', 'out', 'coverage'],
    // Stryker would rewrite it by an interface that TypeScript 7 does not have, and tsx does not need it.
    tsconfigFile: 'none',
    warnings: false,
    sample,
    long: long.source,
    late: lateModules(folder),
  }).runMutationTest();
}

function testFiles(path) {
  if (path.endsWith('.ts')) return [`test/${path}`];
  const names = readdirSync(join(root, 'test', path), { recursive: true });
  return names
    .filter((name) => name.endsWith('.test.ts') && !unfit.includes(name))
    .map((name) => `test/${path}/${name}`);
}

/**
 * What a folder loads only when it is needed. The runner loads it before any test: what runs meanwhile, as tables do, would be taken for
 * something that the first test runs which needs it, and whose mutants no later test could see.
 */
function lateModules(folder) {
  const names = readdirSync(join(root, 'src', folder), { recursive: true }).filter((name) => name.endsWith('.ts'));
  const found = names.flatMap((name) => {
    const text = readFileSync(join(root, 'src', folder, name), 'utf8');
    return [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, path]) =>
      join('src', folder, dirname(name), `${path}.ts`),
    );
  });
  const own = join('src', folder, sep);
  return [...new Set(found)].filter((path) => path.startsWith(own) && existsSync(join(root, path)));
}

function printRows(rows) {
  console.log(['folder'.padEnd(9), ...columns, 'score'].join('  '));
  for (const row of rows) {
    const score = (100 * (row.killed + row.equivalent)) / row.sample;
    const cells = columns.map((column) => String(row[column]).padStart(column.length));
    console.log([row.folder.padEnd(9), ...cells, `${score.toFixed(1)} %`].join('  '));
  }
}
