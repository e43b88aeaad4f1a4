/** Names of other programs that say no more than which of its kind something is: a network in our language numbers it itself. */

import assert from 'node:assert/strict';
import { isCounter, isOfLoop } from '../../src/interop/import/names';

describe('names of imported layers', () => {
  it('that only count', () => {
    for (const name of [
      '',
      '3',
      '_12',
      'n4',
      'r_17',
      'v9',
      'x_2',
      'conv_1',
      'Conv_12',
      'l2norm_10',
      'block/relu_3',
      'CONCAT_7',
    ])
      assert.ok(isCounter(name), name);
  });

  it('that say something', () => {
    for (const name of [
      'stem',
      'y4',
      'conv',
      'conv1',
      'conv_1a',
      'conv2_1',
      'my_conv_1',
      'max_pool_1',
      'conv_1/x',
      'n4_',
    ])
      assert.ok(!isCounter(name), name);
  });

  it('that lead through a turn of a loop', () => {
    for (const path of ['repeat_1', 'a/repeat_12/2/conv_1', 'repeat_3/1']) assert.ok(isOfLoop(path), path);
    for (const path of ['repeat', 'my_repeat_1', 'repeat_1a', 'a/repeat_/2', 'conv_1'])
      assert.ok(!isOfLoop(path), path);
  });
});
