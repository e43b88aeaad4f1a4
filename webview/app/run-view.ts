/**
 * The Run tab: what to run, how far it is, and what came of it. The run itself is the host's; here is no arithmetic
 * but that of bars. What belongs to an earlier text says so.
 */

import type { WeightsCheck } from '../../src/protocol/run';
import type { RunProgress } from '../../src/runtime/run-network';
import { type SampleName, sampleImage, sampleNames } from '../../src/runtime/sample-images';
import type { PreviewWords } from '../../src/words/preview';
import { button, checkbox, icon, menu, setDisabled, textButton, textField } from '../controls';
import { createDeviceFields } from './device-fields';
import { element, fill, setText } from './element';
import { createLookView } from './look-view';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import { runResult } from './run-result';
import { createSurvey, imageName } from './run-survey';
import type { AppState } from './state';

const wholeNetwork = '';
const allSamples = 'samples';

/** Pixels of the picture of a sample beside what it is good for. */
const pictureSide = 48;
const largestSeed = 2 ** 32 - 1;

/** Of the modules that belong to no layer. */
const mostNamed = 3;

export function createRunView(send: Dispatch, words: PreviewWords): Region {
  const say = words.runTab;
  /** A seed that is none starts nothing: the last good one would run unsaid. */
  const dispatch: Dispatch = (event) => {
    const isStart = event.type === 'runClicked' || event.type === 'calibrateClicked';
    if (isStart && !seedReason.hidden) seed.focus();
    else send(event);
  };
  const start = button({ label: say('run'), icon: 'play', onClick: () => dispatch({ type: 'runClicked' }) });
  const cancel = button({
    label: say('cancel'),
    icon: 'stop',
    kind: 'secondary',
    onClick: () => dispatch({ type: 'cancelClicked' }),
  });
  const input = menu({
    label: say('input'),
    onChoose: (value) => {
      const sample = sampleNames.find((name) => name === value);
      if (value === 'random') dispatch({ type: 'runOptionsChanged', options: { input: 'random' } });
      else if (sample !== undefined) dispatch({ type: 'imagesGiven', images: [{ sample }] });
      else if (value === allSamples)
        dispatch({ type: 'imagesGiven', images: sampleNames.map((name) => ({ sample: name })) });
      else {
        dispatch({ type: 'imageClicked' });
        // Until a file has been picked the choice stands where it stood.
        if (before !== undefined) updateForm(before);
      }
    },
  });
  const imageProblem = element('p', { class: 'field-reason', role: 'alert', hidden: true });
  const picture = element('canvas', {
    class: 'sample-picture',
    attributes: { width: String(pictureSide), height: String(pictureSide) },
    aria: { hidden: true },
  });
  const sampleUse = element('span', { class: 'muted' });
  const sample = element('div', { class: 'run-sample', hidden: true }, picture, sampleUse);
  const imageHint = element('p', { class: 'muted image-hint' });
  const imageButton = textButton(say('choose-image'), () => dispatch({ type: 'imageClicked' }));
  const seed = textField({
    label: say('seed'),
    class: 'seed',
    hideLabel: true,
    onInput: (text) => {
      const value = Number(text.trim());
      const isSeed = /^\d+$/.test(text.trim()) && value <= largestSeed;
      seed.root.classList.toggle('is-wrong', !isSeed);
      seedReason.hidden = isSeed;
      setText(seedReason, isSeed ? '' : say('seed.wrong', { largest: largestSeed }));
      if (isSeed) dispatch({ type: 'runOptionsChanged', options: { seed: value } });
    },
  });
  const seedReason = element('span', { class: 'field-reason', role: 'alert', hidden: true });
  const end = menu({
    label: say('upto'),
    onChoose: (value) =>
      dispatch({ type: 'runOptionsChanged', options: { upto: value === wholeNetwork ? null : value } }),
  });
  const weights = element('span', { class: 'file-name weights-name' });
  const otherWeights = textButton(say('weights.choose'), () => dispatch({ type: 'weightsClicked' }));
  const noWeights = textButton(say('weights.drop'), () => dispatch({ type: 'weightsDropped' }));
  const weightsFound = element('p', { class: 'weights-found muted', role: 'status', hidden: true });
  const weightsReason = element('p', { class: 'field-reason', role: 'alert', hidden: true });
  const labels = element('span', { class: 'file-name' });
  const otherLabels = textButton(say('labels.choose'), () => dispatch({ type: 'labelsClicked' }));
  const noLabels = textButton(say('labels.drop'), () => dispatch({ type: 'labelsDropped' }));
  const labelsReason = element('p', { class: 'field-reason', role: 'alert', hidden: true });
  const verify = checkbox({
    label: say('verify'),
    title: say('verify.title'),
    onChange: (isChecked) => dispatch({ type: 'runOptionsChanged', options: { verify: isChecked } }),
  });

  const progressFill = element('div', { class: 'progress-fill' });
  const progressBar = element(
    'div',
    { class: 'progress', role: 'progressbar', aria: { label: say('progress'), valuemin: 0, valuemax: 100 } },
    progressFill,
  );
  const progressText = element('div', { class: 'progress-text muted' });
  const progress = element('div', { class: 'run-progress' }, progressBar, progressText);
  const failure = element('div', { class: 'run-failure', role: 'alert' });
  const head = element('div', { class: 'run-head' });
  const look = createLookView(dispatch, words);
  const survey = createSurvey(dispatch, words);
  const rest = element('div', { class: 'run-rest' });
  const device = createDeviceFields(dispatch, words);
  const parts = element(
    'div',
    { class: 'run-parts' },
    element('div', {}, head, ...survey.roots),
    ...look.roots,
    element('div', {}, ...device.roots, rest),
  );
  const result = element('div', { class: 'run-result' }, parts);

  const field = (label: string, ...controls: HTMLElement[]): HTMLElement =>
    element(
      'div',
      { class: 'run-field' },
      element('span', { class: 'run-label muted', aria: { hidden: true } }, label),
      element('div', { class: 'run-controls' }, ...controls),
    );
  const root = element(
    'div',
    { class: 'tab-content run' },
    element(
      'section',
      { class: 'section run-form' },
      element('div', { class: 'run-buttons' }, start, cancel, progress),
      field(say('input'), input.root, imageButton),
      imageProblem,
      sample,
      imageHint,
      field(say('weights'), weights, otherWeights, noWeights),
      weightsFound,
      weightsReason,
      field(say('labels'), labels, otherLabels, noLabels),
      labelsReason,
      field(say('seed'), seed.root, seedReason),
      field(say('upto.label'), end.root),
      verify.root,
    ),
    failure,
    result,
  );
  let before: AppState | undefined;

  function updateSample(name: SampleName | undefined): void {
    sample.hidden = name === undefined;
    if (name === undefined) return;
    setText(sampleUse, words.samples(`${name}.why`));
    if (picture.dataset.sample === name) return;
    picture.dataset.sample = name;
    const { rgba } = sampleImage(name, pictureSide, pictureSide);
    const pixels = new ImageData(new Uint8ClampedArray(rgba), pictureSide, pictureSide);
    picture.getContext('2d')?.putImageData(pixels, 0, 0);
  }

  function updateForm(state: AppState): void {
    const { run, view } = state;
    const isRunning = run.phase === 'running';
    const chosen = chosenInput(state);
    const own = chosen === 'image' ? run.images : [];
    const [first] = own;
    setText(imageHint, say(state.dropsNeedShift ? 'image.hint.shift' : 'image.hint'));
    const ownName = own.length > 1 ? say('input.images', { count: own.length }) : first && imageName(first, words);
    input.set(
      [
        { value: 'random', label: say('input.random') },
        ...sampleNames.map((name) => ({ value: name, label: words.samples(name) })),
        { value: allSamples, label: words.samples('all') },
        { value: 'image', label: ownName ?? say('input.image') },
      ],
      chosen,
    );
    imageButton.hidden = chosen !== 'image';
    updateSample(sampleNames.find((name) => name === chosen));
    const random = say('weights.random');
    setText(weights, run.weights ?? random);
    weights.title = run.weights ?? '';
    noWeights.hidden = run.weights === null;
    updateCheck(state);
    setText(labels, run.labels?.name ?? say('labels.none'));
    noLabels.hidden = run.labels === null;
    const labelsText = run.labelsProblem || unfitText(state, words);
    labelsReason.hidden = labelsText === '';
    setText(labelsReason, labelsText);
    imageProblem.hidden = run.imageProblem === '';
    setText(imageProblem, run.imageProblem);
    if (seedReason.hidden && seed.value() !== String(run.options.seed) && !seed.root.contains(document.activeElement)) {
      seed.setValue(String(run.options.seed));
    }
    const choices = (view?.outputs ?? []).map((output) => ({
      value: output.name,
      label: say(output.kind === 'head' ? 'upto.head' : 'upto.output', { name: output.name }),
    }));
    const hasHeads = view?.outputs.some((output) => output.kind === 'head') === true;
    const selected = findNode(view, state.selection);
    if (selected !== undefined && (selected.kind === 'layer' || selected.kind === 'join')) {
      choices.push({ value: selected.path, label: say('upto.selected', { path: selected.path }) });
    }
    const { upto } = run.options;
    if (upto !== null && !choices.some((choice) => choice.value === upto)) choices.push({ value: upto, label: upto });
    end.set(
      [{ value: wholeNetwork, label: say(hasHeads ? 'upto.all-and-heads' : 'upto.all') }, ...choices],
      upto ?? wholeNetwork,
    );
    verify.set(run.options.verify);
    start.hidden = isRunning;
    cancel.hidden = !isRunning;
    for (const control of [input.root, seed.root, end.root, verify.root]) setDisabled(control, isRunning);
  }

  function updateCheck({ run: { weights: name, weightsCheck, phase, message }, view }: AppState): void {
    // A changed design may have other layers.
    const check = weightsCheck?.of === view ? weightsCheck.check : undefined;
    const told = check?.kind === 'wrong' ? check.message : '';
    // The run that failed by it says it below, with what to do.
    const wrong = phase === 'failed' && message === told ? '' : told;
    const found = check === undefined || check.kind === 'wrong' ? '' : foundText(check, name ?? '', words);
    weightsReason.hidden = wrong === '';
    setText(weightsReason, wrong);
    weightsFound.hidden = found === '';
    setText(weightsFound, found);
  }

  function updateProgress(state: AppState): void {
    const { run } = state;
    progress.hidden = run.phase !== 'running';
    const now = run.progress;
    const percent = now === null || now.count === 0 ? 0 : Math.floor((100 * now.index) / now.count);
    progressFill.style.setProperty('width', `${percent}%`);
    progressBar.setAttribute('aria-valuenow', String(percent));
    setText(progressText, now === null ? say('starting') : phaseText(now, words));
  }

  function updateFailure(state: AppState): void {
    const { run } = state;
    failure.hidden = run.phase !== 'failed' && run.phase !== 'cancelled';
    if (failure.hidden) {
      failure.replaceChildren();
      return;
    }
    const isCancelled = run.phase === 'cancelled';
    fill(
      failure,
      icon(isCancelled ? 'stop' : 'error'),
      element('span', {}, isCancelled ? say('cancelled') : run.message),
      textButton(say('again'), () => dispatch({ type: 'runClicked' })),
    );
    failure.classList.toggle('is-error', !isCancelled);
  }

  return {
    roots: [root],
    update(state) {
      if (state.view === null || state.tab !== 'run') return;
      const isSame = before?.run === state.run && before.view === state.view && before.selection === state.selection;
      if (isSame) return;
      updateForm(state);
      updateProgress(state);
      // It may have been started from below.
      if (state.run.phase === 'running' && before?.run.phase !== 'running')
        progress.scrollIntoView({ block: 'nearest' });
      updateFailure(state);
      const isResultSame =
        before?.run.finished === state.run.finished &&
        before?.run.showsAllTimes === state.run.showsAllTimes &&
        before?.run.device === state.run.device &&
        before?.run.showsAllStatistics === state.run.showsAllStatistics &&
        before?.run.phase === state.run.phase &&
        before?.run.labels === state.run.labels &&
        before?.view === state.view;
      if (!isResultSame) {
        const { finished } = state.run;
        const made = finished === null ? { head: [], rest: [] } : runResult(state, finished, dispatch, words);
        fill(head, ...made.head);
        fill(rest, ...made.rest);
      }
      survey.update(state);
      look.update(state);
      device.update(state);
      result.classList.toggle('is-old', state.run.phase === 'running');
      before = state;
    },
  };
}

