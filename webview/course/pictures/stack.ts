/** Lesson 2: the channels of one pixel beside the kernel; products, their sum, and ReLU. */

import { exact } from '../../../src/course/lesson';
import { manyChannelsSizes } from '../../../src/course/one-by-one';
import { dotProducts, kernelResults } from '../../../src/course/pictures';
import { button, element, fill, isStill, setText, tableOf } from '../dom';
import { createGrid } from './grid';
import type { CoursePicture, PictureFrame } from './picture';

const mostKernels = 16;

/**
 * `answered` is how many questions have an answer: the sum is seen after one, what ReLU makes of it after two, and after
 * three there may be more kernels.
 */
export async function stackPicture({ words, say }: PictureFrame, answered: number): Promise<CoursePicture> {
  const { course } = words;
  const sizes = manyChannelsSizes;
  const run = await dotProducts(sizes);
  const { height, width, channels } = run;
  const front = sizes.at[0] ?? 1;
  const at: [number, number] = [sizes.row - 1, sizes.column - 1];
  const isAsked = (row: number, column: number): boolean => row === sizes.row - 1 && column === sizes.column - 1;
  const featureAt = (row: number, column: number, channel: number): number =>
    run.features[(row * width + column) * channels + channel] ?? 0;
  const sumAt = (row: number, column: number): string =>
    isAsked(row, column) && answered < 1 ? '?' : exact(run.sums[row * width + column] ?? 0);
  const outAt = (row: number, column: number): string =>
    isAsked(row, column) && answered < 2 ? '?' : exact(run.rectified[row * width + column] ?? 0);
  let shown = channels;

  const spoken = (row: number, column: number): string =>
    course('stack.pixel', {
      row: row + 1,
      column: column + 1,
      value: featureAt(row, column, front - 1),
      sum: sumAt(row, column),
      result: outAt(row, column),
    });
  const input = createGrid({
    label: course('stack.features', { shape: `${height}×${width}×${channels}`, channel: front }),
    rows: height,
    columns: width,
    at,
    cell: (row, column) => ({
      text: String(featureAt(row, column, front - 1)),
      label: spoken(row, column),
      strength: featureAt(row, column, front - 1) / 6,
    }),
    onMove: (row, column) => {
      place(row, column);
      say(course('stack.sum', { sum: sumAt(row, column), result: outAt(row, column) }));
    },
  });
  const output = createGrid({
    label: course('grid.result', { shape: `${height}×${width}×1` }),
    rows: height,
    columns: width,
    at,
    cell: (row, column) => ({
      text: outAt(row, column),
      label: spoken(row, column),
      strength: (Number(outAt(row, column)) || 0) / 8,
    }),
    onMove: (row, column) => place(row, column),
  });
  const where = element('p', { class: 'muted at-place' });
  const list = element('ol', {
    class: 'channels',
    aria: { label: course('stack', { row: at[0] + 1, column: at[1] + 1 }) },
  });
  const sum = element('p', { class: 'sum' });
  const part = (text: string, kind: string): HTMLElement =>
    element('span', { class: kind, aria: { hidden: true } }, text);

  function place(row: number, column: number): void {
    at[0] = row;
    at[1] = column;
    input.show(row, column);
    output.show(row, column);
    setText(where, course('place.at', { row: row + 1, column: column + 1 }));
    const isHidden = isAsked(row, column) && answered < 1;
    list.setAttribute('aria-label', course('stack', { row: row + 1, column: column + 1 }));
    fill(
      list,
      ...Array.from({ length: channels }, (_, channel) => {
        const value = featureAt(row, column, channel);
        const weight = run.kernel[channel] ?? 0;
        const product = isHidden || channel >= shown ? '?' : exact(value * weight);
        if (value === 0 && weight === 0) return element('li', { class: 'zero', aria: { hidden: true } });
        return element(
          'li',
          {
            aria: {
              label: course('stack.channel', {
                channel: channel + 1,
                value: exact(value),
                weight: exact(weight),
                product,
              }),
            },
          },
          element('span', { class: 'index', aria: { hidden: true } }, String(channel + 1)),
          element('span', { class: 'bar value', aria: { hidden: true } }, exact(value)),
          element('span', { aria: { hidden: true } }, '×'),
          element(
            'span',
            { class: `bar weight${weight < 0 ? ' negative' : ''}`, aria: { hidden: true } },
            exact(weight),
          ),
          element('span', { aria: { hidden: true } }, '='),
          element('span', { class: 'product', aria: { hidden: true } }, product),
        );
      }),
    );
    const isSummed = shown >= channels;
    fill(
      sum,
      element(
        'span',
        { class: 'spoken' },
        isSummed ? course('stack.sum', { sum: sumAt(row, column), result: outAt(row, column) }) : '',
      ),
      part(course('sum'), 'muted'),
      part(isSummed ? sumAt(row, column) : '', 'total'),
      part('→', 'muted'),
      part('ReLU', 'relu'),
      part('→', 'muted'),
      part(isSummed ? outAt(row, column) : '', 'rectified'),
    );
  }

  let timer = 0;
  const stop = (): void => window.clearInterval(timer);
  const play = (): void => {
    stop();
    shown = 0;
    place(sizes.row - 1, sizes.column - 1);
    timer = window.setInterval(() => {
      shown++;
      place(at[0], at[1]);
      if (shown >= channels) stop();
    }, 60);
  };
  place(at[0], at[1]);
  const kernels = answered < 3 ? undefined : await kernelStepper({ words, say });
  return {
    body: element(
      'div',
      { class: 'picture stack' },
      element(
        'figure',
        { class: 'deep' },
        element('p', { class: 'muted' }, course('stack.arrows')),
        where,
        input.root,
        element(
          'figcaption',
          {},
          course('stack.features', { shape: `${height}×${width}×${channels}`, channel: front }),
        ),
      ),
      element(
        'div',
        { class: 'operation' },
        element(
          'p',
          { class: 'channels-head muted', aria: { hidden: true } },
          element('span', {}),
          element('span', {}, course('pixel')),
          element('span', {}),
          element('span', {}, course('kernel')),
          element('span', {}),
          element('span', {}, course('product')),
        ),
        list,
        sum,
      ),
      element(
        'figure',
        {},
        output.root,
        element('figcaption', {}, course('result', { shape: `${height}×${width}×1` })),
      ),
      kernels,
    ),
    stop,
    ...(answered > 0 && !isStill() ? { play } : {}),
    table: () =>
      tableOf(
        course('stack', { row: at[0] + 1, column: at[1] + 1 }),
        [course('channel'), course('pixel'), course('kernel'), course('product')],
        [
          ...Array.from({ length: channels }, (_, channel) => channel)
            .filter((channel) => featureAt(at[0], at[1], channel) !== 0 || run.kernel[channel] !== 0)
            .map((channel) => {
              const value = featureAt(at[0], at[1], channel);
              const weight = run.kernel[channel] ?? 0;
              const isHidden = isAsked(at[0], at[1]) && answered < 1;
              return [String(channel + 1), exact(value), exact(weight), isHidden ? '?' : exact(value * weight)];
            }),
          [course('sum'), '', '', sumAt(at[0], at[1])],
          ['ReLU', '', '', outAt(at[0], at[1])],
        ],
      ),
  };
}

