/**
 * What other counting tools print for the same network, and the terms in which they differ. All of them are right in
 * their own convention; none of them says which it is. A tool is a rule: multiplies once or twice, and so many
 * operations for each of certain facts of a layer. Facts are summed over a block as its other figures are, so that a
 * tool's figure for a block is the sum of those for its layers. Rules in words: docs/costs.md.
 */

import type { Layer } from '../graph/graph';
import type { Dim, Shape } from '../ops/dim';
import type { Attribute, LayerCost } from '../ops/op';

/** What the conventions of the field differ in, apart from multiplies. */
export const toolFacts = [
  /** Results that a bias is added to: all, and those of convolutions. */
  'bias',
  'convBias',
  /** Results of a batch norm, alone or inside of a layer, and those of norms that measure each image. */
  'norm',
  'imageNorm',
  /** Trainable parameters of norms and PReLUs. */
  'normParams',
  /** Results of a ReLU and its like, and those of a SiLU. */
  'activation',
  'silu',
  /** Values that pools read: all, and those whose windows follow from the size of the result. */
  'poolInput',
  'adaptiveInput',
  /** Results of average pools; for those with windows by the result's size, one more than the values they read. */
  'averageResults',
  'adaptiveMeans',
  /** Values in all windows of maximum pools, and of average pools. */
  'maxWindows',
  'averageWindows',
  /** Sums or products of two tensors' values, in joins. */
  'joined',
  /** Values of a softmax. */
  'softmax',
  /** Multiplies by padding. */
  'padding',
] as const;
export type ToolFact = (typeof toolFacts)[number];

/** What the rules count of one layer, or summed over many. */
export type CountedFacts = Readonly<Record<ToolFact | 'multiplies', Dim>>;

export interface ToolFigure {
  readonly tools: readonly string[];
  readonly value: Dim;
  /** Each multiply and its add are counted as two. */
  readonly isDoubled: boolean;
  /** What it has more than the multiplies, or twice of them; less, where `each` is negative. */
  readonly terms: readonly ToolTerm[];
  /** Why the figure is not known although the network is. */
  readonly unknown?: UnknownReason;
}

export const unknownReasons = ['norm-may-be-folded', 'image-norm'] as const;
export type UnknownReason = (typeof unknownReasons)[number];

export interface ToolTerm {
  readonly of: ToolFact;
  /** Operations for each. */
  readonly each: number;
  readonly value: Dim;
}

interface Tool {
  readonly names: readonly string[];
  readonly factor: 1 | 2;
  readonly each: Partial<Readonly<Record<ToolFact, number>>>;
  /** What it counts in a way that does not follow from the network, with the reason. */
  readonly open?: Partial<Readonly<Record<ToolFact, UnknownReason>>>;
}

/**
 * Sources are the tools' own: Netscope's analyzer; fvcore's table of operators (nn/flop_count.py, nn/jit_handles.py);
 * thop 0.1.1 (vision/calc_func.py); torchinfo (layer_info.py: parameters times positions for convolutions, parameters
 * alone for all else); ptflops 0.7 (aten_ops.py, pytorch_ops.py); onnx-tool's node profilers; PyTorch's
 * torch.utils.flop_counter; TensorFlow's statistics registered for its profiler (nn_ops.py, flops_registry.py);
 * calflops (pytorch_ops.py); Darknet's printed BFLOPS; the cost analysis that XLA gives to JAX, which leaves padding out.
 * Of joins TensorFlow counts each Add, AddV2 and Mul; ptflops and calflops wrap torch.add and torch.mul alone, and the
 * networks of the field join by `+` and `*`, which they do not see.
 */
const imageNormOpen = { imageNorm: 'image-norm' } as const;

const tools: readonly Tool[] = [
  { names: ['course', 'Netscope'], factor: 1, each: {} },
  { names: ['fvcore', 'timm'], factor: 1, each: { norm: 2, adaptiveInput: 1 }, open: imageNormOpen },
  { names: ['thop'], factor: 1, each: { norm: 4, averageResults: 1, adaptiveMeans: 1 }, open: imageNormOpen },
  { names: ['torchinfo'], factor: 1, each: { bias: 1, normParams: 1 } },
  { names: ['ptflops (aten, 0.7)'], factor: 1, each: { convBias: 1 } },
  {
    names: ['ptflops (pytorch, 0.7)'],
    factor: 1,
    each: { bias: 1, norm: 2, activation: 1, poolInput: 1 },
    open: imageNormOpen,
  },
  { names: ['onnx-tool'], factor: 1, each: { bias: 1 }, open: { norm: 'norm-may-be-folded', ...imageNormOpen } },
  { names: ['FlopCounterMode'], factor: 2, each: {} },
  { names: ['TensorFlow'], factor: 2, each: { bias: 1, maxWindows: 1, averageWindows: 1, joined: 1, softmax: 5 } },
  {
    names: ['calflops'],
    factor: 2,
    each: { convBias: 1, norm: 2, activation: 1, silu: 1, poolInput: 1 },
    open: imageNormOpen,
  },
  { names: ['Darknet'], factor: 2, each: {} },
  { names: ['Darknet (AlexeyAB)'], factor: 2, each: { maxWindows: 1 } },
  { names: ['JAX'], factor: 2, each: { padding: -2 } },
];

