/** The balance of branches as the page shows it: of each module a bar of what its branches cost over one of their channels. */

import type { BalanceRow } from '../branch-balance';
import { type HeatScale, heatStep } from '../heat';
import type { ViewMetric } from '../model';
import { short, times } from '../number-text';
import { textAt } from './caption';
import { n, type SvgNode, svg } from './svg-tree';
import type { TextFit } from './text-fit';

const rowHeight = 44;
const headHeight = 24;
const nameWidth = 168;
const amountWidth = 88;
const balanceWidth = 76;
const gap = 12;

export interface BalanceHeads {
  readonly module: string;
  readonly branches: string;
  readonly amount: string;
  readonly balance: string;
}

export function balanceDrawing(
  rows: readonly BalanceRow[],
  scale: HeatScale,
  metric: ViewMetric,
  heads: BalanceHeads,
  width: number,
  fit: TextFit,
): { readonly tree: SvgNode; readonly height: number } {
  const room = width - nameWidth - amountWidth - balanceWidth - 2 * gap;
  const atEnd = { 'text-anchor': 'end' } as const;
  const head = (x: number, content: string, isAtEnd = false): SvgNode =>
    textAt(x, 12, { content, class: 'muted', size: 11 }, isAtEnd ? atEnd : {});
  const drawn = rows.map((row, index) => {
    const name = row.turns > 1 ? `${row.name} ${times}${row.turns}` : row.name;
    return svg(
      'g',
      { transform: `translate(0 ${headHeight + index * rowHeight})` },
      svg('title', {}, row.path),
      textAt(0, 21, { content: fit.cut(name, nameWidth - gap, 12, 600), class: 'label', size: 12, weight: 600 }),
      svg('g', { transform: `translate(${nameWidth} 6)` }, ...bars(row, scale, room, fit)),
      textAt(width - balanceWidth, 21, { content: short(row.value, metric), class: 'label', size: 12 }, atEnd),
      textAt(width, 21, { content: balanceText(row), class: 'label', size: 12 }, atEnd),
      svg('rect', { class: 'rule', y: rowHeight - 1, width, height: 1 }),
    );
  });
  return {
    tree: svg(
      'g',
      {},
      head(0, heads.module),
      head(nameWidth, fit.cut(heads.branches, room, 11)),
      head(width - balanceWidth, heads.amount, true),
      head(width, heads.balance, true),
      ...drawn,
    ),
    height: headHeight + rows.length * rowHeight,
  };
}

/** `2.37x`; `?` where a cost is unknown. */
export function balanceText({ balance }: BalanceRow): string {
  return balance === null ? '?' : `${balance.toFixed(2)}${times}`;
}

function bars({ branches }: BalanceRow, scale: HeatScale, room: number, fit: TextFit): SvgNode[] {
  const drawn: SvgNode[] = [];
  let x = 0;
  for (const { share, value, label } of branches) {
    const wide = share * room;
    if (wide > 0) {
      const percent = `${(100 * share).toFixed(0)}%`;
      const text = [`${label} ${percent}`, percent].find((one) => fit.width(one, 11) <= wide - 9);
      drawn.push(
        svg(
          'g',
          { class: `heat-${heatStep(scale, value)}`, transform: `translate(${n(x)} 0)` },
          svg('rect', { class: 'step', width: n(Math.max(0.5, wide - 1)), height: 22 }),
          ...(text === undefined ? [] : [svg('text', { class: 'step-text', x: 5, y: 15, 'font-size': 11 }, text)]),
        ),
      );
    }
    x += wide;
  }
  const channels = branches.reduce((sum, branch) => sum + (branch.channels ?? 0), 0);
  let left = 0;
  for (const branch of branches) {
    const wide = channels === 0 ? 0 : ((branch.channels ?? 0) / channels) * room;
    if (wide > 0) {
      const look = branch.index % 2 === 0 ? 'channel-even' : 'channel-odd';
      drawn.push(svg('rect', { class: look, x: n(left), y: 25, width: n(Math.max(0.5, wide - 1)), height: 6 }));
    }
    left += wide;
  }
  return drawn;
}
