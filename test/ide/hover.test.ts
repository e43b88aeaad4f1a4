/** Hover: figures are those of the lectures, of published networks or worked out by hand. */

import assert from 'node:assert/strict';
import { hover } from '../../src/ide/hover';
import { roundProfile } from '../support/machine-profile';
import { inceptionModule, marked, type SceneOptions } from './marked-scene';

function hoverText(source: string, options: SceneOptions = {}, commands = false): string {
  const { scene, file, offset } = marked(source, options);
  return hover(scene, file, offset, { commands })?.markdown ?? '';
}

function includes(text: string, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(text.includes(part), `${JSON.stringify(part)} is missing in:\n${text}`);
}

const course = (line: string) => `network Course {\n  input image: 28x28x192\n  ${line}\n}\n`;

describe('hover on a layer', () => {
  const places = [
    '/*|*/conv(32, 5x5)',
    'co/*|*/nv(32, 5x5)',
    'conv/*|*/(32, 5x5)',
    'conv(/*|*/32, 5x5)',
    'conv(3/*|*/2, 5x5)',
    'conv(32/*|*/, 5x5)',
    'conv(32, /*|*/5x5)',
    'conv(32, 5x/*|*/5)',
    'conv(32, 5x5/*|*/)',
    'conv(32,  /*|*/ 5x5)',
  ];
  for (const place of places) {
    it(`shows the lecture's product at ${place}`, () => {
      includes(hoverText(course(place)), '120,422,400', '28*28*32 * 5*5*192 = 120,422,400', '`28x28x192` → `28x28x32`');
    });
  }

  it('shows names, share, parameters, memory and receptive field', () => {
    const text = hoverText(course('co/*|*/nv(32, 5x5)'));
    // 5*5*192*32 weights and 32 biases; 28*28*32 values of 4 bytes are 98 KiB.
    includes(
      text,
      'Hout*Wout*Cout * Kh*Kw*Cin',
      '100.0% of Course',
      '**153,632** parameters',
      '**98.0 KiB** activation',
    );
    includes(text, '**5x5, step 1**');
    // The lecture's 5x5 on 28x28 with 2 zeros around: (28*5 - 2*3)^2 taps of 140^2 fall on the image.
    includes(text, '110,321,664 multiplies without padding taps');
  });

  it('says what a step of a chain costs, and where the peak is', () => {
    const text = hoverText(course('conv(16, 1x1) -> co/*|*/nv(32, 5x5)'));
    assert.equal(hoverText(course('conv(16, 1x1) -> conv(32, 5x5)/*|*/')), text);
    includes(text, '28*28*32 * 5*5*16 = 10,035,200', '80.6% of Course');
    includes(hoverText(course('co/*|*/nv(16, 1x1) -> conv(32, 5x5)')), '28*28*16 * 1*1*192 = 2,408,448', 'memory peak');
  });

  it('predicts the time once the machine was measured', () => {
    const source = course('co/*|*/nv(32, 5x5)');
    assert.doesNotMatch(hoverText(source), /predicted/);
    // 120,422,400 terms at 50 a nanosecond are 2.408 ms, and a step takes 1 us.
    includes(hoverText(source, { profile: roundProfile() }), 'predicted **2.41 ms** here (compute bound)');
    const slow = roundProfile({ bandwidthGBs: 0.1, bandwidths: [{ bytes: 1, gigabytesPerSecond: 0.1 }] });
    includes(hoverText(source, { profile: slow }), 'here (memory bound)');
    const lazy = roundProfile({ stepOverheadUs: 5000 });
    includes(hoverText(source, { profile: lazy }), 'predicted **7.41 ms** here (mostly overhead)');
    includes(
      hoverText(course('conv(8, 1x1) -> dro/*|*/pout(0.5)'), { profile: lazy }),
      'predicted to take no time here',
    );
  });

  it('divides by groups in the formula', () => {
    includes(hoverText(course('co/*|*/nv(192, 3x3, groups = 2)')), '28*28*192 * 3*3*192/2 = 130,056,192');
  });

  it('shows both products of a separable convolution', () => {
    const text = hoverText(course('sepa/*|*/rable(64, 3x3)'));
    // Depthwise 28*28*192 * 3*3, then 28*28*64 * 192.
    includes(text, '1,354,752', '9,633,792', '10,988,544');
  });

  it('shows compares of a pool and no product', () => {
    const text = hoverText(course('max/*|*/pool(3x3, stride = 2)'));
    includes(text, '`28x28x192` → `14x14x192`', 'elementwise 301,056 compares');
    assert.ok(!text.includes(' multiplies'), text);
  });

  it('has a link to explain only for a client that runs commands', () => {
    const source = course('co/*|*/nv(32, 5x5)');
    includes(hoverText(source, {}, true), '[Explain every number](command:incept.explain?');
    assert.ok(!hoverText(source).includes('command:'));
  });

  it('shows the input', () => {
    includes(hoverText('network N {\n  input ima/*|*/ge: 28x28x192\n}'), '`28x28x192`', '588.0 KiB');
    includes(hoverText('network N {\n  in/*|*/put: 28x28x192\n}'), '`28x28x192`', 'Starts the flow');
  });

  it('says that a layer of a head is not in the total', () => {
    const text = hoverText('network N { input: 8x8x4 a = conv(4, 1x1) head h from a { co/*|*/nv(2, 1x1) } dense(3) }');
    includes(text, 'for h, not in the main total', '8*8*2 * 1*1*4 = 512');
  });

  it('says that a layer leads to no output', () => {
    includes(
      hoverText('network N { input: 8x8x4 a = conv(4, 1x1) co/*|*/nv(2, 1x1) from a dense(3) }'),
      'leads to no output',
    );
  });
});

