/** The row under the picture: what each colour stands for, in percent of the total of the chosen metric. */

import { heatLabels, heatScale } from '../../src/view/heat';
import type { PreviewWords } from '../../src/words/preview';
import { markBadge } from './compare-view';
import { element, fill } from './element';
import type { Region } from './region';
import { runNotes } from './run-notes';
import { type AppState, comparisonOf, viewBefore } from './state';

export function createLegend(words: PreviewWords): Region {
  const say = words.panel;
  const root = element('div', { class: 'legend' });
  let before: AppState | undefined;
  let wasOfRun = false;
  return {
    roots: [root],
    update(state) {
      const { view, metric, layout } = state;
      const old = viewBefore(state);
      if (view === null) return;
      const isCompared = comparisonOf(state) !== undefined;
      const isOfRun = runNotes(state, words) !== null;
      const isSame =
        isOfRun === wasOfRun && before?.view === view && before.metric === metric && before.layout === layout;
      const isMarked = before !== undefined && comparisonOf(before) !== undefined;
      if (isSame && viewBefore(before as AppState) === old && isMarked === isCompared) return;
      before = state;
      wasOfRun = isOfRun;
      const labels = heatLabels(heatScale(old ?? view, metric));
      fill(
        root,
        element('span', {}, layout === 'narrow' ? say('legend.share') : say(`legend.share.${metric}`)),
        element(
          'span',
          { class: 'legend-steps', role: 'img', aria: { label: say('legend.colours', { steps: labels.join(', ') }) } },
          ...labels.map((label, step) => element('span', { class: `legend-step heat-${step}` }, label)),
        ),
        sample('none', say('legend.none')),
        old !== null &&
          element(
            'span',
            {},
            element('span', { class: 'legend-tick' }),
            say(isCompared ? 'legend.was' : 'legend.before'),
          ),
        view.unknownLayers > 0 && sample('unknown', say('legend.unknown')),
        ...(isCompared ? (['added', 'changed', 'removed'] as const) : []).map((mark) =>
          element('span', { class: 'legend-mark' }, markBadge(mark), say(`legend.${mark}`)),
        ),
        element('span', { class: 'spacer' }),
        element('span', { class: 'legend-width' }, say(isOfRun ? 'legend.times' : 'legend.width')),
      );
    },
  };
}

function sample(heat: 'none' | 'unknown', label: string): HTMLElement {
  return element('span', {}, element('span', { class: `legend-sample heat-${heat}` }), label);
}
