/** Outline, folds, lenses, hints, selection, definitions, links and colours. */

import assert from 'node:assert/strict';
import { codeLenses } from '../../src/ide/code-lens';
import { definition, highlights, references } from '../../src/ide/definition';
import { fixesAt } from '../../src/ide/fixes';
import { foldingRanges } from '../../src/ide/folding';
import { inlayHints } from '../../src/ide/inlay-hints';
import { fileLinks } from '../../src/ide/links';
import { type OutlineItem, outline } from '../../src/ide/outline';
import { rename, renameable } from '../../src/ide/rename';
import { layersAt, locationOf, networkAt } from '../../src/ide/selection';
import { semanticTokens } from '../../src/ide/semantic-tokens';
import { inceptionModule, type MarkedScene, marked, type SceneOptions } from './marked-scene';

const whole = ({ text }: MarkedScene) => ({ start: 0, end: text.length });

const design = `${inceptionModule}network N(classes = 10) {
  input image: 28x28x192
  a = inception(64, 96, 128, 16, 32, 32)
  b = inception(1, 1, 1, 1, 1, 1)
  head aux from a { dense(2) }
  globalavgpool() -> dense(classes)
  budget multiplies <= 1G
}
`;

describe('outline', () => {
  const flat = (items: readonly OutlineItem[], depth = 0): string[] =>
    items.flatMap((item) => [`${'  '.repeat(depth)}${item.kind} ${item.name}`, ...flat(item.children, depth + 1)]);

  it('lists declarations, layers and blocks in written order', () => {
    const { scene, file } = marked(`const k = 3\n${design}`);
    assert.deepEqual(flat(outline(scene, file)), [
      'constant k',
      'module inception',
      '  join concat',
      '    branch branch 1',
      '      layer conv(c1, 1x1)',
      '    branch branch 2',
      '      layer conv(r3, 1x1)',
      '      layer conv(c3, 3x3)',
      '    branch branch 3',
      '      layer conv(r5, 1x1)',
      '      layer conv(c5, 5x5)',
      '    branch branch 4',
      '      layer maxpool(3x3)',
      '      layer conv(proj, 1x1)',
      'network N',
      '  input image',
      '  call a',
      '  call b',
      '  head aux',
      '    layer dense(2)',
      '  layer globalavgpool()',
      '  layer dense(classes)',
    ]);
  });

  it('shows shapes and keeps names inside of their statements', () => {
    const { scene, file, at } = marked(design);
    const network = outline(scene, file).find(({ kind }) => kind === 'network');
    const call = network?.children.find(({ name }) => name === 'a');
    assert.ok(call?.detail.includes('28x28x256'), call?.detail);
    const check = (item: OutlineItem): void => {
      assert.ok(item.span.start <= item.nameSpan.start && item.nameSpan.end <= item.span.end, item.name);
      assert.notEqual(at(item.nameSpan), '');
      item.children.forEach(check);
    };
    outline(scene, file).forEach(check);
  });

  it('names the end of a condition, and writes what takes several lines on one', () => {
    const text = `const rows = [\n  [1, 2],\n  [3, 4],\n]
      network N(big = true) {
        input x: 8x8x4
        if big { conv(2, 1x1) }
        a = if big { conv(3, 1x1) } else { relu() }
        resize(\n  16,\n  mode = bilinear,\n)
      }`;
    const { scene, file } = marked(text);
    const items = outline(scene, file);
    assert.equal(items[0]?.detail, '[[1, 2], [3, 4]]');
    assert.deepEqual(flat(items).slice(2), [
      '  input x',
      '  layer conv(2, 1x1)',
      '  condition a',
      '    layer conv(3, 1x1)',
      '    layer relu()',
      '  layer resize(16, mode = bilinear)',
    ]);
  });

  it('is there for broken text', () => {
    const { scene, file } = marked('module m(c) {\n  conv(c,\n  maxpool(2x2)\nnetwork N {');
    assert.deepEqual(
      outline(scene, file).map(({ name }) => name),
      ['m', 'N'],
    );
  });
});

