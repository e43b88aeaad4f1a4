/** What a sweep is asked for, as it stands in the fields, and what it came to: of all points, and of the best that fit. */

import { eitherOf, type Guard, isText, listOf, oneOf, shaped } from '../../src/base/guard';
import type { HostMessage } from '../../src/protocol/messages';
import type { SweepPurpose, SweepRefusal, SweepReport, SweepRequest, SweptRange } from '../../src/protocol/sweep';
import type { DesignChange, DesignControl, DesignControls } from '../../src/protocol/what-if';
import type { ViewBudget } from '../../src/view/model';
import { limit } from '../../src/view/number-text';

/** What is swept: nothing, the side of the input, or a parameter by its name. */
export type Swept = { readonly kind: 'none' | 'size' } | { readonly kind: 'parameter'; readonly name: string };

export interface RangeFields {
  readonly of: Swept;
  readonly from: string;
  readonly to: string;
  readonly step: string;
}

/** What may be looked for on an axis, or most of. */
export const sweepMetrics = ['multiplies', 'flops', 'params', 'peakBytes', 'activationBytes'] as const;

export const limitedMetrics = ['multiplies', 'params', 'peakBytes'] as const;
export type LimitedMetric = (typeof limitedMetrics)[number];

export interface SweepFields {
  /** Two of them. */
  readonly ranges: readonly RangeFields[];
  readonly where: string;
  /** Names, with `+` where more is better. */
  readonly x: string;
  readonly y: string;
  /** For the best that fit: most of which. */
  readonly goal: string;
  /** As the language writes numbers; empty for none. */
  readonly limits: Readonly<Record<LimitedMetric, string>>;
}

export interface SweepRun {
  readonly progress: { readonly done: number; readonly count: number } | null;
  readonly report: SweepReport | null;
  readonly refusal: SweepRefusal | null;
}

export interface SweepState {
  readonly fields: SweepFields;
  readonly runs: Readonly<Record<SweepPurpose, SweepRun>>;
}

const noRun: SweepRun = { progress: null, report: null, refusal: null };

export const initialSweep: SweepState = {
  fields: {
    ranges: [],
    where: '',
    x: 'multiplies',
    y: 'params',
    goal: '+params',
    limits: { multiplies: '', params: '', peakBytes: '' },
  },
  runs: { sweep: noRun, fit: noRun },
};

export type SweepEvent =
  | { readonly type: 'sweepChanged'; readonly fields: Partial<SweepFields> }
  | { readonly type: 'sweepClicked'; readonly purpose: SweepPurpose }
  | { readonly type: 'sweepCancelled'; readonly purpose: SweepPurpose }
  /** A point is to be shown: its design. */
  | { readonly type: 'pointChosen'; readonly changes: readonly DesignChange[] };

type SweepMessage = Extract<HostMessage, { type: 'sweepProgress' | 'sweepResult' | 'sweepRefused' }>;

export function updateSweep(state: SweepState, event: SweepEvent | SweepMessage): SweepState {
  const withRun = (purpose: SweepPurpose, change: Partial<SweepRun>): SweepState => ({
    ...state,
    runs: { ...state.runs, [purpose]: { ...state.runs[purpose], ...change } },
  });
  switch (event.type) {
    case 'sweepChanged':
      return { ...state, fields: { ...state.fields, ...event.fields } };
    case 'sweepClicked':
      return withRun(event.purpose, { progress: { done: 0, count: 0 }, refusal: null });
    case 'sweepCancelled':
      return withRun(event.purpose, { progress: null });
    case 'pointChosen':
      return state;
    case 'sweepProgress':
      return state.runs[event.purpose].progress === null
        ? state
        : withRun(event.purpose, { progress: { done: event.done, count: event.count } });
    case 'sweepResult':
      return withRun(event.purpose, { progress: null, report: event.report, refusal: null });
    case 'sweepRefused':
      return withRun(event.purpose, { progress: null, refusal: event.refusal });
  }
}

