/** A short run of the fuzz with one seed; `npm run fuzz` goes on for as long as one likes. */

import * as assert from 'node:assert/strict';
import { join } from 'node:path';
import { seededRandom } from '../../src/base/random';
import { repositoryRoot } from '../support/disk-files';
import { fuzz } from './fuzz';
import { findingOf } from './oracles';

/** About 30 seconds of a core that has nothing else to do. */
const mostEdits = 3000;

describe('the core, fuzzed', function () {
  this.timeout(300_000);

  it('keeps the rules of every text', async () => {
    const folder = join(repositoryRoot, 'out', 'fuzz');
    const isOver = (edits: number) => edits >= mostEdits;
    const { findings } = await fuzz({ seed: 20141, isOver, folder, mostFindings: 5 });
    assert.deepEqual(
      findings.map(({ oracle, file, message }) => `${oracle}: ${file}\n${message}`),
      [],
    );
  });

  it('keeps them where bodies stand in one another as deep as they may', async () => {
    const text = `network Deep { input x: 8x8x3 ${'repeat 1 { conv(4, 3x3) '.repeat(90)}${'}'.repeat(91)}`;
    assert.equal(await findingOf(text, seededRandom(1)), undefined);
  });

  it('keeps them where what is unrolled holds nothing', async () => {
    const texts = [
      'network{repeat 10_000{repeat 10_000',
      'network Layers({repeat 10_000 {\n    repeat {',
      'network N { input x: 4x4x1 relu() repeat i in 1..10_000 { repeat j in 1..10_000 { } } }',
      'network N { input x: 4x4x1 relu() repeat 10_000 { if 1 > 2 { relu() } head a { } output b from x { } }',
    ];
    // One after another, as the time of the processor is that of all that is under way.
    for (const text of texts) assert.equal(await findingOf(text, seededRandom(1)), undefined, text);
  });
});
