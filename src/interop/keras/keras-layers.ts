/**
 * A network as layers of Keras, channels last as ours are, so that lists and weights keep their order. What Keras has no layer for is
 * made of several, or is of a class that the Python program brings along; what cannot be had is refused, never approximated.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { Refusal } from '../../base/diagnostic';
import { insideOf, nearestTaps } from '../../base/places';
import type { Sides } from '../../base/tensor';
import type { Layer, LayerId } from '../../graph/graph';
import { paddingOf } from '../../ops/attributes';
import { cutsOf } from '../../ops/crop';
import { hasBias } from '../../ops/fused';
import type { Attributes } from '../../ops/op';
import { type OpName, ops } from '../../ops/registry';
import { boolean, layerArgument, number, pads, pair, sides, word } from '../known-attributes';
import { evenSteps } from '../onnx/pooling';
import type { KerasNetwork, KerasNode, KerasTarget, KerasWeight } from './keras-network';

interface Value {
  readonly node: string;
  readonly shape: readonly number[];
  /** No value is below zero. */
  readonly isPositive: boolean;
}

type Pair = readonly [number, number];

class Inexpressible extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

export function kerasNetwork(
  network: NetworkAnalysis,
  target: KerasTarget,
): { readonly network: KerasNetwork } | { readonly refusal: Refusal } {
  try {
    return { network: new Lowering(network, target).run() };
  } catch (problem) {
    if (!(problem instanceof Inexpressible)) throw problem;
    return { refusal: problem.refusal };
  }
}

class Lowering {
  private readonly nodes: KerasNode[] = [];
  private readonly values = new Map<LayerId, Value>();
  private readonly names = new Set<string>();
  private layer: Layer;

  constructor(
    private readonly network: NetworkAnalysis,
    private readonly target: KerasTarget,
  ) {
    this.layer = present(network.graph.layers[network.graph.input], 'input');
  }

  run(): KerasNetwork {
    const { graph, all } = this.network;
    // Paths of layers come before what stands between them.
    const inputShape = this.shapeOf(graph.input);
    this.values.set(
      graph.input,
      this.add('InputLayer', { shape: inputShape }, [], inputShape, { name: this.own(graph.input) }),
    );
    for (const id of all.layers) {
      this.layer = present(graph.layers[id], 'layer');
      const inputs = this.layer.inputs.map((input) => present(this.values.get(input), 'value'));
      this.values.set(id, this.lower(inputs));
    }
    const outputs = graph.outputs.map(({ name, layer }) => ({
      name,
      node: present(this.values.get(layer), 'output').node,
    }));
    return { nodes: this.nodes, outputs };
  }

  private own(id: LayerId): string {
    return present(this.network.graph.layers[id], 'layer').path.replaceAll('/', '.');
  }

  private shapeOf(id: LayerId): readonly number[] {
    return present(this.network.shapes[id], 'shape').map((dimension) => present(dimension, 'dimension'));
  }

  /** The target has no such layer, or none with these arguments. */
  private fail(op: string, ...args: readonly string[]): never {
    const values = { path: this.layer.path, target: this.target, op };
    if (args.length === 0) throw new Inexpressible({ code: 'export.inexpressible', values });
    throw new Inexpressible({
      code: 'export.inexpressible/arguments',
      values: { ...values, arguments: { all: args } },
    });
  }

  /** A node behind the others; without a name of its own it has the layer's, or that and `role`. */
  private add(
    className: string,
    config: Readonly<Record<string, unknown>>,
    inputs: readonly Value[],
    shape: readonly number[],
    {
      name,
      role = '',
      weights = [],
      isPositive = false,
    }: {
      name?: string;
      role?: string;
      weights?: readonly KerasWeight[];
      isPositive?: boolean;
    } = {},
  ): Value {
    const wanted = name ?? (role === '' ? this.own(this.layer.id) : `${this.own(this.layer.id)}.${role}`);
    let free = wanted;
    for (let i = 2; this.names.has(free); i++) free = `${wanted}.${i}`;
    this.names.add(free);
    this.nodes.push({
      name: free,
      className,
      config,
      inputs: inputs.map(({ node }) => node),
      shape,
      weights,
      layer: this.layer.id,
    });
    return { node: free, shape, isPositive };
  }

