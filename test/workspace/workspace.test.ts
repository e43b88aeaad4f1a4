/** The workspace over files in memory: what is loaded, what is answered at once, what imports may mean. */

import assert from 'node:assert/strict';
import type { Analysis } from '../../src/analysis/analysis';
import type { FileId } from '../../src/base/span';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

const blocks = 'module block(c) {\n  conv(c, 3x3)\n}\n';
const design = (path: string) => `import { block } from "${path}"

network N {
  input: 8x8x3
  block(4)
}
`;

class CountingFiles extends MemoryFiles {
  readonly reads: FileId[] = [];

  override async readText(id: FileId): Promise<string | undefined> {
    this.reads.push(id);
    return super.readText(id);
  }
}

function workspaceOf(files: Readonly<Record<string, string>>, roots: readonly string[] = ['file:///p']) {
  const memory = new CountingFiles(files);
  const workspace = new Workspace(memory);
  workspace.setRoots(roots);
  return { memory, workspace };
}

function codes(analysis: Analysis | undefined): string[] {
  assert.ok(analysis, 'an analysis');
  return analysis.diagnostics.map(({ code }) => code);
}

describe('workspace', () => {
  it('loads what a file imports, directly or not, and answers at once from then on', async () => {
    const { workspace, memory } = workspaceOf({
      'file:///p/a.cnn': 'import { b } from "./b.cnn"\nnetwork N { input: 8x8x3 b() }\n',
      'file:///p/b.cnn': 'import { c } from "./deep/c.cnn"\nmodule b { conv(c, 1x1) }\n',
      'file:///p/deep/c.cnn': 'const c = 7\n',
    });
    const pending = workspace.analysis('file:///p/a.cnn');
    assert.ok(pending instanceof Promise);
    const analysis = await pending;
    assert.deepEqual(codes(analysis), []);
    assert.equal(analysis?.networks[0]?.shapes.at(-1)?.[2], 7);
    assert.equal(workspace.analysis('file:///p/a.cnn'), analysis);
    assert.equal(memory.reads.length, 3);
  });

  it('answers an edit of an open file at once when its imports are loaded', async () => {
    const { workspace } = workspaceOf({ 'file:///p/b.cnn': blocks });
    workspace.setText('file:///p/a.cnn', 1, design('./b.cnn'));
    const before = await workspace.analysis('file:///p/a.cnn');
    workspace.setText('file:///p/a.cnn', 2, design('./b.cnn').replace('block(4)', 'block(5)'));
    const after = workspace.analysis('file:///p/a.cnn');
    assert.ok(after !== undefined && !(after instanceof Promise) && after !== before);
    assert.equal(after.networks[0]?.shapes.at(-1)?.[2], 5);
    workspace.setText('file:///p/a.cnn', 3, `import { x } from "./x.cnn"\n${design('./b.cnn')}`);
    assert.ok(workspace.analysis('file:///p/a.cnn') instanceof Promise, 'an import that is new has to be looked for');
  });

  it('reads a file that changed on disk again, and keeps its tree when the text is the same', async () => {
    const { workspace, memory } = workspaceOf({ 'file:///p/a.cnn': design('./b.cnn'), 'file:///p/b.cnn': blocks });
    const before = await workspace.analysis('file:///p/a.cnn');
    workspace.changedOnDisk('file:///p/b.cnn');
    assert.equal(await workspace.analysis('file:///p/a.cnn'), before);
    memory.write('file:///p/b.cnn', blocks.replace('3x3', '5x5'));
    assert.equal(workspace.analysis('file:///p/a.cnn'), before, 'nobody has said so yet');
    workspace.changedOnDisk('file:///p/b.cnn');
    const after = await workspace.analysis('file:///p/a.cnn');
    assert.notEqual(after, before);
    assert.match(after?.files.get('file:///p/b.cnn')?.text ?? '', /5x5/);
  });

  it('takes a file that is created later, and notes one that has gone', async () => {
    const { workspace, memory } = workspaceOf({ 'file:///p/a.cnn': design('./b.cnn') });
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), ['import.missing-file']);
    memory.write('file:///p/b.cnn', blocks);
    workspace.forgetPlaces();
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), []);
    memory.remove('file:///p/b.cnn');
    workspace.forgetDisk();
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), ['import.missing-file']);
  });

  it('prefers the text of an editor, until that is closed', async () => {
    const { workspace } = workspaceOf({ 'file:///p/a.cnn': design('./b.cnn'), 'file:///p/b.cnn': blocks });
    workspace.setText('file:///p/b.cnn', 1, blocks.replace('conv(c', 'conv(2 * c'));
    const open = await workspace.analysis('file:///p/a.cnn');
    assert.equal(open?.networks[0]?.shapes.at(-1)?.[2], 8);
    workspace.close('file:///p/b.cnn');
    const closed = await workspace.analysis('file:///p/a.cnn');
    assert.equal(closed?.networks[0]?.shapes.at(-1)?.[2], 4);
  });

  it('knows the open files that read a file, and all that do', async () => {
    const { workspace } = workspaceOf({
      'file:///p/a.cnn': design('./b.cnn'),
      'file:///p/sub/c.cnn': design('../b.cnn'),
      'file:///p/d.cnn': 'network D { input: 1x1x1 }\n',
      'file:///p/indirect.cnn': 'import { e } from "./e.cnn"\n',
      'file:///p/e.cnn': 'import { block } from "./b.cnn"\nmodule e { block(1) }\n',
      'file:///p/b.cnn': blocks,
    });
    workspace.setText('file:///p/a.cnn', 1, design('./b.cnn'));
    workspace.setText('file:///p/d.cnn', 1, 'network D { input: 1x1x1 }\n');
    assert.deepEqual(
      (await workspace.openUsers('file:///p/b.cnn')).map(({ file }) => file.file),
      ['file:///p/a.cnn'],
    );
    const everybody = ['file:///p/a.cnn', 'file:///p/e.cnn', 'file:///p/indirect.cnn', 'file:///p/sub/c.cnn'];
    assert.deepEqual([...(await workspace.importers('file:///p/b.cnn'))].sort(), everybody);
    assert.deepEqual((await workspace.users('file:///p/b.cnn')).map(({ file }) => file.file).sort(), everybody);
  });

  it('analyses edited texts beside the real ones', async () => {
    const { workspace } = workspaceOf({ 'file:///p/a.cnn': design('./b.cnn'), 'file:///p/b.cnn': blocks });
    const before = await workspace.analysis('file:///p/a.cnn');
    const start = blocks.indexOf('conv(c') + 5;
    const edit = { file: 'file:///p/b.cnn', span: { start, end: start + 1 }, newText: '3 * c' };
    const after = await workspace.overlay([edit]).analysis('file:///p/a.cnn');
    assert.equal(after?.networks[0]?.shapes.at(-1)?.[2], 12);
    assert.equal(workspace.analysis('file:///p/a.cnn'), before);
  });

  it('loads what only an edited text imports', async () => {
    const { workspace } = workspaceOf({ 'file:///p/a.cnn': '\n', 'file:///p/b.cnn': blocks });
    await workspace.analysis('file:///p/a.cnn');
    const edit = { file: 'file:///p/a.cnn', span: { start: 0, end: 1 }, newText: design('./b.cnn') };
    const analysis = await workspace.overlay([edit]).analysis('file:///p/a.cnn');
    assert.deepEqual(codes(analysis), []);
    assert.equal(analysis?.networks.length, 1);
  });

  it('has no analysis of a file that is not there', async () => {
    const { workspace } = workspaceOf({});
    assert.equal(await workspace.analysis('file:///p/none.cnn'), undefined);
    assert.equal(workspace.analysis('file:///p/none.cnn'), undefined);
  });

  it('takes a file system that fails for one without the file', async () => {
    const failing = new MemoryFiles();
    failing.readText = () => Promise.reject(new Error('the connection was lost'));
    failing.canonical = () => {
      throw new Error('the connection was lost');
    };
    const workspace = new Workspace(failing);
    workspace.setText('file:///p/a.cnn', 1, design('./b.cnn'));
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), ['import.missing-file']);
  });

  it('says of an import why what is there cannot be read, and says it anew when that changes', async () => {
    const files = new MemoryFiles({ 'file:///p/b.cnn': Uint8Array.of(0x63, 0xe9) });
    const workspace = new Workspace(files);
    workspace.setText('file:///p/a.cnn', 1, design('./b.cnn'));
    const texts = async () => (await workspace.analysis('file:///p/a.cnn'))?.diagnostics.map(({ text }) => text);
    assert.deepEqual(await texts(), ['import.missing-file/encoding']);
    files.remove('file:///p/b.cnn');
    workspace.changedOnDisk('file:///p/b.cnn');
    assert.deepEqual(await texts(), ['import.missing-file']);
  });

  it('has one message for an import whose path is no text, and none elsewhere', async () => {
    const { workspace } = workspaceOf({});
    workspace.setText('file:///p/a.cnn', 1, design('./\ud83d.cnn'));
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), ['import.path']);
    workspace.setText('file:///p/b.cnn', 1, blocks);
    assert.deepEqual(await workspace.openUsers('file:///p/b.cnn'), []);
  });

  it('ends with a text that imports more files than anybody has', async () => {
    const { workspace } = workspaceOf({});
    const lines = Array.from({ length: 6000 }, (_, i) => `import { b${i} } from "./b${i}.cnn"\n`);
    workspace.setText('file:///p/a.cnn', 1, lines.join(''));
    assert.equal(codes(await workspace.analysis('file:///p/a.cnn')).length, 6000);
  });

  it('keeps as much after many edits with imports as after a few', async () => {
    const { workspace } = workspaceOf({ 'file:///p/b.cnn': blocks });
    const kept = async (edits: number) => {
      for (let i = 0; i < edits; i++) {
        workspace.setText('file:///p/a.cnn', i, `${design('./b.cnn')}// ${i}\nimport { x } from "./x${i % 7}.cnn"\n`);
        await workspace.analysis('file:///p/a.cnn');
      }
      return workspace.kept;
    };
    assert.deepEqual(await kept(400), await kept(40));
  });

  it('keeps little of what was imported for a moment only', async () => {
    const { workspace } = workspaceOf({ 'file:///p/b.cnn': blocks });
    for (let i = 0; i < 6000; i++) {
      workspace.setText('file:///p/a.cnn', i, `import { x } from "./x${i}.cnn"\n`);
      await workspace.analysis('file:///p/a.cnn');
    }
    const { files, analyses, trees } = workspace.kept;
    assert.ok(files <= 5000, `${files} answers of the file system`);
    assert.deepEqual([analyses, trees], [1, 1]);
  });
});

