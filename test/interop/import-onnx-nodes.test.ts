/**
 * Single nodes of ONNX over an image, with the defaults and rules of onnx/docs/Operators.md: what each becomes, and what of them is left
 * out. That the values are those of ONNX Runtime is tested beside the other readers.
 */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';
import { type Attribute, type Fill, fillOf, onnxFile } from '../support/onnx-sketch';

/** A node as its type, its inputs but the first and its attributes, behind a layer that gives numbers of either sign. */
function fileOf(text: string, opset = 13): Uint8Array {
  const [, type = '', inputs = '', attributes = '{}'] = /^(\S+)(.*?)(\{.*\})?$/.exec(text) ?? [];
  const named = inputs.split(' ').flatMap((one, i): [string, Fill | undefined][] => {
    if (one === '') return [];
    return [one === '-' ? ['', undefined] : [`i${i}`, fillOf(one)]];
  });
  const given: Record<string, Attribute> = JSON.parse(attributes);
  return onnxFile({
    size: [6, 6, 4],
    opset,
    tensors: Object.fromEntries(named.filter((pair): pair is [string, Fill] => pair[1] !== undefined)),
    nodes: [
      ['LRN', 'x', 'c', { size: 5 }],
      [type, ['c', ...named.map(([name]) => name)].join(' '), 'n', given],
    ],
  });
}

async function read(node: string, opset?: number) {
  const { text, foreign } = await imported('onnx', fileOf(node, opset));
  const lines = text
    .slice(text.indexOf('\n\n'), text.lastIndexOf('}'))
    .split('\n')
    .map((line) => line.trim());
  const body = lines.filter((line) => line !== '' && !line.startsWith('output ')).join(' ');
  assert.match(body, /^lrn\(\)/);
  return {
    written: body.replace(/^lrn\(\)( ->)? ?/, ''),
    reasons: foreign.missing.map(({ reason }) => reason.phrase),
  };
}