  private weight(
    name: string,
    source: string,
    shape: readonly number[],
    order: KerasWeight['order'] = 'same',
  ): KerasWeight {
    return { name, source: `${this.layer.path}/${source}`, shape, order };
  }

  private lower(inputs: readonly Value[]): Value {
    const { op, attributes } = this.layer;
    const name = op.name as OpName;
    const [x] = inputs;
    const input = present(x, 'input');
    switch (name) {
      case 'concat':
        return this.join('Concatenate', inputs);
      case 'add':
        return this.join('Add', inputs);
      case 'multiply':
        return this.join('Multiply', inputs);
      case 'conv':
        return this.withTail(this.convolution(this.image(input)));
      case 'depthwise':
        return this.withTail(this.depthwise(this.image(input)));
      case 'separable':
        return this.withTail(this.separable(this.image(input)));
      case 'convtranspose':
        return this.withTail(this.transposed(this.image(input)));
      case 'dense':
        return this.withTail(this.dense(this.list(input)));
      case 'maxpool':
        return this.maxPool(this.image(input));
      case 'avgpool':
        return this.averagePool(this.image(input));
      case 'adaptiveavgpool':
        return this.adaptivePool(this.image(input));
      case 'globalavgpool':
      case 'globalmaxpool': {
        const image = this.image(input);
        const className = name === 'globalavgpool' ? 'GlobalAveragePooling2D' : 'GlobalMaxPooling2D';
        return this.add(className, {}, [image], image.shape.slice(2), { isPositive: image.isPositive });
      }
      case 'flatten':
        return this.list(input, '');
      case 'dropout':
        return this.add('Dropout', { rate: number(attributes, 'rate') }, [input], input.shape, input);
      case 'scale':
        return this.add('Rescaling', { scale: number(attributes, 'factor') }, [input], input.shape);
      case 'identity':
        return input;
      case 'pad':
        return this.pad(this.image(input));
      case 'crop': {
        const image = this.image(input);
        const cuts = sides(cutsOf(image.shape as [number, number, number], attributes));
        return this.crop(image, cuts, '');
      }
      case 'upsample': {
        const image = this.image(input);
        // TensorFlow.js would take the pixels at the beginning of each result, not at its middle.
        if (this.target === 'tfjs' && word(attributes, 'mode') === 'bilinear') this.fail(name, 'mode');
        const config = { size: pair(attributes, 'factor'), interpolation: word(attributes, 'mode') };
        return this.add('UpSampling2D', config, [image], this.shapeOf(this.layer.id), { isPositive: image.isPositive });
      }
      case 'resize':
        return this.resize(this.image(input));
      case 'slice':
        return this.slice(input);
      case 'shuffle': {
        const image = this.image(input);
        const [height = 0, width = 0, channels = 0] = image.shape;
        const groups = number(attributes, 'groups');
        return this.permuted(image, [height, width, groups, channels / groups], [1, 2, 4, 3], image.shape);
      }
      case 'spacetodepth': {
        const image = this.image(input);
        const [height = 0, width = 0, channels = 0] = image.shape;
        const b = number(attributes, 'block');
        const order = word(attributes, 'order') === 'dcr' ? [1, 3, 2, 4, 5] : [1, 3, 5, 2, 4];
        return this.permuted(image, [height / b, b, width / b, b, channels], order, this.shapeOf(this.layer.id));
      }
      case 'depthtospace': {
        const image = this.image(input);
        const [height = 0, width = 0, channels = 0] = image.shape;
        const b = number(attributes, 'block');
        const depth = channels / (b * b);
        const isDcr = word(attributes, 'order') === 'dcr';
        const between = isDcr ? [height, width, b, b, depth] : [height, width, depth, b, b];
        return this.permuted(image, between, isDcr ? [1, 3, 2, 4, 5] : [1, 4, 2, 5, 3], this.shapeOf(this.layer.id));
      }
      default:
        return this.applyFunction(name, attributes, input, '');
    }
  }

  // ---- Forms ----

  private image(value: Value): Value {
    if (value.shape.length === 3) return value;
    const shape = [1, 1, ...value.shape];
    return this.add('Reshape', { target_shape: shape }, [value], shape, {
      role: 'image',
      isPositive: value.isPositive,
    });
  }

