/** The row under the picture: what each colour stands for, in percent of the total of the chosen metric. */

import { heatLabels, heatScale } from '../../src/view/heat';
import { element, fill } from './element';
import { metricText } from './figures';
import type { Region } from './region';
import type { AppState } from './state';

export function createLegend(): Region {
  const root = element('div', { class: 'legend' });
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const { view, metric, layout } = state;
      if (view === null || (before?.view === view && before.metric === metric && before.layout === layout)) return;
      before = state;
      const labels = heatLabels(heatScale(view, metric));
      const noun = metricText(metric).noun;
      fill(
        root,
        element('span', {}, layout === 'narrow' ? 'Share' : `Share of all ${noun}`),
        element(
          'span',
          { class: 'legend-steps', role: 'img', aria: { label: `Colours from cheap to dear: ${labels.join(', ')}` } },
          ...labels.map((label, step) => element('span', { class: `legend-step heat-${step}` }, label)),
        ),
        sample('none', 'none'),
        view.unknownLayers > 0 && sample('unknown', 'unknown'),
        element('span', { class: 'spacer' }),
        element('span', { class: 'legend-width' }, 'line width: bytes of the tensor'),
      );
    },
  };
}

function sample(heat: 'none' | 'unknown', label: string): HTMLElement {
  return element('span', {}, element('span', { class: `legend-sample heat-${heat}` }), label);
}
