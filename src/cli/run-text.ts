/** The result of a run for people. As JSON it is printed as it is (src/runtime/result.ts). */

import { formatBytes, formatExact, formatShape, formatShort } from '../base/number-format';
import type { RunPrediction } from '../runtime/predict';
import type { RunOutput, RunResult } from '../runtime/result';
import { visible } from './excerpt';
import { comparisonLines } from './prediction-text';
import type { Style } from './style';
import { textTable } from './text-table';

export function runText(
  result: RunResult,
  profile: boolean,
  style: Style,
  prediction: RunPrediction | undefined = undefined,
): string {
  const lines = [`${style.strong(result.network)}  ${inputText(result)}, ${weightsText(result)}`, ''];
  for (const output of result.outputs) lines.push(...outputText(output, style), '');
  if (profile) lines.push(...profileTable(result, prediction), '');
  const { prepareMs, medianMs, minMs, runsMs } = result.timing;
  const runs = runsMs.length === 1 ? '' : `, ${runsMs.length} runs, fastest ${milliseconds(minMs)}`;
  const features = result.features.length === 0 ? '' : ` (${result.features.join(', ')})`;
  const threads = result.threads === 1 ? '1 thread' : `${result.threads} threads`;
  lines.push(
    `time     ${milliseconds(medianMs)}${runs}; prepared in ${milliseconds(prepareMs)}; ${result.backend}${features}, ${threads}`,
    `memory   ${formatBytes(result.memory.arenaBytes)} arena, ${formatBytes(result.memory.weightBytes)} weights`,
  );
  if (prediction !== undefined) lines.push(...comparisonLines(result, prediction, style));
  if (result.verify !== null) {
    const { countedMultiplies, predictedMultiplies, maxAbsError } = result.verify;
    const verdict =
      countedMultiplies === predictedMultiplies
        ? style.ok(`${formatExact(countedMultiplies)} multiplies counted = predicted`)
        : style.error(
            `${formatExact(countedMultiplies)} multiplies counted, ${formatExact(predictedMultiplies)} predicted`,
          );
    const error = maxAbsError === null ? 'NaN' : maxAbsError.toExponential(1);
    lines.push(`verified ${verdict}; largest difference of a value ${error}`);
  }
  return `${lines.join('\n')}\n`;
}

function inputText({ input }: RunResult): string {
  const shape = formatShape(input.shape);
  switch (input.kind) {
    case 'random':
      return `${shape} random input (seed ${input.seed ?? '?'})`;
    case 'image':
      return `${shape} from ${visible(input.file ?? 'an image')}${input.preprocessing === undefined ? '' : ` (${input.preprocessing})`}`;
    case 'tensor':
      return `${shape} from ${visible(input.file ?? 'a tensor')}`;
  }
}

function weightsText({ weights }: RunResult): string {
  return weights.kind === 'seed'
    ? `weights of seed ${weights.seed ?? '?'}`
    : `weights of ${visible(weights.file ?? '?')}`;
}

function outputText(output: RunOutput, style: Style): string[] {
  const rows = output.top.map(({ index, label, value }, i) => [
    `${i + 1}.`,
    String(index),
    label === null ? '' : visible(label),
    number(value),
  ]);
  const columns = [
    { title: '', align: 'right' as const },
    { title: 'channel', align: 'right' as const },
    { title: '', align: 'left' as const },
    { title: 'value', align: 'right' as const },
  ];
  const nan = output.nan === 0 ? '' : `, ${style.error(`${formatExact(output.nan)} values are not a number`)}`;
  return [
    `${style.strong(output.name)}  ${output.kind === 'output' ? '' : `${output.kind}, `}${formatShape(output.shape)}, mean ${number(output.mean)}, deviation ${number(output.std)}, ${number(output.min)} to ${number(output.max)}${nan}`,
    ...(rows.length === 0 ? [] : textTable(columns, rows)),
  ];
}

function profileTable(result: RunResult, prediction: RunPrediction | undefined): string[] {
  const total = result.layers.reduce((sum, layer) => sum + layer.ms, 0);
  const predicted = (index: number): string[] => {
    if (prediction === undefined) return [];
    const { predictedMs, bound, limitShare } = prediction.layers[index] ?? {};
    return [
      predictedMs === undefined ? '?' : predictedMs.toFixed(2),
      bound ?? '',
      typeof limitShare === 'number' ? `${(100 * limitShare).toFixed(0)}%` : '',
    ];
  };
  const rows = result.layers.map((layer, index) => [
    layer.path,
    formatShape(layer.shape),
    layer.ms.toFixed(2),
    ...predicted(index),
    total === 0 ? '' : `${((100 * layer.ms) / total).toFixed(1)}%`,
    formatExact(layer.multiplies),
    layer.multiplies === 0 ? '' : `${layer.gflops.toFixed(2)}`,
    number(layer.mean),
    number(layer.std),
    layer.elements === 0 ? '' : `${((100 * layer.zeros) / layer.elements).toFixed(1)}%`,
    layer.nan === 0 ? '' : formatShort(layer.nan),
  ]);
  const predictedTitles = prediction === undefined ? [] : ['predicted', 'bound', 'of limit'];
  const titles = [
    'layer',
    'shape',
    'ms',
    ...predictedTitles,
    'time',
    'multiplies',
    'GFLOP/s',
    'mean',
    'deviation',
    'zeros',
    'NaN',
  ];
  return textTable(
    titles.map((title, i) => ({ title, align: i === 0 ? ('left' as const) : ('right' as const) })),
    rows,
  );
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