  private list(value: Value, role = 'flatten'): Value {
    if (value.shape.length === 1) return value;
    const shape = [value.shape.reduce((product, dimension) => product * dimension, 1)];
    return this.add('Flatten', {}, [value], shape, { role, isPositive: value.isPositive });
  }

  private join(className: string, inputs: readonly Value[]): Value {
    const isList = inputs.every(({ shape }) => shape.length === 1);
    const values = isList ? inputs : inputs.map((value) => this.image(value));
    const [only] = values;
    if (values.length === 1 && only !== undefined) return only;
    const shape = this.shapeOf(this.layer.id);
    const isPositive = inputs.every((value) => value.isPositive);
    const read = this.target === 'tfjs' ? values.map((value, i) => this.onceIn(values, value, i)) : values;
    return this.add(className, {}, read, isList ? shape.slice(2) : shape, { isPositive });
  }

  /** A value that a join reads twice as a copy: TensorFlow.js counts it as two readers, and frees it too early. */
  private onceIn(values: readonly Value[], value: Value, place: number): Value {
    const isFirst = values.findIndex(({ node }) => node === value.node) === place;
    return isFirst ? value : this.add('Rescaling', { scale: 1, offset: 0 }, [value], value.shape, { role: 'copy' });
  }

  private permuted(
    value: Value,
    between: readonly number[],
    order: readonly number[],
    shape: readonly number[],
  ): Value {
    const { isPositive } = value;
    const split = this.add('Reshape', { target_shape: between }, [value], between, { role: 'split', isPositive });
    const turned = order.map((axis) => present(between[axis - 1], 'axis'));
    const moved = this.add('Permute', { dims: order }, [split], turned, { role: 'turn', isPositive });
    return this.add('Reshape', { target_shape: shape }, [moved], shape, { isPositive });
  }

  // ---- Sums of products ----

  /** Zeros in front of the layer where its own words cannot say them; `valid` behind them. */
  private padded(image: Value): { readonly image: Value; readonly padding: 'same' | 'valid' } {
    const { op, attributes } = this.layer;
    if (paddingOf(attributes, 'padding') === 'same') return { image, padding: 'same' };
    const window = present(
      ops[op.name as 'conv'].window?.(image.shape as [number, number, number], attributes),
      'window',
    );
    return { image: this.zeros(image, sides(window.pads), 'pad'), padding: 'valid' };
  }

  private zeros(image: Value, around: Sides, role: string): Value {
    if (around.every((amount) => amount === 0)) return image;
    const [top, bottom, left, right] = around;
    const [height = 0, width = 0, channels = 0] = image.shape;
    const shape = [height + top + bottom, width + left + right, channels];
    const padding = [
      [top, bottom],
      [left, right],
    ];
    return this.add('ZeroPadding2D', { padding }, [image], shape, { role, isPositive: image.isPositive });
  }

  private crop(image: Value, [top, bottom, left, right]: Sides, role: string): Value {
    if (top + bottom + left + right === 0) return image;
    const [height = 0, width = 0, channels = 0] = image.shape;
    const cropping = [
      [top, bottom],
      [left, right],
    ];
    const shape = [height - top - bottom, width - left - right, channels];
    return this.add('Cropping2D', { cropping }, [image], shape, { role, isPositive: image.isPositive });
  }

  private window(padding: 'same' | 'valid') {
    const { attributes } = this.layer;
    const stride = pair(attributes, 'stride');
    const dilation = pair(attributes, 'dilation');
    const isWide = dilation.some((step) => step > 1);
    if (isWide && stride.some((step) => step > 1)) this.fail(this.layer.op.name, 'stride', 'dilation');
    return {
      strides: stride,
      padding,
      ...(isWide ? { dilation_rate: dilation } : {}),
      ...(hasBias(attributes) === true ? {} : { use_bias: false }),
    };
  }

  private bias(filters: number): readonly KerasWeight[] {
    return hasBias(this.layer.attributes) === true ? [this.weight('bias', 'bias', [filters])] : [];
  }

