/**
 * Fuzzes the core for as long as one likes, and ends with the number of edits and of inputs that failed.
 *
 *   npm run fuzz -- [--minutes 10] [--seed N]
 *
 * Without a seed each run has another one, which is printed. Inputs that fail are written, made small, to out/fuzz.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const firstSeed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) throw new Error('--minutes is above 0, --seed a whole number');

const folder = join(__dirname, '..', 'out', 'fuzz');
const deadline = Date.now() + minutes * 60_000;
console.log(`Fuzzing for ${minutes} minutes of the clock with seed ${firstSeed}; inputs that fail go to ${folder}`);

/** In one bundle: a fifth of the time goes into the names that modules get from one another otherwise. */
async function bundledFuzz(): Promise<typeof import('../test/fuzz/fuzz')> {
  // As deep below the repository as its source, which looks for designs from where it stands.
  const outfile = join(folder, 'fuzz.cjs');
  const source = join(__dirname, '..', 'test', 'fuzz', 'fuzz.ts');
  await esbuild.build({ entryPoints: [source], outfile, bundle: true, platform: 'node', target: 'node20' });
  return require(outfile);
}

async function main(): Promise<void> {
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
