/** Lesson 3: all channels of a pixel lead to each channel of the result. */

import { shrinkSizes } from '../../../src/course/one-by-one';
import { svg } from '../../graph/svg';
import { tableOf } from '../dom';
import { barPlaces, bars, channelPicture, ends, lightBar, litBar } from './channel-bars';
import type { CoursePicture, PictureFrame } from './picture';

/** That an output reads all channels is said once the second question has an answer. */
export function channelsPicture(frame: PictureFrame, answered: number): CoursePicture {
  const { course } = frame.words;
  const { channels, filters, size } = shrinkSizes;
  const [left, right] = [barPlaces(channels), barPlaces(filters)];
  const lines = svg('path', { class: 'lit' });
  const light = litBar(ends.output);
  const start = ends.input + ends.length;
  return channelPicture(frame, {
    id: 'output-channel',
    label: course('channels.output'),
    captions: [`${size}×${size}×${channels}`, `${size}×${size}×${filters}`],
    parts: [lines, bars(ends.input, channels), bars(ends.output, filters), light],
    channels: filters,
    first: 1,
    draw: (chosen) => {
      const y = right(chosen);
      const all = Array.from({ length: channels }, (_, index) => `M${start} ${left(index + 1)}L${ends.output} ${y}`);
      lines.setAttribute('d', all.join(''));
      lightBar(light, y);
    },
    text: (output) =>
      answered < 2
        ? course('channels.chosen', { inputs: channels, outputs: filters, output })
        : course('channels.read', { inputs: channels, outputs: filters, output }),
    table: (text) =>
      tableOf(
        text,
        [course('channel'), course('channels.reads')],
        Array.from({ length: filters }, (_, index) => [String(index + 1), answered < 2 ? '?' : String(channels)]),
      ),
  });
}
