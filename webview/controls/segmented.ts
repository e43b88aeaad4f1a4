/**
 * A segmented switch: one of a few words, all in sight. A radio group to a screen reader, one tab stop, arrow
 * keys move the choice (WAI-ARIA Authoring Practices, radio group).
 */

import { element, setAttribute } from '../app/element';
import type { Choice } from './choice';

export interface SegmentChoice extends Choice {
  readonly title?: string;
}

export interface Segmented {
  readonly root: HTMLElement;
  set(selected: string): void;
}

export function segmented(options: {
  label: string;
  choices: readonly SegmentChoice[];
  onChoose(value: string): void;
}): Segmented {
  const segments = options.choices.map((choice) =>
    element(
      'button',
      {
        class: 'segment',
        role: 'radio',
        title: choice.title ?? '',
        attributes: { type: 'button' },
        data: { value: choice.value },
        on: { click: () => options.onChoose(choice.value) },
      },
      choice.label,
    ),
  );
  const root = element('div', { class: 'segmented', role: 'radiogroup', aria: { label: options.label } }, ...segments);
  root.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : 0;
    const move = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : step;
    if (move === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = segments.findIndex((segment) => segment.getAttribute('aria-checked') === 'true');
    const next = segments[(at + move + segments.length) % segments.length];
    next?.focus();
    options.onChoose(next?.dataset.value ?? '');
  });
  return {
    root,
    set(selected) {
      for (const segment of segments) {
        const isChosen = segment.dataset.value === selected;
        setAttribute(segment, 'aria-checked', String(isChosen));
        setAttribute(segment, 'tabindex', isChosen ? '0' : '-1');
      }
    },
  };
}
