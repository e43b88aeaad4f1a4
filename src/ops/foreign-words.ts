/**
 * What other frameworks call the layers and parameters of the language, as data: foreign word -> our word, with the
 * arguments that the layer has elsewhere where it says nothing (PyTorch and Keras agree on those given here). A layer
 * is offered only where the registry has it. How a call is rewritten is the business of src/graph.
 *
 * Words are compared without capitals and underscores: `MaxPool2d`, `max_pool2d` and `maxpool2d` are one.
 */

import { bare, chain, type Suggestion, suggest } from '../base/suggest';
import type { Op } from './op';

export interface ForeignLayer {
  /** Our layer or join for it; undefined where no layer is planned that does the same. */
  readonly layer: string | undefined;
  /** Arguments in force elsewhere and not here. A stride of `kernel` is the kernel's size. */
  readonly written?: Readonly<Record<string, string>>;
  /** Arguments by position that mean the same here and wherever the word is used; more may be in another order. */
  readonly positional?: number;
  /** Our parameters of whose values only these mean the same elsewhere. */
  readonly alike?: Readonly<Record<string, 'word' | 'number'>>;
}

const convolution = { written: { padding: 'valid', activation: 'none' }, positional: 2 };
const pooling = { written: { stride: 'kernel', padding: 'valid' }, positional: 2 };
const transposed = { layer: 'convtranspose', ...convolution };
const other = { layer: undefined };

const layers: Readonly<Record<string, ForeignLayer>> = {
  conv2d: { layer: 'conv', ...convolution },
  convolution: { layer: 'conv', ...convolution },
  convolution2d: { layer: 'conv', ...convolution },
  depthwiseconv: { layer: 'depthwise', ...convolution, positional: 1 },
  depthwiseconv2d: { layer: 'depthwise', ...convolution, positional: 1 },
  separableconv: { layer: 'separable', ...convolution },
  separableconv2d: { layer: 'separable', ...convolution },
  deconv: transposed,
  deconv2d: transposed,
  deconvolution: transposed,
  upconv: transposed,
  convtranspose2d: transposed,
  conv2dtranspose: transposed,
  transposedconv: transposed,

  maxpool: { layer: 'maxpool', ...pooling },
  maxpool2d: { layer: 'maxpool', ...pooling },
  maxpooling: { layer: 'maxpool', ...pooling },
  maxpooling2d: { layer: 'maxpool', ...pooling },
  // Whether zeros count is not the same everywhere.
  avgpool: { layer: 'avgpool', ...pooling, alike: { padding: 'word' } },
  averagepooling: { layer: 'avgpool', ...pooling, alike: { padding: 'word' } },
  avgpool2d: { layer: 'avgpool', ...pooling, alike: { padding: 'word' } },
  averagepooling2d: { layer: 'avgpool', ...pooling, alike: { padding: 'word' } },
  adaptiveavgpool2d: { layer: 'adaptiveavgpool', positional: 1 },
  gap: { layer: 'globalavgpool' },
  globalaveragepooling: { layer: 'globalavgpool' },
  globalaveragepooling2d: { layer: 'globalavgpool' },
  globalmaxpooling2d: { layer: 'globalmaxpool' },

  linear: { layer: 'dense', positional: 1 },
  fc: { layer: 'dense', positional: 1 },
  fullyconnected: { layer: 'dense', positional: 1 },
  innerproduct: { layer: 'dense', positional: 1 },

  bn: { layer: 'batchnorm' },
  batchnorm: { layer: 'batchnorm' },
  batchnorm2d: { layer: 'batchnorm' },
  batchnormalization: { layer: 'batchnorm' },
  layernormalization: { layer: 'layernorm' },
  groupnormalization: { layer: 'groupnorm', positional: 1 },
  instancenorm2d: { layer: 'instancenorm' },
  localresponsenorm: { layer: 'lrn', positional: 1 },

  swish: { layer: 'silu' },
  hswish: { layer: 'hardswish' },
  hsigmoid: { layer: 'hardsigmoid' },
  logistic: { layer: 'sigmoid' },
  leakyrelu: { layer: 'leakyrelu', positional: 1 },
  lrelu: { layer: 'leakyrelu', positional: 1 },
  dropout2d: { layer: 'dropout', positional: 1 },

  upsampling2d: { layer: 'upsample', positional: 1 },
  // Four numbers stand in another order.
  zeropadding2d: { layer: 'pad', positional: 1, alike: { amount: 'number' } },
  zeropad2d: { layer: 'pad', positional: 1, alike: { amount: 'number' } },
  pixelshuffle: { layer: 'depthtospace' },
  channelshuffle: { layer: 'shuffle', positional: 1 },

  concatenate: { layer: 'concat', positional: Number.POSITIVE_INFINITY },
  cat: { layer: 'concat', positional: Number.POSITIVE_INFINITY },
  eltwise: { layer: 'add', positional: Number.POSITIVE_INFINITY },
  mul: { layer: 'multiply', positional: Number.POSITIVE_INFINITY },

  // Near to a layer of the language, and another operation.
  maxunpool: other,
  maxunpool2d: other,
  unpool: other,
  minpool: other,
  lppool: other,
  lppool2d: other,
  celu: other,
  elu: { layer: 'elu' },
  selu: { layer: 'selu' },
  prelu: { layer: 'prelu' },
  rrelu: other,
  crelu: other,
  glu: other,
  mish: { layer: 'mish' },
  softmin: other,
  logsoftmax: other,
  softplus: { layer: 'softplus' },
  softsign: other,
  hardtanh: other,
  tanhshrink: other,
  sub: other,
  subtract: other,
  unfold: other,
  unflatten: other,
  unsqueeze: other,
  unpad: other,
  downsample: other,
  resample: other,
  droppath: other,
  dropblock: other,
  spp: other,
  rescale: other,
  renorm: other,
  batchrenorm: other,
  weightnorm: other,
};

