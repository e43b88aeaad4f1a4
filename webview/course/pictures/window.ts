/** Lesson 5: a window as deep as the image slides over it; a counter runs, and taps beside the image are hatched. */

import { directSizes } from '../../../src/course/inception';
import { exact } from '../../../src/course/lesson';
import { slidingWindow } from '../../../src/course/pictures';
import { svg } from '../../graph/svg';
import { element, isStill, setText, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

const cell = 10;
const resultCell = 6;
/** How far the channels behind the first one reach to the right and up, of the image and of the result. */
const depth = 44;
const resultDepth = 10;

/**
 * `answered` is how many questions have an answer: how many results there are is seen after two, what they cost after the
 * third.
 */
export async function windowPicture({ words, say }: PictureFrame, answered: number): Promise<CoursePicture> {
  const { course } = words;
  const slide = slidingWindow(directSizes);
  const { size, kernel, channels } = slide;
  const { filters } = directSizes;
  const hasResults = answered > 1;
  const results = hasResults ? await slide.results() : [];
  const strongest = Math.max(1e-9, ...results);
  const reach = Math.floor(kernel / 2);
  let [row, column] = [0, 0];
  // Results behind the window are there; all of them while it stands still.
  let isPlaying = false;

  // ---- The image, with room around it for the padding and for the channels behind ----
  const left = reach * cell + 1;
  const top = reach * cell + depth + 1;
  const right = left + size * cell;
  const width = right + Math.max(reach * cell, depth) + 1;
  const height = top + (size + reach) * cell + 1;
  const lines: string[] = [];
  for (let i = 0; i <= size; i++) {
    const [x, y] = [left + i * cell, top + i * cell];
    lines.push(`M${x} ${top}V${top + size * cell}M${left} ${y}H${right}`);
  }
  const done = svg('path', { class: 'done' });
  const prism = svg('path', { class: 'prism' });
  const taps = svg('g', {});
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, class: 'window', 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      svg(
        'pattern',
        { id: 'hatch', width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('path', { d: 'M0 0V4', class: 'hatch' }),
      ),
    ),
    svg('path', { class: 'behind', d: boxBehind(left, top, size * cell, depth, 8) }),
    done,
    svg('path', { d: lines.join(''), class: 'line' }),
    prism,
    taps,
  );
  const stage = element('div', {
    class: 'stage',
    role: 'slider',
    tabIndex: 0,
    aria: {
      label: course('window', { kernel: `${kernel}×${kernel}×${channels}` }),
      valuemin: 0,
      valuemax: size * size - 1,
    },
    on: {
      keydown: (event) => onKey(event),
      pointerdown: (event) => {
        stage.setPointerCapture(event.pointerId);
        onPointer(event);
      },
      pointermove: (event) => {
        if (stage.hasPointerCapture(event.pointerId)) onPointer(event);
      },
      pointerup: () => say(spoken()),
    },
  });
  stage.append(drawing);

  // ---- What comes out: the first filter's numbers in front of the others ----
  const resultCells = results.map((value, index) => {
    const drawn = svg('rect', {
      x: 1 + (index % size) * resultCell,
      y: 1 + resultDepth + Math.floor(index / size) * resultCell,
      width: resultCell,
      height: resultCell,
      class: 'result',
    });
    drawn.style.setProperty('--strength', `${Math.round((100 * value) / strongest)}%`);
    return drawn;
  });
  const chosen = svg('rect', { width: resultCell, height: resultCell, class: 'chosen' });
  const resultSide = size * resultCell;
  const resultView = resultSide + resultDepth + 2;
  const output = hasResults
    ? element(
        'figure',
        { class: 'results' },
        svg(
          'svg',
          { viewBox: `0 0 ${resultView} ${resultView}`, class: 'window', 'aria-hidden': 'true' },
          svg('path', { class: 'behind', d: boxBehind(1, 1 + resultDepth, resultSide, resultDepth, 3) }),
          svg('rect', { x: 1, y: 1 + resultDepth, width: resultSide, height: resultSide, class: 'frame' }),
          ...resultCells,
          chosen,
        ),
        element('figcaption', {}, course('result', { shape: `${size}×${size}×${filters}` })),
      )
    : undefined;

  const where = element('p', {});
  const beside = element('p', { class: 'muted' });
  const value = element('p', {});
  const counter = element('p', { class: 'counter' });

  const spoken = (): string =>
    course('window.place', { row: row + 1, column: column + 1, taps: slide.padded(row, column) });

  function show(): void {
    const index = row * size + column;
    const isPadding = (y: number, x: number): boolean => y < 0 || y >= size || x < 0 || x >= size;
    const tapAt = (y: number, x: number): SVGElement =>
      svg('rect', {
        x: left + (column + x) * cell + 1,
        y: top + (row + y) * cell + 1,
        width: cell - 2,
        height: cell - 2,
        class: isPadding(row + y, column + x) ? 'padding' : 'tap',
      });
    const offsets = Array.from({ length: kernel }, (_, at) => at - reach);
    taps.replaceChildren(...offsets.flatMap((y) => offsets.map((x) => tapAt(y, x))));
    // The part of the window that is on the image goes through all of its channels.
    const from = { x: Math.max(column - reach, 0), y: Math.max(row - reach, 0) };
    const to = { x: Math.min(column + reach + 1, size), y: Math.min(row + reach + 1, size) };
    const [x0, y0, x1, y1] = [left + from.x * cell, top + from.y * cell, left + to.x * cell, top + to.y * cell];
    prism.setAttribute(
      'd',
      `M${x0} ${y0}l${depth} ${-depth}H${x1 + depth}V${y1 - depth}L${x1} ${y1}V${y0}H${x0}ZM${x1} ${y0}l${depth} ${-depth}`,
    );
    done.setAttribute(
      'd',
      `M${left} ${top}h${size * cell}v${row * cell}h${-size * cell}zM${left} ${top + row * cell}h${(column + 1) * cell}v${cell}h${-(column + 1) * cell}z`,
    );
    for (const [at, drawn] of resultCells.entries()) drawn.classList.toggle('is-done', !isPlaying || at <= index);
    setAt(chosen, 1 + column * resultCell, 1 + resultDepth + row * resultCell);
    setText(where, course('place.at', { row: row + 1, column: column + 1 }));
    setText(beside, course('window.padding', { taps: slide.padded(row, column), all: kernel * kernel }));
    setText(value, hasResults ? course('window.result', { value: exact(Math.round(results[index] ?? 0)) }) : '');
    setText(
      counter,
      answered < 3
        ? ''
        : course('multiplies.done', { done: exact((index + 1) * slide.each), count: exact(slide.multiplies) }),
    );
    stage.setAttribute('aria-valuenow', String(index));
    stage.setAttribute('aria-valuetext', spoken());
  }

  function move(toRow: number, toColumn: number): void {
    stop();
    row = Math.min(Math.max(toRow, 0), size - 1);
    column = Math.min(Math.max(toColumn, 0), size - 1);
    show();
  }

  function onPointer(event: PointerEvent): void {
    const box = drawing.getBoundingClientRect();
    const unit = box.width / width;
    move(
      Math.floor(((event.clientY - box.top) / unit - top) / cell),
      Math.floor(((event.clientX - box.left) / unit - left) / cell),
    );
  }

  function onKey(event: KeyboardEvent): void {
    const to: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [0, 0],
      End: [size - 1, size - 1],
    };
    const place = to[event.key];
    if (place === undefined) return;
    event.preventDefault();
    move(...place);
    say(spoken());
  }

  let timer = 0;
  const stop = (): void => {
    window.clearInterval(timer);
    isPlaying = false;
  };
  const play = (): void => {
    stop();
    isPlaying = true;
    [row, column] = [0, 0];
    show();
    timer = window.setInterval(() => {
      const next = row * size + column + 1;
      if (next >= size * size) {
        stop();
        return show();
      }
      [row, column] = [Math.floor(next / size), next % size];
      show();
    }, 20);
  };
  show();
  return {
    body: element(
      'div',
      { class: 'picture sliding-window' },
      element(
        'figure',
        { class: 'image' },
        stage,
        element('figcaption', {}, course('window.image', { shape: `${size}×${size}×${channels}` })),
      ),
      element('div', { class: 'operation' }, output, where, beside, value, counter),
    ),
    stop,
    ...(answered > 0 && !isStill() ? { play } : {}),
    table: () =>
      tableOf(
        course('window', { kernel: `${kernel}×${kernel}×${channels}` }),
        [course('place'), course('window.taps')],
        Array.from({ length: reach + 1 }, (_, at) => [`${at + 1}, ${at + 1}`, String(slide.padded(at, at))]),
      ),
  };
}

/** The edges of what is behind a square, and as many squares between as `steps` has. */
function boxBehind(left: number, top: number, side: number, deep: number, steps: number): string {
  const edges = Array.from({ length: steps }, (_, index) => {
    const by = ((index + 1) * deep) / steps;
    return `M${left + by} ${top - by}H${left + side + by}V${top + side - by}`;
  });
  return `${edges.join('')}M${left} ${top}l${deep} ${-deep}M${left + side} ${top}l${deep} ${-deep}M${left + side} ${top + side}l${deep} ${-deep}`;
}

function setAt(rectangle: SVGRectElement, x: number, y: number): void {
  rectangle.setAttribute('x', String(x));
  rectangle.setAttribute('y', String(y));
}
