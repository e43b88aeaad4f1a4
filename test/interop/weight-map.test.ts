/** Mapping files: names, orders, and complaints that name everything that does not fit. Expected numbers by hand. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import type { NamedTensor } from '../../src/base/tensor';
import { foreignName, mapWeights, ownWeights, parseWeightMap, type WeightMap } from '../../src/interop/weight-map';
import { networkOfBody } from '../support/network-text';
import { inEnglish } from '../support/refusal-text';

function mapOf(value: unknown): WeightMap {
  const parsed = parseWeightMap(JSON.stringify(value));
  assert.ok('map' in parsed, 'refusal' in parsed ? inEnglish(parsed.refusal) : '');
  return parsed.map;
}

function tensor(name: string, shape: readonly number[], first = 0): NamedTensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return { name, shape, values: Float32Array.from({ length: count }, (_, i) => first + i) };
}

function mapped(network: NetworkAnalysis, tensors: readonly NamedTensor[], map: WeightMap): Map<string, NamedTensor> {
  const result = mapWeights(network, network.all.layers, tensors, map);
  assert.ok('tensors' in result, 'problems' in result ? result.problems.map(inEnglish).join('\n') : '');
  return new Map(result.tensors.map((found) => [found.name, found]));
}

function problems(network: NetworkAnalysis, tensors: readonly NamedTensor[], map: WeightMap): readonly string[] {
  const result = mapWeights(network, network.all.layers, tensors, map);
  return 'problems' in result ? result.problems.map(inEnglish) : [];
}

describe('weight map: the file', () => {
  const problem = (text: string): string => {
    const parsed = parseWeightMap(text);
    return 'refusal' in parsed ? inEnglish(parsed.refusal) : '';
  };

  it('may be empty', () => {
    assert.deepEqual(mapOf({}), ownWeights);
  });

  it('says what is wrong with it', () => {
    assert.match(problem('{"layout"'), /^it is not JSON: /);
    assert.equal(problem('[]'), 'it is no JSON object');
    assert.equal(problem('{"layuot": "pytorch"}'), 'it has no key "layuot", did you mean layout?');
    assert.equal(problem('{"weights": {}}'), 'it has no key "weights"; there are layout, names and ignore');
    assert.equal(problem('{"layout": "caffe"}'), 'layout is one of incept, pytorch or keras');
    assert.equal(problem('{"names": ["a"]}'), 'names is an object: our name to the name in the file');
    assert.equal(problem('{"names": {"conv_1/weight": 3}}'), 'the name for "conv_1/weight" is no string');
    assert.equal(problem('{"ignore": "*"}'), 'ignore is a list of names');
  });
});

describe('weight map: names', () => {
  it('are whole names, the longest beginnings, or stay', () => {
    const map = mapOf({
      layout: 'pytorch',
      names: {
        'conv_1/': 'features.0.',
        'conv_1/norm.': 'features.1.',
        'conv_1/bias': 'extra.bias',
        'stage/': 'layer1.',
        'stage/conv_2/': 'layer1.last.',
      },
    });
    const expected = {
      'conv_1/weight': 'features.0.weight',
      'conv_1/bias': 'extra.bias',
      'conv_1/norm.gamma': 'features.1.weight',
      'conv_1/norm.beta': 'features.1.bias',
      'conv_1/norm.mean': 'features.1.running_mean',
      'conv_1/norm.variance': 'features.1.running_var',
      // Not the beginning conv_1/.
      'conv_10/weight': 'conv_10.weight',
      'stage/branch_1/conv_1/weight': 'layer1.branch_1.conv_1.weight',
      'stage/conv_2/weight': 'layer1.last.weight',
      'batchnorm_1/mean': 'batchnorm_1.running_mean',
    };
    for (const [name, foreign] of Object.entries(expected)) assert.equal(foreignName(name, map), foreign);
  });

  it('end as in Keras', () => {
    const map = mapOf({ layout: 'keras', names: { 'conv_1/': 'block1_conv1/', 'conv_1/norm.': 'block1_bn/' } });
    const expected = {
      'conv_1/weight': 'block1_conv1/kernel',
      'conv_1/norm.gamma': 'block1_bn/gamma',
      'conv_1/norm.mean': 'block1_bn/moving_mean',
      'separable_1/depthwise.weight': 'separable_1/depthwise_kernel',
      'separable_1/pointwise.weight': 'separable_1/pointwise_kernel',
    };
    for (const [name, foreign] of Object.entries(expected)) assert.equal(foreignName(name, map), foreign);
  });
});

describe('weight map: orders', () => {
  it("PyTorch's convolutions: filters, channels, height, width", () => {
    const network = networkOfBody('input x: 4x4x2\nconv(3, 1x2, bias = false)');
    const tensors = [tensor('c.weight', [3, 2, 1, 2])];
    const found = mapped(network, tensors, mapOf({ layout: 'pytorch', names: { 'conv_1/': 'c.' } })).get(
      'conv_1/weight',
    );
    assert.deepEqual(found?.shape, [1, 2, 2, 3]);
    // Theirs counts filter * 4 + channel * 2 + column; ours goes by column, channel, filter.
    assert.deepEqual([...(found?.values ?? [])], [0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11]);
  });

  it("PyTorch's grouped and depthwise ones have the channels of a group", () => {
    const network = networkOfBody(
      'input x: 4x4x4\nconv(2, 1x1, groups = 2, bias = false) -> depthwise(1x2, bias = false)',
    );
    const tensors = [tensor('conv_1.weight', [2, 2, 1, 1]), tensor('depthwise_1.weight', [2, 1, 1, 2])];
    const found = mapped(network, tensors, mapOf({ layout: 'pytorch' }));
    assert.deepEqual(found.get('conv_1/weight')?.shape, [1, 1, 2, 2]);
    assert.deepEqual([...(found.get('conv_1/weight')?.values ?? [])], [0, 2, 1, 3]);
    assert.deepEqual(found.get('depthwise_1/weight')?.shape, [1, 2, 1, 2]);
    assert.deepEqual([...(found.get('depthwise_1/weight')?.values ?? [])], [0, 2, 1, 3]);
  });

  it("PyTorch's dense layers after an image, also behind a flatten", () => {
    for (const way of ['', 'flatten() -> relu() -> dropout(0.5) ->']) {
      const network = networkOfBody(`input x: 1x2x2\n${way} dense(2, bias = false)`);
      const tensors = [tensor('dense_1.weight', [2, 4])];
      const found = mapped(network, tensors, mapOf({ layout: 'pytorch' })).get('dense_1/weight');
      assert.deepEqual(found?.shape, [4, 2]);
      // Their inputs are channel * 2 + column, ours column * 2 + channel.
      assert.deepEqual([...(found?.values ?? [])], [0, 4, 2, 6, 1, 5, 3, 7], way);
    }
  });

  it("PyTorch's dense layers after dense layers are only turned", () => {
    const network = networkOfBody('input x: 1x1x3\ndense(2, bias = false)');
    const found = mapped(network, [tensor('dense_1.weight', [2, 3])], mapOf({ layout: 'pytorch' })).get(
      'dense_1/weight',
    );
    assert.deepEqual([...(found?.values ?? [])], [0, 3, 1, 4, 2, 5]);
  });

  it("Keras' are ours, depthwise ones by channel and multiplier", () => {
    const network = networkOfBody(
      'input x: 4x4x2\ndepthwise(1x1, multiplier = 3, bias = false) -> dense(1, bias = false)',
    );
    const tensors = [tensor('depthwise_1/kernel', [1, 1, 2, 3]), tensor('dense_1/kernel', [96, 1])];
    const found = mapped(network, tensors, mapOf({ layout: 'keras' }));
    assert.deepEqual(found.get('depthwise_1/weight')?.shape, [1, 1, 1, 6]);
    assert.deepEqual([...(found.get('depthwise_1/weight')?.values ?? [])], [0, 1, 2, 3, 4, 5]);
    assert.equal(found.get('dense_1/weight')?.values, tensors[1]?.values);
  });
});

describe('weight map: complaints', () => {
  const network = networkOfBody('input x: 4x4x2\nconv(3, 1x1) -> dense(5)\nhead h { dense(2) }');

  it('name what is missing, extra or of another shape, by both names', () => {
    const map = mapOf({ layout: 'pytorch', names: { 'conv_1/': 'features.0.' } });
    const tensors = [
      tensor('features.0.weights', [3, 2, 1, 1]),
      tensor('features.0.bias', [4]),
      tensor('dense_1.weight', [48, 5]),
      tensor('dense_1.bias', [5]),
      tensor('h.dense_1.bias', [2]),
      tensor('h.dense_1.weight', [2, 5]),
      tensor('fc 2', [1]),
    ];
    assert.deepEqual(problems(network, tensors, map), [
      'conv_1/weight (features.0.weight in the file) is missing: a tensor of shape [3, 2, 1, 1] is needed; there is features.0.weights',
      'conv_1/bias (features.0.bias in the file) has shape [4], expected [3]',
      'dense_1/weight (dense_1.weight in the file) has shape [48, 5], expected [5, 48]',
      'features.0.weights belongs to no layer of Test',
      '"fc 2" belongs to no layer of Test',
    ]);
  });

  it('leave out what is ignored', () => {
    const own = [
      tensor('conv_1/weight', [1, 1, 2, 3]),
      tensor('conv_1/bias', [3]),
      tensor('dense_1/weight', [48, 5]),
      tensor('dense_1/bias', [5]),
      tensor('h/dense_1/weight', [5, 2]),
      tensor('h/dense_1/bias', [2]),
    ];
    const extra = [tensor('opt/step', [1]), tensor('opt/a/momentum', [1])];
    assert.deepEqual(problems(network, own, ownWeights), []);
    assert.equal(problems(network, [...own, ...extra], ownWeights).length, 2);
    assert.deepEqual(problems(network, [...own, ...extra], mapOf({ ignore: ['opt/*'] })), []);
    assert.deepEqual(problems(network, [...own, ...extra], mapOf({ ignore: ['*/step', 'opt*m*um'] })), []);
    assert.equal(problems(network, [...own, ...extra], mapOf({ ignore: ['opt/ste', '*momentum*m'] })).length, 2);
  });

  it('need only the weights of the wanted layers, and know the others', () => {
    const wanted = network.outputs.find(({ output }) => output.kind === 'output')?.needs.layers ?? [];
    const main = [
      tensor('conv_1/weight', [1, 1, 2, 3]),
      tensor('conv_1/bias', [3]),
      tensor('dense_1/weight', [48, 5]),
      tensor('dense_1/bias', [5]),
    ];
    assert.ok('tensors' in mapWeights(network, wanted, main, ownWeights));
    const withHead = [...main, tensor('h/dense_1/bias', [2])];
    assert.ok('tensors' in mapWeights(network, wanted, withHead, ownWeights));
    assert.deepEqual(problems(network, withHead, ownWeights), [
      'h/dense_1/weight is missing: a tensor of shape [5, 2] is needed',
    ]);
  });

  it('name keys of the map that stand for nothing', () => {
    const map = mapOf({ names: { 'conv_2/weight': 'a', 'convv_1/': 'b.', other: 'c' } });
    const complaints = problems(network, [], map).filter((text) => text.startsWith('the map'));
    assert.deepEqual(complaints, [
      'the map names conv_2/weight, which is no weight of Test, did you mean conv_1/weight?',
      'the map names convv_1/, which is the beginning of no weight of Test, did you mean conv_1/?',
      'the map names other, which is no weight of Test',
    ]);
  });
});