describe('hover on what is unknown', () => {
  it('gives the reason at the mistake', () => {
    const text = hoverText(course('co/*|*/nv(nothing, 5x5)'));
    includes(text, '`28x28x?`', 'Unknown', 'there is no constant or parameter named nothing');
  });

  it('names the layer whose mistake it is', () => {
    includes(
      hoverText(course('conv(nothing, 5x5) -> co/*|*/nv(32, 3x3)')),
      '`28x28x32`',
      '**?** multiplies',
      'conv\\_1:',
    );
  });

  it('is never shown as zero', () => {
    const text = hoverText(course('conv(nothing, 5x5) -> co/*|*/nv(32, 3x3)'));
    assert.ok(!/\*\*0\*\*/.test(text), text);
  });

  it('knows again after a global pool what depends on channels alone', () => {
    includes(
      hoverText('network N { input: 8x8x3 conv(16, 9x9, padding = bad) globalavgpool() -> den/*|*/se(10) }'),
      '`1x1x16` → `1x1x10`',
      '= 160',
    );
  });
});

const twice = (module: string) =>
  `${module}network N {\n  input: 28x28x192\n  a = inception(64, 96, 128, 16, 32, 32)\n  b = inception(1, 1, 1, 1, 1, 1)\n}\n`;
const inBody = (from: string, to: string) => inceptionModule.replace(from, to);

