/**
 * The Layer tab: where one layer's or block's number comes from. Everything is computed by src/advice; here it is
 * only set in type. Factors of the output are blue, those of the kernel and the input orange.
 */

import { conventionText, differenceText } from '../../src/advice/explanation-words';
import { isConvention } from '../../src/base/metrics';
import { formatShare } from '../../src/base/number-format';
import type { PreviewExplanation } from '../../src/protocol/explanation';
import { receptiveFieldDrawing } from '../../src/view/draw/receptive-field';
import { type HeatScale, heatScale, heatStep } from '../../src/view/heat';
import { isEnd, type ViewMetric, type ViewModel, type ViewNode } from '../../src/view/model';
import { deadText, nodeShareText, partText, withSign } from '../../src/view/node-words';
import { bytes, count, exact, rank, ratio, receptiveField, shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { iconButton, textButton } from '../controls';
import { element as drawn, svg } from '../graph/svg';
import { cheaperWays } from './cheaper-ways';
import { type Child, element, fill } from './element';
import { bar, type Fact, factTable, section } from './facts';
import { findNode, lineOf } from './nodes';
import type { Dispatch, Region } from './region';
import { fieldOf, fieldText, seenText } from './seen-field';
import { around, slot } from './sentence';
import type { AppState } from './state';
import { createStatementView } from './statement-view';

export function createLayerView(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.explainTab;
  const [above, below] = [element('div'), element('div')];
  const statement = createStatementView(dispatch, words);
  const tab = element('div', { class: 'tab-content explain' }, above, ...statement.roots, below);
  let before: AppState | undefined;
  return {
    roots: [tab],
    update(state) {
      statement.update(state);
      if (state.tab !== 'layer' || state.view === null) return;
      const isSame =
        before?.view === state.view &&
        before.selection === state.selection &&
        before.explanation === state.explanation &&
        before.cheaper === state.cheaper &&
        before.metric === state.metric;
      if (isSame) return;
      // The last answer stays until the new one is here, so that typing does not flicker.
      const isPending =
        state.explanation === null && before?.selection === state.selection && before?.explanation != null;
      before = state;
      if (isPending) return;
      const node = findNode(state.view, state.selection);
      if (node === undefined || isEnd(node)) {
        fill(
          above,
          hint(say(node === undefined ? 'hint.select' : node.kind === 'input' ? 'hint.input' : 'hint.result')),
        );
        fill(below);
        return;
      }
      fill(
        above,
        ...known(heading(state.view, node, state, dispatch, words), attributes(state.explanation?.value, words)),
      );
      fill(below, ...content(state.view, node, state, dispatch, words));
    },
  };
}

function hint(text: string): HTMLElement {
  return element('p', { class: 'hint' }, text);
}

function content(
  view: ViewModel,
  node: ViewNode,
  state: AppState,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement[] {
  const explanation = state.explanation?.value ?? null;
  const parts: (HTMLElement | undefined)[] = [];
  if (explanation !== null) {
    parts.push(
      counted(explanation, words),
      cheaperWays(state, node.path, dispatch, words),
      blockParts(view, explanation, dispatch, words),
      tools(explanation, words),
      movements(explanation, words),
      everything(node, explanation, words),
      seenOfImage(view, node, explanation, words),
    );
  }
  parts.push(instances(view, node, state.metric, dispatch, words));
  return known(...parts);
}

function known(...parts: readonly (HTMLElement | undefined)[]): HTMLElement[] {
  return parts.filter((part) => part !== undefined);
}

function heading(
  view: ViewModel,
  node: ViewNode,
  { metric, explanation: asked }: AppState,
  dispatch: Dispatch,
  words: PreviewWords,
): HTMLElement {
  const say = words.explainTab;
  const explanation = asked?.value ?? null;
  const line = lineOf(view, node);
  const amount = node.counts[metric];
  const ofMain = nodeShareText(node, view, metric);
  // Ranks are those by multiplies.
  const place = isConvention(metric) ? explanation?.rank : undefined;
  const notes = [
    ofMain === '' ? '' : say('share-of', { share: ofMain, network: view.network }),
    amount.value === 0 ? '' : partText(node, words),
    deadText(node, metric, words),
    place == null || place.of === 1 ? '' : rank(words, place.place, place.of),
  ].filter((note) => note !== '');
  return element(
    'section',
    { class: 'section' },
    element(
      'div',
      { class: 'explain-title' },
      element('h2', { title: node.path }, node.name),
      element(
        'span',
        { class: 'muted' },
        say('call-and-line', { call: explanation?.callText ?? node.title, line: exact(line) }),
      ),
      element('span', { class: 'spacer' }),
      iconButton({
        label: say('go-to-line', { line }),
        icon: 'goTo',
        onClick: () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: true }),
      }),
    ),
    node.path.includes('/') && element('div', { class: 'muted path' }, node.path),
    element(
      'div',
      { class: 'explain-number' },
      element('strong', {}, withSign(node, amount, count(words, amount, fullAmount(metric)))),
      element('span', { class: 'muted' }, [words.picture(`card.${metric}`), ...notes].join(' · ')),
    ),
    node.error !== null && element('p', { class: 'error-note' }, node.error),
  );
}

