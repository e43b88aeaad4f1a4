/**
 * A slider with a number field: the browser's own range (arrow keys, Page Up and Down, Home and End), a tick where another
 * value stands, and the way between the two. What is typed may lie outside of the slider's range.
 */

import { element } from '../app/element';

export interface SliderValues {
  readonly now: string;
  /** Where the tick stands. */
  readonly was: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** What a screen reader says in place of the number. */
  readonly spoken: string;
  /** Another mark of the track, at a value. */
  readonly mark?: { readonly at: number; readonly title: string } | undefined;
}

export interface Slider {
  readonly root: HTMLElement;
  set(values: SliderValues): void;
}

export function slider(options: { label: string; fieldLabel: string; onChange(value: string): void }): Slider {
  const range = element('input', {
    class: 'slider-range',
    attributes: { type: 'range' },
    aria: { label: options.label },
    on: { input: () => change(range.value) },
  });
  const way = element('span', { class: 'slider-way' });
  const tick = element('span', { class: 'slider-tick' });
  const mark = element('span', { class: 'slider-mark', hidden: true });
  const track = element('span', { class: 'slider-track', aria: { hidden: true } }, way, tick, mark);
  const field = element('input', {
    class: 'slider-field',
    attributes: { type: 'text', inputmode: 'decimal', spellcheck: 'false' },
    aria: { label: options.fieldLabel },
    on: {
      change: () => change(field.value.trim()),
      keydown: (event) => {
        if (event.key === 'Escape') field.value = shown?.now ?? '';
      },
    },
  });
  let shown: SliderValues | undefined;

  function change(value: string): void {
    if (value !== '' && value !== shown?.now) options.onChange(value);
    else field.value = shown?.now ?? '';
  }

  return {
    root: element('span', { class: 'slider' }, element('span', { class: 'slider-body' }, track, range), field),
    set(values) {
      shown = values;
      const { minimum, maximum, step, now, was } = values;
      range.min = String(minimum);
      range.max = String(maximum);
      range.step = String(step);
      if (document.activeElement !== range || range.value !== now) range.value = now;
      range.setAttribute('aria-valuetext', values.spoken);
      if (field.value !== now && document.activeElement !== field) field.value = now;
      const placeOf = (value: number): number =>
        Math.max(0, Math.min(1, (value - minimum) / Math.max(maximum - minimum, Number.EPSILON)));
      const [from, to] = [placeOf(Number(was)), placeOf(Number(now))];
      tick.style.left = percent(from);
      way.style.left = percent(Math.min(from, to));
      way.style.width = percent(Math.abs(to - from));
      mark.hidden = values.mark === undefined;
      if (values.mark !== undefined) {
        mark.style.left = percent(placeOf(values.mark.at));
        mark.title = values.mark.title;
      }
    },
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