describe('hover on modules', () => {
  it('sums a call and compares its branches', () => {
    const source = twice(inceptionModule).replace('a = inception', 'a = incep/*|*/tion');
    const text = hoverText(source);
    // Lectures: 9,633,792 + 101,154,816 + 12,443,648 + 4,816,896.
    includes(text, '**128,049,152** multiplies', '`28x28x192` → `28x28x256`', '101,154,816', '79.0%', '12,443,648');
    includes(text, 'Four branches.', 'module inception(c1, r3, c3, r5, c5, proj)', '**163,696** parameters');
  });

  it('is the same on the name of the result, where it is made and where it is used', () => {
    includes(hoverText(twice(inceptionModule).replace('a = inc', '/*|*/a = inc')), '**128,049,152** multiplies');
    const used = `${twice(inceptionModule).slice(0, -2)}  from /*|*/a\n}`;
    includes(hoverText(used), '**128,049,152** multiplies');
  });

  it('lists all instances of a layer in a body', () => {
    const text = hoverText(twice(inBody('conv(c5', 'co/*|*/nv(c5')));
    includes(text, 'in 2 places', 'a/branch\\_3/conv\\_2', 'b/branch\\_3/conv\\_2', '10,035,200', '`28x28x1`');
  });

  it('shows the chosen instance in full', () => {
    const choices = [{ file: '/project/main.cnn', module: 'inception', network: 'N', path: 'a' }];
    const text = hoverText(twice(inBody('conv(c5', 'co/*|*/nv(c5')), { choices }, true);
    includes(text, '28*28*32 * 5*5*16 = 10,035,200', 'As in a, one of 2 instances', 'command:incept.chooseInstance');
    assert.ok(!text.includes('in 2 places'));
  });

  it('forgets a choice whose call is gone', () => {
    const choices = [{ file: '/project/main.cnn', module: 'inception', network: 'N', path: 'gone' }];
    includes(hoverText(twice(inBody('conv(c5', 'co/*|*/nv(c5')), { choices }), 'in 2 places');
  });

  it('lists the instances at the declaration', () => {
    const text = hoverText(twice(inBody('module inception', 'module incep/*|*/tion')), {}, true);
    includes(text, '2 instances', '[a](command:incept.chooseInstance', '128,049,152', 'Four branches.');
  });

  it('sums what a call of a parameter stands for, a module or a layer', () => {
    const text = `module basic(c) { conv(c, 1x1) conv(c, 1x1) }
module stage(block) { block(/*|*/64) }
network N() {
  input x: 8x8x32
  FIRST
}
`;
    // 64 values of 64 channels, from 32 and then from 64.
    const called = hoverText(text.replace('FIRST', 'stage(basic)'));
    includes(called, '393,216');
    assert.ok(!called.includes('No network calls'), called);
    const layer = hoverText(text.replace('FIRST', 'stage(conv(1, 1x1))'));
    includes(layer, '131,072');
    const both = hoverText(text.replace('FIRST', 'stage(basic)\n  stage(conv(1, 1x1))'));
    includes(both, '393,216', '262,144');
    includes(hoverText(text.replace('FIRST', 'relu()')), 'No network calls this module yet');
  });

  it('says that nothing calls a module', () => {
    includes(hoverText('module lone/*|*/ly(c) { conv(c, 1x1) }'), 'No network calls this module');
    includes(hoverText('module lonely(c) { con/*|*/v(c, 1x1) }'), 'No network calls this module');
  });

  it('shows instances of other open files that import it', () => {
    const user =
      'import { inception as block } from "./blocks.cnn"\nnetwork User { input: 28x28x192 x = block(64, 96, 128, 16, 32, 32) }';
    const text = hoverText(inBody('conv(c5', 'co/*|*/nv(c5'), {
      path: '/project/blocks.cnn',
      files: { '/project/user.cnn': user },
      users: ['/project/user.cnn'],
    });
    includes(text, '28*28*32 * 5*5*16 = 10,035,200', 'x/branch\\_3/conv\\_2');
  });

  it('sums a repeat, a join, a branch and a head', () => {
    includes(
      hoverText('network N { input: 8x8x4 re/*|*/peat 3 { conv(4, 1x1) } }'),
      // Three times 8*8*4 * 4.
      '**3,072** multiplies',
      '3 turns',
      'Unrolls its body',
    );
    includes(
      hoverText('network N { input: 8x8x4 con/*|*/cat { branch { conv(4, 1x1) } branch { } } }'),
      '`8x8x8`',
      '**1,024**',
    );
    includes(
      hoverText('network N { input: 8x8x4 concat { bra/*|*/nch { conv(4, 1x1) } branch { } } }'),
      '`8x8x4` → `8x8x4`',
    );
    includes(
      hoverText('network N { input: 8x8x4 he/*|*/ad h { dense(2) } dense(3) }'),
      '**+512** multiplies',
      'on top of the main total',
    );
  });
});

describe('hover on what leads nowhere, and on heads', () => {
  const module = 'module m() { a = conv(4, 1x1) conv(64, 1x1) from a conv(4, 1x1) }';

  it('keeps it out of the sum and the share of its module, and tells it beside them', () => {
    // 8*8*4 * 4 twice, of three times as much; 8*8*64 * 4 lead nowhere.
    const text = hoverText(`network N { input: 8x8x4 /*|*/m() conv(4, 1x1) }\n${module}`);
    includes(text, '**2,048** multiplies · 66.7% of N · leads nowhere, 16.4 K', '**40** parameters');
  });

  it('says of a module that leads nowhere what it would cost', () => {
    const text = hoverText(`network N { input: 8x8x4 a = conv(4, 1x1) /*|*/m() from a dense(3) }\n${module}`);
    includes(text, '**18,432** multiplies · leads nowhere');
  });

  it('has the total of everything beside those of main outputs and heads', () => {
    const text = hoverText('network /*|*/N { input: 8x8x4 head h { dense(2) } conv(4, 1x1) }');
    includes(text, '| Multiplies | 1,024 |', '+512 multiplies', '| With side heads | **1,536** multiplies');
  });
});

