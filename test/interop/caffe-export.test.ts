/** Networks as Caffe prototxts: the text of a small design as a person would write it, what Caffe's rules refuse, and the way back. */

import assert from 'node:assert/strict';
import { exportCaffe, exportCaffemodel } from '../../src/interop/caffe/export-caffe';
import { readSafetensors } from '../../src/interop/safetensors';
import { incept } from '../support/memory-host';
import { networkOf, networkOfBody } from '../support/network-text';
import { bytesAt, fieldsOf, messagesAt, textsAt } from '../support/protobuf-reader';
import { inEnglish } from '../support/refusal-text';

function textOf(body: string): string {
  const written = exportCaffe(networkOfBody(`input image: 9x9x4\n${body}`), '0.0.0');
  assert.ok('text' in written, 'refusal' in written ? inEnglish(written.refusal) : '');
  return written.text;
}

function refusalOf(body: string): string {
  const written = exportCaffe(networkOfBody(`input image: 9x9x4\n${body}`), '0.0.0');
  assert.ok('refusal' in written, body);
  return inEnglish(written.refusal);
}

/** Parameters of the layer of a type, in one line. */
function parametersOf(body: string, type: string): string {
  const layer = textOf(body)
    .split('layer {')
    .find((part) => part.includes(`type: "${type}"`));
  return (/(\w+_param \{[\s\S]*\})\n\}/.exec(layer ?? '')?.[1] ?? '').replace(/\s+/g, ' ');
}

