/**
 * The chart of live bytes in the page: one tab stop, a slider over the steps to a screen reader. Hovering a column lights
 * the node that it computes and names the tensors that are held; a click or a key selects the node.
 */

import { chartSteps, type MemoryReport } from '../../src/protocol/memory';
import { type ChartColumn, type MemoryChart, memoryChart } from '../../src/view/draw/memory-chart';
import { bytes, exact, shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { element as drawn, setAttributes, svg } from '../graph/svg';
import { element, fill, setText } from './element';
import { heldAt, liveAt, nodeOfTensor, pathOf } from './memory-state';
import { lineOf } from './nodes';
import type { Dispatch } from './region';
import type { AppState } from './state';

export interface MemoryChartView {
  readonly root: HTMLElement;
  update(state: AppState, report: MemoryReport, step: number): void;
}

/** Tensors in the card of a step; a network of many skips holds hundreds. */
const mostNamed = 10;
const pageSteps = 10;
const bandTop = 22;

export function createMemoryChart(dispatch: Dispatch, words: PreviewWords): MemoryChartView {
  const say = words.memoryTab;
  const picture = svg('g');
  const mark = svg('rect', { class: 'chart-mark', visibility: 'hidden' });
  const pointed = svg('rect', { class: 'chart-pointed', visibility: 'hidden' });
  const canvas = svg('svg', { class: 'live-chart', 'aria-hidden': 'true' }, pointed, picture, mark);
  const slider = element(
    'div',
    {
      class: 'live-slider',
      role: 'slider',
      tabIndex: 0,
      title: '',
      aria: { label: say('chart'), orientation: 'horizontal', valuemin: 1, description: say('chart.keys') },
    },
    canvas as unknown as Node,
  );
  const card = element('div', { class: 'tooltip live-card', role: 'tooltip', hidden: true });
  const foot = element('div', { class: 'live-foot muted' });
  const root = element('div', { class: 'live-area' }, slider, card, foot);
  let shown: { readonly state: AppState; readonly report: MemoryReport; readonly step: number } | undefined;
  let chart: MemoryChart | undefined;
  let size = { width: 0, height: 0 };
  /** The column under the pointer. */
  let under: ChartColumn | undefined;

  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = slider;
    if (width === size.width && height === size.height) return;
    size = { width, height };
    draw();
  }).observe(slider);

  function draw(): void {
    if (shown === undefined || size.width === 0) return;
    const { report } = shown;
    chart = memoryChart(chartSteps(report), report.peak, size, { peak: peakText(report, words), end: say('end') });
    setAttributes(canvas, { width: size.width, height: size.height });
    picture.replaceChildren(drawn(chart.tree));
    setText(foot, say('steps', { count: report.steps.length }));
    under = undefined;
    markStep();
  }

  function markStep(): void {
    if (shown === undefined || chart === undefined) return;
    const { report, step } = shown;
    const column = step === report.peak ? undefined : columnOf(chart, step);
    if (column === undefined) setAttributes(mark, { visibility: 'hidden' });
    else {
      const { x, width, top } = column;
      setAttributes(mark, { x, y: top, width, height: chart.base - top, visibility: 'visible' });
    }
    setAttributes(slider, {
      'aria-valuemax': report.steps.length,
      'aria-valuenow': step + 1,
      'aria-valuetext': spoken(report, step, words),
    });
  }

  /** A band over the whole height. */
  function placePointed(column: ChartColumn | undefined): void {
    if (column === undefined || chart === undefined) {
      setAttributes(pointed, { visibility: 'hidden' });
      return;
    }
    const { x, width } = column;
    setAttributes(pointed, { x, y: bandTop, width, height: chart.base - bandTop, visibility: 'visible' });
  }

  function point(column: ChartColumn | undefined): void {
    if (column === under) return;
    under = column;
    if (shown === undefined || chart === undefined) return;
    const { state, report } = shown;
    placePointed(column);
    card.hidden = column === undefined;
    const node = column === undefined ? undefined : nodeOfStep(state, report, column.step);
    dispatch({ type: 'hovered', node: node?.id ?? null });
    if (column !== undefined) fillCard(column);
  }

  function fillCard(column: ChartColumn): void {
    if (shown === undefined) return;
    const { state, report } = shown;
    const { step } = column;
    const held = heldAt(report, step);
    const node = nodeOfStep(state, report, step);
    const place = { step: exact(step + 1), count: exact(report.steps.length) };
    const where =
      node === undefined || state.view === null
        ? say('step-of', place)
        : say('step-line', { ...place, line: lineOf(state.view, node) });
    const more = held.length - mostNamed;
    fill(
      card,
      element('div', { class: 'tooltip-name' }, pathOf(report, step)),
      element('div', { class: 'tooltip-call' }, where),
      ...held
        .slice(0, mostNamed)
        .map(({ tensor, as }) =>
          element(
            'div',
            { class: 'live-row' },
            element('span', { class: `live-swatch is-${as}` }),
            element('span', { class: 'live-path' }, tensor.path),
            element('span', { class: 'muted' }, shape(tensor.shape)),
            element('span', { class: 'live-bytes' }, bytes(tensor.bytes)),
          ),
        ),
      more > 0 && element('div', { class: 'live-row muted' }, say('table.more', { count: more })),
      element(
        'div',
        { class: 'live-row is-total' },
        element('span', {}, say('live')),
        element('span', { class: 'live-bytes' }, bytes(liveAt(report, step))),
      ),
    );
    // Beside the column, where there is more room.
    const isLeft = column.x > size.width / 2;
    card.style.setProperty('left', isLeft ? 'auto' : `${column.x + column.width + 12}px`);
    card.style.setProperty('right', isLeft ? `${size.width - column.x + 12}px` : 'auto');
  }

  const columnAt = (event: PointerEvent | MouseEvent): ChartColumn | undefined => {
    const x = event.clientX - slider.getBoundingClientRect().left;
    return chart?.columns.find((column) => column.x <= x && x < column.x + column.width);
  };
  const select = (step: number): void => {
    if (shown === undefined) return;
    const node = nodeOfStep(shown.state, shown.report, step);
    if (node !== undefined) dispatch({ type: 'nodeSelected', node: node.id, takeFocus: false });
  };
  slider.addEventListener('pointermove', (event) => point(columnAt(event)));
  slider.addEventListener('pointerleave', () => point(undefined));
  slider.addEventListener('click', (event) => {
    const column = columnAt(event);
    if (column !== undefined) select(column.step);
  });
  slider.addEventListener('keydown', (event) => {
    if (shown === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { report, step } = shown;
    const last = report.steps.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      ArrowLeft: step - 1,
      ArrowDown: step - 1,
      PageUp: step + pageSteps,
      PageDown: step - pageSteps,
      Home: 0,
      End: last,
      p: report.peak ?? step,
      P: report.peak ?? step,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select(Math.min(last, Math.max(0, target)));
  });

  return {
    root,
    update(state, report, step) {
      const isOther = shown?.report !== report;
      shown = { state, report, step };
      if (isOther) draw();
      else markStep();
      // Hovered in the picture or the table.
      if (under === undefined && chart !== undefined) {
        const hovered = state.view?.nodes.find(({ id }) => id === state.hover);
        const at = hovered === undefined ? -1 : stepOfPath(report, hovered.path);
        placePointed(at < 0 ? undefined : columnOf(chart, at));
      }
    },
  };
}