/** The request that the fields make. Of the best that fit the limits are the condition. */
export function sweepRequest(
  { fields }: SweepState,
  purpose: SweepPurpose,
  changes: readonly DesignChange[],
): SweepRequest {
  const { ranges, where, x, y, goal, limits } = fields;
  const kept = limitedMetrics.flatMap((metric) =>
    limits[metric].trim() === '' ? [] : [`${metric} <= ${limits[metric].trim()}`],
  );
  return {
    ranges: ranges.flatMap(({ of, from, to, step }): SweptRange[] => {
      const values = `${from.trim()}..${to.trim()}:${step.trim()}`;
      if (of.kind === 'parameter') return [{ name: of.name, values }];
      return of.kind === 'size' ? [{ name: null, values }] : [];
    }),
    fixed: changes,
    where: purpose === 'fit' ? kept.join(' and ') : where,
    x,
    y,
    best: purpose === 'fit' ? goal : null,
  };
}

/** Fields that nobody has filled get what the network offers. */
export function withFirstFields(
  state: SweepState,
  controls: DesignControls,
  budgets: readonly ViewBudget[],
): SweepState {
  const names = new Set(controls.parameters.map(({ label }) => label));
  const isKnown = ({ of }: RangeFields): boolean => of.kind !== 'parameter' || names.has(of.name);
  if (state.fields.ranges.length > 0 && state.fields.ranges.every(isKnown)) return state;
  const swept = sweepable(controls);
  const first = swept.find(({ form }) => form.kind === 'slider' && !Number.isInteger(form.step)) ?? swept[0];
  const ranges = [first === undefined ? noRange : rangeFor(first), noRange];
  const limitOf = (metric: LimitedMetric): string => {
    const found = budgets.find((budget) => budget.path === '' && budget.metric === metric);
    return found === undefined ? '' : limit(found.limit, metric === 'peakBytes').replace(' ', '');
  };
  const limits = {
    multiplies: limitOf('multiplies'),
    params: limitOf('params'),
    peakBytes: limitOf('peakBytes'),
  };
  return { fields: { ...state.fields, ranges, limits }, runs: initialSweep.runs };
}

export const noRange: RangeFields = { of: { kind: 'none' }, from: '', to: '', step: '' };

/** Numbers, and the side of a square input. */
export function sweepable({ parameters, input }: DesignControls): readonly DesignControl[] {
  const isSquare = ({ target }: DesignControl): boolean => target.kind === 'input' && target.axes === 'both';
  return [...parameters.filter(({ form }) => form.kind === 'slider'), ...input.filter(isSquare)];
}

/** Around what the text says, in round steps. */
export function rangeFor({ target, was, form }: DesignControl): RangeFields {
  const value = Number(was);
  const of: Swept = target.kind === 'parameter' ? { kind: 'parameter', name: target.name } : { kind: 'size' };
  const fields = (from: number, to: number, step: number): RangeFields => ({
    of,
    from: String(from),
    to: String(to),
    step: String(step),
  });
  if (form.kind === 'slider' && !Number.isInteger(form.step)) return fields(value / 2, value * 1.5, form.step);
  if (target.kind === 'input' && value > 128) return fields(value - 96, value + 96, 32);
  const step = Math.max(1, Math.round(value / 8));
  return fields(Math.max(1, Math.round(value / 2)), 2 * value, step);
}

const isSwept: Guard<Swept> = eitherOf(
  shaped<Extract<Swept, { readonly kind: 'none' | 'size' }>>({ kind: oneOf('none', 'size') }),
  shaped<Extract<Swept, { readonly kind: 'parameter' }>>({ kind: oneOf('parameter'), name: isText }),
);

export const isSweepFields = shaped<SweepFields>({
  ranges: listOf(shaped<RangeFields>({ of: isSwept, from: isText, to: isText, step: isText }), 2),
  where: isText,
  x: isText,
  y: isText,
  goal: isText,
  limits: shaped<SweepFields['limits']>({ multiplies: isText, params: isText, peakBytes: isText }),
});
