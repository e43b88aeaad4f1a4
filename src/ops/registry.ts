/**
 * All layers of the language, in the order of the documentation. A layer is added by its file and a row
 * here; tables that must have an entry for each are keyed by `OpName`, so that the compiler names the gap.
 * One of them is the table of words: a layer without a text and a text without a layer do not compile.
 */

import { numberFormats } from '../base/precision';
import type { layers } from '../words/english/layers';
import { adaptiveavgpool } from './adaptiveavgpool';
import { add } from './add';
import { affine } from './affine';
import { avgpool } from './avgpool';
import { batchnorm } from './batchnorm';
import { clip } from './clip';
import { concat } from './concat';
import { conv } from './conv';
import { convtranspose } from './convtranspose';
import { crop } from './crop';
import { dense } from './dense';
import { depthtospace } from './depthtospace';
import { depthwise } from './depthwise';
import { dropout } from './dropout';
import { elu } from './elu';
import { flatten } from './flatten';
import { gelu } from './gelu';
import { globalavgpool } from './globalavgpool';
import { globalmaxpool } from './globalmaxpool';
import { groupnorm } from './groupnorm';
import { hardsigmoid } from './hardsigmoid';
import { hardswish } from './hardswish';
import { identity } from './identity';
import { input } from './input';
import { instancenorm } from './instancenorm';
import { l2norm } from './l2norm';
import { layernorm } from './layernorm';
import { leakyrelu } from './leakyrelu';
import { lrn } from './lrn';
import { maxpool } from './maxpool';
import { mish } from './mish';
import { multiply } from './multiply';
import type { Op, OpGroup, OpParameter } from './op';
import { pad } from './pad';
import { prelu } from './prelu';
import { relu } from './relu';
import { relu6 } from './relu6';
import { resize } from './resize';
import { scale } from './scale';
import { selu } from './selu';
import { separable } from './separable';
import { shuffle } from './shuffle';
import { sigmoid } from './sigmoid';
import { silu } from './silu';
import { slice } from './slice';
import { softmax } from './softmax';
import { softplus } from './softplus';
import { spacetodepth } from './spacetodepth';
import { tanh } from './tanh';
import { upsample } from './upsample';

export const ops = {
  input,
  conv,
  depthwise,
  separable,
  convtranspose,
  maxpool,
  avgpool,
  adaptiveavgpool,
  globalavgpool,
  globalmaxpool,
  dense,
  flatten,
  lrn,
  batchnorm,
  layernorm,
  groupnorm,
  instancenorm,
  l2norm,
  affine,
  relu,
  relu6,
  leakyrelu,
  sigmoid,
  tanh,
  silu,
  gelu,
  hardswish,
  prelu,
  elu,
  selu,
  mish,
  softplus,
  hardsigmoid,
  clip,
  softmax,
  dropout,
  scale,
  pad,
  crop,
  upsample,
  resize,
  slice,
  shuffle,
  spacetodepth,
  depthtospace,
  identity,
  concat,
  add,
  multiply,
} as const satisfies Readonly<Record<Exclude<keyof typeof layers, `${string}.${string}`>, Op>>;

export type OpName = keyof typeof ops;

/** A name that happens to be a property of every object is none. */
export function isOpName(name: string): name is OpName {
  return Object.hasOwn(ops, name);
}

/** A layer or node by its name. */
export function findOp(name: string): Op | undefined {
  return isOpName(name) ? ops[name] : undefined;
}

export const allOps: readonly Op[] = Object.values(ops);

/** What can be written as a call; `input` and joins have statements of their own. */
export const callableOps: readonly Op[] = allOps.filter(({ group }) => group !== 'input' && group !== 'join');

/** A layer that can be written as a call. */
export function findCallable(name: string): Op | undefined {
  const op = findOp(name);
  return op === undefined || op.group === 'input' || op.group === 'join' ? undefined : op;
}

/** Whether a layer can be an argument of others. */
export function isLayerValue(op: Op | undefined): boolean {
  return op?.group === 'normalization' || op?.group === 'activation';
}

/** The layers that can be given as a value where a layer of this group is taken. */
function layersOfGroup(group: OpGroup): readonly Op[] {
  return allOps.filter((op) => op.group === group);
}

/** The words a parameter knows, in the order in which they are documented. */
export function parameterWords({ type }: OpParameter): readonly string[] {
  switch (type.kind) {
    case 'padding':
      return ['same', 'valid'];
    case 'word':
      return type.words;
    case 'boolean':
      return type.auto ? ['auto'] : [];
    case 'layer':
      return ['none', ...layersOfGroup(type.group).map(({ name }) => name)];
    default:
      return [];
  }
}

/** Every word that some parameter of some layer knows (`same`, `floor`, `none`, `relu`), layers, and number formats. */
export const allWords: ReadonlySet<string> = new Set([
  ...callableOps.flatMap(({ parameters }) => parameters.flatMap(parameterWords)),
  ...callableOps.map(({ name }) => name),
  ...numberFormats,
]);
