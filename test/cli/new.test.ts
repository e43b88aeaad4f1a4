/** `incept new`: the networks of the field as a list, and the text of one to start from. */

import * as assert from 'node:assert/strict';
import { incept } from '../support/memory-host';

/** 3*3*3*8 + 8 weights on 16x16 pixels; the head adds 16*16*8*10 on its own dense layer. */
const smallNet = `// Small Net: a network for tests.
//
// Paper: A. Author and B. Author, "Of 1999 networks", Conf 2012, arXiv:1905.00001.

module first() { conv(8, 3x3) }
network Unused() { input x: 4x4x1 relu() }
network Small() {
  input image: 16x16x3
  first()
  head aux { dense(10) }
  globalavgpool()
}
`;
const files = {
  '/program/examples/small.cnn': smallNet,
  '/program/examples/later.cnn': smallNet.replace('Small Net', 'Later').replace('Conf 2012', 'Conf 2015'),
  '/program/examples/bare.cnn': 'network Bare() {\n  input x: 4x4x2\n  conv(3, 1x1)\n}\n',
  '/program/examples/course.cnn':
    '// Course: the lectures.\nnetwork Lecture() {\n  input x: 4x4x2\n  conv(3, 1x1)\n}\n',
  '/program/examples/plain.cnn': '// Words alone.\nnetwork Plain() {\n  input x: 4x4x2\n  conv(3, 1x1)\n}\n',
  '/program/examples/modules.cnn': 'module m() { relu() }\n',
};

describe('incept new', () => {
  it('--list names the course, then what was published by year, then the rest, with costs', async () => {
    const { code, stdout, stderr } = await incept(['new', '--list'], { files });
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(stdout.split('\n'), [
      'name    params  multiplies  network',
      'course       9          96  Course: the lectures.',
      'small      224      55,296  Small Net: a network for tests.',
      'later      224      55,296  Later: a network for tests.',
      'bare         9          96  Bare',
      'plain        9          96  Plain: Words alone.',
      '',
    ]);
  });

  it('--list --format json is the documented document', async () => {
    const { networks, schema } = JSON.parse((await incept(['new', '--list', '--format', 'json'], { files })).stdout);
    assert.equal(schema, 1);
    assert.deepEqual(
      networks.map(({ name }: { name: string }) => name),
      ['course', 'small', 'later', 'bare', 'plain'],
    );
    const { totals, everything, ...said } = networks[1];
    assert.deepEqual(said, {
      name: 'small',
      title: 'Small Net',
      description: 'a network for tests.',
      paper: 'A. Author and B. Author, "Of 1999 networks", Conf 2012, arXiv:1905.00001.',
      network: 'Small',
      input: [16, 16, 3],
    });
    // The result of the convolution beside the input.
    assert.deepEqual(totals, { multiplies: 55_296, params: 224, peakBytes: 4 * (16 * 16 * 8 + 16 * 16 * 3) });
    assert.equal(everything.multiplies, 55_296 + 16 * 16 * 8 * 10);
    assert.equal(everything.params, 224 + 16 * 16 * 8 * 10 + 10);
  });

  it('prints the text as it is, or writes it', async () => {
    const printed = await incept(['new', 'small'], { files });
    assert.deepEqual([printed.code, printed.stdout, printed.stderr], [0, smallNet, '']);
    assert.equal((await incept(['new', 'small', '-o', '-'], { files })).stdout, smallNet);
    const written = await incept(['new', 'small', '-o', 'nets/mine.cnn'], { files });
    assert.deepEqual([written.code, written.stdout], [0, '']);
    assert.equal(written.stderr, 'wrote Small Net to nets/mine.cnn\n');
    assert.equal(written.files.get('/work-folder/nets/mine.cnn'), smallNet);
  });

  it('replaces a file with --force only', async () => {
    const mine = { ...files, 'mine.cnn': 'network Mine() { input x: 1x1x1 relu() }' };
    const refused = await incept(['new', 'small', '-o', 'mine.cnn'], { files: mine });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /mine\.cnn exists\n.*replace it with --force/);
    assert.equal(refused.files.get('/work-folder/mine.cnn'), mine['mine.cnn']);
    const forced = await incept(['new', 'small', '-o', 'mine.cnn', '--force'], { files: mine });
    assert.deepEqual([forced.code, forced.files.get('/work-folder/mine.cnn')], [0, smallNet]);
  });

  it('says what it does not know, and what there is', async () => {
    const wrong: readonly (readonly [argv: string[], message: RegExp])[] = [
      [['smal'], /no network of the field named smal\n.*did you mean small\?/],
      [['zzz'], /no network of the field named zzz\n.*there are course, small, later, bare, plain/],
      [[], /which network is not said\n.*incept new --list names all/],
      [['--list', 'small'], /--list names all networks, and takes no small/],
      [['small', '--format', 'json'], /--format is about --list/],
      [['modules'], /no network of the field named modules/],
      [['../small'], /no network of the field named \.\.\/small/],
    ];
    for (const [argv, message] of wrong) {
      const { code, stdout, stderr } = await incept(['new', ...argv], { files });
      assert.deepEqual([code, stdout], [2, ''], argv.join(' '));
      assert.match(stderr, message);
    }
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`/program/examples/net${i}.cnn`, files['/program/examples/bare.cnn']]),
    );
    assert.match((await incept(['new', 'zzz'], { files: many })).stderr, /named zzz\n.*incept new --list names all/);
  });
});
