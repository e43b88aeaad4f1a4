/**
 * A value that is there already or comes later. What has been loaded is answered at once, within the same turn, so that
 * an edit of a file whose imports are known waits for nobody.
 */

export type Eventual<T> = T | Promise<T>;

/** Goes on with the value, at once where it is there. */
export function whenReady<T, R>(value: Eventual<T>, next: (value: T) => Eventual<R>): Eventual<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values in their order, at once where all are there. */
export function allReady<T>(values: readonly Eventual<T>[]): Eventual<readonly T[]> {
  const isReady = (value: Eventual<T>): value is T => !(value instanceof Promise);
  return values.every(isReady) ? values : Promise.all(values);
}
