/**
 * A network as a Caffe prototxt for deployment, and its weights as a caffemodel: names are the layers' paths, norms and activations
 * behind sums are in place. Caffe pads alike on both sides, rounds pools up unless told otherwise and counts padding in averages; what
 * it would compute otherwise is refused. Defaults and formulas are those of caffe.proto and its layers.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import type { Layer, LayerId } from '../../graph/graph';
import { hasBias } from '../../ops/fused';
import type { Attributes } from '../../ops/op';
import { type OpName, ops } from '../../ops/registry';
import { channelsFirst } from '../channels-first';
import { Inexpressible, inexpressible, orRefusal } from '../inexpressible';
import { boolean, layerArgument, number, pair, sides, word } from '../known-attributes';
import { type ListOrder, listOrder } from '../list-order';
import { networkWeights } from '../network-weights';
import { evenSteps } from '../onnx/pooling';
import { whyNotWritten } from '../whole-network';
import type { Written } from '../written';
import { type BlobLayer, writeCaffemodel } from './caffemodel';

/** `num_output: 64`; a message within braces; repeated for a list. */
type Field = number | string | boolean | Word | readonly number[] | Message | undefined;

interface Message {
  readonly [name: string]: Field;
}

/** A name of an enumeration, without quotes. */
interface Word {
  readonly enumerator: string;
}

type Pair = readonly [number, number];

/** A layer of Caffe, and the names in our layer of the weights that are its blobs. */
interface Holder {
  readonly name: string;
  readonly type: string;
  readonly layer: Layer;
  readonly weights: readonly string[];
}

const axes = [0, 1] as const;

export function exportCaffe(network: NetworkAnalysis, version: string): Written {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return { refusal };
  return orRefusal(() => ({ text: new CaffeWriter(network).text(version) }));
}

/** `weights` by our names. */
export function exportCaffemodel(network: NetworkAnalysis, weights: ReadonlyMap<string, NamedTensor>): Written {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return { refusal };
  return orRefusal(() => writeCaffemodel(network.name, new CaffeWriter(network).weightsOf(weights)));
}

/** As it is to be written. */
interface Draft {
  readonly name: string;
  readonly type: string;
  readonly bottoms: readonly string[];
  readonly tops: readonly string[];
  readonly fields: Message;
}

class CaffeWriter {
  private readonly layers: Draft[] = [];
  /** What outputs are called that have a blob to themselves, by its name until then. */
  private readonly outputNames = new Map<string, string>();
  private readonly holders: Holder[] = [];
  private readonly blobs = new Map<LayerId, string>();
  private readonly order: ListOrder;
  private readonly names = new Set<string>();
  private layer: Layer;

  constructor(private readonly network: NetworkAnalysis) {
    this.order = listOrder(network);
    this.layer = present(network.graph.layers[network.graph.input], 'input');
  }

  text(version: string): string {
    this.turnAll();
    const layers = this.layers.map((layer) => this.textOf(layer)).join('');
    return `# Written by incept ${version}.\nname: ${quoted(this.network.name)}\n${layers}`;
  }

  private textOf({ name, type, bottoms, tops, fields }: Draft): string {
    const blob = (one: string) => quoted(this.outputNames.get(one) ?? one);
    const lines = [
      `  name: ${quoted(name)}`,
      `  type: ${quoted(type)}`,
      ...bottoms.map((bottom) => `  bottom: ${blob(bottom)}`),
      ...tops.map((top) => `  top: ${blob(top)}`),
      ...messageLines(fields, '  '),
    ];
    return `layer {\n${lines.join('\n')}\n}\n`;
  }

  weightsOf(tensors: ReadonlyMap<string, NamedTensor>): BlobLayer[] {
    this.turnAll();
    const roles = new Map(networkWeights(this.network, this.network.all.layers).map(({ name, role }) => [name, role]));
    return this.holders.map(({ name, type, layer, weights }) => {
      const blobs = weights.map((local) => {
        const full = `${layer.path}/${local}`;
        return channelsFirst(layer, present(roles.get(full), full), present(tensors.get(full), full), this.order);
      });
      // Mean and variance are divided by a third blob.
      if (type === 'BatchNorm') blobs.push({ shape: [1], values: Float32Array.of(1) });
      return { name, type, blobs };
    });
  }

  private turnAll(): void {
    const { graph, all } = this.network;
    const [height, width, channels] = this.shapeOf(graph.input);
    const input = this.layer.path;
    this.write(input, 'Input', [], [input], { input_param: { shape: { dim: [1, channels, height, width] } } });
    this.blobs.set(graph.input, input);
    for (const id of all.layers) {
      this.layer = present(graph.layers[id], 'layer');
      this.blobs.set(id, this.turn(this.layer.inputs.map((one) => present(this.blobs.get(one), 'blob'))));
    }
    this.outputs();
  }

