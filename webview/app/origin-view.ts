/**
 * How one value of a layer arises, in the picture's place: the places of its window, the products of one of them, the sum
 * as it grows, and what follows it, held against the value of the run. All numbers are the run's own.
 */

import type { LayerLook } from '../../src/runtime/layer-look';
import type { LookPlace, LookQuestion } from '../../src/runtime/look-question';
import type { OriginTerm, ValueOrigin } from '../../src/runtime/value-origin';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon, iconButton } from '../controls';
import { svg } from '../graph/svg';
import { type Child, element } from './element';
import { numberText } from './run-numbers';

/** Columns of one row of the table of products. */
const termsPerRow = 16;

export type ChangeLook = (question: Partial<LookQuestion>) => void;

/** Undefined while no value is taken apart. */
export function originSections(look: LayerLook, change: ChangeLook, words: PreviewWords): HTMLElement[] | undefined {
  const { origin } = look;
  if (origin === null) return undefined;
  return [
    heading(look, origin, change, words),
    result(origin, words),
    ...(origin.taps.length > 1 ? [tapGrid(origin, change, words)] : []),
    products(origin, words),
    ...growth(origin, words),
  ];
}

/** Where the keys of the view lead from what is asked for, whose answer may be on its way; undefined for another key. */
export function originKey(
  key: string,
  [height, width, channels]: LayerLook['shape'],
  { place, channel }: LookQuestion,
): Partial<LookQuestion> | undefined {
  if (place === null) return undefined;
  const { row, column } = place;
  const to = (place: Partial<LookPlace>): Partial<LookQuestion> => {
    const at = { row, column, tap: null, ...place };
    return { place: { ...at, row: within(at.row, height), column: within(at.column, width) } };
  };
  switch (key) {
    case 'ArrowUp':
      return to({ row: row - 1 });
    case 'ArrowDown':
      return to({ row: row + 1 });
    case 'ArrowLeft':
      return to({ column: column - 1 });
    case 'ArrowRight':
      return to({ column: column + 1 });
    case 'PageUp':
      return { channel: within(channel - 1, channels) };
    case 'PageDown':
      return { channel: within(channel + 1, channels) };
    case 'Escape':
      return { place: null };
    default:
      return undefined;
  }
}

function within(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}

function heading(look: LayerLook, origin: ValueOrigin, change: ChangeLook, { runTab: say }: PreviewWords): HTMLElement {
  const { op, shape, question } = look;
  const [height, width, channels] = shape;
  const { row, column } = origin;
  const kernel = kernelOf(origin);
  const place = (at: Partial<LookPlace>): void => change({ place: { row, column, tap: null, ...at } });
  return element(
    'section',
    { class: 'section origin-head' },
    element(
      'h2',
      {},
      op === 'dense'
        ? say('origin.dense', { count: exact(origin.products) })
        : say('origin.conv', { kernel, count: exact(origin.products) }),
    ),
    element(
      'div',
      { class: 'origin-place' },
      stepper(say('origin.row'), row, height, (to) => place({ row: to }), say),
      stepper(say('origin.column'), column, width, (to) => place({ column: to }), say),
      stepper(say('origin.filter'), question.channel, channels, (to) => change({ channel: to }), say),
      element('span', { class: 'muted' }, say('origin.from-zero')),
    ),
    element(
      'p',
      { class: 'muted' },
      say('origin.layer', {
        places: exact(height * width),
        filters: exact(channels),
        products: exact(origin.products),
        all: exact(height * width * channels * origin.products),
      }),
    ),
  );
}

function kernelOf({ taps }: ValueOrigin): string {
  const last = taps.at(-1);
  return last === undefined ? '' : `${last.kernelRow + 1}×${last.kernelColumn + 1}`;
}

function stepper(
  label: string,
  value: number,
  count: number,
  go: (to: number) => void,
  say: PreviewWords['runTab'],
): HTMLElement {
  const turn = (name: 'chevronLeft' | 'chevronRight', to: number): HTMLElement => {
    const words = { what: label, value: to };
    const made = iconButton({ label: say('origin.go', words), icon: name, onClick: () => go(to) });
    made.dataset.focus = `${label} ${name}`;
    made.toggleAttribute('disabled', to < 0 || to >= count);
    return made;
  };
  return element(
    'span',
    { class: 'origin-stepper', role: 'group', aria: { label } },
    element('span', { class: 'muted' }, label),
    turn('chevronLeft', value - 1),
    element('strong', {}, String(value)),
    turn('chevronRight', value + 1),
    element('span', { class: 'muted' }, say('origin.range', { last: count - 1 })),
  );
}