  private convolution(input: Value): Value {
    const { attributes } = this.layer;
    const groups = number(attributes, 'groups');
    const filters = number(attributes, 'filters');
    const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
    const channels = present(input.shape[2], 'channels');
    if (groups > 1 && this.target === 'tfjs') return this.splitConvolution(input, groups);
    const { image, padding } = this.padded(input);
    const config = {
      filters,
      kernel_size: [kernelHeight, kernelWidth],
      ...this.window(padding),
      ...(groups === 1 ? {} : { groups }),
    };
    return this.add('Conv2D', config, [image], this.shapeOf(this.layer.id), {
      weights: [
        this.weight('kernel', 'weight', [kernelHeight, kernelWidth, channels / groups, filters]),
        ...this.bias(filters),
      ],
    });
  }

  /** A convolution for each group, as TensorFlow.js does not know of groups and says nothing. */
  private splitConvolution(input: Value, groups: number): Value {
    const { attributes } = this.layer;
    const filters = number(attributes, 'filters') / groups;
    const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
    const { image, padding } = this.padded(input);
    const depth = present(input.shape[2], 'channels') / groups;
    const [height = 0, width = 0] = this.shapeOf(this.layer.id);
    const parts = Array.from({ length: groups }, (_, group) => {
      const part = this.channels(image, group * depth, depth, `part_${group}`);
      const config = { filters, kernel_size: [kernelHeight, kernelWidth], ...this.window(padding) };
      const weights = [
        this.weight('kernel', 'weight', [kernelHeight, kernelWidth, depth, filters], { filtersFrom: group * filters }),
        ...(hasBias(attributes) === true
          ? [this.weight('bias', 'bias', [filters], { filtersFrom: group * filters })]
          : []),
      ];
      return this.add('Conv2D', config, [part], [height, width, filters], { role: `group_${group}`, weights });
    });
    return this.add('Concatenate', {}, parts, [height, width, filters * groups]);
  }

  /** Channels of an image, in TensorFlow.js as rows of the image turned. */
  private channels(image: Value, start: number, count: number, role: string): Value {
    const [height = 0, width = 0, channels = 0] = image.shape;
    const { isPositive } = image;
    const shape = [height, width, count];
    if (this.target === 'keras')
      return this.add('Slice', { start, channels: count }, [image], shape, { role, isPositive });
    const turned = this.add('Permute', { dims: [3, 1, 2] }, [image], [channels, height, width], {
      role: `${role}.turn`,
    });
    const cut = this.crop(turned, [start, channels - start - count, 0, 0], `${role}.cut`);
    return this.add('Permute', { dims: [2, 3, 1] }, [cut], shape, { role, isPositive });
  }

  private slice(input: Value): Value {
    const { attributes } = this.layer;
    const start = number(attributes, 'start');
    const count = number(attributes, 'channels');
    if (input.shape.length === 3) return this.channels(input, start, count, '');
    if (this.target === 'keras') return this.add('Slice', { start, channels: count }, [input], [count], input);
    return this.list(this.channels(this.image(input), start, count, 'part'), '');
  }

  /** TensorFlow has one stride for both axes there, TensorFlow.js one dilation. */
  private checkDepthwise(): void {
    const { attributes, op } = this.layer;
    const isUneven = (name: string) => new Set(pair(attributes, name)).size > 1;
    if (isUneven('stride')) this.fail(op.name, 'stride');
    if (this.target === 'tfjs' && isUneven('dilation')) this.fail(op.name, 'dilation');
  }

  private depthwise(input: Value): Value {
    const { attributes } = this.layer;
    const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
    const multiplier = number(attributes, 'multiplier');
    const channels = present(input.shape[2], 'channels');
    this.checkDepthwise();
    const { image, padding } = this.padded(input);
    const config = {
      kernel_size: [kernelHeight, kernelWidth],
      ...this.window(padding),
      ...(multiplier === 1 ? {} : { depth_multiplier: multiplier }),
    };
    return this.add('DepthwiseConv2D', config, [image], this.shapeOf(this.layer.id), {
      weights: [
        this.weight(this.target === 'tfjs' ? 'depthwise_kernel' : 'kernel', 'weight', [
          kernelHeight,
          kernelWidth,
          channels,
          multiplier,
        ]),
        ...this.bias(channels * multiplier),
      ],
    });
  }

