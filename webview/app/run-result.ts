/** What a run came to: its proof, the largest values of each output, time and activations of each layer. */

import { isFarOff } from '../../src/base/machine-profile';
import { formatShare } from '../../src/base/number-format';
import type { FinishedRun } from '../../src/protocol/run';
import { deviceTime } from '../../src/runtime/device';
import type { LayerPrediction } from '../../src/runtime/predict';
import { isExact, type RunLayer, type RunOutput, type RunResult, type RunVerification } from '../../src/runtime/result';
import { heatScale, heatStep } from '../../src/view/heat';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { briefPath, duration, exact, shape, short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { icon, textButton } from '../controls';
import { element, fill } from './element';
import { bar, factTable, section, type Tick } from './facts';
import type { Dispatch } from './region';
import { className, numberText, percentText } from './run-numbers';
import { around, slot } from './sentence';
import type { AppState, ChosenDevice } from './state';

/** Layers listed before "all" is asked for. */
const firstFew = 8;

/** What the sections share. */
interface Surroundings {
  readonly state: AppState;
  readonly view: ViewModel;
  readonly dispatch: Dispatch;
  readonly words: PreviewWords;
  layerName(path: string): HTMLElement;
}

/** What stands before and after what the selected layer gave. */
export function runResult(
  state: AppState,
  run: FinishedRun,
  dispatch: Dispatch,
  words: PreviewWords,
): { readonly head: readonly HTMLElement[]; readonly rest: readonly HTMLElement[] } {
  const { view } = state;
  if (view === null) return { head: [], rest: [] };
  const byPath = new Map(view.nodes.filter((node) => node.children.length === 0).map((node) => [node.path, node]));
  const layerName = (path: string): HTMLElement => nameOf(byPath.get(path), path, dispatch);
  const surroundings: Surroundings = { state, view, dispatch, words, layerName };
  return {
    head: [
      summary(run, surroundings),
      ...randomNote(run.result, words),
      ...mainFirst(run.result.outputs).map((output) => topSection(output, byPath, surroundings)),
    ],
    rest: [timeSection(run, surroundings), statisticsSection(run.result, surroundings)],
  };
}

/** Before values that look like an answer. */
function randomNote({ weights }: RunResult, { runTab: say }: PreviewWords): HTMLElement[] {
  if (weights.kind !== 'seed') return [];
  const note = element('p', { class: 'muted' }, say('top.random', { seed: weights.seed ?? '?' }));
  return [element('section', { class: 'section' }, note)];
}

/** What the network is for comes before its side heads. */
function mainFirst(outputs: readonly RunOutput[]): readonly RunOutput[] {
  return [...outputs].sort((a, b) => Number(a.kind === 'head') - Number(b.kind === 'head'));
}

function nameOf(node: ViewNode | undefined, path: string, dispatch: Dispatch): HTMLElement {
  if (node === undefined) return element('span', { title: path }, path);
  const made = textButton('', () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: false }));
  fill(made, ...breakable(briefPath(path)));
  made.classList.add('node-link');
  made.title = path;
  return made;
}

/** With a place to go to the next line behind each slash. */
function breakable(path: string): (string | HTMLElement)[] {
  return path.split(/(?<=\/)/).flatMap((part, i) => (i === 0 ? [part] : [element('wbr'), part]));
}

function summary({ options, result, documentVersion }: FinishedRun, { state, words }: Surroundings): HTMLElement {
  const say = words.runTab;
  const { input, backend, threads, timing, verify } = result;
  const parts = [
    input.kind === 'random'
      ? say('summary.random', { seed: options.seed })
      : input.sample !== undefined
        ? words.samples(input.sample)
        : (input.file ?? say('summary.image')),
    shape(input.shape),
    threads > 1 ? say('summary.threads', { backend, threads }) : backend,
    say(isExact(result) ? 'summary.exact' : 'summary.relaxed'),
    options.upto === null ? '' : say('summary.upto', { path: options.upto }),
  ].filter((part) => part !== '');
  const isOld = documentVersion !== state.documentVersion;
  return element(
    'section',
    { class: 'section run-summary' },
    element(
      'div',
      { class: 'run-headline' },
      element('span', { class: 'muted' }, parts.join(' · ')),
      element(
        'strong',
        { title: say('summary.prepared', { time: duration(timing.prepareMs) }) },
        duration(timing.medianMs),
      ),
    ),
    verify !== null && proof(verify, words),
    isOld && element('div', { class: 'muted' }, say('summary.old')),
  );
}