/** One button for each place of the window, laid out as the kernel is; on padding there is nothing to multiply. */
function tapGrid(origin: ValueOrigin, change: ChangeLook, { runTab: say }: PreviewWords): HTMLElement {
  const { taps, otherTaps, row, column } = origin;
  const columns = Math.max(...taps.map(({ kernelColumn }) => kernelColumn)) + 1;
  const most = Math.max(...taps.map(({ sum }) => Math.abs(sum ?? 0)));
  const buttons = taps.map((tap, index) => {
    const name = tap.isPadding
      ? say('origin.tap.padding', { row: tap.row, column: tap.column })
      : say('origin.tap', { row: tap.row, column: tap.column, sum: numberText(tap.sum) });
    const depth = most === 0 ? 0 : Math.round((30 * Math.abs(tap.sum ?? 0)) / most);
    return element(
      'button',
      {
        class: `origin-tap${tap.isPadding ? ' is-padding' : ''}${index === origin.tap ? ' is-chosen' : ''}`,
        title: name,
        data: { focus: `tap ${index}` },
        attributes: { type: 'button' },
        aria: { pressed: index === origin.tap, label: name },
        style: tap.isPadding ? {} : { '--depth': `${depth}%` },
        on: { click: () => change({ place: { row, column, tap: index } }) },
      },
      tap.isPadding ? '0' : numberText(tap.sum),
    );
  });
  return element(
    'section',
    { class: 'section' },
    element(
      'h3',
      {},
      say('origin.window'),
      ' ',
      element('span', { class: 'look-subtitle' }, say('origin.window.hint')),
    ),
    element(
      'div',
      {
        class: 'origin-taps',
        role: 'group',
        aria: { label: say('origin.window') },
        style: { 'grid-template-columns': `repeat(${columns}, minmax(0, 72px))` },
      },
      ...buttons,
    ),
    otherTaps !== null &&
      element(
        'p',
        { class: 'muted' },
        say('origin.other-taps', { count: exact(otherTaps.count), sum: numberText(otherTaps.sum) }),
      ),
  );
}

function products(origin: ValueOrigin, words: PreviewWords): HTMLElement {
  const say = words.runTab;
  const { terms, otherTerms, taps, tap } = origin;
  const chosen = taps[tap];
  const most = Math.max(...terms.map(({ product }) => Math.abs(product ?? 0)));
  const rows: HTMLElement[] = [];
  for (let from = 0; from < terms.length; from += termsPerRow) {
    rows.push(termTable(terms.slice(from, from + termsPerRow), most, words));
  }
  const at = { row: chosen?.row ?? 0, column: chosen?.column ?? 0, sum: numberText(chosen?.sum ?? 0) };
  return element(
    'section',
    { class: 'section' },
    element(
      'h3',
      {},
      otherTerms === null ? say('origin.products') : say('origin.products.largest', { count: terms.length }),
      ' ',
      element(
        'span',
        { class: 'look-subtitle' },
        chosen?.isPadding === true ? say('origin.at-padding') : say('origin.at', at),
      ),
    ),
    element(
      'div',
      { class: 'origin-tables', role: 'group', tabIndex: 0, aria: { label: say('origin.products') } },
      ...rows,
    ),
    otherTerms !== null &&
      element(
        'p',
        { class: 'muted' },
        say('origin.other-terms', { count: exact(otherTerms.count), sum: numberText(otherTerms.sum) }),
      ),
  );
}

function termTable(terms: readonly OriginTerm[], most: number, { runTab: say }: PreviewWords): HTMLElement {
  const row = (label: string, look: string, cell: (term: OriginTerm) => Child): HTMLElement =>
    element(
      'tr',
      { class: look },
      element('th', { attributes: { scope: 'row' } }, label),
      ...terms.map((term) => element('td', {}, cell(term))),
    );
  const number = (value: number | null): HTMLElement =>
    element('span', { title: value === null ? '' : String(value) }, brief(value));
  return element(
    'table',
    { class: 'origin-terms', aria: { label: say('origin.products') } },
    element(
      'tbody',
      {},
      row(say('origin.channel'), 'origin-channel', ({ channel }) => String(channel)),
      row(say('origin.value'), 'origin-value', ({ value }) => number(value)),
      row(say('origin.weight'), 'origin-weight', ({ weight }) => number(weight)),
      row(say('origin.product'), 'origin-product', ({ product }) => number(product)),
      element(
        'tr',
        { class: 'origin-bars', aria: { hidden: true } },
        element('td', {}),
        ...terms.map(({ product }) => element('td', {}, productBar(product ?? 0, most))),
      ),
    ),
  );
}

