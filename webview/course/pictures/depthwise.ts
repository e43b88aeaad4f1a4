/** Lesson 10: each channel has a kernel of its own, and makes the channel of the same place. */

import { laterSizes } from '../../../src/course/googlenet';
import { svg } from '../../graph/svg';
import { element, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

const height = 260;
const width = 520;
/** Pixels from the left that bars begin at, of what goes in and of what comes out, and how long they are. */
const ends = { input: 30, output: width - 120, length: 90 };
/** The kernel stands between them: pixels of one of its taps, and taps on a side. */
const tap = { size: 16, side: 3 };
/** Every so many a channel has its line; all of them would be a plane. */
const lineEvery = 8;

export function depthwisePicture({ words, say }: PictureFrame): CoursePicture {
  const { course } = words;
  const { channels, size } = laterSizes;
  const shape = `${size}×${size}×${channels}`;
  let chosen = Math.ceil(channels / 3);
  const at = (channel: number): number => 8 + ((channel - 0.5) / channels) * (height - 16);
  const indices = Array.from({ length: channels }, (_, index) => index + 1);
  const bars = (x: number): string => indices.map((channel) => `M${x} ${at(channel)}h${ends.length}`).join('');
  const others = indices
    .filter((channel) => channel % lineEvery === 0)
    .map((channel) => `M${ends.input + ends.length} ${at(channel)}H${ends.output}`)
    .join('');
  const path = svg('path', { class: 'own-path' });
  const lit = [ends.input, ends.output].map((x) => svg('rect', { x, width: ends.length, height: 5, class: 'lit-bar' }));
  const kernel = svg(
    'g',
    { class: 'own-kernel' },
    ...Array.from({ length: tap.side ** 2 }, (_, index) =>
      svg('rect', {
        x: (index % tap.side) * tap.size,
        y: Math.floor(index / tap.side) * tap.size,
        width: tap.size,
        height: tap.size,
      }),
    ),
  );
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, class: 'channels-drawing', 'aria-hidden': 'true' },
    svg('path', { d: others, class: 'lit' }),
    svg('path', { d: bars(ends.input) + bars(ends.output), class: 'bars thin' }),
    path,
    ...lit,
    kernel,
  );
  const range = element('input', {
    id: 'own-channel',
    attributes: { type: 'range', min: '1', max: String(channels), step: '1', value: String(chosen) },
    on: { input: () => choose(Number(range.value)) },
  });
  const text = (): string => course('depthwise.own', { channel: chosen, count: channels });
  const spoken = element('p', { class: 'muted' });
  function choose(next: number): void {
    chosen = next;
    const y = at(chosen);
    path.setAttribute('d', `M${ends.input + ends.length} ${y}H${ends.output}`);
    for (const bar of lit) bar.setAttribute('y', String(y - 2.5));
    // The first and the last channel have theirs whole, too.
    const side = tap.side * tap.size;
    const top = Math.min(height - side - 2, Math.max(2, y - side / 2));
    kernel.setAttribute('transform', `translate(${(width - side) / 2} ${top})`);
    range.setAttribute('aria-valuetext', text());
    spoken.textContent = text();
  }
  choose(chosen);
  range.addEventListener('change', () => say(text()));
  return {
    body: element(
      'div',
      { class: 'picture channels-picture' },
      element(
        'p',
        { class: 'ends' },
        element('span', {}, shape),
        element('span', {}, 'depthwise 3×3'),
        element('span', {}, shape),
      ),
      drawing,
      element('label', { class: 'choose' }, course('depthwise.channel'), range),
      spoken,
    ),
    table: () =>
      tableOf(
        text(),
        [course('depthwise.channel'), course('kernel'), course('channels.output')],
        indices.map((channel) => [String(channel), `3×3 (${channel})`, String(channel)]),
      ),
  };
}
