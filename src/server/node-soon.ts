/**
 * Calls back after the messages that already wait; the result takes that back. A message has a turn of the event loop to
 * itself and is followed by the next: who waits for two turns comes after all of them. A timer takes a millisecond at least.
 */
export function soon(action: () => void): () => void {
  let waiting = setImmediate(() => {
    waiting = setImmediate(action);
  });
  return () => clearImmediate(waiting);
}
