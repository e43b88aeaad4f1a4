/**
 * What a page, a worker or an editor does comes in its own time: tests wait for what they expect, and never for a time.
 * When it does not come, they fail with the difference that was last seen.
 */

import assert from 'node:assert/strict';

/** On a machine that others use as well. */
const patienceMs = 30_000;
const pauseMs = 50;

/** Asks again until the assertions hold, and fails as they did when they were last asked; gives what they give. */
export async function eventually<T>(assertions: () => T | Promise<T>, milliseconds: number = patienceMs): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      return await assertions();
    } catch (problem) {
      if (Date.now() > deadline) throw problem;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Reads again until the value is the expected one, deep and strict. */
export function eventuallyEqual(read: () => unknown, expected: unknown, message?: string): Promise<void> {
  return eventually(async () => assert.deepEqual(await read(), expected, message));
}
