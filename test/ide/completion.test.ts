/** Completion in half-typed text: the mark is where the cursor is, the rest of the file as broken as it is while typing. */

import assert from 'node:assert/strict';
import { type CompletionItem, complete, plainSnippet } from '../../src/ide/completion';
import { inceptionModule, marked, type SceneOptions } from './marked-scene';

interface Completed {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** What is replaced. */
  readonly word: string;
  item(label: string): CompletionItem;
}

const blocks =
  '/// Of blocks.\nmodule block(c) { conv(c, 1x1) }\nconst growth = 32\nnetwork Other { input: 1x1x1 dense(1) }\n';

function completed(source: string, options: SceneOptions = {}): Completed {
  const files = { '/project/blocks.cnn': blocks, ...options.files };
  const { scene, file, offset, at, resolve } = marked(source, { ...options, files });
  const { items, span } = complete(scene, file, offset, {
    importPaths: () => ['./blocks.cnn', './lib/more.cnn'],
    resolve,
    tree: (id) => scene.analysis.files.get(id) ?? marked(blocks, { path: id }).file,
  });
  const labels = items.map(({ label }) => label);
  return {
    items,
    labels,
    word: at(span),
    item: (label) => items.find((item) => item.label === label) ?? assert.fail(`no ${label} in ${labels.join(', ')}`),
  };
}

function offers(source: string, ...labels: readonly string[]): Completed {
  const found = completed(source);
  for (const label of labels) found.item(label);
  return found;
}

function offersNot(source: string, ...labels: readonly string[]): void {
  const found = completed(source);
  for (const label of labels) assert.ok(!found.labels.includes(label), `${label} is offered in ${source}`);
}

const inNetwork = (body: string) =>
  `${inceptionModule}network N(width = 2) {\n  input image: 28x28x192\n  ${body}\n}\n`;

describe('completion of statements', () => {
  it('offers layers, modules and keywords in a body', () => {
    const found = offers(inNetwork('/*|*/'), 'conv', 'maxpool', 'softmax', 'inception', 'concat', 'add', 'repeat');
    offers(inNetwork('/*|*/'), 'from', 'head', 'output', 'expect', 'budget', 'defaults', 'const');
    assert.equal(found.word, '');
    assert.ok(!found.labels.includes('branch'));
  });

  it('fills in what is required', () => {
    const found = completed(inNetwork('/*|*/'));
    assert.equal(found.item('conv').insert, 'conv(${1:filters}, ${2:3x3})$0');
    assert.equal(found.item('lrn').insert, 'lrn()$0');
    assert.equal(found.item('inception').insert, 'inception(${1:c1}, ${2:r3}, ${3:c3}, ${4:r5}, ${5:c5}, ${6:proj})$0');
    assert.ok(found.item('conv').isSnippet);
  });

  it('documents layers and modules', () => {
    const found = completed(inNetwork('/*|*/'));
    assert.ok(found.item('inception').documentation.includes('Four branches.'));
    assert.ok(found.item('conv').documentation.includes('conv(filters, kernel, stride = 1'));
    assert.ok(found.item('head').documentation.includes('side classifier'));
  });

  it('replaces the word at the cursor, whole', () => {
    assert.equal(completed(inNetwork('con/*|*/')).word, 'con');
    assert.equal(completed(inNetwork('in/*|*/ception')).word, 'inception');
    assert.equal(completed(inNetwork('conv(8, 1x1) -> ma/*|*/')).word, 'ma');
  });

  it('offers the same after an arrow and after a name', () => {
    offers(inNetwork('conv(8, 1x1) -> /*|*/'), 'conv', 'inception');
    offers(inNetwork('stem = /*|*/'), 'conv', 'inception', 'concat', 'repeat');
    offersNot(inNetwork('stem = /*|*/'), 'expect', 'head', 'from', 'budget');
  });

  it('offers heads and outputs in a network only, budgets in modules too', () => {
    offersNot('module m(c) { /*|*/ }', 'head', 'output', 'input');
    offers('module m(c) { /*|*/ }', 'budget', 'conv');
    offersNot(inNetwork('concat { branch { /*|*/ } }'), 'head', 'budget');
    offers(inNetwork('head h { /*|*/ }'), 'conv');
    offers(inNetwork('repeat 3 { /*|*/ }'), 'conv', 'concat');
  });

  it('offers branches in a join and layers in defaults', () => {
    assert.deepEqual(completed(inNetwork('concat { /*|*/ }')).labels, ['branch']);
    assert.deepEqual(completed(inNetwork('add {\n branch { }\n /*|*/\n}')).labels, ['branch']);
    assert.equal(offers(inNetwork('defaults { /*|*/ }'), 'conv', 'maxpool').item('conv').insert, 'conv($0)');
    offersNot(inNetwork('defaults { /*|*/ }'), 'inception', 'concat');
  });

  it('offers declarations at the top level', () => {
    assert.deepEqual([...completed('/*|*/').labels].sort(), ['const', 'import', 'module', 'network']);
    assert.deepEqual([...completed(`${inceptionModule}/*|*/`).labels].sort(), ['const', 'import', 'module', 'network']);
    assert.equal(completed('net/*|*/').word, 'net');
  });

  it('starts a network with its input', () => {
    const found = completed('network N {\n  /*|*/\n}');
    assert.equal(found.items.toSorted((a, b) => a.rank - b.rank)[0]?.label, 'input');
  });

  it('works where the text goes on broken', () => {
    offers('network N { input: 1x1x1 /*|*/', 'conv');
    offers('network N { input: 1x1x1 conv(1, 1x1) -> /*|*/\n  x = \n  from\n}', 'conv');
    offers('network N {\n  input: 1x1x1\n  conv(64,\n  maxpool(2x2)\n  /*|*/\n}', 'conv');
    offers('network N {\n  input: 1x1x1\n  x = conv(64,\n  /*|*/\n}', 'conv', 'stride =');
  });

  it('a module of the file hides a layer of its name', () => {
    const found = completed('module relu(x) { conv(x, 1x1) }\nnetwork N { input: 1x1x1 /*|*/ }');
    assert.deepEqual(
      found.items.filter(({ label }) => label === 'relu').map(({ kind }) => kind),
      ['module'],
    );
  });
});

