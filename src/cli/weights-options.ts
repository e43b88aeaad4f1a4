/** Weights for a command: drawn from a seed, or read from a file, with a mapping file where its names are foreign. */

import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { NetworkAnalysis } from '../analysis/analysis';
import { type Refusal, refusalLines } from '../base/diagnostic';
import { refusalText } from '../base/message-text';
import { formatBytes } from '../base/number-format';
import { elementCount, type NamedTensor } from '../base/tensor';
import type { LayerId } from '../graph/graph';
import { modelWeightsReader } from '../interop/model-weights';
import { isIgnored, mapWeights, ownWeights, parseWeightMap, type WeightMap } from '../interop/weight-map';
import { fitWeights, formatOfWeights, type ReadTensors } from '../interop/weight-readers';
import { Failure, refused } from './failure';
import type { SayHelp } from './options';
import type { Session } from './session';
import { visible } from './style';

export interface WeightsOptions {
  readonly weights?: string;
  readonly map?: string;
}

/** What one file of weights holds at most, or of a network with its weights. */
const mostBytes = 2 ** 31 - 1;

/** Before anything of that size is made. Throws `Failure`. */
export function checkWeightsSize(network: string, weights: readonly { readonly shape: readonly number[] }[]): void {
  const bytes = weights.reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
  if (bytes <= mostBytes) return;
  const values = { network, size: formatBytes(bytes), limit: formatBytes(mostBytes + 1) };
  throw new Failure(({ failures: say }) => say('weights-large', values));
}

export function addWeights(command: Command, say: SayHelp): Command {
  return command.option('--weights <file>', say('weights')).option('--map <file>', say('map'));
}

/** All tensors of a file as they stand in it. */
export async function readTensors(
  path: string,
  session: Session,
  map: WeightMap = ownWeights,
): Promise<readonly NamedTensor[]> {
  const bytes = await session.readFile(path);
  return tensorsOf(path, await formatOfWeights(path).read(bytes, (name) => isIgnored(name, map)));
}

/** As `readTensors`, also out of a model of another framework. */
async function weightTensors(path: string, session: Session, map: WeightMap): Promise<readonly NamedTensor[]> {
  const readModel = modelWeightsReader(path);
  if (readModel === undefined) return readTensors(path, session, map);
  const readBeside = (name: string) => session.readFile(join(dirname(path), name));
  const options = { size: undefined, weights: undefined, bound: new Map<string, Uint8Array>(), readBeside };
  return tensorsOf(path, await readModel(await session.readFile(path), options));
}

function tensorsOf(path: string, found: Awaited<ReturnType<ReadTensors>>): readonly NamedTensor[] {
  if ('tensors' in found) return found.tensors;
  throw new Failure(({ failures: say, diagnostics }) =>
    say('cannot-read', { path, reason: visible(refusalText(found.refusal, diagnostics)) }),
  );
}

/** Without a mapping file, as the format has them. */
async function mapFor(file: string, { map }: WeightsOptions, session: Session): Promise<WeightMap> {
  if (map !== undefined) return readMap(map, session);
  const layout = modelWeightsReader(file) === undefined ? formatOfWeights(file).layout : 'pytorch';
  return { ...ownWeights, layout };
}

/** The weights of these layers under our names, in our order; a `Failure` names every tensor that does not fit. */
export async function readWeights(
  file: string,
  options: WeightsOptions,
  network: NetworkAnalysis,
  layers: readonly LayerId[],
  session: Session,
): Promise<NamedTensor[]> {
  const map = await mapFor(file, options, session);
  const tensors = await weightTensors(file, session, map);
  // A model of another framework has its own names.
  const isModel = options.map === undefined && modelWeightsReader(file) !== undefined;
  const mapped = isModel ? fitWeights(network, layers, tensors, map.layout) : mapWeights(network, layers, tensors, map);
  if ('tensors' in mapped) return mapped.tensors;
  throw misfit(file, options, network, mapped.problems);
}

/**
 * As `readWeights`, of the main outputs; where no mapping file says the names and they are not ours either, layers are
 * found by order and shape. `left` are modules of the file that belong to no layer, where it was so.
 */
export async function findWeights(
  file: string,
  options: WeightsOptions,
  network: NetworkAnalysis,
  session: Session,
): Promise<{ readonly weights: readonly NamedTensor[]; readonly left?: readonly string[] }> {
  const map = await mapFor(file, options, session);
  const tensors = await weightTensors(file, session, map);
  const wanted = network.main.layers;
  const fitted =
    options.map === undefined
      ? fitWeights(network, wanted, tensors, map.layout)
      : mapWeights(network, wanted, tensors, map);
  if ('problems' in fitted) throw misfit(file, options, network, fitted.problems);
  const { tensors: weights, ...rest } = fitted;
  return { weights, ...rest };
}

function misfit(
  file: string,
  { map }: WeightsOptions,
  network: NetworkAnalysis,
  problems: readonly Refusal[],
): Failure {
  return refused(
    { code: 'run.weights', values: { file, network: network.name, problems: refusalLines(problems) } },
    map === undefined ? ({ failures: say }) => say('misfit.hint') : undefined,
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
  if ('refusal' in parsed) {
    throw new Failure(({ failures: say, diagnostics }) =>
      say('map-unusable', { path, reason: visible(refusalText(parsed.refusal, diagnostics)) }),
    );
  }
  return parsed.map;
}
