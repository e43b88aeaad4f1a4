/** What the address of the page says behind `#`. */

/** The text of a link that holds a design (session/design-link.ts); undefined where the address has none. */
export function linkIn(hash: string): string | undefined {
  return /^#d=(.*)$/.exec(hash)?.[1];
}
