/** The Fit a budget page of What if: looks through ranges for the most of something within limits, and shows that design. */

import { metricLabel } from '../../src/view/metric-words';
import { bytes, exact, short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { menu, textButton } from '../controls';
import { type Child, element, fill } from './element';
import { factTable } from './facts';
import { valuesText } from './pareto-drawing';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { createRangeFields, createSweepButtons, measures, plainField } from './sweep-fields';
import { limitedMetrics } from './sweep-state';

export function createFitView(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  const ranges = createRangeFields(dispatch, words);
  let state: AppState | undefined;
  const limits = limitedMetrics.map((metric) => {
    const label = say('fit.limit', { metric: metricLabel(metric, words) });
    const field = plainField(label, (text) => {
      const before = state?.whatIf.sweep.fields.limits;
      if (before !== undefined) dispatch({ type: 'sweepChanged', fields: { limits: { ...before, [metric]: text } } });
    });
    return {
      metric,
      field,
      root: element('label', { class: 'range-row' }, element('span', { class: 'range-label is-wide' }, label), field),
    };
  });
  const goal = menu({
    label: say('fit.goal'),
    onChoose: (measure) => dispatch({ type: 'sweepChanged', fields: { goal: measure } }),
  });
  const buttons = createSweepButtons('fit', say('find'), dispatch, words);
  const found = element('section', { class: 'section', role: 'status' });
  const root = element(
    'div',
    {},
    element(
      'section',
      { class: 'section sweep-form' },
      element('p', { class: 'muted' }, say('fit.intro')),
      ...ranges.roots,
      ...limits.map((limit) => limit.root),
      element(
        'div',
        { class: 'range-row' },
        element('span', { class: 'range-label is-wide' }, say('fit.goal')),
        goal.root,
      ),
      ...buttons.roots,
    ),
    found,
  );
  let shown: unknown;
  return {
    roots: [root],
    update(next) {
      state = next;
      const { fields, runs } = next.whatIf.sweep;
      ranges.update(next);
      buttons.update(next);
      for (const { metric, field } of limits) {
        const text = fields.limits[metric];
        if (document.activeElement !== field && field.value !== text) field.value = text;
      }
      const choices = measures(next, words).map(({ value, label }) => ({ value: `+${value}`, label }));
      goal.set(choices, fields.goal);
      const { report } = runs.fit;
      found.hidden = report === null;
      if (report === null || shown === report) return;
      shown = report;
      const count = report.points.length;
      const best = report.points[report.best ?? -1];
      const rows: Child[] =
        best === undefined
          ? [element('p', { class: 'is-warning' }, say('fit.nothing', { count: exact(count) }))]
          : [
              element(
                'p',
                {},
                say('fit.found', { count: exact(count) }),
                ' ',
                element('strong', {}, valuesText(report, best, words)),
              ),
              factTable(say('page.fit'), [
                {
                  label: metricLabel('multiplies', words),
                  values: [best.multiplies === null ? '?' : short(best.multiplies)],
                },
                { label: metricLabel('params', words), values: [best.params === null ? '?' : short(best.params)] },
                {
                  label: metricLabel('peakBytes', words),
                  values: [best.peakBytes === null ? '?' : bytes(best.peakBytes)],
                },
              ]),
            ];
      fill(
        found,
        ...rows,
        element(
          'p',
          {},
          textButton(say('fit.see-all'), () => {
            dispatch({ type: 'whatIfPageChosen', page: 'sweep' });
            dispatch({ type: 'sweepClicked', purpose: 'sweep' });
          }),
        ),
      );
    },
  };
}
