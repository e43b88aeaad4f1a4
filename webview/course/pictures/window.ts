/** Lesson 5: a window slides over the image; a counter runs, and taps beside the image are hatched. */

import { directSizes } from '../../../src/course/inception';
import { exact } from '../../../src/course/lesson';
import { slidingWindow } from '../../../src/course/pictures';
import { svg } from '../../graph/svg';
import { element, isStill, setText, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

const cell = 12;

/** What the window costs is seen when the first question is answered, what all of it costs after the third. */
export function windowPicture({ words, say }: PictureFrame, answered: number): CoursePicture {
  const { course } = words;
  const slide = slidingWindow(directSizes);
  const { size, kernel, channels } = slide;
  const reach = Math.floor(kernel / 2);
  let [row, column] = [0, 0];
  const side = (size + 2 * reach) * cell;
  const grid = svg('g', { class: 'pixels' });
  for (let i = 0; i <= size; i++) {
    const from = reach * cell;
    const to = from + size * cell;
    const at = from + i * cell;
    grid.append(svg('path', { d: `M${at} ${from}V${to}M${from} ${at}H${to}`, class: 'line' }));
  }
  const done = svg('path', { class: 'done' });
  const taps = svg('g', { class: 'taps' });
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${side} ${side}`, class: 'window', 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      svg(
        'pattern',
        { id: 'hatch', width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('path', { d: 'M0 0V4', class: 'hatch' }),
      ),
    ),
    done,
    grid,
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
    on: { keydown: (event) => onKey(event) },
  });
  stage.append(drawing);
  const where = element('p', {});
  const beside = element('p', { class: 'muted' });
  const counter = element('p', { class: 'counter' });

  const spoken = (): string =>
    course('window.place', { row: row + 1, column: column + 1, taps: slide.padded(row, column) });

  function show(): void {
    const index = row * size + column;
    taps.replaceChildren();
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        const isPadding = row + y < 0 || row + y >= size || column + x < 0 || column + x >= size;
        taps.append(
          svg('rect', {
            x: (column + x + reach) * cell + 1,
            y: (row + y + reach) * cell + 1,
            width: cell - 2,
            height: cell - 2,
            class: isPadding ? 'padding' : 'tap',
          }),
        );
      }
    }
    const [left, top] = [reach * cell, reach * cell];
    done.setAttribute(
      'd',
      `M${left} ${top}h${size * cell}v${row * cell}h${-size * cell}zM${left} ${top + row * cell}h${(column + 1) * cell}v${cell}h${-(column + 1) * cell}z`,
    );
    setText(where, course('place.at', { row: row + 1, column: column + 1 }));
    setText(beside, course('window.padding', { taps: slide.padded(row, column), all: kernel * kernel }));
    setText(
      counter,
      answered < 3
        ? ''
        : course('multiplies.done', { done: exact((index + 1) * slide.each), count: exact(slide.multiplies) }),
    );
    stage.setAttribute('aria-valuenow', String(index));
    stage.setAttribute('aria-valuetext', spoken());
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
    row = Math.min(Math.max(place[0], 0), size - 1);
    column = Math.min(Math.max(place[1], 0), size - 1);
    show();
    say(spoken());
  }

  let timer = 0;
  const stop = (): void => window.clearInterval(timer);
  const play = (): void => {
    stop();
    [row, column] = [0, 0];
    timer = window.setInterval(() => {
      show();
      const next = row * size + column + 1;
      if (next >= size * size) return stop();
      [row, column] = [Math.floor(next / size), next % size];
    }, 20);
  };
  show();
  return {
    body: element(
      'div',
      { class: 'picture sliding' },
      stage,
      element('div', { class: 'operation' }, where, beside, counter),
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
