/** Lesson 10: each channel has a kernel of its own, and makes the channel of the same place. */

import { laterSizes } from '../../../src/course/googlenet';
import { svg } from '../../graph/svg';
import { tableOf } from '../dom';
import { barPlaces, bars, channelPicture, ends, height, lightBar, litBar, width } from './channel-bars';
import type { CoursePicture, PictureFrame } from './picture';

/** The kernel stands between the bars: pixels of one of its taps, and taps on a side. */
const tap = { size: 16, side: 3 };
/** Every so many a channel has its line; all of them would be a plane. */
const lineEvery = 8;

export function depthwisePicture(frame: PictureFrame): CoursePicture {
  const { course } = frame.words;
  const { channels, size } = laterSizes;
  const shape = `${size}×${size}×${channels}`;
  const at = barPlaces(channels);
  const indices = Array.from({ length: channels }, (_, index) => index + 1);
  const lineOf = (channel: number): string => `M${ends.input + ends.length} ${at(channel)}H${ends.output}`;
  const others = indices.filter((channel) => channel % lineEvery === 0).map(lineOf);
  const path = svg('path', { class: 'own-path' });
  const lit = [ends.input, ends.output].map(litBar);
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
  return channelPicture(frame, {
    id: 'own-channel',
    label: course('depthwise.channel'),
    captions: [shape, 'depthwise 3×3', shape],
    parts: [
      svg('path', { d: others.join(''), class: 'lit' }),
      bars(ends.input, channels),
      bars(ends.output, channels),
      path,
      ...lit,
      kernel,
    ],
    channels,
    first: Math.ceil(channels / 3),
    draw: (chosen) => {
      const y = at(chosen);
      path.setAttribute('d', lineOf(chosen));
      for (const bar of lit) lightBar(bar, y);
      // The first and the last channel have theirs whole, too.
      const side = tap.side * tap.size;
      const top = Math.min(height - side - 2, Math.max(2, y - side / 2));
      kernel.setAttribute('transform', `translate(${(width - side) / 2} ${top})`);
    },
    text: (channel) => course('depthwise.own', { channel, count: channels }),
    table: (text) =>
      tableOf(
        text,
        [course('depthwise.channel'), course('kernel'), course('channels.output')],
        indices.map((channel) => [String(channel), `3×3 (${channel})`, String(channel)]),
      ),
  });
}
