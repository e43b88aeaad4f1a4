/**
 * Designs of a sweep by two measures: the front that no other beats as stairs, budgets with what is over them hatched, lines
 * between designs of one value. One tab stop: arrows walk the designs, and the one that is chosen is shown in place of the
 * text (WAI-ARIA Authoring Practices, listbox).
 */

import type { SweepReport, SweptPoint } from '../../src/protocol/sweep';
import { type DesignChange, targetKey } from '../../src/protocol/what-if';
import type { PreviewWords } from '../../src/words/preview';
import { element as drawn, svg } from '../graph/svg';
import { element, fill } from './element';
import { axisTitle, paretoDrawing, plotArea, plotSize } from './pareto-drawing';

const leastWidth = 240;
const mostWidth = 900;

export interface ParetoChart {
  readonly root: HTMLElement;
  set(report: SweepReport, changes: readonly DesignChange[]): void;
}

export function createParetoChart(onChoose: (point: SweptPoint) => void, words: PreviewWords): ParetoChart {
  const root = element('div', { class: 'pareto' });
  let report: SweepReport | undefined;
  let width = 0;
  let chosen = -1;
  new ResizeObserver(() => {
    if (report !== undefined && widthNow() !== width) draw(report);
  }).observe(root);

  function widthNow(): number {
    return Math.max(leastWidth, Math.min(mostWidth, Math.floor(root.clientWidth)));
  }

  function step(key: string, { points }: SweepReport): number | undefined {
    const order = points
      .map((point, place) => ({ point, place }))
      .filter(({ point }) => point.x !== null && point.y !== null)
      .sort((a, b) => (a.point.x ?? 0) - (b.point.x ?? 0) || (a.point.y ?? 0) - (b.point.y ?? 0));
    const at = order.findIndex(({ place }) => place === chosen);
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      Home: 0,
      End: order.length - 1,
    };
    const next = moves[key];
    return next === undefined ? undefined : order[Math.max(0, Math.min(order.length - 1, next))]?.place;
  }

  return {
    root,
    set(next, changes) {
      const place = placeOf(next, changes);
      if (report === next && chosen === place) return;
      report = next;
      chosen = place;
      draw(next);
    },
  };

  function draw(plotted: SweepReport): void {
    const hadFocus = root.contains(document.activeElement);
    width = widthNow();
    const chart = drawing(plotted, chosen, width, words);
    chart.addEventListener('click', ({ target }) => {
      const found = target instanceof Element ? target.closest('[data-point]') : null;
      const point = found === null ? undefined : plotted.points[Number(found.getAttribute('data-point'))];
      if (point !== undefined) onChoose(point);
    });
    chart.addEventListener('keydown', (event) => {
      const to = step(event.key, plotted);
      const point = to === undefined ? undefined : plotted.points[to];
      if (point === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      onChoose(point);
    });
    fill(root, chart, legend(plotted, words));
    if (hadFocus) chart.focus();
  }
}

/** The point whose design is shown; -1 where it is none of them. */
export function placeOf({ points }: SweepReport, changes: readonly DesignChange[]): number {
  const keyOf = (all: readonly DesignChange[]): string =>
    all
      .map(({ target, now }) => `${targetKey(target)} ${now}`)
      .sort()
      .join('\n');
  const key = keyOf(changes);
  return changes.length === 0 ? -1 : points.findIndex((point) => keyOf(point.changes) === key);
}

/** The plot as one tab stop. */
function drawing(report: SweepReport, chosen: number, width: number, words: PreviewWords): SVGSVGElement {
  const area = plotArea(width);
  const { x, y } = report;
  return svg(
    'svg',
    {
      ...plotSize(area),
      class: 'chart pareto-chart',
      role: 'listbox',
      tabindex: 0,
      'aria-label': words.whatIf('plot', { x: axisTitle(x, words), y: axisTitle(y, words) }),
      'aria-activedescendant': chosen < 0 ? undefined : `point-${chosen}`,
    },
    svg(
      'defs',
      {},
      svg(
        'pattern',
        {
          id: 'over-budget',
          width: 6,
          height: 6,
          patternUnits: 'userSpaceOnUse',
          patternTransform: 'rotate(45)',
        },
        svg('rect', { class: 'hatch-line', width: 1, height: 6 }),
      ),
    ),
    ...paretoDrawing(report, area, words, { chosen }).map((part) => drawn(part)),
  );
}

function legend({ points, front, x, y }: SweepReport, { whatIf: say }: PreviewWords): HTMLElement {
  const hasBudgets = x.limit !== null || y.limit !== null;
  const isOver = points.some(({ fits }, place) => front[place] && !fits);
  const sample = (look: string, text: string): HTMLElement =>
    element('span', {}, element('span', { class: `pareto-sample ${look}` }), text);
  return element(
    'div',
    { class: 'pareto-legend muted' },
    sample('is-front fits', say(hasBudgets ? 'plot.front-fits' : 'plot.front')),
    isOver && sample('is-front', say('plot.front-over')),
    sample('', say('plot.other')),
    sample('is-text', say('plot.text')),
    points.some(({ isKept, mistake }) => !isKept && mistake === null) && element('span', {}, say('plot.pale')),
  );
}
