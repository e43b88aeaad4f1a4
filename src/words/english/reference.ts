/** The words of the reference of layers in docs/layers.md: titles of groups and the heads of the tables of parameters. */

export const reference = {
  'group.input': 'Input',
  'group.convolution': 'Convolutions',
  'group.pooling': 'Pooling',
  'group.dense': 'Dense layers',
  'group.normalization': 'Normalization',
  'group.activation': 'Activations',
  'group.regularization': 'Regularization',
  'group.arithmetic': 'Arithmetic',
  'group.reshape': 'Shape',
  'group.join': 'Joins',

  /** The two ways to write a join. */
  join: '{block} or {call}',

  parameter: 'parameter',
  takes: 'takes',
  default: 'default',
  meaning: 'meaning',
  required: 'required',
  optional: 'left out',
} as const;
