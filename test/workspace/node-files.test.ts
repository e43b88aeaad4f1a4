/** Files on disk: what is read, what never is, and what is said about the rest. */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files as texts } from '../../src/words/english/files';
import { english } from '../../src/words/english/language';
import { sayIn } from '../../src/words/text';
import { FileError, fileProblemText } from '../../src/workspace/file-system';
import { nodeFiles, nodePlatform } from '../../src/workspace/node-files';
import { idOfPath } from '../../src/workspace/uri';

describe('files on disk', () => {
  let folder: string;
  const id = (path: string) => idOfPath(join(folder, path), nodePlatform);
  const files = nodeFiles({ largest: 1 });

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'incept ')));
    for (const below of ['deep', 'node_modules', '.hidden']) mkdirSync(join(folder, below));
    for (const file of ['a.cnn', 'deep/b.cnn', 'deep/c.txt', 'node_modules/d.cnn', '.hidden/e.cnn']) {
      writeFileSync(join(folder, file), `// ${file}\n`);
    }
    writeFileSync(join(folder, 'large.cnn'), '');
    truncateSync(join(folder, 'large.cnn'), 65 * 2 ** 20);
    writeFileSync(join(folder, 'marked.cnn'), '\uFEFF// marked\n');
    symlinkSync(join(folder, 'deep'), join(folder, 'link'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const problem = async (path: string, from = files): Promise<string> => {
    try {
      await from.readBytes(id(path));
    } catch (error) {
      assert.ok(error instanceof FileError, String(error));
      return fileProblemText(sayIn(english, texts), error.problem, path);
    }
    return 'read';
  };

  it('are read as text with their marks, and as bytes', async () => {
    assert.equal(await files.readText(id('a.cnn')), '// a.cnn\n');
    assert.equal(await files.readText(id('marked.cnn')), '\uFEFF// marked\n');
    assert.equal(new TextDecoder().decode(await files.readBytes(id('deep/c.txt'))), '// deep/c.txt\n');
  });

  it('are no text, and say why, where they are folders, too large or in another encoding', async () => {
    writeFileSync(join(folder, 'latin.txt'), Buffer.from('// caf\xe9\n', 'latin1'));
    writeFileSync(join(folder, 'wide.txt'), Buffer.from('network', 'utf16le'));
    const kinds = { deep: 'folder', 'large.cnn': 'large', 'latin.txt': 'encoding', 'wide.txt': 'encoding' };
    for (const [path, kind] of Object.entries(kinds)) {
      await assert.rejects(
        files.readText(id(path)),
        (error) => error instanceof FileError && error.problem.kind === kind,
      );
    }
  });

  it('are no text where they are missing or not on this disk', async () => {
    for (const path of ['none.cnn', 'a.cnn/b.cnn']) {
      assert.equal(await files.readText(id(path)), undefined, path);
    }
    for (const other of [
      'untitled:Untitled-1',
      'vscode-vfs://github/a.cnn',
      'file://server/a.cnn',
      'file:///a%00.cnn',
    ]) {
      assert.equal(await files.readText(other), undefined, other);
      assert.equal(await files.canonical(other), undefined, other);
      assert.deepEqual(await files.list(other), []);
      await assert.rejects(files.readBytes(other), FileError);
    }
  });

  it('say what is wrong with them', async () => {
    assert.equal(await problem('none.cnn'), 'cannot read none.cnn: there is no such file');
    assert.equal(await problem('deep'), 'cannot read deep: it is a folder');
    assert.equal(await problem('a.cnn/b'), 'cannot read a.cnn/b: a part of the path is a file');
    assert.equal(await problem('large.cnn'), 'cannot read large.cnn: it is larger than 1 MiB');
    assert.equal(await problem('deep', nodeFiles({ special: true })), 'cannot read deep: it is a folder');
  });

  it('are never a pipe or a device that nobody named', async () => {
    if (nodePlatform === 'win32') return;
    execFileSync('mkfifo', [join(folder, 'pipe.cnn')]);
    await assert.rejects(files.readText(id('pipe.cnn')), FileError);
    assert.equal(await problem('pipe.cnn'), 'cannot read pipe.cnn: it is not a file');
    await assert.rejects(files.readText('file:///dev/zero'), FileError);
    assert.ok(!(await files.list(id('.').replace(/\/$/, ''))).includes(id('pipe.cnn')));
  });

  it('may be a pipe that a person names', async () => {
    if (nodePlatform === 'win32') return;
    execFileSync('mkfifo', [join(folder, 'named.cnn')]);
    const reading = nodeFiles({ special: true }).readBytes(id('named.cnn'));
    // Beside this process, whose turn it is to open the other end.
    const writing = spawn('sh', ['-c', 'printf "// piped" > "$0"', join(folder, 'named.cnn')]);
    await once(writing, 'exit');
    assert.equal(new TextDecoder().decode(await reading), '// piped');
  });

  it('are listed below a folder, without what holds no designs', async () => {
    const listed = await files.list(idOfPath(folder, nodePlatform));
    assert.deepEqual(
      listed.filter((file) => !/large|marked/.test(file)),
      [id('a.cnn'), id('deep/b.cnn')],
    );
  });

  it('know where links lead', async () => {
    assert.equal(await files.canonical(id('link/b.cnn')), id('deep/b.cnn'));
    assert.equal(await files.canonical(id('link')), id('deep'));
    assert.equal(await files.canonical(id('none')), undefined);
  });
});
