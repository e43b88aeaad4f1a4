/**
 * A text that somebody wrote in place of a lesson's file, asked for what it means: never for how it is written. What a
 * promise in it says does not count, as lessons have promises of their own, nor does what leads nowhere.
 */

import type { Layer, LayerId } from '../graph/graph';
import { numberOf, pairOf } from '../ops/attributes';
import { type EditFinding, figuresOf, type RuleName, type RuleResult, shapeText, type TextFigures } from './lesson';
import { Design, isShape, type KnownShape, type Reading } from './measure';

interface Judged {
  readonly rules: readonly RuleResult[];
  readonly wrong?: string | undefined;
  /** For the hint's text, beside those of the question. */
  readonly wrongFigures?: TextFigures;
}

/** More layers than any answer has; judging them, or drawing them, would hold up the page. */
export const mostLayers = 2000;

export class Edited extends Design {
  private constructor(
    private readonly reading: Reading,
    network: Design['network'],
  ) {
    super(network);
  }

  /**
   * Finds the network that is meant, keeps what no lesson lets change, its input and its one output, and asks the lesson's
   * own `judge` for the rest.
   */
  static look(reading: Reading, original: Design, judge: (edited: Edited) => Judged): EditFinding {
    const { networks } = reading;
    const { name } = original.network;
    const network = networks.find((one) => one.name === name) ?? (networks.length === 1 ? networks[0] : undefined);
    if (network === undefined) return { rules: [ruled('network', false, { name })] };
    if (network.graph.layers.length > mostLayers) return { rules: [ruled('large', false, { limit: mostLayers })] };
    const edited = new Edited(reading, network);
    const input = original.inputShape;
    const mains = network.outputs.filter(({ output }) => output.kind === 'output').length;
    const { rules, wrong, wrongFigures = {} } = judge(edited);
    return {
      rules: [
        ruled('input', isShape(network.shapes[network.graph.input], input), { expected: input }),
        ruled('output', mains === 1, {}),
        ...rules,
      ],
      ...(wrong === undefined ? {} : { wrong: { name: wrong, figures: wrongFigures } }),
    };
  }

  rule(rule: RuleName, isMet: boolean, figures: Parameters<typeof figuresOf>[0] = {}): RuleResult {
    return ruled(rule, isMet, figures);
  }

  get leaving(): string {
    return shapeText(this.output?.shape);
  }

  /** What leaves the network is of this shape. */
  shapeRule(expected: KnownShape): RuleResult {
    const isMet = isShape(this.output?.shape, expected);
    return ruled('shape', isMet, { expected, found: this.leaving });
  }

  /** Every result is of the one pixel at its own place. */
  seesOnePixel(): boolean {
    const field = this.network.receptiveFields[this.output?.output.layer ?? -1];
    return field?.every(({ size, jump, start }) => size === 1 && jump === 1 && start === 0) === true;
  }

  /** Layers that mix values: what only maps each of them for itself is left out. */
  working(op?: string): readonly Layer[] {
    return this.layers(op).filter((layer) => !isPassive(layer));
  }

  /** The main output's layers that read this one, directly. */
  readersOf(layer: Layer): readonly Layer[] {
    return this.layers().filter(({ inputs }) => inputs.includes(layer.id));
  }

  /** A size of three numbers where a kernel is expected. */
  hasDepthInKernel(): boolean {
    const { mistake, text } = this.reading;
    return (
      mistake?.code === 'value.type' && /^\d+x\d+x\d+$/.test(text.slice(mistake.span.start, mistake.span.end).trim())
    );
  }

  /** What a join's operands are made from, as far back as that is not common to all of them. */
  branches(join: Layer): { readonly source: LayerId; readonly branches: readonly JoinedBranch[] } {
    const pasts = join.inputs.map((id) => this.pastOf(id));
    const common = [...(pasts[0] ?? [])].filter((id) => pasts.every((past) => past.has(id)));
    const source = Math.max(-1, ...common);
    const shared = this.pastOf(source);
    return {
      source,
      branches: join.inputs.map((operand, index) => ({
        operand: this.passedOn(operand),
        shape: this.network.shapes[operand],
        layers: [...(pasts[index] ?? [])]
          .filter((id) => !shared.has(id))
          .sort((a, b) => a - b)
          .flatMap((id) => this.layerOf(id) ?? [])
          .filter((layer) => !isPassive(layer)),
      })),
    };
  }

  /** What an identity gives is what it reads. */
  private passedOn(operand: LayerId): LayerId {
    const layer = this.layerOf(operand);
    const [read] = layer?.inputs ?? [];
    return layer?.op.name === 'identity' && read !== undefined ? this.passedOn(read) : operand;
  }

  /** A layer and all that it needs. */
  private pastOf(from: LayerId): ReadonlySet<LayerId> {
    const past = new Set<LayerId>();
    const open = [from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id < 0 || past.has(id)) continue;
      past.add(id);
      open.push(...(this.layerOf(id)?.inputs ?? []));
    }
    return past;
  }
}

export interface JoinedBranch {
  /** Where it ends; the source itself for one that passes its input on. */
  readonly operand: LayerId;
  readonly shape: readonly (number | undefined)[] | undefined;
  /** In written order, without those that map each value for itself. */
  readonly layers: readonly Layer[];
}

function ruled(rule: RuleName, isMet: boolean, figures: Parameters<typeof figuresOf>[0]): RuleResult {
  return { rule, isMet, figures: figuresOf(figures) };
}

/** It maps each value for itself: an activation, a norm, a dropout, a join of one. */
export function isPassive({ op, inputs }: Layer): boolean {
  const groups = ['activation', 'normalization', 'regularization'];
  return groups.includes(op.group) || op.name === 'identity' || (op.group === 'join' && inputs.length === 1);
}

/** It makes new values of those in a window or of all channels, where a slice or a shuffle only chooses among them. */
export function computes({ op }: Layer): boolean {
  return ['convolution', 'pooling', 'dense'].includes(op.group);
}

/** Nothing but one kind of layer, and what maps each value for itself. */
export function isOnly(edited: Edited, op: string, count: number): boolean {
  const working = edited.working();
  return working.length === count && working.every((layer) => layer.op.name === op);
}

export interface Convolution {
  readonly filters: number | undefined;
  /** `3x3`; also a pool's. */
  readonly kernel: string;
  readonly groups: number | undefined;
}

export function windowOf({ attributes }: Layer): Convolution {
  return {
    filters: numberOf(attributes, 'filters'),
    kernel: pairOf(attributes, 'kernel').join('x'),
    groups: numberOf(attributes, 'groups'),
  };
}

/** What makes a layer the same one, whatever it reads: its kind and its window. */
export function signature(layer: Layer): string {
  const { filters, kernel, groups } = windowOf(layer);
  const { attributes, op } = layer;
  const pair = (name: string): string => pairOf(attributes, name).join('x');
  return [op.name, filters, kernel, pair('stride'), pair('dilation'), groups].join(' ');
}

export const isConvolution = (layer: Layer): boolean => layer.op.group === 'convolution';
export const isPool = (layer: Layer): boolean => layer.op.name === 'maxpool' || layer.op.name === 'avgpool';

/** The layers of one list that the other has not, each as often as it is there. */
export function without(layers: readonly Layer[], others: readonly Layer[]): readonly Layer[] {
  const left = others.map(signature);
  return layers.filter((layer) => {
    const at = left.indexOf(signature(layer));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
