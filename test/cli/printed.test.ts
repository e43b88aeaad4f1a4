/** What `cost`, `explain` and `advise` print of a design, whole and by hand: parts that heads need, that lead nowhere, and that are unknown. */

import assert from 'node:assert/strict';
import { incept } from '../support/memory-host';

const files = {
  'plain.cnn': 'network Plain {\n  input x: 4x4x2\n  conv(3, 1x1)\n}\n',
  'heads.cnn': `module block(c) {
  conv(c, 1x1)
  budget params <= 10
}
network Heads {
  input x: 4x4x2
  block(3)
  x2 = conv(2, 3x3)
  head aux { globalavgpool() dense(2) }
  from x2
  gone = conv(5, 1x1)
  maxpool(2x2, stride = 2)
  from x2
  add(x2, x2)
  output end
}
`,
  'unknown.cnn': 'network Unknown {\n  input x: 4x4x2\n  conv(3, 1x1)\n  conv(missing, 1x1)\n  conv(2, 1x1)\n}\n',
  'deep/plane.cnn': 'network Plane {\n  input x: 4x4x2\n  conv(3, 1x1)\n}\n',
};

async function printed(line: string, code = 0): Promise<string> {
  const outcome = await incept(line.split(' '), { files });
  assert.equal(outcome.code, code, outcome.stderr);
  return outcome.stdout;
}

/** Without its first two lines, which name the file and the metric. */
const costOf = async (line: string, code = 0): Promise<string> =>
  (await printed(`cost ${line}`, code)).split('\n').slice(3).join('\n');

// 4*4*3 * 2 and 3*2 + 3; a ReLU compares each of 48 values; of 32 + 48 values of 4 bytes.
const plainTotals = `
multiplies            96 (= MACs; FLOPs 192)
without padding taps  96 (100.0%)
adds                  96
elementwise           compare 48
parameters            9 trainable, 9 in all
weights               36 B as float32
activations           192 B as float32
peak memory           320 B at conv_1

outputs
  name    shape  multiplies  params
  output  4x4x3          96       9
`;

