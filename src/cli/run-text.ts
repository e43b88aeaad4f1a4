/** The result of a run for people, and as a document. */

import { formatBytes, formatExact, formatShape, formatShort } from '../base/number-format';
import { defaultPrecision, type Precision } from '../base/precision';
import { textTable } from '../base/text-table';
import { type RunPrediction, timeShares } from '../runtime/predict';
import { isExact, type RunOutput, type RunResult, type RunVerification } from '../runtime/result';
import type { CliWords } from '../words/cli';
import { comparisonLines, labelled, percent } from './prediction-text';
import { preprocessingText } from './preprocessing-text';
import { type Style, visible } from './style';

/** `precision`: what the network says, which no run computes in but float32. */
export function runText(
  result: RunResult,
  precision: Precision,
  profile: boolean,
  style: Style,
  words: CliWords,
  prediction: RunPrediction | undefined = undefined,
): string {
  const say = words.run;
  const weights = weightsText(result, words);
  const lines = [`${style.strong(result.network)}  ${inputText(result, words)}${words.language.comma}${weights}`, ''];
  for (const output of result.outputs) lines.push(...outputText(output, style, words), '');
  if (result.weights.kind === 'seed' && result.outputs.some(({ top }) => top.length > 0)) {
    lines.push(style.muted(say('weights.random')), '');
  }
  if (profile) lines.push(...profileTable(result, prediction, words), '');
  const { arenaBytes, weightBytes } = result.memory;
  const { weights: weightFormat, activations } = precision;
  const isComputed = weightFormat === defaultPrecision.weights && activations === defaultPrecision.activations;
  const memory = say(isComputed ? 'memory' : 'memory.float32', {
    arena: formatBytes(arenaBytes),
    weights: formatBytes(weightBytes),
  });
  lines.push(
    labelled('label.time', timeText(result, words), words),
    labelled('label.memory', memory, words),
    labelled('label.values', say(isExact(result) ? 'values.exact' : 'values.relaxed'), words),
  );
  if (prediction !== undefined) lines.push(...comparisonLines(result, prediction, style, words));
  if (result.verify !== null) {
    const { countedMultiplies, predictedMultiplies, maxAbsError } = result.verify;
    const counted = formatExact(countedMultiplies);
    const verdict =
      countedMultiplies === predictedMultiplies
        ? style.ok(sameText(result.verify, words))
        : style.error(say('verified.differ', { counted, predicted: formatExact(predictedMultiplies) }));
    const error = maxAbsError === null ? 'NaN' : maxAbsError.toExponential(1);
    lines.push(labelled('label.verified', say('verified', { verdict, error }), words));
  }
  return `${lines.join('\n')}\n`;
}

/** With the two totals that the count is made of, where heads were run. */
function sameText({ countedMultiplies, countedHeadMultiplies }: RunVerification, { run: say }: CliWords): string {
  const count = formatExact(countedMultiplies);
  if (countedHeadMultiplies === undefined) return say('verified.same', { count });
  const main = formatExact(countedMultiplies - countedHeadMultiplies);
  return say('verified.same-heads', { count, main, heads: formatExact(countedHeadMultiplies) });
}

function timeText({ timing, backend, features, threads }: RunResult, { run: say }: CliWords): string {
  const { prepareMs, medianMs, minMs, runsMs } = timing;
  const values = {
    time: milliseconds(medianMs),
    prepare: milliseconds(prepareMs),
    backend: features.length === 0 ? backend : `${backend} (${features.join(', ')})`,
    threads: say('threads', { count: threads }),
  };
  if (runsMs.length === 1) return say('time.once', values);
  return say('time.several', { ...values, runs: runsMs.length, fastest: milliseconds(minMs) });
}

function inputText({ input }: RunResult, words: CliWords): string {
  const { run: say } = words;
  const shape = formatShape(input.shape);
  if (input.kind === 'random') return say('input.random', { shape, seed: input.seed ?? '?' });
  const file = input.file === undefined ? say(input.kind === 'image' ? 'an-image' : 'a-tensor') : visible(input.file);
  const preprocessing = preprocessingText(input, words);
  if (preprocessing === undefined) return say('input.file', { shape, file });
  return say('input.prepared', { shape, file, preprocessing });
}