describe('completion of arguments', () => {
  it('offers parameters that are not given yet', () => {
    offers(inNetwork('conv(/*|*/)'), 'filters =', 'kernel =', 'stride =', 'padding =', 'activation =');
    offersNot(inNetwork('conv(32, /*|*/)'), 'filters =');
    offersNot(inNetwork('conv(32, 3x3, stride = 2, /*|*/)'), 'filters =', 'kernel =', 'stride =');
    offersNot(inNetwork('conv(32, /*|*/, stride = 2)'), 'stride =');
    offers(inNetwork('conv(32, 3x3, st/*|*/)'), 'stride =');
  });

  it('offers them while the call is open', () => {
    offers(inNetwork('conv(/*|*/'), 'filters =', 'width');
    offers(inNetwork('x = conv(32, 3x3, /*|*/'), 'stride =');
    offers(`${inceptionModule}network N { input: 1x1x1 inception(64, /*|*/`, 'r3 =', 'proj =');
  });

  it('writes the equals sign and asks for values', () => {
    const item = completed(inNetwork('conv(32, 3x3, /*|*/)')).item('padding =');
    assert.equal(item.insert, 'padding = ');
    assert.ok(item.continues);
    assert.equal(item.detail, 'default same');
    assert.ok(item.documentation.includes('valid'));
  });

  it('offers the words of a parameter', () => {
    const padding = completed(inNetwork('conv(32, 3x3, padding = /*|*/)'));
    padding.item('same');
    padding.item('valid');
    assert.ok(!padding.labels.includes('relu') && !padding.labels.includes('stride ='));
    offers(inNetwork('conv(32, 3x3, activation = /*|*/)'), 'none', 'relu', 'leakyrelu', 'softmax');
    offers(inNetwork('conv(32, 3x3, norm = /*|*/)'), 'none', 'batchnorm', 'lrn');
    offersNot(inNetwork('conv(32, 3x3, norm = /*|*/)'), 'relu', 'maxpool');
    offers(inNetwork('conv(32, 3x3, bias = /*|*/)'), 'auto', 'true', 'false');
    offers(inNetwork('maxpool(3x3, rounding = /*|*/)'), 'floor', 'ceil');
    offers(inNetwork('conv(32, 3x3, padding = va/*|*/'), 'valid');
  });

  it('offers the parameters of a layer given as a value', () => {
    offers(inNetwork('conv(32, 3x3, norm = batchnorm(/*|*/))'), 'epsilon =', 'scale =');
    offers(inNetwork('defaults { conv(/*|*/) }'), 'norm =');
  });

  it('offers values in scope: parameters, constants, loop variables', () => {
    const source = `const base = 4\n${inNetwork('const local = 2\n repeat i in 1..3 { conv(/*|*/) }\n const later = 3')}`;
    const found = offers(source, 'width', 'base', 'local', 'i', 'min', 'floor');
    assert.ok(!found.labels.includes('later'));
    assert.ok(!found.labels.includes('c1'), 'a parameter of another module');
    offers(inNetwork('conv(8 * /*|*/)'), 'width', 'floor');
    offers(inNetwork('conv([1, /*|*/])'), 'width');
    offers(inNetwork('conv(floor(/*|*/))'), 'width');
  });

  it('is silent inside numbers and after a whole value', () => {
    assert.deepEqual(completed(inNetwork('conv(32/*|*/)')).labels, []);
    assert.deepEqual(completed(inNetwork('conv(32, 3x/*|*/)')).labels, []);
    assert.deepEqual(completed(inNetwork('conv(width /*|*/)')).labels, []);
  });

  it('offers words and earlier parameters for a default', () => {
    const found = completed('module m(c, r = /*|*/, late = 1) { conv(c, 1x1) }');
    found.item('c');
    found.item('relu');
    assert.ok(!found.labels.includes('late'));
    assert.deepEqual(completed('module m(/*|*/) { }').labels, []);
  });
});