function foundText(
  check: Exclude<WeightsCheck, { kind: 'wrong' }>,
  name: string,
  { runTab: say, language }: PreviewWords,
): string {
  if (check.kind === 'reading') return say('weights.reading', { name });
  const { layers, by, left } = check;
  const found = say(by === 'names' ? 'weights.by-names' : 'weights.by-order', { count: layers });
  if (left.length === 0) return found;
  const named = left.slice(0, mostNamed).join(', ');
  const rest = say(left.length > mostNamed ? 'weights.left-more' : 'weights.left', { count: left.length, named });
  return `${found}${language.betweenSentences}${rest}`;
}

/** Empty where the names are as many as the classes, or the text is what is wrong. */
function unfitText({ run: { labels }, view }: AppState, { runTab: say }: PreviewWords): string {
  const counts = view?.outputs.map(({ shape }) => shape?.[2] ?? null) ?? [];
  if (labels === null || counts.length === 0 || counts.includes(null) || counts.includes(labels.names.length))
    return '';
  return say('labels.unfit', { count: labels.names.length });
}

/** What the menu of inputs says is chosen. */
function chosenInput({ run: { options, images } }: AppState): string {
  if (options.input === 'random') return 'random';
  const samples = images.flatMap((image) => ('sample' in image ? [image.sample] : []));
  const [first] = samples;
  if (samples.length === 0 || samples.length < images.length) return 'image';
  return samples.length === 1 && first !== undefined ? first : allSamples;
}

function phaseText({ phase, path, index, count }: RunProgress, { runTab: say }: PreviewWords): string {
  const place = count > 0 && phase !== 'calibrate' ? say('progress.place', { index, count }) : '';
  return [say(`phase.${phase}`), place, path].filter((part) => part !== '').join(' · ');
}
