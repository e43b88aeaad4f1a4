/** What a server keeps is a matter of the texts that are open, and not of how often they were edited. */

import assert from 'node:assert/strict';
import { measureMemory } from '../bench/memory';

describe('a server that is edited ten thousand times', function () {
  this.timeout(240_000);

  it('keeps as much after that as after a few edits, while files, designs and folders come and go', async () => {
    const [few, many] = (await measureMemory([2000, 10_000])) as [number, number];
    // 128 bytes for each edit, which is less than its text has; the engine itself still warms up a little.
    assert.ok(many - few < 8000 * 128, `${few} bytes after 2,000 edits, ${many} after 10,000`);
  });
});
