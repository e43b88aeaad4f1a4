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

const line = `${'─'.repeat(40)}\n`;

/** A golden file of so many parts, with a line between them, each of which is a test's own. Each ends with a line break. */
export function goldenParts(path: string, count: number): (place: number, actual: string) => void {
  const made: string[] = [];
  let parts: readonly string[] | undefined;
  return (place, actual) => {
    assert.ok(place < count && actual.endsWith('\n') && !actual.includes(line));
    if (process.env.UPDATE_GOLDEN === '1') {
      made[place] = actual;
      if (Object.keys(made).length === count) assertGolden(path, made.join(line));
      return;
    }
    parts ??= readFileSync(join(folder, path), 'utf8').split(line);
    assert.equal(parts.length, count, `test/golden/${path} has other parts; npm run golden updates it`);
    assert.equal(actual, parts[place], `differs from test/golden/${path}; npm run golden updates it`);
  };
}
