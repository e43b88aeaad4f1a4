/**
 * What a layer of the language is. A layer is defined once, in a file of its own in this folder: its
 * parameters, shape rule, cost rule and weights. The resolver, hover, completion, signature help, the
 * run and the user documentation all read this definition. What it says to people is in a table of
 * words, under the layer's name and under that of each parameter's text.
 *
 * Rules compute with what is known: an unknown dimension in gives unknown dimensions and counts out,
 * one by one, and no further message. Rules are pure and never throw on a user's numbers.
 *
 * What a layer takes is here too, since a layer may be a value itself (`norm = batchnorm()`): a value is what
 * an expression of the language is worth, a number, a truth value, a string, a word (`same`, `relu`), a list
 * (sizes are lists), a layer or module that can be called, or the result of a layer; `undefined` is unknown, which is already reported where it arose. Attributes
 * are values that a parameter has accepted: whole, in range, in the form the layer's rules compute with.
 */

import type { Message } from '../base/diagnostic';
import type { parameters } from '../words/english/parameters';
import type { Dim, Pads, Pair, Shape } from './dim';

/** What a parameter takes. */
export type ParameterType =
  /** A whole number of at least `minimum`. */
  | { readonly kind: 'integer'; readonly minimum: number }
  /** Any finite number in the closed range, and less than `below`. */
  | { readonly kind: 'number'; readonly minimum?: number; readonly maximum?: number; readonly below?: number }
  /** A size of two, or one number for both axes; whole, at least 1 unless said. Becomes a `Pair`. */
  | { readonly kind: 'pair'; readonly minimum?: 0 }
  /** `same`, `valid`, a number, a pair [vertical, horizontal] or four [top, bottom, left, right]. Becomes a `Padding`. */
  | { readonly kind: 'padding' }
  /** A number, pair or four, as for padding, without the words. Becomes `Pads`. */
  | { readonly kind: 'pads' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  /** `auto`: also takes the word `auto`, kept as the string 'auto'. */
  | { readonly kind: 'boolean'; readonly auto?: boolean }
  /** `none` (null) or a layer of this group, as a word or a call. */
  | { readonly kind: 'layer'; readonly group: 'normalization' | 'activation' }
  /** The name of a result. Becomes its height and width, a `Pair`: nothing else of it is read. */
  | { readonly kind: 'result' };

export interface OpParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The value where the argument is not given; `undefined` makes it required, unless it is optional. */
  readonly defaultValue?: Value;
  /** May be left out, and is null then: another argument stands in its place. */
  readonly isOptional?: true;
  /** The text that says what it means. */
  readonly text: keyof typeof parameters;
}

export function isRequired({ defaultValue, isOptional }: OpParameter): boolean {
  return defaultValue === undefined && isOptional !== true;
}

/** In the order of the documentation. */
export const opGroups = [
  'input',
  'convolution',
  'pooling',
  'dense',
  'normalization',
  'activation',
  'regularization',
  'arithmetic',
  'reshape',
  'join',
] as const;

export type OpGroup = (typeof opGroups)[number];

/**
 * A user's mistake that a rule has found. `at` names the parameter whose argument is wrong, or is null for
 * the layer as a whole; the caller knows the places in the text.
 */
export type Problem = Message & { readonly at: string | null };

export type Report = (problem: Problem) => void;

/** Counts of all that is not a product of a weight with a value or the sum of such, by kind. */
export interface Elementwise {
  readonly multiply: Dim;
  readonly add: Dim;
  readonly compare: Dim;
  readonly divide: Dim;
  readonly exp: Dim;
}

/** What one layer costs at batch 1. Definitions: docs/costs.md. */
export interface LayerCost {
  /** Products of a weight with a value in convolutions and dense layers; equal to MACs. */
  readonly multiplies: Dim;
  /** The same without taps on the layer's own zero padding. */
  readonly effectiveMultiplies: Dim;
  /** Sums in convolutions and dense layers. */
  readonly adds: Dim;
  readonly elementwise: Elementwise;
  /** Trainable parameters. */
  readonly params: Dim;
  /** With the non-trainable ones: moving mean and variance. */
  readonly paramsTotal: Dim;
}

