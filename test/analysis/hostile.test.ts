/** Texts made to hang, to overflow or to mislead: a message, partial figures, and an end. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis, OutputAnalysis } from '../../src/analysis/analysis';
import type { Diagnostic } from '../../src/base/diagnostic';
import { messageOf } from '../../src/base/message-text';
import { format } from '../../src/syntax/format';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { analyzeText, messagesOf } from '../support/analyze-text';

describe('hostile texts', function () {
  // Each takes about a second of CPU: the machine may be busy.
  this.timeout(120_000);

  it('modules that double at each level stop at the limit of layers, with one message', () => {
    const modules = Array.from({ length: 40 }, (_, i) => `module m${i + 1}() { m${i}() m${i}() }`).join('\n');
    const analysis = analyzeText(`module m0() { relu() }\n${modules}\nnetwork N() { input x: 4x4x1 m40() }`);
    assert.deepEqual(messagesOf(analysis), ['1:15 flow.layer-limit']);
    assert.equal(analysis.networks[0]?.main.sums.multiplies.isPartial, true);
  });

  it('doubling modules without layers and nested empty repeats stop at the limit of statements', () => {
    const modules = Array.from({ length: 40 }, (_, i) => `module m${i + 1}() { m${i}() m${i}() }`).join('\n');
    const empty = analyzeText(`module m0() { }\n${modules}\nnetwork N() { input x: 4x4x1 m40() }`);
    assert.deepEqual(
      messagesOf(empty).map((message) => message.split(' ')[1]),
      ['flow.work-limit'],
    );
    const repeats = analyzeText('network N() { input x: 4x4x1 repeat 10000 { repeat 10000 { repeat 10000 { } } } }');
    assert.deepEqual(
      messagesOf(repeats).map((message) => message.split(' ')[1]),
      ['flow.work-limit'],
    );
  });

  it('a chain of module calls deeper than the limit is reported where it passes it', () => {
    const modules = Array.from({ length: 400 }, (_, i) => `module m${i + 1}() { m${i}() }`).join('\n');
    const analysis = analyzeText(`module m0() { relu() }\n${modules}\nnetwork N() { input x: 4x4x1 m400() }`);
    assert.deepEqual(messagesOf(analysis), ['202:17 flow.depth-limit']);
  });

  it('long sums, long constants and long lists do not exhaust the stack', () => {
    const sum = (length: number) => Array.from({ length }, () => '1').join(' + ');
    const constants = Array.from({ length: 1500 }, (_, i) => `const c${i} = c${i + 1}`).join('\n');
    const conv = (filters: string) => messagesOf(analyzeText(`network N() { input x: 4x4x1 conv(${filters}, 1x1) }`));
    assert.deepEqual(conv(sum(900)), []);
    assert.deepEqual(conv(sum(50_000)), ['1:35 syntax.expression-size']);
    assert.deepEqual(messagesOf(analyzeText(`${constants}\nconst c1500 = 1`)).length, 1);
    const list = Array.from({ length: 50_000 }, () => '1').join(', ');
    assert.deepEqual(conv(`max(${list})`), []);
  });

  it('recursion is reported once, at the call that closes the circle', () => {
    const analysis = analyzeText('module a() { b() }\nmodule b() { a() }\nnetwork N() { input x: 4x4x1 a() a() b() }');
    assert.deepEqual(messagesOf(analysis), ['2:14 name.recursion']);
  });

  it('sizes of 1e9 and sums beyond 2^53 are exact or unknown', () => {
    const analysis = analyzeText('network N() { input x: 1000000000x1000000000x1 conv(1, 3x3) }');
    // 1e18 values are above 2^53: said at the input, unknown from there on.
    assert.deepEqual(messagesOf(analysis), ['1:21 shape.too-large']);
    const sum = analyzeText('network Sum() { input x: 30000000x30000000x1 conv(4, 1x1) conv(1, 1x1) conv(1, 1x1) }');
    assert.deepEqual(messagesOf(sum, 'error').length > 0, true);
    assert.ok((sum.networks[0]?.main.sums.multiplies.value ?? 0) <= 2 ** 53);
  });

  it('names such as __proto__ and constructor are names like any other', () => {
    const analysis = analyzeText(
      'const __proto__ = 4\nmodule constructor(toString = 2) { conv(toString, 1x1) }\nnetwork hasOwnProperty() { input valueOf: 4x4x1 conv(__proto__, 1x1) constructor() }',
    );
    assert.deepEqual(messagesOf(analysis), []);
    assert.equal(analysis.networks[0]?.outputs[0]?.shape[2], 2);
  });

  it('one budget holds for all networks and uncalled modules of a file, and the message names where it ended', () => {
    const modules = Array.from({ length: 40 }, (_, i) => `module m${i + 1}() { m${i}() m${i}() }`).join('\n');
    const networks = Array.from({ length: 100 }, (_, i) => `network N${i}() { input x: 4x4x4 m15() }`).join('\n');
    const analysis = analyzeText(`module m0() { relu() }\n${modules}\n${networks}`);
    assert.deepEqual(messagesOf(analysis), ['1:15 flow.layer-limit']);
    assert.equal(analysis.diagnostics[0]?.values.owner, 'N3');
    assert.equal(analysis.networks.length, 100);
    assert.deepEqual(
      [2, 3, 99].map((i) => analysis.networks[i]?.main.sums.multiplies.isPartial),
      [false, true, true],
    );
    const levels = Array.from(
      { length: 20 },
      (_, i) => `module m${i + 1}() { concat { branch { m${i}() } branch { m${i}() } } }`,
    ).join('\n');
    const unused = analyzeText(`module m0() { relu() }\n${levels}\nnetwork N() { input x: 4x4x1 m13() }`);
    assert.deepEqual(
      messagesOf(unused).map((message) => message.split(' ')[1]),
      ['flow.layer-limit'],
    );
    assert.equal(unused.networks[0]?.main.sums.multiplies.isPartial, false);
  });

  it('thousands of outputs, wrong names and checks take no more than they are long', () => {
    const body = (count: number, line: (i: number) => string) =>
      analyzeText(`network N() { input x: 4x4x4\n${Array.from({ length: count }, (_, i) => line(i)).join('\n')} }`);
    const outputs = body(20_000, (i) => `relu() output o${i}`);
    assert.equal(outputs.diagnostics.length, 0);
    assert.equal(outputs.networks[0]?.servedOutput[20_000], 'o19999');
    assert.equal(outputs.networks[0]?.outputs[9]?.needs.layerCount, 10);
    assert.equal(body(4_000, (i) => `res${i} = relu() from ras${i}x`).diagnostics.length, 4_000);
    assert.equal(body(4_000, (i) => `const aaa${i} = bbb${i}`).networks.length, 1);
    const long = Array.from({ length: 500 }, () => '1').join(' + ');
    assert.deepEqual(
      messagesOf(body(1, () => `repeat 10_000 { repeat 40 { const x = ${long} } }`)).map((line) => line.split(' ')[1]),
      ['flow.work-limit'],
    );
  });

  it('what each of thousands of outputs and heads needs is added up once', () => {
    const body = (count: number, line: (i: number) => string) =>
      analyzeText(`network N() { input x: 4x4x4\n${Array.from({ length: count }, (_, i) => line(i)).join('\n')} }`)
        .networks[0] as NetworkAnalysis;
    // 4 x 4 x 4 results of 4 products each.
    const chain = body(20_000, (i) => `conv(4, 1x1) output o${i}`);
    const needs = chain.outputs.map((output) => output.needs.sums.multiplies.value);
    assert.deepEqual(
      needs,
      needs.map((_, i) => 256 * (i + 1)),
    );
    const heads = body(5_000, (i) => `r${i} = conv(4, 1x1) head h${i} from r${i} { dense(2) }`);
    assert.deepEqual(
      [0, 4_999].map((i) => {
        const { needs, extra } = heads.outputs.filter(({ output }) => output.kind === 'head')[i] as OutputAnalysis;
        return [needs.sums.multiplies.value, extra.sums.multiplies.value];
      }),
      [
        [256 + 128, 128],
        [5_000 * 256 + 128, 128],
      ],
    );
  });

  it('a list that holds lists many times is refused, and no message writes all of it', () => {
    const lists = Array.from({ length: 60 }, (_, i) => `const a${i + 1} = [a${i}, a${i}, a${i}, a${i}]`).join('\n');
    const { diagnostics } = analyzeText(
      `const a0 = [1, 2]\n${lists}\nnetwork N() { input x: 4x4x4 conv(a7, 1x1) const same = a60 == a60 }`,
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['value.list-limit', 'value.type'],
    );
    assert.ok(messageOf(diagnostics[1] as Diagnostic, englishDiagnostics).length < 1_200);
  });

  it('of one text, and of each severity, so many messages are listed and the last says that there are more', () => {
    const codes = (text: string) => {
      const count = new Map<string, number>();
      for (const { severity, code } of analyzeText(text).diagnostics) {
        count.set(`${severity} ${code}`, (count.get(`${severity} ${code}`) ?? 0) + 1);
      }
      return Object.fromEntries(count);
    };
    assert.deepEqual(codes('€\n'.repeat(60_000)), { 'error syntax.character': 50_000, 'error syntax.too-many': 1 });
    assert.deepEqual(codes('import 3\n'.repeat(60_000)), {
      'error syntax.expected': 50_000,
      'error syntax.too-many': 1,
    });
    const calls = 'lstm()\n'.repeat(12_000);
    assert.deepEqual(codes(`network N() { input x: 4x4x4 ${calls} }\nmodule m() { }`), {
      'error name.unknown': 10_000,
      'error syntax.too-many': 1,
    });
    const dead = Array.from({ length: 12_000 }, (_, i) => `r${i} = relu() from x`).join('\n');
    assert.deepEqual(codes(`network N() { input x: 4x4x4\n${dead}\nrelu() }\nmodule m() { foo() }`), {
      'warning flow.dead': 10_000,
      'warning syntax.too-many': 1,
      'error name.unknown': 1,
    });
  });

  it('a text of megabytes is one message, and every answer about it an empty one', () => {
    const text = `${'relu()\n'.repeat(1_200_000)}`;
    const analysis = analyzeText(text);
    assert.deepEqual(messagesOf(analysis), ['1:1 syntax.too-long']);
    assert.equal(analysis.file.tokens.length, 2);
    assert.equal(format(analysis.file), text);
  });

  it('what unrolls to far more layers than there may be is told so before it is unrolled', () => {
    const unrolled = (text: string) => {
      const analysis = analyzeText(text);
      return [messagesOf(analysis), analysis.networks[0]?.graph.layers.length];
    };
    const repeats = 'network N() { input x: 4x4x1 repeat 10_000 { repeat 11 { relu() } } }';
    assert.deepEqual(unrolled(repeats), [['1:58 flow.layer-limit'], 1]);
    const second =
      'network N() { input x: 4x4x1 repeat i in 1..10_000 { concat { branch { relu() } } repeat 9 { m() } } }';
    assert.deepEqual(unrolled(`module m() { lrn() }\n${second}`), [['1:14 flow.layer-limit'], 1]);
    // A value that is called instead of a module or a layer makes what it makes.
    const called = (name: string) => `module big() { repeat 10_000 { lrn() } }
      module none() { }
      module m(${name}) { repeat 100 { ${name}() } }
      network N() { input x: 4x4x1 m(none) relu() }`;
    assert.deepEqual(unrolled(called('big')), [[], 2]);
    const inputs = 'network N() { input x: 4x4x1 relu() repeat 10_000 { repeat 11 { input y: 4x4x1 } } }';
    assert.deepEqual(unrolled(inputs), [['1:65 flow.place'], 2]);
    assert.deepEqual(messagesOf(analyzeText('module m() { repeat 10_000 { repeat 11 { relu() } } }')), [
      '1:42 flow.layer-limit',
    ]);
  });

  it('what is unrolled and holds no layer leaves no more than a thousand empty blocks', () => {
    const text = (body: string) => `module none() { }
      module nothing(on) { if on { relu() } none() }
      network N() { input x: 4x4x1 relu() ${body} }`;
    const unrolled = (body: string) => {
      const analysis = analyzeText(text(body));
      const { blocks, layers } = (analysis.networks[0] as NetworkAnalysis).graph;
      const codes = analysis.diagnostics.map(({ code }) => code);
      return { codes, layers: layers.length, blocks: blocks.length };
    };
    const limit = ['flow.work-limit'];
    // A thousand that hold nothing, those around them, and the network's own.
    for (const [body, codes, most] of [
      ['repeat 10_000 { }', [], 1_002],
      ['repeat 10_000 { repeat 10_000 { } }', limit, 1_004],
      ['repeat i in 1..10_000 { repeat j in 1..10_000 { const a = i * j } }', limit, 1_004],
      ['repeat 10_000 { repeat i in [1, 2, 3] { none() } }', [], 3_000],
      ['repeat 10_000 { none() nothing(on = false) }', [], 4_000],
      ['repeat 10_000 { if 1 > 2 { relu() } head a { } }', ['flow.place'], 1_002],
      ['repeat 10_000 { repeat', ['syntax.unclosed', 'syntax.expected'], 1_002],
    ] as const) {
      const { blocks, layers, codes: found } = unrolled(body);
      assert.deepEqual([layers, found], [2, codes], body);
      assert.ok(blocks <= most, `${blocks} blocks of ${body}`);
    }
    // What is said is said whatever turn it is in, and what holds a layer stays.
    assert.deepEqual(unrolled('repeat i in 1..10_000 { const a = 1 / (i - 9_999) }').codes, ['value.divide-by-zero']);
    const last = unrolled('repeat i in 1..10_000 { if i > 9_998 { relu() } }');
    assert.deepEqual([last.layers, last.blocks], [4, 1_004]);
    const branches = unrolled(`repeat 10_000 { concat { ${'branch { } '.repeat(100)} } }`);
    assert.deepEqual([branches.codes, branches.blocks < 400_000], [['shape.too-large', ...limit], true]);
  });

  it('modules that nobody calls are each read, and not unrolled for ever', () => {
    const modules = (count: number, calls: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => `module m${i}() { ${calls(i)} }`).join('\n');
    const doubling = (i: number) => (i === 0 ? 'relu() conv(1, 0)' : `m${i - 1}() m${i - 1}() conv(1, 0)`);
    const codes = messagesOf(analyzeText(modules(15, doubling))).map((message) => message.split(' ')[1]);
    assert.deepEqual(codes, Array(15).fill('value.range'));
    const pairs = messagesOf(
      analyzeText(`${modules(14, doubling).replaceAll('conv(1, 0)', '')}
      module a() { b() } module b() { a() }`),
    );
    assert.deepEqual(
      pairs.map((message) => message.split(' ')[1]),
      ['name.recursion'],
    );
  });

  it('takes no time out of proportion', () => {
    const lines = (count: number, line: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => line(i)).join('\n');
    const texts: Readonly<Record<string, (count: number) => string>> = {
      'unknown constants': (count) => lines(count, (i) => `const name${i} = nam${i}`),
      'unknown constants of a body': (count) =>
        `network N() { input x: 4x4x4\n${lines(count, (i) => `const c${i} = unknown_${i}`)} }`,
      'circles of modules': (count) => lines(count, (i) => `module m${i}() { m${(i + 1) % count}() m0() }`),
      'a circle too long to be found': (count) =>
        lines(count, (i) => `module m${i}() { m${(i + count - 1) % count}() }`),
      'promises about memory': (count) => `module m() { relu() expect peak > 0 budget peak <= 1M }
        network N() { input x: 4x4x4\n${lines(count * 5, () => 'm()')} }`,
    };
    for (const [name, make] of Object.entries(texts)) {
      // Processor time for a character, the least of four, as code is compiled the first time and memory is cleared at any.
      const time = (text: string) =>
        Math.min(
          ...Array.from({ length: 4 }, () => {
            const before = process.cpuUsage();
            analyzeText(text);
            const { user, system } = process.cpuUsage(before);
            return (user + system) / text.length;
          }),
        );
      // What grows with the square of a text takes eight times as long for a character of one that is eight times as long.
      const growth = time(make(4_000)) / time(make(500));
      assert.ok(growth < 4, `${name}: ${growth.toFixed(1)} times as long for a character`);
    }
  });
});
