/** What is said of a network that comes from another framework: why a node of it cannot be expressed, and what to know. */

export const importPhrases = {
  // Why not.
  'foreign.no-layer': 'the language has no layer for it',
  'foreign.size': 'its result has no values',
  'foreign.many': 'there are more than {limit} layers',
  'foreign.misfit': '{problem}',
  'foreign.weight-shape': 'its tensor {name} has shape [{found}], expected [{expected}]',
  'foreign.no-tensors': 'the file of weights has none for it',
  'foreign.across-image': 'it takes height, width and channels together',
  'foreign.power': 'it does more than multiply by a number',
  'foreign.flat-order': 'a list in the order channel, height, width; the language has height, width, channel',
  'foreign.inputs': 'it reads another number of results than the layer of the language',
  'foreign.axis': 'it works along axis {axis}; the language has the channels only',
  'foreign.pool-kind': 'a pool of kind {kind} is none of the language',
  'foreign.eltwise-kind': 'the operation {kind} of several results is none of the language',
  'foreign.window-beyond': 'its last window lies beyond the image',
  'foreign.transposed': 'its weights are transposed',
  'foreign.reshape': 'a shape of [{shape}] is no image and no list of all values',

  // What to know.
  'foreign.loss': '{node} ({op}) is for training and left out; {input}, which goes into it, is an output',
  'foreign.channels': 'the file does not say how many channels {input} has; {channels} are assumed',

  // How images are prepared before the input.
  'foreign.mean-values': 'the means {values} are subtracted from the channels',
  'foreign.mean-file': 'the mean image {file} is subtracted',
  'foreign.scale': 'values are multiplied by {factor}',
  'foreign.bgr': 'channels are blue, green, red',
} as const;
