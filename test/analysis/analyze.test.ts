/** Numbers at the edge of what can be counted, and what leads nowhere. */

import assert from 'node:assert/strict';
import { analyzeText, messagesOf } from '../support/analyze-text';

describe('an analysis', () => {
  const costs = (body: string) => {
    const analysis = analyzeText(`network N { ${body} }`);
    const [network] = analysis.networks;
    return { network, last: network?.costs.at(-1), messages: messagesOf(analysis) };
  };

  // 2^53 is 2^26 * 2^27, and 2^53 - 1 is 441,650,591 * 20,394,401.
  it('counts up to 2^53, and says of more that it is too large', () => {
    const most = costs('input x: 1x1x134217728 dense(67_108_864, bias = false)');
    assert.equal(most.last?.multiplies, 2 ** 53);
    assert.equal(most.last?.params, 2 ** 53);
    assert.equal(most.network?.errors.size, 0);
    const less = costs('input x: 1x1x441650591 dense(20_394_401, bias = false)');
    assert.equal(less.last?.multiplies, 2 ** 53 - 1);
    const more = costs('input x: 1x1x134217728 dense(67_108_865, bias = false)');
    assert.deepEqual([more.last?.multiplies, more.last?.params], [undefined, undefined]);
    assert.deepEqual(
      [...(more.network?.errors.values() ?? [])].map(({ code }) => code),
      ['shape.too-large'],
    );
    // The weights can be counted, with a bias for each they cannot.
    const biased = costs('input x: 1x1x134217728 dense(67_108_864)');
    assert.deepEqual([biased.last?.multiplies, biased.last?.params], [2 ** 53, undefined]);
    assert.equal(biased.last?.paramsTotal, undefined);
  });

  it('says of a network whose sum is too large so once, also where it is only the memory at a time', () => {
    const sum = costs(
      `input x: 30000x30000x1000000 ${'conv(1_000_000, 1x1, groups = 1_000_000, bias = false) '.repeat(9)}`,
    );
    const told = sum.messages.filter((message) => message.includes('too-large'));
    assert.equal(told.length, 1, sum.messages.join());
    // 3.6e15 bytes at the input and as many at each result: sums stay below 9e15, what is alive at a time does not.
    const peak = costs('input x: 30000x30000x1000000 add { branch { relu() } branch { relu() } } ');
    assert.ok(
      peak.messages.some((message) => message.includes('too-large')),
      peak.messages.join(),
    );
    const input = costs('input x: 40000x40000x1300000 relu()');
    assert.deepEqual(
      input.messages.map((message) => message.split(' ')[1]),
      ['shape.too-large'],
    );
    assert.ok((input.network?.main.sums.activationBytes.value ?? 0) < 2 ** 53);
    assert.deepEqual(costs('input x: 20000x20000x1000000 relu()').messages, []);
  });

  it('names what leads nowhere in a module as the module does', () => {
    const text = 'network N { input: 8x8x4 a = m() }\nmodule m() { start = relu() conv(4, 1x1) from start }';
    const dead = analyzeText(text).diagnostics.filter(({ code }) => code === 'flow.dead');
    assert.deepEqual(
      dead.map(({ values }) => values.name),
      ['conv_1'],
    );
  });

  it('tells the end of what leads nowhere, once, and not what stands before the input', () => {
    assert.deepEqual(
      messagesOf(analyzeText('network N { input: 8x8x4\n  a = relu()\n  b = conv(4, 1x1)\n  from a\n  relu() }')),
      ['3:7 flow.dead'],
    );
  });
});
