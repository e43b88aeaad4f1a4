/**
 * The fuzz of the core: random programs, edited at random, under the rules of oracles.ts and server-oracle.ts. The same
 * seed gives the same edits. What fails is made small and written to a folder.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../src/base/random';
import { cnnFiles } from '../syntax/programs';
import { pick, randomProgram } from './grammar';
import { smallestText } from './minimize';
import { applyEdit, randomEdit } from './mutate';
import { type Finding, findingOf } from './oracles';
import { ServerOracle } from './server-oracle';

export interface FuzzOptions {
  readonly seed: number;
  /** Asked between edits. */
  readonly isOver: (edits: number) => boolean;
  /** Where inputs that fail are written, made when there is one. */
  readonly folder: string;
  /** Inputs after which to stop. */
  readonly mostFindings: number;
  readonly onFinding?: (finding: WrittenFinding) => void;
  /** Called now and then. */
  readonly onProgress?: (edits: number) => void;
}

export interface WrittenFinding extends Finding {
  /** The file with the input, made small. */
  readonly file: string;
}

export interface FuzzResult {
  readonly edits: number;
  readonly findings: readonly WrittenFinding[];
}

/** Longer texts are slow to look at and no more telling. Characters. */
const longestText = 6000;
/** How often a network of the field is edited: hundreds of layers take the time of ten other programs and are no more telling. */
const shareOfExamples = 0.03;
/** It unrolls as far as the language allows, which takes seconds at each edit; test/limits.test.ts is about that. */
const slowFile = 'work.cnn';
/** Edits of one text, one after another, until it is given up for another one. */
const mostEdits = 60;
/** Time to make a failing input small. */
const shrinkingMs = 15_000;

export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const random = seededRandom(options.seed);
  const files = [...cnnFiles].filter(([path, text]) => text.length < longestText && !path.endsWith(slowFile));
  const textsOf = (folder: string) => files.filter(([path]) => path.includes(folder)).map(([, text]) => text);
  const examples = textsOf('/examples/');
  const fixtures = textsOf('/fixtures/');
  const findings: WrittenFinding[] = [];
  const known = new Set<string>();
  let edits = 0;

  const found = async ({ oracle, message }: Finding, texts: string | readonly string[]): Promise<void> => {
    // One input for each kind is enough, as mending one often mends the others.
    if (known.has(oracle)) return;
    known.add(oracle);
    const file = write(options, findings.length, oracle, texts);
    const finding = { oracle, message, file };
    findings.push(finding);
    options.onFinding?.(finding);
  };

  const server = await ServerOracle.start();
  try {
    while (!options.isOver(edits) && findings.length < options.mostFindings) {
      const choice = random();
      let text =
        choice < shareOfExamples
          ? pick(random, examples)
          : choice < 0.5
            ? pick(random, fixtures)
            : randomProgram(random);
      const others = [pick(random, examples), pick(random, fixtures), randomProgram(random)];
      await server.replace(text);
      let hasFailed = false;
      for (let i = 0; i < mostEdits && text.length < longestText && !options.isOver(edits); i++) {
        if (i > 0) {
          const edit = randomEdit(text, others, random);
          text = applyEdit(text, edit);
          await server.edit(edit, random() < 0.3);
        }
        edits++;
        const places = Math.floor(random() * 2 ** 31);
        const finding = await findingOf(text, seededRandom(places));
        if (finding !== undefined) {
          hasFailed = true;
          if (!known.has(finding.oracle)) await found(finding, await shrunk(text, finding, places));
          break;
        }
      }
      const difference = hasFailed ? undefined : await server.difference(text);
      if (difference !== undefined) await found({ oracle: 'server', message: difference.message }, difference.texts);
      options.onProgress?.(edits);
    }
  } finally {
    server.stop();
  }
  return { edits, findings };
}

/** The smallest text found that fails the same rule. */
function shrunk(text: string, { oracle }: Finding, seed: number): Promise<string> {
  const fails = async (candidate: string) => (await findingOf(candidate, seededRandom(seed)))?.oracle === oracle;
  return smallestText(text, fails, performance.now() + shrinkingMs);
}

/** One text is a design; several are the states of one, in order. */
function write(
  { folder, seed }: FuzzOptions,
  index: number,
  oracle: string,
  texts: string | readonly string[],
): string {
  mkdirSync(folder, { recursive: true });
  const isOne = typeof texts === 'string';
  const name = `${oracle.replace(/\W+/g, '-')}-${seed}-${index}.${isOne ? 'cnn' : 'json'}`;
  const file = join(folder, name);
  // UTF-16, as a lone surrogate has no form in UTF-8.
  if (isOne && /\p{Surrogate}/u.test(texts)) writeFileSync(`${file}.utf16`, texts, 'utf16le');
  writeFileSync(file, isOne ? texts : JSON.stringify(texts, null, 2));
  return file;
}
