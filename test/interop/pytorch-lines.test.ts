/**
 * What single layers are in PyTorch, as its documentation has them: a module where there are weights, a function of torch.nn.functional
 * where there are none, zeros in the order left, right, top, bottom. And numbers of a design as numbers of Python.
 */

import assert from 'node:assert/strict';
import { programText } from '../../src/interop/pytorch/export-pytorch';
import { analyzeText, messagesOf } from '../support/analyze-text';

/** The classes of a program, each line without its indent, what is broken over lines as one. */
function linesOf(text: string): readonly string[] {
  const analysis = analyzeText(text);
  assert.deepEqual(messagesOf(analysis, 'error'), []);
  const network = analysis.networks.at(-1);
  assert.ok(network);
  const program = programText(analysis, network, network.name, '0.0.0');
  const classes = program.slice(program.search(/^class (M|Net)\b/m));
  return classes
    .replace(/\(\n\s+/g, '(')
    .replace(/,\n\s+\)/g, ')')
    .replace(/,\n\s+/g, ', ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(self\.|x = |return )/.test(line));
}

/** Channels that all rows divide. */
const channelsOf = (layer: string) =>
  layer.startsWith('depthtospace') ? 8 : /groups = 3|^shuffle/.test(layer) ? 6 : 3;

describe('PyTorch: single layers', () => {
  for (const [layer, ...expected] of [
    ['conv(4, 3x3)', 'self.conv_1 = nn.Conv2d(3, 4, 3, padding=1)', 'return F.relu(self.conv_1(x))'],
    [
      'conv(4, 3x3, padding = valid, bias = false, activation = none)',
      'self.conv_1 = nn.Conv2d(3, 4, 3, bias=False)',
      'return self.conv_1(x)',
    ],
    [
      'conv(4, 3x3, stride = 2, padding = 1)',
      'self.conv_1 = nn.Conv2d(3, 4, 3, stride=2, padding=1)',
      'return F.relu(self.conv_1(x))',
    ],
    [
      'conv(4, [3, 5], stride = [1, 2], padding = [1, 2], dilation = 2)',
      'self.conv_1 = nn.Conv2d(3, 4, (3, 5), stride=(1, 2), padding=(1, 2), dilation=2)',
      'return F.relu(self.conv_1(x))',
    ],
    [
      'conv(4, 3x3, padding = [0, 1, 1, 2])',
      'self.conv_1 = nn.Conv2d(3, 4, 3)',
      'return F.relu(self.conv_1(F.pad(x, (1, 2, 0, 1))))',
    ],
    [
      'conv(6, 3x3, groups = 3)',
      'self.conv_1 = nn.Conv2d(6, 6, 3, padding=1, groups=3)',
      'return F.relu(self.conv_1(x))',
    ],
    [
      'conv(4, 3x3, norm = batchnorm(epsilon = 0.01), activation = leakyrelu(0.2))',
      'self.conv_1 = chain(conv=nn.Conv2d(3, 4, 3, padding=1, bias=False), norm=nn.BatchNorm2d(4, eps=0.01), activation=nn.LeakyReLU(0.2))',
      'return self.conv_1(x)',
    ],
    [
      'conv(4, 3x3, norm = groupnorm(groups = 2), activation = none)',
      'self.conv_1 = chain(conv=nn.Conv2d(3, 4, 3, padding=1, bias=False), norm=nn.GroupNorm(2, 4))',
      'return self.conv_1(x)',
    ],
    [
      'conv(4, 3x3, norm = layernorm, activation = gelu)',
      'self.conv_1 = chain(conv=nn.Conv2d(3, 4, 3, padding=1, bias=False), norm=LayerNorm(4, 0.000001), activation=nn.GELU())',
      'return self.conv_1(x)',
    ],
    [
      'conv(4, 3x3, activation = prelu)',
      'self.conv_1 = chain(conv=nn.Conv2d(3, 4, 3, padding=1), activation=nn.PReLU(4))',
      'return self.conv_1(x)',
    ],
    [
      'conv(4, 4x4, stride = 2)',
      'self.conv_1 = nn.Conv2d(3, 4, 4, stride=2, padding=1)',
      'return F.relu(self.conv_1(x))',
    ],
    ['conv(4, 2x2)', 'self.conv_1 = nn.Conv2d(3, 4, 2)', 'return F.relu(self.conv_1(F.pad(x, (0, 1, 0, 1))))'],
    [
      'depthwise(3x3)',
      'self.depthwise_1 = nn.Conv2d(3, 3, 3, padding=1, groups=3)',
      'return F.relu(self.depthwise_1(x))',
    ],
    [
      'depthwise(3x3, multiplier = 2, stride = 2, activation = relu6)',
      'self.depthwise_1 = nn.Conv2d(3, 6, 3, stride=2, groups=3)',
      'return F.relu6(self.depthwise_1(F.pad(x, (0, 1, 0, 1))))',
    ],
    [
      'separable(6, 3x3)',
      'self.separable_1 = chain(depthwise=nn.Conv2d(3, 3, 3, padding=1, groups=3, bias=False), pointwise=nn.Conv2d(3, 6, 1), activation=nn.ReLU())',
      'return self.separable_1(x)',
    ],
    [
      'separable(6, 3x3, multiplier = 2, bias = false, norm = batchnorm)',
      'self.separable_1 = chain(depthwise=nn.Conv2d(3, 6, 3, padding=1, groups=3, bias=False), pointwise=nn.Conv2d(6, 6, 1, bias=False), norm=nn.BatchNorm2d(6, eps=0.001), activation=nn.ReLU())',
      'return self.separable_1(x)',
    ],
    [
      'convtranspose(2, 3x3, stride = 2)',
      'self.convtranspose_1 = nn.ConvTranspose2d(3, 2, 3, stride=2)',
      'return F.relu(self.convtranspose_1(x)[:, :, 0 : 16, 0 : 16])',
    ],
    [
      'convtranspose(2, 3x3, stride = 2, padding = valid, output_padding = 1)',
      'self.convtranspose_1 = nn.ConvTranspose2d(3, 2, 3, stride=2, output_padding=1)',
      'return F.relu(self.convtranspose_1(x))',
    ],
    [
      'convtranspose(2, 4x4, stride = 2, padding = 1, groups = 1)',
      'self.convtranspose_1 = nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1)',
      'return F.relu(self.convtranspose_1(x))',
    ],
    [
      'convtranspose(2, 4x4, stride = 2, padding = [0, 1, 1, 0])',
      'self.convtranspose_1 = nn.ConvTranspose2d(3, 2, 4, stride=2)',
      'return F.relu(self.convtranspose_1(x)[:, :, 0 : 17, 1 : 18])',
    ],
    ['dense(5)', 'self.dense_1 = nn.Linear(192, 5)', 'return self.dense_1(torch.flatten(x, 1))'],
    [
      'dense(5, bias = false, activation = relu)',
      'self.dense_1 = nn.Linear(192, 5, bias=False)',
      'return F.relu(self.dense_1(torch.flatten(x, 1)))',
    ],
    ['maxpool(2x2)', 'return F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=float("-inf")), 2, stride=1)'],
    ['maxpool(2x2, stride = 2, padding = valid)', 'return F.max_pool2d(x, 2, stride=2)'],
    ['maxpool(3x3, stride = 2)', 'return F.max_pool2d(x, 3, stride=2, ceil_mode=True)'],
    ['maxpool(3x3, stride = 2, padding = 1)', 'return F.max_pool2d(x, 3, stride=2, padding=1)'],
    [
      'maxpool(3x3, stride = 2, padding = valid, rounding = ceil)',
      'return F.max_pool2d(x, 3, stride=2, ceil_mode=True)',
    ],
    ['maxpool(3x3, stride = 2, padding = [0, 1, 0, 1])', 'return F.max_pool2d(x, 3, stride=2, ceil_mode=True)'],
    ['avgpool(2x2, stride = 2)', 'return F.avg_pool2d(x, 2, stride=2)'],
    [
      'avgpool(3x3, stride = 2, padding = 1)',
      'return F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)',
    ],
    ['avgpool(3x3, stride = 2, padding = 1, count_padding = true)', 'return F.avg_pool2d(x, 3, stride=2, padding=1)'],
    ['avgpool(3x3, stride = 2)', 'return F.avg_pool2d(x, 3, stride=2, ceil_mode=True)'],
    [
      'avgpool(3x3, padding = [0, 1, 0, 1], count_padding = true)',
      'return F.avg_pool2d(F.pad(x, (0, 1, 0, 1)), 3, stride=1)',
    ],
    ['avgpool(3x3, padding = [0, 1, 0, 1])', 'return AveragePool(3, 1, (0, 1, 0, 1))(x)'],
    ['globalavgpool()', 'return F.adaptive_avg_pool2d(x, 1)'],
    ['globalmaxpool()', 'return F.adaptive_max_pool2d(x, 1)'],
    ['adaptiveavgpool(3x5)', 'return F.adaptive_avg_pool2d(x, (3, 5))'],
    ['adaptiveavgpool(8x8)', 'return F.adaptive_avg_pool2d(x, 8)'],
    ['batchnorm()', 'self.batchnorm_1 = nn.BatchNorm2d(3, eps=0.001)', 'return self.batchnorm_1(x)'],
    [
      'batchnorm(epsilon = 0.01, scale = false, center = false)',
      'self.batchnorm_1 = nn.BatchNorm2d(3, eps=0.01, affine=False)',
      'return self.batchnorm_1(x)',
    ],
    [
      'batchnorm(scale = false)',
      'self.batchnorm_1 = frozen(nn.BatchNorm2d(3, eps=0.001), "weight")',
      'return self.batchnorm_1(x)',
    ],
    [
      'batchnorm(center = false)',
      'self.batchnorm_1 = frozen(nn.BatchNorm2d(3, eps=0.001), "bias")',
      'return self.batchnorm_1(x)',
    ],
    ['layernorm()', 'self.layernorm_1 = LayerNorm(3, 0.000001)', 'return self.layernorm_1(x)'],
    [
      'layernorm(center = false, epsilon = 0.01)',
      'self.layernorm_1 = LayerNorm(3, 0.01, center=False)',
      'return self.layernorm_1(x)',
    ],
    ['groupnorm(groups = 3)', 'self.groupnorm_1 = nn.GroupNorm(3, 6)', 'return self.groupnorm_1(x)'],
    [
      'groupnorm(groups = 3, scale = false)',
      'self.groupnorm_1 = GroupNorm(3, 6, 0.00001, scale=False)',
      'return self.groupnorm_1(x)',
    ],
    ['instancenorm()', 'self.instancenorm_1 = nn.GroupNorm(3, 3)', 'return self.instancenorm_1(x)'],
    [
      'instancenorm(scale = false, center = false)',
      'self.instancenorm_1 = nn.GroupNorm(3, 3, affine=False)',
      'return self.instancenorm_1(x)',
    ],
    ['l2norm()', 'self.l2norm_1 = L2Norm(3, 1e-10)', 'return self.l2norm_1(x)'],
    ['l2norm(scale = false, epsilon = 0.1)', 'self.l2norm_1 = L2Norm(3, 0.1, scale=False)', 'return self.l2norm_1(x)'],
    ['lrn()', 'return F.local_response_norm(x, 5, alpha=0.0001, beta=0.75, k=1)'],
    ['lrn(size = 3, alpha = 0.1, beta = 0.5, k = 2)', 'return F.local_response_norm(x, 3, alpha=0.1, beta=0.5, k=2)'],
    ['lrn(region = within)', 'return ResponseNorm(5, alpha=0.0001, beta=0.75, k=1, within=True)(x)'],
    ['affine()', 'self.affine_1 = PerChannel(3)', 'return self.affine_1(x)'],
    ['affine(scale = false)', 'self.affine_1 = PerChannel(3, scale=False)', 'return self.affine_1(x)'],
    ['affine(center = false)', 'self.affine_1 = PerChannel(3, center=False)', 'return self.affine_1(x)'],
    ['scale(0.5)', 'return (x) * 0.5'],
    ['relu()', 'return F.relu(x)'],
    ['relu6()', 'return F.relu6(x)'],
    ['leakyrelu()', 'return F.leaky_relu(x, 0.01)'],
    ['leakyrelu(0.2)', 'return F.leaky_relu(x, 0.2)'],
    ['elu()', 'return F.elu(x, 1)'],
    ['elu(alpha = 0.5)', 'return F.elu(x, 0.5)'],
    ['selu()', 'return F.selu(x)'],
    ['gelu()', 'return F.gelu(x)'],
    ['silu()', 'return F.silu(x)'],
    ['mish()', 'return F.mish(x)'],
    ['softplus()', 'return F.softplus(x)'],
    ['sigmoid()', 'return torch.sigmoid(x)'],
    ['tanh()', 'return torch.tanh(x)'],
    ['hardswish()', 'return F.hardswish(x)'],
    ['hardsigmoid()', 'return F.hardsigmoid(x)'],
    ['hardsigmoid(slope = 0.2)', 'return torch.clamp(0.2 * (x) + 0.5, 0, 1)'],
    ['softmax()', 'return x'],
    ['clip(0, 1)', 'return torch.clamp(x, 0, 1)'],
    ['prelu()', 'self.prelu_1 = nn.PReLU(3)', 'return self.prelu_1(x)'],
    ['prelu(shared = true)', 'self.prelu_1 = nn.PReLU()', 'return self.prelu_1(x)'],
    ['dropout(0.2)', 'return F.dropout(x, 0.2, self.training)'],
    ['identity()', 'return x'],
    ['pad(1)', 'return F.pad(x, (1, 1, 1, 1))'],
    ['pad([1, 2])', 'return F.pad(x, (2, 2, 1, 1))'],
    ['pad([0, 1, 2, 3])', 'return F.pad(x, (2, 3, 0, 1))'],
    ['pad(1, mode = reflect)', 'return F.pad(x, (1, 1, 1, 1), mode="reflect")'],
    ['pad(1, mode = edge)', 'return F.pad(x, (1, 1, 1, 1), mode="replicate")'],
    ['crop(1)', 'return x[:, :, 1 : 7, 1 : 7]'],
    ['crop([0, 1, 2, 3])', 'return x[:, :, 0 : 7, 2 : 5]'],
    ['upsample()', 'return F.interpolate(x, scale_factor=2, mode="nearest")'],
    [
      'upsample(factor = 2, mode = bilinear)',
      'return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)',
    ],
    ['upsample(factor = [2, 3])', 'return F.interpolate(x, scale_factor=(2, 3), mode="nearest")'],
    ['resize(size = 5x6)', 'return F.interpolate(x, size=(5, 6), mode="nearest")'],
    [
      'resize(size = 5x6, mode = bilinear)',
      'return F.interpolate(x, size=(5, 6), mode="bilinear", align_corners=False)',
    ],
    ['resize(size = 4x4)', 'return F.interpolate(x, size=(4, 4), mode="nearest")'],
    ['slice(1, 2)', 'return x[:, 1 : 3]'],
    ['shuffle(3)', 'return x.unflatten(1, (3, -1)).transpose(1, 2).flatten(1, 2)'],
    ['depthtospace(2)', 'return DepthToSpace(2)(x)'],
    ['depthtospace(2, order = crd)', 'return F.pixel_shuffle(x, 2)'],
    ['spacetodepth(2)', 'return SpaceToDepth(2)(x)'],
    ['spacetodepth(2, order = crd)', 'return F.pixel_unshuffle(x, 2)'],
    ['flatten()', 'return x.permute(0, 2, 3, 1).flatten(1)'],
    ['flatten() -> dense(3)', 'self.dense_1 = nn.Linear(192, 3)', 'x = torch.flatten(x, 1)', 'return self.dense_1(x)'],
    [
      'dense(6) -> layernorm() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.layernorm_1 = nn.LayerNorm(6, eps=0.000001)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.layernorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> layernorm(center = false) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.layernorm_1 = LayerNorm(6, 0.000001, center=False)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.layernorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> batchnorm() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.batchnorm_1 = nn.BatchNorm1d(6, eps=0.001)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.batchnorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> batchnorm(epsilon = 0.00001, center = false) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.batchnorm_1 = frozen(nn.BatchNorm1d(6), "bias")',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.batchnorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> groupnorm(groups = 2) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.groupnorm_1 = nn.GroupNorm(2, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.groupnorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> groupnorm(groups = 6) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.groupnorm_1 = GroupNorm(6, 6, 0.00001)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.groupnorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> instancenorm() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.instancenorm_1 = GroupNorm(6, 6, 0.00001)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.instancenorm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> lrn(size = 3) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = torch.flatten(F.local_response_norm(x[:, :, None, None], 3, alpha=0.0001, beta=0.75, k=1), 1)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> l2norm() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.l2norm_1 = L2Norm(6, 1e-10)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.l2norm_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> affine() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.affine_1 = PerChannel(6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.affine_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> prelu() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.prelu_1 = nn.PReLU(6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = self.prelu_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> dropout(0.5) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = F.dropout(x, 0.5, self.training)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> slice(1, 2) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(2, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = x[:, 1 : 3]',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> shuffle(2) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = x[:, :, None, None].unflatten(1, (2, -1)).transpose(1, 2).flatten(1, 2)',
      'return self.dense_2(torch.flatten(x, 1))',
    ],
    [
      'dense(6) -> softmax() -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = torch.softmax(x, 1)',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> scale(2) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = (x) * 2',
      'return self.dense_2(x)',
    ],
    [
      'dense(6) -> conv(4, 1x1) -> dense(3)',
      'self.dense_1 = nn.Linear(192, 6)',
      'self.conv_1 = nn.Conv2d(6, 4, 1)',
      'self.dense_2 = nn.Linear(4, 3)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = F.relu(self.conv_1(x[:, :, None, None]))',
      'return self.dense_2(torch.flatten(x, 1))',
    ],
    [
      'dense(6, activation = prelu, norm = layernorm) -> dense(3)',
      'self.dense_1 = chain(flatten=nn.Flatten(), dense=nn.Linear(192, 6, bias=False), norm=nn.LayerNorm(6, eps=0.000001), activation=nn.PReLU(6))',
      'self.dense_2 = nn.Linear(6, 3)',
      'x = self.dense_1(x)',
      'return self.dense_2(x)',
    ],
    [
      'globalavgpool() -> conv(4, 1x1) -> dense(3)',
      'self.conv_1 = nn.Conv2d(3, 4, 1)',
      'self.dense_1 = nn.Linear(4, 3)',
      'x = F.adaptive_avg_pool2d(x, 1)',
      'x = F.relu(self.conv_1(x))',
      'return self.dense_1(torch.flatten(x, 1))',
    ],
    [
      'globalavgpool() -> dense(3, activation = softmax)',
      'self.dense_1 = nn.Linear(3, 3)',
      'x = F.adaptive_avg_pool2d(x, 1)',
      'return self.dense_1(torch.flatten(x, 1))',
    ],
    [
      'globalavgpool() -> dense(3) -> softmax()',
      'self.dense_1 = nn.Linear(3, 3)',
      'x = F.adaptive_avg_pool2d(x, 1)',
      'return self.dense_1(torch.flatten(x, 1))',
    ],
    [
      'globalavgpool() -> dense(3) -> softmax() -> scale(2)',
      'self.dense_1 = nn.Linear(3, 3)',
      'x = F.adaptive_avg_pool2d(x, 1)',
      'x = self.dense_1(torch.flatten(x, 1))',
      'x = torch.softmax(x, 1)',
      'return (x) * 2',
    ],
    ['conv(3, 1x1, activation = softmax)', 'self.conv_1 = nn.Conv2d(3, 3, 1)', 'return self.conv_1(x)'],
    [
      'conv(3, 1x1) -> softmax() -> conv(4, 1x1)',
      'self.conv_1 = nn.Conv2d(3, 3, 1)',
      'self.conv_2 = nn.Conv2d(3, 4, 1)',
      'x = F.relu(self.conv_1(x))',
      'x = torch.softmax(x, 1)',
      'return F.relu(self.conv_2(x))',
    ],
    ['lrn(size = 4)', 'return ResponseNorm(4, alpha=0.0001, beta=0.75, k=1, within=False)(x)'],
    ['lrn(size = 4, region = within)', 'return ResponseNorm(4, alpha=0.0001, beta=0.75, k=1, within=True)(x)'],
  ] as const) {
    it(`writes ${layer}`, () => {
      const body = `input image: 8x8x${channelsOf(layer)}\n  ${layer}`;
      assert.deepEqual(linesOf(`network Net {\n  ${body}\n}\n`), expected);
    });
  }

  /** A module with a number, called twice: its class is one where the number may be an argument of it. */
  function calledTwice(layer: string, first: number, second: number): readonly string[] {
    const branch = (value: number) => `    branch { m(${value}) -> globalavgpool() }\n`;
    const body = `  input image: 16x16x3\n  concat {\n${branch(first)}${branch(second)}  }\n`;
    return linesOf(`module m(a) {\n  ${layer}\n  relu()\n}\nnetwork Net {\n${body}}\n`);
  }

  for (const [written, first, second, expected] of [
    ['a', 4, 6, 'a'],
    ['a + 1', 4, 6, 'a + 1'],
    ['a - 1 + a', 4, 6, 'a - 1 + a'],
    ['a - (a - 2)', 4, 6, 'a - (a - 2)'],
    ['a - (2 + a) + 8', 4, 6, 'a - (2 + a) + 8'],
    ['a * 2 - 1', 4, 6, 'a * 2 - 1'],
    ['1 + a * 2', 4, 6, '1 + a * 2'],
    ['(a + 1) * 2', 4, 6, '(a + 1) * 2'],
    ['2 * (a + 1)', 4, 6, '2 * (a + 1)'],
    ['a / 2', 4, 6, 'a // 2'],
    ['12 / a', 4, 6, '12 // a'],
    ['a * (a - 2) / 2', 4, 6, '(a * (a - 2)) // 2'],
    ['8 * (a / 2)', 4, 6, '8 * (a // 2)'],
    ['floor(a / 4)', 4, 9, 'a // 4'],
    ['floor(a * 3 / 2)', 4, 5, '(a * 3) // 2'],
    ['min(a, 5)', 4, 9, 'min(a, 5)'],
    ['max(floor(a / 4), 2) * 2', 4, 9, 'max(a // 4, 2) * 2'],
    ['channels + a', 4, 6, 'in_channels + a'],
    ['channels * 2 + a', 4, 6, 'in_channels * 2 + a'],
  ] as const) {
    it(`counts ${written} in Python`, () => {
      const lines = calledTwice(`conv(${written}, 3x3)`, first, second);
      assert.equal(lines[0], `self.conv_1 = nn.Conv2d(in_channels, ${expected}, 3, padding=1)`);
      assert.match(lines.join('\n'), new RegExp(`M\\(3, ${first}\\)[^]*M\\(3, ${second}\\)`));
    });
  }

  // Python's whole numbers have no such operation, or only one that rounds otherwise.
  for (const [written, values, counts] of [
    ['ceil(a / 4)', [4, 9], [1, 3]],
    ['round(a / 4)', [4, 9], [1, 2]],
    ['a / 0.5', [4, 6], [8, 12]],
    ['floor(a * 1.5)', [4, 6], [6, 9]],
    ['floor(a / 2 + 1)', [4, 6], [3, 4]],
    ['floor(a * 2)', [4, 6], [8, 12]],
    ['floor(a * 1)', [4, 6], [4, 6]],
    ['min(a, 5, 8)', [4, 9], [4, 5]],
  ] as const) {
    it(`gives the class what ${written} comes to`, () => {
      const lines = calledTwice(`conv(${written}, 3x3)`, values[0], values[1]);
      assert.equal(lines[0], 'self.conv_1 = nn.Conv2d(in_channels, channels, 3, padding=1)');
      assert.match(lines.join('\n'), new RegExp(`M\\(3, ${counts[0]}\\)[^]*M\\(3, ${counts[1]}\\)`));
    });
  }

  for (const [layer, first, second, ...expected] of [
    ['conv(4, a, stride = a)', 1, 2, 'self.conv_1 = nn.Conv2d(in_channels, 4, a, stride=a)', 'M(3, 1)', 'M(3, 2)'],
    ['conv(a, 1x1, groups = a)', 1, 3, 'self.conv_1 = nn.Conv2d(in_channels, a, 1, groups=a)', 'M(3, 1)', 'M(3, 3)'],
    [
      'depthwise(3x3, multiplier = a)',
      2,
      3,
      'self.depthwise_1 = nn.Conv2d(in_channels, in_channels * a, 3, padding=1, groups=in_channels)',
      'M(3, 2)',
      'M(3, 3)',
    ],
    ['dense(a)', 4, 6, 'self.dense_1 = nn.Linear(in_channels * 256, a)', 'M(3, 4)', 'M(3, 6)'],
    [
      'maxpool(a, stride = a, padding = valid)',
      2,
      4,
      'self.maxpool_1 = nn.MaxPool2d(a, stride=a)',
      'M(3, 2)',
      'M(3, 4)',
    ],
    [
      'avgpool(a, stride = a, padding = valid)',
      2,
      4,
      'self.avgpool_1 = nn.AvgPool2d(a, stride=a)',
      'M(3, 2)',
      'M(3, 4)',
    ],
    ['slice(a, 1)', 1, 2, 'self.slice_1 = Slice(a, 1)', 'M(1)', 'M(2)'],
    ['shuffle(a)', 1, 3, 'self.shuffle_1 = Shuffle(a)', 'M(3, 1)', 'M(3, 3)'],
    // What a function is told makes classes of their own.
    ['adaptiveavgpool(a)', 2, 4, 'x = F.adaptive_avg_pool2d(x, 2)', 'x = F.adaptive_avg_pool2d(x, 4)', 'M(3)', 'M2(3)'],
    [
      'groupnorm(groups = a)',
      1,
      3,
      'self.groupnorm_1 = nn.GroupNorm(1, in_channels)',
      'self.groupnorm_1 = nn.GroupNorm(3, in_channels)',
      'M2(3)',
    ],
    ['upsample(factor = a)', 2, 3, 'scale_factor=2', 'scale_factor=3', 'M(3)', 'M2(3)'],
    ['resize(size = a)', 4, 16, 'size=(4, 4)', 'size=(16, 16)', 'M(3)', 'M2(3)'],
    ['crop(a)', 1, 2, 'x[:, :, 1 : 15, 1 : 15]', 'x[:, :, 2 : 14, 2 : 14]', 'M(3)', 'M2(3)'],
    ['pad(a)', 1, 2, 'F.pad(x, (1, 1, 1, 1))', 'F.pad(x, (2, 2, 2, 2))', 'M(3)', 'M2(3)'],
    ['scale(a)', 2, 3, 'x = (x) * 2', 'x = (x) * 3', 'M(3)', 'M2(3)'],
    ['dropout(a / 10)', 2, 3, 'F.dropout(x, 0.2, self.training)', 'F.dropout(x, 0.3, self.training)', 'M(3)', 'M2(3)'],
  ] as const) {
    it(`writes ${layer} of a module`, () => {
      const text = calledTwice(layer, first, second).join('\n');
      for (const line of expected) assert.ok(text.includes(line), `${line}\n${text}`);
    });
  }

  it('finds the nearest pixel itself where numbers of 32 bits come to another', () => {
    const resized = (size: number, to: number) =>
      linesOf(`network Net {\n  input image: ${size}x${size}x3\n  resize(size = ${to}x${to})\n}\n`);
    assert.deepEqual(resized(2, 82), ['return Nearest(82, 82)(x)']);
    assert.deepEqual(resized(2, 80), ['return F.interpolate(x, size=(80, 80), mode="nearest")']);
  });
});
