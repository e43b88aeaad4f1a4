/** What layers of an ONNX file are called: by their nodes as exporters name them, or by their weights. */

import assert from 'node:assert/strict';
import { encodeModel } from '../../src/interop/onnx/model';
import { filled } from '../../src/interop/onnx/tensors';
import { foreignNetwork } from '../support/imported';

/** One node with a weight. */
async function layerName(name: string, weight = 'w', type = 'Conv'): Promise<string | undefined> {
  const encoded = encodeModel({
    producer: '',
    producerVersion: '',
    name: '',
    documentation: '',
    opset: 13,
    nodes: [{ name, type, inputs: ['x', weight], output: 'y', attributes: [], documentation: '' }],
    tensors: [{ name: weight, ...filled([1, 1, 1, 1], 2) }],
    inputs: [{ name: 'x', dims: [1, 1, 2, 2] }],
    outputs: [{ name: 'y', dims: [] }],
    values: [],
    metadata: new Map(),
  });
  assert.ok('bytes' in encoded);
  const found = await foreignNetwork('onnx', encoded.bytes);
  assert.ok('layers' in found);
  return found.layers[1]?.name;
}

describe('import of ONNX: names', () => {
  for (const [exporter, node, weight, name] of [
    ['PyTorch', '/features/features.0/Conv', 'features.0.weight', 'features.0'],
    ['PyTorch', '/layer1/layer1.0/conv1/Conv', 'layer1.0.conv1.weight', 'layer1.0/conv1'],
    ['PyTorch, of a second call', '/head/conv/Conv_1', 'head.conv.weight', 'head/conv'],
    ['PyTorch, of the network itself', '/Conv', 'onnx::Conv_51', ''],
    ['PyTorch before 2', 'Conv_12', 'features.3.weight', 'features.3'],
    ['PyTorch before 2, of folded weights', 'Conv_12', '193', ''],
    ['Caffe2', '', 'conv1_w_0', 'conv1'],
    ['Caffe2, of a weight', '', 'fire2/squeeze1x1_w_0', 'fire2/squeeze1x1'],
    [
      'Keras',
      'StatefulPartitionedCall/model/block1_conv1/Conv2D',
      'w',
      'StatefulPartitionedCall/model/block1_conv1/Conv2D',
    ],
    ['Keras, by its weight', '17', 'block1_conv1/kernel:0', 'block1_conv1'],
    ['CNTK', 'Convolution28', 'Parameter5', 'Convolution28'],
    ['a graph that counts with a letter', 'n31', 'stem.conv.weights', 'stem.conv'],
    ['a graph that counts', '31', 'stem_W', 'stem'],
    ['scales', '31', 'bn1.s', 'bn1'],
    ['weights that count', '31', 'conv.weight_7', 'conv'],
    ['a name that only begins as one that counts', 'n31b', 'stem_W', 'n31b'],
    ['a kind with a word', 'Conv_last', 'stem_W', 'Conv_last'],
    ['a kind with a number and a word', 'Conv_1b', 'stem_W', 'Conv_1b'],
    ['a weight of another word', '31', 'stem_gain', ''],
    ['a weight with a word behind', '31', 'stem.weight_a', ''],
    ['a weight with a colon and a word', '31', 'stem.weight:1', ''],
    ['a weight that is nothing but one', '31', 'weight', ''],
    ['a part in a part of its name', '/a/a.b/a.b.c/Conv', 'w', 'a.b.c'],
    ['a part beside one that begins like it', '/a/ab/Conv', 'w', 'a/ab'],
    ['the kind in the middle', '/Conv/b/Conv', 'w', 'Conv/b'],
  ] as const) {
    it(`takes ${JSON.stringify(name)} of ${exporter}`, async () => assert.equal(await layerName(node, weight), name));
  }
});
