/** What can go wrong in a run for reasons outside of our code: a code with values, which the edge puts into words. */

import type { Refusal } from '../base/diagnostic';
import { isRefusal } from '../base/refusal-guard';

const runErrorCodes = [
  'cancelled',
  /** The image cannot be decoded, or is too large. */
  'image',
  /** The input does not fit the network. */
  'input',
  'weights',
  /** More memory would be needed than there is or may be used. */
  'memory',
  /** The engine lacks what the chosen backend needs. */
  'features',
  /** The worker ended before it answered. */
  'crashed',
] as const;

export type RunErrorCode = (typeof runErrorCodes)[number];

/** Why a run ended early, which the table of refusals says. */
export type RunRefusal = Extract<Refusal, { readonly code: `run.${RunErrorCode}${'' | `/${string}`}` }>;

export function isRunRefusal(value: unknown): value is RunRefusal {
  return isRefusal(value) && runErrorCodes.includes(runErrorCode(value));
}

function runErrorCode({ code }: Refusal): RunErrorCode {
  return /^run\.(\w+)/.exec(code)?.[1] as RunErrorCode;
}

export class RunError extends Error {
  override readonly name = 'RunError';

  constructor(readonly refusal: RunRefusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.values)}`);
  }

  get code(): RunErrorCode {
    return runErrorCode(this.refusal);
  }
}

export function cancelled(what: 'run' | 'calibration'): RunError {
  return new RunError({ code: `run.cancelled/${what}`, values: {} });
}
