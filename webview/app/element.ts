/**
 * Builds DOM from plain calls. Text always becomes a text node and styles go through the CSSOM, so that
 * nothing a file contains can become markup and the panel's policy needs no inline styles.
 */

export type Child = Node | string | undefined | false;

export interface Properties {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly role?: string;
  readonly hidden?: boolean;
  readonly tabIndex?: number;
  /** `aria-*` attributes by the part after the dash. */
  readonly aria?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly data?: Readonly<Record<string, string>>;
  /** CSS properties, custom ones included. */
  readonly style?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties?: Properties,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K];
export function element(tag: string, properties?: Properties, ...children: readonly Child[]): HTMLElement;
export function element(tag: string, properties: Properties = {}, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(tag);
  if (properties.class !== undefined) made.className = properties.class;
  if (properties.id !== undefined) made.id = properties.id;
  if (properties.title !== undefined) made.title = properties.title;
  if (properties.role !== undefined) made.setAttribute('role', properties.role);
  if (properties.hidden !== undefined) made.hidden = properties.hidden;
  if (properties.tabIndex !== undefined) made.tabIndex = properties.tabIndex;
  for (const [name, value] of Object.entries(properties.aria ?? {})) {
    if (value !== undefined) made.setAttribute(`aria-${name}`, String(value));
  }
  for (const [name, value] of Object.entries(properties.data ?? {})) made.dataset[name] = value;
  for (const [name, value] of Object.entries(properties.style ?? {})) made.style.setProperty(name, value);
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value);
  for (const [name, listener] of Object.entries(properties.on ?? {})) {
    made.addEventListener(name, listener as EventListener);
  }
  append(made, children);
  return made;
}

export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== undefined && child !== false) parent.append(child);
  }
}

/** Replaces what `parent` holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Sets the text only where it differs, so that a screen reader is not told of a change that is none. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Only where it differs: some attributes make the browser lay the page out, whatever their value was. */
export function setAttribute(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}
