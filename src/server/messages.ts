/** Messages of Incept's own protocol over a connection: typed by its table, with what comes in guarded. */

import type { CancellationToken } from 'vscode-languageserver';
import type { Notification, Request } from '../protocol/requests';
import type { Eventual } from '../workspace/eventual';
import type { ServerContext } from './context';

/** Answers a request; what is malformed or makes the handler throw is logged and answered with what `empty` gives. */
export function answerOwn<P, R>(
  context: ServerContext,
  { method, isParams }: Request<P, R>,
  empty: () => R,
  handler: (params: P, token: CancellationToken) => Eventual<R>,
): void {
  const answer = (value: unknown, token: CancellationToken) =>
    context.answer(method, empty(), (params: unknown) => {
      if (isParams(params)) return handler(params, token);
      context.log(method, 'malformed parameters');
      return empty();
    })(value, token);
  // The library's type of an answer depends on whether it may be null, which is open here.
  context.connection.onRequest<unknown, void>(method, answer);
}

/** Heeds a notification; a malformed one is logged and ignored. */
export function heed<P>(
  { connection, log, state }: ServerContext,
  { method, isParams }: Notification<P>,
  handler: (params: P) => void,
): void {
  connection.onNotification(method, (params: unknown) => {
    if (state.phase !== 'running') return;
    if (isParams(params)) handler(params);
    else log(method, 'malformed parameters');
  });
}

export function tell<P>({ connection }: ServerContext, { method }: Notification<P>, params: P): void {
  void connection.sendNotification(method, params);
}