/** How many kernels there are, one more or less at a time, and what each makes of the pixel that the lesson asks for. */
async function kernelStepper({ words: { course }, say }: PictureFrame): Promise<HTMLElement> {
  const { height, width, filters, row, column } = manyChannelsSizes;
  let count = filters;
  const shape = element('output', { class: 'figure', attributes: { for: 'kernels' } });
  const costs = element('p', { class: 'muted' });
  const results = element('ol', { class: 'kernel-results', aria: { label: course('kernels.at', { row, column }) } });
  const number = element('input', {
    id: 'kernels',
    class: 'field',
    attributes: { type: 'number', min: '1', max: String(mostKernels), step: '1', value: String(count) },
    on: { input: () => void choose(Number(number.value), true) },
  });
  const stepped = (label: string, by: number): HTMLElement =>
    button(label, () => void choose(count + by, true), {
      aria: { label: course(by < 0 ? 'kernels.fewer' : 'kernels.more') },
    });

  async function choose(next: number, isTold: boolean): Promise<void> {
    if (!Number.isInteger(next) || next < 1 || next > mostKernels) return;
    count = next;
    if (number.value !== String(next)) number.value = String(next);
    const { values, multiplies, params } = await kernelResults(manyChannelsSizes, next);
    // Somebody was faster.
    if (count !== next) return;
    setText(shape, `${height}×${width}×${next}`);
    const said = course('kernels.costs', { multiplies: exact(multiplies), params: exact(params) });
    setText(costs, said);
    fill(results, ...values.map((value) => element('li', {}, exact(value))));
    if (isTold) say(`${course('result', { shape: `${height}×${width}×${next}` })}, ${said}`);
  }
  await choose(count, false);
  return element(
    'div',
    { class: 'kernel-stepper' },
    element(
      'p',
      {},
      element('label', { attributes: { for: 'kernels' } }, course('kernels')),
      ' ',
      stepped('−', -1),
      number,
      stepped('+', 1),
      ' ',
      shape,
    ),
    results,
    costs,
  );
}