describe('import of ONNX: single nodes', () => {
  const layers: readonly [node: string, written: string, opset?: number][] = [
    ['Slice i[1] i[3] i[1]', 'slice(1, 2)'],
    ['Slice i[0] i[2] i[1]', 'slice(0, 2)'],
    ['Slice i[-2] i[100] i[1]', 'slice(2, 2)'],
    ['Slice i[1,2] i[-1,100] i[2,3]', 'crop(amount = [1, 1, 2, 0])'],
    ['Slice i[0] i[100] i[2] i[2]', 'maxpool(1x1, stride = [2, 1], padding = valid)'],
    [
      'Slice i[1,1] i[100,100] i[-2,-1] i[2,3]',
      'crop(amount = [1, 0, 1, 0]) -> maxpool(1x1, stride = [2, 3], padding = valid)',
    ],
    [
      'Slice i[-1] i[-100] i[1] i[-1]',
      'concat { branch { slice(3, 1) } branch { slice(2, 1) } branch { slice(1, 1) } branch { slice(0, 1) } }',
    ],
    ['Slice {"starts":[1],"ends":[3],"axes":[1]}', 'slice(1, 2)', 9],
    ['Gather i[1,2] {"axis":1}', 'slice(1, 2)'],
    ['Gather i[0,2,1,3] {"axis":1}', 'shuffle(2)'],
    [
      'Gather i[3,2,1,0] {"axis":1}',
      'concat { branch { slice(3, 1) } branch { slice(2, 1) } branch { slice(1, 1) } branch { slice(0, 1) } }',
    ],
    ['Gather i[-1] {"axis":1}', 'slice(3, 1)'],
    ['Gather i2 {"axis":1}', 'slice(2, 1)'],
    ['Gather i[0,0,1,1,2,2,3,3,4,4,5,5] {"axis":2}', 'resize(size = 12x6)'],
    ['Gather i[0,0,1,1,2,2,3,3,4,4,5,5] {"axis":-1}', 'resize(size = 6x12)'],
    ['Pad i[0,0,1,1,0,0,1,1]', 'pad(1)'],
    ['Pad i[0,0,1,2,0,0,3,4]', 'pad([1, 3, 2, 4])'],
    ['Pad i[0,0,1,1,0,0,1,1] 0', 'pad(1)'],
    ['Pad i[0,0,1,1,0,0,1,1] 2', 'affine(scale = false) -> pad(1) -> affine(scale = false)'],
    ['Pad i[0,0,1,1,0,0,1,1] {"mode":"reflect"}', 'pad(1, mode = reflect)'],
    ['Pad i[0,0,1,1,0,0,1,1] {"mode":"edge"}', 'pad(1, mode = edge)'],
    ['Pad i[0,0,-1,-1,0,0,0,0]', 'crop(amount = [1, 0, 1, 0])'],
    ['Pad i[1,2,3,4] - i[2,-1]', 'pad([1, 3, 2, 4])', 18],
    ['Pad {"pads":[0,0,1,1,0,0,1,1]}', 'pad(1)', 10],
    ['Resize - [1,1,2,2]', 'upsample()'],
    ['Resize - [1,1,2,3] {"mode":"linear"}', 'upsample(factor = [2, 3], mode = bilinear)'],
    ['Resize - [1,1,2,2] {"coordinate_transformation_mode":"asymmetric"}', 'upsample()'],
    ['Resize - [1,1,2,2] {"coordinate_transformation_mode":"asymmetric","nearest_mode":"floor"}', 'upsample()'],
    ['Resize - - i[1,4,9,3]', 'resize(size = 9x3)'],
    ['Resize - - i[1,4,9,3] {"mode":"linear"}', 'resize(size = 9x3, mode = bilinear)'],
    ['Resize - - i[1,4,12,12] {"mode":"linear","antialias":1}', 'upsample(mode = bilinear)', 18],
    ['Resize - [1,1,0.5,0.5] {"mode":"linear"}', 'resize(size = 3x3, mode = bilinear)'],
    ['DepthToSpace {"blocksize":2}', 'depthtospace()'],
    ['DepthToSpace {"blocksize":2,"mode":"CRD"}', 'depthtospace(order = crd)'],
    ['SpaceToDepth {"blocksize":2}', 'spacetodepth()'],
    ['MaxPool {"kernel_shape":[2,2]}', 'maxpool(2x2, stride = 1, padding = valid)'],
    ['MaxPool {"kernel_shape":[2,2],"strides":[2,2]}', 'maxpool(2x2, stride = 2, padding = valid)'],
    ['MaxPool {"kernel_shape":[3,3],"strides":[2,2],"pads":[1,1,1,1]}', 'maxpool(3x3, stride = 2, padding = 1)'],
    [
      'MaxPool {"kernel_shape":[3,3],"strides":[2,2],"pads":[0,0,1,1]}',
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    [
      'MaxPool {"kernel_shape":[3,3],"strides":[2,2],"ceil_mode":1}',
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
    ],
    ['MaxPool {"kernel_shape":[3,3],"strides":[2,2],"auto_pad":"SAME_UPPER"}', 'maxpool(3x3, stride = 2)'],
    ['MaxPool {"kernel_shape":[3,3],"strides":[2,2],"auto_pad":"SAME_LOWER"}', 'maxpool(3x3, stride = 2, padding = 1)'],
    ['MaxPool {"kernel_shape":[3,3],"strides":[2,2],"auto_pad":"VALID"}', 'maxpool(3x3, stride = 2, padding = valid)'],
    [
      'MaxPool {"kernel_shape":[2,2],"dilations":[2,2]}',
      'spacetodepth() -> maxpool(2x2, stride = 1, padding = valid) -> depthtospace()',
    ],
    ['MaxPool {"kernel_shape":[1,2],"dilations":[2,1]}', 'maxpool(1x2, padding = valid)'],
    [
      'MaxPool {"kernel_shape":[2,2],"dilations":[2,2],"strides":[2,2]}',
      'spacetodepth() -> slice(0, 4) -> maxpool(2x2, stride = 1, padding = valid)',
    ],
    ['MaxPool {"kernel_shape":[3,3],"strides":[3,3],"auto_pad":"SAME_UPPER"}', 'maxpool(3x3, stride = 3)'],
    ['MaxPool {"kernel_shape":[4,4],"strides":[4,4],"auto_pad":"SAME_UPPER"}', 'maxpool(4x4, stride = 4, padding = 1)'],
    [
      'MaxPool {"kernel_shape":[3,4],"strides":[3,4],"auto_pad":"SAME_UPPER"}',
      'maxpool(3x4, stride = [3, 4], padding = [0, 1])',
    ],
    ['MaxPool {"kernel_shape":[4,4],"strides":[3,3],"auto_pad":"SAME_UPPER"}', 'maxpool(4x4, stride = 3)'],
    ['AveragePool {"kernel_shape":[2,2],"strides":[2,2]}', 'avgpool(2x2, stride = 2, padding = valid)'],
    ['AveragePool {"kernel_shape":[3,3],"pads":[1,1,1,1]}', 'avgpool(3x3)'],
    ['AveragePool {"kernel_shape":[3,3],"pads":[1,1,1,1],"count_include_pad":1}', 'avgpool(3x3, count_padding = true)'],
    [
      'AveragePool {"kernel_shape":[3,3],"pads":[1,1,1,1],"count_include_pad":1,"strides":[2,2],"ceil_mode":1}',
      'avgpool(3x3, stride = 2, padding = 1, rounding = ceil, count_padding = true)',
    ],
    [
      'AveragePool {"kernel_shape":[3,3],"strides":[2,2],"pads":[0,0,1,1],"count_include_pad":1}',
      'avgpool(3x3, stride = 2, padding = [0, 1, 0, 1], count_padding = true)',
    ],
    ['GlobalAveragePool', 'globalavgpool()'],
    ['GlobalMaxPool', 'globalmaxpool()'],
    ['Softmax {"axis":1}', 'softmax()'],
    ['Softmax {"axis":-3}', 'softmax()'],
    ['LpNormalization {"axis":1}', 'l2norm(epsilon = 0, scale = false)'],
    ['LRN {"size":3}', 'lrn(size = 3)'],
    [
      'LRN {"size":5,"alpha":{"float":0.5},"beta":{"float":0.5},"bias":{"float":2}}',
      'lrn(alpha = 0.5, beta = 0.5, k = 2)',
    ],
    ['PRelu 0.25', 'prelu(shared = true)'],
    ['PRelu of[4,1,1]', 'prelu()'],
    ['Clip 0 1', 'clip(0, 1)'],
    ['Clip 0 6', 'relu6()'],
    ['Clip - 1', 'clip(-9007199254740992, 1)'],
    ['Clip 0', 'relu()'],
    ['BatchNormalization of[4] of[4] of[4] of[4]', 'batchnorm(epsilon = 0.00001)'],
    ['BatchNormalization of[4] of[4] of[4] of[4] {"epsilon":{"float":0.01}}', 'batchnorm(epsilon = 0.01)'],
    ['InstanceNormalization of[4] of[4]', 'instancenorm()'],
    ['InstanceNormalization [1,1,1,1] [0,0,0,0]', 'instancenorm(scale = false, center = false)'],
    ['InstanceNormalization [2,1,1,1] [0,0,0,0] {"epsilon":{"float":0.01}}', 'instancenorm(epsilon = 0.01)'],
    ['GroupNormalization of[2] of[2] {"num_groups":2}', 'groupnorm(groups = 2)', 20],
    ['Dropout', 'dropout(0.5)'],
    ['Dropout 0.2', 'dropout(0.2)'],
    ['Dropout 0 i1', 'dropout(0)'],
    ['Dropout 0.2 i0', 'dropout(0.2)'],
    ['ReduceMean {"axes":[2,3]}', 'globalavgpool()', 11],
    ['ReduceMean {"axes":[2,3],"keepdims":0}', 'globalavgpool()', 11],
    ['ReduceMean {"axes":[-1]}', 'avgpool(1x6, padding = valid)', 11],
    ['ReduceMean {"axes":[2]}', 'avgpool(6x1, stride = 1, padding = valid)', 11],
    ['ReduceMax {"axes":[2,3]}', 'globalmaxpool()', 11],
    ['ReduceMax {"axes":[3]}', 'maxpool(1x6, padding = valid)', 11],
    ['ReduceSum i[2,3]', 'globalavgpool() -> scale(36)'],
    ['ReduceSum i[2,3] {"noop_with_empty_axes":1}', 'globalavgpool() -> scale(36)', 18],
    ['ReduceMin {"axes":[2,3]}', 'scale(-1) -> globalmaxpool() -> scale(-1)', 11],
    ['Add 2', 'affine(scale = false)'],
    ['Add of[4,1,1]', 'affine(scale = false)'],
    ['Add of[1,4,1,1]', 'affine(scale = false)'],
    ['Sub of[4,1,1]', 'affine(scale = false)'],
    ['Mul of[4,1,1]', 'affine(center = false)'],
    ['Mul 3', 'scale(3)'],
    ['Mul 0', 'scale(0)'],
    ['Div of[4,1,1]', 'affine(center = false)'],
    ['Div 2', 'scale(0.5)'],
    ['Pow 2', 'multiply { branch { } branch { } }'],
    ['Pow 3', 'multiply { branch { multiply { branch { } branch { } } } branch { } }'],
    ['Max of[4,1,1]', 'affine(scale = false) -> relu() -> affine(scale = false)'],
    ['Min of[4,1,1]', 'scale(-1) -> affine(scale = false) -> relu() scale(-1) -> affine(scale = false)'],
    ['Max 0', 'relu()'],
    ['Min 0', 'clip(-9007199254740992, 0)'],
    ['Gelu', 'gelu()', 20],
    [
      'Gelu {"approximate":"tanh"}',
      'multiply { branch { } branch { add { branch { } branch { multiply { branch { multiply { branch { } branch { } } } branch { } } scale(0.044715) } } scale(1.5957691216057308) -> sigmoid() } }',
      20,
    ],
    ['Relu', 'relu()'],
    ['LeakyRelu', 'leakyrelu()'],
    ['LeakyRelu {"alpha":{"float":0.2}}', 'leakyrelu(slope = 0.2)'],
    ['Elu', 'elu()'],
    ['Elu {"alpha":{"float":0.5}}', 'elu(alpha = 0.5)'],
    ['Celu', 'elu()'],
    ['Celu {"alpha":{"float":2}}', 'scale(0.5) -> elu() -> scale(2)'],
    ['Selu', 'selu()'],
    ['Selu {"alpha":{"float":1},"gamma":{"float":2}}', 'elu() -> scale(2)'],
    ['HardSigmoid', 'hardsigmoid(slope = 0.2)'],
    ['HardSigmoid {"alpha":{"float":0.25}}', 'hardsigmoid(slope = 0.25)'],
    ['HardSigmoid {"alpha":{"float":0.25},"beta":{"float":0.25}}', 'affine() -> clip(0, 1)'],
    ['HardSigmoid {"alpha":{"float":0.16666667}}', 'hardsigmoid()'],
    ['HardSwish', 'hardswish()', 20],
    ['Swish', 'silu()', 20],
    ['Swish {"alpha":{"float":2}}', 'scale(2) -> silu() -> scale(0.5)', 20],
    ['Mish', 'mish()', 20],
    ['Sigmoid', 'sigmoid()'],
    ['Tanh', 'tanh()'],
    ['Softplus', 'softplus()'],
    ['Neg', 'scale(-1)'],
    ['Abs', 'leakyrelu(slope = -1)'],
    ['ConvTranspose of[4,2,3,3]', 'convtranspose(2, 3x3, padding = valid, bias = false, activation = none)'],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2]}',
      'convtranspose(2, 3x3, stride = 2, padding = valid, bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"auto_pad":"SAME_UPPER"}',
      'convtranspose(2, 3x3, stride = 2, bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"auto_pad":"SAME_LOWER"}',
      'convtranspose(2, 3x3, stride = 2, padding = [1, 0, 1, 0], bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"auto_pad":"VALID"}',
      'convtranspose(2, 3x3, stride = 2, padding = valid, bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"pads":[1,1,1,1],"output_padding":[1,1]}',
      'convtranspose(2, 3x3, stride = 2, padding = 1, output_padding = 1, bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"output_shape":[14,14]}',
      'convtranspose(2, 3x3, stride = 2, padding = valid, output_padding = 1, bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"strides":[2,2],"output_shape":[12,11],"auto_pad":"SAME_UPPER"}',
      'convtranspose(2, 3x3, stride = 2, padding = [0, 1, 1, 1], bias = false, activation = none)',
    ],
    [
      'ConvTranspose of[4,2,3,3] {"group":2}',
      'convtranspose(4, 3x3, padding = valid, groups = 2, bias = false, activation = none)',
    ],
    ['Conv of[2,4,3,3]', 'conv(2, 3x3, padding = valid, bias = false, activation = none)'],
    ['Conv of[2,4,3,3] of[2]', 'conv(2, 3x3, padding = valid, activation = none)'],
    ['Conv of[2,4,3,3] {"pads":[1,1,1,1]}', 'conv(2, 3x3, bias = false, activation = none)'],
    ['Conv of[2,4,3,3] {"pads":[1,0,1,0]}', 'conv(2, 3x3, padding = [1, 0], bias = false, activation = none)'],
    [
      'Conv of[2,4,3,3] {"auto_pad":"SAME_UPPER","strides":[2,2]}',
      'conv(2, 3x3, stride = 2, bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,3] {"auto_pad":"SAME_LOWER","strides":[2,2]}',
      'conv(2, 3x3, stride = 2, padding = [1, 0, 1, 0], bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,4,4] {"auto_pad":"SAME_LOWER"}',
      'conv(2, 4x4, padding = [2, 1, 2, 1], bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,3] {"dilations":[2,1]}',
      'conv(2, 3x3, padding = valid, dilation = [2, 1], bias = false, activation = none)',
    ],
    ['Conv of[4,2,3,3] {"group":2}', 'conv(4, 3x3, padding = valid, groups = 2, bias = false, activation = none)'],
    ['Conv of[4,1,3,3] {"group":4}', 'depthwise(3x3, padding = valid, bias = false, activation = none)'],
    [
      'Conv of[8,1,3,3] {"group":4}',
      'depthwise(3x3, padding = valid, multiplier = 2, bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,3] {"strides":[2,2],"pads":[0,0,1,1]}',
      'conv(2, 3x3, stride = 2, bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,3] {"strides":[2,2],"pads":[1,1,1,1]}',
      'conv(2, 3x3, stride = 2, padding = 1, bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,3] {"strides":[2,2],"pads":[1,1,0,0]}',
      'conv(2, 3x3, stride = 2, padding = [1, 0, 1, 0], bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,3,1] {"strides":[2,1],"pads":[0,0,1,0]}',
      'conv(2, 3x1, stride = [2, 1], bias = false, activation = none)',
    ],
    [
      'Conv of[2,4,1,3] {"strides":[1,2],"pads":[0,0,0,1]}',
      'conv(2, 1x3, stride = [1, 2], bias = false, activation = none)',
    ],
    ['Conv of[2,4,2,2] {"pads":[0,0,1,1]}', 'conv(2, 2x2, bias = false, activation = none)'],
    ['Conv of[2,4,2,2] {"pads":[1,1,0,0]}', 'conv(2, 2x2, padding = [1, 0, 1, 0], bias = false, activation = none)'],
    ['ReduceMean {"axes":[1]}', 'conv(1, 1x1, bias = false, activation = none)', 11],
    [
      'Pad {"pads":[0,0,1,1,0,0,1,1],"value":{"float":2}}',
      'affine(scale = false) -> pad(1) -> affine(scale = false)',
      9,
    ],
    ['Pad {"pads":[0,0,1,1,0,0,1,1],"mode":"edge"}', 'pad(1, mode = edge)', 9],
    ['Dropout {"ratio":{"float":0.25}}', 'dropout(0.25)', 9],
    ['Clip {"min":{"float":-1},"max":{"float":1}}', 'clip(-1, 1)', 9],
    ['Upsample [1,1,2,2]', 'upsample()', 9],
  ];
  for (const [node, expected, opset] of layers) {
    it(`reads ${node}`, async () => {
      const { written, reasons } = await read(node, opset);
      assert.deepEqual(reasons, []);
      assert.equal(written, expected);
    });
  }

  for (const node of [
    'Reshape i[1,4,6,6]',
    'Transpose {"perm":[0,2,3,1]}',
    'Transpose {"perm":[0,1,2,3]}',
    'Expand i[1,4,6,6]',
    'Expand i[6,6]',
    'Slice i[0] i[1] i[0]',
    'Slice i[0] i[4] i[1] i[1]',
    'Pad i[0,0,0,0,0,0,0,0]',
    'Clip',
    'Cast {"to":1}',
    'Cast {"to":10}',
    'Identity',
  ]) {
    it(`reads ${node} as what goes into it`, async () =>
      assert.deepEqual(await read(node), { written: '', reasons: [] }));
  }

  const refusals: readonly [node: string, reason: string, opset?: number][] = [
    ['Reshape i[1,-1]', 'foreign.no-image'],
    ['Reshape i[1,4,36]', 'foreign.no-image'],
    ['Reshape i[1,6,6,4]', 'foreign.reshape'],
    ['Flatten', 'foreign.no-image'],
    ['Flatten {"axis":2}', 'foreign.no-image'],
    ['Flatten {"axis":-3}', 'foreign.no-image'],
    ['Squeeze i[0]', 'foreign.no-image'],
    ['Squeeze', 'foreign.no-image'],
    ['Unsqueeze i[0]', 'foreign.no-image'],
    ['Transpose {"perm":[0,1,3,2]}', 'foreign.no-image'],
    ['Transpose {"perm":[0,1,2,2]}', 'foreign.inputs'],
    ['Expand i[1,4,12,12]', 'foreign.no-layer'],
    ['Expand i[2,4,6,6]', 'foreign.no-layer'],
    ['Slice i[0] i[4] i[1] i[2]', 'foreign.slice-step'],
    ['Slice i[-1] i[-100] i[2] i[-1]', 'foreign.slice-step'],
    ['Slice i[1] i[3]', 'foreign.axis'],
    ['Gather i[0,1,2] {"axis":2}', 'foreign.gather'],
    ['Gather i[[0,1]] {"axis":1}', 'foreign.gather'],
    ['Gather i[0] {"axis":0}', 'foreign.gather'],
    ['Split {"axis":2}', 'foreign.axis'],
    ['Pad i[0,0,1,1,0,0,1,1] {"mode":"wrap"}', 'foreign.pad-kind'],
    ['Pad i[0,0,-1,1,0,0,0,0]', 'foreign.misfit'],
    ['Pad i[0,1,0,0,0,1,0,0]', 'foreign.pad-kind'],
    ['Pad i[1,0,0,0,0,0,0,0]', 'foreign.pad-kind'],
    ['Resize - [1,1,2,2] {"coordinate_transformation_mode":"align_corners","mode":"linear"}', 'foreign.resize'],
    ['Resize - [1,1,2,2] {"coordinate_transformation_mode":"tf_crop_and_resize"}', 'foreign.resize'],
    ['Resize - [1,1,2,2] {"mode":"cubic"}', 'foreign.resize'],
    ['Resize - [1,2,2,2]', 'foreign.resize'],
    ['Resize - [2,1,2,2]', 'foreign.resize'],
    ['Resize - - i[1,4,9,3] {"mode":"linear","antialias":1}', 'foreign.resize', 18],
    ['Resize - - i[1,4,1,1] {"mode":"linear","coordinate_transformation_mode":"pytorch_half_pixel"}', 'foreign.resize'],
    ['Resize - - i[1,8,12,12]', 'foreign.resize'],
    ['Resize - - i[1,4,12,12] {"keep_aspect_ratio_policy":"not_larger"}', 'foreign.resize', 18],
    ['Resize - - i[1,4,200000,12]', 'foreign.size'],
    ['Resize - - i[1,4,12,200000]', 'foreign.size'],
    ['DepthToSpace {"blocksize":3}', 'foreign.misfit'],
    ['SpaceToDepth {"blocksize":4}', 'foreign.misfit'],
    ['MaxPool {"kernel_shape":[2,2],"dilations":[2,1]}', 'foreign.dilated-pool'],
    ['MaxPool {"kernel_shape":[2,2],"dilations":[4,4]}', 'foreign.dilated-pool'],
    ['MaxPool {"kernel_shape":[2,2],"dilations":[2,2],"strides":[2,1]}', 'foreign.dilated-pool'],
    ['MaxPool {"kernel_shape":[2,2],"dilations":[2,2],"ceil_mode":1}', 'foreign.dilated-pool'],
    ['MaxPool {"kernel_shape":[2,2,2]}', 'foreign.not-two'],
    ['MaxPool {"kernel_shape":[2]}', 'foreign.not-two'],
    ['MaxPool', 'foreign.not-two'],
    ['AveragePool {"kernel_shape":[2,2],"dilations":[2,2]}', 'foreign.dilated-pool'],
    ['GlobalLpPool', 'foreign.no-layer'],
    ['Softmax', 'foreign.axis'],
    ['Softmax {"axis":2}', 'foreign.axis'],
    ['LogSoftmax {"axis":1}', 'foreign.log-softmax'],
    ['LpNormalization {"axis":1,"p":1}', 'foreign.no-layer'],
    ['LpNormalization {"axis":2}', 'foreign.axis'],
    ['LpNormalization', 'foreign.axis'],
    ['PRelu of[3,1,1]', 'foreign.weight-shape'],
    ['PRelu of[6]', 'foreign.weight-shape'],
    ['BatchNormalization of[3] of[4] of[4] of[4]', 'foreign.weight-shape'],
    ['BatchNormalization of[4] of[4] of[4] of[4] {"training_mode":1}', 'foreign.training'],
    ['LayerNormalization of[6]', 'foreign.axis', 20],
    ['Dropout 0.2 i1', 'foreign.training'],
    ['ReduceMean {"axes":[1,2,3]}', 'foreign.reduce', 11],
    ['Add of[4]', 'foreign.constant-shape'],
    ['Add of[6]', 'foreign.constant-shape'],
    ['Add of[1,4,6,6]', 'foreign.constant-shape'],
    ['Pow 0.5', 'foreign.no-function'],
    ['Pow of[4,1,1]', 'foreign.no-function'],
    ['Cast {"to":6}', 'foreign.no-layer'],
    ['Gelu {"approximate":"other"}', 'foreign.no-layer', 20],
    ['Softsign', 'foreign.no-function'],
    ['Erf', 'foreign.no-function'],
    ['Exp', 'foreign.no-function'],
    ['Sqrt', 'foreign.no-function'],
    ['Reciprocal', 'foreign.no-function'],
    ['Sin', 'foreign.no-layer'],
    ['ConvTranspose of[3,2,3,3]', 'foreign.weight-shape'],
    ['ConvTranspose of[4,2,3]', 'foreign.not-two'],
    ['Conv of[2,4,3,3] of[3]', 'foreign.weight-shape'],
    ['Conv of[6,1,3,3] {"group":4}', 'foreign.misfit'],
    ['Conv of[2,3,3,3]', 'foreign.weight-shape'],
    ['Conv of[2,4,3]', 'foreign.not-two'],
    ['Conv of[2,4,3,3,3]', 'foreign.not-two'],
    ['Conv of[2,4,9,9]', 'foreign.misfit'],
    ['MatMul of[6,3]', 'foreign.matrix'],
    ['MatMul of[5,3]', 'foreign.matrix'],
    ['Gemm of[144,3]', 'foreign.no-image'],
    ['ReduceMean', 'foreign.reduce'],
    ['Pad i[0,0,1,1,0,0,1,1] -1e+38', 'foreign.no-layer'],
    ['Upsample [1,1,2,2] {"mode":"linear"}', 'foreign.resize', 9],
    ['BatchNormalization of[4] of[4] of[4] of[3]', 'foreign.weight-shape'],
  ];
  for (const [node, reason, opset] of refusals) {
    it(`leaves out ${node}`, async () => {
      assert.deepEqual(await read(node, opset), { written: '', reasons: [reason] });
    });
  }

  it('resizes to the nearest pixels by the rules that look at those of ours, and by no other', async () => {
    // Where a result looks, and how that becomes a pixel: the table of Resize in the specification.
    const transforms = {
      asymmetric: (i: number, scale: number) => i / scale,
      half_pixel: (i: number, scale: number) => (i + 0.5) / scale - 0.5,
      align_corners: (i: number, _: number, size: number, count: number) =>
        count > 1 ? (i * (size - 1)) / (count - 1) : 0,
    };
    const isHalf = (place: number) => place - Math.floor(place) === 0.5;
    const roundings = {
      floor: Math.floor,
      ceil: Math.ceil,
      round_prefer_floor: (place: number) => (isHalf(place) ? Math.floor(place) : Math.round(place)),
      round_prefer_ceil: (place: number) => (isHalf(place) ? Math.ceil(place) : Math.round(place)),
    };
    let accepted = 0;
    for (const [transform, look] of Object.entries(transforms)) {
      for (const [rounding, pixel] of Object.entries(roundings)) {
        for (const count of [2, 3, 4, 5, 6, 7, 9, 12, 18]) {
          const places = Array.from({ length: count }, (_, i) => pixel(look(i, count / 6, 6, count)));
          const clamped = places.map((place) => Math.min(5, Math.max(0, place)));
          // Nearest is the pixel that the beginning of a result lies in, as in PyTorch.
          const isOurs = clamped.every((place, i) => place === Math.floor((i * 6) / count));
          const given = JSON.stringify({ coordinate_transformation_mode: transform, nearest_mode: rounding });
          const { reasons } = await read(`Resize - - i[1,4,${count},6] ${given}`);
          assert.deepEqual(reasons, isOurs ? [] : ['foreign.resize'], `${count} ${given}`);
          if (isOurs) accepted++;
        }
      }
    }
    assert.ok(accepted > 20, `${accepted}`);
  });

  it('joins channels of tensors that stand alike, and nothing else', async () => {
    const joined = async (nodes: readonly (readonly [string, string, string, Record<string, Attribute>?])[]) => {
      const shapes = { list: [1, -1], pixel: [1, 144, 1, 1] };
      const { foreign } = await imported(
        'onnx',
        onnxFile({ size: [6, 6, 4], shapes, nodes: [['LRN', 'x', 'a', { size: 5 }], ['Relu', 'a', 'b'], ...nodes] }),
      );
      return foreign.missing.map(({ node, reason }) => `${node} ${reason.phrase}`);
    };
    assert.deepEqual(await joined([['Concat', 'a b', 'y', { axis: 1 }]]), []);
    assert.deepEqual(await joined([['Concat', 'a b', 'y', { axis: -3 }]]), []);
    assert.deepEqual(await joined([['Concat', 'a b', 'y', { axis: 2 }]]), ['y foreign.axis']);
    assert.deepEqual(await joined([['Concat', 'a b', 'y', { axis: -1 }]]), ['y foreign.axis']);
    const pooled = [
      ['GlobalAveragePool', 'a', 'p'],
      ['Flatten', 'p', 'q'],
    ] as const;
    assert.deepEqual(await joined([...pooled, ['Concat', 'q q', 'y', { axis: 1 }]]), []);
    assert.deepEqual(await joined([...pooled, ['Concat', 'p q', 'y', { axis: 1 }]]), ['y foreign.axis']);
    assert.deepEqual(await joined([...pooled, ['Concat', 'q p', 'y', { axis: 1 }]]), ['y foreign.axis']);
  });
});
