/** A saved position of the picture is taken only if it is one, and belongs to the network. */

import assert from 'node:assert/strict';
import { pictureKey } from '../../../src/view/open-nodes';
import { readPosition } from '../../../webview/graph/saved-position';
import { layer, sampleModel } from '../../view/sample-model';

const model = sampleModel([layer('conv')]);
const state = { key: pictureKey(model), cuts: ['conv_1'], columns: 2, camera: { x: 1, y: -2.5, zoom: 0.5 } };

describe('saved position of the picture', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readPosition(JSON.parse(JSON.stringify(state)), model), state);
  });

  it('is not taken for another network or file', () => {
    assert.equal(readPosition(state, { ...model, network: 'Other' }), undefined);
    assert.equal(readPosition(state, { ...model, file: 'other.cnn' }), undefined);
  });

  it('is not taken when it is none', () => {
    const cameras = [null, {}, { x: 'a', y: 0, zoom: 1 }, { x: 0, y: 0, zoom: 0 }, { x: 0, y: Number.NaN, zoom: 1 }];
    for (const broken of [null, undefined, 7, 'text', [], {}, ...cameras.map((camera) => ({ ...state, camera }))]) {
      assert.equal(readPosition(broken, model), undefined);
    }
  });

  it('loses only the parts that are wrong where the picture can do without them', () => {
    assert.deepEqual(readPosition({ ...state, open: ['m'], cuts: 7, columns: 1e9 }, model), {
      ...state,
      cuts: [],
      columns: 100,
    });
  });
});