describe('incept prints', () => {
  it('the cost of a design by layer and by kind', async () => {
    assert.equal(
      await costOf('plain.cnn'),
      `layer       op    window  shape  multiplies   share  params
conv_1      conv  1x1     4x4x3          96  100.0%       9
main total                               96               9
${plainTotals}`,
    );
    assert.equal(
      await costOf('plain.cnn --by op'),
      `op          layers   multiplies   share  params
conv        1 layer          96  100.0%       9
main total                   96               9
${plainTotals}`,
    );
  });

  it('the cost of what heads need and of what leads nowhere, and budgets of modules', async () => {
    const text = await costOf('heads.cnn');
    const [table = '', , outputs, budgets] = text.split('\n\n');
    // 4*4*2 * 3*3*3 and 54 + 2; 2 * 2 and 4 + 2; 4*4*5 * 2 and 10 + 5.
    assert.equal(
      table,
      `layer                op             window  shape  multiplies  share  params
block_1/conv_1       conv           1x1     4x4x3          96  10.0%       9
x2                   conv           3x3     4x4x2         864  90.0%      56
aux/globalavgpool_1  globalavgpool          1x1x2           0              0  (aux)
aux/dense_1          dense                  1x1x2          +4             +6  (aux)
gone                 conv           1x1     4x4x5                             (leads nowhere, 160 multiplies, 15 params)
maxpool_1            maxpool        2x2/2   2x2x5                             (leads nowhere)
add_1                add                    4x4x2           0              0
main total                                                960             65
all heads                                                  +4             +6
everything                                                964             71`,
    );
    assert.equal(
      outputs,
      `outputs
  name        shape  multiplies  params
  head aux    1x1x2         964      71  +4 multiplies, +6 params on top of the main path
  end         4x4x2         960      65
  everything                964      71  +4 multiplies, +6 params on top of the main path`,
    );
    assert.equal(budgets, 'budgets\n  ok    params 9 of 10 (90.0%) in block_1\n');
    assert.equal(
      (await costOf('heads.cnn --by op')).split('\n\n')[0],
      `op             layers    multiplies   share  params
conv           2 layers         960  100.0%      65
add            1 layer            0               0
globalavgpool  1 layer            0               0  (not in the total)
dense          1 layer           +4              +6  (not in the total)
conv           1 layer                               (leads nowhere, 160 multiplies, 15 params)
maxpool        1 layer                               (leads nowhere)
main total                      960              65
all heads                        +4              +6
everything                      964              71`,
    );
    assert.equal(
      await printed('cost heads.cnn --format csv --by op'),
      `op,layers,output,part,multiplies,params
conv,2 layers,,main,960,65
add,1 layer,,main,0,0
globalavgpool,1 layer,,head,0,0
dense,1 layer,,head,4,6
conv,1 layer,,dead,160,15
maxpool,1 layer,,dead,0,0
`,
    );
  });

  it('what is known of an unknown cost, and nothing in a table for programs', async () => {
    assert.equal(
      await costOf('unknown.cnn', 1),
      `layer       op    window  shape  multiplies     share  params
conv_1      conv  1x1     4x4x3          96  <=100.0%       9
conv_2      conv  1x1     4x4x?           ?         ?       ?
conv_3      conv  1x1     4x4x2           ?         ?       ?
main total                            >= 96   partial    >= 9

multiplies            >= 96 (= MACs; FLOPs >= 192)
without padding taps  >= 96
adds                  >= 96
elementwise           compare >= 80
parameters            >= 9 trainable, >= 9 in all
weights               >= 36 B as float32
activations           >= 320 B as float32
peak memory           >= 320 B at conv_1
partial: 2 layers with unknown counts

outputs
  name    shape  multiplies  params
  output  4x4x2       >= 96    >= 9
`,
    );
    assert.equal(
      await printed('cost unknown.cnn --format csv --by op', 1),
      'op,layers,output,part,multiplies,params\nconv,3 layers,,main,,\n',
    );
    assert.match(await printed('explain unknown.cnn conv_2', 1), /^\? multiplies$/m);
  });

  it('the layers of a document however its rows are grouped', async () => {
    const pathsOf = async (by: string) =>
      JSON.parse(await printed(`cost heads.cnn --format json --by ${by}`)).layers.map(
        ({ path }: { path: string }) => path,
      );
    const paths = ['block_1/conv_1', 'x2', 'aux/globalavgpool_1', 'aux/dense_1', 'gone', 'maxpool_1', 'add_1'];
    for (const by of ['layer', 'block', 'op']) assert.deepEqual(await pathsOf(by), paths, by);
  });

  it('of a layer what it is for, and its rank only in the total', async () => {
    const lineOf = async (path: string) => (await printed(`explain heads.cnn ${path}`)).split('\n')[3];
    assert.equal(await lineOf('x2'), '864 multiplies, 90.0% of Heads, 1st of 2');
    assert.equal(await lineOf('gone'), '160 multiplies, leads nowhere');
    assert.equal(await lineOf('aux'), '+4 multiplies, not in the total of Heads: only aux needs it');
    assert.equal(
      (await printed('explain heads.cnn aux')).split('\n\n')[2],
      `parts
  part             multiplies   share
  globalavgpool_1           0
  dense_1                   4  100.0%`,
    );
  });

  it('which names there are', async () => {
    const failing = async (line: string): Promise<string> => {
      const { code, stdout, stderr } = await incept(line.split(' '), { files });
      assert.deepEqual([code, stdout], [2, ''], line);
      return stderr;
    };
    const missing = (path: string) => `error: cannot read ${path}: there is no such file\n`;
    assert.equal(await failing('cost plane.cnn'), `${missing('plane.cnn')}help: did you mean plain.cnn?\n`);
    assert.equal(
      await failing('cost deep/plain.cnn'),
      `${missing('deep/plain.cnn')}help: did you mean deep/plane.cnn?\n`,
    );
    assert.equal(
      await failing('advise heads.cnn --apply nope'),
      'error: there is no advice nope\nhelp: there are separable:x2, asymmetric:x2\n',
    );
    assert.equal(
      await failing('cost plain.cnn --metrics zzzzzzzz'),
      "error: option '--metrics <a,b,c>' argument 'zzzzzzzz' is invalid. There is no metric named zzzzzzzz. Metrics are multiplies, effectiveMultiplies, macs, flops, adds, params, paramsTotal, weightBytes, weights, activationBytes, activations, peakBytes, peak.\n",
    );
  });

  it('in a language that is named in either way', async () => {
    for (const line of ['--lang zh-cn cost plain.cnn', '--lang=zh-cn cost plain.cnn', 'cost plain.cnn --lang=zh-cn']) {
      assert.match(await printed(line), /^主输出合计 +96 +9$/m, line);
    }
  });

  it('which gates of a comparison hold and which do not', async () => {
    const gates = async (...gates: string[]) => {
      const argv = ['diff', 'plain.cnn', 'heads.cnn', ...gates.flatMap((gate) => ['--fail-on', gate])];
      const { code, stderr } = await incept(argv, { files });
      return [code, stderr];
    };
    assert.deepEqual(await gates('params > 65', 'params < 65', 'peak > +0'), [0, '']);
    assert.deepEqual(await gates('params>1', 'params > +0%'), [
      1,
      'params>1 holds: params 9 -> 65 (+622.2%)\nparams > +0% holds: params 9 -> 65 (+622.2%)\n',
    ]);
    for (const gate of ['> 3', 'params > abc', 'params > true', 'params > 3%'])
      assert.equal((await gates(gate))[0], 2, gate);
    const { code, stderr } = await incept(['diff', 'plain.cnn', 'unknown.cnn', '--fail-on', 'params > 1'], { files });
    assert.equal(code, 1);
    assert.match(stderr, /^params > 1 cannot be told: params is not known whole$/m);
  });
});
