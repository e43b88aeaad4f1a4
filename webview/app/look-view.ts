/**
 * What the selected layer gave in the last run: its channels as images, one of them large with its values, how all values
 * are spread, and the layer's filters. Images come as bytes and are drawn on a canvas; each has its numbers beside it.
 */

import { fromBase64 } from '../../src/base/base64';
import type { ChannelLook, FilterLook, Histogram, LayerLook, Rasters } from '../../src/runtime/layer-look';
import { mapsPerPage } from '../../src/runtime/layer-look';
import type { LookQuestion } from '../../src/runtime/look-question';
import type { Statistics } from '../../src/runtime/result';
import { briefPath, exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, iconButton, segmented, textButton } from '../controls';
import { element, fill } from './element';
import { factTable } from './facts';
import { shownLook, wantedLook } from './look-wanted';
import { type ChangeLook, originSections } from './origin-view';
import type { Dispatch, Region } from './region';
import { numberText, percentText } from './run-numbers';
import type { AppState } from './state';

/** Made anew for each look; the keyboard stays where it was. */
export function createLookView(dispatch: Dispatch, words: PreviewWords): Region {
  const root = element('div', { class: 'run-look' });
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const isSame =
        before !== undefined &&
        before.run === state.run &&
        before.view === state.view &&
        before.selection === state.selection &&
        before.documentVersion === state.documentVersion;
      if (isSame) return;
      before = state;
      const focused = root.contains(document.activeElement) ? focusKey(document.activeElement) : undefined;
      fill(root, ...lookSections(state, dispatch, words));
      if (focused !== undefined) root.querySelector<HTMLElement>(`[data-focus='${CSS.escape(focused)}']`)?.focus();
    },
  };
}

function focusKey(focused: Element | null): string | undefined {
  return focused instanceof HTMLElement ? focused.dataset.focus : undefined;
}

function lookSections(state: AppState, dispatch: Dispatch, words: PreviewWords): HTMLElement[] {
  const say = words.runTab;
  const { finished, look: chosen } = state.run;
  if (finished === null || finished.documentVersion !== state.documentVersion) return [];
  const wanted = wantedLook(state);
  const heading = element('h2', {}, say('look'));
  if (wanted === null) {
    return [
      element('section', { class: 'section look-maps' }, heading, element('p', { class: 'muted' }, say('look.select'))),
    ];
  }
  const look = shownLook(state);
  if (look === null) {
    const text = chosen.reason === '' ? say('look.waiting') : chosen.reason;
    return [element('section', { class: 'section look-maps' }, heading, element('p', { class: 'muted' }, text))];
  }
  const change = (question: Partial<LookQuestion>): void =>
    dispatch({ type: 'lookChanged', question: { ...wanted, ...question } });
  const isOfFilters = chosen.isOfFilters && look.filters !== null;
  // Where the picture is out of sight there is no other place for it.
  const origin = state.layout === 'narrow' ? originSections(look, change, words) : undefined;
  if (origin !== undefined) return [backRow(change, words), ...origin];
  return [
    mapsSection(look, isOfFilters, change, dispatch, words),
    ...(isOfFilters ? [] : [channelSection(look, change, words)]),
    valuesSection(look, words),
  ];
}

function backRow(change: ChangeLook, { runTab: say }: PreviewWords): HTMLElement {
  return element(
    'section',
    { class: 'section' },
    textButton(say('origin.back-to-layer'), () => change({ place: null })),
  );
}

