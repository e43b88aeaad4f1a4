/** The icicle as the page shows it: rows of cells, each as wide as its share, with name and amount where they have room. */

import { formatShare } from '../../base/number-format';
import { heatScale, heatStep } from '../heat';
import { icicleCells, placeCells } from '../icicle';
import type { ViewMetric, ViewModel } from '../model';
import { short } from '../number-text';
import { n, type SvgNode, svg } from './svg-tree';
import type { TextFit } from './text-fit';

const rowHeight = 45;
const padding = 6;
/** Narrower cells are not drawn. */
const narrowest = 0.5;

/** @param root Id of the cell that is gone into; empty for the network. */
export function icicleDrawing(
  view: ViewModel,
  metric: ViewMetric,
  root: string,
  width: number,
  fit: TextFit,
): { readonly tree: SvgNode; readonly height: number } {
  const scale = heatScale(view, metric);
  const whole = view.totals[metric].value ?? 0;
  const placed = placeCells(icicleCells(view, metric), root, narrowest / width);
  const drawn = placed.map(({ cell, left, width: share }) => {
    const isNetwork = cell.row === 0;
    const room = share * width - 1 - 2 * padding;
    const [amount, percent] = [short(cell.value, metric), formatShare(cell.value, whole)];
    const both = `${amount} \u00b7 ${percent}`;
    const second = fit.width(both, 11) <= room ? both : percent;
    const hasText = fit.width(cell.label, 12, 600) <= room && fit.width(second, 11) <= room;
    const look = isNetwork ? 'label' : 'step-text';
    return svg(
      'g',
      {
        class: isNetwork ? undefined : `heat-${heatStep(scale, cell.value)}`,
        transform: `translate(${n(left * width)} ${cell.row * rowHeight})`,
      },
      svg('title', {}, `${cell.path === '' ? cell.label : cell.path}: ${both}`),
      svg('rect', {
        class: isNetwork ? 'icicle-network' : 'step',
        width: n(Math.max(narrowest, share * width - 1)),
        height: rowHeight - 1,
      }),
      ...(hasText
        ? [
            svg('text', { class: look, x: padding, y: 18, 'font-size': 12, 'font-weight': 600 }, cell.label),
            svg('text', { class: look, x: padding, y: 35, 'font-size': 11 }, second),
          ]
        : []),
    );
  });
  const most = Math.max(0, ...placed.map(({ cell }) => cell.row));
  return { tree: svg('g', {}, ...drawn), height: (most + 1) * rowHeight };
}
