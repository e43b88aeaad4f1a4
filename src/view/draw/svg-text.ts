/** Elements of SVG as text. What a file says is escaped; the same tree gives the same text. */

import type { SvgNode } from './svg-tree';

export function svgText({ tag, attributes, children }: SvgNode): string {
  let text = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${name}="${escaped(String(value))}"`;
  }
  if (children.length === 0) return `${text}/>`;
  for (const [place, child] of children.entries()) {
    if (place === 0) text += '>';
    text += typeof child === 'string' ? escaped(child) : svgText(child);
  }
  return `${text}</${tag}>`;
}

/** The same as a part of a page, where only some elements may end themselves. */
export function htmlText({ tag, attributes, children }: SvgNode): string {
  const written = Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(String(value))}"`))
    .join('');
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : htmlText(child))).join('');
  return `<${tag}${written}>${inside}</${tag}>`;
}

/** For the content and the attributes of elements. What XML has no way to say is left out. */
export function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}