describe('folding', () => {
  const folds = (source: string) => {
    const { file, at } = marked(source);
    return foldingRanges(file).map(({ kind, ...span }) => `${kind}: ${at(span).replace(/\s+/g, ' ')}`);
  };

  it('folds bodies, joins and calls', () => {
    assert.deepEqual(folds('module m(c) {\n  concat {\n    branch { conv(\n1) }\n  }\n}'), [
      'region: (c',
      'region: { concat { branch { conv( 1) } } ',
      'region: { branch { conv( 1) } ',
      'region: { conv( 1) ',
      'region: ( 1',
    ]);
  });

  it('folds comments that stand together, and imports', () => {
    assert.deepEqual(folds('// one\n// two\n\n// three\nimport { a } from "./a.cnn"\nimport { b } from "./b.cnn"\n'), [
      'comment: // one // two',
      'comment: // three',
      'imports: import { a } from "./a.cnn" import { b } from "./b.cnn"',
      'region: { a ',
      'region: { b ',
    ]);
  });

  it('folds imports in order of their places, though one stands in a body by mistake', () => {
    assert.deepEqual(
      folds('module m() {\nimport { a } from "./a.cnn"\n}\nimport { b } from "./b.cnn"\n').filter((fold) =>
        fold.startsWith('imports'),
      ),
      ['imports: import { a } from "./a.cnn" } import { b } from "./b.cnn"'],
    );
  });

  it('survives brackets that do not match', () => {
    assert.deepEqual(folds('module m(c) { conv(1, [2 }\n) ) ]'), ['region: (c', 'region: { conv(1, [2 ']);
  });
});

describe('code lenses', () => {
  const titles = (source: string, options: SceneOptions = {}) => {
    const { scene, file, at } = marked(source, options);
    return codeLenses(scene, file).map(({ span, title }) => `${at(span)}: ${title}`);
  };

  it('shows totals and budgets above a network', () => {
    const found = titles('network N { input: 28x28x192 conv(32, 5x5) budget multiplies <= 100M budget params <= 1M }');
    assert.deepEqual(found, [
      // 28*28*192 + 28*28*32 values of 4 bytes are 686 KiB.
      'N: 120.4 M multiplies · 153.6 K params · peak 686.0 KiB',
      'N: ✗ multiplies 120.5% of 100 M',
      'N: ✓ params 15.3% of 1 M',
      'N: Preview',
      'N: Run',
    ]);
  });

  it('a share of a budget that is not known is none, and of what is partly known at least that', () => {
    const uses = (body: string) =>
      titles(`network N { input: 8x8x2 ${body} budget multiplies <= 1K }`).filter((title) => title.includes(' of 1 K'));
    assert.deepEqual(uses('conv(wide, 1x1)'), ['N: … multiplies ? of 1 K']);
    assert.deepEqual(uses('conv(1, 1x1) conv(wide, 1x1)'), ['N: … multiplies ≥ 12.8% of 1 K']);
  });

  it('shows instances above a module', () => {
    const found = titles(design).filter((title) => title.startsWith('inception'));
    // The second reads 256 channels: 28*28 * (4 * 256 + 9 + 25).
    assert.equal(found[0], 'inception: 2 instances · 829.5 K .. 128.0 M multiplies');
    assert.match(found[1] ?? '', /^inception: 9\d\.\d% of N$/);
    assert.deepEqual(titles('module m(c) { conv(c, 1x1) }'), ['m: not called']);
  });

  it('says which instance the text shows', () => {
    const choices = [{ file: '/project/main.cnn', module: 'inception', network: 'N', path: 'a' }];
    assert.ok(titles(design, { choices }).includes('inception: shown as a, 28x28x256'));
  });

  it('shows how many expectations hold, above the network and above the module in which they stand', () => {
    const source = (bias: number) => `module m(c) {
  conv(c, 1x1)
  expect 8x8x4, params == ${bias + 8}
}
network N { input: 8x8x2 m(4) m(4) conv(wide, 1x1) expect multiplies >= 1K }`;
    // 4 * 2 weights and 4 biases in the first, 4 * 4 and 4 in the second.
    assert.deepEqual(
      titles(source(4)).filter((title) => title.includes('expect')),
      ['m: ✗ 1 of 2 expects missed', 'N: ✗ 1 of 3 expects missed'],
    );
    const held = source(4).replace('params == 12', 'params <= 20');
    assert.deepEqual(
      titles(held).filter((title) => title.includes('expect')),
      ['m: ✓ 2 expects hold', 'N: … 1 of 3 expects open'],
    );
    assert.deepEqual(
      titles('network N { input: 8x8x2 conv(4, 1x1) expect params == 12 }').filter((title) => title.includes('expect')),
      ['N: ✓ 1 expect holds'],
    );
  });

  it('says first what does not hold', () => {
    const body = 'conv(4, 1x1) expect params == 1 budget params <= 1M budget multiplies <= 1';
    assert.deepEqual(
      titles(`network N { input: 8x8x2 ${body} }`).map((title) => title.slice(3, 20).split(' ').slice(0, 2).join(' ')),
      ['512 multiplies', '✗ multiplies', '✗ 1', '✓ params', 'Preview', 'Run'],
    );
  });

  it('marks a total with an unknown part', () => {
    const [total] = titles('network N { input: 28x28x192 conv(32, 5x5) conv(bad, 1x1) }');
    assert.ok(total?.startsWith('N: ≥ 120.4 M multiplies'), total);
  });
});