function stepOfPath(report: MemoryReport, path: string): number {
  return report.steps.findIndex(({ tensor }) => report.tensors[tensor]?.path === path);
}

function nodeOfStep({ view }: AppState, report: MemoryReport, step: number) {
  return view === null ? undefined : nodeOfTensor(view, pathOf(report, step));
}

function columnOf({ columns }: MemoryChart, step: number): ChartColumn | undefined {
  return columns.find(({ from, to }) => from <= step && step <= to);
}

/** At the head of the highest column; empty where there is none. */
export function peakText(report: MemoryReport, { memoryTab: say }: PreviewWords): string {
  return report.peak === null ? '' : say('peak', peakValues(report, report.peak));
}

function peakValues(report: MemoryReport, peak: number) {
  return { amount: bytes(liveAt(report, peak)), layer: pathOf(report, peak) };
}

function spoken(report: MemoryReport, step: number, { memoryTab: say }: PreviewWords): string {
  const { written, read, kept } = report.steps[step] ?? { written: 0, read: 0, kept: 0 };
  const rest = say('chart.spoken', {
    step: exact(step + 1),
    count: exact(report.steps.length),
    layer: pathOf(report, step),
    live: bytes(written + read + kept),
    written: bytes(written),
    read: bytes(read),
    kept: bytes(kept),
  });
  return step === report.peak ? say('chart.spoken-peak', { rest }) : rest;
}
