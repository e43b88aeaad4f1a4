/**
 * What each layer of the language becomes: one step or several, with plain numbers in the place of attributes.
 * Exhaustive over the layers by type, so that the compiler names a layer that is missing here. Where tensors live
 * is decided in placement.ts; nothing here reports mistakes, since only layers without any get here.
 */

import { invariant, present } from '../base/assert';
import { booleanOf, layerOf, numberOf, padsOf, pairOf, wordOf } from '../ops/attributes';
import type { Dim, Shape } from '../ops/dim';
import type { Attributes, LayerValue, WeightRole, WeightSpec } from '../ops/op';
import { type OpName, ops } from '../ops/registry';
import type { BatchNorm, PlanPair, PlanShape, PlanWindow, Pointwise, Sides, StepBody } from './plan';

export interface Lowered {
  /** One after the other; each but the first reads what the one before it wrote. */
  readonly bodies: readonly StepBody[];
  /** Shape of what the first of two steps writes, where it is not the layer's: the inside of a separable convolution. */
  readonly between?: PlanShape;
}

export interface LowerRequest {
  readonly op: OpName;
  readonly attributes: Attributes;
  readonly input: PlanShape;
  readonly output: PlanShape;
  readonly specs: readonly WeightSpec[];
  /** Position in the plan of the layer's first weight; the others follow in the order of `specs`. */
  readonly firstWeight: number;
}

type Lower = (request: LowerRequest) => Lowered;

const one = (body: StepBody): Lowered => ({ bodies: [body] });
const view: Lower = () => one({ kernel: 'view' });
const copy: Lower = () => one({ kernel: 'copy' });
const add: Lower = () => one({ kernel: 'add' });

const table: Readonly<Record<OpName, Lower>> = {
  input: view,
  conv: (request) => convolution(request, groupsOf(request), request.firstWeight),
  depthwise: (request) => convolution(request, request.input[2], request.firstWeight),
  separable,
  maxpool: (request) => one({ kernel: 'maxpool', window: windowOf(request) }),
  avgpool: (request) =>
    one({
      kernel: 'avgpool',
      window: windowOf(request),
      countPadding: present(booleanOf(request.attributes, 'count_padding'), 'count_padding'),
    }),
  adaptiveavgpool: () => one({ kernel: 'adaptiveavgpool' }),
  globalavgpool: () => one({ kernel: 'globalavgpool' }),
  globalmaxpool: () => one({ kernel: 'globalmaxpool' }),
  dense,
  // A copy only where the values do not lie one after the other; see plan-run.ts.
  flatten: copy,
  lrn: ({ attributes }) => one(lrnBody(attributes, null)),
  batchnorm: ({ specs, firstWeight, attributes }) =>
    one({ kernel: 'batchnorm', norm: batchNorm(attributes, specs, firstWeight) }),
  relu: pointwiseLayer,
  relu6: pointwiseLayer,
  leakyrelu: pointwiseLayer,
  sigmoid: pointwiseLayer,
  tanh: pointwiseLayer,
  silu: pointwiseLayer,
  gelu: pointwiseLayer,
  hardswish: pointwiseLayer,
  softmax: () => one({ kernel: 'softmax' }),
  dropout: view,
  scale: ({ attributes }) => one({ kernel: 'scale', factor: present(numberOf(attributes, 'factor'), 'factor') }),
  pad: ({ attributes }) => one({ kernel: 'pad', amount: sides(padsOf(attributes, 'amount')) }),
  upsample: ({ attributes }) => {
    const mode = wordOf(attributes, 'mode');
    invariant(mode === 'nearest' || mode === 'bilinear', 'upsample has a mode');
    return one({ kernel: 'upsample', factor: pair(pairOf(attributes, 'factor')), mode });
  },
  identity: view,
  // The slices of a concat are written by its branches; copies for the others are added where places are known.
  concat: view,
  add,
};

export function lower(request: LowerRequest): Lowered {
  return table[request.op](request);
}

function separable(request: LowerRequest): Lowered {
  const { input, output, specs, firstWeight } = request;
  const middle = present(specs.find(({ name }) => name === 'depthwise.weight')?.shape[3], 'inner channels');
  const inner: StepBody = {
    kernel: 'convolution',
    window: windowOf(request),
    groups: input[2],
    weight: firstWeight + specs.findIndex(({ name }) => name === 'depthwise.weight'),
    bias: null,
    norm: null,
    activation: null,
  };
  const pointwise = specs.findIndex(({ name }) => name === 'pointwise.weight');
  const window: PlanWindow = { kernel: [1, 1], stride: [1, 1], dilation: [1, 1], pads: [0, 0, 0, 0] };
  const outer = withWindow(request, window, 1, firstWeight + pointwise);
  return { bodies: [inner, ...outer.bodies], between: [output[0], output[1], middle] };
}

