/**
 * How a picture in a file looks: what each class is painted with, in three themes. On a page graph.css does the same with the
 * theme's own colours; a test holds the two together.
 */

import type { SvgAttributes } from './svg-tree';

export const pictureThemes = ['light', 'dark', 'paper'] as const;
export type PictureTheme = (typeof pictureThemes)[number];

/** What is painted with, by the names that theme.css has for it. */
export interface Palette {
  readonly canvas: string;
  readonly text: string;
  readonly muted: string;
  readonly node: string;
  readonly nodeBorder: string;
  readonly rule: string;
  readonly edge: string;
  readonly arrow: string;
  readonly error: string;
  readonly warning: string;
  readonly card: string;
  readonly heatNone: string;
  /** Of live bytes. */
  readonly written: string;
  readonly read: string;
  readonly kept: string;
  /** Cheap to dear, and what stands on it. */
  readonly heat: readonly string[];
  readonly heatText: readonly string[];
}

type Chosen = Omit<Palette, 'edge' | 'arrow' | 'card' | 'heatNone' | 'read' | 'kept'>;

function palette(chosen: Chosen): Palette {
  const { canvas, text, node, written } = chosen;
  return {
    ...chosen,
    edge: mixed(text, canvas, 0.6),
    arrow: mixed(text, canvas, 0.7),
    card: mixed(node, canvas, 0.6),
    heatNone: mixed(text, node, 0.15),
    read: mixed(written, canvas, 0.52),
    kept: mixed(text, canvas, 0.3),
  };
}

const [black, white] = ['#101010', '#ffffff'];
/** Measured for contrast and for colour-blind sight; those of theme.css. */
const onLight = {
  heat: ['#dde9f9', '#bed4eb', '#a3bdd0', '#b69d7b', '#b57840', '#a3521c', '#7f3213'],
  heatText: [black, black, black, black, black, white, white],
};
const onDark = {
  heat: ['#2b456d', '#3d5a7f', '#56728a', '#8c8768', '#b4a062', '#ddba56', '#f8db41'],
  heatText: [white, white, white, black, black, black, black],
};

export const palettes: Readonly<Record<PictureTheme, Palette>> = {
  light: palette({
    canvas: '#ffffff',
    text: '#3b3b3b',
    muted: '#5f5f5f',
    node: '#f8f8f8',
    nodeBorder: '#c8c8c8',
    rule: '#d4d4d4',
    error: '#c72e0f',
    warning: '#8f6a00',
    written: '#1a6fd0',
    ...onLight,
  }),
  dark: palette({
    canvas: '#1f1f1f',
    text: '#d4d4d4',
    muted: '#a8a8a8',
    node: '#282828',
    nodeBorder: '#4a4a4a',
    rule: '#3c3c3c',
    error: '#f14c4c',
    warning: '#cca700',
    written: '#3794ff',
    ...onDark,
  }),
  paper: palette({
    canvas: '#ffffff',
    text: '#262626',
    muted: '#595959',
    node: '#ffffff',
    nodeBorder: '#bfbfbf',
    rule: '#c4c4c4',
    error: '#b3261e',
    warning: '#8f6a00',
    written: '#1a6fd0',
    ...onLight,
  }),
};

