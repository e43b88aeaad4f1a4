/** Whether a network can be written as a program of another framework: it has an input and outputs, and is known whole. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { firstUnknownLayer } from '../analysis/known';
import type { Refusal } from '../base/diagnostic';

export function whyNotWritten(network: NetworkAnalysis): Refusal | undefined {
  const { graph, name } = network;
  if (graph.input < 0) return { code: 'no-input', values: { network: name } };
  if (graph.outputs.length === 0) return { code: 'no-output', values: { network: name } };
  const lost = graph.outputs.find(({ layer }) => layer < 0);
  if (lost !== undefined) return { code: 'export.unknown-output', values: { name: lost.name } };
  const unknown = firstUnknownLayer(network, network.all.layers);
  if (unknown === undefined) return undefined;
  return { code: 'export.unknown-layer', values: { path: unknown.layer.path, reason: unknown.reason } };
}
