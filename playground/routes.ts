/** What the address of the page says behind `#`. */

/** What opens the page with the design of such a text. */
export function hashOf(link: string): string {
  return `#d=${link}`;
}

/** The text of a link that holds a design (session/design-link.ts); undefined where the address has none. */
export function linkIn(hash: string): string | undefined {
  return /^#d=(.*)$/.exec(hash)?.[1];
}
