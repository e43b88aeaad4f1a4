/** A design in a link: what goes in comes out, and whatever a stranger puts there is refused in time and in words. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { isDesignName, type LinkedDesign, readDesignLink, writeDesignLink } from '../../src/session/design-link';
import { repositoryRoot } from '../support/disk-files';

const design: LinkedDesign = {
  files: [
    { name: 'main.cnn', text: 'import { fire } from "./blocks/fire.cnn"\n' },
    { name: 'blocks/fire.cnn', text: '// 1×1 → 3×3, 卷积 𝟛\nmodule fire(c) { conv(c, 1x1) }\n' },
  ],
  shown: 0,
  network: 'Small',
  node: 'fire_1.squeeze',
};

function linkOf(given: LinkedDesign): string {
  const written = writeDesignLink(given);
  return 'link' in written ? written.link : assert.fail(written.problem);
}

/** As another program would make it: Node's own zlib and base64. */
const linkWith = (content: string | Uint8Array): string => `1.${deflateRawSync(content).toString('base64url')}`;

const problemOf = (text: string) => {
  const read = readDesignLink(text);
  return 'problem' in read ? read.problem : undefined;
};

describe('a design in a link', () => {
  it('comes out as it went in, in letters that an address takes', () => {
    const link = linkOf(design);
    assert.match(link, /^1\.[A-Za-z0-9_-]+$/);
    assert.deepEqual(readDesignLink(link), { design });
    assert.equal(new URL(`https://example.org/play/#${link}`).hash, `#${link}`);
    assert.equal(link, linkOf(structuredClone(design)));
  });

  it('is raw deflate of JSON, for any other reader', () => {
    const bytes = Buffer.from(linkOf(design).slice(2), 'base64url');
    assert.deepEqual(JSON.parse(inflateRawSync(bytes).toString('utf8')), design);
    assert.deepEqual(readDesignLink(linkWith(JSON.stringify(design))), { design });
  });

  it('is short: GoogLeNet, with its comments, fits into 2,000 characters', () => {
    const text = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');
    assert.ok(linkOf({ files: [{ name: 'googlenet.cnn', text }], shown: 0 }).length < 2000);
  });

  it('comes out whatever its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const one = { files: [{ name: 'a.cnn', text }], shown: 0 };
        assert.deepEqual(readDesignLink(linkOf(one)), { design: one });
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('that was cut anywhere is damaged', () => {
    const link = linkOf(design);
    for (let length = 0; length < link.length; length++) {
      const problem = problemOf(link.slice(0, length));
      assert.equal(problem, 'damaged', `${length} of ${link.length}`);
    }
  });

  it('of another form is newer, of none is damaged', () => {
    assert.equal(problemOf('2.AAAA'), 'newer');
    for (const text of ['', '.', '1.', '1.%%%', 'x.AAAA', '1.A', 'eyJmaWxlcyI6W119']) {
      assert.equal(problemOf(text), 'damaged', text);
    }
  });

  it('that unpacks without end is refused before it fills the memory', () => {
    const bomb = linkWith(new Uint8Array(2 ** 29));
    assert.ok(bomb.length < 2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(problemOf(bomb), 'large');
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 26);
    assert.equal(problemOf(`1.${'A'.repeat(2 ** 24)}`), 'large');
  });

  it('that holds something else is damaged', () => {
    const [first] = design.files;
    assert.ok(first !== undefined);
    const others: readonly unknown[] = [
      null,
      [],
      'text',
      {},
      { ...design, files: [] },
      { ...design, shown: 2 },
      { ...design, shown: -1 },
      { ...design, network: 3 },
      { ...design, files: [{ name: 'a.cnn' }] },
      { ...design, files: [first, { ...first, name: 'MAIN.cnn' }] },
      { ...design, files: [{ ...first, name: '../main.cnn' }] },
      { ...design, files: Array.from({ length: 101 }, (_, i) => ({ name: `f${i}.cnn`, text: '' })) },
    ];
    for (const other of others) assert.equal(problemOf(linkWith(JSON.stringify(other))), 'damaged');
    assert.equal(problemOf(linkWith('{"files":')), 'damaged');
    assert.equal(problemOf(linkWith(Uint8Array.of(0xff, 0xfe))), 'damaged');
  });

  it('is not written where nobody could open it', () => {
    const text = 'x'.repeat(2 ** 22);
    assert.deepEqual(writeDesignLink({ files: [{ name: 'a.cnn', text }], shown: 0 }), { problem: 'large' });
  });

  it('whatever its letters ends in an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        assert.equal(problemOf(`1.${Buffer.from(bytes).toString('base64url')}`) === undefined, false);
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('has files that may be put into any folder of any system', () => {
    for (const name of ['main.cnn', 'blocks/stem.cnn', 'Mein Netz.cnn', '网络.cnn'])
      assert.ok(isDesignName(name), name);
    for (const name of [
      ...['', '.cnn', 'main', 'main.txt', '/main.cnn', '../main.cnn', 'a/../b.cnn', './a.cnn', 'a//b.cnn'],
      ...['a\\b.cnn', 'C:a.cnn', 'a\0.cnn', 'a\n.cnn', 'con.cnn', 'NUL/a.cnn', 'a /b.cnn', `${'a'.repeat(200)}.cnn`],
    ]) {
      assert.ok(!isDesignName(name), JSON.stringify(name));
    }
  });
});
