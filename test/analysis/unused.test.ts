/** Names that nothing uses, beyond the fixture test/fixtures/diagnostics/unused.cnn: where nothing may be said. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unusedNames } from '../../src/analysis/unused';
import { parse } from '../../src/syntax/parser';
import { repositoryRoot } from '../support/disk-files';

const namesIn = (text: string) => unusedNames(parse('/a.cnn', text)).map(({ values }) => values.name);

describe('unused names', () => {
  it('are not in the examples', () => {
    const folder = join(repositoryRoot, 'examples');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.cnn')) assert.deepEqual(namesIn(readFileSync(join(folder, name), 'utf8')), [], name);
    }
  });

  it('are not told where something could not be read, which may use them', () => {
    const text = 'module m(c, r) { conv(c, 1x1) }';
    assert.deepEqual(namesIn(text), ['r']);
    assert.deepEqual(namesIn(`${text}\nmodule n() { conv(`), []);
  });

  it('are used by defaults, by arguments that are results, and by values that are called', () => {
    const text = `const act = silu
      module m(block, skip, width = 4) { defaults { conv(activation = act) } block(width) resize(like = skip) }
      network N() { input x: 8x8x4 a = relu() m(conv, a) }`;
    assert.deepEqual(namesIn(text), []);
    // The name of an argument is the callee's.
    assert.deepEqual(namesIn('module m(filters) { conv(filters = 3, kernel = 1) }'), ['filters']);
  });

  it('are not used where the same name is given to something else', () => {
    for (const body of [
      'name = relu()',
      'name = concat { branch { } }',
      'name = concat(x, x)',
      'name = if true { relu() }',
      'name = repeat 2 { relu() }',
      'repeat name in 1..2 { relu() }',
      'concat { branch name { } }',
      'head name { relu() }',
      'output name from x { relu() }',
      'conv(name = 3)',
    ]) {
      const text = `const name = 3\nnetwork N { input x: 8x8x4 ${body} }`;
      assert.ok(namesIn(text).includes('name'), body);
    }
    assert.deepEqual(namesIn('const name = 3\nnetwork N { input name: 8x8x4 relu() }'), ['name']);
    assert.deepEqual(namesIn('const name = 3\nnetwork name { input: 8x8x4 relu() }'), ['name']);
    // As the name of an output alone it may be that of a result.
    assert.deepEqual(namesIn('module m() { name = relu() output name }'), []);
    for (const use of [
      'conv(name)',
      'repeat name { relu() }',
      'repeat i in 1..name { relu() }',
      'from name',
      'if name { }',
    ]) {
      assert.deepEqual(namesIn(`const name = 3\nnetwork N { input x: 8x8x4 ${use} }`), [], use);
    }
  });

  it('may be names of objects in JavaScript', () => {
    assert.deepEqual(namesIn('module m(constructor, toString, __proto__) { conv(toString, 1x1) }'), ['constructor']);
  });
});