function mapsSection(
  look: LayerLook,
  isOfFilters: boolean,
  change: ChangeLook,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement {
  const say = words.runTab;
  const { question, filters } = look;
  const choice =
    filters === null
      ? undefined
      : segmented({
          label: say('look.of'),
          choices: [
            { value: 'result', label: say('look.result') },
            { value: 'filters', label: say('look.filters') },
          ],
          onChoose: (value) => dispatch({ type: 'lookOfChosen', isOfFilters: value === 'filters' }),
        });
  choice?.set(isOfFilters ? 'filters' : 'result');
  return element(
    'section',
    { class: 'section look-maps' },
    element(
      'div',
      { class: 'look-head' },
      element(
        'h2',
        {},
        briefPath(question.path),
        ' ',
        element('span', { class: 'look-subtitle' }, subtitle(look, isOfFilters, words)),
      ),
      choice?.root,
    ),
    isOfFilters && filters !== null ? filterTiles(look, filters, change, words) : mapTiles(look, change, words),
    pager(look, isOfFilters, change, words),
  );
}

function subtitle(
  { shape: result, maps, filters, question }: LayerLook,
  isOfFilters: boolean,
  words: PreviewWords,
): string {
  const say = words.runTab;
  const [height, width, channels] = result;
  if (isOfFilters && filters !== null) {
    const values = { count: filters.count, filter: question.channel, largest: numberText(filters.largest) };
    return say(`look.filters.${filters.kind}`, values);
  }
  const values = { size: `${height}×${width}`, count: maps.count, channels: exact(channels) };
  return say(height * width === 1 ? 'look.units' : 'look.maps', values);
}

/** Buttons with arrows, one stop for Tab. */
function tiles(
  label: string,
  count: number,
  first: number,
  chosen: number,
  tile: (index: number) => HTMLElement,
  choose: (index: number) => void,
): HTMLElement {
  const made = Array.from({ length: count }, (_, index) => {
    return element(
      'button',
      {
        data: { focus: `map ${first + index}` },
        class: first + index === chosen ? 'map is-chosen' : 'map',
        attributes: { type: 'button' },
        aria: { pressed: first + index === chosen },
        tabIndex: first + index === chosen || (index === 0 && (chosen < first || chosen >= first + count)) ? 0 : -1,
        on: { click: () => choose(first + index) },
      },
      tile(index),
    );
  });
  const root = element('div', { class: 'maps', role: 'group', aria: { label } }, ...made);
  root.addEventListener('keydown', (event) => {
    const at = made.indexOf(document.activeElement as HTMLButtonElement);
    const columns = Math.max(1, Math.round(root.clientWidth / Math.max(1, (made[0] as HTMLElement).offsetWidth)));
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (at < 0 || step === undefined) return;
    made[Math.min(made.length - 1, Math.max(0, at + step))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  return root;
}

function mapTiles({ maps, question }: LayerLook, change: ChangeLook, { runTab: say }: PreviewWords): HTMLElement {
  const images = rasterCanvases(maps, 1);
  const tile = (index: number): HTMLElement => {
    const canvas = images[index] as HTMLCanvasElement;
    canvas.setAttribute('aria-label', say('look.channel', { channel: question.from + index }));
    canvas.setAttribute('role', 'img');
    canvas.title = say('look.channel', { channel: question.from + index });
    return canvas;
  };
  return tiles(say('look.channels'), maps.count, question.from, question.channel, tile, (channel) =>
    change({ channel }),
  );
}

function filterTiles(
  { question }: LayerLook,
  filters: FilterLook,
  change: ChangeLook,
  { runTab: say }: PreviewWords,
): HTMLElement {
  const images = rasterCanvases(filters, filters.kind === 'colour' ? 3 : 1);
  const name = (index: number): string =>
    filters.kind === 'kernels'
      ? say('look.kernel', { filter: question.channel, channel: index })
      : say('look.filter', { filter: filters.from + index });
  for (const [index, canvas] of images.entries()) {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', name(index));
    canvas.title = name(index);
  }
  if (filters.kind === 'kernels') {
    return element('div', { class: 'maps map-plain', role: 'group', aria: { label: say('look.filters') } }, ...images);
  }
  return tiles(
    say('look.filters'),
    filters.count,
    filters.from,
    question.channel,
    (index) => images[index] as HTMLElement,
    (channel) => change({ channel }),
  );
}

/** From page to page of the channels, or for kernels from filter to filter. */
function pager(
  { question, shape: [, , channels], filters }: LayerLook,
  isOfFilters: boolean,
  change: ChangeLook,
  { runTab: say }: PreviewWords,
): HTMLElement | undefined {
  const isOfKernels = isOfFilters && filters?.kind === 'kernels';
  const [at, step] = isOfKernels ? [question.channel, 1] : [question.from, mapsPerPage];
  if (channels <= step) return undefined;
  const go = (to: number): void =>
    change(isOfKernels ? { channel: to, place: null } : { from: to, channel: to, place: null });
  const turn = (label: string, icon: 'chevronLeft' | 'chevronRight', to: number): HTMLElement => {
    const made = iconButton({ label, icon, onClick: () => go(to) });
    made.dataset.focus = icon;
    made.toggleAttribute('disabled', to < 0 || to >= channels);
    return made;
  };
  const last = Math.min(channels, at + step) - 1;
  return element(
    'div',
    { class: 'look-pager' },
    turn(say('look.before'), 'chevronLeft', at - step),
    element(
      'span',
      {},
      isOfKernels ? say('look.filter', { filter: at }) : say('look.page', { first: at, last, count: exact(channels) }),
    ),
    turn(say('look.after'), 'chevronRight', at + step),
  );
}

function channelSection(look: LayerLook, change: ChangeLook, words: PreviewWords): HTMLElement {
  const say = words.runTab;
  const {
    channel,
    shape: [height, width, channels],
    question,
  } = look;
  const takeApart = look.isSummed
    ? (row: number, column: number): void => change({ place: { row, column, tap: null } })
    : undefined;
  const step = (by: number): void => {
    const to = (channel.index + by + channels) % channels;
    change({ channel: to, from: to - (to % mapsPerPage) });
  };
  const facts = [
    { label: say('mean'), values: [numberText(channel.mean)] },
    { label: say('look.largest'), values: [numberText(channel.max)] },
    { label: say('look.zero'), values: [percentText(channel.zeros, channel.elements)] },
    ...(channel.nan > 0 ? [{ label: say('nan'), values: [exact(channel.nan)], class: 'is-error' }] : []),
  ];
  return element(
    'section',
    { class: 'section look-channel' },
    height * width === 1 ? undefined : largeMap(channel, question, takeApart, words),
    element(
      'div',
      { class: 'look-figures' },
      element(
        'div',
        { class: 'look-head' },
        element('h2', {}, say('look.channel', { channel: channel.index })),
        stepper(say('look.channel-before'), 'chevronLeft', () => step(-1)),
        stepper(say('look.channel-after'), 'chevronRight', () => step(1)),
      ),
      factTable(say('look.channel', { channel: channel.index }), facts),
      takeApart !== undefined && apartButton(question, takeApart, words),
      channel.step > 1 && element('p', { class: 'muted' }, say('look.reduced', { step: channel.step })),
    ),
  );
}

function stepper(label: string, icon: 'chevronLeft' | 'chevronRight', onClick: () => void): HTMLElement {
  const made = iconButton({ label, icon, onClick });
  made.dataset.focus = label;
  return made;
}

function apartButton(
  { place }: LookQuestion,
  takeApart: (row: number, column: number) => void,
  { runTab: say }: PreviewWords,
): HTMLElement {
  const made = button({
    label: say('look.apart'),
    kind: 'secondary',
    onClick: () => takeApart(place?.row ?? 0, place?.column ?? 0),
  });
  made.dataset.focus = 'apart';
  return made;
}

/** A pixel tells its place and value, under the pointer and by arrows. */
function largeMap(
  channel: ChannelLook,
  { place: asked }: LookQuestion,
  takeApart: ((row: number, column: number) => void) | undefined,
  { runTab: say }: PreviewWords,
): HTMLElement {
  const bytes = fromBase64(channel.values) ?? new Uint8Array();
  const values = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  const { height, width, step } = channel;
  const [least, largest] = [Math.min(0, channel.min ?? 0), Math.max(0, channel.max ?? 0)];
  const scale = largest > least ? 255 / (largest - least) : 0;
  const canvas = canvasOf(width, height, (pixels) => {
    for (let i = 0; i < width * height; i++) paint(pixels, i, ((values[i] ?? 0) - least) * scale);
  });
  const readout = element(
    'p',
    { class: 'look-readout', role: 'status' },
    say(takeApart === undefined ? 'look.hint' : 'look.hint.apart'),
  );
  const mark = element('span', { class: 'look-mark', hidden: true });
  const root = element(
    'div',
    {
      class: 'look-large',
      role: 'img',
      data: { focus: 'large' },
      tabIndex: 0,
      aria: { label: say('look.map-label', { channel: channel.index }) },
    },
    canvas,
    mark,
  );
  let at = {
    row: Math.floor((asked?.row ?? 0) / step),
    column: Math.floor((asked?.column ?? 0) / step),
  };
  const show = (place: { readonly row: number; readonly column: number }): void => {
    at = { row: Math.min(height - 1, Math.max(0, place.row)), column: Math.min(width - 1, Math.max(0, place.column)) };
    mark.hidden = false;
    mark.style.setProperty('left', `${(100 * at.column) / width}%`);
    mark.style.setProperty('top', `${(100 * at.row) / height}%`);
    mark.style.setProperty('width', `${100 / width}%`);
    mark.style.setProperty('height', `${100 / height}%`);
    const value = numberText(values[at.row * width + at.column] ?? null);
    readout.textContent = say('look.place', { row: at.row * step, column: at.column * step, value });
  };
  const placeOf = (event: MouseEvent): { row: number; column: number } => {
    const box = canvas.getBoundingClientRect();
    return {
      row: Math.floor(((event.clientY - box.top) / box.height) * height),
      column: Math.floor(((event.clientX - box.left) / box.width) * width),
    };
  };
  if (asked !== null) show(at);
  const open = (): void => takeApart?.(at.row * step, at.column * step);
  root.addEventListener('pointermove', (event) => show(placeOf(event)));
  root.addEventListener('click', (event) => {
    show(placeOf(event));
    open();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') open();
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    show(mark.hidden ? at : { row: at.row + move[0], column: at.column + move[1] });
    event.preventDefault();
    event.stopPropagation();
  });
  return element('div', { class: 'look-image' }, root, readout);
}

function valuesSection({ all, histogram, dead, deadCount, question }: LayerLook, words: PreviewWords): HTMLElement {
  const say = words.runTab;
  const more = deadCount > dead.length ? say('look.dead.more', { count: deadCount - dead.length }) : '';
  return element(
    'section',
    { class: 'section look-values' },
    element(
      'h2',
      {},
      say('look.values', { layer: briefPath(question.path) }),
      ' ',
      element('span', { class: 'look-subtitle' }, say('look.log')),
    ),
    deadCount > 0 &&
      element(
        'p',
        { class: 'is-warning' },
        say('look.dead', { count: deadCount, channels: `${dead.join(', ')}${more}` }),
      ),
    histogram === null ? element('p', { class: 'muted' }, say('look.all-zero')) : histogramChart(histogram, words),
    element('p', { class: 'muted' }, figureLine(all, words)),
  );
}

function figureLine({ zeros, elements, mean, std, max, min, nan }: Statistics, { runTab: say }: PreviewWords): string {
  return say('look.figures', {
    zero: percentText(zeros, elements),
    mean: numberText(mean),
    deviation: numberText(std),
    least: numberText(min),
    largest: numberText(max),
    nan: exact(nan),
  });
}

function histogramChart({ counts, least, largest }: Histogram, { runTab: say }: PreviewWords): HTMLElement {
  const most = Math.max(...counts);
  const width = (largest - least) / counts.length;
  const columns = counts.map((count, bin) => {
    const range = {
      from: numberText(least + bin * width),
      to: numberText(least + (bin + 1) * width),
      count: exact(count),
    };
    // Logarithmic, with a single value still in sight.
    const share = count === 0 ? 0 : Math.log(count + 1) / Math.log(most + 1);
    return element('span', {
      class: 'histogram-bar',
      title: say('look.bin', range),
      style: { height: `${100 * share}%` },
    });
  });
  const label = say('look.histogram', { least: numberText(least), largest: numberText(largest), most: exact(most) });
  return element(
    'div',
    { class: 'histogram' },
    element('div', { class: 'histogram-bars', role: 'img', aria: { label } }, ...columns),
    element(
      'div',
      { class: 'histogram-axis muted' },
      element('span', {}, numberText(least)),
      element('span', {}, numberText((least + largest) / 2)),
      element('span', {}, numberText(largest)),
    ),
  );
}

/** One canvas for each image; `parts` bytes a pixel. */
function rasterCanvases({ height, width, count, bytes }: Rasters, parts: 1 | 3): HTMLCanvasElement[] {
  const all = fromBase64(bytes) ?? new Uint8Array();
  const size = height * width;
  return Array.from({ length: count }, (_, index) =>
    canvasOf(width, height, (pixels) => {
      for (let i = 0; i < size; i++) {
        const at = (index * size + i) * parts;
        paint(pixels, i, all[at] ?? 0, parts === 3 ? all[at + 1] : undefined, parts === 3 ? all[at + 2] : undefined);
      }
    }),
  );
}

function canvasOf(width: number, height: number, draw: (pixels: Uint8ClampedArray) => void): HTMLCanvasElement {
  const canvas = element('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.style.setProperty('aspect-ratio', `${width} / ${height}`);
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const image = context.createImageData(width, height);
  draw(image.data);
  context.putImageData(image, 0, 0);
  return canvas;
}

function paint(pixels: Uint8ClampedArray, at: number, red: number, green = red, blue = red): void {
  pixels[at * 4] = red;
  pixels[at * 4 + 1] = green;
  pixels[at * 4 + 2] = blue;
  pixels[at * 4 + 3] = 255;
}
