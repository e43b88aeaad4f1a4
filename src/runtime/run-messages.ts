/** What the run worker and its owner say to each other, and guards for it: a message that is not one is ignored. */

import { isRecord } from '../base/guard';
import { isMachineProfile, type MachineProfile } from '../base/machine-profile';
import type { NamedTensor } from '../base/tensor';
import type { CalibrationRequest } from './calibrate';
import type { LayerLook } from './layer-look';
import type { LookQuestion } from './look-question';
import type { RunResult } from './result';
import { isRunRefusal, type RunRefusal } from './run-error';
import type { RunProgress, RunRequest } from './run-network';

export interface StartMessage {
  readonly kind: 'start';
  readonly id: number;
  readonly request: RunRequest;
  /** One 32-bit integer, not 0 once the run shall end; where no memory is shared, the worker is ended instead. */
  readonly cancel?: SharedArrayBuffer;
}

/** Looks into a layer in place of a run. */
export interface LookMessage {
  readonly kind: 'look';
  readonly id: number;
  readonly request: RunRequest;
  readonly question: LookQuestion;
  readonly cancel?: SharedArrayBuffer;
}

/** What a worker can be asked for. */
export type JobMessage = StartMessage | LookMessage | CalibrateMessage;

/** Measures the machine in place of a run. */
export interface CalibrateMessage {
  readonly kind: 'calibrate';
  readonly id: number;
  readonly request: CalibrationRequest;
  readonly cancel?: SharedArrayBuffer;
}

export type WorkerMessage =
  /** At once, and every now and then from inside of long work. */
  | { readonly kind: 'alive'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: RunProgress }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly result: RunResult;
      readonly values: readonly NamedTensor[];
    }
  /** Null for a layer that is not in the plan. */
  | { readonly kind: 'looked'; readonly id: number; readonly look: LayerLook | null }
  | { readonly kind: 'calibrated'; readonly id: number; readonly profile: MachineProfile }
  | { readonly kind: 'failed'; readonly id: number; readonly refusal: RunRefusal }
  /** A mistake of ours inside the worker. */
  | { readonly kind: 'broken'; readonly id: number; readonly message: string };

export function isStartMessage(value: unknown): value is StartMessage {
  return isRecord(value) && value.kind === 'start' && isJob(value) && isRunRequest(value.request);
}

export function isLookMessage(value: unknown): value is LookMessage {
  if (!isRecord(value) || value.kind !== 'look' || !isJob(value) || !isRunRequest(value.request)) return false;
  const { question } = value;
  return isRecord(question) && typeof question.path === 'string';
}

function isRunRequest(request: unknown): request is RunRequest {
  return (
    isRecord(request) &&
    isRecord(request.plan) &&
    Array.isArray(request.plan.steps) &&
    Array.isArray(request.plan.weights) &&
    isRecord(request.input) &&
    isRecord(request.weights) &&
    typeof request.repeat === 'number' &&
    typeof request.top === 'number' &&
    typeof request.verify === 'boolean' &&
    (request.backend === undefined || request.backend === 'wasm' || request.backend === 'reference')
  );
}

export function isCalibrateMessage(value: unknown): value is CalibrateMessage {
  if (!isRecord(value) || value.kind !== 'calibrate' || !isJob(value)) return false;
  const { request } = value;
  return (
    isRecord(request) &&
    (request.threads === undefined || typeof request.threads === 'number') &&
    (request.exact === undefined || typeof request.exact === 'boolean')
  );
}

function isJob({ id, cancel }: Readonly<Record<string, unknown>>): boolean {
  if (typeof id !== 'number') return false;
  if (cancel === undefined) return true;
  // The constructor is missing where memory cannot be shared.
  return typeof SharedArrayBuffer !== 'undefined' && cancel instanceof SharedArrayBuffer && cancel.byteLength >= 4;
}

export function isWorkerMessage(value: unknown): value is WorkerMessage {
  if (!isRecord(value) || typeof value.id !== 'number') return false;
  switch (value.kind) {
    case 'alive':
      return true;
    case 'progress': {
      const { progress } = value;
      return isRecord(progress) && typeof progress.path === 'string' && typeof progress.index === 'number';
    }
    case 'done':
      return isRecord(value.result) && value.result.schema === 1 && Array.isArray(value.values);
    case 'looked':
      return value.look === null || (isRecord(value.look) && isRecord(value.look.question));
    case 'calibrated':
      return isMachineProfile(value.profile);
    case 'failed':
      return isRunRefusal(value.refusal);
    case 'broken':
      return typeof value.message === 'string';
    default:
      return false;
  }
}
