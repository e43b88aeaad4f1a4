/**
 * The Explain tab: where one layer's or block's number comes from. Everything is computed by src/advice; here it is
 * only set in type. Factors of the output are blue, those of the kernel and the input orange.
 */

import type { PreviewExplanation } from '../../src/protocol/explanation';
import { type HeatScale, heatScale, heatStep } from '../../src/view/heat';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { deadText, partText, shareText, withSign } from '../../src/view/words';
import { iconButton, textButton } from '../controls';
import { type Child, element, fill } from './element';
import { bar, type Fact, factTable, section } from './facts';
import { bytes, exact, ordinal, shape } from './figures';
import { findNode, lineOf } from './nodes';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

export function createExplainView(dispatch: Dispatch): Region {
  const root = element('div', { class: 'tab-content explain' });
  let before: AppState | undefined;
  return {
    roots: [root],
    update(state) {
      if (state.tab !== 'explain' || state.view === null) return;
      const isSame =
        before?.view === state.view && before.selection === state.selection && before.explanation === state.explanation;
      if (isSame) return;
      // The last answer stays until the new one is here, so that typing does not flicker.
      const isPending =
        state.explanation === null && before?.selection === state.selection && before?.explanation != null;
      before = state;
      if (isPending) return;
      const node = findNode(state.view, state.selection);
      if (node === undefined)
        fill(root, hint('Select a layer in the picture or the table: here its number is taken apart.'));
      else if (node.kind === 'input')
        fill(root, hint('The input costs nothing. Select a layer to see its number taken apart.'));
      else fill(root, ...content(state.view, node, state.explanation?.value ?? null, dispatch));
    },
  };
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

function content(
  view: ViewModel,
  node: ViewNode,
  explanation: PreviewExplanation | null,
  dispatch: Dispatch,
): HTMLElement[] {
  const parts: (HTMLElement | undefined)[] = [heading(view, node, explanation, dispatch)];
  if (explanation !== null) {
    parts.push(
      counted(explanation),
      blockParts(view, explanation, dispatch),
      tools(explanation),
      movements(explanation),
      everything(node, explanation),
    );
  }
  parts.push(instances(view, node, dispatch));
  return parts.filter((part) => part !== undefined);
}

function heading(
  view: ViewModel,
  node: ViewNode,
  explanation: PreviewExplanation | null,
  dispatch: Dispatch,
): HTMLElement {
  const line = lineOf(view, node);
  const { value, isPartial } = node.counts.multiplies;
  const number = value === null || (isPartial && value === 0) ? 'unknown' : `${isPartial ? '≥ ' : ''}${exact(value)}`;
  const ofMain = shareText(node, view, 'multiplies');
  const place = explanation?.rank;
  const notes = [
    ofMain === '' ? '' : `${ofMain} of ${view.network}`,
    value === 0 ? '' : partText(node),
    deadText(node, 'multiplies'),
    place == null || place.of === 1 ? '' : `${ordinal(place.place)} of ${exact(place.of)}`,
  ].filter((note) => note !== '');
  return element(
    'section',
    { class: 'section' },
    element(
      'div',
      { class: 'explain-title' },
      element('h2', { title: node.path }, node.name),
      element('span', { class: 'muted' }, `${explanation?.callText ?? node.title} · line ${exact(line)}`),
      element('span', { class: 'spacer' }),
      iconButton({
        label: `Go to line ${line}`,
        icon: 'goTo',
        onClick: () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: true }),
      }),
    ),
    node.path.includes('/') && element('div', { class: 'muted path' }, node.path),
    element(
      'div',
      { class: 'explain-number' },
      element('strong', {}, withSign(node, node.counts.multiplies, number)),
      element('span', { class: 'muted' }, ['multiplies', ...notes].join(' · ')),
    ),
    node.error !== null && element('p', { class: 'error-note' }, node.error),
  );
}

function counted(explanation: PreviewExplanation): HTMLElement {
  const lines = explanation.formulas.flatMap(formulaLines);
  if (explanation.formulas.length > 1) {
    lines.push(element('div', { class: 'formula' }, 'together ', element('strong', {}, exact(explanation.multiplies))));
  }
  const { multiplies, percent } = explanation.effective;
  const saved =
    multiplies != null && percent != null && percent < 100
      ? ` Without taps on zero padding: ${exact(multiplies)} (−${(100 - percent).toFixed(1)}%).`
      : '';
  return section('How it is counted', ...lines, element('p', { class: 'muted' }, `${explanation.convention}${saved}`));
}

type Factor = PreviewExplanation['formulas'][number]['formula']['factors'][number];

function formulaLines(made: PreviewExplanation['formulas'][number]): HTMLElement[] {
  const { formula } = made;
  const outputs = formula.factors.filter((factor) => factor.of === 'output');
  const taps = formula.factors.filter((factor) => factor.of === 'tap');
  const written = (write: (factor: Factor) => Child): Child[] => [
    ...joined(outputs, write),
    taps.length > 0 && outputs.length > 0 && ' × (',
    ...joined(taps, write),
    taps.length > 0 && outputs.length > 0 && ')',
  ];
  return [
    element('div', { class: 'formula' }, ...written((factor) => symbol(factor.symbol))),
    element(
      'div',
      { class: 'formula' },
      ...written((factor) => element('span', { class: `factor-${factor.of}` }, exact(factor.value))),
    ),
    element(
      'div',
      { class: 'formula' },
      taps.length > 0 && outputs.length > 0 && `= ${exact(made.outputs)} outputs × ${exact(made.taps)} `,
      '= ',
      element('strong', {}, exact(formula.result)),
    ),
  ];
}

