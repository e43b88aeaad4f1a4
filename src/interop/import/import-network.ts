/**
 * From a foreign network to what is written: its text, and its weights under the paths that its layers have there. The
 * text is read back before it is believed: every layer must be the source's, with its shape and its inputs.
 */

import type { Analysis, NetworkAnalysis } from '../../analysis/analysis';
import { analyze } from '../../analysis/analyze';
import { invariant, present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import { format } from '../../syntax/format';
import { parse } from '../../syntax/parser';
import { type ForeignLayer, type ForeignNetwork, ImportError } from './foreign-network';
import { fuseLayers } from './fuse';
import { withGroups } from './groups';
import { withSharedJoins } from './shared-joins';
import { type NetworkText, writeText } from './write-text';

export interface ImportedNetwork {
  readonly text: string;
  readonly network: NetworkAnalysis;
  /** Under the layers' paths; each is put in order when its values are read. */
  readonly weights: readonly NamedTensor[];
  /** Without the input. */
  readonly layers: number;
}

/** `name` and `comments` as they are to stand in the text. Throws an `ImportError` where the language cannot hold it. */
export function importNetwork(
  foreign: ForeignNetwork,
  { name, comments }: { readonly name: string; readonly comments: readonly string[] },
): ImportedNetwork {
  const network = fuseLayers(withSharedJoins(withoutLoose(withGroups(foreign))));
  const written = (modules: boolean) => readBack(network, writeText(network, { name, comments, modules }));
  const found = written(true) ?? written(false);
  // Numbers that nothing can be counted with, mostly.
  if (found === undefined) throw new ImportError({ code: 'foreign.text', values: {} });
  return found;
}

/** Only what leads to an output. */
function withoutLoose(network: ForeignNetwork): ForeignNetwork {
  const { layers, outputs } = network;
  const isNeeded = layers.map((_, id) => id === 0);
  for (const { layer } of outputs) isNeeded[layer] = true;
  for (let id = layers.length - 1; id > 0; id--) {
    if (isNeeded[id]) for (const input of layers[id]?.inputs ?? []) isNeeded[input] = true;
  }
  const places = new Map<number, number>();
  const kept: ForeignLayer[] = [];
  for (const [id, layer] of layers.entries()) {
    if (!isNeeded[id]) continue;
    places.set(
      id,
      kept.push({ ...layer, inputs: layer.inputs.map((input) => present(places.get(input), 'input')) }) - 1,
    );
  }
  return {
    ...network,
    layers: kept,
    outputs: outputs.map((output) => ({ ...output, layer: present(places.get(output.layer), 'output') })),
  };
}

const file = 'imported.cnn';

/** Undefined where the text is not the network. */
function readBack(foreign: ForeignNetwork, written: NetworkText): ImportedNetwork | undefined {
  const text = format(parse(file, written.text));
  const tree = parse(file, text);
  const analysis = analyze({ file: () => tree, resolve: () => 'outside' }, file);
  const [network] = analysis.networks;
  if (network === undefined || !isSame(foreign, written.layers, network, analysis)) return undefined;
  const weights: NamedTensor[] = [];
  for (const [id, place] of written.layers.entries()) {
    const { path } = present(network.graph.layers[id], 'layer');
    for (const [name, { shape, values }] of present(foreign.layers[place], 'layer').weights) {
      weights.push({
        name: `${path}/${name}`,
        shape,
        get values() {
          return values();
        },
      });
    }
  }
  return { text, network, weights, layers: foreign.layers.length - 1 };
}

function isSame(
  foreign: ForeignNetwork,
  places: readonly number[],
  { graph, shapes }: NetworkAnalysis,
  { diagnostics }: Analysis,
): boolean {
  if (diagnostics.some(({ severity }) => severity === 'error')) return false;
  invariant(places.length === foreign.layers.length, 'every layer is written');
  const read = graph.layers.map(({ op, inputs, id }) => [op.name, inputs.map((input) => places[input]), shapes[id]]);
  const wanted = places.map((place) => {
    const { op, inputs, shape } = present(foreign.layers[place], 'layer');
    return [op.name, inputs, shape];
  });
  const ends = (outputs: readonly { readonly name: string; readonly layer: number | undefined }[]) =>
    outputs.map(({ name, layer }) => `${layer} ${name}`).sort();
  const found = ends(graph.outputs.map(({ name, layer }) => ({ name, layer: places[layer] })));
  return JSON.stringify([read, found]) === JSON.stringify([wanted, ends(foreign.outputs)]);
}
