/**
 * The sliders of What if: parameters, size and precision of the network, then the arguments of the selected layer where they
 * are written, whether its bottleneck pays, and what applying it all would write. Rows are kept while they are dragged.
 */

import {
  type DesignControl,
  type DesignControls,
  type LayerControl,
  type Reach,
  targetKey,
} from '../../src/protocol/what-if';
import type { PreviewWords } from '../../src/words/preview';
import { type Slider, segmented, slider, textButton } from '../controls';
import { createBottleneckChart } from './bottleneck-chart';
import { type Child, element, fill, setText } from './element';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';
import { valueNow, type WhatIfState } from './what-if-state';
import { writtenLines } from './written-lines';

export function createSliders(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  const network = rowList(dispatch, words);
  const layer = rowList(dispatch, words);
  const layerTitle = element('h2', {});
  const reach = element('div', { class: 'reach' });
  const hint = element('p', { class: 'muted' }, say('select-layer'));
  const chart = createBottleneckChart(dispatch, words);
  const written = element('section', { class: 'section written-section' });
  const root = element(
    'div',
    {},
    element(
      'section',
      { class: 'section' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', {}, say('network')),
        element('span', { class: 'muted' }, say('tick')),
      ),
      network.root,
    ),
    element('section', { class: 'section' }, layerTitle, layer.root, reach, hint),
    ...chart.roots,
    written,
  );
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      const { controls } = state.whatIf;
      const value = controls?.value;
      if (value === undefined || (before?.whatIf === state.whatIf && before.selection === state.selection)) return;
      const isSame = before?.whatIf.controls === controls;
      before = state;
      network.set([...value.parameters, ...value.input, value.precision], state.whatIf);
      layer.set(value.layer?.controls ?? [], state.whatIf);
      chart.update(state);
      if (isSame) return;
      hint.hidden = value.layer !== null && value.layer.controls.length > 0;
      setText(hint, say(value.layer === null ? 'select-layer' : 'no-arguments'));
      fill(
        layerTitle,
        ...(value.layer === null
          ? [say('page.sliders')]
          : [value.layer.path, ' ', element('span', { class: 'muted' }, say('selected'))]),
      );
      layerTitle.hidden = value.layer === null;
      fill(
        reach,
        ...reachWords(value.layer?.controls ?? [], words).map((text) => element('p', { class: 'muted' }, text)),
      );
      fill(written, ...writtenSection(value, words));
    },
  };
}

function writtenSection(controls: DesignControls, { whatIf: say }: PreviewWords): Child[] {
  return [
    element('h2', {}, say('written'), ' ', element('span', { class: 'muted' }, say('written.undo'))),
    controls.written.length === 0
      ? element('p', { class: 'muted' }, say('written.nothing'))
      : writtenLines(controls.written, say),
    controls.leavesExpectations && element('p', { class: 'is-warning' }, say('written.leaves')),
  ];
}

// ---- Rows ----

interface Row {
  readonly root: HTMLElement;
  set(control: DesignControl, state: WhatIfState): void;
}

function rowList(dispatch: Dispatch, words: PreviewWords) {
  const root = element('div', { class: 'control-rows' });
  let rows = new Map<string, Row>();
  return {
    root,
    set(controls: readonly DesignControl[], state: WhatIfState): void {
      const next = new Map<string, Row>();
      for (const control of controls) {
        const key = `${rowKey(control)}`;
        next.set(key, rows.get(key) ?? controlRow(control, dispatch, words));
      }
      const isSame = next.size === rows.size && [...next.keys()].every((key) => rows.has(key));
      if (!isSame) fill(root, ...[...next.values()].map((row) => row.root));
      rows = next;
      for (const control of controls) rows.get(rowKey(control))?.set(control, state);
    },
  };
}

/** A row is for one target with one kind of control. */
function rowKey(control: DesignControl): string {
  const { target, form } = control;
  return JSON.stringify([targetKey(target), form.kind === 'choice' ? form : form.kind, nameOf(control)]);
}

function nameOf(control: DesignControl): string {
  return 'name' in control ? (control as LayerControl).name : control.label;
}

/** Of a control: words of ours for what is none of the language. */
function labelOf(control: DesignControl, { whatIf: say }: PreviewWords): string {
  const { target } = control;
  if (target.kind === 'precision') return say('precision');
  if (target.kind !== 'input') return nameOf(control);
  return say(target.axes === 'both' ? 'size' : target.axes);
}

