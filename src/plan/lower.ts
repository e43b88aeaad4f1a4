/**
 * What each layer of the language becomes: one step or several, with plain numbers in the place of attributes.
 * Exhaustive over the layers by type, so that the compiler names a layer that is missing here. Where tensors live
 * is decided in placement.ts; nothing here reports mistakes, since only layers without any get here.
 */

import { invariant, present } from '../base/assert';
import type { Sides } from '../base/tensor';
import { booleanOf, layerOf, numberOf, padsOf, wordOf } from '../ops/attributes';
import { cutsOf } from '../ops/crop';
import type { Dim, Shape } from '../ops/dim';
import type { Attributes, LayerValue, WeightRole, WeightSpec } from '../ops/op';
import { type OpName, ops } from '../ops/registry';
import type { BatchNorm, PlanPair, PlanShape, PlanWindow, Pointwise, StepBody } from './plan';

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

const table: Readonly<Record<OpName, Lower>> = {
  input: view,
  conv: (request) => convolution(request, groupsOf(request), request.firstWeight),
  depthwise: (request) => convolution(request, request.input[2], request.firstWeight),
  separable,
  convtranspose: transposedConvolution,
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
  lrn: normLayer,
  batchnorm: normLayer,
  layernorm: normLayer,
  groupnorm: normLayer,
  instancenorm: normLayer,
  l2norm: normLayer,
  affine: normLayer,
  relu: pointwiseLayer,
  relu6: pointwiseLayer,
  leakyrelu: pointwiseLayer,
  sigmoid: pointwiseLayer,
  tanh: pointwiseLayer,
  silu: pointwiseLayer,
  gelu: pointwiseLayer,
  hardswish: pointwiseLayer,
  prelu: (request) => one(preluBody(request)),
  elu: pointwiseLayer,
  selu: pointwiseLayer,
  mish: pointwiseLayer,
  softplus: pointwiseLayer,
  hardsigmoid: pointwiseLayer,
  clip: pointwiseLayer,
  softmax: () => one({ kernel: 'softmax' }),
  dropout: view,
  scale: ({ attributes }) => one({ kernel: 'scale', factor: present(numberOf(attributes, 'factor'), 'factor') }),
  pad: ({ attributes }) => {
    const mode = wordOf(attributes, 'mode');
    invariant(mode === 'zeros' || mode === 'reflect' || mode === 'edge', 'pad has a mode');
    return one({ kernel: 'pad', amount: sides(padsOf(attributes, 'amount')), mode });
  },
  crop: ({ attributes, input }) => {
    const [top, bottom, left, right] = sides(cutsOf(input as Shape, attributes));
    return one({ kernel: 'pad', amount: [-top, -bottom, -left, -right], mode: 'zeros' });
  },
  upsample: resized,
  resize: resized,
  slice: ({ attributes }) => one({ kernel: 'slice', start: present(numberOf(attributes, 'start'), 'start') }),
  shuffle: (request) => one({ kernel: 'shuffle', groups: groupsOf(request) }),
  spacetodepth: ({ attributes }) => one(blockBody('spacetodepth', attributes)),
  depthtospace: ({ attributes }) => one(blockBody('depthtospace', attributes)),
  identity: view,
  // The slices of a concat are written by its branches; copies for the others are added where places are known.
  concat: view,
  add: () => one({ kernel: 'add' }),
  multiply: () => one({ kernel: 'multiply' }),
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

function transposedConvolution(request: LowerRequest): Lowered {
  const bias = findRole(request, 'bias');
  const common = { window: windowOf(request), groups: groupsOf(request), weight: request.firstWeight, bias };
  return withTail(request, (norm, activation) => ({ kernel: 'convtranspose', ...common, norm, activation }));
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

/**
 * What is one factor and summand per channel, and functions of one value, are fused into the sums; other norms, softmax and
 * PReLU follow in place.
 */
function withTail(
  request: LowerRequest,
  make: (norm: BatchNorm | null, activation: Pointwise | null) => StepBody,
): Lowered {
  const norm = notUnknown(layerOf(request.attributes, 'norm'), 'norm');
  const activation = notUnknown(layerOf(request.attributes, 'activation'), 'activation');
  const tail: StepBody[] = [];
  let pointwise: Pointwise | null = null;
  if (activation?.op === ops.softmax) tail.push({ kernel: 'softmax' });
  else if (activation?.op === ops.prelu) tail.push(preluBody(request));
  else if (activation !== null) pointwise = pointwiseOf(activation);
  if (norm === null) return { bodies: [make(null, pointwise), ...tail] };
  const body = normBody(norm, request, request.output);
  if (body.kernel === 'batchnorm') return { bodies: [make(body.norm, pointwise), ...tail] };
  if (body.kernel === 'lrn') return { bodies: [make(null, null), { ...body, activation: pointwise }, ...tail] };
  const last: StepBody[] = pointwise === null ? tail : [{ kernel: 'activation', activation: pointwise }];
  return { bodies: [make(null, null), body, ...last] };
}

function normLayer(request: LowerRequest): Lowered {
  const { op, attributes, input } = request;
  return one(normBody({ op: ops[op], attributes }, request, input));
}

function normBody(
  { op, attributes }: Pick<LayerValue, 'op' | 'attributes'>,
  request: LowerRequest,
  [, , channels]: PlanShape,
): StepBody {
  const number = (name: string) => present(numberOf(attributes, name), name);
  const factors = { gamma: findRole(request, 'gamma'), beta: findRole(request, 'beta') };
  const name = op.name as OpName;
  switch (name) {
    case 'batchnorm': {
      const mean = present(findRole(request, 'mean'), 'mean');
      const variance = present(findRole(request, 'variance'), 'variance');
      return { kernel: 'batchnorm', norm: { ...factors, stored: { epsilon: number('epsilon'), mean, variance } } };
    }
    case 'affine':
      return { kernel: 'batchnorm', norm: { ...factors, stored: null } };
    case 'lrn': {
      const within = wordOf(attributes, 'region') === 'within';
      const [size, alpha, beta, k] = [number('size'), number('alpha'), number('beta'), number('k')];
      return { kernel: 'lrn', within, size, alpha, beta, k, activation: null };
    }
    case 'layernorm':
      return { kernel: 'statistics', groups: null, epsilon: number('epsilon'), factors };
    case 'groupnorm':
      return { kernel: 'statistics', groups: number('groups'), epsilon: number('epsilon'), factors };
    case 'instancenorm':
      return { kernel: 'statistics', groups: channels, epsilon: number('epsilon'), factors };
    case 'l2norm':
      return { kernel: 'l2norm', epsilon: number('epsilon'), gamma: factors.gamma };
    default:
      invariant(false, `${name} is no norm`);
  }
}

function preluBody(request: LowerRequest): StepBody {
  return { kernel: 'prelu', slope: present(findRole(request, 'slope'), 'slope') };
}

function resized({ attributes }: LowerRequest): Lowered {
  const mode = wordOf(attributes, 'mode');
  invariant(mode === 'nearest' || mode === 'bilinear', 'a resize has a mode');
  return one({ kernel: 'resize', mode });
}

function blockBody(kernel: 'spacetodepth' | 'depthtospace', attributes: Attributes): StepBody {
  const order = wordOf(attributes, 'order');
  invariant(order === 'dcr' || order === 'crd', 'blocks have an order');
  return { kernel, block: present(numberOf(attributes, 'block'), 'block'), order };
}

function findRole({ specs, firstWeight }: LowerRequest, role: WeightRole): number | null {
  const index = specs.findIndex((spec) => spec.role === role);
  return index < 0 ? null : firstWeight + index;
}

function pointwiseLayer({ op, attributes }: LowerRequest): Lowered {
  return one({ kernel: 'activation', activation: pointwiseOf({ op: ops[op], attributes }) });
}

function pointwiseOf({ op, attributes }: Pick<LayerValue, 'op' | 'attributes'>): Pointwise {
  const name = op.name as OpName;
  switch (name) {
    case 'leakyrelu':
    case 'hardsigmoid':
      return { kind: name, slope: present(numberOf(attributes, 'slope'), 'slope') };
    case 'elu':
      return { kind: name, alpha: present(numberOf(attributes, 'alpha'), 'alpha') };
    case 'clip': {
      const minimum = present(numberOf(attributes, 'minimum'), 'minimum');
      return { kind: name, minimum, maximum: present(numberOf(attributes, 'maximum'), 'maximum') };
    }
    case 'relu':
    case 'relu6':
    case 'sigmoid':
    case 'tanh':
    case 'silu':
    case 'gelu':
    case 'hardswish':
    case 'selu':
    case 'mish':
    case 'softplus':
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
