/**
 * What the address of the page says behind `#`: a design that was sent (`#d=…`), or one of the pages that this one has. Another page
 * is a row of its own: the bar at the top lists the rows as soon as there are two.
 */

export interface Route {
  /** `#/name`, and what may follow it. */
  readonly name: string;
  readonly title: string;
  /** In front while the route is taken. */
  readonly root: HTMLElement;
  /** It comes to the front, with what follows its name in the address. */
  enter?(rest: string): void;
}

/** The text of a link that holds a design (session/design-link.ts); undefined where the address has none. */
export function linkIn(hash: string): string | undefined {
  return /^#d=(.*)$/.exec(hash)?.[1];
}

/** The first is the one without a name in the address. */
export function routeIn(routes: readonly [Route, ...Route[]], hash: string): { route: Route; rest: string } {
  const [, name, rest = ''] = /^#\/([\w-]+)\/?(.*)$/.exec(hash) ?? [];
  return { route: routes.find((one) => one.name === name) ?? routes[0], rest };
}
