/** Whether a design is the same network after its text was written otherwise: by what two analyses find, paths apart. */

import type { Analysis, NetworkAnalysis } from '../../analysis/analysis';
import type { DiagnosticCode } from '../../base/codes';
import { formatAttribute } from '../../ops/format-value';

/** Nothing is wrong that was right, and every network has the layers, figures and outputs that it had, in their order. */
export function isSameDesign(before: Analysis, after: Analysis): boolean {
  const counts = messageCounts(before);
  for (const [code, count] of messageCounts(after)) if (count > (counts.get(code) ?? 0)) return false;
  return (
    before.networks.length === after.networks.length &&
    before.networks.every((network, i) => figuresOf(network) === figuresOf(after.networks[i] as NetworkAnalysis))
  );
}

/** How often each message is given. */
export function messageCounts({ diagnostics }: Analysis): ReadonlyMap<DiagnosticCode, number> {
  const counts = new Map<DiagnosticCode, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Of the design as it is, which every draft is held against. */
const known = new WeakMap<NetworkAnalysis, string>();

/** What every layer is, reads and comes to, what is counted where, and what the whole costs. */
function figuresOf(network: NetworkAnalysis): string {
  let figures = known.get(network);
  if (figures === undefined) {
    figures = writtenFigures(network);
    known.set(network, figures);
  }
  return figures;
}

function writtenFigures(network: NetworkAnalysis): string {
  const { name, graph, shapes, costs, parts, outputs, main, heads, budgets } = network;
  const layers = graph.layers.map(({ op, attributes, inputs }, id) => [
    op.name,
    op.parameters.map((parameter) => formatAttribute(parameter, attributes[parameter.name])),
    inputs,
    shapes[id],
    costs[id],
    parts[id],
  ]);
  const ends = outputs.map(({ output, shape }) => [output.name, output.kind, output.layer, shape]);
  const promises = budgets.map(({ metric, limit, value, verdict }) => [metric, limit, value, verdict]);
  return JSON.stringify([name, layers, ends, main.sums, heads.sums, promises]);
}
