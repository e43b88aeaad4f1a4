/** What a key means on a row of the cost table (WAI-ARIA Authoring Practices, treegrid). Pure. */

import type { TreeRow } from './cost-rows';

export type RowAction =
  | { readonly kind: 'select'; readonly row: TreeRow; readonly takeFocus: boolean }
  | { readonly kind: 'toggle'; readonly row: TreeRow }
  | { readonly kind: 'deselect' };

/** A double click or Enter: a parent opens or closes, a layer is shown in the text. */
export function activation(row: TreeRow): RowAction {
  return row.isParent ? { kind: 'toggle', row } : { kind: 'select', row, takeFocus: true };
}

/** Undefined where a key means nothing; an action may be none where there is nothing to move to. */
export function keyAction(
  key: string,
  rows: readonly TreeRow[],
  selection: string | null,
  pageSize: number,
): RowAction | 'none' | undefined {
  const at = rows.findIndex((row) => row.node.id === selection);
  const row = rows[at];
  const select = (target: TreeRow | undefined): RowAction | 'none' =>
    target === undefined ? 'none' : { kind: 'select', row: target, takeFocus: false };
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: at + pageSize,
    PageUp: at - pageSize,
    Home: 0,
    End: rows.length - 1,
  };
  const target = moves[key];
  if (target !== undefined) return select(rows[Math.min(rows.length - 1, Math.max(0, target))]);
  if (key === 'Escape') return selection === null ? undefined : { kind: 'deselect' };
  if (row === undefined) return undefined;
  if (key === 'Enter') return activation(row);
  if (key === 'ArrowRight' && row.isParent) return row.isOpen ? select(rows[at + 1]) : { kind: 'toggle', row };
  if (key === 'ArrowLeft') return row.isOpen ? { kind: 'toggle', row } : select(parentOf(rows, at));
  return undefined;
}

function parentOf(rows: readonly TreeRow[], at: number): TreeRow | undefined {
  const level = rows[at]?.level ?? 0;
  return rows.slice(0, at).findLast((row) => row.level < level);
}
