/**
 * Fuzzes the core for as long as one likes, and ends with the number of edits and of inputs that failed; or, with
 * `--models`, the readers of other frameworks' files.
 *
 *   npm run fuzz -- [--minutes 10] [--seed N] [--models [--files 20000]]
 *
 * `--files` ends after so many damaged files in place of a time. Without a seed each run has another one, which is printed. Inputs that fail are written, made small, to out/fuzz; of a
 * damaged model its file and seed are printed.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    models: { type: 'boolean', default: false },
    files: { type: 'string' },
  },
});
const files = Number(values.files ?? Number.POSITIVE_INFINITY);
const minutes = values.files === undefined ? Number(values.minutes) : Number.POSITIVE_INFINITY;
const firstSeed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) throw new Error('--minutes is above 0, --seed a whole number');
if (!(files > 0)) throw new Error('--files is above 0');

const folder = join(__dirname, '..', 'out', 'fuzz');
const deadline = Date.now() + minutes * 60_000;
const length = values.files === undefined ? `for ${minutes} minutes of the clock` : `${files} files`;
console.log(`Fuzzing ${length} with seed ${firstSeed}; inputs that fail go to ${folder}`);

/** In one bundle: a fifth of the time goes into the names that modules get from one another otherwise. */
async function bundledFuzz(): Promise<typeof import('../test/fuzz/fuzz')> {
  // As deep below the repository as its source, which looks for designs from where it stands.
  const outfile = join(folder, 'fuzz.cjs');
  const source = join(__dirname, '..', 'test', 'fuzz', 'fuzz.ts');
  await esbuild.build({ entryPoints: [source], outfile, bundle: true, platform: 'node', target: 'node20' });
  return require(outfile);
}

/** In rounds, whose seeds follow on one another: a case is its file and its seed. */
async function models(): Promise<void> {
  const { fuzzModels } = await import('../test/fuzz/models');
  const round = 1000;
  let cases = 0;
  let [failed, refused, longest] = [0, 0, 0];
  while (Date.now() < deadline && cases < files) {
    const count = Math.min(round, files - cases);
    const found = await fuzzModels(firstSeed + cases, count);
    for (const { file, seed, problem } of found.findings)
      console.log(`\n${file}, seed ${seed}\n${problem.slice(0, 1500)}`);
    cases += count;
    failed += found.findings.length;
    refused += found.refused;
    longest = Math.max(longest, found.longest);
    const slowest = `${Math.round(longest)} ms of computing at most`;
    console.log(`${cases} damaged files, ${refused} refused with a reason, ${failed} failed, ${slowest}`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

async function main(): Promise<void> {
  if (values.models) return models();
  const { fuzz } = await bundledFuzz();
  let lastSaid = Date.now();
  const { edits, findings } = await fuzz({
    seed: firstSeed,
    isOver: () => Date.now() >= deadline,
    mostFindings: 50,
    folder,
    onFinding: ({ oracle, file, message }) => console.log(`\n${oracle}: ${file}\n${message.slice(0, 1500)}`),
    onProgress: (count) => {
      if (Date.now() - lastSaid < 60_000) return;
      lastSaid = Date.now();
      console.log(`${count} edits`);
    },
  });
  console.log(`\n${edits} edits, ${findings.length} inputs failed (seed ${firstSeed})`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

void main();
