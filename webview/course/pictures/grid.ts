/** Pixels in rows and columns; arrows move a window over them, and each place says what is multiplied there. */

import { element } from '../dom';

export interface GridCell {
  readonly text: string;
  /** Spoken in place of the text. */
  readonly label: string;
  /** From 0 to 1: how strong the ground of the cell is. */
  readonly strength?: number;
  readonly class?: string;
}

export interface GridOptions {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  cell(row: number, column: number): GridCell;
  /** The chosen place, from 0. */
  readonly at: readonly [row: number, column: number];
  readonly class?: string;
  onMove(row: number, column: number): void;
}

export interface PixelGrid {
  readonly root: HTMLElement;
  /** Writes the cells anew, with another place chosen. */
  show(row: number, column: number): void;
}

/** One stop for the Tab key; Home and End are the ends of a row, with Ctrl those of the grid. */
export function createGrid(options: GridOptions): PixelGrid {
  const { rows, columns } = options;
  const cells: HTMLElement[] = [];
  let [atRow, atColumn] = options.at;
  const root = element('div', {
    class: `grid ${options.class ?? ''}`,
    role: 'grid',
    aria: { label: options.label },
    style: { '--columns': String(columns) },
    on: { keydown: (event) => onKey(event) },
  });
  for (let row = 0; row < rows; row++) {
    const line = element('div', { class: 'grid-row', role: 'row' });
    for (let column = 0; column < columns; column++) {
      const cell = element('div', { class: 'cell', role: 'gridcell', on: { click: () => move(row, column) } });
      cells.push(cell);
      line.append(cell);
    }
    root.append(line);
  }

  function move(row: number, column: number): void {
    show(row, column);
    cells[row * columns + column]?.focus();
    options.onMove(row, column);
  }

  function onKey(event: KeyboardEvent): void {
    const last: readonly [number, number] = [rows - 1, columns - 1];
    const to: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [atRow, atColumn - 1],
      ArrowRight: [atRow, atColumn + 1],
      ArrowUp: [atRow - 1, atColumn],
      ArrowDown: [atRow + 1, atColumn],
      Home: event.ctrlKey ? [0, 0] : [atRow, 0],
      End: event.ctrlKey ? last : [atRow, last[1]],
    };
    const place = to[event.key];
    if (place === undefined) return;
    event.preventDefault();
    move(Math.min(Math.max(place[0], 0), last[0]), Math.min(Math.max(place[1], 0), last[1]));
  }

  function show(row: number, column: number): void {
    atRow = row;
    atColumn = column;
    for (const [index, node] of cells.entries()) {
      const place = [Math.floor(index / columns), index % columns] as const;
      const { text, label, strength = 0, class: kind = '' } = options.cell(...place);
      const isChosen = place[0] === row && place[1] === column;
      node.textContent = text;
      node.className = `cell ${kind}${isChosen ? ' chosen' : ''}`;
      node.tabIndex = isChosen ? 0 : -1;
      node.setAttribute('aria-label', label);
      node.setAttribute('aria-selected', String(isChosen));
      node.style.setProperty('--strength', `${Math.round(strength * 100)}%`);
    }
  }

  show(atRow, atColumn);
  return { root, show };
}
