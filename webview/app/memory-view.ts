/**
 * The Memory tab: the bytes alive at each step as a chart or a table, what is held at the step of the selected node, what
 * would lower the peak, what another order of computing branches would save, and an estimate for training. The numbers are
 * those of the report; here they are only put in order.
 */

import type { MemoryReport, Optimizer } from '../../src/protocol/memory';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { bytes, exact, percentChange, shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { menu, textButton, textField } from '../controls';
import { type Child, element, fill, setText } from './element';
import { createMemoryChart } from './memory-chart';
import {
  type HeldAtStep,
  heldAt,
  largestBatch,
  liveAt,
  type MemoryState,
  nodeOfTensor,
  pathOf,
  stepShown,
} from './memory-state';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

/** Rows of the table of steps: a page with more of them is slow. */
const mostRows = 2000;

const optimizers: readonly Optimizer[] = ['sgd', 'momentum', 'adam'];

export function createMemoryView(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.memoryTab;
  const about = element('span', { class: 'muted' });
  const batch = textField({
    label: say('batch'),
    class: 'batch',
    hideLabel: true,
    onInput: (text) => {
      const value = Number(text.trim());
      const isBatch = /^\d+$/.test(text.trim()) && value >= 1 && value <= largestBatch;
      batch.root.classList.toggle('is-wrong', !isBatch);
      batchReason.hidden = isBatch;
      setText(batchReason, isBatch ? '' : say('batch.wrong', { largest: exact(largestBatch) }));
      if (isBatch) dispatch({ type: 'memoryChanged', memory: { batch: value } });
    },
  });
  const batchReason = element('span', { class: 'field-reason', role: 'alert', hidden: true });
  const toggle = textButton('', () => toggleTable());
  toggle.title = say('as-table.title');
  const legend = element(
    'div',
    { class: 'live-legend muted' },
    ...(['written', 'read', 'kept'] as const).map((as) => element('span', {}, swatch(as), say(as))),
  );
  const chart = createMemoryChart(dispatch, words);
  const table = element('div', { class: 'live-table' });
  const note = element('p', { class: 'hint', role: 'status' });
  const held = element('section', { class: 'section memory-held' });
  const orders = element('section', { class: 'section memory-orders' });
  const lower = element('section', { class: 'section memory-lower' });
  const optimizer = menu({
    label: say('optimizer'),
    class: 'optimizer-menu',
    onChoose: (value) => dispatch({ type: 'memoryChanged', memory: { optimizer: value as Optimizer } }),
  });
  const trainingAbout = element('span', { class: 'muted' });
  const trainingTable = element('div');
  const training = element(
    'section',
    { class: 'section memory-training' },
    element(
      'div',
      { class: 'memory-head' },
      element('h2', {}, say('training')),
      trainingAbout,
      element('div', { class: 'spacer' }),
      optimizer.root,
    ),
    trainingTable,
    element('p', { class: 'muted' }, say('training.convention')),
  );
  const live = element(
    'section',
    { class: 'section memory-live' },
    element(
      'div',
      { class: 'memory-head' },
      element('h2', {}, say('chart.title')),
      about,
      element('div', { class: 'spacer' }),
      batchReason,
      element('span', { class: 'memory-batch', title: say('batch.title') }, say('batch'), batch.root),
      toggle,
    ),
    legend,
    chart.root,
    table,
  );
  const content = element('div', { class: 'memory-parts' }, held, orders, lower, training);
  const root = element('div', { class: 'tab-content memory' }, note, live, content);
  let before: AppState | undefined;

  function toggleTable(): void {
    dispatch({ type: 'memoryChanged', memory: { isTable: before?.memory.isTable !== true } });
  }
  root.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey || isField(event)) return;
    event.preventDefault();
    event.stopPropagation();
    toggleTable();
  });

  return {
    roots: [root],
    update(state) {
      if (state.tab !== 'memory' || state.view === null) return;
      const { view, selection, memory } = state;
      const { report } = memory;
      const isOther = before?.tab !== 'memory' || before.view !== view || before.memory !== memory;
      const isStepOther = isOther || before?.selection !== selection;
      const isHoverOther = isStepOther || before?.hover !== state.hover;
      before = state;
      if (!isHoverOther) return;
      const missing = missingText(state, words);
      note.hidden = missing === '';
      setText(note, missing);
      const hasSteps = report !== null && report.steps.length > 0;
      live.hidden = !hasSteps;
      content.hidden = !hasSteps;
      if (!hasSteps) return;
      const step = stepShown(report, findNode(view, selection)?.path) ?? 0;
      if (isOther) {
        setText(about, say('chart.about', { format: report.format }));
        if (document.activeElement !== batch.root) batch.setValue(String(memory.batch));
        setText(toggle, say(memory.isTable ? 'as-chart' : 'as-table'));
        chart.root.hidden = memory.isTable;
        table.hidden = !memory.isTable;
        optimizer.set(
          optimizers.map((value) => ({ value, label: say(`optimizer.${value}`) })),
          memory.optimizer,
        );
        setText(trainingAbout, say('training.about', { batch: report.batch }));
        fill(trainingTable, trainingFacts(report, memory, words));
        fill(orders, ...ordersContent(report, view, dispatch, words));
        fill(lower, ...lowerContent(report, state, dispatch, words));
      }
      if (isStepOther) {
        fill(held, ...heldContent(report, step, view, dispatch, words));
        if (memory.isTable) fill(table, ...stepsTable(report, step, view, dispatch, words));
      }
      if (!memory.isTable) chart.update(state, report, step);
    },
  };
}

