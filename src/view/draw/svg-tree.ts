/**
 * What is drawn, as elements of SVG in plain data: the page makes them elements of its own, a file gets them as text
 * (picture-svg.ts), so that both draw the same.
 */

export interface SvgNode {
  readonly tag: string;
  readonly attributes: SvgAttributes;
  /** A text is a text, whatever it holds. */
  readonly children: readonly (SvgNode | string)[];
}

/** Undefined ones are not there. */
export type SvgAttributes = Readonly<Record<string, string | number | undefined>>;

export function svg(tag: string, attributes: SvgAttributes = {}, ...children: readonly (SvgNode | string)[]): SvgNode {
  return { tag, attributes, children };
}

/** Three decimals are below what a screen shows. */
export function n(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
