/** Which name is proposed in place of one that is not known. */

import assert from 'node:assert/strict';
import { nearest } from '../../src/base/suggest';

describe('the name that was probably meant', () => {
  it('is the nearest by letters left out, added, mistaken or swapped', () => {
    assert.equal(nearest('widht', ['height', 'width', 'weight']), 'width');
    assert.equal(nearest('Strid', ['stride', 'string']), 'stride');
    assert.equal(nearest('kernel', ['filters', 'padding']), undefined);
  });

  it('begins alike, where several are as near', () => {
    // Three letters more, or three others: who leaves out the version means the first.
    assert.equal(nearest('mobilenet.cnn', ['googlenet.cnn', 'mobilenet-v1.cnn']), 'mobilenet-v1.cnn');
    assert.equal(nearest('mobilenet.cnn', ['mobilenet-v1.cnn', 'googlenet.cnn']), 'mobilenet-v1.cnn');
    assert.equal(nearest('conv_2', ['conv_1', 'conv_3']), 'conv_1');
  });
});
