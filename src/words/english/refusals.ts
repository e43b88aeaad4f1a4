/** Why a network is not run, not written to a file, and not taken with another value of a parameter. What is wrong in its text is said by its diagnostics. */

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

  // Files.
  'export.unknown-output': 'output {name} is unknown because of a mistake in the text',
  'export.unknown-layer': '{path} cannot be exported: {reason}',
  'export.missing': '{name} is missing',
  'export.shape': '{name} has shape [{found}], expected [{expected}]',
  'export.size': '{network} as ONNX is {size}; one file holds less than {limit}',

  // Values of parameters.
  'parameter.unreadable': '{name} = {value} cannot be read',
  'parameter.mistaken': '{name} = {value}: {mistake}',

  // Weights are looked for in all layers before a format is asked.
  'unknown-layer': '{path}: {reason}',
} as const;
