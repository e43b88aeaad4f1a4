/**
 * What each layer of the language is in PyTorch, as steps (steps.ts). Exhaustive over the layers by type; here are sums of
 * products, what moves values and joins, beside them norms and activations (functions.ts) and pools.
 */

import { invariant, present } from '../../base/assert';
import { cutsOf } from '../../ops/crop';
import { hasBias } from '../../ops/fused';
import { type OpName, ops } from '../../ops/registry';
import { layerArgument, number, pads, pair, sides, word } from '../known-attributes';
import { type Code, type Optional, tuple } from './code';
import { functionSteps, ownFunction } from './functions';
import { isCompound, sumsName } from './names';
import { fixed, type Num, operation, sum, times } from './numbers';
import { averagePool, maxPool } from './pools';
import {
  commaPair,
  type Flow,
  image,
  imageStep,
  type LayerModules,
  type LayerRequest,
  type Pair,
  plainPair,
  type Step,
  toImage,
  toList,
  windowNumbers,
  zeros,
} from './steps';
import { evenPads, isNearestExact, padOrder } from './windows';

type Turn = (request: LayerRequest) => LayerModules;

const table: Readonly<Record<Exclude<OpName, 'input' | 'concat' | 'add' | 'multiply'>, Turn>> = {
  conv: (request) => convolution(request, groupsOf(request)),
  depthwise,
  separable,
  convtranspose: transposed,
  maxpool: maxPool,
  avgpool: averagePool,
  adaptiveavgpool: (request) => {
    const size = commaPair(pair(request.layer.attributes, 'size'));
    return imageStep(request, 'pool', [`nn.AdaptiveAvgPool2d(${size})`], (x) => [
      'F.adaptive_avg_pool2d(',
      ...x,
      `, ${size})`,
    ]);
  },
  globalavgpool: (request) =>
    imageStep(request, 'pool', ['nn.AdaptiveAvgPool2d(1)'], (x) => ['F.adaptive_avg_pool2d(', ...x, ', 1)']),
  globalmaxpool: (request) =>
    imageStep(request, 'pool', ['nn.AdaptiveMaxPool2d(1)'], (x) => ['F.adaptive_max_pool2d(', ...x, ', 1)']),
  dense,
  flatten,
  lrn: ownFunction,
  batchnorm: ownFunction,
  layernorm: ownFunction,
  groupnorm: ownFunction,
  instancenorm: ownFunction,
  l2norm: ownFunction,
  affine: ownFunction,
  relu: ownFunction,
  relu6: ownFunction,
  leakyrelu: ownFunction,
  sigmoid: ownFunction,
  tanh: ownFunction,
  silu: ownFunction,
  gelu: ownFunction,
  hardswish: ownFunction,
  prelu: ownFunction,
  elu: ownFunction,
  selu: ownFunction,
  mish: ownFunction,
  softplus: ownFunction,
  hardsigmoid: ownFunction,
  clip: ownFunction,
  softmax: ownFunction,
  dropout: ({ layer, input }) => {
    const rate = number(layer.attributes, 'rate');
    const call = (x: Code): Code => ['F.dropout(', ...x, `, ${rate}, self.training)`];
    return { steps: [{ role: 'dropout', module: [`nn.Dropout(${rate})`], call }], output: input };
  },
  scale: ({ layer, input }) => {
    const factor = number(layer.attributes, 'factor');
    return {
      steps: [{ role: 'scale', module: [`Scale(${factor})`], call: (x) => ['(', ...x, `) * ${factor}`] }],
      output: input,
    };
  },
  pad,
  crop,
  upsample: resize,
  resize,
  slice: ({ layer, input, slot }) => {
    const start = number(layer.attributes, 'start');
    const channels = slot(number(layer.attributes, 'channels'), 'channels', 'channels');
    const from = slot(start, 'start', 'start');
    return {
      steps: [
        {
          role: 'slice',
          module: ['Slice(', from, ', ', channels, ')'],
          call: (x) => [...x, '[:, ', from, ' : ', operation('+', from, channels), ']'],
        },
      ],
      output: { ...input, channels },
    };
  },
  shuffle: (request) => {
    const groups = request.slot(number(request.layer.attributes, 'groups'), 'groups', 'groups');
    return imageStep(request, 'shuffle', ['Shuffle(', groups, ')'], (x) => [
      ...x,
      '.unflatten(1, (',
      groups,
      ', -1)).transpose(1, 2).flatten(1, 2)',
    ]);
  },
  spacetodepth: (request) => blocks(request, 'SpaceToDepth', 'nn.PixelUnshuffle', 'F.pixel_unshuffle'),
  depthtospace: (request) => blocks(request, 'DepthToSpace', 'nn.PixelShuffle', 'F.pixel_shuffle'),
  identity: ({ input }) => ({ steps: [], output: input }),
};

