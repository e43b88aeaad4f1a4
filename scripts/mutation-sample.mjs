/** Which mutants are in a sample: for a seed the same ones, whatever else is mutated. And what became of them. */

import { isEquivalent } from './mutation-equivalents.mjs';

/**
 * @param {import('@stryker-mutator/api/core').Mutant} mutant
 * @param {{ seed: number, share: number }} sample the share of all mutants, from 0 to 1
 * @param {number} base from which lines and columns count: 0 while a mutant runs, 1 in results
 */
export function isSampled({ fileName, location, mutatorName, replacement }, { seed, share }, base = 0) {
  // The folder in which files are mutated has another name each time.
  const file = fileName.replace(/^.*\/(?=src\/)/, '');
  const { line, column } = location.start;
  return hashOf([seed, file, line - base, column - base, mutatorName, replacement].join('\n')) < share * 2 ** 32;
}

/**
 * One of the table's columns, or undefined of a mutant that is not tried because it changes what runs while modules load.
 *
 * @param {import('@stryker-mutator/api/core').MutantResult} mutant
 */
export function fateOf(mutant) {
  switch (mutant.status) {
    case 'Killed':
      return 'killed';
    case 'Timeout':
      // The reason is that it passed its place too often; without one it was the clock.
      return mutant.statusReason === undefined ? 'undecided' : 'killed';
    case 'RuntimeError':
      return 'undecided';
    case 'Survived':
    case 'NoCoverage':
      return isEquivalent(mutant) ? 'equivalent' : 'lived';
    default:
      return undefined;
  }
}

/** FNV-1a, finished with the mixer of MurmurHash3: texts that are alike are far apart. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
