/** The format that the ending of a file's name says. */
export function formatOfFile<F extends { readonly endings: readonly string[] }>(
  known: readonly F[],
  file: string,
): F | undefined {
  return known.find(({ endings }) => endings.some((ending) => file.toLowerCase().endsWith(ending)));
}