  private separable(input: Value): Value {
    const { attributes } = this.layer;
    const [kernelHeight, kernelWidth] = pair(attributes, 'kernel');
    const multiplier = number(attributes, 'multiplier');
    const filters = number(attributes, 'filters');
    const channels = present(input.shape[2], 'channels');
    this.checkDepthwise();
    const { image, padding } = this.padded(input);
    const config = {
      filters,
      kernel_size: [kernelHeight, kernelWidth],
      ...this.window(padding),
      ...(multiplier === 1 ? {} : { depth_multiplier: multiplier }),
    };
    return this.add('SeparableConv2D', config, [image], this.shapeOf(this.layer.id), {
      weights: [
        this.weight('depthwise_kernel', 'depthwise.weight', [kernelHeight, kernelWidth, channels, multiplier]),
        this.weight('pointwise_kernel', 'pointwise.weight', [1, 1, channels * multiplier, filters]),
        ...this.bias(filters),
      ],
    });
  }

  /** Keras gives in * stride + max(kernel - stride, 0) rows, of which ours are cut out. */
  private transposed(image: Value): Value {
    const { attributes } = this.layer;
    const shape = this.shapeOf(this.layer.id);
    const kernel = pair(attributes, 'kernel');
    const stride = pair(attributes, 'stride');
    const filters = number(attributes, 'filters');
    const channels = present(image.shape[2], 'channels');
    if (number(attributes, 'groups') > 1) this.fail(this.layer.op.name, 'groups');
    if (pair(attributes, 'dilation').some((step) => step > 1)) this.fail(this.layer.op.name, 'dilation');
    const isSame = paddingOf(attributes, 'padding') === 'same';
    const weights = [
      this.weight('kernel', 'weight', [kernel[0], kernel[1], filters, channels], 'transposed'),
      ...this.bias(filters),
    ];
    const config = {
      filters,
      kernel_size: kernel,
      strides: stride,
      padding: isSame ? 'same' : 'valid',
      ...(hasBias(attributes) === true ? {} : { use_bias: false }),
    };
    if (isSame) return this.add('Conv2DTranspose', config, [image], shape, { weights });
    const window = present(ops.convtranspose.window?.(image.shape as [number, number, number], attributes), 'window');
    const [top, , left] = sides(window.pads);
    const whole = ([0, 1] as const).map(
      (axis) => present(image.shape[axis], 'size') * stride[axis] + Math.max(kernel[axis] - stride[axis], 0),
    ) as unknown as Pair;
    const rest = ([top, left] as const).map(
      (before, axis) => (whole[axis] ?? 0) - before - (shape[axis] ?? 0),
    ) as unknown as Pair;
    if (rest.some((amount) => amount < 0)) this.fail(this.layer.op.name, 'output_padding');
    const full = this.add('Conv2DTranspose', config, [image], [...whole, filters], { weights });
    return this.crop(full, [top, rest[0], left, rest[1]], 'crop');
  }

  private dense(list: Value): Value {
    const { attributes } = this.layer;
    const units = number(attributes, 'units');
    const config = { units, ...(hasBias(attributes) === true ? {} : { use_bias: false }) };
    return this.add('Dense', config, [list], [units], {
      weights: [this.weight('kernel', 'weight', [present(list.shape[0], 'inputs'), units]), ...this.bias(units)],
    });
  }

  private withTail(sums: Value): Value {
    const norm = layerArgument(this.layer.attributes, 'norm');
    const activation = layerArgument(this.layer.attributes, 'activation');
    let value = sums;
    if (norm !== null) value = this.applyFunction(norm.op.name as OpName, norm.attributes, value, 'norm');
    if (activation !== null) {
      value = this.applyFunction(activation.op.name as OpName, activation.attributes, value, 'activation');
    }
    return value;
  }

  // ---- Norms and activations ----