/** What a layer with one input is made of; joins are expressions of their own. */
export function modulesOf(request: LayerRequest): LayerModules {
  const { op } = request.layer;
  invariant(Object.hasOwn(table, op.name), 'a layer with one input');
  return table[op.name as keyof typeof table](request);
}

// ---- Sums of products ----

function groupsOf({ layer, slot }: LayerRequest): Num {
  return slot(number(layer.attributes, 'groups'), 'groups', 'groups');
}

function convolution(request: LayerRequest, groups: Num): LayerModules {
  const { layer, input, slot } = request;
  const filters = slot(number(layer.attributes, 'filters'), 'channels', 'filters');
  const { before, module } = sliding(request, input.channels, filters, groups, hasBias(layer.attributes) === true);
  const own = { role: sumsName(layer.op.name), module, call: undefined };
  return withTail(request, [...toImage(input), ...before, own], image(request, filters));
}

function depthwise(request: LayerRequest): LayerModules {
  const { layer, input, slot } = request;
  const multiplier = number(layer.attributes, 'multiplier');
  const filters =
    multiplier === 1 ? input.channels : times(input.channels, slot(multiplier, 'multiplier', 'multiplier'));
  const { before, module } = sliding(
    request,
    input.channels,
    filters,
    input.channels,
    hasBias(layer.attributes) === true,
  );
  const own = { role: sumsName(layer.op.name), module, call: undefined };
  return withTail(request, [...toImage(input), ...before, own], image(request, filters));
}

function separable(request: LayerRequest): LayerModules {
  const { layer, input, slot } = request;
  const multiplier = number(layer.attributes, 'multiplier');
  const between =
    multiplier === 1 ? input.channels : times(input.channels, slot(multiplier, 'multiplier', 'multiplier'));
  const filters = slot(number(layer.attributes, 'filters'), 'channels', 'filters');
  const { before, module } = sliding(request, input.channels, between, input.channels, false);
  const bias = hasBias(layer.attributes) === true ? '' : ', bias=False';
  const steps: Step[] = [
    ...toImage(input),
    ...before,
    { role: 'depthwise', module, call: undefined },
    { role: 'pointwise', module: ['nn.Conv2d(', between, ', ', filters, `, 1${bias})`], call: undefined },
  ];
  return withTail(request, steps, image(request, filters));
}

/** A convolution with its own padding, or with that in front of it. */
function sliding(
  request: LayerRequest,
  channels: Num,
  filters: Num,
  groups: Num,
  bias: boolean,
): { readonly before: readonly Step[]; readonly module: Code } {
  const { layer, input } = request;
  const { attributes } = layer;
  const shape = [input.height, input.width, input.channels.value] as const;
  const window = present(ops[layer.op.name as 'conv'].window?.(shape, attributes), 'window');
  const around = sides(window.pads);
  const even = evenPads(around);
  const kernel = pair(attributes, 'kernel');
  const kernelNumber = windowNumbers(request, 'kernel', kernel);
  const padding = even === undefined ? [] : paddingOf(request, even, kernelNumber);
  const module: Code = [
    'nn.Conv2d(',
    channels,
    ', ',
    filters,
    ', ',
    ...(kernelNumber.length === 1 ? kernelNumber : tuple(kernelNumber)),
    ...keyword('stride', windowNumbers(request, 'stride', pair(attributes, 'stride')), 1),
    ...padding,
    ...keyword('dilation', windowNumbers(request, 'dilation', pair(attributes, 'dilation')), 1),
    optional('groups', groups, 1),
    bias ? ')' : ', bias=False)',
  ];
  return { before: even === undefined ? [zeros(around)] : [], module };
}

/** Half of the kernel where it is that: then it is written so. */
function paddingOf({ slot, layer }: LayerRequest, [vertical, horizontal]: Pair, kernel: readonly Num[]): Code {
  const isPlain = layer.attributes.padding === 'same' || kernel.length === 1;
  const along = (value: number, size: Num | undefined): Num => {
    const half = size === undefined || !isPlain ? undefined : operation('//', size, fixed(2));
    const number = slot(value, 'padding');
    return number.kind === 'slot' && half?.value === value && value > 0 ? { ...number, written: half } : number;
  };
  if (vertical === horizontal) return keyword('padding', [along(vertical, kernel[0])], 0);
  return keyword('padding', [along(vertical, kernel[0]), along(horizontal, kernel[1] ?? kernel[0])], 0);
}

