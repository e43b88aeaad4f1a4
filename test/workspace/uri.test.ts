/** Ids of files: one spelling for every spelling of a place, and paths of both platforms. */

import assert from 'node:assert/strict';
import {
  folderId,
  folderOf,
  idFrom,
  idOf,
  idOfPath,
  isBelow,
  nameOf,
  pathOfId,
  relativePath,
} from '../../src/workspace/uri';

describe('ids of files', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['file:///c%3A/designs/a.cnn', 'file:///C:/designs/a.cnn'],
    ['file:///c%3A/designs/a.cnn', 'file:///c%3a/designs/a.cnn'],
    ['file:///c%3A/designs/a.cnn', 'file:///c:/designs/a.cnn'],
    ['file:///p/my%20net.cnn', 'file:///p/my net.cnn'],
    ['file:///p/%C3%A9.cnn', 'file:///p/é.cnn'],
    ['file:///p/%23a.cnn', 'file:///p/%23a.cnn'],
    ['file://server/share/a.cnn', 'file://server/share/a.cnn'],
    ['vscode-remote://ssh-remote%2Bbox/home/me/a.cnn', 'vscode-remote://ssh-remote+box/home/me/a.cnn'],
    ['vscode-vfs://github/owner/nets/a.cnn', 'vscode-vfs://github/owner/nets/a.cnn'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ];
  for (const [id, uri] of spellings) {
    it(`reads ${uri}`, () => {
      assert.equal(idOf(uri), id);
      assert.equal(idOf(id), id);
    });
  }

  it('names a folder without the slash at its end', () => {
    assert.equal(folderId('file:///C:/designs/'), 'file:///c%3A/designs');
    assert.ok(isBelow(folderId('file:///'), 'file:///a.cnn'));
    assert.ok(isBelow(folderId('file:///c:/'), idOf('file:///C:/a.cnn')));
    assert.ok(!isBelow('file:///p', 'file:///pp/a.cnn'));
  });

  const paths: readonly (readonly ['posix' | 'win32', string, string])[] = [
    ['posix', '/designs/a.cnn', 'file:///designs/a.cnn'],
    ['posix', '/my nets/é#1?.cnn', 'file:///my%20nets/%C3%A9%231%3F.cnn'],
    ['posix', '/odd\\name.cnn', 'file:///odd%5Cname.cnn'],
    ['posix', '/100%/a.cnn', 'file:///100%25/a.cnn'],
    ['win32', 'c:\\designs\\a.cnn', 'file:///c%3A/designs/a.cnn'],
    ['win32', 'c:\\my nets\\a.cnn', 'file:///c%3A/my%20nets/a.cnn'],
    ['win32', 'c:\\', 'file:///c%3A/'],
    ['win32', '\\\\server\\share\\a.cnn', 'file://server/share/a.cnn'],
  ];
  for (const [platform, path, id] of paths) {
    it(`leads from ${path} to ${id} and back`, () => {
      assert.equal(idOfPath(path, platform), id);
      assert.equal(pathOfId(id, platform), path);
    });
  }

  it('takes other spellings of Windows paths', () => {
    assert.equal(idOfPath('C:/designs/a.cnn', 'win32'), 'file:///c%3A/designs/a.cnn');
    assert.equal(idOfPath('\\\\?\\C:\\designs\\a.cnn', 'win32'), 'file:///c%3A/designs/a.cnn');
    assert.equal(idOfPath('\\\\?\\UNC\\server\\share\\a.cnn', 'win32'), 'file://server/share/a.cnn');
  });

  it('has no path for what is on no disk, or must not be on one', () => {
    assert.equal(pathOfId('vscode-vfs://github/owner/a.cnn', 'posix'), undefined);
    assert.equal(pathOfId('untitled:Untitled-1', 'posix'), undefined);
    assert.equal(pathOfId('file:///a%00.cnn', 'posix'), undefined);
    assert.equal(pathOfId('file://server/share/a.cnn', 'posix'), undefined);
    assert.equal(pathOfId('file:///designs/a.cnn', 'win32'), undefined);
    assert.equal(pathOfId('file:///c%3A/a%5C..%5C..%5Cb.cnn', 'win32'), undefined);
    assert.equal(pathOfId('file:///c%3A/a.cnn%3Astream', 'win32'), undefined);
  });

  const imports: readonly (readonly [string, string, string])[] = [
    ['file:///p/nets/a.cnn', './b.cnn', 'file:///p/nets/b.cnn'],
    ['file:///p/nets/a.cnn', '../blocks/my stem.cnn', 'file:///p/blocks/my%20stem.cnn'],
    ['file:///c%3A/nets/a.cnn', './b.cnn', 'file:///c%3A/nets/b.cnn'],
    ['file:///c%3A/nets/a.cnn', '../../../b.cnn', 'file:///b.cnn'],
    ['file://server/share/a.cnn', './b.cnn', 'file://server/share/b.cnn'],
    ['file://server/share/a.cnn', './/other/b.cnn', 'file://server/share/other/b.cnn'],
    ['vscode-vfs://github/owner/nets/a.cnn', './b.cnn', 'vscode-vfs://github/owner/nets/b.cnn'],
    ['vscode-remote://ssh-remote%2Bbox/home/me/a.cnn', '../b.cnn', 'vscode-remote://ssh-remote%2Bbox/home/b.cnn'],
  ];
  for (const [from, path, id] of imports) {
    it(`reads ${path} in ${from}`, () => {
      assert.equal(idFrom(folderOf(from) ?? '', path), id);
    });
  }

  it('knows no folder of an unsaved text', () => assert.equal(folderOf('untitled:Untitled-1'), undefined));

  it('names a file for people', () => assert.equal(nameOf('file:///p/my%20net.cnn'), 'my net.cnn'));

  it('writes the path from one file to another as an import does', () => {
    assert.equal(relativePath('file:///p/nets/a.cnn', 'file:///p/nets/b.cnn'), './b.cnn');
    assert.equal(relativePath('file:///p/nets/a.cnn', 'file:///p/blocks/b%20c.cnn'), '../blocks/b c.cnn');
    assert.equal(relativePath('file:///c%3A/nets/a.cnn', 'file:///c%3A/b.cnn'), '../b.cnn');
    assert.equal(relativePath('file://server/a/x.cnn', 'file:///a/b.cnn'), undefined);
    assert.equal(relativePath('untitled:Untitled-1', 'file:///a/b.cnn'), undefined);
  });
});
