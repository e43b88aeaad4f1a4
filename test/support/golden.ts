/**
 * Golden files: text that is read before it is committed. `UPDATE_GOLDEN=1` (`npm run golden`) writes them anew.
 */

import * as assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(__dirname, '..', 'golden');

/** @param path Below test/golden, such as `tree/bottleneck.txt`. */
export function assertGolden(path: string, actual: string): void {
  const file = join(folder, path);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `${file} does not exist; npm run golden writes it`);
  assert.equal(actual, readFileSync(file, 'utf8'), `differs from test/golden/${path}; npm run golden updates it`);
}