  private applyFunction(name: OpName, attributes: Attributes, x: Value, role: string): Value {
    const prefix = role === '' ? '' : `${role}.`;
    const channels = present(x.shape.at(-1), 'channels');
    const plain = (activation: string, isPositive = false): Value =>
      this.add('Activation', { activation }, [x], x.shape, { role, isPositive });
    const scaled = (value: Value, scale: number, offset: number, part: string): Value =>
      this.add('Rescaling', { scale, offset }, [value], x.shape, { role: role === '' ? part : `${role}.${part}` });
    const clipped = (value: Value, most: number, part: string): Value =>
      this.add('ReLU', { max_value: most }, [value], x.shape, {
        role: part === '' ? role : `${prefix}${part}`,
        isPositive: true,
      });
    const vector = (kerasName: string, own: string): KerasWeight =>
      this.weight(kerasName, `${prefix}${own}`, [channels]);
    const trained = (scale = 'scale', center = 'center'): readonly KerasWeight[] => [
      ...(boolean(attributes, scale) ? [vector('gamma', 'gamma')] : []),
      ...(boolean(attributes, center) ? [vector('beta', 'beta')] : []),
    ];
    const kept = {
      ...(isOn(attributes, 'scale') ? {} : { scale: false }),
      ...(isOn(attributes, 'center') ? {} : { center: false }),
    };
    switch (name) {
      case 'relu':
        return plain('relu', true);
      case 'relu6':
        return clipped(x, 6, '');
      case 'sigmoid':
      case 'softplus':
      case 'softmax':
        return plain(name, true);
      case 'tanh':
      case 'selu':
      case 'mish':
        return plain(name);
      case 'silu':
        return plain(this.target === 'tfjs' ? 'swish' : 'silu');
      case 'gelu':
        if (this.target === 'tfjs') this.fail(name);
        return plain('gelu');
      case 'leakyrelu': {
        const slope = number(attributes, 'slope');
        return this.add(
          'LeakyReLU',
          this.target === 'tfjs' ? { alpha: slope } : { negative_slope: slope },
          [x],
          x.shape,
          { role },
        );
      }
      case 'elu':
        // TensorFlow.js has the layer with a slope of one alone.
        if (this.target === 'tfjs' && number(attributes, 'alpha') !== 1) this.fail(name, 'alpha');
        return this.add('ELU', { alpha: number(attributes, 'alpha') }, [x], x.shape, { role });
      case 'prelu': {
        const isShared = boolean(attributes, 'shared');
        const isImage = x.shape.length === 3;
        const axes = isImage ? (isShared ? [1, 2, 3] : [1, 2]) : isShared ? [1] : [];
        const shape = [...(isImage ? [1, 1] : []), isShared ? 1 : channels];
        const config = axes.length === 0 ? {} : { shared_axes: axes };
        return this.add('PReLU', config, [x], x.shape, {
          role,
          weights: [this.weight('alpha', `${prefix}slope`, shape)],
        });
      }
      case 'hardsigmoid':
        return clipped(scaled(x, number(attributes, 'slope'), 0.5, 'line'), 1, '');
      case 'hardswish': {
        const gate = scaled(clipped(scaled(x, 1, 3, 'shift'), 6, 'clip'), 1 / 6, 0, 'gate');
        return this.add('Multiply', {}, [x, gate], x.shape, { role });
      }
      case 'clip': {
        const [least, most] = [number(attributes, 'minimum'), number(attributes, 'maximum')];
        const value = clipped(scaled(x, 1, -least, 'shift'), most - least, 'clip');
        return this.add('Rescaling', { scale: 1, offset: least }, [value], x.shape, { role, isPositive: least >= 0 });
      }
      case 'batchnorm':
        return this.add('BatchNormalization', { epsilon: number(attributes, 'epsilon'), ...kept }, [x], x.shape, {
          role,
          weights: [...trained(), vector('moving_mean', 'mean'), vector('moving_variance', 'variance')],
        });
      case 'layernorm':
        return this.add('LayerNormalization', { epsilon: number(attributes, 'epsilon'), ...kept }, [x], x.shape, {
          role,
          weights: trained(),
        });
      case 'groupnorm':
      case 'instancenorm': {
        if (this.target === 'tfjs') this.fail(name);
        const groups = name === 'groupnorm' ? number(attributes, 'groups') : channels;
        return this.add(
          'GroupNormalization',
          { groups, epsilon: number(attributes, 'epsilon'), ...kept },
          [x],
          x.shape,
          {
            role,
            weights: trained(),
          },
        );
      }
      case 'affine':
        if (this.target === 'tfjs') return this.affine(x, attributes, role, prefix);
        return this.add('PerChannel', kept, [x], x.shape, { role, weights: trained() });
      case 'l2norm':
        if (this.target === 'tfjs') this.fail(name);
        return this.add(
          'L2Normalization',
          { epsilon: number(attributes, 'epsilon'), ...(boolean(attributes, 'scale') ? {} : { scale: false }) },
          [x],
          x.shape,
          { role, weights: boolean(attributes, 'scale') ? [vector('gamma', 'gamma')] : [] },
        );
      case 'lrn': {
        if (this.target === 'tfjs') this.fail(name);
        const config = Object.fromEntries(['size', 'alpha', 'beta', 'k'].map((key) => [key, number(attributes, key)]));
        const region = word(attributes, 'region') === 'within' ? { within: true } : {};
        const image = this.image(x);
        const normed = this.add('LocalResponseNormalization', { ...config, ...region }, [image], image.shape, { role });
        return x.shape.length === 1 ? this.list(normed, role) : normed;
      }
      default:
        return this.fail(name);
    }
  }

