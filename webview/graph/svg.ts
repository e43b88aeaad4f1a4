/** Builds SVG elements from plain calls; text becomes text nodes only, so that nothing a file says is markup. */

import type { SvgAttributes, SvgNode } from '../../src/view/draw/svg-tree';

export { n } from '../../src/view/draw/svg-tree';

const namespace = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: SvgAttributes = {},
  ...children: readonly (Node | string | undefined)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(namespace, tag);
  setAttributes(made, attributes);
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
}

export function setAttributes(target: Element, attributes: SvgAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) target.removeAttribute(name);
    else if (target.getAttribute(name) !== String(value)) target.setAttribute(name, String(value));
  }
}

/** What is drawn, as an element of the page. */
export function element({ tag, attributes, children }: SvgNode): SVGElement {
  const made = document.createElementNS(namespace, tag) as SVGElement;
  setAttributes(made, attributes);
  for (const child of children) made.append(typeof child === 'string' ? child : element(child));
  return made;
}
