/**
 * The JSON of `cost`. Keys are a contract: they may be added, never renamed. A count is an integer, or null
 * where it is unknown; a total with an unknown part is null too, and `atLeast` has what is known of it.
 */

import type { Analysis, LayerSet, NetworkAnalysis, Sum } from '../analysis/analysis';
import type { Dim, Shape, Value } from '../ops/value';
import { formatValue } from '../ops/value';
import { diagnosticDocument } from './check-document';
import { type CostRow, costRows, countedLayers, type Grouping } from './cost-rows';
import type { Workspace } from './workspace';

export function costDocument(
  file: string,
  analysis: Analysis,
  network: NetworkAnalysis | undefined,
  by: Grouping,
  layers: readonly CostRow[],
  workspace: Workspace,
): object {
  const input = network === undefined ? undefined : network.shapes[network.graph.input];
  return {
    schema: 1,
    file,
    network: network?.name ?? null,
    parameters: Object.fromEntries(
      [...(network?.parameters ?? [])].map(([name, value]) => [name, valueDocument(value)]),
    ),
    input: input === undefined ? null : shapeDocument(input),
    totals: network === undefined ? null : totals(network.main),
    outputs: network === undefined ? [] : outputs(network),
    layers: network === undefined ? [] : layerDocuments(network, layers, workspace),
    ...(network === undefined || by === 'layer' ? {} : { [`${by}s`]: groupDocuments(network, by) }),
    budgets: (network?.budgets ?? []).map((budget) => ({
      metric: budget.metric,
      limit: budget.limit,
      value: budget.verdict === 'open' ? null : budget.value,
      ok: budget.verdict === 'open' ? null : budget.verdict === 'ok',
      line: workspace.position(budget.location.file, budget.location.span.start).line,
      path: budget.path,
    })),
    diagnostics: analysis.diagnostics.map((diagnostic) => ({
      file: workspace.name(diagnostic.file),
      ...diagnosticDocument(diagnostic, workspace),
    })),
  };
}

export function totals(set: LayerSet): object {
  const { sums, elementwise } = set;
  const partial = Object.entries(sums).filter(([, sum]) => sum.isPartial);
  return {
    multiplies: exact(sums.multiplies),
    effectiveMultiplies: exact(sums.effectiveMultiplies),
    adds: exact(sums.adds),
    macs: exact(sums.macs),
    flops: exact(sums.flops),
    elementwise: {
      multiply: exact(elementwise.multiply),
      add: exact(elementwise.add),
      compare: exact(elementwise.compare),
      divide: exact(elementwise.divide),
      exp: exact(elementwise.exp),
    },
    params: exact(sums.params),
    paramsTotal: exact(sums.paramsTotal),
    weightBytes: exact(sums.weightBytes),
    activationBytes: exact(sums.activationBytes),
    peakBytes: exact(sums.peakBytes),
    ...(partial.length === 0
      ? {}
      : {
          unknownLayers: set.unknownLayers,
          atLeast: Object.fromEntries(partial.map(([name, sum]) => [name, sum.value])),
        }),
  };
}

function outputs(network: NetworkAnalysis): object[] {
  return network.outputs.map(({ output, shape, needs, extra }) => ({
    name: output.name,
    kind: output.kind,
    shape: shapeDocument(shape),
    multiplies: exact(needs.sums.multiplies),
    params: exact(needs.sums.params),
    ...(output.kind === 'head'
      ? { extraMultiplies: exact(extra.sums.multiplies), extraParams: exact(extra.sums.params) }
      : {}),
    path: network.graph.layers[output.layer]?.path ?? null,
  }));
}

function layerDocuments(network: NetworkAnalysis, rows: readonly CostRow[], workspace: Workspace): object[] {
  const { graph } = network;
  const pathOf = (id: number): string | null => graph.layers[id]?.path ?? null;
  const main = network.declaration.start;
  const mainFile = graph.blocks[0]?.origin.file;
  const ids = rows.length > 0 ? rows.flatMap((row) => row.layers) : countedLayers(network);
  return ids.flatMap((id) => {
    const layer = graph.layers[id];
    const cost = network.costs[id];
    const shape = network.shapes[id];
    if (layer === undefined || cost === undefined || shape === undefined) return [];
    const inputShape = network.shapes[layer.inputs[0] ?? -1];
    const hasKernel = layer.op.parameters.some((parameter) => parameter.name === 'kernel');
    const window = inputShape === undefined || !hasKernel ? undefined : layer.op.window?.(inputShape, layer.attributes);
    const field = network.receptiveFields[id];
    return {
      path: layer.path,
      op: layer.op.name,
      line: workspace.position(layer.origin.file, layer.origin.nameSpan.start ?? main).line,
      ...(layer.origin.file === mainFile ? {} : { file: workspace.name(layer.origin.file) }),
      inputs: layer.inputs.map(pathOf),
      inputShape: inputShape === undefined ? null : shapeDocument(inputShape),
      shape: shapeDocument(shape),
      kernel: window === undefined ? null : window.kernel.map(orNull),
      stride: window === undefined ? null : window.stride.map(orNull),
      dilation: window === undefined ? null : window.dilation.map(orNull),
      pads: window === undefined ? null : window.pads.map(orNull),
      groups: window === undefined ? null : orNull(window.groups),
      multiplies: orNull(cost.multiplies),
      effectiveMultiplies: orNull(cost.effectiveMultiplies),
      adds: orNull(cost.adds),
      elementwise: {
        multiply: orNull(cost.elementwise.multiply),
        add: orNull(cost.elementwise.add),
        compare: orNull(cost.elementwise.compare),
        divide: orNull(cost.elementwise.divide),
        exp: orNull(cost.elementwise.exp),
      },
      params: orNull(cost.params),
      paramsTotal: orNull(cost.paramsTotal),
      activationBytes: orNull(network.activationBytes[id]),
      receptiveField:
        field === undefined
          ? null
          : {
              size: field.map((axis) => axis.size),
              jump: field.map((axis) => axis.jump),
              start: field.map((axis) => axis.start),
            },
      output: network.servedOutput[id] ?? null,
    };
  });
}

function groupDocuments(network: NetworkAnalysis, by: Grouping): object[] {
  const mainLayers = new Set(network.main.layers);
  return costRows(network, by).map((row) => ({
    [by === 'op' ? 'op' : 'path']: row.name,
    ...(row.shape === undefined ? {} : { shape: shapeDocument(row.shape) }),
    layers: row.layers.length,
    isMain: row.layers.some((layer) => mainLayers.has(layer)),
    multiplies: orNull(row.metrics.multiplies),
    effectiveMultiplies: orNull(row.metrics.effectiveMultiplies),
    adds: orNull(row.metrics.adds),
    params: orNull(row.metrics.params),
    paramsTotal: orNull(row.metrics.paramsTotal),
    activationBytes: orNull(row.metrics.activationBytes),
  }));
}

function exact(sum: Sum): number | null {
  return sum.isPartial ? null : sum.value;
}

function orNull(value: Dim): number | null {
  return value ?? null;
}

export function shapeDocument(shape: Shape): (number | null)[] {
  return shape.map(orNull);
}

function valueDocument(value: Value): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value.kind === 'list') return value.items.map(valueDocument);
  return value.kind === 'text' ? value.text : formatValue(value);
}