/** The window a layer slides over its input, for receptive fields, padding and pictures. */
export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Zeros in force on each side, computed for `same`. */
  readonly pads: Pads;
  readonly groups: Dim;
  /** Slides over the result instead: the kernel's reach and `pads` are of it, and the stride is what it grows by. */
  readonly isTransposed?: true;
}

export type WeightRole = 'weight' | 'bias' | 'gamma' | 'beta' | 'slope' | 'mean' | 'variance';

/**
 * One tensor of parameters. Names are unique in the layer: `weight`, `bias`, `norm.gamma`, `norm.mean`,
 * and for `separable` `depthwise.weight`, `pointwise.weight`.
 */
export interface WeightSpec {
  readonly name: string;
  readonly role: WeightRole;
  /** Convolutions, transposed ones too: kernel height, kernel width, input channels per group, filters. Dense: inputs, units. Others: [channels]. */
  readonly shape: readonly Dim[];
  readonly trainable: boolean;
  /** Inputs that one output sums over; He initialisation draws with variance 2 / fanIn. */
  readonly fanIn: Dim;
}

/**
 * How a count arises: the same product in names and in numbers, part by part.
 * `28*28*32 * 5*5*192 = 120,422,400`.
 */
export interface Formula {
  readonly factors: readonly FormulaFactor[];
  readonly result: Dim;
}

export interface FormulaFactor {
  /** `Hout`, `Kh`, `Cin`. */
  readonly symbol: string;
  readonly value: Dim;
  /** Whose it is: the outputs', the inputs' where each of them is spread over the outputs, or the taps' of one of either. */
  readonly of: 'output' | 'input' | 'tap';
  /** Divides instead of multiplying: groups. */
  readonly divide?: boolean;
}

export interface Op {
  readonly name: string;
  readonly group: OpGroup;
  readonly parameters: readonly OpParameter[];
  /** One input, except for joins, which take any number. Inputs are in written order. */
  shape(inputs: readonly Shape[], attributes: Attributes, report: Report): Shape;
  cost(inputs: readonly Shape[], output: Shape, attributes: Attributes): LayerCost;
  window?(input: Shape, attributes: Attributes): Window;
  weights?(input: Shape, attributes: Attributes): readonly WeightSpec[];
  /** The products that add up to `multiplies`; more than one for `separable`. */
  formulas?(input: Shape, output: Shape, attributes: Attributes): readonly Formula[];
}

// ---- What a layer takes ----

export interface StringValue {
  readonly kind: 'text';
  readonly text: string;
}

export interface Word {
  readonly kind: 'word';
  readonly word: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Written as a size (`3x3`), which is how it is shown again. */
  readonly size: boolean;
}

/** A layer given as a value: `norm = batchnorm(scale = false)`, `pool = avgpool(3x3)`. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly op: Op;
  /** With the defaults in force where it stands: what it is as a norm or activation. */
  readonly attributes: Attributes;
  /** The arguments written in it alone: what it adds to a call of it. */
  readonly given: Attributes;
}

/** A module given as a value. What it is, is the business of src/graph: here it is only told apart from others. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly module: CallableModule;
  /** The arguments written in it, by the name of their parameter. */
  readonly given: ReadonlyMap<string, Value>;
}

export interface CallableModule {
  readonly name: string;
}

/** The result of a layer, as an argument of a module or for `like`. */
export interface ResultValue {
  readonly kind: 'result';
  readonly name: string;
  /** Its place in the graph; -1 where it is unknown. */
  readonly layer: number;
}

export type Value = number | boolean | StringValue | Word | List | LayerValue | ModuleValue | ResultValue | undefined;

/** `same`, `valid` (= no padding) or zeros on each side. */
export type Padding = 'same' | Pads;

export type Attribute = number | boolean | string | Pair | Pads | LayerValue | null | undefined;

/** Accepted arguments of a layer by the name of their parameter, defaults filled in. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Of a layer that is given by its name alone. */
export const noArguments: Attributes = {};
