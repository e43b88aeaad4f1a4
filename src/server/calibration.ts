/**
 * Measures the machine on request, alone or before a run, so that hovers and runs can say what was predicted. The client is
 * told, and gives the profile back at the next start: the server keeps nothing on disk.
 */

import type { CancellationToken } from 'vscode-languageserver';
import { notifications, requests } from '../protocol/requests';
import type { CalibrateOutcome, RequestFailed } from '../protocol/server-messages';
import { calibrateOn, type Machine, type RunWatch, refusedOutcome } from '../session/run';
import type { ServerContext } from './context';
import { answerOwn, tell } from './messages';

export function registerCalibration(context: ServerContext): void {
  const malformed = () => refusedOutcome(context, { code: 'request.calibrate', values: {} });
  answerOwn(context, requests.calibrate, malformed, async (params, token): Promise<CalibrateOutcome> => {
    try {
      return await watched(context, params.token, token, (watch) => calibrateOn(machineOf(context), context, watch));
    } catch (error) {
      return mistakeOutcome(context, 'calibrate', error);
    }
  });
}

/** The server's own; the client is told when it has been measured. */
export function machineOf(context: ServerContext): Machine {
  const { host, state } = context;
  return {
    runner: host.runner,
    isExact: state.features.exactRuns,
    profile: () => state.profile,
    setProfile: (profile) => {
      state.profile = profile;
      tell(context, notifications.didCalibrate, { profile });
    },
  };
}

/** For as long as the action takes: how far it is goes to the client, and the token of its request ends it. */
export async function watched<T>(
  context: ServerContext,
  /** Of its progress; undefined where nobody is told. */
  progressToken: string | undefined,
  token: CancellationToken,
  action: (watch: RunWatch) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return await action({
      signal: abort.signal,
      ...(progressToken === undefined
        ? {}
        : { onProgress: (progress) => tell(context, notifications.runProgress, { token: progressToken, progress }) }),
    });
  } finally {
    listening.dispose();
  }
}

/** Logged whole, and told that it is one. */
export function mistakeOutcome(context: ServerContext, what: string, error: unknown): RequestFailed {
  context.log(what, error);
  return refusedOutcome(context, { code: 'request.mistake', values: {} });
}
