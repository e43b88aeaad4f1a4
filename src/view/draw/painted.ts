/** What is drawn with classes, as SVG that needs no style sheet. */

import { textFace } from './inter-widths';
import { glyphColour, hatchId, isHeatClass, isPageOnly, type PictureTheme, styleOf } from './picture-style';
import { type SvgAttributes, type SvgNode, svg } from './svg-tree';

/** Parts on the ground of a theme. `title` is its name to a screen reader. */
export function paintedSvg(
  { width, height }: { readonly width: number; readonly height: number },
  title: string,
  drawn: readonly SvgNode[],
  theme: PictureTheme,
): SvgNode {
  const parts = drawn.flatMap((part) => painted(part, new Set(), theme));
  const address = `url(#${hatchId(theme)})`;
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': title,
      'font-family': textFace,
      // A space at the start of a part of a text counts.
      'xml:space': 'preserve',
    },
    svg('title', {}, title),
    ...(uses(parts, address) ? painted(hatch(theme), new Set(), theme) : []),
    ...painted(svg('rect', { class: 'canvas', width, height }), new Set(), theme),
    ...parts,
  );
}

function hatch(theme: PictureTheme): SvgNode {
  return svg(
    'pattern',
    { id: hatchId(theme), width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { class: 'hatch-line', width: 1.6, height: 6 }),
  );
}

/** Classes become attributes, which every program that reads SVG knows; what only a page has is left out. */
function painted(node: SvgNode, outside: ReadonlySet<string>, theme: PictureTheme): SvgNode[] {
  const { class: written, ...others } = node.attributes;
  const own = [...(node.tag === 'text' ? ['text'] : []), ...String(written ?? '').split(' ')].filter(Boolean);
  if (isPageOnly(own)) return [];
  const around = new Set(own.some(isHeatClass) ? [...outside].filter((name) => !isHeatClass(name)) : outside);
  for (const name of own) around.add(name);
  const attributes = withoutCurrent({ ...others, ...styleOf(own, around, theme) }, around, theme);
  const children = node.children.flatMap((child): (SvgNode | string)[] =>
    typeof child === 'string' ? (child === '' ? [] : [child]) : painted(child, around, theme),
  );
  return [{ tag: node.tag, attributes, children }];
}

function withoutCurrent(attributes: SvgAttributes, around: ReadonlySet<string>, theme: PictureTheme): SvgAttributes {
  if (attributes.fill !== 'currentColor' && attributes.stroke !== 'currentColor') return attributes;
  const colour = glyphColour(around, theme);
  const own = (value: string | number | undefined) => (value === 'currentColor' ? colour : value);
  return { ...attributes, fill: own(attributes.fill), stroke: own(attributes.stroke) };
}

function uses(nodes: readonly (SvgNode | string)[], address: string): boolean {
  return nodes.some(
    (node) => typeof node !== 'string' && (node.attributes.fill === address || uses(node.children, address)),
  );
}