function convolution(request: LowerRequest, groups: number, weight: number): Lowered {
  return withWindow(request, windowOf(request), groups, weight);
}

function withWindow(request: LowerRequest, window: PlanWindow, groups: number, weight: number): Lowered {
  const bias = findRole(request, 'bias');
  return withTail(request, (norm, activation) => ({
    kernel: 'convolution',
    window,
    groups,
    weight,
    bias,
    norm,
    activation,
  }));
}

function dense(request: LowerRequest): Lowered {
  const bias = findRole(request, 'bias');
  return withTail(request, (norm, activation) => ({
    kernel: 'dense',
    weight: request.firstWeight,
    bias,
    norm,
    activation,
  }));
}

/** Batch norm and functions of one value are fused into the sums; LRN and softmax read neighbours and follow in place. */
function withTail(
  request: LowerRequest,
  make: (norm: BatchNorm | null, activation: Pointwise | null) => StepBody,
): Lowered {
  const norm = notUnknown(layerOf(request.attributes, 'norm'), 'norm');
  const activation = notUnknown(layerOf(request.attributes, 'activation'), 'activation');
  const pointwise = activation === null || activation.op === ops.softmax ? null : pointwiseOf(activation);
  const tail: StepBody[] = activation?.op === ops.softmax ? [{ kernel: 'softmax' }] : [];
  if (norm === null) return { bodies: [make(null, pointwise), ...tail] };
  if (norm.op === ops.lrn) return { bodies: [make(null, null), lrnBody(norm.attributes, pointwise), ...tail] };
  invariant(norm.op === ops.batchnorm, 'a norm is batchnorm or lrn');
  const fused = batchNorm(norm.attributes, request.specs, request.firstWeight);
  return { bodies: [make(fused, pointwise), ...tail] };
}

function lrnBody(attributes: Attributes, activation: Pointwise | null): StepBody {
  return {
    kernel: 'lrn',
    size: present(numberOf(attributes, 'size'), 'size'),
    alpha: present(numberOf(attributes, 'alpha'), 'alpha'),
    beta: present(numberOf(attributes, 'beta'), 'beta'),
    k: present(numberOf(attributes, 'k'), 'k'),
    activation,
  };
}

function batchNorm(attributes: Attributes, specs: readonly WeightSpec[], firstWeight: number): BatchNorm {
  const at = (role: WeightRole): number | null => {
    const index = specs.findIndex((spec) => spec.role === role);
    return index < 0 ? null : firstWeight + index;
  };
  return {
    epsilon: present(numberOf(attributes, 'epsilon'), 'epsilon'),
    gamma: at('gamma'),
    beta: at('beta'),
    mean: present(at('mean'), 'mean'),
    variance: present(at('variance'), 'variance'),
  };
}

function findRole({ specs, firstWeight }: LowerRequest, role: WeightRole): number | null {
  const index = specs.findIndex((spec) => spec.role === role);
  return index < 0 ? null : firstWeight + index;
}

function pointwiseLayer({ op, attributes }: LowerRequest): Lowered {
  return one({
    kernel: 'activation',
    activation: pointwiseOf({ kind: 'layer', op: ops[op], attributes }),
  });
}

function pointwiseOf({ op, attributes }: LayerValue): Pointwise {
  const name = op.name as OpName;
  switch (name) {
    case 'leakyrelu':
      return { kind: name, slope: present(numberOf(attributes, 'slope'), 'slope') };
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'tanh':
    case 'silu':
    case 'gelu':
    case 'hardswish':
      return { kind: name };
    default:
      invariant(false, `${name} is no function of one value`);
  }
}

function windowOf({ op, attributes, input }: LowerRequest): PlanWindow {
  const window = present(ops[op as 'conv'].window?.(input as Shape, attributes), 'window');
  return {
    kernel: pair(window.kernel),
    stride: pair(window.stride),
    dilation: pair(window.dilation),
    pads: sides(window.pads),
  };
}

function groupsOf({ attributes }: LowerRequest): number {
  return present(numberOf(attributes, 'groups'), 'groups');
}

function pair(values: readonly [Dim, Dim]): PlanPair {
  return [present(values[0], 'vertical value'), present(values[1], 'horizontal value')];
}

function sides(values: readonly [Dim, Dim, Dim, Dim]): Sides {
  return [
    present(values[0], 'top'),
    present(values[1], 'bottom'),
    present(values[2], 'left'),
    present(values[3], 'right'),
  ];
}

function notUnknown<T>(value: T | null | undefined, what: string): T | null {
  invariant(value !== undefined, `missing ${what}`);
  return value;
}