describe('inlay hints', () => {
  const hinted = (source: string, options: SceneOptions = {}) => {
    const found = marked(source, options);
    const hints = inlayHints(found.scene, found.file, whole(found));
    return hints.reduceRight(
      (text, { offset, label }) => `${text.slice(0, offset)} «${label}»${text.slice(offset)}`,
      found.text,
    );
  };

  it('shows the shape after each layer and join', () => {
    assert.equal(
      hinted(
        'network N { input: 8x8x4 conv(2, 1x1) -> maxpool(2x2, stride = 2) concat { branch { } branch { dropout(0.5) } } }',
      ),
      'network N { input: 8x8x4 conv(2, 1x1) «8x8x2» -> maxpool(2x2, stride = 2) «4x4x2» concat { branch { } branch { dropout(0.5) «4x4x2» } } «4x4x4» }',
    );
  });

  it('shows shapes in the side of a condition that is taken', () => {
    const body = 'input: 8x8x4 if true { conv(2, 1x1) } else if true { conv(3, 1x1) } else { relu() }';
    const shown = body.replace('conv(2, 1x1)', 'conv(2, 1x1) «8x8x2»');
    assert.equal(hinted(`network N { ${body} }`), `network N { ${shown} }`);
  });

  it('shows the range in a module, or the chosen instance', () => {
    const module = 'module m(c) { conv(c, 1x1) }';
    const network = '\nnetwork N { input: 8x8x4 a = m(2) maxpool(2x2, stride = 2) b = m(16) }';
    assert.ok(hinted(module + network).includes('conv(c, 1x1) «4..8x4..8x2..16»'));
    const choices = [{ file: '/project/main.cnn', module: 'm', network: 'N', path: 'b' }];
    assert.ok(hinted(module + network, { choices }).includes('conv(c, 1x1) «4x4x16»'));
  });

  it('is silent about what is unknown or not called', () => {
    const source = 'network N { input: 8x8x4 conv(bad, 1x1) }\nmodule m(c) { conv(c, 1x1) }';
    assert.equal(hinted(source), source);
  });

  it('gives only what is in the range', () => {
    const found = marked('network N { input: 8x8x4\nconv(2, 1x1)\n/*|*/conv(3, 1x1)\nconv(4, 1x1) }');
    const range = { start: found.offset, end: found.offset + 14 };
    assert.deepEqual(
      inlayHints(found.scene, found.file, range).map(({ label }) => label),
      ['8x8x3'],
    );
  });
});