  /** What nothing reads is an output, and its blob is called so; what else is one gets a result of its own. */
  private outputs(): void {
    const { graph, all } = this.network;
    const isRead = (id: LayerId) => all.layers.some((reader) => graph.layers[reader]?.inputs.includes(id));
    const taken = new Set(this.layers.flatMap(({ tops }) => tops));
    for (const { name, layer } of graph.outputs) {
      const blob = present(this.blobs.get(layer), 'output');
      if (isRead(layer) || layer === graph.input) this.write(this.free(name), 'Split', [blob], [name], {});
      else if (!taken.has(name) && !this.outputNames.has(blob)) this.outputNames.set(blob, name);
      taken.add(name);
    }
  }

  private shapeOf(id: LayerId): readonly [number, number, number] {
    const [height, width, channels] = present(this.network.shapes[id], 'shape');
    return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
  }

  private get inputShape(): readonly [number, number, number] {
    return this.shapeOf(present(this.layer.inputs[0], 'input'));
  }

  private fail(op: string, ...args: readonly string[]): never {
    throw inexpressible(this.layer, 'caffe', op, args);
  }

  private free(name: string): string {
    let free = name;
    for (let i = 2; this.names.has(free); i++) free = `${name}_${i}`;
    this.names.add(free);
    return free;
  }

  private write(
    name: string,
    type: string,
    bottoms: readonly string[],
    tops: readonly string[],
    fields: Message,
    weights: readonly string[] = [],
  ): void {
    this.names.add(name);
    if (weights.length > 0) this.holders.push({ name, type, layer: this.layer, weights });
    this.layers.push({ name, type, bottoms, tops, fields });
  }

  /** A layer under its path, or behind it in place. */
  private own(type: string, bottoms: readonly string[], fields: Message = {}, weights: readonly string[] = []): string {
    this.write(this.layer.path, type, bottoms, [this.layer.path], fields, weights);
    return this.layer.path;
  }

  private inPlace(type: string, role: string, blob: string, fields: Message, weights: readonly string[]): void {
    this.write(this.free(`${this.layer.path}/${role}`), type, [blob], [blob], fields, weights);
  }

  private turn(blobs: readonly string[]): string {
    const { op, attributes, path } = this.layer;
    const name = op.name as OpName;
    const x = present(blobs[0], 'bottom');
    switch (name) {
      case 'concat':
        return blobs.length === 1 ? x : this.own('Concat', blobs, { concat_param: { axis: 1 } });
      case 'add':
        return this.join(blobs, 'SUM');
      case 'multiply':
        return this.join(blobs, 'PROD');
      case 'conv': {
        const groups = number(attributes, 'groups');
        this.convolution('Convolution', path, x, number(attributes, 'filters'), groups, hasBias(attributes) === true);
        return this.withTail(path);
      }
      case 'depthwise': {
        const channels = this.inputShape[2];
        const filters = channels * number(attributes, 'multiplier');
        this.convolution('Convolution', path, x, filters, channels, hasBias(attributes) === true);
        return this.withTail(path);
      }
      case 'separable': {
        const channels = this.inputShape[2];
        const between = `${path}/depthwise`;
        const filters = channels * number(attributes, 'multiplier');
        this.convolution('Convolution', between, x, filters, channels, false, 'depthwise.weight');
        const parameters = {
          num_output: number(attributes, 'filters'),
          bias_term: hasBias(attributes) === true,
          kernel_size: 1,
        };
        this.own('Convolution', [between], { convolution_param: parameters }, this.sums('pointwise.weight'));
        return this.withTail(path);
      }
      case 'convtranspose': {
        const groups = number(attributes, 'groups');
        this.convolution('Deconvolution', path, x, number(attributes, 'filters'), groups, hasBias(attributes) === true);
        return this.withTail(path);
      }
      case 'dense': {
        const parameters = { num_output: number(attributes, 'units'), bias_term: hasBias(attributes) === true };
        this.own('InnerProduct', [x], { inner_product_param: parameters }, this.sums('weight'));
        return this.withTail(path);
      }
      case 'maxpool':
      case 'avgpool':
        return this.pool(x, name === 'maxpool' ? 'MAX' : 'AVE');
      case 'adaptiveavgpool':
        return this.adaptivePool(x);
      case 'globalavgpool':
        return this.own('Pooling', [x], { pooling_param: { pool: enumerator('AVE'), global_pooling: true } });
      case 'globalmaxpool':
        return this.own('Pooling', [x], { pooling_param: { pool: enumerator('MAX'), global_pooling: true } });
      case 'flatten': {
        const [height, width, channels] = this.inputShape;
        const isSeen = height * width > 1 && channels > 1 && !this.order.isByChannel(this.layer.id);
        if (isSeen) this.fail(name);
        return this.own('Flatten', [x]);
      }
      case 'dropout':
        return this.own('Dropout', [x], { dropout_param: { dropout_ratio: number(attributes, 'rate') } });
      case 'scale':
        return this.own('Power', [x], { power_param: { scale: number(attributes, 'factor') } });
      case 'slice':
        return this.slice(x);
      case 'identity':
        return x;
      default:
        return this.function(name, attributes, x, undefined, '');
    }
  }