/** Of functions, for expressions: near to one of the language, and another function. */
const functions: ReadonlySet<string> = new Set(['sqr', 'square', 'tan', 'mean', 'fix', 'trunc', 'rint', 'mod', 'fmod']);

/** Foreign parameter -> ours, in the order in which a layer is asked for them; none where the flow says it. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  kernelsize: ['kernel'],
  poolsize: ['kernel'],
  ksize: ['kernel'],
  strides: ['stride'],
  outchannels: ['filters'],
  numoutput: ['filters', 'units'],
  outfeatures: ['units', 'filters'],
  units: ['filters'],
  filters: ['units'],
  inchannels: [],
  infeatures: [],
  numfeatures: [],
  numchannels: [],
  dilationrate: ['dilation'],
  numgroups: ['groups'],
  group: ['groups'],
  depthmultiplier: ['multiplier'],
  usebias: ['bias'],
  biasterm: ['bias'],
  pad: ['padding', 'amount'],
  padding: ['amount'],
  countincludepad: ['count_padding'],
  eps: ['epsilon'],
  negativeslope: ['slope'],
  alpha: ['slope'],
  p: ['rate'],
  scalefactor: ['factor'],
  size: ['factor'],
  outputsize: ['size'],
  localsize: ['size'],
  interpolation: ['mode'],
};

/** Words for values: what `activation`, `norm` and the like take elsewhere. */
const plainWords: Readonly<Record<string, string>> = { linear: 'none' };

export function foreignLayer(word: string): ForeignLayer | undefined {
  const key = bare(word);
  return Object.hasOwn(layers, key) ? layers[key] : undefined;
}

/** A function near to which there is another one. */
export function isForeignFunction(word: string): boolean {
  return functions.has(bare(word));
}

/** What a word was meant to be that is none of `known`, which are words of the language, nor of the names in scope. */
export function suggestWord(word: string, known: Iterable<string>, names: Iterable<string>): Suggestion {
  const key = bare(word);
  const words = [...known];
  const layer = foreignLayer(word);
  const meant = Object.hasOwn(plainWords, key) ? plainWords[key] : layer?.layer;
  if (meant !== undefined && words.includes(meant)) return { near: meant };
  // A layer of another name that does something else is near to none of ours.
  return suggest(word, layer === undefined ? chain(words, names) : names);
}

/** Our name for a parameter; null where the layer takes it from the flow; undefined where the word is not known. */
export function foreignParameter(word: string, { parameters: own }: Pick<Op, 'parameters'>): string | null | undefined {
  const key = bare(word);
  const meant = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (meant?.length === 0) return null;
  return meant?.find((name) => own.some((parameter) => parameter.name === name));
}