describe('selection', () => {
  const selected = (source: string, options: SceneOptions = {}) => {
    const { scene, file, offset } = marked(source, options);
    return layersAt(scene, file, offset);
  };

  it('finds layers, calls, blocks and heads', () => {
    const paths = (from: string, to: string) => selected(design.replace(from, to)).paths.map(({ path }) => path);
    assert.deepEqual(paths('a = inception', 'a = incep/*|*/tion'), ['a']);
    assert.deepEqual(paths('dense(classes)', 'dense(cla/*|*/sses)'), ['dense_1']);
    assert.deepEqual(paths('head aux', 'he/*|*/ad aux'), ['aux']);
    assert.deepEqual(paths('dense(2)', 'den/*|*/se(2)'), ['aux/dense_1']);
    assert.deepEqual(paths('input image', 'input /*|*/image'), ['image']);
    assert.deepEqual(paths('budget multiplies', 'budget mul/*|*/tiplies'), []);
  });

  it('finds every instance in a module, or the chosen one', () => {
    const source = design.replace('conv(c5', 'con/*|*/v(c5');
    assert.deepEqual(
      selected(source).paths.map(({ path }) => path),
      ['a/branch_3/conv_2', 'b/branch_3/conv_2'],
    );
    assert.deepEqual(selected(source).module, { file: '/project/main.cnn', name: 'inception' });
    const choices = [{ file: '/project/main.cnn', module: 'inception', network: 'N', path: 'b' }];
    assert.deepEqual(
      selected(source, { choices }).paths.map(({ path }) => path),
      ['b/branch_3/conv_2'],
    );
  });

  it('counts the name that a layer or call is given, and nothing between statements', () => {
    const paths = (from: string, to: string) => selected(design.replace(from, to)).paths.map(({ path }) => path);
    assert.deepEqual(paths('a = inception', '/*|*/a = inception'), ['a']);
    assert.deepEqual(selected('network N { input: 8x8x3 conv(4, 1x1)  /*|*/  conv(8, 1x1) }').paths, []);
  });

  it('takes the second of two calls that touch', () => {
    const paths = (source: string) => selected(source).paths.map(({ path }) => path);
    assert.deepEqual(paths('network N { input: 8x8x3 conv(4, 1x1)/*|*/conv(8, 1x1) }'), ['conv_2']);
    assert.deepEqual(paths('network N { input: 8x8x3 conv(16, 1x1)/*|*/conv(8, 1x1) }'), ['conv_2']);
    assert.deepEqual(paths('network N { input: 8x8x3 conv(4, 1x1)/*|*/conv(16, 1x1) }'), ['conv_2']);
  });

  it('selects the join between its branches and the repeat around its layers', () => {
    assert.deepEqual(
      selected(design.replace('concat {', 'con/*|*/cat {')).paths.map(({ path }) => path),
      ['a/concat_1', 'b/concat_1'],
    );
    const turns = 'network N { input: 8x8x4 rep/*|*/eat 2 { conv(4, 1x1) } }';
    assert.deepEqual(
      selected(turns).paths.map(({ path }) => path),
      ['repeat_1'],
    );
    assert.deepEqual(
      selected(turns.replace('rep/*|*/eat', 'repeat').replace('conv', 'co/*|*/nv')).paths.map(({ path }) => path),
      ['repeat_1/1/conv_1', 'repeat_1/2/conv_1'],
    );
  });

  it('finds the network at the cursor', () => {
    const two = 'network A { input: 1x1x1 dense(1) }\nnetwork B { input: 1x1x1 /*|*/dense(1) }\n';
    const { scene, file, offset } = marked(two);
    assert.equal(networkAt(scene, file, offset)?.name, 'B');
    assert.equal(networkAt(scene, file, 5)?.name, 'A');
    const inModule = marked(design.replace('conv(c5', 'con/*|*/v(c5'));
    assert.equal(networkAt(inModule.scene, inModule.file, inModule.offset)?.name, 'N');
  });

  it('leads from a path to its text', () => {
    const { scene, at } = marked(design);
    const [network] = scene.analysis.networks;
    assert.ok(network);
    const text = (path: string) => {
      const origin = locationOf(network, path);
      return origin === undefined ? undefined : at(origin.span).replace(/\s+/g, ' ').slice(0, 30);
    };
    assert.equal(text('a'), 'a = inception(64, 96, 128, 16,');
    assert.equal(text('a/branch_3/conv_2'), 'conv(c5, 5x5)');
    assert.equal(text('aux'), 'head aux from a { dense(2) }');
    assert.equal(text('a/concat_1')?.startsWith('concat {'), true);
    assert.equal(text('nothing'), undefined);
  });
});

