/** Rewrites that make the explained layer cheaper, each with what it saves of the network and a button that writes it. */

import { formatShare } from '../../src/base/number-format';
import type { CheaperWay } from '../../src/protocol/cheaper';
import { bytes, exact, times } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { textButton } from '../controls';
import { element } from './element';
import { section } from './facts';
import type { Dispatch } from './region';
import type { AppState } from './state';

export function cheaperWays(
  { cheaper, view }: AppState,
  path: string,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement | undefined {
  if (cheaper?.path !== path || cheaper.ways.length === 0 || view === null) return undefined;
  const say = words.explainTab;
  const rows = cheaper.ways.map((way) => {
    const apply = textButton(say('cheaper.apply'), () => dispatch({ type: 'cheaperChosen', path, way: way.id }));
    apply.setAttribute('aria-label', `${say('cheaper.apply')}${words.language.colon}${way.title}`);
    apply.classList.add('cheaper-apply');
    return element(
      'li',
      { class: 'cheaper-way' },
      element(
        'div',
        { class: 'cheaper-text' },
        element('div', { title: `${way.title} (${way.source})` }, way.name),
        element('div', { class: 'muted' }, notes(way, words)),
      ),
      element('span', { class: 'cheaper-saved' }, less(way.savedMultiplies)),
      element(
        'span',
        { class: 'muted cheaper-share' },
        way.savedShare === null ? '' : `−${formatShare(way.savedShare, 1)}`,
      ),
      apply,
    );
  });
  return section(
    say('cheaper'),
    element('p', { class: 'muted' }, say('cheaper.about')),
    element('ul', { class: 'cheaper-ways', aria: { label: say('cheaper.table') } }, ...rows),
  );
}

function notes({ params, peakBytes, fieldBefore, fieldAfter, layers }: CheaperWay, words: PreviewWords): string {
  const say = words.explainTab;
  const field = (size: readonly [number, number]): string => size.join(times);
  const isOther = fieldBefore !== null && fieldAfter !== null && field(fieldBefore) !== field(fieldAfter);
  return [
    params === null || params === 0 ? '' : say('cheaper.params', { change: signed(params, exact) }),
    peakBytes === null || peakBytes === 0 ? '' : say('cheaper.peak', { change: signed(peakBytes, bytes) }),
    isOther ? say('cheaper.field', { before: field(fieldBefore), after: field(fieldAfter) }) : '',
    layers > 1 ? say('cheaper.layers', { count: layers }) : '',
  ]
    .filter((note) => note !== '')
    .join(' · ');
}

function less(count: number): string {
  return `−${exact(count)}`;
}

function signed(change: number, text: (value: number) => string): string {
  return change < 0 ? `−${text(-change)}` : `+${text(change)}`;
}
