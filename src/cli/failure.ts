/** Wrong usage or a problem of the environment: printed as one line with a hint, exit code 2. */

import { nearest } from '../base/suggest';

export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** `there is no metric macz`, with the nearest known name or, of a few, all of them as the hint. */
export function unknownName(what: string, wanted: string, known: readonly string[]): Failure {
  const near = nearest(wanted, known);
  const hint =
    near !== undefined
      ? `did you mean ${near}?`
      : known.length > 0 && known.length <= 12
        ? `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
        : undefined;
  return new Failure(`there is no ${what} named ${wanted}`, hint);
}