function joined(factors: readonly Factor[], write: (factor: Factor) => Child): Child[] {
  return factors.flatMap((factor, index) => {
    const sign = factor.divide ? ' / ' : ' × ';
    return index === 0 && !factor.divide ? [write(factor)] : [index === 0 ? '1 / ' : sign, write(factor)];
  });
}

/** `Hout` is set as an H with a lowered `out`. */
function symbol(name: string): Child {
  const parts = /^([A-Z])([a-z]+)$/.exec(name);
  if (parts === null) return name;
  return element('span', {}, parts[1], element('sub', {}, parts[2]));
}

function tools(explanation: PreviewExplanation): HTMLElement | undefined {
  const { otherTools } = explanation;
  if (otherTools.length === 0) return undefined;
  return section(
    'Other tools print',
    factTable(
      'Figures of other tools',
      otherTools.map((tool) => {
        const texts = [
          ...(tool.isDoubled ? ['× 2'] : []),
          ...tool.terms.map((term) => `+ ${term.label} ${exact(term.value)}`),
        ];
        return {
          label: tool.tools.join(', '),
          values: [
            exact(tool.value),
            element('span', { class: 'muted', title: tool.difference }, texts.length === 0 ? 'same' : texts.join(' ')),
          ],
        };
      }),
    ),
  );
}

function movements(explanation: PreviewExplanation): HTMLElement | undefined {
  if (explanation.movements.length === 0) return undefined;
  return section(
    'What moves it',
    factTable(
      'What moves the number',
      explanation.movements.map((movement) => ({
        label: movement.change,
        values: [signed(movement.multiplies), element('span', { class: 'muted' }, `${signed(movement.params)} params`)],
      })),
    ),
  );
}

function signed(value: number | null | undefined): string {
  return value != null && value < 0 ? `−${exact(-value)}` : `+${exact(value)}`;
}

function everything(node: ViewNode, explanation: PreviewExplanation): HTMLElement {
  const facts: Fact[] = explanation.counts.map((entry) => ({
    label: entry.label.trim(),
    values: [
      entry.unit === 'bytes' ? bytes(entry.value) : entry.unit === 'ratio' ? ratio(entry.value) : exact(entry.value),
    ],
    class: entry.label.startsWith(' ') ? 'is-part' : '',
  }));
  const flow = `${shape(node.inputShape)} → ${shape(node.shape)}`;
  facts.unshift({ label: 'in → out', values: [flow] });
  const field = explanation.receptiveField;
  if (field != null) {
    const [down, across] = field;
    const step = down.jump === across.jump ? exact(down.jump) : `${exact(down.jump)}×${exact(across.jump)}`;
    facts.push({ label: 'receptive field', values: [`${exact(down.size)}×${exact(across.size)}, step ${step}`] });
  }
  const title = explanation.kind === 'block' ? 'Everything in it' : 'Everything this layer does';
  return section(title, factTable(title, facts));
}

function ratio(value: number | null | undefined): string {
  return value == null ? '?' : value.toFixed(1);
}

function blockParts(view: ViewModel, explanation: PreviewExplanation, dispatch: Dispatch): HTMLElement | undefined {
  if (explanation.parts.length === 0) return undefined;
  const scale = heatScale(view, 'multiplies');
  const largest = Math.max(...explanation.parts.map((part) => part.multiplies ?? 0), 1);
  const facts = explanation.parts.map((part) => ({
    label: nodeLink(view, part.path, part.name, dispatch),
    values: [
      bar((part.multiplies ?? 0) / largest, heatClass(scale, part.multiplies)),
      exact(part.multiplies),
      element('span', { class: 'muted' }, part.percentOfBlock == null ? '' : `${part.percentOfBlock.toFixed(1)}%`),
    ],
  }));
  return section('Its parts', factTable('Multiplies of its parts', facts));
}

function heatClass(scale: HeatScale, value: number | null | undefined): string {
  return `heat-${heatStep(scale, value ?? null)}`;
}

/** A name that selects its node, where the picture has one. */
function nodeLink(view: ViewModel, path: string, name: string, dispatch: Dispatch): HTMLElement {
  const node = view.nodes.find((candidate) => candidate.path === path);
  if (node === undefined) return element('span', {}, name);
  const made = textButton(name, () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: false }));
  made.title = path;
  made.classList.add('node-link');
  return made;
}

const mostInstances = 24;

/** The other layers that came from the same text: a module is written once and stands in many places. */
function instances(view: ViewModel, node: ViewNode, dispatch: Dispatch): HTMLElement | undefined {
  const same = view.nodes.filter(({ text }) => text === node.text);
  if (same.length < 2) return undefined;
  const facts = same.slice(0, mostInstances).map((other) => ({
    label:
      other.id === node.id
        ? element('strong', { title: other.path }, other.path)
        : nodeLink(view, other.path, other.path, dispatch),
    values: [
      element('span', { class: 'muted' }, shape(other.shape)),
      exact(other.counts.multiplies.isPartial ? null : other.counts.multiplies.value),
    ],
  }));
  return section(
    `This text stands in ${exact(same.length)} places`,
    factTable('Instances of the same text', facts),
    same.length > mostInstances && element('p', { class: 'muted' }, `and ${exact(same.length - mostInstances)} more`),
  );
}