describe('Caffe: the prototxt', () => {
  it('has a layer for each, norms and activations in place', () => {
    const network = networkOf(`
network Net {
  input image: 8x6x3
  conv(4, 3x3, norm = batchnorm(epsilon = 1e-5))
  concat { branch { conv(2, 1x3) } branch { } }
  globalavgpool() -> dense(10) -> softmax()
}
`);
    const written = exportCaffe(network, '0.0.0');
    assert.ok('text' in written);
    assert.equal(
      written.text,
      `# Written by incept 0.0.0.
name: "Net"
layer {
  name: "image"
  type: "Input"
  top: "image"
  input_param {
    shape {
      dim: 1
      dim: 3
      dim: 8
      dim: 6
    }
  }
}
layer {
  name: "conv_1"
  type: "Convolution"
  bottom: "image"
  top: "conv_1"
  convolution_param {
    num_output: 4
    bias_term: false
    pad: 1
    kernel_size: 3
  }
}
layer {
  name: "conv_1/norm"
  type: "BatchNorm"
  bottom: "conv_1"
  top: "conv_1"
  batch_norm_param {
    use_global_stats: true
    eps: 0.00001
  }
}
layer {
  name: "conv_1/scale"
  type: "Scale"
  bottom: "conv_1"
  top: "conv_1"
  scale_param {
    bias_term: true
  }
}
layer {
  name: "conv_1/relu"
  type: "ReLU"
  bottom: "conv_1"
  top: "conv_1"
}
layer {
  name: "branch_1/conv_1"
  type: "Convolution"
  bottom: "conv_1"
  top: "branch_1/conv_1"
  convolution_param {
    num_output: 2
    bias_term: true
    pad_h: 0
    pad_w: 1
    kernel_h: 1
    kernel_w: 3
  }
}
layer {
  name: "branch_1/conv_1/relu"
  type: "ReLU"
  bottom: "branch_1/conv_1"
  top: "branch_1/conv_1"
}
layer {
  name: "concat_1"
  type: "Concat"
  bottom: "branch_1/conv_1"
  bottom: "conv_1"
  top: "concat_1"
  concat_param {
    axis: 1
  }
}
layer {
  name: "globalavgpool_1"
  type: "Pooling"
  bottom: "concat_1"
  top: "globalavgpool_1"
  pooling_param {
    pool: AVE
    global_pooling: true
  }
}
layer {
  name: "dense_1"
  type: "InnerProduct"
  bottom: "globalavgpool_1"
  top: "dense_1"
  inner_product_param {
    num_output: 10
    bias_term: true
  }
}
layer {
  name: "softmax_1"
  type: "Softmax"
  bottom: "dense_1"
  top: "output"
}
`,
    );
  });

  it('rounds pools as the design does, which Caffe does not of itself', () => {
    // 9 in steps of 2 under a 2x2: four whole windows, and a fifth that hangs over.
    assert.equal(
      parametersOf('maxpool(2x2, stride = 2, padding = valid)', 'Pooling'),
      'pooling_param { pool: MAX kernel_size: 2 stride: 2 round_mode: FLOOR }',
    );
    assert.equal(
      parametersOf('maxpool(2x2, stride = 2)', 'Pooling'),
      'pooling_param { pool: MAX kernel_size: 2 stride: 2 }',
    );
    assert.equal(
      parametersOf('avgpool(3x3, padding = 1, count_padding = true)', 'Pooling'),
      'pooling_param { pool: AVE kernel_size: 3 pad: 1 }',
    );
  });

  it('makes a gate a scale whose factors are a blob', () => {
    const text = textOf('multiply { branch { } branch { globalavgpool() -> conv(4, 1x1, activation = sigmoid) } }');
    assert.match(text, /name: "multiply_1\/gate"\n {2}type: "Flatten"\n {2}bottom: "branch_2\/conv_1"/);
    assert.match(
      text,
      /type: "Scale"\n {2}bottom: "image"\n {2}bottom: "multiply_1\/gate"\n {2}top: "output"\n {2}scale_param \{\n {4}axis: 0/,
    );
  });

  it('sends the parts that a slice leaves to where nothing is said', () => {
    const text = textOf('slice(1, 2)');
    assert.match(
      text,
      /top: "slice_1\/before"\n {2}top: "output"\n {2}top: "slice_1\/after"\n {2}slice_param \{\n {4}axis: 1\n {4}slice_point: 1\n {4}slice_point: 3/,
    );
    assert.match(text, /type: "Silence"\n {2}bottom: "slice_1\/before"\n {2}bottom: "slice_1\/after"\n\}/);
  });

  it('gives a result that is read again and an output a name of its own', () => {
    const text = textOf('a = conv(4, 1x1)\noutput a\nconv(2, 1x1)\noutput last');
    assert.match(text, /type: "Split"\n {2}bottom: "a"\n {2}top: "a"/);
    assert.match(text, /name: "conv_1"\n {2}type: "Convolution"\n {2}bottom: "a"\n {2}top: "last"/);
  });

  it('refuses what Caffe would compute otherwise', () => {
    // Two columns of zeros, both at the end: Caffe pads both ends.
    assert.equal(
      refusalOf('conv(4, 2x2)'),
      'conv_1: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    );
    assert.equal(refusalOf('avgpool(3x3)'), 'avgpool_1: caffe has no avgpool with such padding and count_padding');
    assert.equal(refusalOf('lrn(4)'), 'lrn_1: caffe has no lrn with such size');
    assert.equal(refusalOf('conv(4, 1x1, activation = gelu)'), 'conv_1: caffe has nothing that computes gelu');
    assert.equal(refusalOf('flatten() -> batchnorm()'), 'flatten_1: caffe has nothing that computes flatten');
    assert.equal(refusalOf('upsample(2)'), 'upsample_1: caffe has nothing that computes upsample');
  });
});

const wholeDesign = `network Net {
  input image: 33x33x3
  conv(8, 3x3, stride = 2, padding = 1, norm = batchnorm(epsilon = 1e-5))
  maxpool(3x3, stride = 2, padding = valid, rounding = ceil)
  concat { branch { depthwise(3x3) -> conv(6, 1x1, activation = tanh) } branch { maxpool(3x3) -> conv(4, 1x1, activation = relu6) } }
  lrn()
  add { branch { conv(10, 3x3, groups = 2, activation = silu) } branch { } }
  convtranspose(5, 2x2, stride = 2, padding = valid, activation = prelu)
  multiply { branch { } branch { globalavgpool() -> conv(5, 1x1, activation = sigmoid) } }
  separable(6, 3x3, norm = batchnorm(scale = false)) -> affine() -> prelu() -> batchnorm(epsilon = 1e-5)
  avgpool(2x2, stride = 2, padding = valid)
  flatten() -> dense(12, activation = tanh) -> dropout(0.4) -> dense(7) -> softmax()
}
`;

describe('Caffe: there and back', () => {
  it('keeps what is one layer and what is several, parts that nobody reads, and the names of outputs', async () => {
    const design = `network Net() {
  input image: 16x16x8

  conv(8, 3x3, norm = batchnorm(epsilon = 0.00001), activation = none) -> relu()
  low = slice(0, 4)
  conv(8, 3x3, stride = 2, padding = 1) -> batchnorm(epsilon = 0.00001)
  output half
  from low
  separable(6, 3x3, activation = none) -> relu6()
  output last
}
`;
    const exported = await incept(['export', 'n.cnn', '--to', 'caffe', '-o', 'n.prototxt'], {
      files: { 'n.cnn': design },
    });
    assert.equal(exported.code, 0, exported.stderr);
    const prototxt = exported.files.get('/work-folder/n.prototxt') ?? '';
    const back = await incept(['import', 'n.prototxt', '-o', 'back.cnn'], { files: { 'n.prototxt': prototxt } });
    assert.equal(back.code, 0, back.stderr);
    const text = String(back.files.get('/work-folder/back.cnn'));
    assert.equal(text.slice(text.indexOf('network ')), design);
  });

  it('has the same layers, shapes and costs', async () => {
    const exported = await incept(['export', 'n.cnn', '--to', 'caffe', '-o', 'n.prototxt'], {
      files: { 'n.cnn': wholeDesign },
    });
    assert.equal(exported.code, 0, exported.stderr);
    const prototxt = exported.files.get('/work-folder/n.prototxt');
    assert.ok(prototxt !== undefined);
    const imported = await incept(['import', 'n.prototxt', '-o', 'back.cnn'], { files: { 'n.prototxt': prototxt } });
    assert.equal(imported.code, 0, imported.stderr);
    const text = imported.files.get('/work-folder/back.cnn');
    assert.ok(text !== undefined);
    const costs = async (name: string, content: string | Uint8Array) => {
      const outcome = await incept(['cost', name, '--format', 'json'], { files: { [name]: content } });
      const document = JSON.parse(outcome.stdout) as {
        totals: Record<string, unknown>;
        outputs: { shape: number[] }[];
      };
      const { multiplies, params, paramsTotal } = document.totals;
      return { multiplies, params, paramsTotal, shape: document.outputs[0]?.shape };
    };
    assert.deepEqual(await costs('back.cnn', text), await costs('n.cnn', wholeDesign));
  });

  it('has the same weights and outputs', async () => {
    const files = { 'n.cnn': wholeDesign };
    const written = async (name: string) => {
      const outcome = await incept(['export', 'n.cnn', '-o', name], { files });
      assert.equal(outcome.code, 0, outcome.stderr);
      return outcome.files.get(`/work-folder/${name}`) ?? '';
    };
    const caffe = { 'n.prototxt': await written('n.prototxt'), 'n.caffemodel': await written('n.caffemodel') };
    const args = ['import', 'n.prototxt', '--weights', 'n.caffemodel', '-o', 'back.cnn'];
    const imported = await incept(args, { files: caffe });
    assert.equal(imported.code, 0, imported.stderr);
    const back = {
      'back.cnn': imported.files.get('/work-folder/back.cnn') ?? '',
      'back.safetensors': imported.files.get('/work-folder/back.safetensors') ?? '',
    };
    const outputOf = async (run: readonly string[], given: Record<string, string | Uint8Array>) => {
      const outcome = await incept(['run', ...run, '--values', 'v.safetensors'], { files: given });
      assert.equal(outcome.code, 0, outcome.stderr);
      const values = outcome.files.get('/work-folder/v.safetensors');
      assert.ok(values instanceof Uint8Array);
      return [...(readSafetensors(values)[0]?.values ?? [])];
    };
    const ours = await outputOf(['n.cnn'], files);
    const theirs = await outputOf(['back.cnn', '--weights', 'back.safetensors'], back);
    assert.equal(ours.length, 7);
    for (const [i, value] of ours.entries()) assert.ok(Math.abs(value - (theirs[i] ?? Number.NaN)) < 1e-6, `${i}`);
    assert.ok(Math.max(...ours) - Math.min(...ours) > 1e-3);
  });
});

describe('Caffe: the caffemodel', () => {
  it('has blobs of caffe.proto, channels first, with a divisor of one beside mean and variance', () => {
    const network = networkOf(`
network Net {
  input image: 1x2x2
  conv(3, 1x2, norm = batchnorm(epsilon = 1e-5), padding = valid)
}
`);
    const tensors = [
      // [kernel height, kernel width, channels, filters]
      { name: 'conv_1/weight', shape: [1, 2, 2, 3], values: Float32Array.from({ length: 12 }, (_, i) => i) },
      ...['gamma', 'beta', 'mean', 'variance'].map((name, i) => ({
        name: `conv_1/norm.${name}`,
        shape: [3],
        values: Float32Array.of(i, i + 10, i + 20),
      })),
    ];
    const written = exportCaffemodel(network, new Map(tensors.map((tensor) => [tensor.name, tensor])));
    assert.ok('bytes' in written);
    const net = fieldsOf(written.bytes);
    assert.deepEqual(textsAt(net, 1), ['Net']);
    const layers = messagesAt(net, 100).map((layer) => ({
      name: textsAt(layer, 1)[0],
      type: textsAt(layer, 2)[0],
      blobs: messagesAt(layer, 7).map((blob) => [
        ...messagesAt(blob, 7).flatMap((shape) => bytesAt(shape, 1).map((packed) => [...packed])),
        [...new Float32Array(Uint8Array.from(bytesAt(blob, 5)[0] ?? []).buffer)],
      ]),
    }));
    // Filter f, channel c, column w was value w * 6 + c * 3 + f.
    assert.deepEqual(layers, [
      {
        name: 'conv_1',
        type: 'Convolution',
        blobs: [
          [
            [3, 2, 1, 2],
            [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11],
          ],
        ],
      },
      {
        name: 'conv_1/norm',
        type: 'BatchNorm',
        blobs: [
          [[3], [2, 12, 22]],
          [[3], [3, 13, 23]],
          [[1], [1]],
        ],
      },
      {
        name: 'conv_1/scale',
        type: 'Scale',
        blobs: [
          [[3], [0, 10, 20]],
          [[3], [1, 11, 21]],
        ],
      },
    ]);
  });
});
