/** Networks of Caffe: what becomes of their text, and of their weights. Texts and numbers are made here by hand. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../src/base/random';
import { caffemodel } from '../support/caffemodel';
import { foreignNetwork, imported, ranWith } from '../support/imported';

const layer = (name: string, type: string, bottom: string, top: string, rest = '') =>
  `layer { name: "${name}" type: "${type}" ${bottom
    .split(' ')
    .map((blob) => `bottom: "${blob}"`)
    .join(' ')} top: "${top}" ${rest} }\n`;

const conv = (name: string, bottom: string, filters: number, kernel: number, rest = '') =>
  layer(
    name,
    'Convolution',
    bottom,
    name,
    `convolution_param { num_output: ${filters} kernel_size: ${kernel} ${rest} }`,
  ) + layer(`relu_${name}`, 'ReLU', name, name);

const input = (size: number, channels = 3) =>
  `input: "data" input_dim: 1 input_dim: ${channels} input_dim: ${size} input_dim: ${size}\n`;

const body = (text: string) => text.slice(text.indexOf('input '));

describe('import of Caffe', () => {
  it("writes chains under the names of the source, with Caffe's padding and rounding", async () => {
    const { text, network } = await imported(
      'caffe',
      `name: "Small" # a comment\n${input(12)}${conv('conv1', 'data', 10, 3)}${layer(
        'pool1',
        'Pooling',
        'conv1',
        'pool1',
        'pooling_param { pool: MAX kernel_size: 2 stride: 2 }',
      )}${conv('conv2/3x3', 'pool1', 4, 5, 'pad_h: 2 pad_w: 2 group: 2 bias_term: false')}${layer(
        'fc',
        'InnerProduct',
        'conv2/3x3',
        'fc',
        'inner_product_param { num_output: 7 }',
      )}${layer('prob', 'Softmax', 'fc', 'prob')}`,
    );
    assert.equal(
      body(text),
      `input data: 12x12x3

  conv1 = conv(10, 3x3, padding = valid)
  pool1 = maxpool(2x2, stride = 2, padding = valid, rounding = ceil)
  conv2_3x3 = conv(4, 5x5, groups = 2, bias = false)
  fc = dense(7)
  prob = softmax()
  output prob
}
`,
    );
    // 3*3*3*10 + 10, 5*5*5*4, 5*5*4*7 + 7
    assert.equal(network.main.sums.params.value, 280 + 500 + 707);
  });

  it('finds branches, and modules where they are repeated', async () => {
    const fire = (n: number, bottom: string, squeeze: number) =>
      conv(`fire${n}/squeeze`, bottom, squeeze, 1) +
      conv(`fire${n}/expand1x1`, `fire${n}/squeeze`, 4 * squeeze, 1) +
      conv(`fire${n}/expand3x3`, `fire${n}/squeeze`, 4 * squeeze, 3, 'pad: 1') +
      layer(`fire${n}/concat`, 'Concat', `fire${n}/expand1x1 fire${n}/expand3x3`, `fire${n}/concat`);
    const { text, layers } = await imported(
      'caffe',
      input(8) + fire(2, 'data', 2) + fire(3, 'fire2/concat', 4) + fire(4, 'fire3/concat', 8),
    );
    assert.equal(layers, 12);
    assert.equal(
      body(text),
      `input data: 8x8x3

  fire2 = fire(2)
  fire3 = fire(4)
  fire4 = fire(8)
  output fire4_concat
}

module fire(filters) {
  squeeze = conv(filters, 1x1)
  concat {
    branch { expand1x1 = conv(4 * filters, 1x1) }
    branch { expand3x3 = conv(4 * filters, 3x3) }
  }
}
`,
    );
  });

  it('makes a loop of what is the same and has no names', async () => {
    let text = input(8, 4);
    let at = 'data';
    for (let n = 0; n < 12; n += 4) {
      text += conv(`${n}`, at, 4, 3, 'pad: 1 group: 4') + conv(`${n + 1}`, `${n}`, 4, 1);
      text += layer(`${n + 2}`, 'Eltwise', `${n + 1} ${at}`, `${n + 2}`);
      at = `${n + 2}`;
    }
    const { text: written, layers } = await imported('caffe', text);
    assert.equal(layers, 9);
    assert.equal(
      body(written),
      `input data: 8x8x4

  repeat 3 {
    residual()
  }
  output _10
}

module residual() {
  add {
    branch { depthwise(3x3) -> conv(4, 1x1) }
    branch { }
  }
}
`,
    );
  });

  it('joins by name where branches start at several places, and goes on from there', async () => {
    const { text } = await imported(
      'caffe',
      input(8) +
        conv('a', 'data', 4, 1) +
        conv('b', 'a', 4, 1) +
        conv('c', 'b', 4, 1) +
        layer('ab', 'Eltwise', 'a c', 'ab', 'eltwise_param { operation: SUM }') +
        layer('all', 'Concat', 'ab b', 'all'),
    );
    assert.equal(
      body(text),
      `input data: 8x8x3

  a = conv(4, 1x1)
  b = conv(4, 1x1)
  c = conv(4, 1x1)
  ab = add(a, c)
  all = concat(ab, b)
  output all
}
`,
    );
  });

  it('writes the largest of several results as what is above one of them', async () => {
    const found = await imported(
      'caffe',
      input(2, 1) +
        layer('less', 'Power', 'data', 'less', 'power_param { scale: -1 }') +
        layer('half', 'Power', 'data', 'half', 'power_param { scale: 0.5 }') +
        layer('most', 'Eltwise', 'half less data', 'most', 'eltwise_param { operation: MAX }'),
    );
    assert.deepEqual(found.foreign.missing, []);
    const values = await ranWith(found, Float32Array.of(-2, 3, 0, -0.5), 'most');
    assert.deepEqual([...values], [2, 3, 0, 0.5]);
  });

  it('goes back to an input that has the name of all inputs', async () => {
    const { text } = await imported(
      'caffe',
      (
        input(8) +
        conv('a', 'data', 4, 1) +
        conv('b', 'a', 4, 1) +
        layer('ab', 'Concat', 'a b', 'ab') +
        layer('all', 'Concat', 'ab data', 'all') +
        conv('c', 'data', 2, 1)
      ).replaceAll('"data"', '"input"'),
    );
    assert.equal(
      text.slice(text.indexOf('input')),
      `input: 8x8x3

  all = concat {
    branch {
      a = conv(4, 1x1)
      concat {
        branch { }
        branch { b = conv(4, 1x1) }
      }
    }
    branch { }
  }
  output all
  from input
  c = conv(2, 1x1)
  output c
}
`,
    );
  });

  it('reads the test phase of a network for training, and ends before its losses', async () => {
    const { text, foreign } = await imported(
      'caffe',
      `layer { name: "d" type: "Data" top: "data" top: "label" include { phase: TRAIN } transform_param { crop_size: 9 } }
       layer { name: "d" type: "Data" top: "data" top: "label" include { phase: TEST }
         transform_param { crop_size: 8 scale: 0.5 mean_value: 104 mean_value: 117 mean_value: 123 } }
       ${layer('fc', 'InnerProduct', 'data', 'fc', 'inner_product_param { num_output: 5 }')}
       ${layer('loss', 'SoftmaxWithLoss', 'fc label', 'loss')}
       ${layer('top5', 'Accuracy', 'fc label', 'top5', 'include { phase: TEST }')}`,
    );
    assert.match(text, /input data: 8x8x3\n\n {2}fc = dense\(5\)\n {2}output fc\n/);
    assert.deepEqual(
      foreign.preprocessing.map(({ phrase }) => phrase),
      ['foreign.mean-values', 'foreign.scale', 'foreign.bgr'],
    );
    assert.deepEqual(
      foreign.notes.map(({ phrase }) => phrase),
      ['foreign.channels', 'foreign.loss'],
    );
  });

  it('reads the older form, with types as enums', async () => {
    const { text } = await imported(
      'caffe',
      `${input(9)} layers { name: "c" type: CONVOLUTION bottom: "data" top: "c" blobs_lr: 1
         convolution_param { num_output: 4 kernel_size: 3 stride: 2 } }
       layers { name: "r" type: RELU bottom: "c" top: "c" }
       layers { name: "n" type: LRN bottom: "c" top: "n" lrn_param { local_size: 3 alpha: 5e-05 norm_region: WITHIN_CHANNEL } }
       layers { name: "p" type: POOLING bottom: "n" top: "p" pooling_param { pool: AVE kernel_size: 3 stride: 2 pad: 1 } }`,
    );
    assert.match(
      text,
      /c = conv\(4, 3x3, stride = 2, padding = valid\)\n {2}n = lrn\(size = 3, alpha = 0.00005, region = within\)\n {2}p = avgpool\(3x3, stride = 2, padding = 1, rounding = ceil, count_padding = true\)\n/,
    );
  });

  it('cuts what the language has not, one entry each, and names outputs by what is before it', async () => {
    const { foreign, text } = await imported(
      'caffe',
      input(8) +
        conv('trunk', 'data', 4, 3) +
        layer('perm', 'Permute', 'trunk', 'perm', 'permute_param { order: 0 order: 2 order: 3 order: 1 }') +
        layer('flat', 'Flatten', 'perm', 'flat') +
        conv('other', 'trunk', 4, 1),
    );
    assert.deepEqual(
      foreign.missing.map(({ node, op, reason }) => [node, op, reason.phrase]),
      [['perm', 'Permute', 'foreign.no-layer']],
    );
    assert.match(text, /output trunk\n {2}other = conv\(4, 1x1\)\n {2}output other\n/);
  });

  it('gives weights our order and our paths, norms their factors', async () => {
    // One convolution 1x1 of two channels, its norm and factors, a list by channel, height, width.
    const text = `${input(2, 2)}${layer('c', 'Convolution', 'data', 'c', 'convolution_param { num_output: 2 kernel_size: 1 bias_term: false }')}
      ${layer('bn', 'BatchNorm', 'c', 'c', 'batch_norm_param { eps: 0 }')}
      ${layer('sc', 'Scale', 'c', 'c', 'scale_param { bias_term: true }')}
      ${layer('fc', 'InnerProduct', 'c', 'fc', 'inner_product_param { num_output: 1 }')}`;
    const weights = caffemodel({
      c: [{ shape: [2, 2, 1, 1], values: [1, 2, 3, 4] }],
      bn: [
        { shape: [2], values: [2, 4] },
        { shape: [2], values: [8, 18] },
        { shape: [1], values: [2] },
      ],
      sc: [
        { shape: [2], values: [3, 5] },
        { shape: [2], values: [7, 11] },
      ],
      fc: [
        { shape: [1, 8], values: [1, 2, 3, 4, 5, 6, 7, 8] },
        { shape: [1], values: [100] },
      ],
    });
    const found = await imported('caffe', text, { weights });
    assert.match(
      found.text,
      /c = conv\(2, 1x1, norm = batchnorm\(epsilon = 0\), activation = none\)\n {2}fc = dense\(1\)/,
    );
    assert.deepEqual(
      found.weights.map(({ name, values }) => [name, [...values]]),
      [
        ['c/weight', [1, 3, 2, 4]],
        ['c/norm.mean', [1, 2]],
        ['c/norm.variance', [4, 9]],
        ['c/norm.gamma', [3, 5]],
        ['c/norm.beta', [7, 11]],
        ['fc/weight', [1, 5, 2, 6, 3, 7, 4, 8]],
        ['fc/bias', [100]],
      ],
    );
    // Pixels (1, 0), (0, 1), (1, 1), (2, 0): channel 0 is (x + 2y - 1) / 2 * 3 + 7, channel 1 (3x + 4y - 2) / 3 * 5 + 11.
    const values = await ranWith(found, Float32Array.of(1, 0, 0, 1, 1, 1, 2, 0), 'fc');
    const zero = [7, 8.5, 10, 8.5];
    const one = [11 + 5 / 3, 11 + 10 / 3, 11 + 25 / 3, 11 + 20 / 3];
    const expected = [...zero, ...one].reduce((sum, value, i) => sum + value * (i + 1), 100);
    assert.ok(Math.abs((values[0] ?? 0) - expected) < 1e-4, `${values[0]} and ${expected}`);
  });

  it('refuses what is no such file, with its place', async () => {
    for (const [text, code] of [
      ['', 'foreign.no-layers'],
      ['layer {', 'foreign.prototxt/end'],
      ['layer { name: "a }', 'foreign.prototxt'],
      ['layer { name: }', 'foreign.prototxt'],
      ['layer } ', 'foreign.prototxt'],
      [`${'a {'.repeat(1000)}`, 'foreign.prototxt'],
      [layer('c', 'ReLU', 'data', 'c'), 'foreign.no-blob'],
      [input(8), 'foreign.no-layers'],
      [input(0) + conv('a', 'data', 4, 3), 'foreign.input-shape'],
      [`input: "data"\n${conv('a', 'data', 4, 3)}`, 'foreign.input-size'],
      [input(8) + layer('x', 'Permute', 'data', 'x'), 'foreign.nothing'],
      [input(8) + conv('a', 'data', 4, 9), 'foreign.nothing'],
    ] as const) {
      const result = await foreignNetwork('caffe', text);
      assert.ok('refusal' in result, text);
      assert.equal(result.refusal, code, text);
    }
  });

  it('refuses or reads a file that was changed at random, and does nothing else', async () => {
    const weights = caffemodel({ a: [{ shape: [4, 3, 3, 3], values: Array.from({ length: 108 }, (_, i) => i) }] });
    const text =
      input(8) +
      conv('a', 'data', 4, 3, 'bias_term: false') +
      layer('cat', 'Concat', 'a a', 'cat') +
      conv('b', 'cat', 4, 1);
    const random = seededRandom(5);
    const upTo = (count: number) => Math.floor(random() * count);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const bytes = new TextEncoder().encode(text);
      const model = weights.slice(0, round % 3 === 0 ? upTo(weights.length) : weights.length);
      for (let n = 0; n < 3; n++) {
        bytes[upTo(bytes.length)] = 32 + upTo(95);
        if (model.length > 0) model[upTo(Math.min(40, model.length))] = upTo(256);
      }
      const result = await foreignNetwork('caffe', bytes, round % 2 === 0 ? { weights: model } : {});
      if ('refusal' in result) refused++;
      else await imported('caffe', bytes, round % 2 === 0 ? { weights: model } : {}).catch(onlyMessages);
    }
    assert.ok(refused > 100, `${refused} refused`);
  });
});

/** A changed network may have what a person is hinted at; it is written all the same. */
function onlyMessages(problem: unknown): void {
  if (!(problem instanceof assert.AssertionError)) throw problem;
}