describe('import policy', () => {
  const verdicts: readonly (readonly [string, string, string, string])[] = [
    // What, importing file, path, outcome (the file it means, or the code of the message).
    ['a file beside', 'file:///p/n/a.cnn', './b.cnn', 'file:///p/n/b.cnn'],
    ['a file above, inside of the root', 'file:///p/n/a.cnn', '../b.cnn', 'file:///p/b.cnn'],
    ['a file outside of the root', 'file:///p/n/a.cnn', '../../q/b.cnn', 'import.outside'],
    ['a folder whose name begins like the root', 'file:///p/a.cnn', '../pp/b.cnn', 'import.outside'],
    ['no design', 'file:///p/n/a.cnn', './b.txt', 'import.path'],
    ['a file beside, without ./', 'file:///p/n/a.cnn', 'b.cnn', 'file:///p/n/b.cnn'],
    ['a file below, without ./', 'file:///p/a.cnn', 'n/b.cnn', 'file:///p/n/b.cnn'],
    ['a drive in the path', 'file:///p/n/a.cnn', 'c:/p/n/b.cnn', 'import.path'],
    ['an absolute path', 'file:///p/n/a.cnn', '/p/n/b.cnn', 'import.path'],
    ['a URI', 'file:///p/n/a.cnn', 'file:///p/n/b.cnn', 'import.path'],
    ['a link that stays inside', 'file:///p/n/a.cnn', '../inner/b.cnn', 'file:///p/inner/b.cnn'],
    ['a link that leads out', 'file:///p/n/a.cnn', '../outer/b.cnn', 'import.outside'],
    ['the repository of a file outside of all folders', 'file:///r/n/a.cnn', '../b.cnn', 'file:///r/b.cnn'],
    ['out of that repository', 'file:///r/n/a.cnn', '../../q/b.cnn', 'import.outside'],
    ['the own folder without a repository', 'file:///q/n/a.cnn', './b.cnn', 'file:///q/n/b.cnn'],
    ['out of the own folder', 'file:///q/n/a.cnn', '../b.cnn', 'import.outside'],
    ['an unsaved text', 'untitled:Untitled-1', './b.cnn', 'import.outside'],
    ['a root that is itself a link', 'file:///linked/a.cnn', './n/b.cnn', 'file:///linked/n/b.cnn'],
    ['a virtual folder', 'vscode-vfs://github/o/n/a.cnn', './b.cnn', 'vscode-vfs://github/o/n/b.cnn'],
    ['out of a virtual folder', 'vscode-vfs://github/o/n/a.cnn', '../../x/b.cnn', 'import.outside'],
    ['a drive', 'file:///c%3A/n/a.cnn', './b.cnn', 'file:///c%3A/n/b.cnn'],
    ['another drive', 'file:///c%3A/n/a.cnn', '../../d:/n/b.cnn', 'import.outside'],
  ];
  const places = ['file:///p', 'file:///p/n', 'file:///r', 'file:///q', 'file:///q/n', 'file:///pp', 'file:///out'];
  const virtual = ['vscode-vfs://github/o/n', 'vscode-vfs://github/x', 'file:///c:/n', 'file:///d:/n'];
  for (const [what, from, path, outcome] of verdicts) {
    it(`${what}: ${path}`, async () => {
      const memory = new MemoryFiles(
        Object.fromEntries([...places, ...virtual].map((place) => [`${place}/b.cnn`, blocks])),
      );
      memory.write('file:///p/n/b.txt', blocks);
      memory.write('file:///r/.git/HEAD', '');
      memory.link('file:///p/inner', 'file:///p/n');
      memory.link('file:///p/outer', 'file:///out');
      memory.link('file:///linked', 'file:///p');
      const workspace = new Workspace(memory);
      workspace.setRoots(['file:///p/', 'file:///linked', 'vscode-vfs://github/o/n', 'file:///C:/n']);
      workspace.setText(from, 1, design(path));
      const analysis = await workspace.analysis(workspace.open[0]?.id ?? '');
      const found = codes(analysis).find((code) => code.startsWith('import.'));
      assert.equal(found ?? [...(analysis?.files.keys() ?? [])][1], outcome);
      assert.equal(workspace.resolve(from, path), outcome.startsWith('import.') ? 'outside' : outcome);
    });
  }

  it('does not read what it forbids', async () => {
    const memory = new CountingFiles({ 'file:///out/b.cnn': blocks });
    memory.link('file:///p/outer', 'file:///out');
    const workspace = new Workspace(memory);
    workspace.setRoots(['file:///p']);
    workspace.setText('file:///p/a.cnn', 1, `${design('./outer/b.cnn')}import { c } from "../out/b.cnn"\n`);
    assert.deepEqual(codes(await workspace.analysis('file:///p/a.cnn')), ['import.outside', 'import.outside']);
    assert.deepEqual(memory.reads, []);
  });
});
