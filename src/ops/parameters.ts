/** Parameters that several layers have in common, so that they mean and say the same everywhere. */

import type { OpParameter, Value } from './op';

export const word = (text: string): Value => ({ kind: 'word', word: text });

export const filtersParameter: OpParameter = {
  name: 'filters',
  type: { kind: 'integer', minimum: 1 },
  text: 'filters',
};

export const kernelParameter: OpParameter = {
  name: 'kernel',
  type: { kind: 'pair' },
  text: 'kernel',
};

export const strideParameter: OpParameter = {
  name: 'stride',
  type: { kind: 'pair' },
  defaultValue: 1,
  text: 'stride',
};

export const paddingParameter: OpParameter = {
  name: 'padding',
  type: { kind: 'padding' },
  defaultValue: word('same'),
  text: 'padding',
};

export const dilationParameter: OpParameter = {
  name: 'dilation',
  type: { kind: 'pair' },
  defaultValue: 1,
  text: 'dilation',
};

export const multiplierParameter: OpParameter = {
  name: 'multiplier',
  type: { kind: 'integer', minimum: 1 },
  defaultValue: 1,
  text: 'multiplier',
};

export const biasParameter: OpParameter = {
  name: 'bias',
  type: { kind: 'boolean', auto: true },
  defaultValue: word('auto'),
  text: 'bias',
};

export const normParameter: OpParameter = {
  name: 'norm',
  type: { kind: 'layer', group: 'normalization' },
  defaultValue: word('none'),
  text: 'norm',
};

export const activationParameter = (defaultWord: string): OpParameter => ({
  name: 'activation',
  type: { kind: 'layer', group: 'activation' },
  defaultValue: word(defaultWord),
  text: 'activation',
});

export const roundingParameter: OpParameter = {
  name: 'rounding',
  type: { kind: 'word', words: ['floor', 'ceil'] },
  defaultValue: word('floor'),
  text: 'rounding',
};

/** In place of a size: that of a result. */
export const likeParameter: OpParameter = {
  name: 'like',
  type: { kind: 'result' },
  isOptional: true,
  text: 'like',
};

/** Blocks of pixels that are channels on the other side. */
export const blockParameters: readonly OpParameter[] = [
  { name: 'block', type: { kind: 'integer', minimum: 1 }, defaultValue: 2, text: 'block' },
  { name: 'order', type: { kind: 'word', words: ['dcr', 'crd'] }, defaultValue: word('dcr'), text: 'order' },
];
