/** `incept debug`: each stage of a small network as a golden file, so that a change of any of them is seen and read. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/disk-files';
import { assertGolden } from '../support/golden';
import { incept } from '../support/memory-host';

describe('incept debug', () => {
  const text = `/// A block and a head.
network Golden(width = 2) {
  input image: 16x16x3
  defaults { conv(norm = batchnorm(scale = false)) }
  stem = conv(4 * width, 3x3, stride = 2)
  block(8)
  repeat 2 { conv(8, 3x3, activation = none) }
  head side from stem { globalavgpool() -> dense(2) }
  globalavgpool() -> dense(10) -> softmax()
  output prob
  expect 1x1x10
}

module block(c) {
  concat {
    branch { conv(c, 1x1) }
    branch left { maxpool(3x3) }
  }
  conv(c, 1x1, groups = 2)
}
`;
  for (const stage of ['tree', 'graph', 'shapes', 'costs', 'view', 'plan']) {
    it(stage, async () => {
      const { code, stdout, stderr } = await incept(['debug', stage, 'golden.cnn'], { files: { 'golden.cnn': text } });
      assert.equal(stderr, '');
      assert.equal(code, 0);
      assertGolden(`${stage}/golden.txt`, stdout);
    });
  }

  it('costs of GoogLeNet, layer by layer', async () => {
    const { stdout } = await incept(['debug', 'costs', 'googlenet.cnn'], {
      files: { 'googlenet.cnn': readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8') },
    });
    assertGolden('costs/googlenet.txt', stdout);
  });

  it('a broken file has a tree and what is known of its graph', async () => {
    const { stdout } = await incept(['debug', 'shapes', '-'], {
      stdin: 'network N() {\n  input x: 4x4x1\n  conv(wide, 1x1)\n  relu(\n}\n',
    });
    assert.match(stdout, /^conv_1 +conv +4x4x\?/m);
  });

  for (const stage of ['tree', 'graph', 'view']) {
    it(`${stage}: texts of a file steer no terminal`, async () => {
      const stdin = 'network N(a = "\u001b[31m\u009b") {\n  input x: 4x4x1\n  relu()\n  \u001b[2J\n}\n';
      const { stdout } = await incept(['debug', stage, '-'], { stdin });
      assert.ok(stdout.length > 50);
      assert.ok(!stdout.includes('\u001b') && !stdout.includes('\u009b'), JSON.stringify(stdout));
    });
  }
});