  /** A batch norm whose statistics change nothing: (x - 0) / sqrt(1 + 0). */
  private affine(x: Value, attributes: Attributes, role: string, prefix: string): Value {
    const channels = present(x.shape.at(-1), 'channels');
    const parts = (['scale', 'center'] as const).map((name) => boolean(attributes, name));
    const weights: KerasWeight[] = [];
    if (parts[0]) weights.push(this.weight('gamma', `${prefix}gamma`, [channels]));
    if (parts[1]) weights.push(this.weight('beta', `${prefix}beta`, [channels]));
    weights.push({ name: 'moving_mean', source: undefined, fill: 0, shape: [channels], order: 'same' });
    weights.push({ name: 'moving_variance', source: undefined, fill: 1, shape: [channels], order: 'same' });
    const kept = { ...(parts[0] ? {} : { scale: false }), ...(parts[1] ? {} : { center: false }) };
    return this.add('BatchNormalization', { epsilon: 0, ...kept }, [x], x.shape, { role, weights });
  }

  // ---- Pools ----

  private poolGeometry(image: Value) {
    const { op, attributes } = this.layer;
    const window = present(
      ops[op.name as 'maxpool'].window?.(image.shape as [number, number, number], attributes),
      'window',
    );
    const output = this.shapeOf(this.layer.id);
    const [kernel, stride, around] = [pair(attributes, 'kernel'), pair(attributes, 'stride'), sides(window.pads)];
    const after = (axis: 0 | 1, before: number): number =>
      ((output[axis] ?? 0) - 1) * stride[axis] + kernel[axis] - (image.shape[axis] ?? 0) - before;
    const reach: Sides = [around[0], after(0, around[0]), around[2], after(1, around[2])];
    return { kernel, stride, pads: around, reach, output };
  }

  /** What the windows read, cut where they leave a part at the end, so that the pool's own rule gives as many. */
  private read(image: Value, reach: Sides): { readonly image: Value; readonly around: Sides } {
    const cuts: Sides = [0, Math.max(0, -reach[1]), 0, Math.max(0, -reach[3])];
    const around: Sides = [reach[0], Math.max(0, reach[1]), reach[2], Math.max(0, reach[3])];
    return { image: this.crop(image, cuts, 'cut'), around };
  }

  private maxPool(input: Value): Value {
    const { attributes } = this.layer;
    const { kernel, stride, reach, output } = this.poolGeometry(input);
    const { isPositive } = input;
    const pool = (image: Value, padding: string): Value =>
      this.add('MaxPooling2D', { pool_size: kernel, strides: stride, padding }, [image], output, { isPositive });
    if (paddingOf(attributes, 'padding') === 'same') return pool(input, 'same');
    const { image, around } = this.read(input, reach);
    if (around.every((amount) => amount === 0)) return pool(image, 'valid');
    // Zeros win over no value that is not below zero.
    if (isPositive) return pool(this.zeros(image, around, 'pad'), 'valid');
    if (this.target === 'tfjs') this.fail(this.layer.op.name, 'padding');
    const shape = [
      present(image.shape[0], 'height') + around[0] + around[1],
      present(image.shape[1], 'width') + around[2] + around[3],
      present(image.shape[2], 'channels'),
    ];
    const padding = [around.slice(0, 2), around.slice(2)];
    return pool(this.add('LowestPadding', { padding }, [image], shape, { role: 'pad' }), 'valid');
  }