/** In two columns; what is as it would be unwritten is muted. */
function attributes(explanation: PreviewExplanation | null | undefined, words: PreviewWords): HTMLElement | undefined {
  const { attributes: all = [], pads } = explanation ?? {};
  if (all.length === 0) return undefined;
  const say = words.explainTab;
  const padding = (text: string): string => {
    if (pads == null || pads.some((pad) => pad == null)) return text;
    const sides = pads.every((pad) => pad === pads[0]) ? String(pads[0]) : pads.join(' ');
    return text === sides ? text : say('attribute.pads', { padding: text, pads: sides });
  };
  return section(
    say('attributes'),
    element(
      'dl',
      { class: 'attributes' },
      ...all.map(({ name, text, isDefault }) =>
        element(
          'div',
          {},
          element('dt', { class: 'muted' }, name),
          element('dd', { class: isDefault ? 'muted' : '' }, name === 'padding' ? padding(text) : text),
        ),
      ),
    ),
  );
}

/** Bytes have a unit, all else is exact. */
function fullAmount(metric: ViewMetric): (value: number | null) => string {
  return metric === 'activationBytes' ? bytes : exact;
}

function counted(explanation: PreviewExplanation, words: PreviewWords): HTMLElement {
  const say = words.explainTab;
  const lines = explanation.formulas.flatMap((formula) => formulaLines(formula, words));
  if (explanation.formulas.length > 1) {
    const sum = element('strong', {}, exact(explanation.multiplies));
    lines.push(element('div', { class: 'formula' }, ...around(say('together', { count: slot }), sum)));
  }
  const { multiplies, percent } = explanation.effective;
  const saved =
    multiplies != null && percent != null && percent < 100
      ? `${words.language.betweenSentences}${say('without-padding', { count: exact(multiplies), less: `−${(100 - percent).toFixed(1)}%` })}`
      : '';
  return section(
    say('counted'),
    ...lines,
    element('p', { class: 'muted' }, `${conventionText(explanation, words)}${saved}`),
  );
}

type Factor = PreviewExplanation['formulas'][number]['formula']['factors'][number];