describe('hover on names', () => {
  const network =
    '/// Smallest.\nnetwork N(classes = 10, width = 2) { input: 8x8x4 conv(8 * width, 1x1) dense(classes) budget params <= 1M }';

  it('shows parameters with their value', () => {
    includes(
      hoverText(network.replace('dense(classes)', 'dense(cla/*|*/sses)')),
      '`classes = 10`',
      'parameter',
      'of network N',
    );
    includes(hoverText(network.replace('classes = 10', 'cla/*|*/sses = 10')), '`classes = 10`');
  });

  it('shows the values of a module parameter for each instance', () => {
    const text = hoverText(twice(inBody('conv(c5', 'conv(c/*|*/5')));
    includes(text, '`32`', '`1`', 'of module inception');
  });

  it('shows constants with their value, declaration and documentation', () => {
    const text = hoverText('/// Of it all.\nconst base = 4 * 8\nnetwork N { input: 8x8x4 conv(ba/*|*/se, 1x1) }');
    includes(text, '`base = 32`', 'const base = 4 * 8', 'Of it all.');
  });

  it('shows a loop variable in each turn', () => {
    const text = hoverText('network N { input: 8x8x4 repeat i in 2..3 { conv(4 * /*|*/i, 1x1) } }');
    includes(text, 'variable', '`2`', '`3`');
  });

  it('shows totals of a network, its budgets and documentation', () => {
    const text = hoverText(network.replace('network N', 'network /*|*/N'));
    // 8*8*16 * 4, then 10 * 1024.
    includes(text, 'Smallest.', '`classes = 10, width = 2`', '| Multiplies | 14,336 |', 'Budget params', '✓');
  });

  it('shows the parameter of a named argument', () => {
    const text = hoverText(course('conv(32, 5x5, str/*|*/ide = 2)'));
    includes(text, '`stride = 1` of `conv`', 'Takes a whole number or a pair');
  });

  it('shows words and functions', () => {
    includes(hoverText(course('conv(32, 5x5, padding = va/*|*/lid)')), 'padding', '`valid` (none)');
    includes(hoverText(course('conv(32, 5x5, activation = leaky/*|*/relu)')), 'leakyrelu(slope = 0.01)');
    includes(hoverText(course('conv(flo/*|*/or(7 / 2), 5x5)')), 'nearest whole number below');
    includes(hoverText(course('conv(chan/*|*/nels / 2, 5x5)')), '**channels**: how many channels flow in');
  });

  it('shows the channels that flow in, where one number will do and where instances differ', () => {
    includes(hoverText(course('if chan/*|*/nels == 192 { relu() }')), '`channels = 192`');
    includes(hoverText(course('conv(8, 1x1)\n  defaults { conv(groups = chan/*|*/nels) }')), '`channels = 8`');
    const modules = (mark: string) => `module half(r = ${mark} / 2) { conv(r, 1x1)  conv(channels * 2, 1x1) }
      network N() { input x: 8x8x16  half()  half(4)  repeat 2 { half() } }`;
    const rows = (text: string) => [...text.matchAll(/^\| ([^|]*half[^|]*) \| `([^`]*)` \|$/gm)].map((row) => row[2]);
    // A default is worth what flows into the call, also where the call gives another value.
    const intoCalls = hoverText(modules('chan/*|*/nels'));
    assert.deepEqual(rows(intoCalls), ['16', '16', '8', '8']);
    const inBody = hoverText(modules('channels').replace('channels * 2', 'chan/*|*/nels * 2'));
    assert.deepEqual(rows(inBody), ['8', '4', '4', '4']);
  });

  it('shows the result that a parameter holds', () => {
    const source = (mark: string) => `module up(c, skip) { convtranspose(c, 2x2, stride = 2)  concat(${mark}, input) }
      network N() { input x: 8x8x4  a = conv(6, 1x1)  maxpool(2x2, stride = 2)  up(3, a) }`;
    includes(hoverText(source('sk/*|*/ip')), '`skip = a 8x8x6`');
    const twice = source('sk/*|*/ip').replace('up(3, a)', 'up(3, a) maxpool(2x2, stride = 2) up(5, x)');
    includes(hoverText(twice), '| up\\_1 | `a 8x8x6` |', '| up\\_2 | `x 8x8x4` |');
  });

  it('shows number formats, and what values take in them', () => {
    // 192*8 weights and 8 of bias; 28*28*8 values of 2 bytes, and 28*28*192 beside them at the peak.
    const source = (first: string, second: string) =>
      course(`precision weights = ${first}, ${second} = float16\n  conv(8, 1x1)`);
    const amounts = ['weights 1.51 KiB int8', 'activations 12.3 KiB float16', 'memory peak 306.3 KiB'];
    includes(hoverText(source('in/*|*/t8', 'activations')), '**int8** number format, 8 bits a value', ...amounts);
    includes(hoverText(source('int8', 'acti/*|*/vations')), '**activations** what each value', ...amounts);
    includes(hoverText('network N(p = bfl/*|*/oat16) { input: 1x1x1 precision p relu() }'), '16 bits a value');
  });

  it('says what a metric or a block is called once', () => {
    const metric = (name: string) => hoverText(course(`conv(32, 5x5)\n  expect /*|*/${name} > 1`)).split('\n')[0];
    assert.equal(metric('params'), '**params**');
    assert.equal(metric('effectiveMultiplies'), '**effectiveMultiplies**');
    assert.equal(metric('weights'), '**weightBytes**');
    assert.equal(metric('peak'), '**peakBytes** Peak memory');
    const first = (line: string) => hoverText(course(line)).split('\n')[0];
    assert.equal(first('he/*|*/ad aux { dense(2) } relu()'), '**aux** `head`');
    assert.equal(first('concat { bra/*|*/nch wide { relu() } }'), '**wide** `branch`');
  });

  it('shows metrics with what they are', () => {
    includes(hoverText(network.replace('budget params', 'budget par/*|*/ams')), 'Trainable parameters');
    includes(hoverText(course('conv(32, 5x5)\n  expect multi/*|*/plies == 1')), 'Products of a weight');
    assert.doesNotMatch(hoverText(course('conv(32, 5x5)\n  expect multi/*|*/plies == 1')), /multiplies\*\* Multiplies/);
  });

  it('shows every keyword with an example', () => {
    includes(
      hoverText(network.replace('budget params', 'bud/*|*/get params')),
      'A promise',
      'budget multiplies <= 1.6G',
    );
    includes(hoverText('imp/*|*/ort { a } from "./b.cnn"'), 'another file');
    includes(hoverText('con/*|*/st a = 1'), 'Names a value');
  });

  it('is silent in comments, strings and between declarations', () => {
    for (const source of ['// conv/*|*/ here', 'import { a } from "./b/*|*/.cnn"', 'const a = 1\n/*|*/\nconst b = 2']) {
      assert.equal(hoverText(source), '', source);
    }
  });
});

describe('hover and hostile documentation', () => {
  const linesOf = (documentation: string) => `/// ${documentation}\nmodule m/*|*/(c) { conv(c, 1x1) }`;

  it('keeps no link to a command, no image and no HTML', () => {
    const text = hoverText(
      linesOf(
        '[x](command:workbench.action.quit) ![p](https://example.com/p.png) <img src=x> [y]( command:a) [z]: command:b',
      ),
      {},
      true,
    );
    assert.ok(!/\]\(\s*command:workbench/.test(text), text);
    assert.ok(!/(?<!\\)!\[/.test(text), text);
    assert.ok(!/<img/.test(text), text);
    assert.ok(!/[^\\]\]: command/.test(text), text);
  });

  it('keeps a link to a page and ordinary Markdown', () => {
    const text = hoverText(linesOf('See [the paper](https://arxiv.org/abs/1409.4842), `conv` and **bold**.'));
    includes(text, '[the paper](https://arxiv.org/abs/1409.4842)', '`conv`', '**bold**');
  });
});
