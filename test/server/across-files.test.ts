/** What the server does across the files of a folder, whether they are open or not: a real client over a real connection. */

import assert from 'node:assert/strict';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CompletionItem,
  DocumentDiagnosticReport,
  LinkedEditingRanges,
  SymbolInformation,
  TextEdit,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { writeSafetensors } from '../../src/interop/safetensors';
import { applyEdits } from '../../src/workspace/text-edits';
import { InProcessClient } from './in-process-client';

const root = 'file:///work';
const blocks = `/// Two convolutions.
module block(c, r = 8) {
  conv(r, 1x1)
  last = conv(c, 3x3)
}

const wide = 64
`;
const user = `import { block } from "../blocks.cnn"

network Deep(classes = 10) {
  input: 8x8x4
  stem = block(4)
  block(16, r = 4)
  dense(classes)
}
`;
const files = { [`${root}/blocks.cnn`]: blocks, [`${root}/nets/deep.cnn`]: user };

/** Where a text stands in another, moved on by some characters. */
function place(text: string, needle: string, plus = 0) {
  const lines = text.slice(0, text.indexOf(needle) + plus).split('\n');
  assert.ok(text.includes(needle), needle);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function offsetOf(text: string, { line, character }: { line: number; character: number }): number {
  return text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const spans = edits.map(({ range, newText }) => ({
    span: { start: offsetOf(text, range.start), end: offsetOf(text, range.end) },
    newText,
  }));
  return applyEdits(text, spans);
}

describe('server and the files of a folder', () => {
  let client: InProcessClient;
  const start = async (more: Readonly<Record<string, string | Uint8Array>> = {}, capabilities = {}) => {
    client = await InProcessClient.start({ ...files, ...more }, [root], { capabilities });
  };
  const open = async (name: string, text: string) => {
    const uri = `${root}/${name}`;
    await client.open(uri, text);
    return uri;
  };
  const ask = <R>(method: string, uri: string, rest: object) =>
    client.request<R>(`textDocument/${method}`, { textDocument: { uri }, ...rest });
  afterEach(() => client.stop());

  it('finds networks, modules and constants by letters of their names', async () => {
    await start();
    const names = async (query: string) =>
      (await client.request<SymbolInformation[]>('workspace/symbol', { query })).map(
        ({ name, location, containerName }) => `${name} ${containerName} ${location.range.start.line}`,
      );
    assert.deepEqual(await names(''), ['block blocks.cnn 1', 'wide blocks.cnn 6', 'Deep deep.cnn 2']);
    assert.deepEqual(await names('DP'), ['Deep deep.cnn 2']);
    assert.deepEqual(await names('nothing'), []);
    await open('new.cnn', 'module deeper(c) {');
    assert.deepEqual(await names('deep'), ['Deep deep.cnn 2', 'deeper new.cnn 0']);
  });

  it('tells who calls a module, and what a network calls', async () => {
    await start();
    const uri = await open('blocks.cnn', blocks);
    const [item] = await ask<CallHierarchyItem[]>('prepareCallHierarchy', uri, { position: place(blocks, 'block(') });
    assert.equal(item?.name, 'block');
    const callers = await client.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    assert.deepEqual(
      callers.map(({ from, fromRanges }) => [from.name, from.uri, fromRanges.map(({ start }) => start.line)]),
      [['Deep', `${root}/nets/deep.cnn`, [4, 5]]],
    );
    const [{ from }] = callers as [CallHierarchyIncomingCall];
    const called = await client.request<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: from });
    assert.deepEqual(
      called.map(({ to, fromRanges }) => [to.name, to.uri, fromRanges.map(({ start }) => start.line)]),
      [['block', uri, [4, 5]]],
    );
  });

  it('links the places of names that no other file sees', async () => {
    await start();
    const uri = await open('blocks.cnn', blocks);
    const lines = async (needle: string) =>
      (
        await ask<LinkedEditingRanges | null>('linkedEditingRange', uri, { position: place(blocks, needle) })
      )?.ranges.map(({ start }) => start.line);
    assert.deepEqual(await lines('c, r = 8'), [1, 3]);
    assert.equal(await lines('r = 8'), undefined, 'deep.cnn gives it by its name');
    assert.equal(await lines('block(c'), undefined);
  });

  it('has a module of another file imported by a completion', async () => {
    await start();
    const text = '// About this file.\n\nnetwork N {\n  input: 8x8x4\n  bl\n}\n';
    const uri = await open('nets/new.cnn', text);
    const items = await ask<CompletionItem[]>('completion', uri, { position: place(text, 'bl\n', 2) });
    const item = items.find(({ label }) => label === 'block');
    assert.equal(item?.detail, 'module of ../blocks.cnn');
    const line = 'import { block } from "../blocks.cnn"\n\n';
    const edits = item.additionalTextEdits ?? [];
    assert.equal(applied(text, edits), text.replace('network N', `${line}network N`));
    assert.ok(!items.some(({ label }) => label === 'Deep'));
    await open('nets/deep.cnn', user);
    const known = await ask<CompletionItem[]>('completion', `${root}/nets/deep.cnn`, { position: place(user, 'stem') });
    assert.deepEqual(
      known.filter(({ label }) => label === 'block').map(({ additionalTextEdits }) => additionalTextEdits),
      [undefined],
    );
  });

  it('does not offer a module whose file would close a circle of imports', async () => {
    await start({ [`${root}/loop.cnn`]: 'import { own } from "./own.cnn"\nmodule round(c) { own(c) }\n' });
    const text = 'module own(c) {\n  ro\n}\n';
    const uri = await open('own.cnn', text);
    const items = await ask<CompletionItem[]>('completion', uri, { position: place(text, 'ro', 2) });
    assert.ok(items.some(({ label }) => label === 'block'));
    assert.ok(!items.some(({ label }) => label === 'round'));
  });

  it('offers the import of an unknown module, into a list that is there already', async () => {
    const pair = 'module one(c) { conv(c, 1x1) }\nmodule two(c) { conv(c, 3x3) }\n';
    await start({ [`${root}/pair.cnn`]: pair });
    const text = 'import { one } from "./pair.cnn"\nnetwork N {\n  input: 8x8x4\n  one(2)\n  two(2)\n}\n';
    const uri = await open('n.cnn', text);
    const [wrong] = await client.diagnostics(uri, 1);
    assert.equal(wrong?.code, 'name.unknown');
    const actions = await ask<CodeAction[]>('codeAction', uri, {
      range: wrong.range,
      context: { diagnostics: [], triggerKind: 1 },
    });
    const fix = actions.find(({ title }) => title === 'Import two from ./pair.cnn');
    assert.equal(fix?.kind, 'quickfix');
    const mended = applied(text, fix.edit?.changes?.[uri] ?? []);
    assert.equal(mended, text.replace('{ one }', '{ one, two }'));
    await client.change(uri, 2, [{ text: mended }]);
    assert.deepEqual(await client.diagnostics(uri, 2), []);
  });

  it('rewrites imports when files and folders move', async () => {
    await start();
    const move = (oldUri: string, newUri: string) =>
      client.request<WorkspaceEdit | null>('workspace/willRenameFiles', { files: [{ oldUri, newUri }] });
    const deep = `${root}/nets/deep.cnn`;
    const texts = (edit: WorkspaceEdit | null) =>
      Object.entries(edit?.changes ?? {}).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]);
    assert.deepEqual(texts(await move(`${root}/blocks.cnn`, `${root}/parts/units.cnn`)), [
      [deep, ['"../parts/units.cnn"']],
    ]);
    assert.deepEqual(texts(await move(deep, `${root}/deep.cnn`)), [[deep, ['"./blocks.cnn"']]]);
    assert.deepEqual(texts(await move(`${root}/nets`, `${root}/a/b`)), [[deep, ['"../../blocks.cnn"']]]);
    assert.equal(await move(`${root}/nets`, `${root}/networks`), null, 'the path stays what it is');
  });

  it('asks to confirm a rename that changes paths of layers, and names the weights that hold them', async () => {
    const tensor = (name: string) => ({ name, shape: [1], values: new Float32Array(1) });
    const weights = writeSafetensors([tensor('stem/last/weight'), tensor('dense_1/weight')]);
    const annotations = { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } };
    await start(
      { [`${root}/deep.safetensors`]: weights, [`${root}/other.safetensors`]: writeSafetensors([tensor('x/weight')]) },
      { workspace: { workspaceEdit: annotations } },
    );
    const uri = await open('nets/deep.cnn', user);
    const rename = (needle: string, newName: string) =>
      ask<WorkspaceEdit>('rename', uri, { position: place(user, needle), newName });
    const edit = await rename('stem', 'trunk');
    const [annotation] = Object.values(edit.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    assert.match(
      annotation.description ?? '',
      /^2 layers get other paths \(stem\/conv_1 and others\); .*deep\.safetensors/,
    );
    assert.doesNotMatch(annotation.description ?? '', /other\.safetensors/);
    assert.equal((await rename('classes', 'labels')).changeAnnotations, undefined, 'no path has a parameter in it');
  });

  it('refuses new names with the reason', async () => {
    await start();
    const text = 'const wide = 8\nmodule m(c) {\n  conv(c, 1x1)\n}\nnetwork N {\n  input: 8x8x4\n  m(wide)\n}\n';
    const uri = await open('m.cnn', text);
    const refuses = (newName: string, reason: RegExp) =>
      assert.rejects(ask('rename', uri, { position: place(text, 'c) {'), newName }), reason);
    await refuses('repeat', /repeat is a word of the language/);
    await refuses('3x3', /"3x3" cannot be a name here/);
    await refuses('wide', /wide is known here already, from line 1 of m\.cnn, and would be hidden/);
  });

  it('formats a range and what a key has ended, and nothing else', async () => {
    await start();
    const text = 'network N{\n  input:8x8x4\n    conv( 2,1x1 )\n  repeat 2{\nconv(2,1x1)\n  }\n  relu( )\n}\n';
    const uri = await open('f.cnn', text);
    const options = { tabSize: 2, insertSpaces: true };
    const line = { start: { line: 2, character: 6 }, end: { line: 2, character: 7 } };
    const changes = await ask<TextEdit[]>('rangeFormatting', uri, { range: line, options });
    assert.equal(applied(text, changes), text.replace('    conv( 2,1x1 )', '  conv(2, 1x1)'));
    const typed = { position: place(text, '  }\n', 3), ch: '}', options };
    const ended = await ask<TextEdit[]>('onTypeFormatting', uri, typed);
    assert.equal(applied(text, ended), text.replace('repeat 2{\nconv(2,1x1)', 'repeat 2 {\n    conv(2, 1x1)'));
    const after = { position: { line: 2, character: 0 }, ch: '\n', options };
    const before = await ask<TextEdit[]>('onTypeFormatting', uri, after);
    assert.equal(applied(text, before), text.replace('input:8', 'input: 8'));
  });

  it('gives diagnostics that are asked for, of all files, and asks to be asked again when an import changes', async () => {
    const bad = 'import { block } from "./blocks.cnn"\nnetwork B {\n  input: 8x8x4\n  block(2)\n  expect 8x8x3\n}\n';
    await start(
      { [`${root}/bad.cnn`]: bad },
      { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    );
    const all = () => client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    const codes = (report: WorkspaceDiagnosticReport) =>
      report.items.flatMap((item) => (item.kind === 'full' ? item.items.map(({ code }) => `${item.uri} ${code}`) : []));
    const first = await all();
    assert.deepEqual(
      codes(first).filter((one) => !one.includes('unused')),
      [`${root}/bad.cnn expect.shape`],
    );
    const previousResultIds = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    const again = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    assert.ok(again.items.length > 0 && again.items.every(({ kind }) => kind === 'unchanged'));
    const uri = await open('bad.cnn', bad);
    const own = await ask<DocumentDiagnosticReport>('diagnostic', uri, {});
    assert.equal(own.kind === 'full' && own.items[0]?.code, 'expect.shape');
    const blocksUri = await open('blocks.cnn', blocks);
    await ask('diagnostic', blocksUri, {});
    const { refreshes } = client;
    await client.change(blocksUri, 2, [{ text: blocks.replace('conv(c, 3x3)', 'conv(c + 1, 3x3)') }]);
    await client.until(() => client.refreshes > refreshes);
    const mended = await ask<DocumentDiagnosticReport>('diagnostic', uri, {});
    assert.deepEqual(mended.kind === 'full' ? mended.items : undefined, []);
    assert.deepEqual(client.published, [], 'nothing is shown twice');
  });
});
