/** What may be tried out of the course's bottleneck, as a host tells it, in the language of the words. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostMessage } from '../../src/protocol/messages';
import type { SweepReport, SweptPoint } from '../../src/protocol/sweep';
import { designControls } from '../../src/session/design-controls';
import type { DesignSession } from '../../src/session/look';
import { type EditorWords, editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { repositoryRoot } from '../support/disk-files';

const file = 'file:///course.cnn';

/** With `r` at 24, and an `expect` that this changes. */
export async function sampleControls(
  path: string,
  words: EditorWords = editorWords('en'),
): Promise<Extract<HostMessage, { type: 'controls' }>> {
  const text = readFileSync(join(repositoryRoot, 'examples', 'course.cnn'), 'utf8').replace(
    'expect 28x28x32, multiplies == 28 * 28 * 32 * 5 * 5 * r',
    'expect 28x28x32, multiplies == 10_035_200',
  );
  const session: DesignSession = {
    workspace: new Workspace(new MemoryFiles({ [file]: text })),
    settings: () => ({ choices: [], timeOf: undefined, words }),
  };
  const overrides = { parameters: [{ name: 'r', value: '24' }] };
  const controls = await designControls(session, file, path, { network: 'Bottleneck5x5', overrides });
  if (controls === undefined) throw new Error('no controls');
  return { type: 'controls', path, controls };
}

const point = (now: string, x: number, y: number, more: Partial<SweptPoint> = {}): SweptPoint => ({
  values: [now],
  changes: now === '16' ? [] : [{ target: { kind: 'parameter', name: 'r' }, label: 'r', was: '16', now }],
  x,
  y,
  multiplies: x,
  params: y,
  peakBytes: 4 * y,
  isKept: true,
  fits: x <= 20_000_000,
  worth: y,
  mistake: null,
  ...more,
});

/** Of the same network: on the front, left out, over the budget, and with a mistake. */
export const sampleSweep: SweepReport = {
  network: 'Bottleneck5x5',
  names: ['r'],
  x: { name: 'multiplies', unit: 'count', isMoreBetter: false, limit: 20_000_000 },
  y: { name: 'params', unit: 'count', isMoreBetter: true, limit: null },
  text: { x: 12_443_648, y: 15_920 },
  points: [
    point('8', 6_221_824, 7_976, { isKept: false }),
    point('16', 12_443_648, 15_920),
    point('32', 24_887_296, 31_808),
    point('0.5', 0, 0, { isKept: false, mistake: 'filters takes a whole number, found 0.5' }),
  ],
  front: [false, true, true, false],
  best: 1,
};
