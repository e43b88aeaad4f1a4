/**
 * Measures the machine on request, alone or before a run, so that hovers and runs can say what was predicted. The client is
 * told, and gives the profile back at the next start: the server keeps nothing on disk.
 */

import type { CancellationToken } from 'vscode-languageserver';
import { notifications, requests } from '../protocol/requests';
import type { CalibrateOutcome, RequestFailed } from '../protocol/server-messages';
import type { ServerContext } from './context';
import { answerOwn, tell } from './messages';

export function registerCalibration(context: ServerContext): void {
  const malformed: CalibrateOutcome = { kind: 'failed', message: 'this is no request to measure', isCancelled: false };
  answerOwn(context, requests.calibrate, malformed, async (params, token): Promise<CalibrateOutcome> => {
    try {
      return { kind: 'done', profile: await withAbort(token, (signal) => measure(context, params.token, signal)) };
    } catch (error) {
      return failureOf(context, 'calibrate', error);
    }
  });
}

/** Tells the client how far it is, by its token, and what came of it. Rejects with a `RunError`. */
export async function measure(context: ServerContext, progressToken: string, signal: AbortSignal) {
  const { host, state } = context;
  const profile = await host.calibrate(
    {},
    { signal, onProgress: (progress) => tell(context, notifications.runProgress, { token: progressToken, progress }) },
  );
  state.profile = profile;
  tell(context, notifications.didCalibrate, { profile });
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
