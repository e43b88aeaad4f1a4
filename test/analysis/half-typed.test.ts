/** A statement that is being typed is one mistake, wherever in a file it stands: nothing around it is told as another. */

import assert from 'node:assert/strict';
import { parse } from '../../src/syntax/parser';
import { analyzeText, messagesOf } from '../support/analyze-text';

/** Right as it stands: 28x28 pixels halve to 14x14, and 64 + 128 channels are joined. */
const text = `const depth = 32

/// Documented.
network Net(classes = 10) {
  input image: 28x28x3

  defaults { conv(norm = batchnorm()) }

  conv(depth, 3x3, stride = 2)
  expect 14x14x32
  first = fire(16, 64, 128)
  expect 14x14x192
  repeat i in 1..2 {
    conv(192, 3x3)
  }
  head aux from first {
    globalavgpool() -> dense(classes)
  }
  globalavgpool() -> dense(classes)
  output logits
  budget params <= 1M
}

module fire(squeeze, left, right) {
  conv(squeeze, 1x1)
  concat {
    branch { conv(left, 1x1) }
    branch { conv(right, 3x3, padding = 1) }
  }
}
`;

/** Half-typed lines, as they stand before their brackets are closed. */
const halfTyped = [
  ...['module', 'module x', 'module x(', 'module x(a', 'module x(a,', 'module x(a =', 'module x(a)', 'module x(a) {'],
  ...['module x() { conv(8', 'network', 'network X', 'network X(', 'network X(a', 'network X() {'],
  ...['import', 'import {', 'import { a', 'import { a,', 'import { a as', 'import { a }', 'import { a } from'],
  ...['import { a } from "', 'const a', 'const a =', 'const [a', 'const [a, b]', 'const [a, b] ='],
  ...['input', 'input x', 'input x:', 'expect', 'expect 3x3x3,', 'expect params', 'expect params =='],
  ...['budget', 'budget params', 'budget params <=', 'output', 'output x from', 'head', 'head x', 'head x from'],
  ...['head x {', 'concat', 'concat {', 'concat { branch', 'concat { branch {', 'concat(', 'add {', 'branch'],
  ...['branch {', 'repeat', 'repeat 3', 'repeat i', 'repeat i in', 'repeat i in 1..', 'repeat i in 1..3'],
  ...['repeat 3 {', 'from', 'defaults', 'defaults {', 'defaults { conv', 'defaults { conv(', 'defaults { conv(norm ='],
  ...['x =', 'x = conv', 'x = conv(', 'conv', 'conv(', 'conv(8', 'conv(8,', 'conv(8, 3x', 'conv(8, 3x3'],
  ...['conv(8, 3x3, stride', 'conv(8, 3x3, stride =', 'conv(8, 3x3, activation = prelu(', 'conv(8, 1x1) -> x = conv('],
];

/** The errors of a text, if there is more than one. */
function several(typed: string, place: string): string[] {
  const errors = messagesOf(analyzeText(typed), 'error');
  return errors.length > 1 ? [`${place}: ${errors.join(', ')}`] : [];
}

