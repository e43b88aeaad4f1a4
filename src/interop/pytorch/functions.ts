/** Norms and activations in PyTorch, as layers of their own and behind the sums of others. */

import type { Attributes, LayerValue } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import { boolean, number, word } from '../known-attributes';
import type { Code } from './code';
import { fixed, type Num } from './numbers';
import { type Flow, type LayerModules, type LayerRequest, type Step, toImage, toList } from './steps';

export function ownFunction({ layer, input, leavesOutSoftmax }: LayerRequest): LayerModules {
  if (layer.op.name === 'softmax' && leavesOutSoftmax) return { steps: [], output: input };
  const { op, attributes } = layer;
  return { steps: functionSteps({ op, attributes }, input, op.name), output: input };
}

export function functionSteps(
  { op, attributes }: Pick<LayerValue, 'op' | 'attributes'>,
  x: Flow,
  role: string,
): readonly Step[] {
  const name = op.name as OpName;
  const plain = (module: string, call: (value: Code) => Code): readonly Step[] => [{ role, module: [module], call }];
  const applied = (module: string, called: string, ...args: readonly number[]): readonly Step[] => {
    const list = args.map((value) => `, ${value}`).join('');
    return plain(`${module}(${args.join(', ')})`, (value) => [`${called}(`, ...value, `${list})`]);
  };
  switch (name) {
    case 'relu':
      return applied('nn.ReLU', 'F.relu');
    case 'relu6':
      return applied('nn.ReLU6', 'F.relu6');
    case 'leakyrelu':
      return applied('nn.LeakyReLU', 'F.leaky_relu', number(attributes, 'slope'));
    case 'elu':
      return applied('nn.ELU', 'F.elu', number(attributes, 'alpha'));
    case 'selu':
      return applied('nn.SELU', 'F.selu');
    case 'sigmoid':
      return applied('nn.Sigmoid', 'torch.sigmoid');
    case 'tanh':
      return applied('nn.Tanh', 'torch.tanh');
    case 'silu':
      return applied('nn.SiLU', 'F.silu');
    case 'gelu':
      return applied('nn.GELU', 'F.gelu');
    case 'hardswish':
      return applied('nn.Hardswish', 'F.hardswish');
    case 'mish':
      return applied('nn.Mish', 'F.mish');
    case 'softplus':
      return applied('nn.Softplus', 'F.softplus');
    case 'softmax':
      return plain('nn.Softmax(1)', (value) => ['torch.softmax(', ...value, ', 1)']);
    case 'hardsigmoid': {
      const slope = number(attributes, 'slope');
      if (slope === 1 / 6) return applied('nn.Hardsigmoid', 'F.hardsigmoid');
      return plain(`HardSigmoid(${slope})`, (value) => [`torch.clamp(${slope} * (`, ...value, ') + 0.5, 0, 1)']);
    }
    case 'clip':
      return applied('Clip', 'torch.clamp', number(attributes, 'minimum'), number(attributes, 'maximum'));
    case 'prelu':
      return [parametric(role, ['nn.PReLU(', ...(boolean(attributes, 'shared') ? [] : [x.channels]), ')'])];
    case 'batchnorm':
      return [batchNorm(attributes, x, role)];
    case 'layernorm':
      return [layerNorm(attributes, x, role)];
    case 'groupnorm':
      return [groupNorm(fixed(number(attributes, 'groups')), attributes, x, role)];
    case 'instancenorm':
      return [groupNorm(x.channels, attributes, x, role)];
    case 'l2norm': {
      const scale = boolean(attributes, 'scale') ? '' : ', scale=False';
      return [parametric(role, ['L2Norm(', x.channels, `, ${number(attributes, 'epsilon')}${scale})`])];
    }
    case 'affine':
      return [parametric(role, ['PerChannel(', x.channels, `${parts(attributes)})`])];
    case 'lrn':
      return responseNorm(attributes, x, role);
    default:
      throw new TypeError(name);
  }
}

function parametric(role: string, module: Code): Step {
  return { role, module, call: undefined };
}

function parts(attributes: Attributes): string {
  return ['scale', 'center'].map((name) => (boolean(attributes, name) ? '' : `, ${name}=False`)).join('');
}

function batchNorm(attributes: Attributes, x: Flow, role: string): Step {
  const scale = boolean(attributes, 'scale');
  const center = boolean(attributes, 'center');
  const epsilon = number(attributes, 'epsilon');
  const options = `${epsilon === 1e-5 ? '' : `, eps=${epsilon}`}${scale || center ? '' : ', affine=False'})`;
  const module: Code = [`nn.BatchNorm${x.isList ? '1' : '2'}d(`, x.channels, options];
  if (scale === center) return parametric(role, module);
  return parametric(role, ['frozen(', ...module, `, "${scale ? 'bias' : 'weight'}")`]);
}

function layerNorm(attributes: Attributes, x: Flow, role: string): Step {
  const epsilon = number(attributes, 'epsilon');
  const kept = parts(attributes);
  if (x.isList && kept === '') return parametric(role, ['nn.LayerNorm(', x.channels, `, eps=${epsilon})`]);
  return parametric(role, ['LayerNorm(', x.channels, `, ${epsilon}${kept})`]);
}

/** PyTorch refuses groups of one value, in a batch of one image even of one value for each image. */
function groupNorm(groups: Num, attributes: Attributes, x: Flow, role: string): Step {
  const epsilon = number(attributes, 'epsilon');
  const kept = parts(attributes);
  const perGroup = (x.height * x.width * x.channels.value) / groups.value;
  if (perGroup > 1 && (kept === '' || kept === parts({ scale: false, center: false }))) {
    const options = `${epsilon === 1e-5 ? '' : `, eps=${epsilon}`}${kept === '' ? '' : ', affine=False'})`;
    return parametric(role, ['nn.GroupNorm(', groups, ', ', x.channels, options]);
  }
  return parametric(role, ['GroupNorm(', groups, ', ', x.channels, `, ${epsilon}${kept})`]);
}

function responseNorm(attributes: Attributes, x: Flow, role: string): readonly Step[] {
  const size = number(attributes, 'size');
  const isWithin = word(attributes, 'region') === 'within';
  const [alpha, beta, k] = ['alpha', 'beta', 'k'].map((name) => number(attributes, name)) as [number, number, number];
  const list = `${size}, alpha=${alpha}, beta=${beta}, k=${k}`;
  // Of an even size PyTorch's window has its odd channel before.
  const isPlain = size % 2 === 1 && !isWithin;
  const module = isPlain
    ? `nn.LocalResponseNorm(${list})`
    : `ResponseNorm(${list}, within=${isWithin ? 'True' : 'False'})`;
  const norm = isPlain
    ? (value: Code): Code => ['F.local_response_norm(', ...value, `, ${list})`]
    : (value: Code): Code => [`${module}(`, ...value, ')'];
  const back: readonly Step[] = x.isList ? toList({ ...x, isList: false }, () => fixed(1)).steps : [];
  return [...toImage(x), { role, module: [module], call: norm }, ...back];
}
