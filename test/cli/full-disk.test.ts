/** A disk that is full: a file system of its own in memory, which Linux gives to who may mount one. */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build';
import { repositoryRoot } from '../support/disk-files';

const program = join(repositoryRoot, 'dist/cli.js');

/** A user namespace makes a mount anybody's right, where the system lets it. */
const unshare = ['unshare', '--map-root-user', '--mount'] as const;
const canMount =
  process.platform === 'linux' &&
  spawnSync(unshare[0], [...unshare.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

if (canMount) {
  describe('a full disk', function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), 'incept-full-'));

    before(async () => {
      if (!existsSync(program))
        assert.deepEqual((await build(['cli'], { production: false, watch: false })).failed, []);
    });
    after(() => rmSync(folder, { recursive: true }));

    it('leaves what was there, says that the disk is full, and leaves no part of a file', () => {
      const script = `mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" || exit 99
        echo old > n.safetensors
        "$2" "$3" new lenet5 -o n.cnn
        dd if=/dev/zero of=ballast bs=1k 2> /dev/null
        "$2" "$3" export n.cnn --to safetensors -o n.safetensors; echo "code $?"
        "$2" "$3" export n.cnn --to pytorch -o made/deep; echo "code $?"
        "$2" "$3" fmt n.cnn; echo "code $?"
        "$2" "$3" new alexnet -o other/a.cnn; echo "code $?"
        "$2" "$3" cost n.cnn --format json -o costs/n.json; echo "code $?"
        "$2" "$3" graph n.cnn -o n.svg; echo "code $?"
        "$2" "$3" report n.cnn -o n.html; echo "code $?"
        "$2" "$3" cost n.cnn > n.txt; echo "code $?"
        cat n.safetensors; find . | sort`;
      const args = ['sh', '-c', script, 'sh', folder, process.execPath, program];
      const { stdout, stderr } = spawnSync(unshare[0], [...unshare.slice(1), ...args], { encoding: 'utf8' });
      assert.match(stderr, /cannot write n\.safetensors: .*(space|ENOSPC|full)/i);
      const codes = 'code 2\ncode 2\ncode 0\ncode 2\ncode 2\ncode 2\ncode 2\ncode 2\n';
      assert.equal(stdout, `${codes}old\n.\n./ballast\n./n.cnn\n./n.safetensors\n./n.txt\n`);
    });
  });
}