/** Three places behind the point, as columns need one width; the whole number is in the title. */
function brief(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.0005 || size >= 10000)) return numberText(value);
  const text = size >= 100 ? size.toFixed(1) : size.toFixed(3);
  return value < 0 ? `−${text}` : text;
}

/** Up from the line, or hollow and down from it. */
function productBar(product: number, most: number): HTMLElement {
  const height = most === 0 ? 0 : (14 * Math.abs(product)) / most;
  const style: Record<string, string> = { height: `${height}px` };
  if (product < 0) style['margin-top'] = '14px';
  else style['margin-top'] = `${14 - height}px`;
  return element('span', { class: product < 0 ? 'origin-bar is-below' : 'origin-bar', style });
}

/** The sum after each product of the one place there is, or after each place of the window; of one that lists some products alone, none. */
function growth(origin: ValueOrigin, { runTab: say }: PreviewWords): HTMLElement[] {
  if (origin.taps.length === 1 && origin.otherTerms !== null) return [];
  const isByTerms = origin.taps.length === 1 && origin.otherTerms === null;
  const parts = isByTerms ? origin.terms.map(({ product }) => product ?? 0) : origin.taps.map(({ sum }) => sum ?? 0);
  const sums = [0];
  for (const part of parts) sums.push((sums.at(-1) as number) + part);
  const [least, largest] = [Math.min(...sums), Math.max(...sums)];
  const [width, height] = [640, 72] as const;
  const y = (value: number): number =>
    largest === least ? height / 2 : 4 + ((largest - value) / (largest - least)) * (height - 8);
  const step = width / Math.max(1, parts.length);
  const path = sums.map((sum, index) => (index === 0 ? `M0 ${y(sum)}` : `V${y(sum)}H${index * step}`));
  const label = say('origin.growth.label', {
    least: numberText(least),
    largest: numberText(largest),
    sum: numberText(origin.sum),
  });
  const section = element(
    'section',
    { class: 'section' },
    element(
      'h3',
      {},
      say('origin.growth'),
      ' ',
      element('span', { class: 'look-subtitle' }, say(isByTerms ? 'origin.growth.terms' : 'origin.growth.taps')),
    ),
    element(
      'div',
      { class: 'origin-growth' },
      element('span', { class: 'muted origin-scale' }, numberText(largest), element('span', {}, numberText(least))),
      svg(
        'svg',
        { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, preserveAspectRatio: 'none' },
        svg('path', { class: 'origin-zero', d: `M0 ${y(0)}H${width}` }),
        svg('path', { class: 'origin-sum', d: path.join('') }),
      ),
      element('strong', {}, say('origin.sum', { sum: numberText(origin.sum) })),
    ),
  );
  return [section];
}

function result(origin: ValueOrigin, { runTab: say }: PreviewWords): HTMLElement {
  const { sum, bias, norm, activation, beforeActivation, result: value, measured, isSame, final } = origin;
  const parts: Child[] = [say('origin.sum-of-products'), ' ', element('strong', {}, numberText(sum))];
  if (bias !== null) parts.push(' + ', say('origin.bias'), ' ', element('strong', {}, numberText(bias)));
  if (norm !== null) {
    parts.push(` ${say('origin.norm', { factor: numberText(norm.factor), term: numberText(norm.term) })}`);
  }
  if (bias !== null || norm !== null) parts.push(' = ', element('strong', {}, numberText(beforeActivation)));
  if (activation !== null) {
    parts.push(' → ', activation === 'relu' ? say('origin.relu') : activation, ' → ');
    parts.push(element('strong', { class: 'origin-result' }, numberText(value)));
  }
  return element(
    'section',
    { class: 'section' },
    element(
      'p',
      { class: 'origin-line', role: 'status' },
      element('span', {}, ...parts),
      element(
        'span',
        { class: isSame ? 'proof is-proved' : 'proof is-refuted' },
        icon(isSame ? 'check' : 'error'),
        isSame ? say('origin.same') : say('origin.other', { value: numberText(measured) }),
      ),
    ),
    final !== null && element('p', { class: 'muted' }, say('origin.final', { value: numberText(final.value) })),
  );
}
