/** What a preview has posted to its host, waited for: posting may take a moment longer than the key that caused it. */

import assert from 'node:assert/strict';
import type { ViewMessage } from '../../src/protocol/messages';
import { eventually } from '../support/eventually';
import type { Preview } from './rig';

export type Posted<T extends ViewMessage['type']> = Extract<ViewMessage, { type: T }>;

/** All of a type until now. */
export async function postedOf<T extends ViewMessage['type']>(preview: Preview, type: T): Promise<Posted<T>[]> {
  return (await preview.posted()).filter((message): message is Posted<T> => message.type === type);
}

/** The last one, once there is one. */
export function lastOf<T extends ViewMessage['type']>(preview: Preview, type: T): Promise<Posted<T>> {
  return eventually(async () => {
    const found = (await postedOf(preview, type)).at(-1);
    assert.ok(found, `nothing of type ${type} was posted`);
    return found;
  });
}

/** Until the last one has these values. */
export function eventuallyLast<T extends ViewMessage['type']>(
  preview: Preview,
  type: T,
  expected: Partial<Posted<T>>,
): Promise<void> {
  return eventually(async () => {
    const found = (await postedOf(preview, type)).at(-1);
    assert.deepEqual({ ...found, ...expected }, found);
  });
}
