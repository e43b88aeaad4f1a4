/**
 * What the box of a node says and which picture it bears: title, suffix, filters, glyph, and the text of the call.
 * Reads accepted attributes only; what is unknown is written `?`.
 */

import { argumentTexts, type Block, type Layer } from '../graph/graph';
import { formatAttribute } from '../ops/format-value';
import type { Attribute } from '../ops/op';
import type { EditorWords } from '../words/editor';
import type { GlyphId } from './model';
import { times } from './number-text';

const longestCall = 120;
const longestArguments = 60;

/** Layers whose name the language writes in one word and people do not. */
const severalWords = ['globalavgpool', 'globalmaxpool', 'adaptiveavgpool'] as const;

/** Of two numbers, either unknown: `3×3`; undefined for what is no pair. */
function sizeText(attribute: Attribute): string | undefined {
  if (!Array.isArray(attribute) || attribute.length !== 2) return undefined;
  return attribute.map((part: number | undefined) => part ?? '?').join(times);
}

function numberText(attribute: Attribute, sign = ''): string | undefined {
  return typeof attribute === 'number' ? `${sign}${attribute}` : undefined;
}

/** The name that a layer was given in the text; undefined for one that is only counted: `conv_3`. */
function givenName({ op, path }: Layer): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isCounted =
    name === op.name || (name.startsWith(`${op.name}_`) && /^\d+$/.test(name.slice(op.name.length + 1)));
  return isCounted ? undefined : name;
}

/** `conv 3×3`, `dropout 0.4`, `lrn`; for a layer that has a name in the text, that. */
export function layerTitle(layer: Layer, say: EditorWords['boxes']): string {
  const given = givenName(layer);
  if (given !== undefined) return given;
  const { op } = layer;
  const known = severalWords.find((name) => name === op.name);
  const name = known === undefined ? op.name : say(known);
  const extra = sizeOf(layer);
  return extra === undefined ? name : `${name} ${extra}`;
}

/** What tells a layer from others of its operation: `3×3`, `0.4`. */
function sizeOf(layer: Layer): string | undefined {
  return sizeText(layer.attributes.kernel) ?? extraTexts.get(layer.op.name)?.(layer);
}

/** Of layers that have no window, by their names. */
const extraTexts: ReadonlyMap<string, (layer: Layer) => string | undefined> = new Map(
  Object.entries<(layer: Layer) => string | undefined>({
    adaptiveavgpool: ({ attributes }) => sizeText(attributes.size),
    dropout: ({ attributes }) => numberText(attributes.rate),
    scale: ({ attributes }) => factorText(attributes.factor),
    upsample: ({ attributes }) => factorText(attributes.factor),
    resize: ({ attributes }) => sizeText(attributes.size) ?? sizeText(attributes.like),
    crop: (layer) => sizeText(layer.attributes.like) ?? amountText(layer),
    pad: (layer) => amountText(layer),
    slice: ({ attributes }) => channelsText(attributes.start, attributes.channels),
    shuffle: ({ attributes }) => numberText(attributes.groups),
    groupnorm: ({ attributes }) => numberText(attributes.groups),
    spacetodepth: ({ attributes }) => numberText(attributes.block, '/'),
    depthtospace: ({ attributes }) => factorText(attributes.block),
    clip: ({ attributes }) => rangeText(attributes.minimum, attributes.maximum),
  }),
);

/** What is added or cut off, as the call has it. */
function amountText({ op, attributes }: Layer): string | undefined {
  const parameter = op.parameters.find(({ name }) => name === 'amount');
  return parameter === undefined ? undefined : formatAttribute(parameter, attributes.amount);
}

function rangeText(first: Attribute, last: Attribute): string | undefined {
  return typeof first === 'number' && typeof last === 'number' ? `${first}..${last}` : undefined;
}

/** The first and the last channel, counted from 0. */
function channelsText(start: Attribute, channels: Attribute): string | undefined {
  return typeof start === 'number' && typeof channels === 'number' ? rangeText(start, start + channels - 1) : undefined;
}

function factorText(attribute: Attribute): string | undefined {
  return sizeText(attribute) ?? numberText(attribute, times);
}

/** `/2` for a stride above 1, `/2×1` where the axes differ; after a given name what the title would say: `7×7 /2`. */
export function layerSuffix(layer: Layer): string {
  const size = givenName(layer) === undefined ? undefined : (sizeOf(layer) ?? layer.op.name);
  return [size ?? '', strideText(layer)].filter((part) => part !== '').join(' ');
}

function strideText({ attributes }: Layer): string {
  const { stride } = attributes;
  if (!Array.isArray(stride) || stride.length !== 2) return '';
  const [vertical, horizontal] = stride;
  if (vertical === 1 && horizontal === 1) return '';
  if (vertical === horizontal) return `/${vertical ?? '?'}`;
  return `/${sizeText(stride)}`;
}

/** Filters of a convolution, units of a dense layer; null for the others and where it is unknown. */
export function layerFilters({ attributes }: Layer): number | null {
  const found = attributes.filters ?? attributes.units;
  return typeof found === 'number' ? found : null;
}

const reshapeGlyphs: ReadonlyMap<string, GlyphId> = new Map(
  Object.entries<GlyphId>({
    identity: 'identity',
    upsample: 'resize',
    resize: 'resize',
    pad: 'pad',
    crop: 'crop',
    slice: 'slice',
    shuffle: 'shuffle',
    spacetodepth: 'blocks',
    depthtospace: 'blocks',
  }),
);

export function layerGlyph({ op, attributes }: Layer): GlyphId {
  switch (op.group) {
    case 'convolution': {
      if (op.name === 'convtranspose') return 'transposed';
      const { kernel } = attributes;
      const [height, width] = Array.isArray(kernel) && kernel.length === 2 ? kernel : [1, 1];
      return `conv-${height ?? 1}x${width ?? 1}`;
    }
    case 'pooling':
      if (op.name.startsWith('global')) return 'globalpool';
      return op.name.includes('max') ? 'maxpool' : 'avgpool';
    case 'dense':
      return 'dense';
    case 'normalization':
      return 'norm';
    case 'activation':
      return op.name === 'softmax' ? 'softmax' : 'activation';
    case 'regularization':
      return 'dropout';
    case 'reshape':
      return reshapeGlyphs.get(op.name) ?? 'reshape';
    case 'join':
      return 'join';
    case 'input':
      return 'input';
    case 'arithmetic':
      return 'arithmetic';
  }
}

/** `(128, 128, 192)` for a module call with arguments; else empty. */
export function callArguments(block: Block): string {
  const written = argumentTexts(block);
  return written.length === 0 ? '' : `(${shortened(written.join(', '), longestArguments)})`;
}

/** The statement on one line, without the name it gives and without its body. */
export function callText(source: string): string {
  const [head = ''] = source.slice(0, 4 * longestCall).split('{');
  const oneLine = head.replace(/\s+/g, ' ').trim();
  return shortened(oneLine.replace(/^[A-Za-z_]\w* ?= ?/, ''), longestCall);
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}\u2026`;
}
