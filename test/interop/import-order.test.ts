/** In which order and in which blocks layers of an imported network are written: what leaves the flow before what goes on, and joins around their branches. */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';

/** Layers as `name from result`: convolutions, and sums of what commas part. */
async function bodyOf(net: string): Promise<readonly string[]> {
  const layers = net.split('; ').map((layer) => {
    const [name, from = '', to] = layer.split(' ');
    const inputs = from.split(',');
    const bottoms = inputs.map((input) => `bottom: "${input}"`).join(' ');
    const kind =
      inputs.length > 1
        ? 'type: "Eltwise"'
        : 'type: "Convolution" convolution_param { num_output: 4 kernel_size: 1 bias_term: false }';
    return `layer { name: "${name}" ${kind} ${bottoms} top: "${to}" }`;
  });
  const input = 'input: "data" input_dim: 1 input_dim: 4 input_dim: 8 input_dim: 8';
  const { text, foreign } = await imported('caffe', `${input}\n${layers.join('\n')}`);
  assert.deepEqual(foreign.missing, []);
  const lines = text.slice(text.indexOf('network ')).split('\n');
  const end = lines.indexOf('}');
  const body = lines.slice(0, end).map((line) => line.replace(/conv\(4, 1x1[^)]*\)/, 'conv()').trim());
  return body.filter((line) => line !== '').slice(2);
}

/** The body without what all convolutions have in common. */
async function written(net: string): Promise<string> {
  const lines = await bodyOf(net);
  return lines.slice(lines[0] === 'defaults {' ? 3 : 0).join(' ');
}

describe('the order of imported layers', () => {
  for (const [what, net, text] of [
    [
      'a head before the flow that it leaves, though it is last in the file',
      'A data a; B a b; C b c; H a h',
      'A = conv() H = conv() output h from A B = conv() C = conv() output c',
    ],
    [
      'a head before the flow where it is first in the file',
      'A data a; H a h; B a b; C b c',
      'A = conv() H = conv() output h from A B = conv() C = conv() output c',
    ],
    [
      'heads of one length as the file has them',
      'A data a; B a b; C a c; D a d',
      'A = conv() B = conv() output b from A C = conv() output c from A D = conv() output d',
    ],
    [
      'the shorter of heads first',
      'A data a; B a b; C b c; D a d; E d e; F e f; G a g',
      'A = conv() G = conv() output g from A B = conv() C = conv() output c from A D = conv() E = conv() F = conv() output f',
    ],
    [
      'a head within a head first',
      'A data a; B a b; C b c; D c d; H b h; E a e; F e f; G f g; I g i; K i k',
      'A = conv() B = conv() H = conv() output h from B C = conv() D = conv() output d from A E = conv() F = conv() G = conv() I = conv() K = conv() output k',
    ],
    [
      'branches in a join, and what else reads their start behind it',
      'A data a; B a b; C a c; J b,c j; D a d',
      'A = conv() J = add { branch { B = conv() } branch { C = conv() } } output j from A D = conv() output d',
    ],
    [
      'a join in a branch of another',
      'A data a; B a b; C a c; D c d; J c,d j; K b,j k',
      'A = conv() K = add { branch { B = conv() } branch { C = conv() add { branch { } branch { D = conv() } } } } output k',
    ],
    [
      'a branch without layers for a shortcut',
      'A data a; B a b; J a,b j; C j c',
      'A = conv() J = add { branch { } branch { B = conv() } } C = conv() output c',
    ],
    [
      'a join by names where something else reads what is inside of a branch',
      'A data a; B a b; J a,b j; O b o',
      'A = conv() B = conv() J = add(A, B) output j from B O = conv() output o',
    ],
    [
      'joins by names where branches cross',
      'A data a; B a b; C a c; D b d; E c e; J d,c j; K e,b k; L j,k l',
      'A = conv() B = conv() D = conv() from A C = conv() J = add(D, C) from C E = conv() K = add(E, B) L = add(J, K) output l',
    ],
    ['one result twice', 'A data a; J a,a j', 'A = conv() J = add { branch { } branch { } } output j'],
  ] as const) {
    it(`has ${what}`, async () => assert.equal(await written(net), text));
  }

  /** Sums, each of which stands in a branch of the next. */
  const nested = (count: number): string => {
    const down = Array.from({ length: count }, (_, i) => `C${i} ${i === 0 ? 'data' : `c${i - 1}`} c${i}`);
    const up = Array.from({ length: count - 1 }, (_, i) => count - 1 - i).map(
      (i) => `J${i} c${i - 1},${i === count - 1 ? `c${i}` : `j${i + 1}`} j${i}`,
    );
    return [...down, ...up].join('; ');
  };

  it('has twenty joins in one another, and those around them by names', async () => {
    const joins = async (count: number) => {
      const lines = await bodyOf(nested(count));
      return [lines.filter((line) => line.endsWith('add {')).length, lines.filter((line) => /add\(/.test(line)).length];
    };
    assert.deepEqual(await joins(21), [20, 0]);
    assert.deepEqual(await joins(22), [20, 1]);
    assert.deepEqual(await joins(24), [20, 3]);
  });
});
