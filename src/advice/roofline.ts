/**
 * How long each layer of a network will take on a measured machine, and what limits it, without a run. The model of one
 * kernel is in src/base/machine-profile.ts; here a layer becomes the kernels it is computed with: norms and activations
 * are part of the sums before them, joins of slices cost nothing.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import {
  type Bound,
  type Estimate,
  estimate,
  type KernelKind,
  type MachineProfile,
  type Work,
} from '../base/machine-profile';
import type { Layer, LayerId } from '../graph/graph';
import { layerOf, numberOf } from '../ops/attributes';
import type { OpName } from '../ops/registry';
import type { Attributes, Shape } from '../ops/value';

export interface PredictedTime {
  readonly predictedMs: number;
  /** What the most of the time goes to; null where nothing is to be done. */
  readonly bound: Bound | null;
  /** The least time that the peak and the bandwidth allow. */
  readonly limitMs: number;
  /** GFLOP/s at that time; 0 for layers that multiply no weights. */
  readonly attainableGflops: number;
}

/** By layer id; undefined where a shape or count is unknown. */
export function predictTimes(
  network: NetworkAnalysis,
  profile: MachineProfile,
): readonly (PredictedTime | undefined)[] {
  const copied = copiedIntoJoins(network);
  return network.graph.layers.map((layer) => predictLayer(network, layer, profile, copied));
}

/** Of one layer, without a look at all the others. */
export function predictTime(network: NetworkAnalysis, id: LayerId, profile: MachineProfile): PredictedTime | undefined {
  const layer = network.graph.layers[id];
  if (layer === undefined) return undefined;
  return predictLayer(network, layer, profile, layer.op.name === 'concat' ? copiedIntoJoins(network) : new Map());
}

/** Milliseconds for these layers together; undefined where one is unknown. */
export function predictedSum(
  times: readonly (PredictedTime | undefined)[],
  layers: readonly LayerId[],
): number | undefined {
  let sum = 0;
  for (const id of layers) {
    const time = times[id];
    if (time === undefined) return undefined;
    sum += time.predictedMs;
  }
  return sum;
}

function predictLayer(
  network: NetworkAnalysis,
  layer: Layer,
  profile: MachineProfile,
  copied: ReadonlyMap<LayerId, number>,
): PredictedTime | undefined {
  const works = worksOf(network, layer, copied.get(layer.id) ?? 0);
  const multiplies = network.costs[layer.id]?.multiplies;
  if (works === undefined || multiplies === undefined) return undefined;
  let [predictedMs, limitMs] = [0, 0];
  let longest: Estimate | undefined;
  for (const choices of works) {
    const best = choices.map((work) => estimate(work, profile)).reduce((a, b) => (b.ms < a.ms ? b : a));
    predictedMs += best.ms;
    limitMs += best.limitMs;
    if (longest === undefined || best.ms > longest.ms) longest = best;
  }
  const attainableGflops = limitMs === 0 ? 0 : (2 * multiplies) / limitMs / 1e6;
  return { predictedMs, bound: longest?.bound ?? null, limitMs, attainableGflops };
}

/** A kernel, or several of which the backend takes the fastest. */
type Choices = readonly [Work, ...Work[]];

interface Request {
  readonly layer: Layer;
  readonly input: KnownShape;
  readonly output: KnownShape;
  readonly inputs: number;
  readonly weightBytes: number;
  readonly copied: number;
}

type KnownShape = readonly [height: number, width: number, channels: number];

function worksOf(network: NetworkAnalysis, layer: Layer, copied: number): readonly Choices[] | undefined {
  const op = layer.op.name as OpName;
  if (free.has(op)) return [];
  const shapes = layer.inputs.map((input) => known(network.shapes[input]));
  const output = known(network.shapes[layer.id]);
  const params = network.costs[layer.id]?.paramsTotal;
  const [input] = shapes;
  if (output === undefined || input === undefined || params === undefined || shapes.includes(undefined))
    return undefined;
  const inputs = shapes.reduce((sum, shape) => sum + elements(shape as KnownShape), 0);
  return kernels(op, { layer, input, output, inputs, weightBytes: 4 * params, copied });
}

/** Layers whose result is their input, seen differently. */
const free: ReadonlySet<OpName> = new Set(['input', 'identity', 'dropout', 'flatten'] as const);

function kernels(op: OpName, request: Request): readonly Choices[] | undefined {
  const { layer, input, output, inputs, weightBytes, copied } = request;
  switch (op) {
    case 'conv':
    case 'depthwise':
    case 'separable':
      return convolution(op, request);
    case 'dense':
      return withTail([[work('dense', output, { terms: elements(input), inputs, weightBytes })]], request);
    case 'maxpool':
    case 'avgpool':
    case 'adaptiveavgpool':
    case 'globalavgpool':
    case 'globalmaxpool': {
      const [height, width] = layer.op.window?.(input, layer.attributes).kernel ?? [];
      if (height === undefined || width === undefined) return undefined;
      const kind = op === 'maxpool' || op === 'globalmaxpool' ? 'maxpool' : 'avgpool';
      return [[work(kind, output, { terms: height * width, inputs })]];
    }
    case 'lrn': {
      const size = numberOf(layer.attributes, 'size');
      return size === undefined ? undefined : [[work('lrn', output, { terms: size, inputs })]];
    }
    case 'concat':
      return copied === 0 ? [] : [[work('elementwise', [1, 1, copied], { terms: 1, inputs: copied })]];
    case 'softmax':
    case 'sigmoid':
    case 'tanh':
    case 'silu':
    case 'gelu':
    case 'hardswish':
      return [[work('functions', output, { terms: 1, inputs })]];
    default:
      return [[work('elementwise', output, { terms: 1, inputs, weightBytes })]];
  }
}

