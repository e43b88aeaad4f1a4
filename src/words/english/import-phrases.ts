/** What is said of a network that comes from another framework: why a node of it cannot be expressed, and what to know. */

export const importPhrases = {
  // Why not.
  'foreign.no-layer': 'the language has no layer for it',
  'foreign.size': 'its result has no values, or more than can be counted',
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

  'foreign.log-softmax': 'the language has no logarithm; `softmax` of what goes into it has the same order',
  'foreign.no-function': 'what it computes of a value is none of the activations of the language',
  'foreign.no-image': 'values in the order of a tensor of shape [{shape}] are no image and no list of the language',
  'foreign.computed-weight': 'a weight of it is computed from the input',
  'foreign.constant-size': 'it computes with a large tensor, or in a way that is not followed',
  'foreign.constant-shape': 'a constant of shape [{shape}] does not lie along the channels',
  'foreign.constant-part': 'it joins constants with what is computed',
  'foreign.slice-step': 'it leaves out values between others',
  'foreign.gather': 'the places it takes are in no order that the language has',
  'foreign.pad-kind': 'it pads otherwise than height and width with zeros, the edge or a mirror image',
  'foreign.resize': 'enlarging by {mode} with coordinates of the kind {transform} gives other values',
  'foreign.reduce': 'it takes axes {axes} together; the language has height and width',
  'foreign.not-two': 'its windows have not two axes, height and width',
  'foreign.dilated-pool': 'its window has gaps',
  'foreign.pool-places': 'it gives the places of the largest values',
  'foreign.other-result': 'the language has no layer for its other result {name}',
  'foreign.constant-output': 'its result {name} is the same for all images',
  'foreign.output-shape': 'the size of its result is given, or its odd zeros are at the beginning',
  'foreign.matrix': 'the product is none of a list or of channels with weights',

  'foreign.channels-first': 'its images have channels first',
  'foreign.copied':
    '{node} is called again with the same weights; here each call has its own, and they are counted again',
  'foreign.slopes': 'it has a slope for each position',
  'foreign.code': 'it runs code of its own',
  'foreign.activation': 'the activation {name} is none of the language',

  'foreign.training':
    'it computes with means of what is in the batch, as in training; a model is exported for inference',

  // What to know.
  'foreign.loss': '{node} ({op}) is for training and left out; {input}, which goes into it, is an output',
  'foreign.channels': 'the file does not say how many channels {input} has; {channels} are assumed',

  'foreign.constant-trained':
    'a constant of {node} ({op}) is a trained parameter here, as the language has no other word for it',

  'foreign.rounded': {
    by: 'count',
    one: '{count} result is an integer of few bits in the source and keeps 32 here: values differ by about a step of it',
    other:
      '{count} results are integers of few bits in the source and keep 32 here: values differ by about a step of these',
  },

  // How images are prepared before the input.
  'foreign.mean-values': 'the means {values} are subtracted from the channels',
  'foreign.mean-file': 'the mean image {file} is subtracted',
  'foreign.scale': 'values are multiplied by {factor}',
  'foreign.pixel-range': 'values of pixels are {from} to {to}',
  'foreign.bgr': 'channels are blue, green, red',
} as const;
