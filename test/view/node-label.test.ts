/** What the boxes of layers and module calls say, and how long texts are cut. */

import assert from 'node:assert/strict';
import { isEnd, type ViewNode } from '../../src/view/model';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { buildViewModel } from '../support/view-model';

/** The nodes of a network on an image of 16x16x8, without those of the image and the result. */
function nodesOf(body: string, rest = ''): readonly ViewNode[] {
  const text = `network N {\n  input x: 16x16x8\n  ${body}\n}\n${rest}`;
  const model = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(model);
  return model.nodes.filter((node) => !isEnd(node));
}

const titlesOf = (body: string): string[] =>
  nodesOf(body).map(({ title, suffix }) => [title, suffix].filter((part) => part !== '').join(' | '));

describe('the box of a layer', () => {
  it('has the size that tells it from others, and a stride above 1 on any axis', () => {
    assert.deepEqual(
      titlesOf(`conv(4, 3x3) conv(4, [1, 7], stride = [2, 1]) depthwise(3x3, stride = [1, 2]) maxpool(2x2, stride = 2)
        lrn() dropout(0.4) batchnorm() relu() upsample(2) upsample([1, 3]) adaptiveavgpool(2) globalavgpool()`),
      [
        'conv 3\u00d73',
        'conv 1\u00d77 | /2\u00d71',
        'depthwise 3\u00d73 | /1\u00d72',
        'maxpool 2\u00d72 | /2',
        'lrn',
        'dropout 0.4',
        'batchnorm',
        'relu',
        'upsample 2\u00d72',
        'upsample 1\u00d73',
        'adaptive avgpool 2\u00d72',
        'global avgpool',
      ],
    );
  });

  it('writes what is not known as a question mark', () => {
    const [conv, strided] = nodesOf('conv(4, [3, nothing])  conv(4, 3x3, stride = [2, nothing])');
    assert.deepEqual([conv?.title, conv?.suffix, conv?.glyph], ['conv 3\u00d7?', '', 'conv-3x1']);
    assert.deepEqual([strided?.title, strided?.suffix], ['conv 3\u00d73', '/2\u00d7?']);
  });

  it('names no size, place or range of which a part is not known', () => {
    assert.deepEqual(titlesOf('clip(0, nothing) clip(nothing, 6) slice(0, nothing) slice(nothing, 2)'), [
      'clip',
      'clip',
      'slice',
      'slice',
    ]);
  });

  it('counts filters of convolutions and units of dense layers, of nothing else', () => {
    const nodes = nodesOf('conv(4, 3x3) depthwise(3x3) flatten() dense(10) softmax()');
    assert.deepEqual(
      nodes.map(({ filters }) => filters),
      [4, null, null, 10, null],
    );
  });

  it('bears the picture of what it does', () => {
    const nodes = nodesOf(`conv(4, [1, 7]) conv(4, 3x3) separable(8, 5x5) maxpool(2x2) avgpool(2x2) lrn() dropout(0.5)
      relu() scale(2) identity() upsample(2) globalmaxpool() flatten() dense(3) softmax()`);
    assert.deepEqual(
      nodes.map(({ glyph }) => glyph),
      [
        'conv-1x7',
        'conv-3x3',
        'conv-5x5',
        'maxpool',
        'avgpool',
        'norm',
        'dropout',
        'activation',
        'arithmetic',
        'identity',
        'resize',
        'globalpool',
        'reshape',
        'dense',
        'softmax',
      ],
    );
  });

  it('takes a name with a number for a count only behind the name of its own layer', () => {
    assert.deepEqual(titlesOf('conv_2x = conv(4, 1x1) conv_9 = relu() relu_b = relu()'), [
      'conv_2x | 1\u00d71',
      'conv_9 | relu',
      'relu_b | relu',
    ]);
  });
});

describe('the text of a call', () => {
  it('is one line without the name that it gives, cut at 120 characters', () => {
    const module = 'module m(a) { conv(a, 1x1) }';
    const [first] = nodesOf('stem =   m(\n    4\n  )', module);
    assert.equal(first?.call, 'm( 4 )');
    const blanks = (count: number) => `m(1000${' /**/'.repeat(count)})`;
    const [whole] = nodesOf(`a = ${blanks(22)}`, module);
    assert.deepEqual([whole?.call, whole?.call.length], [blanks(22), 117]);
    const [cut] = nodesOf(`a = ${blanks(23)}`, module);
    assert.equal(cut?.call, `${blanks(23).slice(0, 119)}\u2026`);
  });

  it('of a layer has the values that it comes to, of a wrong one what is written', () => {
    const [layer] = nodesOf('conv(2 * 2, [3, 1 + 2])');
    assert.equal(layer?.call, 'conv(4, 3x3)');
    const [wrong] = nodesOf('conv(2 * 2, [3, 1 + 2], strid = 2)');
    assert.equal(wrong?.call, 'conv(2 * 2, [3, 1 + 2], strid = 2)');
  });

  it('ends before the body of a join, and at a module has the values of its parameters, cut at 60 characters', () => {
    const [block] = nodesOf('m(1 + 1, 3)', 'module m(a, b, c = 5) { conv(a * b * c, 1x1) }');
    assert.equal(block?.argumentText, '(2, 3, 5)');
    const [none] = nodesOf('m()', 'module m() { conv(4, 1x1) }');
    assert.equal(none?.argumentText, '');
    const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const [long] = nodesOf(`m(${names.map(() => 1).join(', ')})`, `module m(${names.join(', ')}) { conv(4, 1x1) }`);
    // Twenty times "1, " are 60 characters, of which 59 stay.
    assert.equal(long?.argumentText, `(${'1, '.repeat(20).slice(0, 59)}\u2026)`);
    const [join] = nodesOf('both = concat {\n branch { relu() }\n branch { conv(4, 1x1) }\n}').filter(
      ({ kind }) => kind === 'join',
    );
    assert.equal(join?.call, 'concat');
  });
});