describe('definition and references', () => {
  const files = { '/project/blocks.cnn': 'const growth = 4\nmodule block(c) { conv(c, 1x1) }\n' };
  const target = (source: string) => {
    const { scene, file, offset, resolve } = marked(source, { files });
    const found = definition(scene, file, offset, resolve);
    if (found === undefined) return undefined;
    const { file: at, span } = found.target;
    return `${at}: ${scene.analysis.files.get(at)?.text.slice(span.start, span.end)} at ${span.start}`;
  };
  const source = `import { block as unit, growth } from "./blocks.cnn"
const base = 8
network N(width = 2) {
  input image: 8x8x4
  stem = conv(base * width, 1x1)
  unit(growth)
  from stem
  repeat i in 1..2 { conv(i, 1x1) }
}
`;

  it('finds the declaration of every kind of name', () => {
    assert.equal(
      target(source.replace('(base *', '(ba/*|*/se *')),
      `/project/main.cnn: base at ${source.indexOf('base =')}`,
    );
    assert.equal(
      target(source.replace('* width', '* wid/*|*/th')),
      `/project/main.cnn: width at ${source.indexOf('width =')}`,
    );
    assert.equal(
      target(source.replace('from stem', 'from st/*|*/em')),
      `/project/main.cnn: stem at ${source.indexOf('stem =')}`,
    );
    assert.equal(target(source.replace('conv(i', 'conv(/*|*/i')), `/project/main.cnn: i at ${source.indexOf('i in')}`);
  });

  it('goes into the imported file', () => {
    assert.equal(target(source.replace('unit(growth', 'un/*|*/it(growth')), '/project/blocks.cnn: block at 24');
    assert.equal(target(source.replace('unit(growth', 'unit(gro/*|*/wth')), '/project/blocks.cnn: growth at 6');
    assert.equal(target(source.replace('./blocks', './blo/*|*/cks')), '/project/blocks.cnn:  at 0');
  });

  it('has none for layers, words and metrics', () => {
    assert.equal(target(source.replace('= conv(', '= co/*|*/nv(')), undefined);
    assert.equal(target(source.replace('network N', '/*|*/network N')), undefined);
  });

  it('finds all uses', () => {
    const { scene, file, offset, at } = marked(source.replace('from stem', 'from st/*|*/em'), { files });
    assert.deepEqual(
      references(scene, file, offset, true).map(({ span }) => at(span)),
      ['stem', 'stem'],
    );
    assert.equal(references(scene, file, offset, false).length, 1);
    assert.equal(highlights(scene, file, offset).length, 2);
  });

  it('renames a name everywhere, but not under another alias', () => {
    const apply = (cursor: MarkedScene, name: string) => {
      const edits = rename(cursor.scene, cursor.file, cursor.offset, name) ?? [];
      return edits
        .filter(({ file }) => file === '/project/main.cnn')
        .reduceRight((text, { span }) => `${text.slice(0, span.start)}${name}${text.slice(span.end)}`, cursor.text);
    };
    const stem = marked(source.replace('from stem', 'from st/*|*/em'), { files });
    assert.equal(apply(stem, 'trunk'), source.replaceAll('stem', 'trunk'));
    const growth = marked(source.replace('unit(growth', 'unit(gro/*|*/wth'), { files });
    assert.equal(apply(growth, 'g'), source.replaceAll('growth', 'g'));
    const edits = rename(growth.scene, growth.file, growth.offset, 'g') ?? [];
    assert.ok(edits.some(({ file }) => file === '/project/blocks.cnn'));
  });

  it('refuses what is no name, and what belongs to the language', () => {
    const stem = marked(source.replace('from stem', 'from st/*|*/em'), { files });
    for (const name of ['', '1a', 'a b', 'network', 'a-b', '{}']) {
      assert.equal(rename(stem.scene, stem.file, stem.offset, name), undefined, name);
    }
    const layer = marked(source.replace('= conv(', '= co/*|*/nv('), { files });
    assert.equal(renameable(layer.scene, layer.file, layer.offset), undefined);
  });

  it('links the paths of imports', () => {
    const { file, at, resolve } = marked(source, { files });
    assert.deepEqual(
      fileLinks(file, resolve).map(({ span, target: to }) => [at(span), to]),
      [['./blocks.cnn', '/project/blocks.cnn']],
    );
  });

  it('says what each name means, for its colour', () => {
    const { scene, file, at } = marked(source, { files });
    const colours = semanticTokens(scene.analysis, file).map((token) => `${at(token)} ${token.type}`);
    for (const expected of [
      'base variable',
      'width parameter',
      'unit function',
      'conv method',
      'stem variable',
      'N class',
    ]) {
      assert.ok(colours.includes(expected), `${expected} in ${colours.join(', ')}`);
    }
  });
});

describe('fixes', () => {
  it('offers the fix of the mistake at the cursor alone', () => {
    const { scene, file, offset } = marked('network N { input: 8x8x4 co/*|*/nw(2, 1x1) maxpol(2) }');
    const fixes = fixesAt(scene.analysis, file.file, { start: offset, end: offset });
    assert.equal(fixes.length, 1);
    assert.equal(fixes[0]?.fix.edits[0]?.newText, 'conv');
  });
});
