/** Lesson 1: the kernel of one number moves over the pixels. */

import { exact } from '../../../src/course/lesson';
import { oneChannelSizes } from '../../../src/course/one-by-one';
import { weightedImage } from '../../../src/course/pictures';
import { element, isStill, setText, tableOf } from '../dom';
import { createGrid } from './grid';
import type { CoursePicture, PictureFrame } from './picture';

/** `isShown`: the question has been answered, and what comes out may be seen. */
export async function pixelsPicture({ words, say }: PictureFrame, isShown: boolean): Promise<CoursePicture> {
  const { course } = words;
  const sizes = oneChannelSizes;
  let weight = sizes.weight;
  let image = await weightedImage(sizes, weight);
  const { height, width, pixels } = image;
  const at: [number, number] = [sizes.row - 1, sizes.column - 1];
  // Results behind the window are there; all of them while it stands still.
  let done = isShown ? height * width : 0;
  const value = (row: number, column: number): number => pixels[row * width + column] ?? 0;
  const result = (row: number, column: number): string =>
    row * width + column < done ? exact(image.values[row * width + column] ?? 0) : '?';
  const spoken = (row: number, column: number): string =>
    course('grid.place', {
      row: row + 1,
      column: column + 1,
      value: exact(value(row, column)),
      weight: exact(weight),
      product: result(row, column),
    });
  const input = createGrid({
    label: course('grid', { rows: height, columns: width }),
    rows: height,
    columns: width,
    at,
    cell: (row, column) => ({
      text: String(value(row, column)),
      label: spoken(row, column),
      strength: value(row, column) / 18,
    }),
    onMove: (row, column) => place(row, column),
  });
  const output = createGrid({
    label: course('grid.result', { shape: `${height}×${width}×1` }),
    rows: height,
    columns: width,
    at,
    cell: (row, column) => ({
      text: result(row, column),
      label: spoken(row, column),
      strength: Math.abs(Number(result(row, column).replace('−', '-')) || 0) / 36,
    }),
    onMove: (row, column) => place(row, column),
  });
  const line = element('p', { class: 'sum', aria: { hidden: true } });
  const counted = element('p', { class: 'muted' });
  const kernel = element('span', { class: 'kernel' });
  const slider = element('input', {
    id: 'weight',
    attributes: { type: 'range', min: '-3', max: '3', step: '1', value: String(weight) },
    on: { input: () => void setWeight(Number(slider.value)) },
  });
  const choose = isShown ? element('label', { class: 'weight' }, course('weight'), slider) : undefined;

  function place(row: number, column: number): void {
    at[0] = row;
    at[1] = column;
    input.show(row, column);
    output.show(row, column);
    setText(line, `${value(row, column)} × ${exact(weight)} = ${result(row, column)}`);
    setText(kernel, exact(weight));
    setText(counted, isShown ? course('multiplies.done', { done, count: image.multiplies }) : '');
  }

  async function setWeight(next: number): Promise<void> {
    weight = next;
    image = await weightedImage(sizes, weight);
    place(at[0], at[1]);
    slider.setAttribute('aria-valuetext', course('weight.value', { weight: exact(weight) }));
    say(spoken(at[0], at[1]));
  }

  let timer = 0;
  const stop = (): void => window.clearInterval(timer);
  const play = (): void => {
    stop();
    done = 0;
    timer = window.setInterval(() => {
      const place0 = done;
      done++;
      place(Math.floor(place0 / width), place0 % width);
      if (done >= height * width) stop();
    }, 90);
  };
  place(at[0], at[1]);
  const body = element(
    'div',
    { class: 'picture pixels' },
    element('figure', {}, input.root, element('figcaption', {}, `image ${height}×${width}×1`)),
    element('div', { class: 'operation' }, element('span', { class: 'times' }, '×'), kernel, line, choose),
    element('figure', {}, output.root, element('figcaption', {}, course('result', { shape: `${height}×${width}×1` }))),
    counted,
  );
  return {
    body,
    stop,
    ...(isShown && !isStill() ? { play } : {}),
    table: () =>
      tableOf(
        course('grid.result', { shape: `${height}×${width}×1` }),
        [course('place'), course('pixel'), course('kernel'), course('product')],
        pixels.map((pixel, index) => [
          `${Math.floor(index / width) + 1}, ${(index % width) + 1}`,
          String(pixel),
          exact(weight),
          result(Math.floor(index / width), index % width),
        ]),
      ),
  };
}