describe('half-typed text', () => {
  it('is right as it stands', () => assert.deepEqual(messagesOf(analyzeText(text)), []));

  it('is one mistake between the statements of bodies', () => {
    const lines = text.split('\n');
    const found: string[] = [];
    // Before the input nothing may stand but three words, and there a second mistake is told where the network has its first.
    const places = lines.flatMap((line, index) => (index > 4 && line.startsWith('  ') ? [index] : []));
    for (const index of places) {
      const next = lines[index] as string;
      const indent = next.search(/\S/) + (next.trim() === '}' ? 2 : 0);
      for (const line of halfTyped) {
        const typed = [...lines.slice(0, index), ' '.repeat(indent) + line, ...lines.slice(index)].join('\n');
        found.push(...several(typed, `${index + 1} ${line}`));
      }
    }
    assert.deepEqual(found, []);
  });

  it('is one mistake where the rest of a line is missing', () => {
    const found: string[] = [];
    for (const { start, end } of parse('/w/main.cnn', text).tokens) {
      const rest = text.indexOf('\n', end);
      if (rest < 0 || text.slice(start, end).trim() === '') continue;
      found.push(...several(text.slice(0, end) + text.slice(rest), text.slice(text.lastIndexOf('\n', start) + 1, end)));
    }
    assert.deepEqual(found, []);
  });

  it('is one mistake in the head of a loop, of which the names are used, and in that of a module that takes results', () => {
    const table =
      '  repeat [c, s] in [\n    [\n    [16, 1],\n  ] {\n    conv(c, 3x3, stride = s)\n    expect 8x8x8\n  }\n';
    const network = (body: string): string => `network N {\n  input x: 8x8x4\n${body}}\n`;
    assert.deepEqual(several(network(table), 'loop'), []);
    const module = 'module up(\n  a = conv(4, 1x1)\n  relu()\n}\n';
    assert.deepEqual(several(`${network('  y = relu()\n  up(y)\n  expect 8x8x8\n')}${module}`, 'module'), []);
  });

  const errorsOf = (written: string, others: Record<string, string> = {}) =>
    messagesOf(analyzeText(written, {}, others), 'error').map((message) => message.split(' ')[1]);
  const promising = 'network B { input x: 8x8x4 conv(4, 1x1) expect params == 5 }';

  it('hides no broken promise of a network beside it', () => {
    assert.ok(errorsOf(`network A { input x: 8x8x4 conv(8, }\n${promising}`).includes('expect.metric'));
  });

  it('hides those of what calls it, under whatever name it is imported, and none where it is whole', () => {
    const half = 'module whole() { conv(4, 1x1) conv(8, }';
    for (const [name, as] of [
      ['whole', ''],
      ['other', ' as other'],
    ] as const) {
      const caller = `import { whole${as} } from "./half.cnn"\n${promising.replace('conv(4, 1x1)', `${name}()`)}`;
      assert.ok(!errorsOf(caller, { 'half.cnn': half }).includes('expect.metric'), caller);
      assert.ok(errorsOf(caller, { 'half.cnn': 'module whole() { conv(4, 1x1) }' }).includes('expect.metric'), caller);
    }
  });

  it('hides nothing that does not come from it', () => {
    const broken = 'module stem() {\n  conv(8, 3x3\n}\n';
    const wrong = (call: string): string => `network N {\n  input x: 8x8x4\n  ${call}\n  expect 1x1x1\n}\n`;
    const codes = (source: string): readonly string[] => analyzeText(source).diagnostics.map(({ code }) => code);
    assert.deepEqual(codes(broken + wrong('relu()')), ['syntax.unclosed', 'expect.shape']);
    assert.deepEqual(codes(broken + wrong('stem()')), ['syntax.unclosed']);
    const through = 'module body() {\n  stem()\n}\n';
    assert.deepEqual(codes(broken + through + wrong('body()')), ['syntax.unclosed']);
    const handedOn = 'module apply(layer = relu) {\n  layer()\n}\n';
    assert.deepEqual(codes(broken + handedOn + wrong('apply(layer = stem)')), ['syntax.unclosed']);
  });

  it('a module whose brace is not there yet has its arguments', () => {
    for (const written of ['module fire(squeeze, left, right) \n', 'module fire(squeeze, left, right) // soon\n']) {
      const analysis = analyzeText(text.replace('module fire(squeeze, left, right) {\n', written));
      assert.equal(messagesOf(analysis).length, 1);
      const [network] = analysis.networks;
      // 14 * 14 * 32 * 16 of the first layer in it.
      const first = network?.graph.layers.find(({ path }) => path === 'first/conv_1');
      assert.equal(network?.costs[first?.id ?? -1]?.multiplies, 100_352);
    }
  });
});