function formulaLines(made: PreviewExplanation['formulas'][number], words: PreviewWords): HTMLElement[] {
  const { formula } = made;
  const outputs = formula.factors.filter((factor) => factor.of !== 'tap');
  const counted = outputs.some((factor) => factor.of === 'input') ? 'inputs' : 'outputs';
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
      ...written((factor) =>
        element('span', { class: factor.of === 'tap' ? 'factor-tap' : 'factor-output' }, exact(factor.value)),
      ),
    ),
    element(
      'div',
      { class: 'formula' },
      taps.length > 0 &&
        outputs.length > 0 &&
        `${words.explainTab(counted, { outputs: exact(made.outputs), taps: exact(made.taps) })} `,
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

function tools(explanation: PreviewExplanation, words: PreviewWords): HTMLElement | undefined {
  const say = words.explainTab;
  const { otherTools } = explanation;
  if (otherTools.length === 0) return undefined;
  return section(
    say('other-tools'),
    factTable(
      say('other-tools.table'),
      otherTools.map((tool) => {
        const texts = [
          ...(tool.isDoubled ? ['× 2'] : []),
          ...tool.terms.map(
            (term) =>
              `${term.each < 0 ? '−' : '+'} ${words.explanation(`term.${term.of}`)} ${exact(term.value == null ? null : Math.abs(term.value))}`,
          ),
        ];
        return {
          label: tool.tools.join(', '),
          values: [
            exact(tool.value),
            element(
              'span',
              { class: 'muted', title: differenceText(tool, words) },
              tool.unknown != null ? differenceText(tool, words) : texts.length === 0 ? say('same') : texts.join(' '),
            ),
          ],
        };
      }),
    ),
  );
}

function movements(explanation: PreviewExplanation, words: PreviewWords): HTMLElement | undefined {
  const say = words.explainTab;
  if (explanation.movements.length === 0) return undefined;
  return section(
    say('movements'),
    factTable(
      say('movements.table'),
      explanation.movements.map((movement) => ({
        label: words.explanation(`change.${movement.change}`, { count: movement.by }),
        values: [
          signed(movement.multiplies),
          element('span', { class: 'muted' }, say('movement.params', { change: signed(movement.params) })),
        ],
      })),
    ),
  );
}

function signed(value: number | null | undefined): string {
  return value != null && value < 0 ? `−${exact(-value)}` : `+${exact(value)}`;
}

function everything(node: ViewNode, explanation: PreviewExplanation, words: PreviewWords): HTMLElement {
  const say = words.explainTab;
  const facts: Fact[] = explanation.counts.map((entry) => ({
    label: words.explanation(`count.${entry.name}`),
    values: [
      entry.unit === 'bytes' ? bytes(entry.value) : entry.unit === 'ratio' ? ratio(entry.value) : exact(entry.value),
    ],
    class: entry.isPart ? 'is-part' : '',
  }));
  const flow = `${shape(node.inputShape)} → ${shape(node.shape)}`;
  facts.unshift({ label: say('flow'), values: [flow] });
  const field = explanation.receptiveField;
  if (field != null) {
    const [down, across] = field;
    const value = receptiveField(words, [down.size, across.size], [down.jump, across.jump]);
    facts.push({ label: say('receptive-field'), values: [value] });
  }
  const title = say(explanation.kind === 'block' ? 'everything.block' : 'everything');
  return section(title, factTable(title, facts));
}

/** The receptive field, drawn on the network's input. */
function seenOfImage(
  view: ViewModel,
  node: ViewNode,
  explanation: PreviewExplanation,
  words: PreviewWords,
): HTMLElement | undefined {
  const found = fieldOf(view, node, explanation);
  if (found === undefined) return undefined;
  const drawing = receptiveFieldDrawing(found.field, found.input, found.result);
  return section(
    words.explainTab('field.title'),
    element(
      'div',
      { class: 'seen' },
      svg(
        'svg',
        {
          class: 'field-drawing',
          role: 'img',
          'aria-label': seenText(found, drawing, words),
          width: drawing.width,
          height: drawing.height,
        },
        drawn(drawing.tree),
      ),
      element('p', { class: 'muted' }, fieldText(found, drawing, words)),
    ),
  );
}

function blockParts(
  view: ViewModel,
  explanation: PreviewExplanation,
  dispatch: Dispatch,
  { explainTab: say }: PreviewWords,
): HTMLElement | undefined {
  if (explanation.parts.length === 0) return undefined;
  const scale = heatScale(view, 'multiplies');
  const largest = Math.max(...explanation.parts.map((part) => part.multiplies ?? 0), 1);
  const facts = explanation.parts.map((part) => ({
    label: nodeLink(view, part.path, part.name, dispatch),
    values: [
      bar((part.multiplies ?? 0) / largest, heatClass(scale, part.multiplies)),
      exact(part.multiplies),
      element('span', { class: 'muted' }, part.percentOfBlock == null ? '' : formatShare(part.percentOfBlock, 100)),
    ],
  }));
  return section(say('parts'), factTable(say('parts.table'), facts));
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
function instances(
  view: ViewModel,
  node: ViewNode,
  metric: ViewMetric,
  dispatch: Dispatch,
  { explainTab: say }: PreviewWords,
): HTMLElement | undefined {
  const same = view.nodes.filter(({ text }) => text === node.text);
  if (same.length < 2) return undefined;
  const facts = same.slice(0, mostInstances).map((other) => ({
    label:
      other.id === node.id
        ? element('strong', { title: other.path }, other.path)
        : nodeLink(view, other.path, other.path, dispatch),
    values: [
      element('span', { class: 'muted' }, shape(other.shape)),
      fullAmount(metric)(other.counts[metric].isPartial ? null : other.counts[metric].value),
    ],
  }));
  return section(
    say('instances', { count: exact(same.length) }),
    factTable(say('instances.table'), facts),
    same.length > mostInstances &&
      element('p', { class: 'muted' }, say('instances.more', { count: exact(same.length - mostInstances) })),
  );
}
