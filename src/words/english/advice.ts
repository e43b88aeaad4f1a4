/** What rewrites are called that make a network cheaper, and who has shown them. */

import type { Texts } from '../text';

export const advice = {
  bottleneck: 'Put a 1x1 bottleneck of {r} channels in front of the {window} {path}',
  'two-3x3': 'Make two 3x3 convolutions of the 5x5 {path}',
  asymmetric: 'Make a {across} and a {down} convolution of the {window} {path}',
  separable: 'Make the {window} {path} separable: each channel by itself, then a 1x1',
  groups: 'Let the filters of {path} see one of {groups} groups of channels',
  'pool-before-1x1': 'Pool in front of the 1x1 {path} and not behind it',
  'global-pool': 'Take the mean of each channel at {path} and not every position',
  'early-stride': 'Stride in {path} and not in the layer behind it',
  'multiple-of-8': 'Give {path} {filters} filters, a multiple of 8',

  /** Where the layer is known. */
  'short.bottleneck': '1x1 bottleneck of {r} channels',
  'short.two-3x3': 'two 3x3',
  'short.asymmetric': '{across}, then {down}',
  'short.separable': 'separable: depthwise {window}, then 1x1',
  'short.groups': '{groups} groups',
  'short.pool-before-1x1': 'pool in front of the 1x1',
  'short.global-pool': 'global average pool',
  'short.early-stride': 'stride one layer earlier',
  'short.multiple-of-8': '{filters} filters',

  /** As a change that an editor offers. */
  offer: '{title} ({saved} multiplies, {share})',
  'offer.partial': '{title} ({saved} multiplies; the whole is not known)',

  'source.bottleneck': 'Szegedy et al. 2015, Going Deeper with Convolutions, section 4',
  'source.two-3x3':
    'Simonyan and Zisserman 2015, Very Deep Convolutional Networks, section 2.3; Szegedy et al. 2016, Rethinking the Inception Architecture, section 3.1',
  'source.asymmetric': 'Szegedy et al. 2016, Rethinking the Inception Architecture, section 3.2',
  'source.separable': 'Howard et al. 2017, MobileNets, section 3.1',
  'source.groups': 'Xie et al. 2017, Aggregated Residual Transformations (ResNeXt), section 3',
  'source.pool-before-1x1': 'Szegedy et al. 2016, Rethinking the Inception Architecture, section 5',
  'source.global-pool': 'Lin et al. 2014, Network in Network, section 3.2',
  'source.early-stride': 'Springenberg et al. 2015, Striving for Simplicity: The All Convolutional Net, section 3',
  'source.multiple-of-8': 'Sandler et al. 2018, MobileNetV2 (make_divisible of its published code)',
} as const satisfies Texts;