  // ---- Sums of products ----

  /** A weight, and the bias where there is one. */
  private sums(weight: string): readonly string[] {
    return hasBias(this.layer.attributes) === true ? [weight, 'bias'] : [weight];
  }

  private convolution(
    type: string,
    name: string,
    x: string,
    filters: number,
    groups: number,
    bias: boolean,
    weight = 'weight',
  ): void {
    const { attributes, op, id } = this.layer;
    const window = present(ops[op.name as 'conv'].window?.(this.inputShape, attributes), 'window');
    const [top, bottom, left, right] = sides(window.pads);
    const [kernel, stride, dilation] = [
      pair(attributes, 'kernel'),
      pair(attributes, 'stride'),
      pair(attributes, 'dilation'),
    ];
    const padding: Pair = [top, left];
    const far: Pair = [bottom, right];
    const output = this.shapeOf(id);
    for (const axis of axes) {
      const reach = (kernel[axis] - 1) * dilation[axis] + 1;
      const size = this.inputShape[axis];
      const made = (amount: number) =>
        type === 'Convolution'
          ? Math.floor((size + 2 * amount - reach) / stride[axis]) + 1
          : (size - 1) * stride[axis] + reach - 2 * amount;
      if (made(padding[axis]) !== output[axis]) {
        throw new Inexpressible({
          code: 'export.inexpressible/uneven-padding',
          values: { path: this.layer.path, target: 'caffe', before: padding[axis], after: far[axis] },
        });
      }
    }
    const parameters = {
      num_output: filters,
      bias_term: bias,
      ...both('pad', padding, 0),
      ...(kernel[0] === kernel[1] ? { kernel_size: kernel[0] } : { kernel_h: kernel[0], kernel_w: kernel[1] }),
      ...both('stride', stride, 1),
      ...(dilation.every((step) => step === 1) ? {} : { dilation }),
      ...(groups === 1 ? {} : { group: groups }),
    };
    this.write(name, type, [x], [name], { convolution_param: parameters }, bias ? [weight, 'bias'] : [weight]);
  }

  private withTail(blob: string): string {
    const norm = layerArgument(this.layer.attributes, 'norm');
    const activation = layerArgument(this.layer.attributes, 'activation');
    let value = blob;
    if (norm !== null) value = this.function(norm.op.name as OpName, norm.attributes, value, 'norm', 'norm');
    if (activation !== null) {
      const name = activation.op.name as OpName;
      value = this.function(name, activation.attributes, value, 'activation', name);
    }
    return value;
  }

  // ---- Norms and activations ----