describe('completion of names', () => {
  it('offers results after from and in joins, the nearest first', () => {
    const body = (end: string) => inNetwork(`a = conv(1, 1x1)\n  b = concat { branch { } }\n  ${end}`);
    const found = completed(body('from /*|*/'));
    assert.deepEqual([...found.labels].sort(), ['a', 'b', 'image']);
    assert.equal(found.items.toSorted((x, y) => x.rank - y.rank)[0]?.label, 'b');
    assert.ok(found.item('a').detail.includes('conv(1, 1x1)'));
    assert.deepEqual([...completed(body('concat(a, /*|*/)')).labels].sort(), ['a', 'b', 'image']);
    assert.deepEqual([...completed(body('add(/*|*/')).labels].sort(), ['a', 'b', 'image']);
    assert.deepEqual([...completed(body('head h from /*|*/')).labels].sort(), ['a', 'b', 'image']);
    assert.deepEqual([...completed(body('concat { branch from /*|*/ }')).labels].sort(), ['a', 'b', 'image']);
    offers(body('output /*|*/'), 'a', 'b');
  });

  it('offers a result only after its statement', () => {
    assert.deepEqual(completed(inNetwork('from /*|*/\n  a = conv(1, 1x1)')).labels, ['image']);
  });

  it('offers from after the name of a head, in after the variable of a repeat', () => {
    assert.deepEqual(completed(inNetwork('head h /*|*/')).labels, ['from']);
    assert.deepEqual(completed(inNetwork('repeat i /*|*/')).labels, ['in']);
    assert.deepEqual(completed(inNetwork('concat { branch b /*|*/ }')).labels, ['from']);
  });

  it('offers nothing where a new name is written', () => {
    for (const start of ['head /*|*/', 'const /*|*/', 'input /*|*/']) {
      assert.deepEqual(completed(inNetwork(start)).labels, [], start);
    }
    assert.deepEqual(completed('network /*|*/').labels, []);
  });

  it('offers nothing in comments', () => {
    for (const start of ['// con/*|*/', '/// con/*|*/', '/* con/*|*/ */']) {
      assert.deepEqual(completed(inNetwork(`${start}\n`)).labels, [], start);
    }
  });
});

describe('completion of promises', () => {
  it('offers metrics', () => {
    offers(inNetwork('budget /*|*/'), 'multiplies', 'params', 'peak', 'weights', 'flops');
    assert.equal(completed(inNetwork('budget /*|*/')).item('params').insert, 'params <= ');
    assert.deepEqual(completed(inNetwork('budget params /*|*/')).labels, ['<=']);
  });

  it('offers the shape and the counts of the statement before an expect', () => {
    // Lectures: the 5x5 convolution with 32 filters.
    const found = completed(inNetwork('conv(32, 5x5)\n  expect /*|*/'));
    assert.equal(found.item('28x28x32').kind, 'value');
    assert.equal(found.item('multiplies').insert, 'multiplies == 120_422_400');
    offers(inNetwork('conv(32, 5x5)\n  expect 28x28x32, /*|*/'), 'multiplies', 'params');
  });

  it('offers constants after an operator', () => {
    offers(inNetwork('conv(8, 1x1)\n  expect params == /*|*/'), 'width');
  });
});

