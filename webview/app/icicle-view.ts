/**
 * The icicle: cells inside of cells, each as wide as its share. One tab stop, a tree to a screen reader. A click or Enter
 * goes into a cell and selects its node, Escape or the top row goes out; the line below reads out the cell in front.
 */

import { formatShare } from '../../src/base/number-format';
import { heatScale, heatStep } from '../../src/view/heat';
import { type IcicleCell, icicleCells, type PlacedCell, placeCells } from '../../src/view/icicle';
import type { ViewMetric } from '../../src/view/model';
import { exact, shape, short } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { element, fill, setText } from './element';
import { findNode } from './nodes';
import type { Dispatch, Region } from './region';
import type { AppState } from './state';

const rowHeight = 45;
/** Narrower cells are not drawn. */
const narrowestPx = 0.5;
/** Near enough for 11 and 12 px. */
const letter = 6.8;

export function createIcicle(dispatch: Dispatch, words: PreviewWords): Region {
  const say = words.costCharts;
  const title = element('h2');
  const rows = element('div', { class: 'icicle', role: 'tree', tabIndex: 0 });
  const readout = element('div', { class: 'icicle-readout' });
  const root = element(
    'section',
    { class: 'section icicle-section' },
    element(
      'div',
      { class: 'memory-head' },
      title,
      element('span', { class: 'muted' }, say('icicle.about')),
      element('div', { class: 'spacer' }),
      element('span', { class: 'muted icicle-help' }, say('icicle.rows')),
    ),
    rows,
    readout,
  );
  let state: AppState | undefined;
  let cells: readonly IcicleCell[] = [];
  let placed: readonly PlacedCell[] = [];
  /** Id of the cell that keys start from. */
  let focused = '';
  let hovered: string | null = null;
  let width = 0;

  new ResizeObserver(() => {
    if (rows.clientWidth === width) return;
    width = rows.clientWidth;
    draw();
  }).observe(rows);

  const cellOf = (id: string | null): IcicleCell | undefined => cells.find((cell) => cell.id === id);
  const childrenOf = (id: string): readonly IcicleCell[] => cells.filter(({ parent }) => parent === id);
  const elementId = (index: number): string => `icicle-${index}`;

  function draw(): void {
    if (state?.view == null || width === 0) return;
    const { view, metric, icicle, selection } = state;
    const scale = heatScale(view, metric);
    placed = placeCells(cells, icicle, narrowestPx / width);
    const whole = view.totals[metric].value ?? 0;
    const most = Math.max(0, ...placed.map(({ cell }) => cell.row));
    rows.style.setProperty('height', `${(most + 1) * rowHeight - 1}px`);
    rows.setAttribute('aria-label', say('icicle.tree', { metric: say(`metric.${metric}`) }));
    rows.replaceChildren(
      ...placed.map(({ cell, left, width: share }, index) => {
        const amount = short(cell.value, metric);
        const percent = formatShare(cell.value, whole);
        const room = share * width - 12;
        const second = cell.row === 0 || room > (amount.length + percent.length + 3) * letter;
        const fits = room > Math.max(cell.label.length, percent.length) * letter;
        const inside = childrenOf(cell.id).length;
        return element(
          'div',
          {
            class: `icicle-cell${fits ? '' : ' is-bare'} ${cell.row === 0 ? 'is-network' : `heat-${heatStep(scale, cell.value)}`}${
              cell.node !== null && cell.node === selection ? ' is-selected' : ''
            }`,
            id: elementId(index),
            role: 'treeitem',
            data: { cell: cell.id },
            style: {
              left: `${left * 100}%`,
              width: `max(0.5px, calc(${share * 100}% - 1px))`,
              top: `${cell.row * rowHeight}px`,
            },
            aria: {
              level: cell.row + 1,
              selected: cell.node !== null && cell.node === selection,
              expanded: inside > 0 ? true : undefined,
            },
          },
          element(
            'span',
            { class: 'is-only-read' },
            say('icicle.cell', { name: cell.path === '' ? cell.label : cell.path, amount, share: percent }),
          ),
          fits && element('span', { class: 'icicle-name', aria: { hidden: true } }, cell.label),
          fits && element('span', { aria: { hidden: true } }, second ? `${amount} · ${percent}` : percent),
        );
      }),
    );
    markFocus();
  }

  function markFocus(): void {
    const at = placed.findIndex(({ cell }) => cell.id === focused);
    if (at < 0) rows.removeAttribute('aria-activedescendant');
    else rows.setAttribute('aria-activedescendant', elementId(at));
    rows.querySelector('.is-focused')?.classList.remove('is-focused');
    if (at >= 0) rows.children[at]?.classList.add('is-focused');
    read();
  }

  /** The cell under the pointer, else the one that keys start from. */
  function read(): void {
    const cell = cellOf(hovered) ?? cellOf(focused) ?? cells[0];
    if (state?.view == null || cell === undefined) return;
    const { view, metric } = state;
    const node = findNode(view, cell.node);
    const around: string[] = [];
    for (let up = cellOf(cell.parent); up !== undefined; up = cellOf(up.parent)) {
      const share = formatShare(cell.value, up.value);
      if (up.kind === 'branch') around.push(say('icicle.of-branch', { share }));
      else if (up.kind === 'block') around.push(say('icicle.of-block', { share }));
    }
    around.push(say('icicle.of-all', { share: formatShare(cell.value, view.totals[metric].value ?? 0) }));
    fill(
      readout,
      element('strong', {}, cell.path === '' ? cell.label : cell.path.split('/').join(' / ')),
      node !== undefined &&
        element('span', { class: 'muted' }, `${node.call} ${shape(node.inputShape)} → ${shape(node.shape)}`.trim()),
      element('span', { class: 'icicle-amount' }, amountText(cell, metric)),
      element('span', { class: 'muted' }, around.join(words.language.comma)),
    );
  }

  function amountText(cell: IcicleCell, metric: ViewMetric): string {
    return metric === 'activationBytes' ? short(cell.value, metric) : `${exact(cell.value)} ${say(`metric.${metric}`)}`;
  }

  function focus(cell: IcicleCell | undefined): void {
    if (cell === undefined) return;
    focused = cell.id;
    // What is too narrow to be drawn is gone into from above.
    if (!placed.some((one) => one.cell.id === cell.id)) enter(cellOf(cell.parent));
    markFocus();
    dispatch({ type: 'hovered', node: cell.node });
  }

  function enter(cell: IcicleCell | undefined): void {
    if (cell === undefined || state === undefined) return;
    focused = cell.id;
    if (state.icicle !== cell.id) dispatch({ type: 'icicleEntered', cell: cell.id });
    if (cell.node !== null) dispatch({ type: 'nodeSelected', node: cell.node, takeFocus: false });
  }

  const under = ({ target }: Event): IcicleCell | undefined => {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
    return cellOf(found?.dataset.cell ?? null);
  };
  rows.addEventListener('click', (event) => {
    const cell = under(event);
    // The cell that is gone into already leads out again.
    enter(cell !== undefined && cell.id === state?.icicle ? (cellOf(cell.parent) ?? cell) : cell);
  });
  rows.addEventListener('pointerover', (event) => {
    const cell = under(event);
    hovered = cell?.id ?? null;
    read();
    dispatch({ type: 'hovered', node: cell?.node ?? null });
  });
  rows.addEventListener('pointerleave', () => {
    hovered = null;
    read();
    dispatch({ type: 'hovered', node: null });
  });
  rows.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || state === undefined) return;
    const cell = cellOf(focused) ?? cells[0];
    if (cell === undefined) return;
    const row = cells.filter((other) => other.row === cell.row);
    const at = row.indexOf(cell);
    switch (event.key) {
      case 'ArrowDown':
        focus(childrenOf(cell.id)[0]);
        break;
      case 'ArrowUp':
        focus(cellOf(cell.parent));
        break;
      case 'ArrowRight':
        focus(row[at + 1]);
        break;
      case 'ArrowLeft':
        focus(row[at - 1]);
        break;
      case 'Home':
        focus(row[0]);
        break;
      case 'End':
        focus(row.at(-1));
        break;
      case 'Enter':
        enter(cell);
        break;
      case 'Escape': {
        const inFront = cellOf(state.icicle);
        if (inFront === undefined || inFront.parent === null) return;
        dispatch({ type: 'icicleEntered', cell: inFront.parent });
        focused = inFront.id;
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    roots: [root],
    update(next) {
      const before = state;
      state = next;
      if (next.view === null) return;
      const isOther = before?.view !== next.view || before.metric !== next.metric;
      if (isOther) {
        cells = icicleCells(next.view, next.metric);
        setText(title, say('icicle', { metric: say(`metric.${next.metric}`) }));
      }
      if (isOther || before.icicle !== next.icicle || before.selection !== next.selection) draw();
    },
  };
}
