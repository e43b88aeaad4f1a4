/**
 * Costs by layer, and their sums over any set of layers: a network's main outputs, a head, a block, a statement.
 * Unknown parts make a sum partial, never smaller in silence.
 */

import type { Diagnostic } from '../base/diagnostic';
import { formatLarge, largestExact } from '../base/number-format';
import type { Graph, Layer, LayerId } from '../graph/graph';
import type { Reporter } from '../graph/report';
import type { Elementwise, LayerCost } from '../ops/op';
import type { Dim, Shape } from '../ops/value';
import { metrics } from '../words/english/metrics';
import type { LayerSet, NetworkAnalysis, Sum } from './analysis';
import { liveBytes } from './liveness';

const bytesPerValue = 4;

const unknownShape: Shape = [undefined, undefined, undefined];

/** Costs of all layers; a count above 2^53 is reported at its layer and unknown. */
export function layerCosts(
  graph: Graph,
  shapes: readonly Shape[],
  reporter: Reporter,
  errors: Map<LayerId, Diagnostic>,
): LayerCost[] {
  return graph.layers.map((layer) => {
    const inputs = layer.inputs.map((input) => shapes[input] ?? unknownShape);
    const cost = layer.op.cost(inputs, shapes[layer.id] ?? unknownShape, layer.attributes);
    return isExact(cost) ? cost : exactParts(cost, layer, reporter, errors);
  });
}

const counts = ['multiplies', 'effectiveMultiplies', 'adds', 'params', 'paramsTotal'] as const;

export const elementwiseKinds = ['multiply', 'add', 'compare', 'divide', 'exp'] as const;

function isExact(cost: LayerCost): boolean {
  return (
    counts.every((name) => (cost[name] ?? 0) <= largestExact) &&
    elementwiseKinds.every((kind) => (cost.elementwise[kind] ?? 0) <= largestExact)
  );
}

function exactParts(cost: LayerCost, layer: Layer, reporter: Reporter, errors: Map<LayerId, Diagnostic>): LayerCost {
  const exact = (value: Dim) => (value !== undefined && value > largestExact ? undefined : value);
  const name = counts.find((key) => (cost[key] ?? 0) > largestExact);
  const kind = elementwiseKinds.find((key) => (cost.elementwise[key] ?? 0) > largestExact);
  const what =
    name === undefined ? `the number of elementwise operations` : `the number of ${metrics[name].toLowerCase()}`;
  const value = name === undefined ? cost.elementwise[kind ?? 'add'] : cost[name];
  const { file, nameSpan } = layer.origin;
  const error = reporter.report('shape.too-large', file, nameSpan, { what, value: formatLarge(value ?? 0) });
  if (!errors.has(layer.id)) errors.set(layer.id, error);
  const { elementwise } = cost;
  return {
    multiplies: exact(cost.multiplies),
    effectiveMultiplies: exact(cost.effectiveMultiplies),
    adds: exact(cost.adds),
    elementwise: {
      multiply: exact(elementwise.multiply),
      add: exact(elementwise.add),
      compare: exact(elementwise.compare),
      divide: exact(elementwise.divide),
      exp: exact(elementwise.exp),
    },
    params: exact(cost.params),
    paramsTotal: exact(cost.paramsTotal),
  };
}

/** Bytes of each layer's result as float32; above 2^53 reported at the layer and unknown. */
export function resultBytes(graph: Graph, shapes: readonly Shape[], reporter: Reporter): Dim[] {
  return shapes.map(([height, width, channels], id) => {
    if (height === undefined || width === undefined || channels === undefined) return undefined;
    const bytes = height * width * channels * bytesPerValue;
    if (bytes <= largestExact) return bytes;
    const origin = graph.layers[id]?.origin;
    const values = { what: 'the number of bytes of the result', value: formatLarge(bytes) };
    if (origin) reporter.report('shape.too-large', origin.file, origin.nameSpan, values);
    return undefined;
  });
}

/** What a sum needs to know of a network. */
export type CostTables = Pick<NetworkAnalysis, 'graph' | 'costs' | 'activationBytes'>;

/**
 * Sums over layers, ids in written order. The network's input is no layer of its sums, but takes part in the
 * peak of memory. `hasUnknownEnd`: more layers may belong to the set than are known.
 */
export function sumLayers(tables: CostTables, ids: readonly LayerId[], hasUnknownEnd = false): LayerSet {
  const { graph, costs, activationBytes } = tables;
  const layers = ids.filter((id) => id !== graph.input);
  let unknownLayers = 0;
  let isOpen = hasUnknownEnd;
  const sum = (of: (id: LayerId) => Dim, factor = 1): Sum => {
    let value = 0;
    let isPartial = isOpen;
    for (const id of layers) {
      const part = of(id);
      if (part === undefined) isPartial = true;
      else value += part;
    }
    return bounded(value * factor, isPartial);
  };
  for (const id of layers) {
    const cost = costs[id];
    if (cost?.multiplies === undefined || cost.paramsTotal === undefined || activationBytes[id] === undefined) {
      unknownLayers++;
    }
    // What flows in from an unknown place is missing from the sum.
    if (graph.layers[id]?.inputs.includes(-1)) isOpen = true;
  }
  const multiplies = sum((id) => costs[id]?.multiplies);
  const paramsTotal = sum((id) => costs[id]?.paramsTotal);
  const elementwise = (kind: keyof Elementwise) => sum((id) => costs[id]?.elementwise[kind]);
  const live = liveBytes(graph, activationBytes, layers);
  const peakLayer = layers[live.peakStep];
  return {
    layers,
    unknownLayers,
    sums: {
      multiplies,
      effectiveMultiplies: sum((id) => costs[id]?.effectiveMultiplies),
      macs: multiplies,
      flops: bounded(multiplies.value * 2, multiplies.isPartial),
      adds: sum((id) => costs[id]?.adds),
      params: sum((id) => costs[id]?.params),
      paramsTotal,
      weightBytes: bounded(paramsTotal.value * bytesPerValue, paramsTotal.isPartial),
      activationBytes: sum((id) => activationBytes[id]),
      peakBytes: bounded(live.steps[live.peakStep] ?? 0, live.isPartial || isOpen),
    },
    elementwise: {
      multiply: elementwise('multiply'),
      add: elementwise('add'),
      compare: elementwise('compare'),
      divide: elementwise('divide'),
      exp: elementwise('exp'),
    },
    peak: peakLayer === undefined ? undefined : { layer: peakLayer, held: live.heldAtPeak },
  };
}

/** A sum above 2^53 is no longer exact: all that is known is that it is at least that. */
function bounded(value: number, isPartial: boolean): Sum {
  return value > largestExact ? { value: largestExact, isPartial: true } : { value, isPartial };
}
