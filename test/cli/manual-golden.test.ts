/** `man/incept.1`: what it says is what the help says, for every command, and groff reads it without a complaint. */

import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manualPage } from '../../scripts/manual';
import { repositoryRoot } from '../support/disk-files';
import { incept } from '../support/memory-host';

const file = join(repositoryRoot, 'man/incept.1');

/** Its own, as groff sets them: a line for each paragraph. */
function rendered(): { readonly text: string; readonly complaints: string } {
  const argv = ['-man', '-Tascii', '-P-cbou', '-ww', '-rLL=2000n', file];
  const { status, stdout, stderr } = spawnSync('groff', argv, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { text: stdout, complaints: stderr };
}

describe('the manual page', function () {
  this.timeout(30_000);

  it('is made of the commands and options that there are', async () => {
    const page = await manualPage();
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, page);
    assert.equal(page, readFileSync(file, 'utf8'), 'npm run golden writes man/incept.1 anew');
  });

  if (spawnSync('groff', ['--version']).status === 0) {
    it('has each command with each of its options as its help describes them', async () => {
      const { text, complaints } = rendered();
      assert.equal(complaints, '');
      const { stdout } = await incept(['--help']);
      const [, listed = ''] = stdout.split(/^Commands:$/m);
      const commands = [...listed.matchAll(/^ {2}(\w+) /gm)]
        .map(([, name = '']) => name)
        .filter((one) => one !== 'help');
      assert.ok(commands.includes('import') && commands.length > 15);
      for (const command of commands) {
        const [, own = ''] = new RegExp(`^ {3}${command}\\n([\\s\\S]*?)(?=^ {0,3}\\S)`, 'm').exec(text) ?? [];
        const said = own.replace(/\s+/g, ' ');
        const help = (await incept([command, '--help'])).stdout.replace(/\n {4,}/g, ' ').replace(/ +/g, ' ');
        const options = [...help.matchAll(/^ ((?:-\w, )?--[\w-]+(?: <[^>]+>)?) (.*)$/gm)];
        assert.ok(options.length > 0, command);
        for (const [, flags = '', description = ''] of options) {
          if (flags.endsWith('--help')) continue;
          assert.ok(
            said.includes(` ${flags.replace(/[<>]/g, '')} ${description} `),
            `${command} ${flags}: ${description}`,
          );
        }
      }
    });
  }
});