function controlRow(first: DesignControl, dispatch: Dispatch, words: PreviewWords): Row {
  const { whatIf: say } = words;
  const label = labelOf(first, words);
  let shown = first;
  const change = (now: string): void => {
    const { target, was } = shown;
    const named = target.kind === 'argument' ? shown.label : labelOf(shown, words);
    dispatch({ type: 'designChanged', change: { target, label: named, was, now } });
  };
  const field = fieldOf(first, label, change, words);
  const was = element('span', { class: 'control-was muted' });
  const note = element('div', { class: 'control-note', role: 'alert', hidden: true });
  let noted: unknown;
  return {
    root: element(
      'div',
      { class: `control control-${first.form.kind}` },
      element('code', { class: 'control-name', title: first.label }, label),
      field.root,
      was,
      note,
    ),
    set(control, state) {
      shown = control;
      const now = valueNow(state, control.target, control.was);
      field.set(control, now);
      setText(was, now === control.was ? '' : say('was', { was: control.was }));
      const refusal =
        state.refusal !== null && targetKey(state.refusal.refused.target) === targetKey(control.target)
          ? state.refusal
          : null;
      if (noted === refusal) return;
      noted = refusal;
      note.hidden = refusal === null;
      if (refusal === null) return;
      const { refused, message, nearest } = refusal;
      const found =
        nearest === null
          ? [say('nearest.searching')]
          : nearest.length === 0
            ? [say('nearest.none')]
            : [say('nearest'), ...nearest.flatMap((value) => [' ', textButton(value, () => change(value))])];
      fill(note, say('refused', { name: label, value: refused.now, message }), ' ', ...found);
    },
  };
}

interface ControlField {
  readonly root: HTMLElement;
  set(control: DesignControl, now: string): void;
}

function fieldOf(
  first: DesignControl,
  label: string,
  change: (now: string) => void,
  words: PreviewWords,
): ControlField {
  const { whatIf: say } = words;
  if (first.form.kind === 'slider') {
    const made: Slider = slider({ label, fieldLabel: say('number-of', { name: label }), onChange: change });
    return {
      root: made.root,
      set({ form, was }, now) {
        if (form.kind !== 'slider') return;
        made.set({ ...form, now, was, spoken: say('spoken.value', { now, was }) });
      },
    };
  }
  if (first.form.kind === 'choice') {
    const made = segmented({
      label,
      choices: first.form.values.map((value) => ({ value, label: briefValue(value) })),
      onChoose: change,
    });
    return { root: made.root, set: (_, now) => made.set(now) };
  }
  const field = element('input', {
    class: 'slider-field is-text',
    attributes: { type: 'text', spellcheck: 'false' },
    aria: { label },
    on: { change: () => change(field.value.trim()) },
  });
  return {
    root: field,
    set: (_, now) => {
      if (document.activeElement !== field) field.value = now;
    },
  };
}

/** `5x5` is 5 among kernels. */
function briefValue(value: string): string {
  return /^(\d+)x\1$/.exec(value)?.[1] ?? value.replace('x', '\u00d7');
}

// ---- What a change reaches ----

/** A sentence for the arguments that stand in the same place. */
function reachWords(controls: readonly LayerControl[], { whatIf: say, language }: PreviewWords): readonly string[] {
  const groups = new Map<string, LayerControl[]>();
  for (const control of controls) {
    const key = JSON.stringify(control.reach);
    groups.set(key, [...(groups.get(key) ?? []), control]);
  }
  return [...groups.values()].map((group) => {
    const [{ reach }] = group as [LayerControl];
    return reachSentence(reach, language.all(group.map(({ name }) => name)), group.length, say, language);
  });
}

function reachSentence(
  reach: Reach,
  names: string,
  count: number,
  say: PreviewWords['whatIf'],
  { betweenSentences }: PreviewWords['language'],
): string {
  if (reach.kind === 'parameter') return say('reach.parameter', { names, count, parameter: reach.name });
  const { argument, module, line, calls } = reach;
  const place =
    argument !== null
      ? say('reach.argument', { names, count, argument, line })
      : module !== null
        ? say('reach.module', { names, count, module, line })
        : say('reach.call', { names, count, line });
  return calls > 1 ? `${place}${betweenSentences}${say('reach.calls', { calls })}` : place;
}
