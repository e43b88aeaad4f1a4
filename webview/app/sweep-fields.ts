/** The fields that a sweep and the search for what fits have in common: what is swept, from where to where, and by which step. */

import type { SweepPurpose, SweepRefusal } from '../../src/protocol/sweep';
import { mostSweptPoints } from '../../src/protocol/sweep';
import type { DesignControl } from '../../src/protocol/what-if';
import { metricLabel } from '../../src/view/metric-words';
import { exact } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { button, menu } from '../controls';
import { element, setText } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { noRange, type RangeFields, rangeFor, type Swept, sweepable, sweepMetrics } from './sweep-state';

export function createRangeFields(dispatch: Dispatch, words: PreviewWords): Region {
  const rows = [0, 1].map((place) => rangeRow(place, dispatch, words));
  return {
    roots: rows.map(({ root }) => root),
    update(state) {
      for (const row of rows) row.update(state);
    },
  };
}

function rangeRow(place: number, dispatch: Dispatch, words: PreviewWords) {
  const { whatIf: say } = words;
  let state: AppState | undefined;
  const change = (range: RangeFields): void => {
    const ranges = (state?.whatIf.sweep.fields.ranges ?? []).map((one, index) => (index === place ? range : one));
    dispatch({ type: 'sweepChanged', fields: { ranges } });
  };
  const label = say(place === 0 ? 'range.first' : 'range.second');
  const which = menu({
    label,
    onChoose: (key) => {
      const control = controlsOf(state).find((one) => keyOf(one) === key);
      change(control === undefined ? noRange : rangeFor(control));
    },
  });
  const fields = (['from', 'to', 'step'] as const).map((name) => {
    const text = say(`range.${name}`);
    const field = plainField(`${label}${words.language.colon}${text}`, (value) => {
      const range = state?.whatIf.sweep.fields.ranges[place];
      if (range !== undefined) change({ ...range, [name]: value });
    });
    return { name, field, root: element('label', { class: 'range-field' }, element('span', {}, text), field) };
  });
  const root = element(
    'div',
    { class: 'range-row' },
    element('span', { class: 'range-label' }, label),
    which.root,
    ...fields.map((field) => field.root),
  );
  return {
    root,
    update(next: AppState): void {
      state = next;
      const range = next.whatIf.sweep.fields.ranges[place] ?? noRange;
      const choices = controlsOf(next).map((control) => ({ value: keyOf(control), label: nameOf(control, words) }));
      const none = { value: 'none', label: say('range.none') };
      which.set(place === 0 ? choices : [none, ...choices], keyOfSwept(range.of));
      for (const { name, field, root: holder } of fields) {
        holder.hidden = range.of.kind === 'none';
        if (document.activeElement !== field && field.value !== range[name]) field.value = range[name];
      }
    },
  };
}

function controlsOf(state: AppState | undefined): readonly DesignControl[] {
  const controls = state?.whatIf.controls?.value;
  return controls === undefined ? [] : sweepable(controls);
}

function keyOf({ target }: DesignControl): string {
  return target.kind === 'parameter' ? `parameter ${target.name}` : 'size';
}

function keyOfSwept(of: Swept): string {
  return of.kind === 'parameter' ? `parameter ${of.name}` : of.kind;
}

function nameOf({ target, label }: DesignControl, { whatIf: say }: PreviewWords): string {
  return target.kind === 'parameter' ? label : say('size');
}

/** A field of the browser's own, which says its value with each letter. */
export function plainField(label: string, onInput: (value: string) => void): HTMLInputElement {
  const field = element('input', {
    class: 'slider-field',
    attributes: { type: 'text', spellcheck: 'false' },
    aria: { label },
    on: { input: () => onInput(field.value) },
  });
  return field;
}

/** What may be chosen for an axis: metrics, and numbers that are swept. */
export function measures(state: AppState, words: PreviewWords): readonly { value: string; label: string }[] {
  const metrics = sweepMetrics.map((metric) => ({ value: metric, label: metricLabel(metric, words) }));
  const swept = state.whatIf.sweep.fields.ranges.flatMap(({ of }) =>
    of.kind === 'parameter' ? [{ value: of.name, label: of.name }] : [],
  );
  return [...metrics, ...swept];
}

/** The button that starts a sweep, or ends it while it is under way, and how far it is. */
export function createSweepButtons(
  purpose: SweepPurpose,
  label: string,
  dispatch: Dispatch,
  words: PreviewWords,
): Region {
  const { whatIf: say } = words;
  const start = button({ label, icon: 'play', onClick: () => dispatch({ type: 'sweepClicked', purpose }) });
  const cancel = button({
    label: say('cancel'),
    icon: 'stop',
    kind: 'secondary',
    onClick: () => dispatch({ type: 'sweepCancelled', purpose }),
  });
  const fill = element('div', { class: 'progress-fill' });
  const bar = element('div', { class: 'progress', role: 'progressbar', aria: { label: say('sweep') } }, fill);
  const text = element('span', { class: 'muted', role: 'status' });
  const refusal = element('div', { class: 'control-note', role: 'alert', hidden: true });
  return {
    roots: [element('div', { class: 'sweep-buttons' }, start, cancel, bar, text), refusal],
    update({ whatIf }) {
      const { progress, refusal: refused, report } = whatIf.sweep.runs[purpose];
      const hadFocus = document.activeElement === start || document.activeElement === cancel;
      start.hidden = progress !== null;
      cancel.hidden = progress === null;
      if (hadFocus) (progress === null ? start : cancel).focus();
      bar.hidden = progress === null;
      const share = progress === null || progress.count === 0 ? 0 : (100 * progress.done) / progress.count;
      bar.setAttribute('aria-valuenow', String(Math.round(share)));
      fill.style.width = `${share}%`;
      setText(text, progressText(progress, report?.points.map(({ mistake }) => mistake) ?? null, words));
      refusal.hidden = refused === null;
      setText(refusal, refused === null ? '' : refusalWords(refused, say));
    },
  };
}

function progressText(
  progress: { readonly done: number; readonly count: number } | null,
  mistakes: readonly (string | null)[] | null,
  { whatIf: say, language }: PreviewWords,
): string {
  if (progress !== null) {
    const { done, count } = progress;
    return count === 0 ? say('starting') : say('progress', { done: exact(done), count: exact(count) });
  }
  if (mistakes === null) return '';
  const failed = mistakes.filter((mistake) => mistake !== null).length;
  const all = say('found.all', { count: mistakes.length });
  return failed === 0 ? all : `${all}${language.comma}${say('found.failed', { count: failed })}`;
}

function refusalWords({ kind, text, mistake }: SweepRefusal, say: PreviewWords['whatIf']): string {
  if (kind === 'many') return say('sweep.many', { text, limit: exact(mostSweptPoints) });
  if (kind === 'network') return say('sweep.network');
  if (kind === 'where')
    return mistake === null ? say('sweep.where-plain', { text }) : say('sweep.where', { text, mistake });
  return say(`sweep.${kind}`, { text: text === '' ? say('size') : text });
}