function keyword(name: string, numbers: readonly Num[], standard: number): Code {
  const [first] = numbers;
  if (numbers.length === 1 && first !== undefined) return [optional(name, first, standard)];
  return [`, ${name}=`, ...tuple(numbers)];
}

function optional(name: string, value: Num, standard: number): Optional {
  return { kind: 'optional', before: `, ${name}=`, number: value, standard };
}

/**
 * The result is cut as the layer says where PyTorch's padding and output_padding cannot: it cuts alike on both sides and adds
 * less than a stride at the end.
 */
function transposed(request: LayerRequest): LayerModules {
  const { layer, input, slot, size } = request;
  const { attributes } = layer;
  const window = present(
    ops.convtranspose.window?.([input.height, input.width, input.channels.value], attributes),
    'window',
  );
  const [top, , left] = sides(window.pads);
  const [kernel, stride, dilation] = [
    pair(attributes, 'kernel'),
    pair(attributes, 'stride'),
    pair(attributes, 'dilation'),
  ];
  const inputSize: Pair = [input.height, input.width];
  const whole = (axis: 0 | 1) => (inputSize[axis] - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
  const starts: Pair = [top, left];
  // What is lacking at the end where both sides are cut alike.
  const lacking = ([0, 1] as const).map((axis) => size[axis] - (whole(axis) - 2 * starts[axis]));
  const isEven = ([0, 1] as const).every(
    (axis) => (lacking[axis] ?? -1) >= 0 && (lacking[axis] ?? 0) < Math.max(stride[axis], dilation[axis]),
  );
  const padding: Pair = isEven ? starts : [0, 0];
  const extra = ([0, 1] as const).map((axis) =>
    isEven ? (lacking[axis] ?? 0) : Math.max(0, starts[axis] + size[axis] - whole(axis)),
  ) as unknown as Pair;
  const filters = slot(number(attributes, 'filters'), 'channels', 'filters');
  const kernelNumber = windowNumbers(request, 'kernel', kernel);
  const module: Code = [
    'nn.ConvTranspose2d(',
    input.channels,
    ', ',
    filters,
    ', ',
    ...(kernelNumber.length === 1 ? kernelNumber : tuple(kernelNumber)),
    ...keyword('stride', windowNumbers(request, 'stride', stride), 1),
    ...plainPair('padding', padding),
    ...plainPair('output_padding', extra),
    ...keyword('dilation', windowNumbers(request, 'dilation', dilation), 1),
    optional('groups', groupsOf(request), 1),
    hasBias(attributes) === true ? ')' : ', bias=False)',
  ];
  const steps: Step[] = [...toImage(input), { role: 'conv', module, call: undefined }];
  if (!isEven) steps.push(cut(top, left, size));
  return withTail(request, steps, image(request, filters));
}

function dense(request: LayerRequest): LayerModules {
  const { layer, input, slot } = request;
  const list = toList(input, slot);
  const units = slot(number(layer.attributes, 'units'), 'features', 'units');
  const bias = hasBias(layer.attributes) === true ? ')' : ', bias=False)';
  const module: Code = ['nn.Linear(', list.output.channels, ', ', units, bias];
  const own = { role: sumsName(layer.op.name), module, call: undefined };
  return withTail(request, [...list.steps, own], { channels: units, height: 1, width: 1, isList: true });
}

/** Behind the sums: norm and activation, in one level with them where they have parameters. */
function withTail(request: LayerRequest, steps: readonly Step[], output: Flow): LayerModules {
  const { layer, leavesOutSoftmax } = request;
  const norm = layerArgument(layer.attributes, 'norm');
  const activation = layerArgument(layer.attributes, 'activation');
  const all = [...steps];
  if (norm !== null) all.push(...functionSteps(norm, output, 'norm'));
  const isLeftOut = activation?.op.name === 'softmax' && leavesOutSoftmax;
  if (activation !== null && !isLeftOut) all.push(...functionSteps(activation, output, 'activation'));
  if (!isCompound(layer)) return { steps: all, output };
  const taken = new Map<string, number>();
  const modules = all.map(({ role, module }): readonly [string, Code] => {
    const count = (taken.get(role) ?? 0) + 1;
    taken.set(role, count);
    return [count === 1 ? role : `${role}_${count}`, module];
  });
  return { steps: [{ role: 'layer', module: [{ kind: 'chain', modules }], call: undefined }], output };
}

// ---- Values that move ----

/** In the order height, width, channel, but where what reads it has its weights by channel. */
function flatten(request: LayerRequest): LayerModules {
  const { input, slot, isByChannel } = request;
  const list = toList(input, slot);
  if (input.isList || isByChannel || input.channels.value === 1 || input.height * input.width === 1) return list;
  const call = (x: Code): Code => [...x, '.permute(0, 2, 3, 1).flatten(1)'];
  return { ...list, steps: [{ role: 'flatten', module: ['RowsFirst()'], call }] };
}

function pad(request: LayerRequest): LayerModules {
  const around = pads(request.layer.attributes, 'amount');
  const amounts = padOrder(around).join(', ');
  const own = (module: string, mode: string): Step => ({
    role: 'pad',
    module: [`nn.${module}((${amounts}))`],
    call: (x) => ['F.pad(', ...x, `, (${amounts})${mode})`],
  });
  const steps: Readonly<Record<string, Step>> = {
    zeros: own('ZeroPad2d', ''),
    reflect: own('ReflectionPad2d', ', mode="reflect"'),
    edge: own('ReplicationPad2d', ', mode="replicate"'),
  };
  const step = present(steps[word(request.layer.attributes, 'mode')], 'mode');
  return { steps: [...toImage(request.input), step], output: image(request, request.input.channels) };
}

function crop(request: LayerRequest): LayerModules {
  const { layer, input, size } = request;
  const [top, , left] = sides(cutsOf([input.height, input.width, input.channels.value], layer.attributes));
  return { steps: [...toImage(input), cut(top, left, size)], output: image(request, input.channels) };
}

function cut(top: number, left: number, [height, width]: Pair): Step {
  return {
    role: 'crop',
    module: [`Crop(${top}, ${left}, ${height}, ${width})`],
    call: (x) => [...x, `[:, :, ${top} : ${top + height}, ${left} : ${left + width}]`],
  };
}

function resize(request: LayerRequest): LayerModules {
  const { layer, input, size } = request;
  const isNearest = word(layer.attributes, 'mode') === 'nearest';
  if (isNearest && !(isNearestExact(input.height, size[0]) && isNearestExact(input.width, size[1]))) {
    const module = `Nearest(${size[0]}, ${size[1]})`;
    return imageStep(request, 'resize', [module], (x) => [`${module}(`, ...x, ')']);
  }
  const to =
    layer.op.name === 'upsample'
      ? `scale_factor=${commaPair(pair(layer.attributes, 'factor'))}`
      : `size=(${size[0]}, ${size[1]})`;
  const how = isNearest ? `${to}, mode="nearest"` : `${to}, mode="bilinear", align_corners=False`;
  return imageStep(request, 'resize', [`nn.Upsample(${how})`], (x) => ['F.interpolate(', ...x, `, ${how})`]);
}

function blocks(request: LayerRequest, own: string, module: string, call: string): LayerModules {
  const { layer, input, slot } = request;
  const block = number(layer.attributes, 'block');
  const isOurs = word(layer.attributes, 'order') === 'dcr';
  const name = isOurs ? own : module;
  const area = block * block;
  const isDeeper = layer.op.name === 'spacetodepth';
  const channels = isDeeper
    ? times(input.channels, slot(area, 'area'))
    : operation('//', input.channels, slot(area, 'area'));
  const step: Step = {
    role: 'blocks',
    module: [`${name}(${block})`],
    call: (x) => (isOurs ? [`${own}(${block})(`, ...x, ')'] : [`${call}(`, ...x, `, ${block})`]),
  };
  return { steps: [...toImage(input), step], output: image(request, channels) };
}

// ---- Joins ----

/** Several values as one; lists as lists, with images as images. */
export function joined(
  op: 'concat' | 'add' | 'multiply',
  values: readonly { readonly flow: Flow; readonly code: Code }[],
  size: Pair,
) {
  const isList = values.every(({ flow }) => flow.isList);
  const codes = values.map(({ flow, code }) =>
    isList ? code : toImage(flow).reduce((x, { call }) => call?.(x) ?? x, code),
  );
  const most = Math.max(...values.map(({ flow }) => flow.channels.value));
  const widest = values.filter(({ flow }) => flow.channels.value === most).map(({ flow }) => flow);
  // What comes in keeps its channels: a class says so where it can.
  const isFromOutside = ({ channels }: Flow) => channels.kind === 'slot' && channels.channelsOf !== undefined;
  const kept = present(widest.find(isFromOutside) ?? widest[0], 'value');
  const channels = op === 'concat' ? sum(values.map(({ flow }) => flow.channels)) : kept.channels;
  const output: Flow = { channels, height: size[0], width: size[1], isList };
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) return { code: only, output };
  const sign = { concat: ', ', add: ' + ', multiply: ' * ' }[op];
  const list = codes.flatMap((code, i): Code => (i === 0 ? code : [sign, ...code]));
  return { code: op === 'concat' ? (['torch.cat([', ...list, '], 1)'] as Code) : list, output };
}
