/**
 * Measures the machine on request, alone or before a run, so that hovers and runs can say what was predicted. The client is
 * told, and gives the profile back at the next start: the server keeps nothing on disk.
 */

import type { CancellationToken } from 'vscode-languageserver';
import {
  type CalibrateOutcome,
  calibrateRequest,
  type DidCalibrateParams,
  didCalibrateNotification,
  type RequestFailed,
  runProgressNotification,
} from '../protocol/server-messages';
import type { ServerContext } from './create-server';

export function registerCalibration(context: ServerContext): void {
  context.connection.onRequest<CalibrateOutcome, void>(
    calibrateRequest,
    async (params: unknown, token: CancellationToken) => {
      try {
        const progressToken = (params as { token?: unknown } | null)?.token;
        return { kind: 'done', profile: await withAbort(token, (signal) => measure(context, progressToken, signal)) };
      } catch (error) {
        return failureOf(context, 'calibrate', error);
      }
    },
  );
}

/** Rejects with a `RunError`. */
export async function measure(context: ServerContext, progressToken: unknown, signal: AbortSignal) {
  const { connection, host, state } = context;
  const profile = await host.calibrate(
    {},
    {
      signal,
      onProgress: (progress) =>
        void connection.sendNotification(runProgressNotification, { token: progressToken, progress }),
    },
  );
  state.profile = profile;
  const told: DidCalibrateParams = { profile };
  void connection.sendNotification(didCalibrateNotification, told);
  return profile;
}

/** The token of a request as a signal, for as long as the action takes. */
export async function withAbort<T>(token: CancellationToken, action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return await action(abort.signal);
  } finally {
    listening.dispose();
  }
}

/** What is our mistake is logged; what the user can mend is told only. */
export function failureOf(context: ServerContext, what: string, error: unknown): RequestFailed {
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === undefined) context.log(what, error);
  return { kind: 'failed', message, isCancelled: code === 'cancelled' };
}
