/**
 * Why a network is not run, not written to a file, not given the weights of one, and not taken with another value of a
 * parameter; and how a run ends early. What is wrong in its text is said by its diagnostics. The part of a key behind
 * `/` tells cases of one code apart.
 */

import { mistake } from './mistake';

export const refusals = {
  'no-input': 'network {network} has no input',
  'no-output': 'network {network} has no output',

  // Runs.
  'run.no-network': 'there is no network to run',
  'run.no-image': 'there is no image to run on',
  'run.end': 'network {network} has no output or layer {name}',
  'run.unknown-end': 'the end of the run is unknown because of a mistake in the text',
  'run.unknown-layer': '{path} cannot be run: {reason}',
  'run.tensor': 'a tensor of {size} values is larger than a run can hold ({limit})',
  'run.memory': 'the run would need {size} GiB for its tensors, more than one block of memory holds',

  // Runs that have begun. What stands between `run.` and `/` is the code of a `RunError`.
  'run.cancelled/run': 'the run was cancelled',
  'run.cancelled/calibration': 'the calibration was cancelled',
  'run.image/unreadable': '{file} cannot be read',
  'run.image/empty': '{file} is empty',
  'run.image/type': '{file} is neither a PNG nor a JPEG image',
  'run.image/no-pixels': '{file} has no pixels ({size})',
  'run.image/large': '{file} is {size} pixels large; at most {limit} megapixels are decoded',
  'run.image/cut': '{file} is cut short',
  'run.image/png-header': '{file} has no PNG header',
  'run.image/jpeg-header': '{file} has no JPEG frame header',
  'run.image/no-data': '{file} holds no picture data',
  'run.image/unpacked': '{file} holds more data than its size in pixels explains',
  'run.image/png-headers': '{file} has two PNG headers',
  'run.image/png-fields': '{file} has a PNG header that is none',
  'run.image/palette': '{file} has a palette that is none',
  'run.image/no-palette': '{file} has colours of a palette and no palette',
  'run.image/jpeg-headers': '{file} has two JPEG frame headers',
  'run.image/jpeg-fields': '{file} has a JPEG frame header that is none',
  'run.image/jpeg-kind': '{file} is a JPEG of a kind that is not read (lossless, hierarchical or arithmetic coding)',
  'run.image/jpeg-depth': '{file} is a JPEG with {depth} bits per sample; 8 are read',
  'run.image/scans': '{file} takes more passes over its pixels than any program writes',
  'run.image/too-little': '{file} is cut short: it has too little data for its pixels',
  'run.image/damaged': '{file} cannot be decoded, it is damaged or cut short ({reason})',
  'run.input/channels': "an image has 3 channels (or 1, grey); the network's input has {channels}",
  'run.input/shape': '{name} in {file} has shape [{found}]; {network} takes [{expected}] (height, width, channels)',
  'run.weights': '{file} does not fit {network}:{problems}',
  'run.memory/limit':
    'the run needs {needed} GiB (tensors {tensors}, weights {weights}), more than the {limit} GiB a run may use',
  'run.memory/address': 'the run needs {bytes} bytes for tensors and weights, more than the {limit} it can have',
  'run.memory/block': 'the run needs {bytes} bytes for tensors and weights, which could not be had',
  'run.memory/tensors': 'the run needs {size} MiB for its tensors, which could not be had',
  'run.memory/engine': 'there is not enough memory for the run ({reason})',
  'run.memory/worker': 'the run needs more memory than there is',
  'run.features':
    'this engine has no WebAssembly SIMD, which the fast runtime needs; Node 16.4 and browsers of 2023 have it. The reference backend runs without.',
  'run.crashed/start': 'the run could not be started: {reason}',
  'run.crashed/load': "the run's worker could not be loaded",
  'run.crashed/inside': 'the run crashed: {reason}',
  'run.crashed/silent': "the run's worker does not answer",
  'run.crashed/ended': "the run's worker ended with code {code}",
  'run.crashed/gone': "the run's worker was ended; the memory may not have been enough",
  'run.crashed/thread': 'a thread of the run ended early',

  // What our own client never asks, and what is no refusal of the network.
  'request.run': 'this is no request to run a network',
  'request.calibrate': 'this is no request to measure',
  'request.mistake': mistake,

  // Files.
  'export.inexpressible': '{path}: {target} has nothing that computes {op}',
  'export.inexpressible/arguments': '{path}: {target} has no {op} with such {arguments}',
  'export.inexpressible/uneven-padding':
    '{path}: {target} pads both sides of an axis alike, not {before} before and {after} behind; give padding a number to have it even',
  'export.unknown-output': 'output {name} is unknown because of a mistake in the text',
  'export.unknown-layer': '{path} cannot be exported: {reason}',
  'export.size': '{network} as {format} is {size}; one file holds less than {limit}',

  // Values of parameters.
  'parameter.unreadable': '{name} = {value} cannot be read',
  'parameter.mistaken': '{name} = {value}: {mistake}',

  // Weights that do not fit a network.
  'weights.missing': '{name} is missing: a tensor of shape [{expected}] is needed',
  'weights.missing/other': '{name} is missing: a tensor of shape [{expected}] is needed; there is {found}',
  'weights.shape': '{name} has shape [{found}], expected [{expected}]',
  'weights.extra': '{name} belongs to no layer of {network}',
  'map.no-weight': 'the map names {name}, which is no weight of {network}',
  'map.no-beginning': 'the map names {name}, which is the beginning of no weight of {network}',

  // A file that should be a map of weights.
  'map.json': 'it is not JSON: {reason}',
  'map.object': 'it is no JSON object',
  'map.key': 'it has no key {key}',
  'map.key/known': 'it has no key {key}; there are {keys}',
  'map.layout': 'layout is one of {layouts}',
  'map.names': 'names is an object: our name to the name in the file',
  'map.name': 'the name for {name} is no string',
  'map.ignore': 'ignore is a list of names',

  // A file that should be names of classes.
  'labels.text': '{file} is no text in UTF-8',
  'labels.large': '{file} is larger than the {limit} MiB that names of classes may take',
  'labels.none': '{file} has no names',
  'labels.json': '{file} is not JSON: {reason}',
  'labels.form': '{file} is JSON, and neither a list of names nor a map from index to name',
  'labels.index': '{file}: {index} is not the index of a class',
  'labels.name': '{file}: class {index} has no name, nor a list that ends with one',
  'labels.gap': '{file}: class {index} is missing',
  'labels.count': {
    by: 'count',
    one: '{file} has {count} name; classes at the outputs of {network}: {classes}',
    other: '{file} has {count} names; classes at the outputs of {network}: {classes}',
  },

  // A file that should be of safetensors.
  'safetensors.truncated/length': 'the file is shorter than its first eight bytes',
  'safetensors.truncated/header': 'the file ends inside of its header',
  'safetensors.truncated/tensor': '{name} ends at byte {end} of {bytes}: the file is cut short',
  'safetensors.header/size': 'the header would be {bytes} bytes long; this is no safetensors file',
  'safetensors.header/json': 'the header is not JSON; this is no safetensors file',
  'safetensors.header/object': 'the header is no JSON object',
  'safetensors.header/entry': '{name} has no entry of the format',
  'safetensors.header/shape': '{name} has no shape of at most {limit} whole numbers',
  'safetensors.header/range': '{name} has no byte range of two whole numbers',
  'safetensors.header/backwards': '{name} has a byte range that ends before it starts',
  'safetensors.type': '{name} is {type}; F32, F16 and BF16 are read',
  'safetensors.type/none': '{name} has no type; F32, F16 and BF16 are read',
  'safetensors.range/size': '{name} of shape [{shape}] as {type} is {bytes} bytes, its range is {found}',
  'safetensors.range/overlap': '{name} overlaps another tensor',
  'safetensors.range/gap': {
    by: 'count',
    one: '{count} byte before {name} belongs to nothing',
    other: '{count} bytes before {name} belong to nothing',
  },
  'safetensors.range/rest': {
    by: 'count',
    one: '{count} byte at the end belongs to no tensor',
    other: '{count} bytes at the end belong to no tensor',
  },

  // A file of another framework.
  'foreign.protobuf': 'the file is damaged or of another kind: no field of protobuf begins at byte {at}',
  'foreign.fields': 'at byte {at}: a message with more than {limit} fields',
  'foreign.prototxt': 'line {line}, column {column}: {found} does not belong here',
  'foreign.prototxt/end': 'line {line}, column {column}: the file ends in the middle of a message',
  'foreign.no-hdf5': 'the file is damaged or of another kind: it does not begin as HDF5 does',
  'foreign.hdf5': 'the HDF5 file is damaged at byte {at}',
  'foreign.hdf5-version': 'byte {at}: a message of type {type} of HDF5, version {version}, is not read',
  'foreign.hdf5-filter': 'values are packed by filter {filter} of HDF5, which is not read',
  'foreign.hdf5-member': 'the HDF5 file names {name}, and does not have it',
  'foreign.weights-alone': 'the file has weights and no model; the model goes first, and this file by --weights',
  'foreign.pickle': 'the file is damaged or of another kind: no pickle goes on at byte {at}',
  'foreign.no-state': 'the file has no state dict of PyTorch: what torch.save(model.state_dict(), ...) writes',
  'foreign.no-tensor': 'the tensor {name} is damaged',
  'foreign.zip': 'the archive is damaged at byte {at}',
  'foreign.no-graph': 'the file has no graph of ONNX',
  'foreign.no-input': 'the file has no input',
  'foreign.tensor-type': 'the tensor {name} has elements of type {type}, which is not read',
  'foreign.tensor-external': 'the values of the tensor {name} are in another file, which is not read',
  'foreign.no-model': 'the file has no model of Keras',
  'foreign.manifest': 'the manifest of the weights is none',
  'foreign.no-such-input': 'the file has no input named {name}',
  'foreign.text':
    'the network cannot be written so that it reads back as the same one; its sizes or counts are beyond what is counted here',
  'foreign.no-layers': 'the file has no layers',
  'foreign.no-weights': 'the file of weights has no tensors',
  'foreign.tensor-size': 'the tensor {name} of shape [{shape}] has {bytes} bytes',
  'foreign.no-blob': '{node} reads {name}, which nothing before it makes',
  'foreign.nothing': 'nothing can be expressed: {node} ({op}): {reason}',
  'foreign.no-output': 'the file has no layer that leads to a result',
  'foreign.input-size': 'the file does not say how large {name} is; --size does, for example --size 224x224x3',
  'foreign.input-shape': 'the input {name} of shape [{shape}] is no image',

  // Weights are looked for in all layers before a format is asked.
  'unknown-layer': '{path}: {reason}',
} as const;
