/** A rename is refused, or keeps the meaning of every name and every number of every design. */

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { TextEdit } from '../../src/base/diagnostic';
import { type RenameConflict, rename, renameConflict } from '../../src/ide/rename';
import type { Scene } from '../../src/ide/scene';
import { findOp } from '../../src/ops/registry';
import { parse } from '../../src/syntax/parser';
import { keywords, type SourceFile } from '../../src/syntax/tree';
import { editorWords } from '../../src/words/editor';
import { applyEdits, byFile } from '../../src/workspace/text-edits';
import { cnnFiles } from '../syntax/programs';

type Texts = Readonly<Record<string, string>>;

/** Analyses of all texts, by file. */
function analyses(texts: Texts): ReadonlyMap<string, Analysis> {
  const trees = new Map(Object.entries(texts).map(([id, text]): [string, SourceFile] => [id, parse(id, text)]));
  const files = {
    file: (id: string) => trees.get(id),
    resolve: (from: string, path: string) => posix.resolve(posix.dirname(from), path),
  };
  return new Map([...trees.keys()].map((id) => [id, analyze(files, id)]));
}

interface Outcome {
  readonly edits: readonly TextEdit[] | undefined;
  readonly conflict: RenameConflict | undefined;
  readonly after: ReadonlyMap<string, Analysis>;
}

function tryRename(before: ReadonlyMap<string, Analysis>, id: string, offset: number, newName: string): Outcome {
  const analysis = before.get(id);
  assert.ok(analysis, id);
  const users = [...before.values()].filter((other) => other !== analysis);
  const scene = { analysis, users, choices: [], words: editorWords('en') } as unknown as Scene;
  const edits = rename(scene, analysis.file, offset, newName);
  if (edits === undefined) return { edits, conflict: undefined, after: before };
  const lists = byFile(edits);
  const after = analyses(
    Object.fromEntries(
      [...before].map(([file, { file: tree }]) => [file, applyEdits(tree.text, lists.get(file) ?? [])]),
    ),
  );
  for (const [file, one] of before) {
    const conflict = renameConflict(one, after.get(file) as Analysis, edits);
    if (conflict !== undefined) return { edits, conflict, after };
  }
  return { edits, conflict: undefined, after };
}

const blocks = `const wide = 8

module block(c, k = 3) {
  skip = identity()
  conv(c, [k, k])
  body = relu()
  add(skip, body)
}
`;
const main = `import { block, wide as w } from "./blocks.cnn"

const size = 3

module local(width) {
  repeat i in 1..2 { conv(width * i, [size, size]) }
}

network N(classes = 10) {
  const half = w / 2
  input image: 8x8x8
  first = block(w, k = size)
  local(half)
  concat {
    branch left from first { conv(4, 1x1) }
    branch { conv(classes, 1x1) }
  }
  head aux { dense(classes) }
  output prob
}
`;
const other = 'import { block as b } from "./blocks.cnn"\nmodule c { b(4, k = 1) }\n';
const project = { '/p/main.cnn': main, '/p/blocks.cnn': blocks, '/p/other.cnn': other };

