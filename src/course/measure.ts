/**
 * What the analysis says about a design of the course, in the few questions that lessons ask. Whatever a lesson knows
 * about a number it asks here: of its own design, of a variant of it, or of what somebody wrote.
 */

import type { NetworkAnalysis, OutputAnalysis, SummedMetric } from '../analysis/analysis';
import { analyze } from '../analysis/analyze';
import { layerSum } from '../analysis/figures';
import { promiseCodes } from '../analysis/promises';
import { invariant, present } from '../base/assert';
import type { Diagnostic } from '../base/diagnostic';
import type { Layer, LayerId } from '../graph/graph';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import { parse } from '../syntax/parser';

/** Height x width x channels, all known. */
export type KnownShape = readonly [height: number, width: number, channels: number];

/** A text of the course, which imports nothing. */
export interface Reading {
  readonly text: string;
  readonly networks: readonly NetworkAnalysis[];
  /** The first error, but for a promise of the text that does not hold: lessons have promises of their own. */
  readonly mistake: Diagnostic | undefined;
}

const fileId = 'file:///course.cnn';

export function read(text: string): Reading {
  const file = parse(fileId, text);
  const { networks, diagnostics } = analyze(
    { file: (id) => (id === fileId ? file : undefined), resolve: () => 'outside' },
    fileId,
  );
  const mistake = diagnostics.find(({ code, severity }) => severity === 'error' && !promiseCodes.has(code));
  return { text, networks, mistake };
}

/** The network of a text of ours, which has no mistakes. */
export function designOf(text: string, name?: string): Design {
  const { networks, mistake } = read(text);
  invariant(mistake === undefined, `a design of the course has no mistakes: ${mistake?.code} in ${text}`);
  return new Design(present(name === undefined ? networks[0] : networks.find((one) => one.name === name), 'network'));
}

/** A network, asked about its main output; what only heads need is in no answer but `head`'s. */
export class Design {
  constructor(readonly network: NetworkAnalysis) {}

  /** Layers of the main output in written order, without the input; of one kind if that is named. */
  layers(op?: string): readonly Layer[] {
    const { graph, main } = this.network;
    return main.layers
      .filter((id) => id !== graph.input)
      .flatMap((id) => graph.layers[id] ?? [])
      .filter((layer) => op === undefined || layer.op.name === op);
  }

  /** The layer of that kind, or the n-th, from 0. */
  layer(op: string, index = 0): Layer {
    return present(this.layers(op)[index], `${op} ${index}`);
  }

  layerOf(id: LayerId): Layer | undefined {
    return this.network.graph.layers[id];
  }

  shapeOf(id: LayerId): Shape | undefined {
    return this.network.shapes[id];
  }

  get inputShape(): KnownShape {
    return known(this.shapeOf(this.network.graph.input));
  }

  /** The first main output, whatever heads stand before it. */
  get output(): OutputAnalysis | undefined {
    return this.network.outputs.find(({ output }) => output.kind === 'output');
  }

  /** What leaves the network. */
  get result(): KnownShape {
    return known(this.output?.shape);
  }

  shape(layer: Layer): KnownShape {
    return known(this.shapeOf(layer.id));
  }

  /** What a layer reads. */
  inputOf(layer: Layer): KnownShape {
    return known(this.shapeOf(layer.inputs[0] ?? -1));
  }

  /** Of a layer, or of all that the main output needs. */
  sum(metric: SummedMetric, layer?: Layer): number {
    const { value, isPartial } =
      layer === undefined ? this.network.main.sums[metric] : layerSum(this.network, layer.id, metric);
    invariant(!isPartial, `${metric} of a design are known`);
    return value;
  }

  multiplies(layer?: Layer): number {
    return this.sum('multiplies', layer);
  }

  /** Weights of a layer without its biases. */
  weights(layer: Layer): number {
    const input = this.shapeOf(layer.inputs[0] ?? -1) ?? UNKNOWN_SHAPE;
    const specs = layer.op.weights?.(input, layer.attributes) ?? [];
    return specs.filter(({ role }) => role === 'weight').reduce((sum, { shape }) => sum + elements(shape), 0);
  }
}

/** Values of a tensor. */
export function elements(shape: readonly (number | undefined)[]): number {
  return shape.reduce<number>((product, dimension) => product * present(dimension, 'dimension'), 1);
}

function known(shape: Shape | undefined): KnownShape {
  const [height, width, channels] = shape ?? [];
  return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
}

export function isShape(shape: readonly (number | undefined)[] | undefined, expected: readonly number[]): boolean {
  return shape !== undefined && expected.every((size, axis) => shape[axis] === size);
}