function proof(verify: RunVerification, { runTab: say }: PreviewWords): HTMLElement {
  const { countedMultiplies, predictedMultiplies, countedHeadMultiplies: heads } = verify;
  const isEqual = countedMultiplies === predictedMultiplies;
  const counted = exact(countedMultiplies);
  return element(
    'div',
    { class: `proof ${isEqual ? 'is-proved' : 'is-refuted'}` },
    icon(isEqual ? 'check' : 'error'),
    !isEqual
      ? say('refuted', { counted, predicted: exact(predictedMultiplies) })
      : heads === undefined
        ? say('proved', { counted })
        : say('proved.heads', { counted, main: exact(countedMultiplies - heads), heads: exact(heads) }),
  );
}

function topSection(
  output: RunOutput,
  byPath: ReadonlyMap<string, ViewNode>,
  { state, words }: Surroundings,
): HTMLElement {
  const say = words.runTab;
  const { top } = output;
  const isShare = isProbability(output, byPath);
  const largest = Math.max(0, ...top.map((entry) => Math.abs(entry.value ?? 0)));
  // Probabilities fill the bar at 100%, unless all of them are so small that nothing would be seen.
  const full = isShare && largest >= 0.1 ? 1 : largest;
  return section(
    say('top', { count: top.length, output: output.name }),
    output.nan > 0 && element('p', { class: 'error-note' }, say('top.nan', { count: exact(output.nan) })),
    factTable(
      say('top.table', { output: output.name }),
      top.map((entry) => {
        const name = className(entry, output.shape[2], state.run.labels, words);
        return {
          label: element('span', { class: 'top-label', title: name }, name),
          values: [
            bar(full === 0 ? 0 : Math.abs(entry.value ?? 0) / full, 'is-related'),
            isShare ? formatShare(entry.value ?? 0, 1) : numberText(entry.value),
          ],
        };
      }),
    ),
  );
}

function isProbability(output: RunOutput, byPath: ReadonlyMap<string, ViewNode>): boolean {
  const ends = [...byPath.values()].find((node) => node.outputs.includes(output.name));
  const values = output.top.map((entry) => entry.value);
  return (
    (ends?.op ?? byPath.get(output.name)?.op) === 'softmax' &&
    values.every((value) => value !== null && value >= 0 && value <= 1)
  );
}

interface TimedLayer {
  readonly layer: RunLayer;
  readonly predicted: LayerPrediction | undefined;
}

function timeSection({ result, prediction }: FinishedRun, surroundings: Surroundings): HTMLElement {
  const { state, view, dispatch, words, layerName } = surroundings;
  const say = words.runTab;
  const timed = result.layers.map((layer, index): TimedLayer => ({ layer, predicted: prediction?.layers[index] }));
  const sorted = timed.toSorted((a, b) => b.layer.ms - a.layer.ms);
  const shown = state.run.showsAllTimes ? sorted : sorted.slice(0, firstFew);
  const longest = Math.max(0, ...timed.map(({ layer, predicted }) => Math.max(layer.ms, predicted?.predictedMs ?? 0)));
  const scale = heatScale(view, 'multiplies');
  const { device } = state.run;
  return section(
    say('times'),
    comparison(result, prediction, surroundings),
    device !== null && element('p', { class: 'muted' }, deviceSum(result, device, words)),
    factTable(
      say(prediction !== null ? 'times.table-predicted' : 'times.table'),
      shown.map(({ layer, predicted }) => ({
        label: layerName(layer.path),
        values: [
          bar(
            longest === 0 ? 0 : layer.ms / longest,
            `heat-${heatStep(scale, layer.multiplies)}`,
            tickOf(layer.ms, predicted?.predictedMs, longest),
          ),
          duration(layer.ms),
          prediction !== null
            ? predictedTime(layer.ms, predicted, words)
            : element('span', { class: layer.multiplies === 0 ? 'muted' : '' }, short(layer.multiplies)),
          ...(device === null ? [] : [timeOnDevice(layer, device, words)]),
        ],
      })),
    ),
    expander(sorted.length, state.run.showsAllTimes, words, () => dispatch({ type: 'runListToggled', list: 'times' })),
  );
}

/** What was predicted for all layers, or how to get a prediction. */
function comparison(
  { backend, timing }: RunResult,
  prediction: FinishedRun['prediction'],
  { dispatch, words }: Surroundings,
): HTMLElement | undefined {
  const say = words.runTab;
  if (prediction !== null) {
    const { profile, predictedMs } = prediction;
    const limits = { gflops: profile.peakGflops.toFixed(0), bandwidth: profile.bandwidthGBs.toFixed(0) };
    const look = isFarOff(predictedMs, timing.medianMs) ? 'is-warning' : '';
    return element(
      'p',
      { class: 'muted prediction', title: say('times.limits', limits) },
      ...around(
        say('times.compared', { measured: duration(timing.medianMs), predicted: slot }),
        element('span', { class: look }, duration(predictedMs)),
      ),
    );
  }
  // Only the fast kernels are measured.
  if (backend !== 'wasm') return undefined;
  const start = textButton(say('calibrate'), () => dispatch({ type: 'calibrateClicked' }));
  start.title = say('calibrate.title');
  return element('p', { class: 'prediction' }, start);
}