  /** Of a layer by itself, or of a part of one that is another, in place. */
  private function(
    name: OpName,
    attributes: Attributes,
    x: string,
    part: 'norm' | 'activation' | undefined,
    role: string,
  ): string {
    const isInPlace = part !== undefined;
    let blob = x;
    let isFirst = !isInPlace;
    /** The first of a layer of its own makes its blob, what follows is in place. */
    const step = (type: string, fields: Message = {}, said = role, ...names: readonly string[]): void => {
      const weights = isInPlace ? names.map((weight) => `${part}.${weight}`) : names;
      if (isFirst) blob = this.own(type, [blob], fields, weights);
      else this.inPlace(type, said === '' ? type.toLowerCase() : said, blob, fields, weights);
      isFirst = false;
    };
    const product = (gate: string): void => {
      const result = isInPlace ? this.free(`${this.layer.path}/${role}`) : this.layer.path;
      this.write(result, 'Eltwise', [x, gate], [result], { eltwise_param: { operation: enumerator('PROD') } });
      blob = result;
    };
    const beside = (type: string, said: string, fields: Message = {}): string => {
      const gate = this.free(`${this.layer.path}/${said}`);
      this.write(gate, type, [x], [gate], fields);
      return gate;
    };
    const trained = (): void => {
      const [scale, center] = [boolean(attributes, 'scale'), boolean(attributes, 'center')];
      if (scale) step('Scale', { scale_param: { bias_term: center } }, 'scale', 'gamma', ...(center ? ['beta'] : []));
      else if (center) step('Bias', {}, 'bias', 'beta');
    };
    switch (name) {
      case 'relu':
        step('ReLU');
        break;
      case 'leakyrelu':
        step('ReLU', { relu_param: { negative_slope: number(attributes, 'slope') } });
        break;
      case 'relu6':
        step('Clip', { clip_param: { min: 0, max: 6 } });
        break;
      case 'clip':
        step('Clip', { clip_param: { min: number(attributes, 'minimum'), max: number(attributes, 'maximum') } });
        break;
      case 'prelu':
        step('PReLU', { prelu_param: { channel_shared: boolean(attributes, 'shared') } }, role, 'slope');
        break;
      case 'elu':
        step('ELU', { elu_param: { alpha: number(attributes, 'alpha') } });
        break;
      case 'sigmoid':
        step('Sigmoid');
        break;
      case 'tanh':
        step('TanH');
        break;
      case 'softplus':
        step('BNLL');
        break;
      case 'softmax':
        step('Softmax');
        break;
      case 'hardsigmoid':
        step('Power', { power_param: { scale: number(attributes, 'slope'), shift: 0.5 } }, 'line');
        step('Clip', { clip_param: { min: 0, max: 1 } }, role === '' ? 'clip' : role);
        break;
      case 'silu':
        product(beside('Sigmoid', 'gate'));
        break;
      case 'hardswish': {
        const gate = beside('Power', 'gate', { power_param: { shift: 3 } });
        this.write(this.free(`${gate}/clip`), 'Clip', [gate], [gate], { clip_param: { min: 0, max: 6 } });
        this.write(this.free(`${gate}/scale`), 'Power', [gate], [gate], { power_param: { scale: 1 / 6 } });
        product(gate);
        break;
      }
      case 'batchnorm':
        step(
          'BatchNorm',
          { batch_norm_param: { use_global_stats: true, eps: number(attributes, 'epsilon') } },
          role,
          'mean',
          'variance',
        );
        trained();
        break;
      case 'affine':
        if (!boolean(attributes, 'scale') && !boolean(attributes, 'center')) break;
        trained();
        break;
      case 'lrn':
        step('LRN', this.responseNorm(attributes));
        break;
      default:
        this.fail(name);
    }
    return blob;
  }

  private responseNorm(attributes: Attributes): Message {
    const size = number(attributes, 'size');
    const k = number(attributes, 'k');
    const isWithin = word(attributes, 'region') === 'within';
    if (size % 2 === 0) this.fail('lrn', 'size');
    // Within a channel Caffe adds one, whatever is written.
    if (isWithin && k !== 1) this.fail('lrn', 'k');
    const region = isWithin ? { norm_region: enumerator('WITHIN_CHANNEL') } : { k };
    return {
      lrn_param: { local_size: size, alpha: number(attributes, 'alpha'), beta: number(attributes, 'beta'), ...region },
    };
  }

  // ---- Pools ----

  private pool(x: string, kind: 'MAX' | 'AVE'): string {
    const { attributes, op, id } = this.layer;
    const window = present(ops[op.name as 'maxpool'].window?.(this.inputShape, attributes), 'window');
    const around = sides(window.pads);
    const [kernel, stride] = [pair(attributes, 'kernel'), pair(attributes, 'stride')];
    const padding: Pair = [around[0], around[2]];
    const output = this.shapeOf(id);
    const made = (axis: 0 | 1, isCeil: boolean): number => {
      const size = this.inputShape[axis];
      const room = (size + 2 * padding[axis] - kernel[axis]) / stride[axis];
      const count = (isCeil ? Math.ceil(room) : Math.floor(room)) + 1;
      // Left out only where there is padding at all, on either axis.
      const isOutside = padding.some((amount) => amount > 0) && (count - 1) * stride[axis] >= size + padding[axis];
      return isOutside ? count - 1 : count;
    };
    const isCeil = [true, false].find((ceil) => axes.every((axis) => made(axis, ceil) === output[axis]));
    if (isCeil === undefined || axes.some((axis) => padding[axis] >= kernel[axis])) this.fail(op.name, 'padding');
    if (kind === 'AVE') {
      const counts = boolean(attributes, 'count_padding');
      const isEven = around[0] === around[1] && around[2] === around[3];
      const isPadded = axes.some((axis) => {
        const last = (output[axis] - 1) * stride[axis] + kernel[axis] - padding[axis];
        return padding[axis] > 0 || (last > this.inputShape[axis] && around[2 * axis + 1] !== 0);
      });
      if (isPadded && !(counts && isEven)) this.fail(op.name, 'padding', 'count_padding');
    }
    return this.own('Pooling', [x], { pooling_param: poolFields(kind, kernel, stride, padding, isCeil === true) });
  }

