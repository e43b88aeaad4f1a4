/** What the command line says of a run, measured or predicted. Times and amounts come written. */

import type { Texts } from '../text';

export const runReport = {
  // Heads of columns.
  layer: 'layer',
  shape: 'shape',
  ms: 'ms',
  predicted: 'predicted',
  'predicted-ms': 'predicted ms',
  bound: 'bound',
  'bound.compute': 'compute',
  'bound.memory': 'memory',
  'bound.overhead': 'overhead',
  'of-limit': 'of limit',
  time: 'time',
  multiplies: 'multiplies',
  gflops: 'GFLOP/s',
  'limit-gflops': 'limit GFLOP/s',
  mean: 'mean',
  deviation: 'deviation',
  zeros: 'zeros',
  nan: 'NaN',
  channel: 'channel',
  value: 'value',

  // What was run, and with which weights.
  'input.random': '{shape} random input (seed {seed})',
  'input.file': '{shape} from {file}',
  'input.prepared': '{shape} from {file} ({preprocessing})',
  // What was done to an image: its size, then its values.
  'prepared.crop': 'resized to {size}, centre cropped; {values}',
  'prepared.stretch': 'resized to {size}, stretched; {values}',
  'prepared.grey': '{prepared}; grey by {red} R + {green} G + {blue} B, normalised by the mean of the channels',
  'preset.torchvision': 'torchvision: {order} / {divisor}, less mean {mean}, by deviation {deviation}',
  'preset.keras': 'keras: {order} / {divisor} - 1',
  'preset.caffe': 'caffe: {order}, 0 to 255, less mean {mean}',
  'preset.unit': 'unit: {order} / {divisor}',
  'an-image': 'an image',
  'a-tensor': 'a tensor',
  'weights.seed': 'weights of seed {seed}',
  'weights.random': 'weights are random: classes mean nothing until weights are loaded with --weights FILE',
  'weights.file': 'weights of {file}',

  // Labels before the lines below; they are padded to one width.
  'label.time': 'time',
  'label.memory': 'memory',
  'label.values': 'values',
  'label.model': 'model',
  'label.machine': 'machine',
  'label.verified': 'verified',

  threads: { by: 'count', one: '{count} thread', other: '{count} threads' },
  'time.once': '{time}; prepared in {prepare}; {backend}, {threads}',
  'time.several': '{time}, {runs} runs, fastest {fastest}; prepared in {prepare}; {backend}, {threads}',
  memory: '{arena} arena, {weights} weights',
  'memory.float32': "{arena} arena, {weights} weights; computed in float32, not in the network's precision",
  'values.exact': 'exact: the same bits on every machine',
  'values.relaxed': 'relaxed: the last bits differ between machines',
  'not-run': 'not run: times predicted for this machine',
  'time.predicted': '{time} predicted',
  compared: '{predicted} predicted, {measured} measured',
  machine:
    '{gflops} GFLOP/s, {bandwidth} GB/s with {threads}; the model was {error}% off (median) on the layers it was fitted to',
  'machine.measured':
    '{gflops} GFLOP/s, {bandwidth} GB/s with {threads}, measured {day}; the model was {error}% off (median) on the layers it was fitted to',
  'verified.same': '{count} multiplies counted = predicted',
  'verified.same-heads':
    '{count} multiplies counted = predicted ({main} of the main outputs and {heads} that heads add)',
  'verified.differ': '{counted} multiplies counted, {predicted} predicted',
  verified: '{verdict}; largest difference of a value {error}',

  // An output.
  'output.head': 'head, {shape}, mean {mean}, deviation {deviation}, {least} to {most}',
  'output.layer': 'layer, {shape}, mean {mean}, deviation {deviation}, {least} to {most}',
  output: '{shape}, mean {mean}, deviation {deviation}, {least} to {most}',
  'not-numbers': {
    by: 'count',
    one: '{count} value is not a number',
    other: '{count} values are not a number',
  },
} as const satisfies Texts;