/** At best, by its roofline. */
function timeOnDevice(
  { multiplies, trafficBytes = 0 }: RunLayer,
  device: ChosenDevice,
  { runTab: say }: PreviewWords,
): HTMLElement {
  const { ms, bound } = deviceTime(multiplies, trafficBytes, device);
  const title = `${say('device.at-best', { time: duration(ms) })}, ${say(`bound.${bound ?? 'none'}`)}`;
  return element('span', { class: 'device-time', title }, duration(ms));
}

function deviceSum({ layers }: RunResult, device: ChosenDevice, { runTab: say }: PreviewWords): string {
  const times = layers.map(({ multiplies, trafficBytes = 0 }) => deviceTime(multiplies, trafficBytes, device));
  const time = duration(times.reduce((sum, { ms }) => sum + ms, 0));
  const count = times.filter(({ bound }) => bound === 'memory').length;
  return say('device.sum', { device: device.name ?? say('device.described-name'), time, count });
}

function tickOf(ms: number, predictedMs: number | undefined, longest: number): Tick | undefined {
  if (predictedMs === undefined || predictedMs === 0 || longest === 0) return undefined;
  return { fraction: predictedMs / longest, isWarning: isFarOff(predictedMs, ms) };
}

function predictedTime(ms: number, predicted: LayerPrediction | undefined, { runTab: say }: PreviewWords): HTMLElement {
  if (predicted === undefined) return element('span', { class: 'muted' }, '?');
  const { predictedMs, bound, limitShare } = predicted;
  const parts = [
    say('predicted', { time: duration(predictedMs) }),
    say(`bound.${bound ?? 'none'}`),
    limitShare === null ? '' : say('limit-reached', { percent: (100 * limitShare).toFixed(0) }),
  ].filter((part) => part !== '');
  const isOff = predictedMs > 0 && isFarOff(predictedMs, ms);
  return element('span', { class: isOff ? 'is-warning' : 'muted', title: parts.join(', ') }, duration(predictedMs));
}

function expander(
  count: number,
  isAll: boolean,
  { runTab: say }: PreviewWords,
  onClick: () => void,
): HTMLElement | undefined {
  if (count <= firstFew) return undefined;
  return textButton(isAll ? say('show-first', { count: firstFew }) : say('show-all', { count: exact(count) }), onClick);
}

function statisticsSection({ layers }: RunResult, { state, dispatch, words, layerName }: Surroundings): HTMLElement {
  const say = words.runTab;
  const bad = layers.find((layer) => layer.nan > 0);
  const shown = state.run.showsAllStatistics ? layers : layers.slice(0, firstFew);
  const head = (['layer', 'mean', 'deviation', 'zeros', 'nan'] as const).map((name) => say(name));
  return section(
    say('activations'),
    bad !== undefined &&
      element('p', { class: 'error-note' }, ...around(say('activations.nan', { layer: slot }), layerName(bad.path))),
    element(
      'table',
      { class: 'statistics', aria: { label: say('activations.table') } },
      element(
        'thead',
        {},
        element('tr', {}, ...head.map((text) => element('th', { attributes: { scope: 'col' } }, text))),
      ),
      element('tbody', {}, ...shown.map((layer) => statisticsRow(layer, layerName, words))),
    ),
    expander(layers.length, state.run.showsAllStatistics, words, () =>
      dispatch({ type: 'runListToggled', list: 'statistics' }),
    ),
  );
}

function statisticsRow(
  layer: RunLayer,
  layerName: (path: string) => HTMLElement,
  { runTab: say }: PreviewWords,
): HTMLElement {
  const isDead = layer.elements > 0 && layer.zeros === layer.elements;
  return element(
    'tr',
    { class: layer.nan > 0 ? 'has-nan' : '' },
    element('th', { attributes: { scope: 'row' } }, layerName(layer.path)),
    element('td', {}, numberText(layer.mean)),
    element('td', {}, numberText(layer.std)),
    element(
      'td',
      {
        class: isDead ? 'is-warning' : layer.zeros === 0 ? 'muted' : '',
        title: say('zeros.title', { zeros: exact(layer.zeros), elements: exact(layer.elements) }),
      },
      percentText(layer.zeros, layer.elements),
    ),
    element('td', { class: layer.nan > 0 ? 'is-error' : 'muted' }, exact(layer.nan)),
  );
}
