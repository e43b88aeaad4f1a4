/** The What if tab: sliders, a sweep over values, values that fit a budget. */

import type { PreviewWords } from '../../src/words/preview';
import { segmented } from '../controls';
import { element } from './element';
import { createFitView } from './fit-view';
import type { Dispatch, Region } from './region';
import { createSweepView } from './sweep-view';
import { createSliders } from './what-if-sliders';
import { type WhatIfPage, whatIfPages } from './what-if-state';

export function createWhatIfView(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  const pages: Readonly<Record<WhatIfPage, Region>> = {
    sliders: createSliders(dispatch, words),
    sweep: createSweepView(dispatch, words),
    fit: createFitView(dispatch, words),
  };
  const choice = segmented({
    label: say('pages'),
    choices: whatIfPages.map((page) => ({ value: page, label: say(`page.${page}`) })),
    onChoose: (page) => dispatch({ type: 'whatIfPageChosen', page: page as WhatIfPage }),
  });
  const bodies = whatIfPages.map((page) => ({
    page,
    body: element('div', { class: `what-if-page what-if-${page}` }, ...pages[page].roots),
  }));
  const root = element(
    'div',
    { class: 'tab-content what-if' },
    element('div', { class: 'what-if-head' }, choice.root),
    ...bodies.map(({ body }) => body),
  );
  return {
    roots: [root],
    update(state) {
      if (state.tab !== 'whatIf' || state.view === null) return;
      const { page } = state.whatIf;
      choice.set(page);
      for (const one of bodies) one.body.hidden = one.page !== page;
      pages[page].update(state);
    },
  };
}
