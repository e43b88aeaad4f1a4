/** Writing files: whole or not at all, with what belongs to the file and is not its content. */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError, type FileProblem } from '../../src/workspace/file-system';
import { stageFile, writeWhole } from '../../src/workspace/node-write';

describe('writing files', () => {
  let folder: string;
  const at = (path: string) => join(folder, path);
  const fails = (path: string, kind: FileProblem['kind']): void =>
    assert.throws(
      () => writeWhole(path, 'x'),
      (error) => error instanceof FileError && error.problem.kind === kind,
    );

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'incept-write-')));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes folders on the way and leaves nothing else behind', () => {
    writeWhole(at('a/b/c.txt'), 'new');
    writeWhole(at('a/b/c.txt'), Uint8Array.of(65));
    assert.equal(readFileSync(at('a/b/c.txt'), 'utf8'), 'A');
    assert.deepEqual(readdirSync(at('a/b')), ['c.txt']);
  });

  it('forgets what was staged, and changes nothing before the last step', () => {
    writeWhole(at('a.txt'), 'old');
    const kept = stageFile(at('a.txt'), 'new');
    stageFile(at('b.txt'), 'new').discard();
    assert.equal(readFileSync(at('a.txt'), 'utf8'), 'old');
    kept.commit();
    assert.equal(readFileSync(at('a.txt'), 'utf8'), 'new');
    assert.deepEqual(readdirSync(folder), ['a.txt']);
  });

  it('takes away the folders that it made for what is forgotten or cannot be written, unless they are used', () => {
    stageFile(at('a/b/c.txt'), 'new').discard();
    assert.deepEqual(readdirSync(folder), []);
    assert.throws(() => writeWhole(at(`a/${'long'.repeat(100)}/c.txt`), 'new'), FileError);
    assert.deepEqual(readdirSync(folder), []);
    const first = stageFile(at('a/b/c.txt'), 'new');
    writeWhole(at('a/d.txt'), 'other');
    first.discard();
    assert.deepEqual(readdirSync(at('a')), ['d.txt']);
  });

  it('keeps permissions, and links with what they lead to', () => {
    writeFileSync(at('file'), 'old');
    chmodSync(at('file'), 0o751);
    symlinkSync('file', at('link'));
    symlinkSync('later/none', at('dangling'));
    writeWhole(at('link'), 'new');
    writeWhole(at('dangling'), 'made');
    assert.equal(readFileSync(at('file'), 'utf8'), 'new');
    assert.equal(statSync(at('file')).mode & 0o7777, 0o751);
    assert.equal(readFileSync(at('later/none'), 'utf8'), 'made');
    assert.ok(lstatSync(at('link')).isSymbolicLink() && lstatSync(at('dangling')).isSymbolicLink());
  });

  it('refuses folders, circles of links and places where nothing can be, and ends', () => {
    fails(folder, 'folder');
    writeFileSync(at('file'), 'old');
    fails(at('file/below'), 'parent');
    symlinkSync('circle', at('circle'));
    fails(at('circle'), 'other');
    if (process.platform === 'linux') assert.throws(() => writeWhole('/proc/none/deep/er', 'x'), FileError);
    assert.equal(readFileSync(at('file'), 'utf8'), 'old');
  });

  // Root may write everything, and so what there is to see cannot be seen.
  const mayWriteAll = process.getuid?.() === 0 || process.platform === 'win32';
  if (!mayWriteAll) {
    it('leaves a file that may not be written as it is', () => {
      mkdirSync(at('shut'));
      writeFileSync(at('shut/file'), 'old');
      chmodSync(at('shut/file'), 0o444);
      fails(at('shut/file'), 'denied');
    });
  }

  it('writes into pipes and devices', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')]);
    let heard = '';
    reader.stdout.on('data', (chunk) => {
      heard += chunk;
    });
    writeWhole(at('pipe'), 'through');
    await once(reader, 'close');
    assert.equal(heard, 'through');
    assert.ok(lstatSync(at('pipe')).isFIFO());
    writeWhole('/dev/null', 'x');
    assert.ok(lstatSync('/dev/null').isCharacterDevice());
  });
});
