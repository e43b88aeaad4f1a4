/** A bar for each channel of what goes into a layer and of what comes out, and a slider that chooses one. */

import { svg } from '../../graph/svg';
import { element } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

export const height = 260;
export const width = 520;
/** Pixels from the left that bars begin at, of what goes in and of what comes out, and how long they are. */
export const ends = { input: 30, output: width - 120, length: 90 };

/** Pixels from the top of the middle of each bar, channels counted from 1. */
export function barPlaces(channels: number): (channel: number) => number {
  return (channel) => 8 + ((channel - 0.5) / channels) * (height - 16);
}

export function bars(x: number, channels: number): SVGElement {
  const at = barPlaces(channels);
  return svg('path', {
    d: Array.from({ length: channels }, (_, index) => `M${x} ${at(index + 1)}h${ends.length}`).join(''),
    class: channels > 100 ? 'bars thin' : 'bars',
  });
}

/** The bar that is chosen; `lightBar` puts it to its place. */
export function litBar(x: number): SVGElement {
  return svg('rect', { x, width: ends.length, height: 5, class: 'lit-bar' });
}

export function lightBar(bar: SVGElement, y: number): void {
  bar.setAttribute('y', String(y - 2.5));
}

export interface ChannelPicture {
  /** Of the slider. */
  readonly id: string;
  readonly label: string;
  /** Shapes and layers above the bars, from the left. */
  readonly captions: readonly string[];
  readonly parts: readonly SVGElement[];
  readonly channels: number;
  readonly first: number;
  /** Draws the channel that is chosen. */
  readonly draw: (channel: number) => void;
  /** What there is to say of the channel that is chosen. */
  readonly text: (channel: number) => string;
  readonly table: (text: string) => ReturnType<CoursePicture['table']>;
}

export function channelPicture({ say }: PictureFrame, picture: ChannelPicture): CoursePicture {
  const { id, label, captions, parts, channels, first, draw, table } = picture;
  let chosen = first;
  const range = element('input', {
    id,
    attributes: { type: 'range', min: '1', max: String(channels), step: '1', value: String(first) },
    on: { input: () => choose(Number(range.value)) },
  });
  const text = (): string => picture.text(chosen);
  const spoken = element('p', { class: 'muted' });
  function choose(next: number): void {
    chosen = next;
    draw(chosen);
    range.setAttribute('aria-valuetext', text());
    spoken.textContent = text();
  }
  choose(first);
  range.addEventListener('change', () => say(text()));
  return {
    body: element(
      'div',
      { class: 'picture channels-picture' },
      element('p', { class: 'ends' }, ...captions.map((caption) => element('span', {}, caption))),
      svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'channels-drawing', 'aria-hidden': 'true' }, ...parts),
      element('label', { class: 'choose' }, label, range),
      spoken,
    ),
    table: () => table(text()),
  };
}
