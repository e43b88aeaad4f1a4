/** Names of classes for a network: read from a file, and refused where the network has another number of them. */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Refusal } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { readLabels } from '../interop/labels';
import type { LabelsOutcome } from '../protocol/server-messages';
import type { DesignSession } from './look';
import { type NetworkAsked, overriddenNetwork } from './overrides';
import { refusedOutcome } from './run';

export async function labelsFor(
  session: DesignSession,
  id: FileId,
  asked: NetworkAsked,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): Promise<LabelsOutcome> {
  const read = readLabels(name, bytes);
  if ('refusal' in read) return refusedOutcome(session, read.refusal);
  const network = await overriddenNetwork(session, id, asked);
  const misfit = network && labelsMisfit(network, name, read.labels);
  return misfit === undefined
    ? { kind: 'done', labels: { name, names: read.labels } }
    : refusedOutcome(session, misfit);
}

/** Undefined where an output has as many values as there are names, or a number of them that is not known. */
export function labelsMisfit(
  { name: network, graph, shapes }: NetworkAnalysis,
  file: string,
  labels: readonly string[],
): Refusal | undefined {
  const counts = new Set(graph.outputs.map(({ layer }) => shapes[layer]?.[2]));
  if (counts.size === 0 || counts.has(undefined) || counts.has(labels.length)) return undefined;
  const classes = [...counts].join(', ');
  return { code: 'labels.count', values: { file, count: labels.length, network, classes } };
}