/** So much of the first, the rest of the second, as `color-mix(in srgb, ...)` has it. */
function mixed(first: string, second: string, share: number): string {
  const channel = (colour: string, at: number): number => Number.parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16);
  const parts = [0, 1, 2].map((at) => Math.round(share * channel(first, at) + (1 - share) * channel(second, at)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** `heat` and `heat-text` are those of the step around; the others are colours of the palette. */
type Paint = Exclude<keyof Palette, 'heat' | 'heatText'> | 'heat' | 'heat-text' | 'hatch' | 'none';

interface Rule {
  readonly of: string;
  /** Classes that it has besides or stands in. */
  readonly when?: readonly string[];
  readonly fill?: Paint;
  readonly opacity?: number;
  readonly stroke?: Paint;
  readonly width?: number;
  readonly dash?: string;
  readonly ends?: 'round';
  /** Of its text. */
  readonly size?: number;
  readonly weight?: number;
}

/** In the order of graph.css: of those that are about an element, a later one counts more. */
const rules: readonly Rule[] = [
  { of: 'text', fill: 'text' },
  { of: 'muted', fill: 'muted' },
  { of: 'label', fill: 'text' },
  { of: 'body', fill: 'node', stroke: 'nodeBorder' },
  { of: 'card', fill: 'card', stroke: 'nodeBorder' },
  { of: 'body', when: ['is-open'], fill: 'text', opacity: 0.04 },
  { of: 'body', when: ['kind-join'], fill: 'heatNone' },
  { of: 'swatch', fill: 'heat' },
  { of: 'swatch', when: ['heat-unknown'], fill: 'node' },
  { of: 'heat-line', fill: 'heat' },
  { of: 'hatch', fill: 'hatch' },
  { of: 'heat-line', when: ['is-unknown', 'heat-unknown', 'is-open'], fill: 'hatch' },
  { of: 'hatch-line', fill: 'text', opacity: 0.45 },
  { of: 'cost-bar', fill: 'heat' },
  { of: 'branch-bar', fill: 'heat' },
  { of: 'base', fill: 'none', stroke: 'muted', width: 1 },
  { of: 'plus', fill: 'none', stroke: 'text', width: 1.6 },
  { of: 'badge-mark', fill: 'none', stroke: 'canvas', width: 2, ends: 'round' },
  { of: 'badge-disc', fill: 'error', stroke: 'canvas', width: 1.5 },
  { of: 'body', when: ['is-unknown'], dash: '4 3' },
  { of: 'card', when: ['is-unknown'], dash: '4 3' },
  { of: 'body', when: ['has-error'], stroke: 'error', width: 2, dash: 'none' },
  { of: 'line', fill: 'none', stroke: 'edge' },
  { of: 'arrow', fill: 'arrow' },
  { of: 'line', when: ['is-side'], dash: '5 4' },
  { of: 'line', when: ['edge', 'is-unknown'], stroke: 'warning', dash: '2 4', width: 2 },
  { of: 'arrow', when: ['edge', 'is-unknown'], fill: 'warning' },
  { of: 'shape-ground', fill: 'canvas' },
  { of: 'shape-text', fill: 'muted' },
  { of: 'shape-text', when: ['is-unknown'], fill: 'warning' },
  // The chart of memory.
  { of: 'chart-grid', fill: 'none', stroke: 'rule', width: 1 },
  { of: 'chart-tick', fill: 'none', stroke: 'rule', width: 1 },
  { of: 'chart-text', fill: 'muted', size: 11 },
  { of: 'chart-peak', fill: 'none', stroke: 'text', width: 1.5 },
  { of: 'chart-leader', fill: 'none', stroke: 'text', width: 1 },
  { of: 'chart-peak-text', fill: 'text', size: 12, weight: 600 },
  { of: 'live-written', fill: 'written' },
  { of: 'live-read', fill: 'read' },
  { of: 'live-kept', fill: 'kept' },
  // The icicle and the balance of branches.
  { of: 'icicle-network', fill: 'heatNone' },
  { of: 'channel-even', fill: 'muted' },
  { of: 'channel-odd', fill: 'kept' },
  // Designs of a sweep.
  { of: 'chart-hatch', fill: 'hatch', opacity: 0.4 },
  { of: 'chart-budget', stroke: 'error', width: 1.5, dash: '5 4' },
  { of: 'chart-over', fill: 'error', size: 11 },
  { of: 'chart-name', fill: 'muted', size: 11 },
  { of: 'chart-label', fill: 'text', size: 11 },
  { of: 'chart-title', fill: 'text', size: 11.5 },
  { of: 'chart-family', fill: 'none', stroke: 'kept', width: 1 },
  { of: 'chart-front', fill: 'none', stroke: 'written', width: 2 },
  { of: 'chart-design', fill: 'text' },
  { of: 'chart-dot', fill: 'canvas', stroke: 'muted', width: 1.5 },
  { of: 'chart-dot', when: ['is-front'], stroke: 'written', width: 2 },
  { of: 'chart-dot', when: ['is-out'], stroke: 'kept' },
  { of: 'chart-dot', when: ['is-mistaken'], stroke: 'error' },
  { of: 'chart-dot', when: ['is-front', 'fits'], fill: 'written' },
  // What a value sees of the image.
  { of: 'field-image', fill: 'heatNone', stroke: 'nodeBorder', width: 1 },
  { of: 'field-beyond', fill: 'none', stroke: 'written', width: 1, dash: '4 3' },
  { of: 'field-seen', fill: 'written', opacity: 0.4, stroke: 'written', width: 1 },
  // Around the picture, where a page has rows of its own.
  { of: 'canvas', fill: 'canvas' },
  { of: 'rule', fill: 'rule' },
  { of: 'step', fill: 'heat' },
  { of: 'sample', fill: 'heat', stroke: 'nodeBorder' },
  { of: 'sample', when: ['heat-unknown'], fill: 'hatch' },
  { of: 'step-text', fill: 'heat-text' },
];

const rulesByClass = new Map(rules.map(({ of }) => [of, rules.filter((rule) => rule.of === of)]));

/** Only a page has them: what is clicked, and what other zooms show. */
const pageOnly = new Set(['at-brief', 'at-far', 'frame-header', 'chart-target', 'chart-ring']);

export function isPageOnly(classes: readonly string[]): boolean {
  return classes.some((name) => pageOnly.has(name));
}

/** The address of the hatch, which the file must have where `hatch` was painted with. */
export const hatchId = (theme: PictureTheme): string => `incept-hatch-${theme}`;

/**
 * Attributes of an element of these classes.
 * @param around Its own classes and those of the elements that it stands in, with one step of heat.
 */
export function styleOf(own: readonly string[], around: ReadonlySet<string>, theme: PictureTheme): SvgAttributes {
  const found: Record<string, string | number | undefined> = {};
  for (const name of own) {
    for (const { when = [], fill, opacity, stroke, width, dash, ends, size, weight } of rulesByClass.get(name) ?? []) {
      if (!when.every((other) => around.has(other))) continue;
      if (fill !== undefined) {
        found.fill = colourOf(fill, around, theme);
        found['fill-opacity'] = opacity;
      }
      if (stroke !== undefined) found.stroke = colourOf(stroke, around, theme);
      if (width !== undefined) found['stroke-width'] = width;
      if (dash !== undefined) found['stroke-dasharray'] = dash === 'none' ? undefined : dash;
      if (ends !== undefined) found['stroke-linecap'] = ends;
      if (size !== undefined) found['font-size'] = size;
      if (weight !== undefined) found['font-weight'] = weight;
    }
  }
  return found;
}

/** What `currentColor` is there. */
export function glyphColour(around: ReadonlySet<string>, theme: PictureTheme): string {
  return heatColour('heat-text', around, theme);
}

function colourOf(paint: Paint, around: ReadonlySet<string>, theme: PictureTheme): string {
  switch (paint) {
    case 'none':
      return 'none';
    case 'hatch':
      return `url(#${hatchId(theme)})`;
    case 'heat':
    case 'heat-text':
      return heatColour(paint, around, theme);
    default:
      return palettes[theme][paint];
  }
}

const heatClass = /^heat-(?:([0-6])|none|unknown)$/;

export function isHeatClass(name: string): boolean {
  return heatClass.test(name);
}

function heatColour(paint: 'heat' | 'heat-text', around: ReadonlySet<string>, theme: PictureTheme): string {
  const { heat, heatText, heatNone, text } = palettes[theme];
  const step = [...around].map((name) => heatClass.exec(name)?.[1]).find((found) => found !== undefined);
  if (step === undefined) return paint === 'heat' ? heatNone : text;
  return (paint === 'heat' ? heat : heatText)[Number(step)] ?? text;
}