function isField(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.matches('input, textarea, [role="listbox"], [role="combobox"]');
}

/** Why there is nothing, or less than all, to be seen; empty where there is. */
function missingText({ view, memory: { report } }: AppState, { memoryTab: say }: PreviewWords): string {
  if (view?.status === 'broken') return say('broken');
  if (report === null) return say('waiting');
  if (report.steps.length === 0) return say('none');
  return report.isPartial ? say('partial') : '';
}

function swatch(as: HeldAtStep['as']): HTMLElement {
  return element('span', { class: `live-swatch is-${as}`, aria: { hidden: true } });
}

/** The name of a layer or block, which selects its node where the picture has one. */
function nodeLink(path: string, node: ViewNode | undefined, dispatch: Dispatch): Child {
  if (node === undefined) return element('span', { class: 'memory-name', title: path }, path);
  const made = textButton(path, () => dispatch({ type: 'nodeSelected', node: node.id, takeFocus: false }));
  made.classList.add('node-link', 'memory-name');
  made.title = path;
  return made;
}

interface Column {
  readonly title: string;
  /** Numbers are aligned at the right. */
  readonly isText?: boolean;
  readonly class?: string;
}

function dataTable(
  label: string,
  columns: readonly Column[],
  rows: readonly { readonly cells: readonly Child[]; readonly class?: string }[],
): HTMLElement {
  const classOf = ({ isText, class: more = '' }: Column): string =>
    `${isText === true ? 'is-text' : ''} ${more}`.trim();
  return element(
    'table',
    { class: 'data-table', aria: { label } },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...columns.map((column) =>
          element('th', { class: classOf(column), attributes: { scope: 'col' } }, column.title),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element(
          'tr',
          { class: row.class ?? '' },
          ...columns.map((column, index) => {
            const inside = row.cells[index];
            return index === 0
              ? element('th', { class: classOf(column), attributes: { scope: 'row' } }, inside)
              : element('td', { class: classOf(column) }, inside);
          }),
        ),
      ),
    ),
  );
}

function heldContent(
  report: MemoryReport,
  step: number,
  view: ViewModel,
  dispatch: Dispatch,
  words: PreviewWords,
): Child[] {
  const say = words.memoryTab;
  const layer = pathOf(report, step);
  const live = liveAt(report, step);
  const rows = heldAt(report, step).map(({ tensor, as }) => ({
    cells: [
      element(
        'span',
        { class: 'memory-tensor' },
        swatch(as),
        nodeLink(tensor.path, nodeOfTensor(view, tensor.path), dispatch),
      ),
      shape(tensor.shape),
      whyHeld(report, tensor, as, step, words),
      bytes(tensor.bytes),
      tensor.bytes === null || live === 0 ? '' : `${((100 * tensor.bytes) / live).toFixed(0)}%`,
    ],
  }));
  return [
    element(
      'div',
      { class: 'memory-head' },
      element('h2', {}, say(step === report.peak ? 'held.peak' : 'held.step')),
      element('span', { class: 'muted' }, say('held.about', { step: exact(step + 1), layer })),
    ),
    dataTable(
      say('held.table'),
      [
        { title: say('column.tensor'), isText: true },
        { title: say('column.shape'), class: 'muted' },
        { title: say('column.why'), isText: true, class: 'memory-why muted' },
        { title: say('column.bytes') },
        { title: say('column.share'), class: 'muted' },
      ],
      rows,
    ),
  ];
}

