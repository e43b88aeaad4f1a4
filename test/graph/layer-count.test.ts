/** How many layers a text will make is foreseen, without making them: as many as are made, and each at its place. */

import assert from 'node:assert/strict';
import { limits } from '../../src/graph/expansion';
import { resolveFiles } from '../../src/graph/file-scope';
import { LayerCounter } from '../../src/graph/layer-count';
import { NameRecorder } from '../../src/graph/name-meaning';
import { Reporter } from '../../src/graph/report';
import { parse } from '../../src/syntax/parser';
import { networkOf } from '../support/analyze-text';

const modules = `module pair(c) {
  conv(c, 1x1)
  relu()
}
module four(c) {
  pair(c)
  repeat 1 { pair(c) }
}
const kind = tanh
`;

/** The foreseen count of a network's body, and the texts at the places of its layers. */
function foreseen(text: string, mostTurns: number = limits.turns): readonly [count: number, places: readonly string[]] {
  const file = parse('/w/main.cnn', text);
  const scopes = resolveFiles(
    { file: () => undefined, resolve: () => 'outside' },
    file,
    new Reporter(),
    new NameRecorder(),
  );
  const network = scopes.get(file.file)?.networks[0];
  assert.ok(network);
  const counter = new LayerCounter(mostTurns, limits.moduleDepth);
  const count = counter.body(network.declaration.body, network);
  const places = Array.from({ length: count }, (_, others) => {
    const place = counter.place(network.declaration.body, network, others);
    return text.slice(place?.span.start, place?.span.end);
  });
  assert.equal(counter.place(network.declaration.body, network, count), undefined);
  return [count, places];
}

const inNetwork = (body: string): string => `${modules}network N {\n  input x: 8x8x4\n  ${body}\n}\n`;

describe('the layers of a text are foreseen', () => {
  const bodies: readonly string[] = [
    'relu()',
    'relu()\n  tanh() -> conv(1, 1x1)',
    'pair(2)\n  relu()',
    'four(2)\n  four(3)',
    'concat { branch { pair(1) } branch { relu() } branch { } }',
    'a = relu()\n  add(a, a)\n  tanh()',
    'repeat 3 { relu() tanh() }\n  pair(1)',
    'repeat i in 2..4 { conv(i, 1x1) }',
    'repeat i in 2..<4 { conv(i, 1x1) }',
    'repeat i in 4..2 { conv(i, 1x1) }\n  relu()',
    'repeat [a, b] in [[1, 2], [3, 4]] { conv(a, 1x1) -> conv(b, 1x1) }\n  tanh()',
    'repeat 2 { repeat 3 { relu() } four(1) }\n  tanh()',
    'concat { branch { repeat 2 { relu() } } branch { concat { branch { tanh() } branch { } } } }\n  relu()',
  ];
  for (const body of bodies) {
    it(body, () => {
      const text = inNetwork(body);
      const { layers, input } = networkOf(text).graph;
      const made = layers.filter(({ id }) => id !== input);
      const [count, places] = foreseen(text);
      assert.equal(count, made.length);
      assert.deepEqual(
        places,
        made.map(({ origin: { nameSpan } }) => text.slice(nameSpan.start, nameSpan.end)),
      );
    });
  }

  it('but for what a value decides, which counts as none', () => {
    for (const body of [
      'repeat n { relu() }',
      'repeat i in 1..n { relu() }',
      'repeat i in n..3 { relu() }',
      'repeat c in list { relu() }',
      'repeat 1.5 { relu() }',
      'if true { relu() }',
      'kind()',
      'const relu = 3\n  relu()',
      'repeat tanh in 1..2 { }\n  tanh()',
    ]) {
      assert.equal(foreseen(inNetwork(body))[0], 0, body);
    }
  });

  it('and neither for a repeat of more turns than there may be, nor for a module in itself', () => {
    assert.equal(foreseen(inNetwork('repeat 4 { relu() }'), 4)[0], 4);
    assert.equal(foreseen(inNetwork('repeat 5 { relu() }'), 4)[0], 0);
    assert.equal(foreseen(`module m() { relu() m() tanh() }\nnetwork N {\n  input x: 1x1x1\n  m()\n}\n`)[0], 2);
  });
});
