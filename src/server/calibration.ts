/**
 * Measures the machine on request, alone or before a run, so that hovers and runs can say what was predicted. The client is
 * told, and gives the profile back at the next start: the server keeps nothing on disk.
 */

import type { CancellationToken } from 'vscode-languageserver';
import type { Refusal } from '../base/diagnostic';
import { refusalText } from '../base/message-text';
import { notifications, requests } from '../protocol/requests';
import type { CalibrateOutcome, RequestFailed } from '../protocol/server-messages';
import { RunError } from '../runtime/run-error';
import { type Machine, measure, type RunWatch } from '../session/run';
import type { ServerContext } from './context';
import { answerOwn, tell } from './messages';

export function registerCalibration(context: ServerContext): void {
  const malformed = () => refused(context, { code: 'request.calibrate', values: {} });
  answerOwn(context, requests.calibrate, malformed, async (params, token): Promise<CalibrateOutcome> => {
    try {
      const profile = await watched(context, params.token, token, (watch) => measure(machineOf(context), watch));
      return { kind: 'done', profile };
    } catch (error) {
      return failureOf(context, 'calibrate', error);
    }
  });
}

/** The server's own; the client is told when it has been measured. */
export function machineOf(context: ServerContext): Machine {
  const { host, state } = context;
  return {
    runner: host.runner,
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
  progressToken: string,
  token: CancellationToken,
  action: (watch: RunWatch) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return await action({
      signal: abort.signal,
      onProgress: (progress) => tell(context, notifications.runProgress, { token: progressToken, progress }),
    });
  } finally {
    listening.dispose();
  }
}

/** What is our mistake is logged; what the user can mend is told only. */
export function failureOf(context: ServerContext, what: string, error: unknown): RequestFailed {
  if (error instanceof RunError) return refused(context, error.refusal, error.code === 'cancelled');
  context.log(what, error);
  return { kind: 'failed', message: error instanceof Error ? error.message : String(error), isCancelled: false };
}

/** In the words of the settings. */
export function refused(context: ServerContext, refusal: Refusal, isCancelled = false): RequestFailed {
  return { kind: 'failed', message: refusalText(refusal, context.settings().words.diagnostics), isCancelled };
}
