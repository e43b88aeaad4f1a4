/** Parameters that several layers have in common, so that they mean and say the same everywhere. */

import type { OpParameter } from './op';
import type { Value } from './value';

export const word = (text: string): Value => ({ kind: 'word', word: text });

export const filtersParameter: OpParameter = {
  name: 'filters',
  type: { kind: 'integer', minimum: 1 },
  documentation: 'Filters, which are the channels of the result.',
};

export const kernelParameter: OpParameter = {
  name: 'kernel',
  type: { kind: 'pair' },
  documentation: 'Height x width of the window; one number makes it square.',
};

export const strideParameter: OpParameter = {
  name: 'stride',
  type: { kind: 'pair' },
  defaultValue: 1,
  documentation: 'Pixels from one window to the next; a pair is vertical, then horizontal.',
};

export const paddingParameter: OpParameter = {
  name: 'padding',
  type: { kind: 'padding' },
  defaultValue: word('same'),
  documentation:
    '`same` (ceil(input / stride) results, an odd row or column of zeros at the bottom and right), `valid` (none), or zeros: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
};

export const dilationParameter: OpParameter = {
  name: 'dilation',
  type: { kind: 'pair' },
  defaultValue: 1,
  documentation: 'Pixels from one tap of the window to the next. Changes neither weights nor multiplies per result.',
};

export const multiplierParameter: OpParameter = {
  name: 'multiplier',
  type: { kind: 'integer', minimum: 1 },
  defaultValue: 1,
  documentation: 'Filters for each channel of the input.',
};

export const biasParameter: OpParameter = {
  name: 'bias',
  type: { kind: 'boolean', auto: true },
  defaultValue: word('auto'),
  documentation: 'Adds a trainable number per channel. `auto`: without a norm yes, with one no.',
};

export const normParameter: OpParameter = {
  name: 'norm',
  type: { kind: 'layer', group: 'normalization' },
  defaultValue: word('none'),
  documentation: 'Normalization of the sums, before the activation: `none`, `batchnorm`, `lrn` or a call of these.',
};

export const activationParameter = (defaultWord: string): OpParameter => ({
  name: 'activation',
  type: { kind: 'layer', group: 'activation' },
  defaultValue: word(defaultWord),
  documentation: 'What is applied last: `none`, an activation or its call, as `leakyrelu(slope = 0.2)`.',
});

export const roundingParameter: OpParameter = {
  name: 'rounding',
  type: { kind: 'word', words: ['floor', 'ceil'] },
  defaultValue: word('floor'),
  documentation:
    "`ceil` keeps a last window that hangs over the end, as PyTorch's `ceil_mode`; it has no effect with `padding = same`.",
};
