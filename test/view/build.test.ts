/** The view model of real texts: nodes, edges and sums, and what stays of them when something is wrong. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { buildFileView, lineIndexes } from '../../src/view/build';
import { findFix, viewDiagnostics } from '../../src/view/build-errors';
import { withLastGood } from '../../src/view/last-good';
import { ENTRY, EXIT, type ViewModel, type ViewNode } from '../../src/view/model';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { buildViewModel } from '../support/view-model';

function modelOf(text: string): ViewModel {
  const model = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(model, 'a model');
  return model;
}

function nodeOf(model: ViewModel, id: string): ViewNode {
  const node = model.nodes.find((candidate) => candidate.id === id);
  assert.ok(node, `node ${id} among ${model.nodes.map((other) => other.id).join(' ')}`);
  return node;
}

const edgesOf = (model: ViewModel, body: string): string[] =>
  model.edges
    .filter((edge) => edge.body === body)
    .map((edge) => `${edge.from} > ${edge.to}${edge.port > 0 ? ` (${edge.port})` : ''}`);

const bottleneck = `network N {
  input image: 28x28x192
  block = bottleneck(16)
  globalavgpool() -> dense(10)
}
module bottleneck(r) {
  concat {
    branch { conv(r, 1x1) -> conv(32, 5x5) }
    branch { maxpool(3x3) }
  }
}`;

describe('view model', () => {
  it('has a node for each layer and body, parents first, joins without a body of their own', () => {
    const model = modelOf(bottleneck);
    assert.deepEqual(
      model.nodes.map((node) => `${node.kind} ${node.id}`),
      [
        'input image',
        'module block',
        'layer block/branch_1/conv_1',
        'layer block/branch_1/conv_2',
        'layer block/branch_2/maxpool_1',
        'join block/concat_1',
        'layer globalavgpool_1',
        'layer dense_1',
        'result output',
      ],
    );
    assert.deepEqual(model.children, ['image', 'block', 'globalavgpool_1', 'dense_1', 'output']);
    assert.deepEqual(nodeOf(model, 'block').children.length, 4);
    assert.equal(nodeOf(model, 'block/branch_1/conv_2').branchLabel, 'b1');
    assert.equal(nodeOf(model, 'block/branch_2/maxpool_1').level, 2);
  });

  it('lifts edges to the children of one body', () => {
    const model = modelOf(bottleneck);
    assert.deepEqual(edgesOf(model, ''), [
      'image > block',
      'block > globalavgpool_1',
      'globalavgpool_1 > dense_1',
      'dense_1 > output',
    ]);
    assert.deepEqual(edgesOf(model, 'block'), [
      `${ENTRY} > block/branch_1/conv_1`,
      'block/branch_1/conv_1 > block/branch_1/conv_2',
      `${ENTRY} > block/branch_2/maxpool_1`,
      'block/branch_1/conv_2 > block/concat_1',
      'block/branch_2/maxpool_1 > block/concat_1 (1)',
      `block/concat_1 > ${EXIT}`,
    ]);
  });

  it('says what the boxes say', () => {
    const model = modelOf(bottleneck);
    const block = nodeOf(model, 'block');
    // The course's bottleneck: 28*28*16*192 + 28*28*32*5*5*16.
    assert.deepEqual(block.counts.multiplies, { value: 12_443_648, isPartial: false });
    assert.deepEqual(block.counts.flops, { value: 24_887_296, isPartial: false });
    assert.equal(block.subtitle, 'bottleneck');
    assert.equal(block.argumentText, '(16)');
    assert.deepEqual(
      block.bars.map((bar) => bar.multiplies),
      [12_443_648, 0],
    );
    const conv = nodeOf(model, 'block/branch_1/conv_2');
    assert.deepEqual(
      [conv.title, conv.suffix, conv.filters, conv.glyph, conv.rank, conv.call, model.lines[model.nodes.indexOf(conv)]],
      ['conv 5\u00d75', '', 32, 'conv-5x5', 1, 'conv(32, 5x5)', 8],
    );
    assert.deepEqual(nodeOf(model, 'block/concat_1').joinChannels, [32, 192]);
    assert.deepEqual(model.costliest.multiplies, 10_035_200);
    assert.equal(model.status, 'ok');
  });

  it('tells the layers of 1.1 apart by what they do and with what, and shows the taken side of a condition', () => {
    const model = modelOf(`network N(big = true) {
      input x: 16x16x8
      convtranspose(4, 2x2, stride = 2) -> crop(like = x) -> resize([20, 24], mode = bilinear)
      pad(1, mode = reflect) -> pad([1, 0]) -> crop([1, 2, 0, 1]) -> spacetodepth()
      if big { slice(4, 8) } else { slice(0, 4) }
      shuffle(2) -> groupnorm(4) -> clip(0, 6) -> depthtospace() -> prelu()
      gate = multiply { branch {} branch { globalavgpool() } }
    }`);
    const looks = model.children.map((id) => {
      const { title, suffix, glyph } = nodeOf(model, id);
      return `${[title, suffix].join(' ').trim()}: ${glyph}`;
    });
    assert.deepEqual(looks, [
      'x: input',
      'convtranspose 2\u00d72 /2: transposed',
      'crop 16\u00d716: crop',
      'resize 20\u00d724: resize',
      'pad 1: pad',
      'pad [1, 0]: pad',
      'crop [1, 2, 0, 1]: crop',
      'spacetodepth /2: blocks',
      'slice 4..11: slice',
      'shuffle 2: shuffle',
      'groupnorm 4: norm',
      'clip 0..6: activation',
      'depthtospace \u00d72: blocks',
      'prelu: activation',
      'global avgpool: globalpool',
      'gate multiply: join',
      'output: output',
    ]);
    assert.deepEqual(nodeOf(model, 'slice_1').call, 'slice(4, 8)');
  });

  it('sums to the totals of GoogLeNet', () => {
    const path = `${repositoryRoot}/examples/googlenet.cnn`;
    const model = buildViewModel(analyze(diskFiles(repositoryRoot), path), undefined, editorWords('en'));
    assert.ok(model);
    assert.equal(model.totals.multiplies.value, 1_582_671_872);
    const top = model.children.map((id) => nodeOf(model, id));
    const main = top
      .filter((node) => node.part === 'main')
      .reduce((sum, node) => sum + (node.counts.multiplies.value ?? 0), 0);
    assert.equal(main, 1_582_671_872);
    // 22 of the main path, two heads, the input and the result.
    assert.equal(model.children.length, 26);
    assert.equal(model.rankedLayers, 58);
    assert.equal(nodeOf(model, 'conv_3').rank, 1);
    const heads = model.edges.filter((edge) => edge.isSide).map((edge) => `${edge.from} > ${edge.to}`);
    assert.deepEqual(heads, ['inception_4a > aux1', 'inception_4d > aux2']);
    assert.equal(model.headTotals?.multiplies.value, 1_591_044_096 - 1_582_671_872);
    assert.equal(model.headTotals?.params.value, 13_378_280 - 6_998_552);
    assert.deepEqual(structuredClone(model), JSON.parse(JSON.stringify(model)));
  });

  it('counts what two side heads share once', () => {
    const model = modelOf(`network n {
      input: 8x8x4
      a = conv(4, 3x3)
      b = conv(8, 3x3)
      head first from b { globalavgpool() -> dense(10) }
      head second from b { globalavgpool() -> dense(5) }
      from a
      globalavgpool() -> dense(3)
    }`);
    assert.equal(model.headTotals?.multiplies.value, 8 * 8 * 8 * 9 * 4 + 8 * 10 + 8 * 5);
  });

  it('shows a repeat as one node with its turns, and a turn of one layer as that layer', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  repeat 3 { conv(4, 3x3) -> relu() }
  repeat i in 2..3 { conv(4 * i, 3x3) }
}`);
    const first = nodeOf(model, 'repeat_1');
    assert.deepEqual([first.kind, first.suffix, first.turns], ['repeat', '\u00d73', 3]);
    assert.deepEqual(first.children, ['repeat_1/1', 'repeat_1/2', 'repeat_1/3']);
    assert.equal(nodeOf(model, 'repeat_1/2').title, 'turn 2');
    assert.deepEqual(nodeOf(model, 'repeat_2').children, ['repeat_2/2/conv_1', 'repeat_2/3/conv_1']);
    assert.equal(nodeOf(model, 'repeat_2/3/conv_1').suffix, '#3');
    // 8*8*4 * 3*3*4 three times.
    assert.equal(first.counts.multiplies.value, 3 * 9216);
  });

  it('marks a wrong module call at the call, and what depends on it as unknown, never as zero', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  a = m(4)
  b = m()
  conv(8, 1x1)
}
module m(c) { conv(c, 3x3) }`);
    assert.equal(model.status, 'partial');
    assert.equal(nodeOf(model, 'a').error, null);
    assert.ok(nodeOf(model, 'b').error);
    assert.equal(nodeOf(model, 'b/conv_1').error, null);
    assert.deepEqual(nodeOf(model, 'b').counts.multiplies, { value: null, isPartial: true });
    assert.deepEqual(nodeOf(model, 'conv_1').counts.multiplies, { value: null, isPartial: true });
    assert.deepEqual(model.totals.multiplies, { value: 9216, isPartial: true });
    assert.equal(model.edges.find((edge) => edge.from === 'b')?.isUnknown, true);
    assert.equal(model.errors[0]?.node, 'b');
    assert.equal(model.errors[0]?.line, 4);
  });

  it('has whole totals where a mistake leaves no count unknown', () => {
    const model = modelOf('network N {\n  input: 8x8x4\n  conv(4, 1x1, strid = 2)\n}');
    assert.equal(model.errors.length, 1);
    // 8*8 results of 4 channels, 4 products each.
    assert.deepEqual([model.status, model.totals.multiplies], ['ok', { value: 1024, isPartial: false }]);
  });

  it('keeps the picture together where the flow is unknown', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  conv(8, 3x3)
  from nowhere
  conv(8, 3x3)
  m()
}
module m() { relu() }`);
    assert.deepEqual(edgesOf(model, ''), ['image > conv_1', 'conv_2 > m_1', 'conv_1 > conv_2', 'm_1 > output']);
    assert.equal(model.edges.find((edge) => edge.to === 'conv_2')?.isUnknown, true);
  });

  it('leads a flow that is not known into a body, to each branch that nothing else leads to', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  conv(8, 3x3)
  from nowhere
  m()
}
module m() {
  concat { branch { conv(4, 1x1) -> conv(4, 3x3) }
    branch { maxpool(3x3) } }
}`);
    assert.deepEqual(edgesOf(model, '').toSorted(), ['conv_1 > m_1', 'image > conv_1', 'm_1 > output']);
    const inner = model.edges
      .filter(({ body }) => body === 'm_1')
      .map(
        ({ from, to, isUnknown }) => `${from.replace('m_1/', '')} > ${to.replace('m_1/', '')}${isUnknown ? ' ?' : ''}`,
      );
    assert.deepEqual(inner.toSorted(), [
      '@in > branch_1/conv_1 ?',
      '@in > branch_2/maxpool_1 ?',
      'branch_1/conv_1 > branch_1/conv_2 ?',
      'branch_1/conv_2 > concat_1 ?',
      'branch_2/maxpool_1 > concat_1 ?',
      'concat_1 > @out ?',
    ]);
  });

  it('keeps the last good picture while the text is broken, with the errors of now', () => {
    const good = buildFileView(analyzeText(bottleneck), undefined, editorWords('en'));
    const text = analyzeText(bottleneck.replace('globalavgpool()', 'globalavgpool('));
    const now = buildFileView(text, undefined, editorWords('en'));
    assert.equal(now.isBroken, true);
    const kept = withLastGood(good, now);
    assert.ok(kept.view);
    assert.equal(kept.view.status, 'broken');
    assert.equal(kept.view.nodes, good.view?.nodes);
    assert.ok(kept.errors.length > 0);
    assert.equal(kept.view.errors.length, viewDiagnostics(text).length);
    assert.deepEqual(kept.places.errors, now.places.errors);
    // Mended, it is what its text says; so it is where nothing was there before.
    assert.equal(withLastGood(kept, good), good);
    assert.equal(withLastGood(undefined, now), now);
    assert.equal(withLastGood({ ...good, view: null }, now), now);
  });

  it('leads from the last good picture to the text of now, or nowhere: never to what stands there by chance', () => {
    const layers = Array.from({ length: 12 }, (_, at) => `  conv(${8 + at}, 3x3)\n`);
    const textOf = (body: string) => `network N {\n  input image: 8x8x4\n${body}}\n`;
    const viewOf = (text: string) => buildFileView(analyzeText(text), undefined, editorWords('en'));
    const before = textOf(layers.join(''));
    const good = viewOf(before);
    for (let at = 1; at < layers.length - 1; at++) {
      for (const broken of [`  conv(${8 + at}, 3x3\n`, '  conv(\n', '  }\n', '', '  conv(3, 1x1)\n  conv(4, 1x1)\n']) {
        const body = layers.with(at, broken).join('');
        const text = `// A line more.\n${textOf(broken === '' || broken.includes('4,') ? `${body}  conv(\n` : body)}`;
        const now = viewOf(text);
        assert.ok(now.isBroken, text);
        const { nodes } = withLastGood(good, now).places;
        for (const { id, start, end } of nodes) {
          const was = good.places.nodes.find((place) => place.id === id) ?? assert.fail(id);
          const [then, is] = [before.slice(was.start, was.end), text.slice(start, end)];
          // What is being written itself may lack its end.
          assert.ok(is !== '');
          assert.ok(then === is || then.startsWith(is.trimEnd()) || is.startsWith(then), `${id}: ${then} is ${is}`);
        }
        // Those above are found, however far they have moved.
        for (const { id } of (good.view?.nodes ?? []).slice(0, at + 1))
          assert.ok(
            nodes.some((place) => place.id === id),
            `${id} of ${text}`,
          );
      }
    }
  });

  it('is the same for the same text, whatever came before', () => {
    const texts = [bottleneck, bottleneck.replace('globalavgpool()', 'globalavgpool('), 'const a = 1', bottleneck];
    const views = texts.map((text) => buildFileView(analyzeText(text), undefined, editorWords('en')));
    assert.deepEqual(views[3], views[0]);
  });

  it('names errors, fixes and budgets by what they are, so that they are found again after an edit elsewhere', () => {
    const text = 'network N {\n  input image: 8x8x4\n  conv(8, 3x3, strid = 2)\n  budget params <= 10\n}\n';
    const before = buildFileView(analyzeText(text), undefined, editorWords('en'));
    const edited = analyzeText(text.replace('network N', 'network Nn'));
    const after = buildFileView(edited, undefined, editorWords('en'));
    const [error] = before.errors;
    const [fix] = error?.fixes ?? [];
    assert.ok(error && fix);
    assert.deepEqual(after.errors, before.errors);
    assert.equal(before.view?.budgets.length, 1);
    assert.deepEqual(after.view?.budgets, before.view?.budgets);
    assert.equal(after.places.errors[0]?.start, (before.places.errors[0]?.start ?? 0) + 1);
    assert.deepEqual(
      findFix(edited, lineIndexes(edited), error.id, fix.id)?.edits.map(({ newText }) => newText),
      ['stride'],
    );
    assert.equal(findFix(edited, lineIndexes(edited), `${error.id}0`, fix.id), undefined);
    assert.equal(findFix(edited, lineIndexes(edited), error.id, 'another'), undefined);
  });

  it('gives each error an id of its own', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `  conv(${index % 7 === 0 ? 'no, no' : '8'}, strid = 2)`);
    const { errors } = buildFileView(
      analyzeText(`network N {\n  input: 8x8x4\n${lines.join('\n')}\n}`),
      undefined,
      editorWords('en'),
    );
    assert.equal(new Set(errors.map(({ id }) => id)).size, errors.length);
    assert.ok(errors.length > 100);
  });

  it('says which nodes have one text, and in which line it is', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  a = m()
  b = m()
}
module m() { conv(8, 3x3) }`);
    assert.deepEqual(
      model.nodes.map(({ id, text }, index) => [id, text, model.lines[index]]),
      [
        ['image', 'image', 2],
        ['a', 'a', 3],
        ['a/conv_1', 'a/conv_1', 6],
        ['b', 'b', 4],
        ['b/conv_1', 'a/conv_1', 6],
        ['output', 'output', 4],
      ],
    );
  });

  it('ends in a box for each result that nothing reads, named as the outputs are', () => {
    const model = modelOf(`network N {
  input image: 8x8x4
  stem = conv(8, 3x3)
  output features
  head aux from stem { dense(3) }
  output mask from stem { conv(2, 1x1) }
  conv(4, 3x3)
  output a
  output b
}`);
    const ends = model.nodes.filter(({ kind }) => kind === 'result');
    assert.deepEqual(
      ends.map(({ id, title, shape }) => [
        id,
        title,
        shape,
        model.lines[model.nodes.findIndex((node) => node.id === id)],
      ]),
      [
        ['mask~2', 'mask', [8, 8, 2], 6],
        ['a', 'a, b', [8, 8, 4], 8],
      ],
    );
    assert.deepEqual(edgesOf(model, '').slice(-2), ['mask > mask~2', 'conv_1 > a']);
    assert.deepEqual(
      model.outputs.map(({ name, end }) => [name, end]),
      [
        ['features', null],
        ['aux', null],
        ['mask', 'mask~2'],
        ['a', 'a'],
        ['b', 'a'],
      ],
    );
  });

  it('gives nothing for a file without a network', () => {
    assert.equal(buildViewModel(analyzeText('const a = 1'), undefined, editorWords('en')), undefined);
  });

  it('calls a layer by the name that the text gives it, with what it is beside that', () => {
    const model = modelOf(`network N {
  input image: 32x32x3
  stem = conv(16, 7x7, stride = 2)
  pooled = globalavgpool()
  dense(10)
  conv_7 = dense(4)
}`);
    const labels = model.nodes.slice(1).map(({ title, suffix }) => [title, suffix]);
    assert.deepEqual(labels, [
      ['stem', '7×7 /2'],
      ['pooled', 'globalavgpool'],
      ['dense', ''],
      ['conv_7', 'dense'],
      ['output', ''],
    ]);
  });

  it('tells what is wrong elsewhere in the file from what this network suffers from', () => {
    const text = `network A {
  input image: 8x8x3
  conv(4, strid = 2)
  used()
}
network B {
  input image: 8x8x3
  conv(8, 3x3)
}
module used() { conv(2, strid = 1) }
module unused() { conv(3, strid = 1) }`;
    const of = (network: string): string[] =>
      (buildViewModel(analyzeText(text), network, editorWords('en'))?.errors ?? [])
        .filter(({ severity }) => severity === 'error')
        .map(({ line, isElsewhere }) => `${line}${isElsewhere ? ' elsewhere' : ''}`);
    assert.deepEqual(of('A'), ['3', '10', '11 elsewhere']);
    assert.deepEqual(of('B'), ['3 elsewhere', '10 elsewhere', '11 elsewhere']);
  });

  it('finds the smallest node around a mistake, of several instances the first, and of another file none', () => {
    const nodesOf = (text: string, others: Record<string, string> = {}) =>
      (buildViewModel(analyzeText(text, {}, others), undefined, editorWords('en'))?.errors ?? [])
        .filter(({ severity }) => severity === 'error')
        .map(({ node, isElsewhere }) => `${node}${isElsewhere ? ' elsewhere' : ''}`);
    const body = `network N {
  input image: 8x8x3
  conv(4, 3x3)
  repeat 2 { conv(4, strid = 1) }
  a = m()
  b = m()
}
module m() { relu() conv(2, strid = 1) }`;
    assert.deepEqual(nodesOf(body), ['repeat_1/1/conv_1', 'a/conv_1']);
    // The blank lines put the mistake at offsets that are nodes of the other file.
    const other = `${' '.repeat(60)}module m() { relu() conv(2, strid = 1) }`;
    const imports =
      'import { m } from "./other.cnn"\nnetwork N { input image: 8x8x3 conv(4, 3x3) conv(5, 3x3) conv(6, 3x3) m() }';
    assert.deepEqual(nodesOf(imports, { 'other.cnn': other }), ['m_1/conv_1']);
    const unused = `${' '.repeat(60)}module m() { relu() } module n() { conv(2, strid = 1) }`;
    assert.deepEqual(nodesOf(imports, { 'other.cnn': unused }), ['null elsewhere']);
    assert.deepEqual(nodesOf('network N { input image: 8x8x3 relu() expect params == 5 expect 3x3x3 }').length, 2);
  });

  it('has a call to start from for each module of a file that has no network', () => {
    const { view, modules } = buildFileView(
      analyzeText('module a(r) { conv(r) }\nmodule b(n, k = 3) { a(4) conv(n, k) }'),
      undefined,
      editorWords('en'),
    );
    assert.deepEqual([view, modules], [null, ['a(16)', 'b(16)']]);
  });
});
