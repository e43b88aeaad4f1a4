/** Small pieces that the tabs share: a section with a heading, and a table of facts with a name at the left. */

import { type Child, element } from './element';

export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', { class: 'section' }, element('h2', {}, title), ...children);
}

export interface Fact {
  readonly label: Child;
  /** In columns from the left; the last one is aligned at the right edge. */
  readonly values: readonly Child[];
  readonly class?: string;
}

export function factTable(label: string, facts: readonly Fact[]): HTMLElement {
  // With a single column of values the names may be longer.
  const isPair = facts.every((fact) => fact.values.length === 1);
  return element(
    'table',
    { class: isPair ? 'facts is-pair' : 'facts', aria: { label } },
    element(
      'tbody',
      {},
      ...facts.map((fact) =>
        element(
          'tr',
          { class: fact.class ?? '' },
          element(
            'th',
            {
              attributes: { scope: 'row' },
              ...(typeof fact.label === 'string' ? { title: fact.label } : {}),
            },
            fact.label,
          ),
          ...fact.values.map((value) => element('td', {}, value)),
        ),
      ),
    ),
  );
}

/** A mark across a bar: what was expected. */
export interface Tick {
  readonly fraction: number;
  readonly isWarning: boolean;
}

/** A bar in a row; `fraction` from 0 to 1. What it shows is said by the number beside it. */
export function bar(fraction: number, colour: string, tick?: Tick): HTMLElement {
  return element(
    'span',
    { class: 'bar', aria: { hidden: true } },
    element('span', { class: `bar-fill ${colour}`, style: { width: percent(fraction) } }),
    tick !== undefined &&
      element('span', {
        class: tick.isWarning ? 'bar-tick is-off' : 'bar-tick',
        style: { left: percent(tick.fraction) },
      }),
  );
}

function percent(fraction: number): string {
  return `${Math.max(0, Math.min(1, Number.isFinite(fraction) ? fraction : 0)) * 100}%`;
}
