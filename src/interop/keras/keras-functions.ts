/** Norms and activations in Keras, as layers of their own or behind the sums of another. */

import { present } from '../../base/assert';
import type { Attributes } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import { boolean, number, word } from '../known-attributes';
import type { KerasWeight } from './keras-network';
import type { KerasValue, KerasWriter } from './keras-writer';

export function applyFunction(
  to: KerasWriter,
  name: OpName,
  attributes: Attributes,
  x: KerasValue,
  role: string,
): KerasValue {
  const prefix = role === '' ? '' : `${role}.`;
  const channels = present(x.shape.at(-1), 'channels');
  const plain = (activation: string, isPositive = false): KerasValue =>
    to.add('Activation', { activation }, [x], x.shape, { role, isPositive });
  const scaled = (value: KerasValue, scale: number, offset: number, part: string): KerasValue =>
    to.add('Rescaling', { scale, offset }, [value], x.shape, { role: role === '' ? part : `${role}.${part}` });
  const clipped = (value: KerasValue, most: number, part: string): KerasValue =>
    to.add('ReLU', { max_value: most }, [value], x.shape, {
      role: part === '' ? role : `${prefix}${part}`,
      isPositive: true,
    });
  const vector = (kerasName: string, own: string): KerasWeight => to.weight(kerasName, `${prefix}${own}`, [channels]);
  const trained = (scale = 'scale', center = 'center'): readonly KerasWeight[] => [
    ...(boolean(attributes, scale) ? [vector('gamma', 'gamma')] : []),
    ...(boolean(attributes, center) ? [vector('beta', 'beta')] : []),
  ];
  const kept = {
    ...(isOn(attributes, 'scale') ? {} : { scale: false }),
    ...(isOn(attributes, 'center') ? {} : { center: false }),
  };
  switch (name) {
    case 'relu':
      return plain('relu', true);
    case 'relu6':
      return clipped(x, 6, '');
    case 'sigmoid':
    case 'softplus':
    case 'softmax':
      return plain(name, true);
    case 'tanh':
    case 'selu':
    case 'mish':
      return plain(name);
    case 'silu':
      return plain(to.target === 'tfjs' ? 'swish' : 'silu');
    case 'gelu':
      if (to.target === 'tfjs') to.fail(name);
      return plain('gelu');
    case 'leakyrelu': {
      const slope = number(attributes, 'slope');
      return to.add('LeakyReLU', to.target === 'tfjs' ? { alpha: slope } : { negative_slope: slope }, [x], x.shape, {
        role,
      });
    }
    case 'elu':
      // TensorFlow.js has the layer with a slope of one alone.
      if (to.target === 'tfjs' && number(attributes, 'alpha') !== 1) to.fail(name, 'alpha');
      return to.add('ELU', { alpha: number(attributes, 'alpha') }, [x], x.shape, { role });
    case 'prelu': {
      const isShared = boolean(attributes, 'shared');
      const isImage = x.shape.length === 3;
      const axes = isImage ? (isShared ? [1, 2, 3] : [1, 2]) : isShared ? [1] : [];
      const shape = [...(isImage ? [1, 1] : []), isShared ? 1 : channels];
      const config = axes.length === 0 ? {} : { shared_axes: axes };
      return to.add('PReLU', config, [x], x.shape, {
        role,
        weights: [to.weight('alpha', `${prefix}slope`, shape)],
      });
    }
    case 'hardsigmoid':
      return clipped(scaled(x, number(attributes, 'slope'), 0.5, 'line'), 1, '');
    case 'hardswish': {
      const gate = scaled(clipped(scaled(x, 1, 3, 'shift'), 6, 'clip'), 1 / 6, 0, 'gate');
      return to.add('Multiply', {}, [x, gate], x.shape, { role });
    }
    case 'clip': {
      const [least, most] = [number(attributes, 'minimum'), number(attributes, 'maximum')];
      const value = clipped(scaled(x, 1, -least, 'shift'), most - least, 'clip');
      return to.add('Rescaling', { scale: 1, offset: least }, [value], x.shape, { role, isPositive: least >= 0 });
    }
    case 'batchnorm':
      return to.add('BatchNormalization', { epsilon: number(attributes, 'epsilon'), ...kept }, [x], x.shape, {
        role,
        weights: [...trained(), vector('moving_mean', 'mean'), vector('moving_variance', 'variance')],
      });
    case 'layernorm':
      return to.add('LayerNormalization', { epsilon: number(attributes, 'epsilon'), ...kept }, [x], x.shape, {
        role,
        weights: trained(),
      });
    case 'groupnorm':
    case 'instancenorm': {
      if (to.target === 'tfjs') to.fail(name);
      const groups = name === 'groupnorm' ? number(attributes, 'groups') : channels;
      return to.add('GroupNormalization', { groups, epsilon: number(attributes, 'epsilon'), ...kept }, [x], x.shape, {
        role,
        weights: trained(),
      });
    }
    case 'affine':
      if (to.target === 'tfjs') return affine(to, x, attributes, role, prefix);
      return to.add('PerChannel', kept, [x], x.shape, { role, weights: trained() });
    case 'l2norm':
      if (to.target === 'tfjs') to.fail(name);
      return to.add(
        'L2Normalization',
        { epsilon: number(attributes, 'epsilon'), ...(boolean(attributes, 'scale') ? {} : { scale: false }) },
        [x],
        x.shape,
        { role, weights: boolean(attributes, 'scale') ? [vector('gamma', 'gamma')] : [] },
      );
    case 'lrn': {
      if (to.target === 'tfjs') to.fail(name);
      const config = Object.fromEntries(['size', 'alpha', 'beta', 'k'].map((key) => [key, number(attributes, key)]));
      const region = word(attributes, 'region') === 'within' ? { within: true } : {};
      const image = to.image(x);
      const normed = to.add('LocalResponseNormalization', { ...config, ...region }, [image], image.shape, { role });
      return x.shape.length === 1 ? to.list(normed, role) : normed;
    }
    default:
      return to.fail(name);
  }
}

/** A batch norm whose statistics change nothing: (x - 0) / sqrt(1 + 0). */
function affine(to: KerasWriter, x: KerasValue, attributes: Attributes, role: string, prefix: string): KerasValue {
  const channels = present(x.shape.at(-1), 'channels');
  const parts = (['scale', 'center'] as const).map((name) => boolean(attributes, name));
  const weights: KerasWeight[] = [];
  if (parts[0]) weights.push(to.weight('gamma', `${prefix}gamma`, [channels]));
  if (parts[1]) weights.push(to.weight('beta', `${prefix}beta`, [channels]));
  weights.push({ name: 'moving_mean', source: undefined, fill: 0, shape: [channels], order: 'same' });
  weights.push({ name: 'moving_variance', source: undefined, fill: 1, shape: [channels], order: 'same' });
  const kept = { ...(parts[0] ? {} : { scale: false }), ...(parts[1] ? {} : { center: false }) };
  return to.add('BatchNormalization', { epsilon: 0, ...kept }, [x], x.shape, { role, weights });
}

/** A norm's own switch; on where it has none. */
function isOn(attributes: Attributes, name: string): boolean {
  return attributes[name] !== false;
}
