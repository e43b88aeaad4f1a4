/**
 * All layers of the language, in the order of the documentation. A layer is added by its file and a row
 * here; tables that must have an entry for each are keyed by `OpName`, so that the compiler names the gap.
 * One of them is the table of words: a layer without a text and a text without a layer do not compile.
 */

import type { layers } from '../words/english/layers';
import { adaptiveavgpool } from './adaptiveavgpool';
import { add } from './add';
import { avgpool } from './avgpool';
import { batchnorm } from './batchnorm';
import { concat } from './concat';
import { conv } from './conv';
import { dense } from './dense';
import { depthwise } from './depthwise';
import { dropout } from './dropout';
import { flatten } from './flatten';
import { gelu } from './gelu';
import { globalavgpool } from './globalavgpool';
import { globalmaxpool } from './globalmaxpool';
import { hardswish } from './hardswish';
import { identity } from './identity';
import { input } from './input';
import { leakyrelu } from './leakyrelu';
import { lrn } from './lrn';
import { maxpool } from './maxpool';
import type { Op, OpGroup, OpParameter } from './op';
import { pad } from './pad';
import { relu } from './relu';
import { relu6 } from './relu6';
import { scale } from './scale';
import { separable } from './separable';
import { sigmoid } from './sigmoid';
import { silu } from './silu';
import { softmax } from './softmax';
import { tanh } from './tanh';
import { upsample } from './upsample';

export const ops = {
  input,
  conv,
  depthwise,
  separable,
  maxpool,
  avgpool,
  adaptiveavgpool,
  globalavgpool,
  globalmaxpool,
  dense,
  flatten,
  lrn,
  batchnorm,
  relu,
  relu6,
  leakyrelu,
  sigmoid,
  tanh,
  silu,
  gelu,
  hardswish,
  softmax,
  dropout,
  scale,
  pad,
  upsample,
  identity,
  concat,
  add,
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

/** What can be written as a call; `input`, `concat` and `add` have statements of their own. */
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
export function layersOfGroup(group: OpGroup): readonly Op[] {
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

/** Every word that some parameter of some layer knows: `same`, `floor`, `none`, `relu`, ... */
export const allWords: ReadonlySet<string> = new Set(
  callableOps.flatMap(({ parameters }) => parameters.flatMap(parameterWords)),
);
