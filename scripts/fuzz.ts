/**
 * Fuzzes the core for as long as one likes, and ends with the number of edits and of inputs that failed.
 *
 *   npm run fuzz -- [--minutes 10] [--seed N]
 *
 * Without a seed each run has another one, which is printed. Inputs that fail are written, made small, to out/fuzz.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from '../test/fuzz/fuzz';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const firstSeed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) throw new Error('--minutes is above 0, --seed a whole number');

const folder = join(__dirname, '..', 'out', 'fuzz');
const deadline = Date.now() + minutes * 60_000;
console.log(`Fuzzing for ${minutes} minutes of the clock with seed ${firstSeed}; inputs that fail go to ${folder}`);

async function main(): Promise<void> {
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
