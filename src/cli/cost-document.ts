/**
 * The JSON of `cost`. Keys are a contract: they may be added, never renamed. A count is an integer, or null
 * where it is unknown; a total with an unknown part is null too, and `atLeast` has what is known of it.
 */

import type { Analysis, LayerSet, NetworkAnalysis, Sum, Totals } from '../analysis/analysis';
import { blockFigures } from '../analysis/figures';
import type { MetricName } from '../base/metrics';
import type { Dim, Shape } from '../ops/dim';
import { formatValue } from '../ops/format-value';
import type { Value } from '../ops/op';
import { diagnosticDocument } from './check-document';
import { type CostRow, costRows, type Grouping, kernelWindow, layersWithoutInput } from './cost-rows';
import type { Told } from './excerpt';
import type { NamedFiles } from './named-files';

export function costDocument(
  file: string,
  analysis: Analysis,
  network: NetworkAnalysis | undefined,
  by: Grouping,
  layers: readonly CostRow[],
  told: Told,
): object {
  const { workspace } = told;
  const input = network === undefined ? undefined : network.shapes[network.graph.input];
  return {
    schema: 1,
    file,
    network: network?.name ?? null,
    parameters: Object.fromEntries(
      [...(network?.parameters ?? [])].map(([name, value]) => [name, valueDocument(value)]),
    ),
    input: input === undefined ? null : shapeDocument(input),
    precision: network?.precision ?? null,
    batch: network?.batch ?? null,
    totals: network === undefined ? null : runTotals(network.main),
    heads: network === undefined ? null : totals(network.heads),
    everything: network === undefined ? null : runTotals(network.all),
    dead: network === undefined ? null : totals(blockFigures(network, 0).dead),
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
      ...diagnosticDocument(diagnostic, told),
    })),
  };
}

/** Of layers that are computed in one run, which has a peak of memory too. */
export function runTotals(set: Totals & Pick<LayerSet, 'sums'>): object {
  return totals(set, set.sums.peakBytes);
}

export function totals({ sums, elementwise, unknownLayers }: Totals, peakBytes?: Sum): object {
  const all: Partial<Record<MetricName, Sum>> = { ...sums, ...(peakBytes === undefined ? {} : { peakBytes }) };
  const partial = Object.entries(all).filter(([, sum]) => sum.isPartial);
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
    ...(peakBytes === undefined ? {} : { peakBytes: exact(peakBytes) }),
    ...(partial.length === 0
      ? {}
      : {
          unknownLayers,
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

function layerDocuments(network: NetworkAnalysis, rows: readonly CostRow[], workspace: NamedFiles): object[] {
  const { graph } = network;
  const pathOf = (id: number): string | null => graph.layers[id]?.path ?? null;
  const main = network.declaration.start;
  const mainFile = graph.blocks[0]?.origin.file;
  const ids = rows.length > 0 ? rows.flatMap((row) => row.layers) : layersWithoutInput(network);
  return ids.flatMap((id) => {
    const layer = graph.layers[id];
    const cost = network.costs[id];
    const shape = network.shapes[id];
    if (layer === undefined || cost === undefined || shape === undefined) return [];
    const inputShape = network.shapes[layer.inputs[0] ?? -1];
    const window = kernelWindow(network, layer);
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
      part: network.parts[id],
    };
  });
}

function groupDocuments(network: NetworkAnalysis, by: Grouping): object[] {
  const count = (row: CostRow, metric: MetricName): number | null => {
    const sum = row.sum(metric);
    return sum === undefined ? null : exact(sum);
  };
  return costRows(network, by).map((row) => ({
    [by === 'op' ? 'op' : 'path']: row.name,
    ...(row.shape === undefined ? {} : { shape: shapeDocument(row.shape) }),
    layers: row.layers.length,
    isMain: row.part === 'main',
    part: row.part,
    output: row.output ?? null,
    multiplies: count(row, 'multiplies'),
    effectiveMultiplies: count(row, 'effectiveMultiplies'),
    adds: count(row, 'adds'),
    params: count(row, 'params'),
    paramsTotal: count(row, 'paramsTotal'),
    activationBytes: count(row, 'activationBytes'),
  }));
}

export function exact(sum: Sum): number | null {
  return sum.isPartial ? null : sum.value;
}

function orNull(value: Dim): number | null {
  return value ?? null;
}

export function shapeDocument(shape: Shape): (number | null)[] {
  return shape.map(orNull);
}

export function valueDocument(value: Value): unknown {
  if (value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value.kind === 'list') return value.items.map(valueDocument);
  return value.kind === 'text' ? value.text : formatValue(value);
}
