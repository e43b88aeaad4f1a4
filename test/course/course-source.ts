/** What the tests make lessons from. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LessonSource } from '../../src/course/lesson';
import { repositoryRoot } from '../support/disk-files';

export const courseSource: LessonSource = {
  googlenet: readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8'),
  placeholder: '// one line here',
};