  private adaptivePool(x: string): string {
    const output = this.shapeOf(this.layer.id);
    const [vertical, horizontal] = axes.map((axis) => evenSteps(this.inputShape[axis], output[axis]));
    if (vertical === undefined || horizontal === undefined) return this.fail(this.layer.op.name, 'size');
    const [kernel, stride] = [
      [vertical.width, horizontal.width],
      [vertical.step, horizontal.step],
    ] as const;
    return this.own('Pooling', [x], { pooling_param: poolFields('AVE', kernel, stride, [0, 0], false) });
  }

  // ---- Joins and parts ----

  /** A gate of one pixel is a scale whose factors are a blob. */
  private join(blobs: readonly string[], operation: 'SUM' | 'PROD'): string {
    const { inputs, id, path, op } = this.layer;
    const output = this.shapeOf(id);
    const x = present(blobs[0], 'bottom');
    const isWhole = (one: LayerId) => this.shapeOf(one).every((size, axis) => size === output[axis]);
    if (blobs.length === 1) return x;
    if (inputs.every(isWhole)) {
      return this.own('Eltwise', blobs, { eltwise_param: { operation: enumerator(operation) } });
    }
    const whole = inputs.findIndex(isWhole);
    const small = inputs.findIndex((one) => !isWhole(one));
    const [height, width, channels] = this.shapeOf(present(inputs[small], 'operand'));
    if (inputs.length !== 2 || whole < 0 || height * width !== 1 || channels !== output[2]) this.fail(op.name);
    const gate = this.free(`${path}/gate`);
    this.write(gate, 'Flatten', [present(blobs[small], 'gate')], [gate], {});
    const bottoms = [present(blobs[whole], 'image'), gate];
    return operation === 'PROD'
      ? this.own('Scale', bottoms, { scale_param: { axis: 0 } })
      : this.own('Bias', bottoms, { bias_param: { axis: 0 } });
  }

  /** Other parts go to where nothing is said. */
  private slice(x: string): string {
    const { attributes, path } = this.layer;
    const all = this.inputShape[2];
    const start = number(attributes, 'start');
    const end = start + number(attributes, 'channels');
    const points = [start, end].filter((point) => point > 0 && point < all);
    const before = start > 0 ? [this.free(`${path}/before`)] : [];
    const after = end < all ? [this.free(`${path}/after`)] : [];
    if (points.length === 0) return x;
    this.write(path, 'Slice', [x], [...before, path, ...after], { slice_param: { axis: 1, slice_point: points } });
    this.write(this.free(`${path}/silence`), 'Silence', [...before, ...after], [], {});
    return path;
  }
}

function enumerator(name: string): Word {
  return { enumerator: name };
}

function both(name: string, [vertical, horizontal]: Pair, standard: number): Message {
  if (vertical !== horizontal) return { [`${name}_h`]: vertical, [`${name}_w`]: horizontal };
  return vertical === standard ? {} : { [name]: vertical };
}

function poolFields(kind: string, kernel: Pair, stride: Pair, padding: Pair, isCeil: boolean): Message {
  return {
    pool: enumerator(kind),
    ...(kernel[0] === kernel[1] ? { kernel_size: kernel[0] } : { kernel_h: kernel[0], kernel_w: kernel[1] }),
    ...both('stride', stride, 1),
    ...both('pad', padding, 0),
    ...(isCeil ? {} : { round_mode: enumerator('FLOOR') }),
  };
}

function messageLines(message: Message, indent: string): readonly string[] {
  return Object.entries(message).flatMap(([name, value]): readonly string[] => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((item) => `${indent}${name}: ${item}`);
    if (typeof value === 'string') return [`${indent}${name}: ${quoted(value)}`];
    if (typeof value !== 'object') return [`${indent}${name}: ${value}`];
    if (isWord(value)) return [`${indent}${name}: ${value.enumerator}`];
    return [`${indent}${name} {`, ...messageLines(value as Message, `${indent}  `), `${indent}}`];
  });
}

function isWord(value: Field): value is Word {
  return typeof value === 'object' && 'enumerator' in value;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