describe('rename', () => {
  const before = analyses(project);
  const renameAt = (id: keyof typeof project, needle: string, newName: string) => {
    const at = project[id].indexOf(needle);
    assert.ok(at >= 0, needle);
    return tryRename(before, id, at, newName);
  };

  const refused: readonly (readonly [string, keyof typeof project, string, string, string])[] = [
    ['a parameter to another parameter', '/p/blocks.cnn', 'c, k = 3', 'k', 'blocks.cnn'],
    ['a parameter to a result', '/p/blocks.cnn', 'k = 3', 'body', 'blocks.cnn'],
    ['a result to a parameter', '/p/blocks.cnn', 'skip =', 'c', 'blocks.cnn'],
    ['a result to another result', '/p/blocks.cnn', 'skip =', 'body', 'blocks.cnn'],
    ['a constant to a module', '/p/main.cnn', 'size =', 'local', 'main.cnn'],
    ['a constant to an imported module', '/p/main.cnn', 'size =', 'block', 'main.cnn'],
    ['a module to an import alias', '/p/main.cnn', 'local(width)', 'w', 'main.cnn'],
    ['an import alias to a constant', '/p/main.cnn', 'w }', 'size', 'main.cnn'],
    ['a module to the network', '/p/main.cnn', 'local(width)', 'N', 'main.cnn'],
    ['a module to a layer', '/p/main.cnn', 'local(width)', 'relu', 'main.cnn'],
    ['a module to a name of another file that imports it', '/p/blocks.cnn', 'block(', 'local', 'main.cnn'],
    ['a parameter to a constant that its body uses', '/p/main.cnn', 'width) {', 'size', 'main.cnn'],
    ['a loop variable to a parameter', '/p/main.cnn', 'i in', 'width', 'main.cnn'],
    ['an inner constant to a parameter', '/p/main.cnn', 'half =', 'classes', 'main.cnn'],
    ['a head to the output', '/p/main.cnn', 'aux {', 'prob', 'main.cnn'],
  ];
  for (const [what, id, needle, newName, file] of refused) {
    it('changes a name also where it stands wrongly in defaults', () => {
      const text = 'module m(c) { conv(c, 1x1) }\nnetwork N { input: 8x8x4 defaults { m(c = 5) } m(4) }\n';
      for (const offset of [text.indexOf('m(c)'), text.indexOf('m(c = '), text.indexOf('m(4)')]) {
        const { edits = [], conflict } = tryRename(analyses({ '/a.cnn': text }), '/a.cnn', offset, 'block');
        assert.equal(conflict, undefined);
        assert.equal(applyEdits(text, edits), text.replace(/\bm\(/g, 'block(').replace('module m', 'module block'));
      }
    });

    it(`refuses ${what}`, () => {
      const { edits, conflict } = renameAt(id, needle, newName);
      assert.ok(edits !== undefined, 'the name is one');
      assert.ok(conflict !== undefined, 'a conflict');
      assert.equal(posix.basename(conflict.file), file);
      assert.ok(conflict.line >= 1);
    });
  }

  it('renames what several sides of an if give in all of them, from each place', () => {
    const text = `network N(deep = true) {
  input x: 8x8x4
  if deep { old = conv(4, 1x1) relu() } else if channels > 9 { relu() } else { if deep { old = tanh() } else { old = identity() } from old }
  add(old, x)
}
`;
    const texts = { '/p/sides.cnn': text };
    const places = [...text.matchAll(/old/g)].map(({ index }) => index);
    assert.equal(places.length, 5);
    for (const place of places) {
      const { edits, conflict } = tryRename(analyses(texts), '/p/sides.cnn', place, 'fresh');
      assert.equal(conflict, undefined);
      assert.deepEqual(
        edits?.map(({ span }) => span.start),
        places,
      );
    }
  });

  it('renames in all files, and leaves aliases alone', () => {
    const { edits, conflict } = renameAt('/p/blocks.cnn', 'block(', 'unit');
    assert.equal(conflict, undefined);
    assert.deepEqual(edits?.map(({ file }) => posix.basename(file)).sort(), [
      'blocks.cnn',
      'main.cnn',
      'main.cnn',
      'other.cnn',
    ]);
    const parameter = renameAt('/p/blocks.cnn', 'k = 3', 'kernel');
    assert.equal(parameter.conflict, undefined);
    assert.deepEqual(
      new Set(parameter.edits?.map(({ file }) => posix.basename(file))),
      new Set(['blocks.cnn', 'main.cnn', 'other.cnn']),
    );
  });

  it('renames an alias in its file only', () => {
    const { edits, conflict } = renameAt('/p/other.cnn', 'b }', 'unit');
    assert.equal(conflict, undefined);
    assert.deepEqual(
      edits?.map(({ file }) => file),
      ['/p/other.cnn', '/p/other.cnn'],
    );
  });
});

describe('renames of all designs', function () {
  this.timeout(120_000);

  /** What the analysis says of each network, without names. */
  const numbers = (analysis: Analysis) =>
    analysis.networks.map(({ graph, shapes, costs }) => ({
      layers: graph.layers.map(({ op, inputs }, i) => [
        findOp(op.name) === op ? op.name : 'unknown',
        inputs,
        shapes[i],
        costs[i]?.params,
        costs[i]?.multiplies,
      ]),
    }));

  for (const [path, text] of [...cnnFiles, ['project', main] as const]) {
    if (text.length > 8_000) continue;
    it(path.slice(-50), () => {
      const id = path === 'project' ? '/p/main.cnn' : path;
      const folder = posix.dirname(id);
      const beside = [...cnnFiles].filter(
        ([file]) => posix.dirname(file) === folder && text.includes(posix.basename(file)),
      );
      const before = analyses(path === 'project' ? project : Object.fromEntries([...beside, [path, text]]));
      const names = new Map<string, number>();
      for (const [start, meaning] of before.get(id)?.names.get(id) ?? []) {
        if (meaning.declaration !== undefined && !names.has(meaning.name)) names.set(meaning.name, start);
      }
      const pairs = [...names].flatMap(([from, at]) =>
        [...names.keys()].filter((to) => to !== from).map((to) => ({ from, at, to })),
      );
      const step = Math.max(1, Math.floor(pairs.length / 10));
      for (let i = 0; i < pairs.length; i += step) {
        const { from, at, to } = pairs[i] as (typeof pairs)[number];
        const { edits, conflict, after } = tryRename(before, id, at, to);
        if (edits === undefined || conflict !== undefined) continue;
        for (const [file, analysis] of before) {
          assert.deepEqual(numbers(after.get(file) as Analysis), numbers(analysis), `${from} to ${to} in ${file}`);
        }
      }
      for (const [from, at] of [...names]
        .filter(([name]) => !keywords.includes(name as (typeof keywords)[number]))
        .slice(0, 3)) {
        const { edits, conflict } = tryRename(before, id, at, 'entirely_new_name');
        assert.equal(conflict, undefined, `${from} to a new name: ${JSON.stringify(conflict)}`);
        assert.ok((edits?.length ?? 0) > 0, from);
      }
    });
  }
});
