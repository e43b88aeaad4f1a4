/** What a thrown value says: its message where it has one. */

export function problemText(problem: unknown): string {
  return problem instanceof Error && problem.message !== '' ? problem.message : String(problem);
}