function weightsText({ weights }: RunResult, { run: say }: CliWords): string {
  return weights.kind === 'seed'
    ? say('weights.seed', { seed: weights.seed ?? '?' })
    : say('weights.file', { file: visible(weights.file ?? '?') });
}

function outputText(output: RunOutput, style: Style, { run: say, language }: CliWords): string[] {
  const rows = output.top.map(({ index, label, value }, i) => [
    `${i + 1}.`,
    String(index),
    label === null ? '' : visible(label),
    number(value),
  ]);
  const columns = [
    { title: '', align: 'right' as const },
    { title: say('channel'), align: 'right' as const },
    { title: '', align: 'left' as const },
    { title: say('value'), align: 'right' as const },
  ];
  const described = say(output.kind === 'output' ? 'output' : `output.${output.kind}`, {
    shape: formatShape(output.shape),
    mean: number(output.mean),
    deviation: number(output.std),
    least: number(output.min),
    most: number(output.max),
  });
  const nan =
    output.nan === 0 ? '' : `${language.comma}${style.error(say('not-numbers', { count: formatExact(output.nan) }))}`;
  return [`${style.strong(output.name)}  ${described}${nan}`, ...(rows.length === 0 ? [] : textTable(columns, rows))];
}

function profileTable(result: RunResult, prediction: RunPrediction | undefined, { run: say }: CliWords): string[] {
  const shares = timeShares(result.layers.map(({ ms }) => ms));
  const predicted = (index: number): string[] => {
    if (prediction === undefined) return [];
    const { predictedMs, bound, limitShare } = prediction.layers[index] ?? {};
    return [
      predictedMs === undefined ? '?' : predictedMs.toFixed(2),
      bound == null ? '' : say(`bound.${bound}`),
      typeof limitShare === 'number' ? `${(100 * limitShare).toFixed(0)}%` : '',
    ];
  };
  const rows = result.layers.map((layer, index) => [
    layer.path,
    formatShape(layer.shape),
    layer.ms.toFixed(2),
    ...predicted(index),
    percent(shares[index]),
    formatExact(layer.multiplies),
    layer.multiplies === 0 ? '' : `${layer.gflops.toFixed(2)}`,
    number(layer.mean),
    number(layer.std),
    layer.elements === 0 ? '' : `${((100 * layer.zeros) / layer.elements).toFixed(1)}%`,
    layer.nan === 0 ? '' : formatShort(layer.nan),
  ]);
  const titles = [
    ...(['layer', 'shape', 'ms'] as const),
    ...(prediction === undefined ? [] : (['predicted', 'bound', 'of-limit'] as const)),
    ...(['time', 'multiplies', 'gflops', 'mean', 'deviation', 'zeros', 'nan'] as const),
  ];
  return textTable(
    titles.map((title, i) => ({ title: say(title), align: i === 0 ? ('left' as const) : ('right' as const) })),
    rows,
  );
}

/** The documented result (src/runtime/result.ts), with what was predicted beside it. */
export function runDocument(result: RunResult, prediction: RunPrediction | undefined, words: CliWords): object {
  const preprocessing = preprocessingText(result.input, words);
  const document = { ...result, exact: isExact(result), input: { ...result.input, preprocessing } };
  if (prediction === undefined) return document;
  const { profile, predictedMs, layers } = prediction;
  return {
    ...document,
    timing: { ...result.timing, predictedMs },
    layers: result.layers.map((layer, index) => ({ ...layer, ...layers[index] })),
    profile,
  };
}

function milliseconds(value: number): string {
  return value < 10
    ? `${value.toFixed(2)} ms`
    : value < 10_000
      ? `${Math.round(value)} ms`
      : `${(value / 1000).toFixed(1)} s`;
}

/** Five significant digits: enough to compare, short enough to read. */
function number(value: number | null): string {
  if (value === null) return '?';
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(5))) : value.toExponential(3);
}
