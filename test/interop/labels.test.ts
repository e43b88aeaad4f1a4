/** Names of classes in files: lines, lists and maps, and what is none of them. */

import assert from 'node:assert/strict';
import { refusalText } from '../../src/base/message-text';
import { readLabels } from '../../src/interop/labels';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string | Uint8Array, file = 'names.txt'): readonly string[] | string {
  const found = readLabels(file, typeof text === 'string' ? bytesOf(text) : text);
  return 'labels' in found ? found.labels : refusalText(found.refusal, englishDiagnostics);
}

describe('names of classes', () => {
  it('stand one a line, whatever ends the lines', () => {
    assert.deepEqual(read('tench, Tinca tinca\ngoldfish\n'), ['tench, Tinca tinca', 'goldfish']);
    assert.deepEqual(read('\uFEFFants\r\nbees\r\n\r\n'), ['ants', 'bees']);
    assert.deepEqual(read('ants\rbees'), ['ants', 'bees']);
    // A class without a name keeps its place.
    assert.deepEqual(read('background\n\nbees\n'), ['background', '', 'bees']);
    assert.deepEqual(read('[unknown]\nbees'), ['[unknown]', 'bees']);
  });

  it('stand in JSON as a list, or by index as Keras has them', () => {
    assert.deepEqual(read('["ants", "bees"]'), ['ants', 'bees']);
    const keras = '{"0": ["n01440764", "tench"], "1": ["n01443537", "goldfish"]}';
    assert.deepEqual(read(keras, 'imagenet_class_index.json'), ['tench', 'goldfish']);
    // Its order in the file says nothing.
    assert.deepEqual(read('{"1": "bees", "0": "ants", "2": "cats"}'), ['ants', 'bees', 'cats']);
  });

  it('are refused with what is wrong, and where', () => {
    assert.equal(read(Uint8Array.of(0x89, 0x50, 0x4e, 0x47)), 'names.txt is no text in UTF-8');
    assert.equal(read('a\0b'), 'names.txt is no text in UTF-8');
    assert.equal(read('\n\n'), 'names.txt has no names');
    assert.match(String(read('["ants"', 'n.json')), /^n\.json is not JSON: /);
    assert.match(String(read('3', 'n.json')), /neither a list of names nor a map/);
    assert.equal(read('["ants", 3]'), 'names.txt: class 1 has no name, nor a list that ends with one');
    assert.equal(read('{"0": "ants", "2": "cats"}'), 'names.txt: class 1 is missing');
    assert.equal(read('{"ants": 0}'), 'names.txt: ants is not the index of a class');
    assert.match(String(read(new Uint8Array(2 ** 23 + 1))), /larger than the 8 MiB/);
  });
});