describe('completion of imports', () => {
  it('writes paths with the escapes of strings, and offers none that a string cannot hold', () => {
    const { scene, file, offset, resolve } = marked('import { a } from "/*|*/"');
    const paths = ['./a"b.cnn', './a\\b.cnn', './a\nb.cnn', './c.cnn', './c.cnn'];
    const sources = { importPaths: () => paths, resolve, tree: () => undefined };
    assert.deepEqual(
      complete(scene, file, offset, sources).items.map(({ insert }) => insert),
      ['./a\\"b.cnn', './a\\\\b.cnn', './c.cnn'],
    );
  });

  it('lists nothing twice, wherever the code is broken off', () => {
    const source = inNetwork('x = conv(16, 3x3, padding = same, activation = relu) -> concat { branch { inception(');
    for (let at = 0; at <= source.length; at += 3) {
      for (const half of [source.slice(0, at), `${source.slice(0, at)}/*|*/${source.slice(at)}`]) {
        const { items } = completed(half.includes('/*|*/') ? half : `${half}/*|*/`);
        const keys = items.map(({ kind, label }) => `${kind} ${label}`);
        assert.deepEqual(keys.length, new Set(keys).size, half);
      }
    }
  });

  it('offers files between the quotes', () => {
    const found = completed('import { block } from "./bl/*|*/"');
    assert.deepEqual(found.labels, ['./blocks.cnn', './lib/more.cnn']);
    assert.equal(found.word, './bl');
    assert.deepEqual(completed('import { block } from "/*|*/').labels, ['./blocks.cnn', './lib/more.cnn']);
  });

  it('offers the modules and constants of the file, not its networks', () => {
    const found = completed('import { /*|*/ } from "./blocks.cnn"');
    assert.deepEqual([...found.labels].sort(), ['block', 'growth']);
    assert.ok(found.item('block').documentation.includes('Of blocks.'));
    offers('import { block, /*|*/ } from "./blocks.cnn"', 'growth');
  });

  it('offers as after a name and from after the list', () => {
    assert.deepEqual(completed('import { block /*|*/ } from "./blocks.cnn"').labels, ['as']);
    assert.deepEqual(completed('import { block } /*|*/').labels, ['from']);
  });

  it('offers what was imported, by the name it has here', () => {
    const source = 'import { block as unit, growth } from "./blocks.cnn"\nnetwork N { input: 1x1x1 /*|*/ }';
    assert.equal(offers(source, 'unit').item('unit').kind, 'module');
    offers(source.replace('/*|*/', 'conv(/*|*/)'), 'growth');
  });
});

describe('completion in what 1.1 has', () => {
  const modules = 'module up(c, skip) { conv(c, 1x1)  concat(skip, input) }\nmodule stage(block, n) { block(8) }\n';
  const body = (line: string) =>
    `${modules}network N(big = true) {\n  input x: 16x16x8\n  const ws = [4, 8]\n  a = conv(8, 1x1)\n  ${line}\n}\n`;

  it('offers numbers as the place of an item, and any value in a list', () => {
    offers(body('conv(ws[/*|*/0], 1x1)'), 'ws', 'channels', 'length');
    offersNot(body('conv(ws[/*|*/0], 1x1)'), 'relu', 'valid', 'up');
    offers(body('const blocks = [/*|*/relu]'), 'relu', 'up', 'ws');
    assert.deepEqual(completed(body('repeat [/*|*/] in [[1, 2]] { }')).labels, []);
    offers(body('const [p, q] = /*|*/ws'), 'ws');
  });

  it('offers values in conditions, also within an argument', () => {
    for (const line of ['if /*|*/', 'if big and /*|*/', 'conv(8 if /*|*/, 1x1)', 'conv(8 if big else /*|*/, 1x1)']) {
      offers(body(line), 'big', 'channels', 'ws');
    }
  });

  it('offers results alone where the shape of one is meant', () => {
    for (const layer of ['resize', 'crop']) {
      assert.deepEqual([...completed(body(`${layer}(like = /*|*/)`)).labels].sort(), ['a', 'x']);
    }
  });

  it('offers results and modules as arguments of a module', () => {
    offers(body('up(4, /*|*/)'), 'a', 'x', 'stage', 'relu', 'skip =');
    offers(body('stage(block = /*|*/)'), 'up', 'conv');
  });

  it('offers what a parameter holds: a result after from, a layer or module to call', () => {
    const up = body('up(4, a)').replace('concat(skip, input)', 'concat(/*|*/)');
    assert.deepEqual(completed(up).labels, ['skip']);
    const stage = body('stage(up(skip = a), 2)').replace('block(8)', '/*|*/');
    assert.equal(offers(stage, 'block').item('block').insert, 'block(${1:c})$0');
  });

  it('offers number formats and their parts', () => {
    offers(body('precision /*|*/'), 'int8', 'weights');
    offersNot(body('precision weights = /*|*/'), 'conv', 'weights');
    offers(body('precision weights = /*|*/'), 'int4');
    assert.deepEqual(completed(body('precision weights = int8, /*|*/')).labels, ['weights', 'activations']);
  });
});

