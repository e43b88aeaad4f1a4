/** What may be tried out of the course's bottleneck, as a host tells it, in the language of the words. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostMessage } from '../../src/protocol/messages';
import { designControls } from '../../src/session/design-controls';
import type { DesignSession } from '../../src/session/look';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { repositoryRoot } from '../support/disk-files';

const file = 'file:///course.cnn';

/** With `r` at 24, and an `expect` that this changes. */
export async function sampleControls(path: string): Promise<Extract<HostMessage, { type: 'controls' }>> {
  const text = readFileSync(join(repositoryRoot, 'examples', 'course.cnn'), 'utf8').replace(
    'expect 28x28x32, multiplies == 28 * 28 * 32 * 5 * 5 * r',
    'expect 28x28x32, multiplies == 10_035_200',
  );
  const session: DesignSession = {
    workspace: new Workspace(new MemoryFiles({ [file]: text })),
    settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }),
  };
  const overrides = { parameters: [{ name: 'r', value: '24' }] };
  const controls = await designControls(session, file, path, { network: 'Bottleneck5x5', overrides });
  if (controls === undefined) throw new Error('no controls');
  return { type: 'controls', path, controls };
}