interface WorkNumbers {
  readonly terms: number;
  readonly inputs: number;
  readonly weightBytes?: number;
  readonly groups?: number;
}

function work(kind: KernelKind, output: KnownShape, numbers: WorkNumbers): Work {
  const [height, width, channels] = output;
  return { kind, height, width, channels, groups: 1, weightBytes: 0, ...numbers };
}

function convolution(op: 'conv' | 'depthwise' | 'separable', request: Request): readonly Choices[] | undefined {
  const { layer, input, output, inputs, weightBytes } = request;
  const window = layer.op.window?.(input, layer.attributes);
  const [height, width] = window?.kernel ?? [];
  const groups = window?.groups;
  if (window === undefined || height === undefined || width === undefined || groups === undefined) return undefined;
  const taps = height * width;
  if (op === 'separable') {
    const inner = (numberOf(layer.attributes, 'multiplier') ?? 1) * input[2];
    const middle: KnownShape = [output[0], output[1], inner];
    const innerBytes = 4 * taps * inner;
    return withTail(
      [
        [depthwiseWork(middle, taps, inputs, innerBytes, input[2])],
        [
          work('pointwise', output, {
            terms: inner,
            inputs: elements(middle),
            weightBytes: Math.max(0, weightBytes - innerBytes),
          }),
        ],
      ],
      request,
    );
  }
  if (groups > 1 && groups === input[2]) {
    return withTail([[depthwiseWork(output, taps, inputs, weightBytes, groups)]], request);
  }
  const numbers = { terms: (taps * input[2]) / groups, inputs, weightBytes, groups };
  const isPlain = groups === 1 && [...window.stride, ...window.dilation].every((value) => value === 1);
  const direct = work(taps === 1 ? 'pointwise' : 'window', output, numbers);
  const fast = isPlain ? fastKinds[`${height}x${width}`] : undefined;
  return withTail([fast === undefined ? [direct] : [direct, work(fast, output, numbers)]], request);
}

/** Windows of stride 1 that have an algorithm of their own; small results are faster without. */
const fastKinds: Readonly<Record<string, KernelKind>> = {
  '3x3': 'conv3x3',
  '5x5': 'conv5x5',
  '3x1': 'conv3x1',
  '1x3': 'conv3x1',
  '7x1': 'conv7x1',
  '1x7': 'conv7x1',
};

/** A filter per channel; several per channel are computed as groups of a matrix product. */
function depthwiseWork(output: KnownShape, taps: number, inputs: number, weightBytes: number, channels: number): Work {
  const numbers = { terms: taps, inputs, weightBytes };
  // Channels are taken four at a time, so that their groups are no matter.
  if (output[2] === channels) return work('depthwise', output, numbers);
  return work('window', output, { ...numbers, groups: channels });
}

/** What follows a layer's sums as a kernel of its own: norms and activations that cannot be done in passing. */
function withTail(works: readonly Choices[], { layer, output }: Request): readonly Choices[] | undefined {
  const norm = layerOf(layer.attributes, 'norm');
  const activation = layerOf(layer.attributes, 'activation');
  if (norm === undefined || activation === undefined) return undefined;
  const tail: Choices[] = [];
  const inputs = elements(output);
  if (norm?.op.name === 'lrn') {
    tail.push([work('lrn', output, { terms: lrnSize(norm.attributes), inputs })]);
  }
  const name = activation?.op.name as OpName | undefined;
  if (name !== undefined && name !== 'relu' && name !== 'relu6' && name !== 'identity') {
    tail.push([work(name === 'leakyrelu' ? 'elementwise' : 'functions', output, { terms: 1, inputs })]);
  }
  return [...works, ...tail];
}

function lrnSize(attributes: Attributes): number {
  return numberOf(attributes, 'size') ?? 1;
}

/**
 * How many values each concat has to copy: those of the network's input, and of results that stand in several joins or
 * twice in one, since a result can be a slice of one place only. The last join has it.
 */
function copiedIntoJoins({ graph, shapes }: NetworkAnalysis): ReadonlyMap<LayerId, number> {
  const copied = new Map<LayerId, number>();
  const sliced = new Set<LayerId>();
  for (const layer of graph.layers.toReversed()) {
    if (layer.op.name !== 'concat') continue;
    let values = 0;
    for (const input of layer.inputs) {
      const shape = known(shapes[input]);
      const mustCopy = input === graph.input || sliced.has(input);
      if (mustCopy && shape !== undefined) values += elements(shape);
      sliced.add(input);
    }
    copied.set(layer.id, values);
  }
  return copied;
}

function known(shape: Shape | undefined): KnownShape | undefined {
  return shape === undefined || shape.includes(undefined) ? undefined : (shape as KnownShape);
}

function elements([height, width, channels]: KnownShape): number {
  return height * width * channels;
}
