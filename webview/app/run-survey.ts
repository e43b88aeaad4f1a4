/** Several images: which one the run is of, what is largest for each, and the selected layer over all of them. */

import { formatShare } from '../../src/base/number-format';
import type { FinishedRun, Labels, TakenImage } from '../../src/protocol/run';
import type { RunSurvey, SurveyedLayer } from '../../src/runtime/result';
import { briefPath, exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { iconButton, setDisabled, textButton } from '../controls';
import { element, fill, setText } from './element';
import { factTable } from './facts';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import { className, numberText, percentText } from './run-numbers';
import type { AppState } from './state';

/** How an image is called. */
export function imageName(image: TakenImage, { samples }: PreviewWords): string {
  return 'sample' in image ? samples(image.sample) : image.name;
}

export function createSurvey(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.runTab;
  const step = (by: 1 | -1) => () => {
    const { place, count } = shown;
    if (count > 0) dispatch({ type: 'imageStepped', image: (place + by + count) % count });
  };
  const before = iconButton({ label: say('survey.before'), icon: 'chevronLeft', onClick: step(-1) });
  const after = iconButton({ label: say('survey.after'), icon: 'chevronRight', onClick: step(1) });
  const place = element('span', { class: 'muted', attributes: { 'aria-live': 'polite' } });
  const title = element('h2', { class: 'survey-title' });
  const table = element('div');
  const layer = element('div', { class: 'survey-layer' });
  const root = element(
    'section',
    { class: 'section run-survey', hidden: true },
    element('div', { class: 'survey-head' }, title, before, place, after),
    table,
    layer,
  );
  let shown = { place: 0, count: 0 };
  let seen: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const { run, view, selection } = state;
      const survey = run.finished?.result.survey;
      root.hidden = survey === undefined;
      if (survey === undefined || run.finished === null) return;
      for (const control of [before, after]) setDisabled(control, run.phase === 'running');
      const isSame =
        seen?.run.finished === run.finished &&
        seen.view === view &&
        seen.selection === selection &&
        seen.run.labels === run.labels;
      if (isSame) return;
      seen = state;
      const { length: count } = survey.inputs;
      shown = { place: run.finished.options.image ?? 0, count };
      setText(title, say('survey', { count }));
      setText(place, say('survey.place', { place: shown.place + 1, count }));
      fill(table, inputTable(survey, run.finished, shown.place, run.labels, dispatch, words));
      const path = findNode(view, selection)?.path;
      const surveyed = survey.layers.find((one) => one.path === path);
      if (surveyed === undefined) fill(layer, element('p', { class: 'muted' }, say('survey.select')));
      else fill(layer, ...layerFigures(surveyed, words));
    },
  };
}

function inputTable(
  { inputs, output }: RunSurvey,
  { result }: FinishedRun,
  place: number,
  labels: Labels | null,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement {
  const say = words.runTab;
  const isShare = result.layers.at(-1)?.op === 'softmax';
  const classes = result.outputs.find(({ name }) => name === output)?.shape[2] ?? 0;
  const heads = [say('survey.image'), say('survey.top', { output }), say('survey.value')];
  return element(
    'table',
    { class: 'statistics survey-table', aria: { label: say('survey.table', { output }) } },
    element(
      'thead',
      {},
      element('tr', {}, ...heads.map((text) => element('th', { attributes: { scope: 'col' } }, text))),
    ),
    element(
      'tbody',
      {},
      ...inputs.map(({ file, sample, top }, image) => {
        const name = sample === undefined ? (file ?? '') : words.samples(sample);
        const open = textButton(name, () => dispatch({ type: 'imageStepped', image }));
        open.classList.add('node-link');
        open.title = name;
        if (image === place) open.setAttribute('aria-current', 'true');
        return element(
          'tr',
          { class: image === place ? 'is-current' : '' },
          element('th', { attributes: { scope: 'row' } }, open),
          element('td', {}, top === null ? '–' : className(top, classes, labels, words)),
          element('td', {}, isShare ? formatShare(top?.value ?? 0, 1) : numberText(top?.value ?? null)),
        );
      }),
    ),
  );
}

function layerFigures(layer: SurveyedLayer, { runTab: say }: PreviewWords): readonly HTMLElement[] {
  const { path, channels, deadChannels: dead, min, max, mean, std, zeros, elements } = layer;
  const title = say('survey.layer', { layer: briefPath(path) });
  const share = percentText(dead, channels);
  const range = say('survey.range.of', { least: numberText(min), largest: numberText(max) });
  return [
    element('h3', { title: path }, title),
    factTable(title, [
      {
        label: say('survey.dead'),
        values: [
          dead === 0 ? exact(0) : say('survey.dead.of', { dead: exact(dead), channels: exact(channels), share }),
        ],
        class: dead > 0 ? 'is-warning' : '',
      },
      { label: say('survey.range'), values: [range] },
      { label: say('survey.mean'), values: [`${numberText(mean)} ± ${numberText(std)}`] },
      { label: say('survey.zero'), values: [percentText(zeros, elements)] },
    ]),
  ];
}
