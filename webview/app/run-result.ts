/** What a run came to: its proof, the largest values of each output, time and activations of each layer. */

import { isFarOff } from '../../src/base/machine-profile';
import type { FinishedRun } from '../../src/protocol/run';
import type { LayerPrediction } from '../../src/runtime/predict';
import type { RunLayer, RunOutput, RunResult } from '../../src/runtime/result';
import { heatScale, heatStep } from '../../src/view/heat';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { icon, textButton } from '../controls';
import { element } from './element';
import { bar, factTable, section, type Tick } from './facts';
import { briefPath, duration, exact, shape, short } from './figures';
import type { Dispatch } from './region';
import type { AppState } from './state';

/** Layers listed before "all" is asked for. */
const firstFew = 8;
const mostTop = 5;

export function runResult(state: AppState, run: FinishedRun, dispatch: Dispatch): HTMLElement[] {
  const { view } = state;
  if (view === null) return [];
  const byPath = new Map(view.nodes.filter((node) => node.children.length === 0).map((node) => [node.path, node]));
  const layerName = (path: string): HTMLElement => nameOf(byPath.get(path), path, dispatch);
  return [
    summary(state, run),
    ...mainFirst(run.result.outputs).map((output) => topSection(output, byPath)),
    timeSection(state, run, view, layerName, dispatch),
    statisticsSection(state, run.result, layerName, dispatch),
  ];
}

/** What the network is for comes before its side heads. */
function mainFirst(outputs: readonly RunOutput[]): readonly RunOutput[] {
  return [...outputs].sort((a, b) => Number(a.kind === 'head') - Number(b.kind === 'head'));
}

function nameOf(node: ViewNode | undefined, path: string, dispatch: Dispatch): HTMLElement {
  if (node === undefined) return element('span', { title: path }, path);
  const made = textButton(briefPath(path), () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: false }));
  made.classList.add('node-link');
  made.title = path;
  return made;
}

function summary(state: AppState, { options, result, documentVersion }: FinishedRun): HTMLElement {
  const { input, backend, threads, timing, verify } = result;
  const parts = [
    input.kind === 'random' ? `random input, seed ${options.seed}` : (input.file ?? 'an image'),
    shape(input.shape),
    threads > 1 ? `${backend}, ${threads} threads` : backend,
    options.upto === null ? '' : `up to ${options.upto}`,
  ].filter((part) => part !== '');
  const isOld = documentVersion !== state.documentVersion;
  return element(
    'section',
    { class: 'section run-summary' },
    element(
      'div',
      { class: 'run-headline' },
      element('span', { class: 'muted' }, parts.join(' · ')),
      element('strong', { title: `prepared in ${duration(timing.prepareMs)}` }, duration(timing.medianMs)),
    ),
    verify !== null && proof(verify.countedMultiplies, verify.predictedMultiplies),
    isOld && element('div', { class: 'muted' }, 'The text has changed since this run.'),
  );
}

function proof(counted: number, predicted: number): HTMLElement {
  const isEqual = counted === predicted;
  return element(
    'div',
    { class: `proof ${isEqual ? 'is-proved' : 'is-refuted'}` },
    icon(isEqual ? 'check' : 'error'),
    isEqual
      ? `${exact(counted)} multiplies counted = predicted`
      : `${exact(counted)} multiplies counted, ${exact(predicted)} predicted`,
  );
}

function topSection(output: RunOutput, byPath: ReadonlyMap<string, ViewNode>): HTMLElement {
  const top = output.top.slice(0, mostTop);
  const isShare = isProbability(output, byPath);
  const largest = Math.max(0, ...top.map((entry) => Math.abs(entry.value ?? 0)));
  // Probabilities fill the bar at 100%, unless all of them are so small that nothing would be seen.
  const full = isShare && largest >= 0.1 ? 1 : largest;
  return section(
    `Top ${top.length} of ${output.name}`,
    output.nan > 0 && element('p', { class: 'error-note' }, `${exact(output.nan)} of its values are not a number.`),
    factTable(
      `Largest values of ${output.name}`,
      top.map((entry) => ({
        label: element('span', { class: 'top-label' }, entry.label ?? `index ${entry.index}`),
        values: [
          bar(full === 0 ? 0 : Math.abs(entry.value ?? 0) / full, 'is-related'),
          isShare ? percentText(entry.value ?? 0) : numberText(entry.value),
        ],
      })),
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

function percentText(value: number): string {
  return value >= 0.01 ? `${(100 * value).toFixed(1)}%` : `${(100 * value).toFixed(3)}%`;
}

function numberText(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? size.toExponential(2) : String(Number(size.toPrecision(4)));
  return value < 0 ? `−${text}` : text;
}

interface TimedLayer {
  readonly layer: RunLayer;
  readonly predicted: LayerPrediction | undefined;
}

function timeSection(
  state: AppState,
  { result, prediction }: FinishedRun,
  view: ViewModel,
  layerName: (path: string) => HTMLElement,
  dispatch: Dispatch,
): HTMLElement {
  const timed = result.layers.map((layer, index): TimedLayer => ({ layer, predicted: prediction?.layers[index] }));
  const sorted = timed.toSorted((a, b) => b.layer.ms - a.layer.ms);
  const shown = state.run.showsAllTimes ? sorted : sorted.slice(0, firstFew);
  const longest = Math.max(0, ...timed.map(({ layer, predicted }) => Math.max(layer.ms, predicted?.predictedMs ?? 0)));
  const scale = heatScale(view, 'multiplies');
  return section(
    'Time per layer',
    comparison(result, prediction, dispatch),
    factTable(
      prediction !== null ? 'Measured and predicted time of each layer' : 'Time and multiplies of each layer',
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
            ? predictedTime(layer.ms, predicted)
            : element('span', { class: layer.multiplies === 0 ? 'muted' : '' }, short(layer.multiplies)),
        ],
      })),
    ),
    expander(sorted.length, state.run.showsAllTimes, () => dispatch({ type: 'runListToggled', list: 'times' })),
  );
}

