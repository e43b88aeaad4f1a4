/** Lesson 3: all channels of a pixel lead to each channel of the result. */

import { shrinkSizes } from '../../../src/course/one-by-one';
import { svg } from '../../graph/svg';
import { element, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

const height = 260;
const width = 520;

/** That an output reads all channels is said once the second question has an answer. */
export function channelsPicture({ words, say }: PictureFrame, answered: number): CoursePicture {
  const { course } = words;
  const { channels, filters, size } = shrinkSizes;
  let chosen = 1;
  const left = (channel: number): number => 8 + ((channel - 0.5) / channels) * (height - 16);
  const right = (filter: number): number => 8 + ((filter - 0.5) / filters) * (height - 16);
  const lines = svg('path', { class: 'lit' });
  const light = svg('rect', { x: width - 120, width: 90, height: 5, class: 'lit-bar' });
  const bars = (count: number, at: (index: number) => number, x: number) =>
    svg('path', {
      d: Array.from({ length: count }, (_, index) => `M${x} ${at(index + 1)}h90`).join(''),
      class: count > 100 ? 'bars thin' : 'bars',
    });
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, class: 'channels-drawing', 'aria-hidden': 'true' },
    lines,
    bars(channels, left, 30),
    bars(filters, right, width - 120),
    light,
  );
  const range = element('input', {
    id: 'output-channel',
    attributes: { type: 'range', min: '1', max: String(filters), step: '1', value: '1' },
    on: { input: () => choose(Number(range.value)) },
  });
  const text = (): string =>
    answered < 2
      ? course('channels.chosen', { inputs: channels, outputs: filters, output: chosen })
      : course('channels.read', { inputs: channels, outputs: filters, output: chosen });
  const spoken = element('p', { class: 'muted' });
  function choose(next: number): void {
    chosen = next;
    lines.setAttribute(
      'd',
      Array.from({ length: channels }, (_, index) => `M120 ${left(index + 1)}L${width - 120} ${right(chosen)}`).join(
        '',
      ),
    );
    light.setAttribute('y', String(right(chosen) - 2.5));
    range.setAttribute('aria-valuetext', text());
    spoken.textContent = text();
  }
  choose(1);
  range.addEventListener('change', () => say(text()));
  return {
    body: element(
      'div',
      { class: 'picture channels-picture' },
      element(
        'p',
        { class: 'ends' },
        element('span', {}, `${size}×${size}×${channels}`),
        element('span', {}, `${size}×${size}×${filters}`),
      ),
      drawing,
      element('label', { class: 'choose' }, course('channels.output'), range),
      spoken,
    ),
    table: () =>
      tableOf(
        text(),
        [course('channel'), course('channels.reads')],
        Array.from({ length: filters }, (_, index) => [String(index + 1), answered < 2 ? '?' : String(channels)]),
      ),
  };
}
