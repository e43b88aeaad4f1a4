/**
 * What there is to say of a whole network: its counts for main outputs, for what heads add to them and for everything,
 * what other tools print for each of the three, and what is alive where its memory peaks. As data; figures are those of
 * src/analysis.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { type HeldTensor, hasHeads, heldAtPeak } from '../analysis/figures';
import type { LayerId } from '../graph/graph';
import type { Dim, Shape } from '../ops/dim';
import { type Count, exactValue, factsOver, groupCounts } from './explain';
import { isCounted, type ToolFigure, toolFigures } from './other-tools';

/** `heads` is what all of them add to `main`. */
export interface BySet<T> {
  readonly main: T;
  readonly heads: T;
  readonly everything: T;
}

export interface NetworkExplanation {
  readonly name: string;
  readonly input: Shape | undefined;
  readonly hasHeads: boolean;
  readonly counts: readonly {
    readonly name: Count['name'];
    readonly unit: Count['unit'];
    readonly values: BySet<Dim>;
  }[];
  readonly otherTools: readonly BySet<ToolFigure>[];
  /** Undefined where nothing is computed. */
  readonly peak: { readonly path: string; readonly bytes: Dim; readonly held: readonly HeldTensor[] } | undefined;
}

export function explainNetwork(network: NetworkAnalysis): NetworkExplanation {
  const { main, heads, all, graph } = network;
  const headLayers = graph.layers.filter(({ id }) => network.parts[id] === 'head').map(({ id }) => id);
  const counts = bySet(groupCounts(main), groupCounts(heads), groupCounts(all));
  const toolsOf = (layers: readonly LayerId[]): readonly ToolFigure[] => toolFigures(factsOver(network, layers));
  const tools = bySet(toolsOf(main.layers), toolsOf(headLayers), toolsOf(all.layers));
  const { peak } = main;
  return {
    name: network.name,
    input: network.shapes[graph.input],
    hasHeads: hasHeads(network),
    counts: counts.everything.map(({ name, unit }) => {
      // Kinds of operations that a set has none of are not listed for it.
      const valueIn = (rows: readonly Count[]): Dim => {
        const row = rows.find((one) => one.name === name);
        return row === undefined ? 0 : row.value;
      };
      return { name, unit, values: mapSets(counts, valueIn) };
    }),
    otherTools: tools.everything.some(isCounted)
      ? tools.everything.map((_, index) => mapSets(tools, (figures) => figures[index] as ToolFigure))
      : [],
    peak: peak && {
      path: graph.layers[peak.layer]?.path ?? '?',
      bytes: exactValue(main.sums.peakBytes),
      held: heldAtPeak(network),
    },
  };
}

function bySet<T>(main: T, heads: T, everything: T): BySet<T> {
  return { main, heads, everything };
}

function mapSets<T, U>({ main, heads, everything }: BySet<T>, map: (of: T) => U): BySet<U> {
  return bySet(map(main), map(heads), map(everything));
}
