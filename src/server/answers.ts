/** What handlers of requests have in common: the file and the place that a request is about, and places in answers. */

import type { CancellationToken, Location, ResponseError } from 'vscode-languageserver';
import type { Location as FileLocation } from '../base/span';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { ServerContext, ServerLook } from './context';
import { isPosition, toOffset, toRange } from './convert';

type Answering<R> = (params: unknown, token: CancellationToken) => Eventual<R | ResponseError<void>>;

/** Answers a request about a whole file. */
export function answerOf<R>(
  context: ServerContext,
  name: string,
  empty: R,
  handler: (look: ServerLook, params: unknown) => Eventual<R>,
): Answering<R> {
  return context.answer(name, empty, (params: unknown) =>
    whenReady(context.look(params), (look) => (look === undefined ? empty : handler(look, params))),
  );
}

/** Answers a request about a place; empty where there is no such place. */
export function answerAt<R>(
  context: ServerContext,
  name: string,
  empty: R,
  handler: (look: ServerLook, offset: number, params: unknown) => Eventual<R>,
): Answering<R> {
  return answerOf(context, name, empty, (look, params) => {
    const offset = offsetOf(look, params);
    return offset === undefined ? empty : handler(look, offset, params);
  });
}

/** The offset of a request's `position`; undefined if it has none. */
function offsetOf(look: ServerLook, params: unknown): number | undefined {
  const position = (params as { position?: unknown } | null)?.position;
  return isPosition(position) ? toOffset(look.file.text, look.lines, position) : undefined;
}

/** A place in any file that the server knows. */
export function toLocation({ workspace }: ServerContext, place: FileLocation): Location | undefined {
  const tree = workspace.tree(place.file);
  if (tree === undefined) return undefined;
  return { uri: workspace.uriOf(place.file), range: toRange(workspace.lines(tree), place.span) };
}
