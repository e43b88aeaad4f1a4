/** Models as Keras saves them, and HDF5 in the forms that h5py writes; test/fixtures/keras/make.py made the files. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { type Hdf5Object, readHdf5 } from '../../src/interop/hdf5/hdf5';
import { type ForeignWeight, ImportError } from '../../src/interop/import/foreign-network';
import { weightsInGroups } from '../../src/interop/keras/model-weights';
import { readZip } from '../../src/interop/zip';
import { foreignNetwork, imported, ranWith } from '../support/imported';

const folder = new URL('../fixtures/keras/', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, folder));

function assertClose(found: Float32Array, expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(value - (found[i] ?? Number.NaN)) <= tolerance);
}
const json = (name: string) => JSON.parse(file(name).toString('utf8'));

describe('import of saved Keras models', function () {
  this.timeout(30_000);

  const { pixels, logits, model } = json('tiny.json');
  const source = JSON.stringify(model);

  for (const [format, name, weights] of [
    ['keras', 'tiny.keras'],
    ['keras', 'tiny.h5'],
    ['tfjs', 'tiny.json', 'tiny.h5'],
    ['tfjs', 'tiny.json', 'tiny.weights.h5'],
    ['tfjs', 'tiny.json', 'tiny.keras'],
  ] as const) {
    it(`gives what Keras gives: ${name}${weights === undefined ? '' : ` with ${weights}`}`, async () => {
      const content = weights === undefined ? file(name) : source;
      const found = await imported(format, content, weights === undefined ? {} : { weights: file(weights) });
      assert.equal(found.foreign.source.format, 'keras');
      assert.deepEqual(found.foreign.missing, []);
      assertClose(await ranWith(found, Float32Array.from(pixels), 'logits'), logits, 1e-6);
    });
  }

  it('takes operations without layers, and calls of one layer as copies, which a note says', async () => {
    const { pixels: image, logits: expected } = json('operations.json');
    const found = await imported('keras', file('operations.keras'));
    assert.deepEqual(found.foreign.missing, []);
    assert.match(found.text, /activation = hardswish/);
    assert.deepEqual(
      found.foreign.notes.map(({ phrase }) => phrase),
      ['foreign.copied'],
    );
    assertClose(await ranWith(found, Float32Array.from(image), 'logits'), expected, 1e-6);
  });

  it('keeps the weights of two models inside apart, whose layers have the same names', () => {
    const node = (
      texts: Readonly<Record<string, readonly string[]>>,
      inside: Readonly<Record<string, Hdf5Object>>,
    ) => ({
      members: Object.keys(inside),
      find: (path: string) => inside[path],
      texts: (attribute: string) => texts[attribute],
      tensor: () => undefined,
    });
    const tensor = (value: number): Hdf5Object => {
      return { ...node({}, {}), tensor: () => ({ shape: [1], values: () => Float32Array.of(value) }) };
    };
    const group = (value: number) => node({ weight_names: ['conv/kernel:0'] }, { 'conv/kernel:0': tensor(value) });
    const root = node({ layer_names: ['one', 'two'] }, { one: group(1), two: group(2) });
    const conv = { class_name: 'Conv2D', config: { name: 'conv' } };
    const found = ['one', 'two'].map((name) => {
      const model = { class_name: 'Functional', name, config: { name, layers: [conv] } };
      return weightsInGroups(root).inside(model).find(conv, 'kernel')?.values()[0];
    });
    assert.deepEqual(found, [1, 2]);
  });

  it('says which version wrote the file', async () => {
    for (const name of ['tiny.keras', 'tiny.h5']) {
      const { foreign } = await imported('keras', file(name));
      assert.deepEqual(foreign.source, { format: 'keras', producer: 'keras 3.15.1', opset: null });
    }
  });

  it('says where a file is damaged, or that it holds weights alone', async () => {
    const refusal = async (bytes: Uint8Array) => foreignNetwork('keras', bytes);
    assert.deepEqual(await refusal(file('tiny.weights.h5')), { refusal: 'foreign.weights-alone' });
    assert.deepEqual(await refusal(new TextEncoder().encode('no HDF5')), { refusal: 'foreign.no-hdf5' });
    assert.deepEqual(await refusal(file('tiny.h5').subarray(0, 40_000)), { refusal: 'foreign.hdf5' });
    assert.deepEqual(await refusal(file('tiny.keras').subarray(0, 40_000)), { refusal: 'foreign.zip' });
    assert.deepEqual(await refusal(zipSync({ 'other.json': new Uint8Array(3) })), { refusal: 'foreign.no-model' });
  });
});

describe('HDF5', () => {
  const numbers: readonly number[] = json('forms.json');

  for (const version of ['earliest', 'latest']) {
    it(`reads numbers and texts of h5py's ${version} format`, () => {
      const group = readHdf5(file(`forms-${version}.h5`)).find('group');
      assert.ok(group);
      assert.deepEqual(group.texts('fixed'), ['one', 'three']);
      assert.deepEqual(group.texts('free'), ['of any', 'length']);
      const packed = version === 'earliest' ? ['packed', 'chunks'] : [];
      assert.deepEqual([...group.members].sort(), ['big', 'double', 'half', ...packed].sort());
      for (const name of group.members) {
        const tensor: ForeignWeight | undefined = group.find(name)?.tensor();
        assert.ok(tensor, name);
        assert.deepEqual(tensor.shape, [7, 5, 3]);
        // Ten bits of fraction, or 23.
        assertClose(tensor.values(), numbers, name === 'half' ? 2 ** -11 : 2 ** -24);
      }
    });
  }

  it('refuses a chunk that stands in two places', () => {
    const bytes = Uint8Array.from(file('forms-earliest.h5'));
    // The second entry of a tree of chunks becomes the first: a key of sizes and places in four dimensions, an address.
    const tree = Buffer.from(bytes).indexOf('TREE\u0001', 'latin1');
    const entry = 8 + 8 * 4 + 8;
    bytes.copyWithin(tree + 24 + entry, tree + 24, tree + 24 + entry);
    const group = readHdf5(bytes).find('group');
    const isDamaged = (problem: unknown) => problem instanceof ImportError && problem.refusal.code === 'foreign.hdf5';
    assert.throws(() => group?.members.map((name) => group.find(name)?.tensor()?.values()), isDamaged);
  });
});

describe('archives', () => {
  it('unpacks what is packed, and believes no size', () => {
    const content = new TextEncoder().encode('a'.repeat(1000));
    const bytes = zipSync({ 'a/b.txt': content, 'c.txt': [content, { level: 0 }] });
    assert.deepEqual([...readZip(bytes).keys()], ['a/b.txt', 'c.txt']);
    for (const { bytes: read } of readZip(bytes).values()) assert.deepEqual(read(), content);
    const directory = Buffer.from(bytes).indexOf('PK\u0001\u0002', 'latin1');
    const lying = Uint8Array.from(bytes);
    new DataView(lying.buffer).setUint32(directory + 24, 2 ** 31, true);
    assert.throws(() => readZip(lying).get('a/b.txt')?.bytes(), ImportError);
    new DataView(lying.buffer).setUint32(directory + 24, 999, true);
    assert.throws(() => readZip(lying).get('a/b.txt')?.bytes(), ImportError);
  });
});
