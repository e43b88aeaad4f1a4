/** Small choices that this browser keeps, where it lets the page: without that they hold no longer than the page. */

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(`incept.${key}`);
  } catch {
    return null;
  }
}

/** Null forgets it. */
export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`incept.${key}`);
    else localStorage.setItem(`incept.${key}`, value);
  } catch {
    // The page is as it was at the next start.
  }
}

/** BCP 47. */
export function chosenLanguage(): string | undefined {
  return kept('language') ?? undefined;
}
