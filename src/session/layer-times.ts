/** Predicted times of the layers of any network on a measured machine, for hovers. A network is planned once for it. */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { MachineProfile, PredictedTime } from '../base/machine-profile';
import type { Scene } from '../ide/scene';
import { knownSteps } from '../plan/plan-run';
import { predictTimes } from '../runtime/predict';

type TimesByPath = ReadonlyMap<string, PredictedTime>;

const byProfile = new WeakMap<MachineProfile, WeakMap<NetworkAnalysis, TimesByPath>>();

/** Undefined while the machine is not measured. */
export function layerTimes(profile: MachineProfile | undefined): Scene['timeOf'] {
  if (profile === undefined) return undefined;
  const byNetwork = byProfile.get(profile) ?? new WeakMap<NetworkAnalysis, TimesByPath>();
  byProfile.set(profile, byNetwork);
  return (network, layer) => {
    const times = byNetwork.get(network) ?? timesOf(network, profile);
    byNetwork.set(network, times);
    return times.get(network.graph.layers[layer]?.path ?? '');
  };
}

function timesOf(network: NetworkAnalysis, profile: MachineProfile): TimesByPath {
  const known = knownSteps(network);
  const times = predictTimes(known, profile);
  return new Map(known.layers.map(({ path }, index) => [path, times[index] as PredictedTime]));
}
