/** What follows a mistake: what depends on it is unknown, so that nothing more is said, and all else is what it was. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

function analysisOf(text: string) {
  return analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
}

function placesOf(text: string): readonly string[] {
  return analysisOf(text).diagnostics.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

const inNetwork = (body: string): string => `network N {\n  input x: 8x8x4\n  stem = conv(2, 1x1)\n  ${body}\n}\n`;

describe('after a mistake nothing is said of what depends on it', () => {
  const bodies: Readonly<Record<string, string>> = {
    'r =\n  from r': 'syntax.expected =',
    'r = conf(1)\n  concat(r, stem)': 'name.unknown conf',
    'concat { branch { } tanh() }': 'syntax.branch-only tanh()',
    'concat { }': 'syntax.join-empty concat',
    'concat(stem, 3)': 'syntax.expected 3',
    'a = relu()\n  from x\n  concat { tanh() }': 'syntax.branch-only tanh()',
    'a = relu()\n  from x\n  concat { }': 'syntax.join-empty concat',
    'a = relu()\n  from x\n  add(3)': 'syntax.expected 3',
    'b = 1 + stem\n  conv(b, 1x1)': 'syntax.expected 1 + stem',
    'r = repeat zz { relu() }\n  conv(r, 1x1)': 'name.unknown zz',
    'conf(3)': 'name.unknown conf',
    'conv(zz, 1x1)': 'name.unknown zz',
    'const f = zz\n  conv(f(2), 1x1)': 'name.unknown zz',
    'const [a, b] = zz\n  conv(a, 1x1)\n  conv(b, 1x1)': 'name.unknown zz',
    'const [a, b] = [1]\n  conv(a, 1x1)\n  conv(b, 1x1)': 'value.pattern [1]',
    'const a = length(3)\n  conv(a, 1x1)': 'value.list 3',
    'const a = length(a = [3])\n  conv(a, 1x1)': 'value.length length',
    'const a = length()\n  conv(a, 1x1)': 'value.length length',
    'const a = length([1], [2])\n  conv(a, 1x1)': 'value.length length',
    'const a = length(zz)\n  conv(a, 1x1)': 'name.unknown zz',
    'conv(2 ** 53 + 2, 1x1)': 'value.too-large 2 ** 53 + 2',
    'repeat zz { conv(3, 1x1) }': 'name.unknown zz',
    'repeat "a" { conv(3, 1x1) }': 'flow.repeat-count "a"',
    'repeat 1.5 { conv(3, 1x1) }': 'flow.repeat-count 1.5',
    'repeat -1 { conv(3, 1x1) }': 'flow.repeat-count -1',
    'repeat i in 1..1.5 { conv(i, 1x1) }': 'flow.repeat-range 1.5',
    'repeat i in zz..3 { conv(i, 1x1) }': 'name.unknown zz',
    'repeat i in stem { conv(i, 1x1) }': 'name.not-a-value stem',
    'repeat 10_001 { conv(3, 1x1) }': 'flow.repeat-limit 10_001',
    'repeat i in 1..10_001 { conv(3, 1x1) }': 'flow.repeat-limit 10_001',
    'if zz { conv(3, 1x1) }': 'name.unknown zz',
    'repeat 2 { if zz { conv(3, 1x1) } }': 'name.unknown zz',
  };
  for (const [body, message] of Object.entries(bodies)) {
    it(`of \`${message}\` in \`${body}\``, () => {
      assert.deepEqual(placesOf(inNetwork(`${body}\n  expect 8x8x1`)), [message]);
    });
  }

  it('but all is said of the rest', () => {
    assert.deepEqual(placesOf(inNetwork('conf(3)\n  conv(3, 1x1)\n  expect 1x1x3\n  from stem\n  expect 8x8x3')), [
      'name.unknown conf',
      'expect.shape 8x8x3',
    ]);
    assert.deepEqual(placesOf(inNetwork('budget params <= zz')), ['name.unknown zz']);
    assert.deepEqual(placesOf(inNetwork('repeat 0 { conv(3, 1x1) }\n  expect 8x8x3')), ['expect.shape 8x8x3']);
    assert.deepEqual(placesOf(inNetwork('repeat i in 3..1 { conv(3, 1x1) }\n  expect 8x8x3')), ['expect.shape 8x8x3']);
  });
});

describe('what is made of a mistake', () => {
  const graphOf = (text: string) => analysisOf(text).networks[0]?.graph;

  it('of turns that are unknown is no layer, no block and no output', () => {
    const body = 'repeat zz { relu() concat { branch { } branch { } } }\n  tanh()';
    const graph = graphOf(inNetwork(body));
    assert.deepEqual(
      graph?.layers.map(({ op }) => op.name),
      ['input', 'conv', 'tanh'],
    );
    assert.deepEqual(
      graph.blocks.map(({ kind }) => kind),
      ['network'],
    );
    assert.deepEqual(
      graph.outputs.map(({ name, layer }) => [name, layer]),
      [['output', 2]],
    );
  });

  it('of a repeat without turns is no block', () => {
    assert.deepEqual(
      graphOf(inNetwork('repeat 0 { relu() }'))?.blocks.map(({ kind }) => kind),
      ['network'],
    );
  });

  it('of a network without an input is a graph with nothing in it', () => {
    const graph = graphOf('network N { }');
    assert.deepEqual([graph?.layers, graph?.outputs], [[], []]);
  });
});

describe('a module that nobody calls', () => {
  it('is read with parameters that may be anything', () => {
    const uses = [
      'repeat c { }',
      'repeat i in c..3 { conv(i, 1x1) }',
      'repeat i in c { }',
      'conv(c, c)',
      'conv(c(2), 1x1)',
    ];
    for (const use of [...uses, 'conv(length(c), 1x1)', 'const [a, b] = c\n conv(a, b)', 'if c { }', 'from c', 'c()'])
      assert.deepEqual(placesOf(`module m(c) { relu() ${use} }`), [], use);
  });
});

describe('a name that is given twice in a file', () => {
  const notesOf = (text: string) =>
    analysisOf(text).diagnostics.map(({ code, related }) => [code, ...related.map(({ span }) => span.start)]);

  it('points to where it was first', () => {
    assert.deepEqual(notesOf('const a = 1\nconst a = 2'), [['name.twice', 6]]);
    assert.deepEqual(notesOf('module m() { relu() }\nnetwork m { input x: 1x1x1 relu() }'), [['name.twice', 7]]);
  });
});

describe('a number that is too large to be exact', () => {
  it('is said to be that of a dimension or that of all values', () => {
    const lastMessage = (body: string): string => {
      const last = analysisOf(`network N {\n  ${body}\n}`).diagnostics.at(-1);
      return last ? messageOf(last, englishDiagnostics) : 'none';
    };
    const limit = 'above 2^53, the largest exact whole number';
    // 3 x 2^52 and 4 x 2^52.
    assert.equal(
      lastMessage('input x: [1, 1, 2 ** 52] concat(x, x, x)'),
      `a dimension of the shape is 1.35e16, ${limit}`,
    );
    assert.equal(lastMessage('input x: [2, 2, 2 ** 52] relu()'), `the number of values is 1.80e16, ${limit}`);
  });
});

describe('sizes in the order of PyTorch', () => {
  it('are one, three or four rows of a square of many', () => {
    const hints = (size: string) => placesOf(`network N { input x: ${size} relu() }`);
    for (const size of ['1x16x16', '3x16x16', '4x224x224']) {
      assert.deepEqual(hints(size), [`lint.channels-first ${size}`]);
    }
    for (const size of ['3x15x15', '2x16x16', '3x16x17', '32x32x32', '16x16x16', '224x224x3', '5x32x32'])
      assert.deepEqual(hints(size), [], size);
  });
});

describe('a window that does not fit', () => {
  const messageAbout = (layers: string): string => {
    const [message, ...others] = analysisOf(inNetwork(layers)).diagnostics;
    assert.deepEqual(others, []);
    return message ? messageOf(message, englishDiagnostics) : 'none';
  };

  it('says the smallest image, where that is another size than the smallest input of the layer', () => {
    const halved = 'maxpool(2x2, stride = 2)\n  maxpool(2x2, stride = 2)\n  ';
    const fit = 'does not fit into';
    assert.equal(
      messageAbout(`${halved}conv(1, 9x9, padding = valid)`),
      // Two halvings round up: (9 - 1) * 4 + 1.
      `the 9x9 window ${fit} 2x2; the smallest input that works is 9x9, the smallest image of this network 33x33`,
    );
    assert.equal(
      messageAbout(`${halved}conv(1, 9x9, padding = 1)`),
      `the 9x9 window ${fit} 2x2 with padding 1; the smallest input that works is 7x7, the smallest image of this network 25x25`,
    );
    assert.equal(
      messageAbout('conv(1, 9x9, padding = valid)'),
      `the 9x9 window ${fit} 8x8; the smallest input that works is 9x9`,
    );
    assert.equal(
      messageAbout('conv(1, 11x11, padding = 1)'),
      `the 11x11 window ${fit} 8x8 with padding 1; the smallest input that works is 9x9`,
    );
  });
});
