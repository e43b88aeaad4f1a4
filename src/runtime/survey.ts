/** What a network does on several inputs: the largest value of each, and the figures of each layer over all of them. */

import { invariant } from '../base/assert';
import { type Plan, shapeOfView } from '../plan/plan';
import type { Execution } from './backend';
import type { RunInput, RunSurvey, SurveyedInput, SurveyedLayer } from './result';
import { deadChannels, finite, statisticsOf, topOf } from './statistics';

export interface SurveyInput {
  readonly values: Float32Array;
  readonly description: RunInput;
}

export interface SurveyOptions {
  readonly plan: Plan;
  readonly execution: Execution;
  readonly labels: readonly string[] | undefined;
  readonly shouldCancel: (() => boolean) | undefined;
  /** The one at a place is run next. */
  readonly onInput: (index: number) => void;
}

/** Runs once for each input, of which one at a time is held. Undefined where it was cancelled. */
export function surveyInputs(
  inputs: Iterable<SurveyInput>,
  { plan, execution, labels, shouldCancel, onInput }: SurveyOptions,
): RunSurvey | undefined {
  const sums = plan.layers.map(() => new LayerSum());
  const told: SurveyedInput[] = [];
  const output = plan.outputs.find(({ kind }) => kind !== 'head') ?? plan.outputs[0];
  invariant(output !== undefined, 'a plan has an output');
  const onStep = (index: number): void => {
    const step = plan.steps[index];
    if (step === undefined || plan.steps[index + 1]?.layer === step.layer) return;
    sums[step.layer]?.add(execution.read(step.output), step.output.channels);
  };
  for (const { values, description } of inputs) {
    onInput(told.length);
    if (!execution.run(values, { onStep, ...(shouldCancel === undefined ? {} : { shouldCancel }) })) return undefined;
    const [top = null] = topOf(execution.read(output.view), shapeOfView(output.view), 1, labels);
    const { file, sample } = description;
    told.push({ file, sample, top });
  }
  const layers = plan.layers.map(({ path, shape }, index): SurveyedLayer => {
    const sum = sums[index];
    invariant(sum !== undefined, `no sum of ${path}`);
    return { path, channels: shape[2], ...sum.figures() };
  });
  return { output: output.name, inputs: told, layers };
}

/** Figures of parts, put together: counts, means and squared deviations (Chan, Golub and LeVeque 1979). */
class LayerSum {
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private count = 0;
  private mean = 0;
  private squares = 0;
  private zeros = 0;
  private nan = 0;
  private dead: readonly number[] | undefined;

  add(values: Float32Array, channels: number): void {
    const { min, max, mean, std, zeros, nan, elements } = statisticsOf(values);
    this.zeros += zeros;
    this.nan += nan;
    const dead = new Set(deadChannels(values, channels));
    this.dead = this.dead === undefined ? [...dead] : this.dead.filter((channel) => dead.has(channel));
    const added = elements - nan;
    if (added === 0) return;
    this.min = Math.min(this.min, min ?? Number.NaN);
    this.max = Math.max(this.max, max ?? Number.NaN);
    const away = (mean ?? Number.NaN) - this.mean;
    const count = this.count + added;
    this.squares += (std ?? Number.NaN) ** 2 * added + (away ** 2 * this.count * added) / count;
    this.mean += (away * added) / count;
    this.count = count;
  }

  figures(): Omit<SurveyedLayer, 'path' | 'channels'> {
    const hasValues = this.count > 0;
    return {
      min: finite(this.min),
      max: finite(this.max),
      mean: hasValues ? finite(this.mean) : null,
      std: hasValues ? finite(Math.sqrt(this.squares / this.count)) : null,
      zeros: this.zeros,
      nan: this.nan,
      elements: this.count + this.nan,
      deadChannels: this.dead?.length ?? 0,
    };
  }
}
