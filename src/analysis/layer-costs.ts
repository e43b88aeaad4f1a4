/** Costs and result bytes of each layer; what is too large to be exact is reported and unknown. Sums are in layer-sums.ts. */

import { type Diagnostic, phrase } from '../base/diagnostic';
import { formatLarge, largestExact } from '../base/number-format';
import { bitsOf, bytesOf, type NumberFormat } from '../base/precision';
import { Alike } from '../graph/alike';
import type { Graph, Layer, LayerId } from '../graph/graph';
import type { Reporter } from '../graph/report';
import { add, type Dim, mul, type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { LayerCost } from '../ops/op';

/** Costs of all layers; a count above 2^53 is reported at its layer and unknown. */
export function layerCosts(
  graph: Graph,
  shapes: readonly Shape[],
  reporter: Reporter,
  errors: Map<LayerId, Diagnostic>,
): LayerCost[] {
  const alike = new Alike<LayerCost>();
  return graph.layers.map((layer) => {
    const inputs = layer.inputs.map((input) => shapes[input] ?? UNKNOWN_SHAPE);
    const known = alike.find(layer, inputs);
    if (known !== undefined) return known;
    const cost = layer.op.cost(inputs, shapes[layer.id] ?? UNKNOWN_SHAPE, layer.attributes);
    if (!isExact(cost)) return exactParts(cost, layer, reporter, errors);
    alike.keep(layer, inputs, cost);
    return cost;
  });
}

export const countedMetrics = ['multiplies', 'effectiveMultiplies', 'adds', 'params', 'paramsTotal'] as const;

export const elementwiseKinds = ['multiply', 'add', 'compare', 'divide', 'exp'] as const;

function isExact(cost: LayerCost): boolean {
  return (
    countedMetrics.every((name) => (cost[name] ?? 0) <= largestExact) &&
    elementwiseKinds.every((kind) => (cost.elementwise[kind] ?? 0) <= largestExact)
  );
}

function exactParts(cost: LayerCost, layer: Layer, reporter: Reporter, errors: Map<LayerId, Diagnostic>): LayerCost {
  const exact = (value: Dim) => (value !== undefined && value > largestExact ? undefined : value);
  const name = countedMetrics.find((key) => (cost[key] ?? 0) > largestExact);
  const kind = elementwiseKinds.find((key) => (cost.elementwise[key] ?? 0) > largestExact);
  const what = phrase(name === undefined ? 'count-of-elementwise' : `count-of-${name}`);
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

/** Bytes of each layer's result in the format of activations, of a batch of images; above 2^53 reported at the layer and unknown. */
export function resultBytes(
  graph: Graph,
  shapes: readonly Shape[],
  format: NumberFormat,
  batch: number,
  reporter: Reporter,
): Dim[] {
  return shapes.map((shape, id) => {
    const bytes = batchBytes(shape, format, batch);
    if (bytes === undefined || bytes <= largestExact) return bytes;
    const origin = graph.layers[id]?.origin;
    const values = { what: phrase('count-of-bytes'), value: formatLarge(bytes) };
    if (origin) reporter.report('shape.too-large', origin.file, origin.nameSpan, values);
    return undefined;
  });
}

/** Of a batch of results, each image's rounded up by itself. */
export function batchBytes([height, width, channels]: Shape, format: NumberFormat, batch: number): Dim {
  if (height === undefined || width === undefined || channels === undefined) return undefined;
  return batch * bytesOf(height * width * channels, format);
}

/** Bytes of the parameters of each layer; each tensor is rounded up by itself. */
export function weightBytes(
  graph: Graph,
  shapes: readonly Shape[],
  costs: readonly LayerCost[],
  format: NumberFormat,
): Dim[] {
  // In whole bytes nothing is rounded, and the sum over tensors is that of their values.
  const isWhole = bitsOf[format] % 8 === 0;
  return graph.layers.map((layer) => {
    const params = costs[layer.id]?.paramsTotal;
    if (params === undefined || params === 0) return params;
    if (isWhole) return bytesOf(params, format);
    const specs = layer.op.weights?.(shapes[layer.inputs[0] ?? -1] ?? UNKNOWN_SHAPE, layer.attributes) ?? [];
    return specs.reduce<Dim>((sum, { shape }) => {
      const values = shape.reduce<Dim>((product, size) => mul(product, size), 1);
      return add(sum, values === undefined ? undefined : bytesOf(values, format));
    }, 0);
  });
}
