/** Names of files, as people are told them. */

import * as assert from 'node:assert/strict';
import { fileName } from '../../src/base/span';

describe('the name of a file', () => {
  it('is the last part of a path or an address, without what stands behind the path of an address', () => {
    const names = [
      ['/designs/net.cnn', 'net.cnn'],
      ['/designs/what?.cnn', 'what?.cnn'],
      ['C:/designs/net#1.cnn', 'net#1.cnn'],
      ['/designs/100%.cnn', '100%.cnn'],
      ['file:///designs/my%20net%3F.cnn', 'my net?.cnn'],
      ['incept-import:/models/lenet.cnn?file%3A%2F%2F%2Fmodels%2Flenet.prototxt', 'lenet.cnn'],
      ['git:/designs/net.cnn?%7B%22path%22%3A%22/designs/net.cnn%22%7D', 'net.cnn'],
      ['untitled:Untitled-1', 'Untitled-1'],
    ] as const;
    assert.deepEqual(
      names.map(([id]) => fileName(id)),
      names.map(([, name]) => name),
    );
  });
});
