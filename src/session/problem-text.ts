/** What thrown values say: some of them to the user, all of them to a log. */

/** Something in the world is not as it has to be; the message says it in the words of the user. */
export class KnownProblem extends Error {
  override readonly name = 'KnownProblem';
}

/** For the user, where nothing but a mistake of ours would have another message than that. */
export function toldText(problem: unknown, mistake: string): string {
  return problem instanceof KnownProblem ? problem.message : mistake;
}

/** For a log: a known problem needs no place in our code, a mistake does. */
export function problemText(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  return problem instanceof KnownProblem ? problem.message : (problem.stack ?? String(problem));
}