/** One figure for each tool; none where no tool counts anything. */
export function otherTools(facts: CountedFacts): readonly ToolFigure[] {
  const figures = toolFigures(facts);
  return figures.some(isCounted) ? figures : [];
}

/** One figure for each tool, whatever they are: always the same tools in the same order. */
export function toolFigures(facts: CountedFacts): readonly ToolFigure[] {
  return tools.map((tool) => figureOf(tool, facts));
}

/** Whether the tool counts anything, as far as is known. */
export function isCounted({ value }: ToolFigure): boolean {
  return value !== 0;
}

function figureOf({ names, factor, each, open = {} }: Tool, facts: CountedFacts): ToolFigure {
  const terms = toolFacts.flatMap((of): ToolTerm[] => {
    const times = each[of];
    return times === undefined || facts[of] === 0 ? [] : [{ of, each: times, value: scaled(facts[of], times) }];
  });
  const unknown = toolFacts
    .filter((of) => facts[of] !== 0)
    .map((of) => open[of])
    .find((reason) => reason !== undefined);
  const value = terms.reduce<Dim>((sum, term) => sumOf(sum, term.value), scaled(facts.multiplies, factor));
  return {
    tools: names,
    value: unknown === undefined ? value : undefined,
    isDoubled: factor === 2,
    terms,
    ...(unknown === undefined ? {} : { unknown }),
  };
}

const rectifiers = ['relu', 'relu6', 'leakyrelu', 'prelu', 'elu', 'gelu'];
const normRoles = ['gamma', 'beta', 'slope'];
const imageNorms = ['layernorm', 'groupnorm', 'instancenorm'];

/** The facts of one layer with its first input and its result. */
export function factsOf(layer: Layer, input: Shape, output: Shape, cost: LayerCost): CountedFacts {
  const { op, attributes } = layer;
  const specs = op.weights?.(input, attributes) ?? [];
  const results = product(output);
  const values = product(input);
  const [isMax, isAverage, isAdaptive] = [
    op.name === 'maxpool',
    op.name === 'avgpool',
    op.name === 'adaptiveavgpool' || op.name === 'globalavgpool',
  ];
  const isPool = op.group === 'pooling';
  const bias = specs.some(({ role }) => role === 'bias') ? results : 0;
  const normParams = specs.filter(({ role }) => normRoles.includes(role)).map(({ shape }) => product(shape));
  const has = (names: readonly string[]): boolean =>
    [op.name, nameOf(attributes.norm), nameOf(attributes.activation)].some((name) => names.includes(name));
  const windows = isMax || isAverage ? product([results, ...(op.window?.(input, attributes).kernel ?? [])]) : 0;
  return {
    multiplies: cost.multiplies,
    bias,
    convBias: op.name === 'dense' ? 0 : bias,
    norm: has(['batchnorm']) ? results : 0,
    imageNorm: has(imageNorms) ? results : 0,
    normParams: normParams.reduce<Dim>(sumOf, 0),
    activation: has(rectifiers) ? results : 0,
    silu: has(['silu']) ? results : 0,
    poolInput: isPool ? values : 0,
    adaptiveInput: isAdaptive ? values : 0,
    averageResults: isAverage ? results : 0,
    adaptiveMeans: isAdaptive ? adaptiveMeans(input, output) : 0,
    maxWindows: isMax ? windows : 0,
    averageWindows: isAverage ? windows : 0,
    joined: scaled(results, op.name === 'add' || op.name === 'multiply' ? layer.inputs.length - 1 : 0),
    softmax: has(['softmax']) ? results : 0,
    padding:
      cost.multiplies === undefined || cost.effectiveMultiplies === undefined
        ? undefined
        : cost.multiplies - cost.effectiveMultiplies,
  };
}

/** Windows are taken to be as large as the input over the result, rounded down: each costs its values and one more. */
function adaptiveMeans([height, width]: Shape, output: Shape): Dim {
  const [rows, columns] = output;
  if (height === undefined || width === undefined || rows === undefined || columns === undefined) return undefined;
  return scaled(product(output), Math.floor(height / rows) * Math.floor(width / columns) + 1);
}

function nameOf(attribute: Attribute): string {
  return typeof attribute === 'object' && attribute !== null && 'kind' in attribute ? attribute.op.name : '';
}

function product(values: readonly Dim[]): Dim {
  return values.reduce<Dim>((all, value) => (all === undefined || value === undefined ? undefined : all * value), 1);
}

function sumOf(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a + b;
}

function scaled(value: Dim, factor: number): Dim {
  return value === undefined ? undefined : value * factor;
}