function whyHeld(
  report: MemoryReport,
  tensor: MemoryReport['tensors'][number],
  as: HeldAtStep['as'],
  step: number,
  { memoryTab: say }: PreviewWords,
): string {
  if (as === 'written') return say('why.written');
  if (as === 'read') return say('why.read', { layer: nameOf(pathOf(report, step)) });
  const index = report.tensors.indexOf(tensor);
  const next = report.steps.findIndex(({ reads }, at) => at > step && reads.includes(index));
  return next < 0 ? say('kept') : say('why.kept', { layer: nameOf(pathOf(report, next)) });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function peakBytes(report: MemoryReport): number {
  return report.peak === null ? 0 : liveAt(report, report.peak);
}

function lowerContent(
  report: MemoryReport,
  { view, whatIf }: AppState,
  dispatch: Dispatch,
  { memoryTab: say, whatIf: sayWhatIf }: PreviewWords,
): Child[] {
  const was = (whatIf.textView ?? view)?.precision ?? report.format;
  const show = (now: string): HTMLElement => {
    const change = { target: { kind: 'precision' }, label: sayWhatIf('precision'), was, now } as const;
    const made = textButton(say('lower.show'), () => dispatch({ type: 'designChanged', change }));
    made.setAttribute('aria-label', say('lower.show.title', { format: now }));
    return made;
  };
  const peak = peakBytes(report);
  const ways = [
    ...(report.orders !== null && report.orders.peakBytes < peak
      ? [{ name: say('lower.orders'), bytes: report.orders.peakBytes, format: undefined }]
      : []),
    ...report.formats.map(({ format, peak: { value } }) => ({
      name: say('lower.format', { format }),
      bytes: value,
      format,
    })),
  ];
  if (ways.length === 0) return [element('h2', {}, say('lower')), element('p', { class: 'muted' }, say('lower.none'))];
  return [
    element('h2', {}, say('lower')),
    element(
      'table',
      { class: 'data-table', aria: { label: say('lower.table') } },
      element(
        'tbody',
        {},
        ...ways.map((way) =>
          element(
            'tr',
            {},
            element('th', { class: 'is-text', attributes: { scope: 'row' } }, way.name),
            element('td', {}, bytes(way.bytes)),
            element('td', { class: 'is-less' }, percentChange(peak, way.bytes)),
            element('td', {}, way.format !== undefined && show(way.format)),
          ),
        ),
      ),
    ),
  ];
}

function ordersContent(
  { orders, ...report }: MemoryReport,
  view: ViewModel,
  dispatch: Dispatch,
  words: PreviewWords,
): Child[] {
  const say = words.memoryTab;
  const head = element(
    'div',
    { class: 'memory-head' },
    element('h2', {}, say('orders')),
    element('span', { class: 'muted' }, say('orders.about')),
  );
  if (orders === null) return [head, element('p', { class: 'muted' }, say('partial'))];
  const peak = peakBytes({ orders, ...report });
  const untried = orders.untried === 0 ? '' : say('orders.untried', { count: orders.untried });
  if (orders.joins.length === 0) {
    return [head, element('p', { class: 'muted' }, untried === '' ? say('orders.none') : untried)];
  }
  const outcome =
    orders.peakBytes < peak
      ? say('orders.less', { amount: bytes(orders.peakBytes), written: bytes(peak) })
      : say('orders.same', { amount: bytes(peak) });
  return [
    head,
    dataTable(
      say('orders.table'),
      [
        { title: say('column.module'), isText: true },
        { title: say('column.as-written') },
        { title: say('column.best') },
        { title: say('column.order') },
      ],
      orders.joins.map(({ path, written, best, order }) => ({
        cells: [
          nodeLink(
            path,
            view.nodes.find((node) => node.path === path),
            dispatch,
          ),
          bytes(written),
          best < written ? element('span', { class: 'is-less' }, bytes(best)) : bytes(best),
          order.join(', '),
        ],
      })),
    ),
    element('p', { class: 'muted' }, [outcome, untried, say('orders.meaning')].filter((part) => part !== '').join(' ')),
  ];
}

function trainingFacts({ training }: MemoryReport, { optimizer }: MemoryState, words: PreviewWords): HTMLElement {
  const say = words.memoryTab;
  const rows = [
    [say('training.results'), training.results],
    [say('training.input'), training.input],
    [say('training.parameters'), training.parameters],
    [say('training.gradients'), training.gradients],
    [say('training.optimizer'), training.optimizer[optimizer]],
    [say('training.total'), training.total[optimizer]],
  ] as const;
  return element(
    'table',
    { class: 'data-table', aria: { label: say('training.table') } },
    element(
      'tbody',
      {},
      ...rows.map(([name, { value, isPartial }], index) =>
        element(
          'tr',
          { class: index === rows.length - 1 ? 'is-total' : '' },
          element('th', { class: 'is-text', attributes: { scope: 'row' } }, name),
          element('td', { title: exact(value) }, isPartial ? `≥ ${bytes(value)}` : bytes(value)),
        ),
      ),
    ),
  );
}

function stepsTable(
  report: MemoryReport,
  step: number,
  view: ViewModel,
  dispatch: Dispatch,
  { memoryTab: say }: PreviewWords,
): Child[] {
  const rows = report.steps.slice(0, mostRows).map(({ written, read, kept }, index) => ({
    cells: [
      exact(index + 1),
      nodeLink(pathOf(report, index), nodeOfTensor(view, pathOf(report, index)), dispatch),
      bytes(written + read + kept),
      bytes(written),
      bytes(read),
      bytes(kept),
    ],
    class: `${index === step ? 'is-current' : ''} ${index === report.peak ? 'is-peak' : ''}`.trim(),
  }));
  const more = report.steps.length - rows.length;
  return [
    dataTable(
      say('table'),
      [
        { title: say('column.step') },
        { title: say('column.layer'), isText: true },
        { title: say('live.brief') },
        { title: say('written.brief') },
        { title: say('read.brief') },
        { title: say('kept.brief') },
      ],
      rows,
    ),
    more > 0 && element('p', { class: 'muted' }, say('table.more', { count: exact(more) })),
  ];
}
