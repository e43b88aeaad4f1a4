/** What the Layer tab offers to make a layer cheaper, and what choosing it writes. */

import * as assert from 'node:assert/strict';
import { cheaperEdits, cheaperWays } from '../../src/session/cheaper';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { applyEdits } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';

const main = 'file:///w/main.cnn';
const text = `network N {
  input x: 28x28x192
  conv(32, 5x5)
  expect multiplies == 120_422_400
  relu()
}
`;

function sessionOf(content: string) {
  const workspace = new Workspace(new MemoryFiles({ [main]: content }));
  workspace.setRoots(['file:///w']);
  return { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
}

describe('cheaper ways of a layer', () => {
  it("are those of the lecture's 5x5, the most first", async () => {
    const ways = await cheaperWays(sessionOf(text), main, {}, 'conv_1');
    const bottleneck = ways.find(({ id }) => id === 'bottleneck:conv_1');
    // 28*28*16 * 1*1*192 + 28*28*32 * 5*5*16 = 12,443,648 in place of 120,422,400.
    assert.equal(bottleneck?.savedMultiplies, 120_422_400 - 12_443_648);
    // 192*16 + 16 and 25*16*32 + 32 in place of 25*192*32 + 32.
    assert.equal(bottleneck?.params, 192 * 16 + 16 + (25 * 16 * 32 + 32) - (25 * 192 * 32 + 32));
    assert.deepEqual(
      [bottleneck?.fieldBefore, bottleneck?.fieldAfter],
      [
        [5, 5],
        [5, 5],
      ],
    );
    const saved = ways.map(({ savedMultiplies }) => savedMultiplies);
    assert.deepEqual(
      saved,
      [...saved].sort((a, b) => b - a),
    );
  });

  it('are none of layers that cost nothing and of what is no layer', async () => {
    assert.deepEqual(await cheaperWays(sessionOf(text), main, {}, 'relu_1'), []);
    assert.deepEqual(await cheaperWays(sessionOf(text), main, {}, 'nothing'), []);
    assert.deepEqual(await cheaperWays(sessionOf(text), 'file:///w/other.cnn', {}, 'conv_1'), []);
  });

  it('are written with the expectations that they change', async () => {
    const edits = await cheaperEdits(sessionOf(text), main, {}, 'conv_1', 'bottleneck:conv_1');
    const after = applyEdits(text, edits);
    assert.match(after, /conv\(16, 1x1\)/);
    // Of the layer before it: 28*28*32 * 5*5*16.
    assert.match(after, /expect multiplies == 10_035_200/);
    // Another text has it no longer.
    assert.deepEqual(await cheaperEdits(sessionOf(after), main, {}, 'conv_2', 'bottleneck:conv_1'), []);
  });
});
