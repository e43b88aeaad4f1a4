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

  it('may be names of objects in JavaScript', () => {
    assert.deepEqual(namesIn('module m(constructor, toString, __proto__) { conv(toString, 1x1) }'), ['constructor']);
  });
});