  private averagePool(input: Value): Value {
    const { attributes } = this.layer;
    const { kernel, stride, pads: around, reach, output } = this.poolGeometry(input);
    const { isPositive } = input;
    const counts = boolean(attributes, 'count_padding');
    const pool = (image: Value, padding: string, role: string): Value =>
      this.add('AveragePooling2D', { pool_size: kernel, strides: stride, padding }, [image], output, {
        role,
        isPositive,
      });
    if (!counts && paddingOf(attributes, 'padding') === 'same') return pool(input, 'same', '');
    const read = this.read(input, reach);
    const zeros = this.zeros(read.image, read.around, 'pad');
    // What a window sums over, and what it should divide by.
    const factors = ([0, 1] as const).map((axis) =>
      Array.from({ length: output[axis] ?? 0 }, (_, i) => {
        const before = present(around[2 * axis], 'pad');
        const first = i * stride[axis] - before;
        const [least, most] = counts
          ? [-before, (input.shape[axis] ?? 0) + present(around[2 * axis + 1], 'pad')]
          : [0, input.shape[axis] ?? 0];
        return kernel[axis] / (Math.min(most, first + kernel[axis]) - Math.max(least, first));
      }),
    );
    if (factors.every((list) => list.every((factor) => factor === 1))) return pool(zeros, 'valid', '');
    if (this.target === 'tfjs') this.fail(this.layer.op.name, 'padding', 'count_padding');
    const sums = pool(zeros, 'valid', 'sums');
    return this.add('Weigh', { rows: factors[0], columns: factors[1] }, [sums], output, { isPositive });
  }

  private adaptivePool(image: Value): Value {
    const output = this.shapeOf(this.layer.id);
    const steps = ([0, 1] as const).map((axis) => evenSteps(image.shape[axis] ?? 0, output[axis] ?? 0));
    const [vertical, horizontal] = steps;
    if (vertical === undefined || horizontal === undefined) return this.fail(this.layer.op.name, 'size');
    const config = {
      pool_size: [vertical.width, horizontal.width],
      strides: [vertical.step, horizontal.step],
      padding: 'valid',
    };
    return this.add('AveragePooling2D', config, [image], output, { isPositive: image.isPositive });
  }

  // ---- Values that move ----

  private pad(image: Value): Value {
    const { attributes } = this.layer;
    const around = pads(attributes, 'amount');
    const mode = word(attributes, 'mode');
    if (mode === 'zeros') return this.zeros(image, around, '');
    if (this.target === 'tfjs') this.fail(this.layer.op.name, 'mode');
    const places = (before: number, size: number, after: number) =>
      Array.from({ length: before + size + after }, (_, i) => insideOf(i - before, size, mode as 'reflect' | 'edge'));
    const [height = 0, width = 0] = image.shape;
    const [rows, columns] = [places(around[0], height, around[1]), places(around[2], width, around[3])];
    return this.add('Pick', { rows, columns }, [image], this.shapeOf(this.layer.id), { isPositive: image.isPositive });
  }

  private resize(image: Value): Value {
    const { attributes } = this.layer;
    const shape = this.shapeOf(this.layer.id);
    const [height = 0, width = 0] = shape;
    const { isPositive } = image;
    const mode = word(attributes, 'mode');
    const factors = ([0, 1] as const).map((axis) => (shape[axis] ?? 0) / (image.shape[axis] ?? 1));
    if (this.target === 'tfjs' && mode === 'bilinear') this.fail(this.layer.op.name, 'mode');
    if (factors.every(Number.isInteger)) {
      return this.add('UpSampling2D', { size: factors, interpolation: mode }, [image], shape, { isPositive });
    }
    if (mode === 'bilinear') {
      return this.add('Resizing', { height, width, interpolation: 'bilinear' }, [image], shape, { isPositive });
    }
    // Keras takes the pixel at the middle of each result, we that at its beginning.
    if (this.target === 'tfjs') this.fail(this.layer.op.name, 'size');
    const [rows, columns] = ([0, 1] as const).map((axis) =>
      nearestTaps(image.shape[axis] ?? 0, shape[axis] ?? 0).map(({ first }) => first),
    );
    return this.add('Pick', { rows, columns }, [image], shape, { isPositive });
  }
}

/** A norm's own switch; on where it has none. */
function isOn(attributes: Attributes, name: string): boolean {
  return attributes[name] !== false;
}
