/** How long a design of the course takes: in a run with random weights, and as it is predicted for the machine of that run. */

import { planRun } from '../plan/plan-run';
import type { DesignTime } from '../runtime/design-time';
import { predictRun } from '../runtime/predict';
import type { Runner } from '../runtime/runner';
import { read } from './measure';

/** The median of so many. */
const runs = 3;

/** Of a machine, which is measured before its first design. */
export function designTimer(
  runner: Pick<Runner, 'run' | 'calibrate'>,
): (text: string) => Promise<DesignTime | undefined> {
  const exact = false;
  let measured: ReturnType<typeof runner.calibrate> | undefined;
  return async (text) => {
    const network = read(text).networks.at(-1);
    const planned = network && planRun(network);
    if (planned === undefined || 'refusal' in planned) return undefined;
    const { plan } = planned;
    measured ??= runner.calibrate({ exact });
    const profile = await measured;
    const result = await runner.run({
      plan,
      input: { kind: 'random', seed: 1 },
      weights: { kind: 'seed', seed: 1 },
      repeat: runs,
      top: 1,
      verify: false,
      exact,
    });
    const { predictedMs = null } = predictRun(result, plan, profile) ?? {};
    return { predictedMs, measuredMs: result.timing.medianMs };
  };
}
