/** Weights for a command: drawn from a seed, or read from a file, with a mapping file where its names are foreign. */

import type { Command } from 'commander';
import type { NetworkAnalysis } from '../analysis/analysis';
import type { NamedTensor } from '../base/tensor';
import type { LayerId } from '../graph/graph';
import { formatOfFile, type ReadableFormat, readableFormats } from '../interop/formats';
import { isIgnored, mapWeights, ownWeights, parseWeightMap, type WeightMap } from '../interop/weight-map';
import { Failure } from './failure';
import type { SayHelp } from './options';
import type { Session } from './session';
import { visible } from './style';

export interface WeightsOptions {
  readonly weights?: string;
  readonly map?: string;
}

/** More complaints than this are counted. */
const mostComplaints = 20;

export function addWeights(command: Command, say: SayHelp): Command {
  return command.option('--weights <file>', say('weights')).option('--map <file>', say('map'));
}

/** All tensors of a file as they stand in it. */
export async function readTensors(
  path: string,
  session: Session,
  map: WeightMap = ownWeights,
): Promise<readonly NamedTensor[]> {
  // A file of any other ending is taken for one of the first format.
  const format = formatOfFile(readableFormats, path) ?? (readableFormats[0] as ReadableFormat);
  const found = format.read(await session.readFile(path), (name) => isIgnored(name, map));
  if ('problem' in found) {
    throw new Failure(({ failures: say }) => say('cannot-read', { path, reason: visible(found.problem) }));
  }
  return found.tensors;
}

/** The weights of these layers under our names, in our order; a `Failure` names every tensor that does not fit. */
export async function readWeights(
  file: string,
  { map: mapFile }: WeightsOptions,
  network: NetworkAnalysis,
  layers: readonly LayerId[],
  session: Session,
): Promise<NamedTensor[]> {
  const map = mapFile === undefined ? ownWeights : await readMap(mapFile, session);
  const mapped = mapWeights(network, layers, await readTensors(file, session, map), map);
  if ('tensors' in mapped) return mapped.tensors;
  const shown = mapped.problems.slice(0, mostComplaints);
  const rest = mapped.problems.length - shown.length;
  throw new Failure(
    ({ failures: say }) => {
      const title = say('misfit', { path: file, network: network.name });
      return [title, ...shown, ...(rest > 0 ? [say('misfit.more', { count: rest })] : [])].join('\n  ');
    },
    mapFile === undefined ? ({ failures: say }) => say('misfit.hint') : undefined,
  );
}

/** `--map` says nothing without a file to read. */
export function checkWeightsOptions({ weights, map }: WeightsOptions): void {
  if (map !== undefined && weights === undefined) {
    throw new Failure(({ failures: say }) => say('map-alone'));
  }
}

async function readMap(path: string, session: Session): Promise<WeightMap> {
  const parsed = parseWeightMap(await session.readText(path));
  if ('problem' in parsed) {
    throw new Failure(({ failures: say }) => say('map-unusable', { path, reason: visible(parsed.problem) }));
  }
  return parsed.map;
}
