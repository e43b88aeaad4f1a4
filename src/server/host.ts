/** What the server needs of the world around it. The Node entries give it files and runs; tests give their own. */

import type { MachineProfile } from '../base/machine-profile';
import type { CalibrationRequest } from '../runtime/calibrate';
import type { RunResult } from '../runtime/result';
import type { RunProgress, RunRequest } from '../runtime/run-network';
import type { FileSystem } from '../workspace/file-system';

export interface ServerHost {
  readonly files: FileSystem;
  /** Runs in a worker; rejects with a `RunError`. */
  run(
    request: RunRequest,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: RunProgress) => void },
  ): Promise<RunResult>;
  /** Measures the machine, in the worker that runs; rejects with a `RunError`. */
  calibrate(
    request: CalibrationRequest,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: RunProgress) => void },
  ): Promise<MachineProfile>;
  /** Milliseconds, from any start. */
  now(): number;
}
