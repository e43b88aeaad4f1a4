/** State dicts in the forms that PyTorch saves them in, whose names are none of the network; test/fixtures/pytorch/make.py made them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { NamedTensor } from '../../src/base/tensor';
import { matchWeights } from '../../src/interop/match-weights';
import { writeSafetensors } from '../../src/interop/safetensors';
import { mapWeights } from '../../src/interop/weight-map';
import { readableFormats } from '../../src/interop/weight-readers';
import { ranWith } from '../support/imported';
import { incept } from '../support/memory-host';
import { networkOf } from '../support/network-text';

const folder = new URL('../fixtures/pytorch/', import.meta.url);
const file = (name: string) => readFileSync(new URL(name, folder));
const { pixels, logits } = JSON.parse(file('tiny.json').toString('utf8'));

const text = `network Tiny() {
  input image: 8x8x3
  stem = conv(8, 3x3, stride = 2, padding = 1, activation = prelu)
  maxpool(2x2, stride = 2)
  block()
  block()
  logits = dense(5)
  output logits
}

module block() {
  add {
    branch { conv(6, 1x1, norm = batchnorm(epsilon = 0.00001)) -> conv(12, 3x3, groups = 2, norm = batchnorm(epsilon = 0.00001), activation = none) }
    branch { conv(12, 1x1, norm = batchnorm(epsilon = 0.00001), activation = none) }
  }
  relu()
}
`;

async function tensorsOf(name: string) {
  const format = readableFormats.find((one) => one.name === 'pytorch');
  const found = await format?.read(file(name), () => false);
  assert.ok(found !== undefined && 'tensors' in found, name);
  return found.tensors;
}

function assertLogits(found: Float32Array, tolerance: number): void {
  assert.equal(found.length, logits.length);
  for (const [i, value] of found.entries())
    assert.ok(Math.abs(value - logits[i]) <= tolerance, `${value} ${logits[i]}`);
}

describe('state dicts of PyTorch', () => {
  for (const [name, tolerance] of [
    ['tiny.pth', 1e-5],
    ['tiny-older.pth', 1e-5],
    ['tiny-module.pth', 1e-5],
    // Ten bits of fraction.
    ['tiny-checkpoint.pth', 1e-2],
  ] as const) {
    it(`${name} gives what PyTorch gives`, async () => {
      const network = networkOf(text);
      const { map, tensors, left } = matchWeights(network, await tensorsOf(name));
      assert.deepEqual(left, []);
      const mapped = mapWeights(network, network.all.layers, tensors, map);
      assert.ok('tensors' in mapped, JSON.stringify(mapped));
      assertLogits(await ranWith({ network, weights: mapped.tensors }, Float32Array.from(pixels), 'logits'), tolerance);
    });
  }

  it('matches the projection of a block, which is made last, with the branch that it is', async () => {
    const { map } = matchWeights(networkOf(text), await tensorsOf('tiny.pth'));
    const down = [...map.names].filter(([, name]) => name.startsWith('1.down.')).map(([own]) => own);
    assert.deepEqual(down, [
      'block_1/branch_2/conv_1/weight',
      'block_1/branch_2/conv_1/norm.gamma',
      'block_1/branch_2/conv_1/norm.beta',
      'block_1/branch_2/conv_1/norm.mean',
      'block_1/branch_2/conv_1/norm.variance',
    ]);
  });

  it('goes by names that begin alike where shapes are the same, whatever the order', () => {
    const conv = (name: string): NamedTensor => ({ name, shape: [4, 4, 1, 1], values: new Float32Array(16) });
    const heads = `network Heads() {
  input image: 8x8x4
  trunk = conv(4, 1x1, bias = false)
  box_head_0_conv = conv(4, 1x1, bias = false)
  class_head_0_conv = conv(4, 1x1, bias = false)
  output class_head_0_conv
}
`;
    const file = ['base.0', 'class.head.0.conv', 'box.head.0.conv'].map((module) => conv(`${module}.weight`));
    assert.deepEqual(Object.fromEntries(matchWeights(networkOf(heads), file).map.names), {
      'trunk/weight': 'base.0.weight',
      'box_head_0_conv/weight': 'box.head.0.conv.weight',
      'class_head_0_conv/weight': 'class.head.0.conv.weight',
    });
  });

  /** The module of each convolution and dense layer, by the layer's path. */
  function matchedModules(body: string, weights: Readonly<Record<string, readonly number[]>>) {
    const tensors = Object.entries(weights).map(([module, shape]): NamedTensor => {
      return { name: `${module}.weight`, shape, values: new Float32Array(shape.reduce((a, b) => a * b)) };
    });
    const { map, left } = matchWeights(networkOf(`network Net() {\n  input image: 8x8x4\n${body}\n}\n`), tensors);
    assert.deepEqual(left, []);
    return Object.fromEntries([...map.names].map(([own, name]) => [own, name.slice(0, -'.weight'.length)]));
  }

  it('knows branches that are counted from 0, as those of Inception-ResNet-v2 in timm', () => {
    const branch = '    branch { conv(4, 1x1, bias = false) }\n';
    const names = [0, 1, 2].map((i) => [`mixed_7a.branch${i}.0.conv`, [4, 4, 1, 1]] as const);
    const found = matchedModules(
      `  mixed_7a = concat {\n${branch.repeat(3)}  }\n  output out`,
      Object.fromEntries(names),
    );
    assert.deepEqual(found, {
      'mixed_7a/branch_1/conv_1/weight': 'mixed_7a.branch0.0.conv',
      'mixed_7a/branch_2/conv_1/weight': 'mixed_7a.branch1.0.conv',
      'mixed_7a/branch_3/conv_1/weight': 'mixed_7a.branch2.0.conv',
    });
  });

  it('knows a shortcut that stands before the branch beside it, as in Xception of timm', () => {
    const body = `  add {
    branch { separable(6, 3x3, bias = false) -> relu() -> separable(6, 3x3, bias = false) }
    branch { conv(6, 1x1, bias = false) }
  }
  output out`;
    const found = matchedModules(body, {
      'block1.skip': [6, 4, 1, 1],
      'block1.rep.0.conv1': [4, 1, 3, 3],
      'block1.rep.0.pointwise': [6, 4, 1, 1],
      'block1.rep.3.conv1': [6, 1, 3, 3],
      'block1.rep.3.pointwise': [6, 6, 1, 1],
    });
    assert.deepEqual(found, {
      'branch_1/separable_1/depthwise.weight': 'block1.rep.0.conv1',
      'branch_1/separable_1/pointwise.weight': 'block1.rep.0.pointwise',
      'branch_1/separable_2/depthwise.weight': 'block1.rep.3.conv1',
      'branch_1/separable_2/pointwise.weight': 'block1.rep.3.pointwise',
      'branch_2/conv_1/weight': 'block1.skip',
    });
  });

  it('knows a norm by what reads it where all that lies between stages stands first, as in ConvNeXt of its authors', () => {
    const body = `  defaults { conv(bias = false)  layernorm(center = false) }
  conv(4, 2x2, stride = 2) -> layernorm()
  layernorm() -> conv(6, 1x1) -> conv(4, 1x1)
  layernorm() -> conv(8, 2x2, stride = 2)
  output out`;
    const found = matchedModules(body, {
      'downsample_layers.0.0': [4, 4, 2, 2],
      'downsample_layers.0.1': [4],
      'downsample_layers.1.0': [4],
      'downsample_layers.1.1': [8, 4, 2, 2],
      'stages.0.0.norm': [4],
      'stages.0.0.pwconv1': [6, 4],
      'stages.0.0.pwconv2': [4, 6],
    });
    const norms = [1, 2, 3].map((i) => found[`layernorm_${i}/gamma`]);
    assert.deepEqual(norms, ['downsample_layers.0.1', 'stages.0.0.norm', 'downsample_layers.1.0']);
  });

  it('knows a dense layer as the convolution of a whole image, as in VGG of timm', () => {
    const body = '  conv(4, 3x3, bias = false)\n  dense(6, bias = false)\n  dense(5, bias = false)\n  output out';
    const found = matchedModules(body, {
      'features.0': [4, 4, 3, 3],
      'pre_logits.fc1': [6, 4, 8, 8],
      'head.fc': [5, 6],
    });
    assert.deepEqual(found, {
      'conv_1/weight': 'features.0',
      'dense_1/weight': 'pre_logits.fc1',
      'dense_2/weight': 'head.fc',
    });
  });

  it('pairs norms that are a list of their own with the convolutions of the list beside it, as in Res2Net of timm', () => {
    const body = `  defaults { conv(norm = batchnorm) }
  all = conv(4, 1x1)
  y1 = conv(4, 3x3)
  y2 = conv(4, 3x3)
  output out`;
    const network = networkOf(`network Net() {\n  input image: 8x8x4\n${body}\n}\n`);
    const tensor = (name: string, ...shape: number[]): NamedTensor => {
      return { name, shape, values: new Float32Array(shape.reduce((a, b) => a * b)) };
    };
    const norm = (name: string) =>
      ['weight', 'bias', 'running_mean', 'running_var'].map((word) => tensor(`${name}.${word}`, 4));
    const file = [
      tensor('layer1.0.conv1.weight', 4, 4, 1, 1),
      ...norm('layer1.0.bn1'),
      tensor('layer1.0.convs.0.weight', 4, 4, 3, 3),
      tensor('layer1.0.convs.1.weight', 4, 4, 3, 3),
      ...norm('layer1.0.bns.0'),
      ...norm('layer1.0.bns.1'),
    ];
    const sorted = [...file].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const state of [file, sorted]) {
      const { map, left } = matchWeights(network, state);
      assert.deepEqual(left, []);
      const modules = ['all', 'y1', 'y2'].map((layer) => [
        map.names.get(`${layer}/weight`),
        map.names.get(`${layer}/norm.mean`),
      ]);
      assert.deepEqual(modules, [
        ['layer1.0.conv1.weight', 'layer1.0.bn1.running_mean'],
        ['layer1.0.convs.0.weight', 'layer1.0.bns.0.running_mean'],
        ['layer1.0.convs.1.weight', 'layer1.0.bns.1.running_mean'],
      ]);
    }
  });

  it('finds the order of modules in a file that is sorted by name, as every safetensors file of PyTorch is', () => {
    // A bottleneck of ResNet twelve times, whose shortcut has the shape of its last convolution, between a stem and a head of its kind.
    const text = `network Sorted() {
  input image: 8x8x4
  defaults { conv(norm = batchnorm()) }
  stem = conv(4, 1x1)
  repeat 12 { block() }
  end = conv(4, 1x1)
  output end
}

module block() {
  add {
    branch { conv(4, 1x1) -> conv(4, 1x1, activation = none) }
    branch shortcut { conv(4, 1x1, activation = none) }
  }
}
`;
    const unit = (conv: string, norm: string): readonly NamedTensor[] => [
      { name: `${conv}.weight`, shape: [4, 4, 1, 1], values: new Float32Array(16) },
      ...['weight', 'bias', 'running_mean', 'running_var'].map((word) => {
        return { name: `${norm}.${word}`, shape: [4], values: new Float32Array(4) };
      }),
    ];
    const tensors = [
      ...unit('stem.0', 'stem.1'),
      ...Array.from({ length: 12 }, (_, i) => [
        ...unit(`layers.${i}.conv1`, `layers.${i}.bn1`),
        ...unit(`layers.${i}.conv2`, `layers.${i}.bn2`),
        ...unit(`layers.${i}.downsample.0`, `layers.${i}.downsample.1`),
      ]).flat(),
      ...unit('conv_head.0', 'conv_head.1'),
    ];
    const network = networkOf(text);
    const { names } = matchWeights(
      network,
      tensors.sort((a, b) => (a.name < b.name ? -1 : 1)),
    ).map;
    const modules = (path: string) => ['weight', 'norm.gamma'].map((name) => names.get(`${path}/${name}`));
    assert.deepEqual(modules('stem'), ['stem.0.weight', 'stem.1.weight']);
    assert.deepEqual(modules('end'), ['conv_head.0.weight', 'conv_head.1.weight']);
    for (const i of [1, 2, 11, 12]) {
      const block = `repeat_1/${i}/block_1`;
      assert.deepEqual(modules(`${block}/branch_1/conv_1`), [
        `layers.${i - 1}.conv1.weight`,
        `layers.${i - 1}.bn1.weight`,
      ]);
      assert.deepEqual(modules(`${block}/branch_1/conv_2`), [
        `layers.${i - 1}.conv2.weight`,
        `layers.${i - 1}.bn2.weight`,
      ]);
      const shortcut = [`layers.${i - 1}.downsample.0.weight`, `layers.${i - 1}.downsample.1.weight`];
      assert.deepEqual(modules(`${block}/shortcut/conv_1`), shortcut);
    }
  });

  it('import --into writes them as safetensors, and run takes those', async () => {
    const files = { 'tiny.cnn': text, 'x/tiny.pth': file('tiny.pth') };
    const outcome = await incept(['import', 'x/tiny.pth', '--into', 'tiny.cnn', '--format', 'json'], { files });
    assert.equal(outcome.code, 0, outcome.stderr);
    const { source, file: design, weights, network, notes } = JSON.parse(outcome.stdout);
    assert.deepEqual(
      [source.format, design, weights, network, notes.length],
      ['pytorch', 'tiny.cnn', 'tiny.safetensors', 'Tiny', 1],
    );
    const written = outcome.files.get('/work-folder/tiny.safetensors') ?? '';
    const run = ['run', 'tiny.cnn', '--weights', 'tiny.safetensors', '--format', 'json'];
    const ran = await incept(run, { files: { ...files, 'tiny.safetensors': written } });
    assert.equal(ran.code, 0, ran.stderr);
  });

  it('import --into takes the same weights as the library of safetensors writes them: by type, then by name', async () => {
    const byName = [...(await tensorsOf('tiny.pth'))].sort((a, b) => (a.name < b.name ? -1 : 1));
    const counters = byName
      .filter(({ name }) => name.endsWith('.running_var'))
      .map(({ name }) => {
        const counter = name.replace(/running_var$/, 'num_batches_tracked');
        return { name: counter, type: 'I64' as const, shape: [], values: BigInt64Array.of(7n) };
      });
    assert.equal(counters.length, 6);
    const floats = byName.filter(({ name }) => !name.endsWith('num_batches_tracked'));
    const files = {
      'tiny.cnn': text,
      'tiny.pth': file('tiny.pth'),
      'pt/tiny.safetensors': writeSafetensors([...counters, ...floats], { format: 'pt' }),
    };
    const written = async (name: string) => {
      const { code, stderr, files: after } = await incept(['import', name, '--into', 'tiny.cnn'], { files });
      assert.equal(code, 0, stderr);
      return after.get('/work-folder/tiny.safetensors');
    };
    assert.deepEqual(await written('pt/tiny.safetensors'), await written('tiny.pth'));
  });

  it('a map says what order and shape do not, and what is left over is named', async () => {
    const small = text.replace('  block()\n  logits', '  logits');
    const files = { 'tiny.cnn': small, 'tiny.pth': file('tiny.pth') };
    const outcome = await incept(['import', 'tiny.pth', '--into', 'tiny.cnn'], { files });
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.match(outcome.stdout, /^note: 6 modules of the file belong to no layer: 2\.conv1, 2\.bn1, /m);
    const map = JSON.stringify({ layout: 'pytorch', names: {} });
    const refused = await incept(['import', 'tiny.pth', '--into', 'tiny.cnn', '--map', 'm.json'], {
      files: { ...files, 'm.json': map },
    });
    assert.deepEqual([refused.code, refused.files.size], [2, 3]);
    assert.match(refused.stderr, /stem/);
  });

  it('says that a file has weights and no network', async () => {
    const outcome = await incept(['import', 'tiny.pth'], { files: { 'tiny.pth': file('tiny.pth') } });
    assert.equal(outcome.code, 2);
    assert.match(outcome.stderr, /^error: tiny\.pth has weights and no network\nhelp: --into FILE\.cnn says/m);
  });
});
