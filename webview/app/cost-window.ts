/**
 * The rows of the cost table that are in the document: those in sight and a few more, so that ten thousand layers scroll
 * as lightly as ten. Selection and hover are marks on rows that are drawn already; below the selected one opens what its
 * columns have no room for.
 */

import type { TreeRow } from './cost-rows';

export const rowHeight = 22;

/** Rows drawn above and below the window, so that a quick scroll shows no gap. */
const overscan = 8;

export interface RowMarks {
  /** Ids of nodes. */
  readonly selection: string | null;
  readonly hover: string | null;
}

interface DrawnRow {
  readonly row: TreeRow;
  readonly root: HTMLElement;
}

export class RowWindow {
  rows: readonly TreeRow[] = [];
  /** The row that more stands below, and how high that is. */
  private open: { readonly id: string; readonly index: number; readonly height: number } | undefined;
  private drawn = new Map<number, DrawnRow>();
  private marks: RowMarks = { selection: null, hover: null };
  /** Of the window, as last heard: to ask the page for them would make it lay out what is half drawn. */
  private height = 0;
  private top = 0;

  /** `grid` scrolls `body`; `covered` is how much of its height head and total hide. */
  constructor(
    private readonly grid: HTMLElement,
    private readonly body: HTMLElement,
    private readonly covered: () => number,
    private readonly drawRow: (row: TreeRow, index: number) => HTMLElement,
    /** What opens below a row; undefined for nothing. */
    private readonly drawMore: (row: TreeRow) => HTMLElement | undefined,
  ) {
    grid.addEventListener('scroll', () => {
      this.top = grid.scrollTop;
      this.draw();
    });
    new ResizeObserver(() => {
      this.height = grid.clientHeight;
      this.measure();
      this.draw();
    }).observe(grid);
  }

  /** Takes over rows; what is in sight is drawn anew where it is different, or all of it. */
  setRows(rows: readonly TreeRow[], isLookNew: boolean): void {
    this.rows = rows;
    // What is open may say something else now, though its row does not.
    if (this.open !== undefined) this.drawn.get(this.open.index)?.root.querySelector('.row-more')?.remove();
    for (const [index, { row, root }] of this.drawn) {
      const next = rows[index];
      if (!isLookNew && next !== undefined && saySame(row, next)) this.drawn.set(index, { row: next, root });
      else {
        root.remove();
        this.drawn.delete(index);
      }
    }
    this.place();
    this.draw();
  }

  setMarks(marks: RowMarks): void {
    this.marks = marks;
    let active = '';
    for (const { row, root } of this.drawn.values()) {
      const isSelected = row.node.id === marks.selection;
      root.classList.toggle('is-selected', isSelected);
      root.classList.toggle('is-hovered', row.node.id === marks.hover);
      root.setAttribute('aria-selected', String(isSelected));
      if (isSelected) active = root.id;
    }
    if (active === '') this.grid.removeAttribute('aria-activedescendant');
    else this.grid.setAttribute('aria-activedescendant', active);
    this.openSelected();
  }

  /** Opens the selected row, and closes the one before; the selected one stays where it is in the window. */
  private openSelected(): void {
    const { selection } = this.marks;
    let isChanged = selection !== this.open?.id;
    for (const { row, root } of this.drawn.values()) {
      const isOpen = root.lastElementChild?.classList.contains('row-more') === true;
      if (isOpen === (row.node.id === selection)) continue;
      isChanged = true;
      if (isOpen) root.lastElementChild?.remove();
      else root.append(...[this.drawMore(row)].filter((more) => more !== undefined));
    }
    if (selection !== this.open?.id) {
      const index = this.rows.findIndex(({ node }) => node.id === selection);
      const before = this.topOf(index);
      this.open = selection === null || index < 0 ? undefined : { id: selection, index, height: 0 };
      const moved = index < 0 ? 0 : this.topOf(index) - before;
      if (moved !== 0) {
        this.place();
        this.top = Math.max(0, this.top + moved);
        this.grid.scrollTop = this.top;
      }
    }
    // To ask the page for a height makes it lay out.
    if (isChanged) this.measure();
  }

  /** How high what is open is, which only the page knows. */
  private measure(): void {
    const { open } = this;
    if (open === undefined) {
      this.place();
      return;
    }
    const index = this.rows.findIndex(({ node }) => node.id === open.id);
    const more = this.drawn.get(index)?.root.querySelector<HTMLElement>('.row-more');
    // Out of sight it is as high as it was.
    const height = this.drawn.has(index) ? (more?.offsetHeight ?? 0) : open.height;
    this.open = index < 0 ? undefined : { ...open, index, height };
    this.place();
  }

  private place(): void {
    for (const [index, { root }] of this.drawn) root.style.top = `${this.topOf(index)}px`;
    this.body.style.setProperty('height', `${this.topOf(this.rows.length)}px`);
  }

  private topOf(index: number): number {
    return index * rowHeight + (this.open !== undefined && index > this.open.index ? this.open.height : 0);
  }

  scrollToSelection(): void {
    const at = this.rows.findIndex((row) => row.node.id === this.marks.selection);
    if (at < 0 || this.grid.clientHeight === 0) return;
    const visible = this.grid.clientHeight - this.covered();
    const [top, end] = [this.topOf(at), this.topOf(at + 1)];
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (end > this.grid.scrollTop + visible) this.grid.scrollTop = Math.min(top, end - visible);
    this.top = this.grid.scrollTop;
    this.draw();
  }

  /** Rows of a page, for keys that move by one. */
  pageSize(): number {
    return Math.max(1, Math.floor(this.grid.clientHeight / rowHeight) - 3);
  }

  /** Brings the rows in the document in line with the window on them. */
  private draw(): void {
    if (this.height === 0) return;
    const first = Math.max(0, Math.floor((this.top - (this.open?.height ?? 0)) / rowHeight) - overscan);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / rowHeight) + overscan);
    const next = new Map<number, DrawnRow>();
    for (let index = first; index < last; index++) {
      const row = this.rows[index] as TreeRow;
      next.set(index, this.drawn.get(index) ?? { row, root: this.drawRow(row, index) });
      this.drawn.delete(index);
    }
    for (const { root } of this.drawn.values()) root.remove();
    let previous: HTMLElement | undefined;
    for (const { root } of next.values()) {
      if (root.parentElement === this.body) previous = root;
      else {
        if (previous === undefined) this.body.prepend(root);
        else previous.after(root);
        previous = root;
      }
    }
    this.drawn = next;
    this.place();
    this.setMarks(this.marks);
  }
}

function saySame(a: TreeRow, b: TreeRow): boolean {
  return (Object.keys(a) as (keyof TreeRow)[]).every((key) => a[key] === b[key]);
}