/** What was predicted for all layers, or how to get a prediction. */
function comparison(
  { backend, timing }: RunResult,
  prediction: FinishedRun['prediction'],
  dispatch: Dispatch,
): HTMLElement | undefined {
  if (prediction !== null) {
    const { profile, predictedMs } = prediction;
    const limits = `${profile.peakGflops.toFixed(0)} GFLOP/s, ${profile.bandwidthGBs.toFixed(0)} GB/s`;
    return element(
      'p',
      { class: 'muted prediction', title: `Predicted by what this machine reaches at most: ${limits}` },
      `Measured ${duration(timing.medianMs)}, predicted `,
      element('span', { class: isFarOff(predictedMs, timing.medianMs) ? 'is-warning' : '' }, duration(predictedMs)),
      '. The mark on a bar is the prediction; it is coloured where the two are 30% or more apart.',
    );
  }
  // Only the fast kernels are measured.
  if (backend !== 'wasm') return undefined;
  const start = textButton('Calibrate this machine and run again', () => dispatch({ type: 'calibrateClicked' }));
  start.title = 'Measures for a few seconds what this machine can do, to predict the time of every layer.';
  return element('p', { class: 'prediction' }, start);
}

function tickOf(ms: number, predictedMs: number | undefined, longest: number): Tick | undefined {
  if (predictedMs === undefined || predictedMs === 0 || longest === 0) return undefined;
  return { fraction: predictedMs / longest, isWarning: isFarOff(predictedMs, ms) };
}

function predictedTime(ms: number, predicted: LayerPrediction | undefined): HTMLElement {
  if (predicted === undefined) return element('span', { class: 'muted' }, '?');
  const { predictedMs, bound, limitShare } = predicted;
  const parts = [
    `predicted ${duration(predictedMs)}`,
    bound === null ? 'nothing to compute' : bound === 'overhead' ? 'mostly overhead' : `${bound} bound`,
    limitShare === null ? '' : `${(100 * limitShare).toFixed(0)}% of the limit reached`,
  ].filter((part) => part !== '');
  const isOff = predictedMs > 0 && isFarOff(predictedMs, ms);
  return element('span', { class: isOff ? 'is-warning' : 'muted', title: parts.join(', ') }, duration(predictedMs));
}

function expander(count: number, isAll: boolean, onClick: () => void): HTMLElement | undefined {
  if (count <= firstFew) return undefined;
  return textButton(isAll ? `Show the first ${firstFew}` : `Show all ${exact(count)}`, onClick);
}

function statisticsSection(
  state: AppState,
  { layers }: RunResult,
  layerName: (path: string) => HTMLElement,
  dispatch: Dispatch,
): HTMLElement {
  const bad = layers.find((layer) => layer.nan > 0);
  const shown = state.run.showsAllStatistics ? layers : layers.slice(0, firstFew);
  const head = ['Layer', 'Mean', 'Deviation', 'Zeros', 'NaN'];
  return section(
    'Activations',
    bad !== undefined &&
      element('p', { class: 'error-note' }, 'Values that are not a number appear first in ', layerName(bad.path), '.'),
    element(
      'table',
      { class: 'statistics', aria: { label: 'Activations of each layer' } },
      element(
        'thead',
        {},
        element('tr', {}, ...head.map((text) => element('th', { attributes: { scope: 'col' } }, text))),
      ),
      element('tbody', {}, ...shown.map((layer) => statisticsRow(layer, layerName))),
    ),
    expander(layers.length, state.run.showsAllStatistics, () =>
      dispatch({ type: 'runListToggled', list: 'statistics' }),
    ),
  );
}

function statisticsRow(layer: RunLayer, layerName: (path: string) => HTMLElement): HTMLElement {
  const zeros = layer.elements === 0 ? 0 : (100 * layer.zeros) / layer.elements;
  const isDead = layer.elements > 0 && layer.zeros === layer.elements;
  const zeroText = layer.zeros === 0 ? '0' : zeros < 0.1 ? '<0.1%' : `${zeros.toFixed(1)}%`;
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
        title: `${exact(layer.zeros)} of ${exact(layer.elements)}`,
      },
      zeroText,
    ),
    element('td', { class: layer.nan > 0 ? 'is-error' : 'muted' }, exact(layer.nan)),
  );
}