describe('completion of what fits', () => {
  const ranked = (body: string) => {
    const found = completed(inNetwork(body));
    return found.items.toSorted((a, b) => a.rank - b.rank);
  };

  it('has the shape of each result, and those first that can be joined', () => {
    // The input is 28x28x192.
    const body = 'a = conv(64, 1x1)\n  b = conv(64, 3x3, stride = 2)\n  c = conv(32, 1x1, stride = 1)\n  ';
    const shapes = ranked(`${body}from /*|*/`).map(({ label, shape }) => `${label} ${shape}`);
    assert.ok(shapes.includes('a 28x28x64') && shapes.includes('b 14x14x64'), shapes.join());
    assert.equal(ranked(`${body}d = conv(64, 1x1)\n  concat(d, /*|*/)`)[0]?.label, 'd');
    assert.deepEqual(
      ranked(`${body}add(b, /*|*/)`)
        .map(({ label }) => label)
        .slice(0, 2),
      ['b', 'c'],
    );
  });

  it('offers values that keep the shape first', () => {
    const first = (body: string) =>
      ranked(body)
        .slice(0, 2)
        .map(({ label, detail }) => `${label} ${detail}`.trim());
    assert.deepEqual(first('conv(/*|*/)'), ['192 keeps the shape', '96']);
    assert.deepEqual(first('conv(32, /*|*/)'), ['3x3 keeps the shape', '1x1 keeps the shape']);
    assert.deepEqual(first('conv(32, 3x3, stride = /*|*/)'), ['1 keeps the shape', '2 gives 14x14x32']);
    assert.equal(first('conv(96, 3x3, groups = /*|*/)')[0], '192 keeps the shape');
  });

  it('ranks the padding first that keeps every size, where no size is known', () => {
    const first = (source: string): string =>
      completed(source).items.toSorted((a, b) => a.rank - b.rank)[0]?.label ?? '';
    const module = (stride: string) => `module m(c) {\n  conv(c, 3x3${stride}, padding = /*|*/)\n}\n`;
    assert.equal(first(module('')), 'same');
    assert.equal(first(`${module('')}network N { input: sizex8x3 m(4) }`), 'same');
    // With a stride no padding does; the one that need not be written comes behind the others.
    assert.equal(first(module(', stride = 2')), 'valid');
    assert.equal(first(`${module(', stride = 2')}network N { input: sizex8x3 m(4) }`), 'valid');
  });

  it('ranks paddings and strides by what they make of the shape and of the join', () => {
    const all = (body: string) =>
      ranked(body)
        .slice(0, 4)
        .map(({ label, detail }) => `${label} ${detail}`.trim());
    // (28 + 2 - 3) + 1 = 28; (28 - 3) + 1 = 26; (28 + 4 - 3) + 1 = 30.
    assert.deepEqual(all('conv(32, 3x3, padding = /*|*/)'), [
      'same keeps the shape',
      '1 keeps the shape',
      'valid gives 26x26x32',
      '2 gives 30x30x32',
    ]);
    assert.deepEqual(all('conv(32, 5x5, padding = /*|*/)').slice(0, 2), ['same keeps the shape', '2 keeps the shape']);
    // The other branch is 24x24: (28 - 5) + 1.
    const join = (layer: string) =>
      `concat {\n    branch { conv(8, 5x5, padding = valid) }\n    branch { ${layer} }\n  }`;
    assert.deepEqual(all(join('maxpool(5x5, padding = /*|*/)')).slice(0, 2), [
      'valid makes the join fit',
      'same keeps the shape',
    ]);
    // The other branch is 14x14.
    const strided = join('maxpool(3x3, stride = /*|*/)').replace('padding = valid', 'stride = 2');
    assert.deepEqual(all(strided).slice(0, 2), ['2 makes the join fit', '1 keeps the shape']);
  });

  it('writes blocks of the field that check without a message', () => {
    for (const item of ranked('/*|*/').filter(({ kind }) => kind === 'snippet')) {
      const text = `network N {\n  input: 28x28x192\n  ${plainSnippet(item.insert)}\n}\n`;
      const { scene } = marked(text);
      assert.deepEqual(scene.analysis.diagnostics, [], item.label);
    }
  });
});
