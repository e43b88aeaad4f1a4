/**
 * Whether the 1x1 convolution before a larger one pays: multiplies of both against the channels between them, beside the
 * larger one alone. The slider above it moves the channels; its mark is where both ways cost the same.
 */

import type { Bottleneck } from '../../src/protocol/what-if';
import { numberChange } from '../../src/view/change';
import { exact, short } from '../../src/view/number-text';
import { scaleOf } from '../../src/view/pareto-plot';
import type { PreviewWords } from '../../src/words/preview';
import { slider } from '../controls';
import { n, svg } from '../graph/svg';
import { element, fill } from './element';
import type { Dispatch, Region } from './region';
import { valueNow } from './what-if-state';

const width = 400;
const height = 190;
const area = { left: 56, right: 390, top: 14, bottom: 164 };

export function createBottleneckChart(dispatch: Dispatch, words: PreviewWords): Region {
  const { whatIf: say } = words;
  let shown: Bottleneck | undefined;
  let channels = 0;
  const name = element('code', { class: 'control-name' });
  const drag = slider({
    label: say('bottleneck'),
    fieldLabel: say('number-of', { name: say('bottleneck') }),
    onChange: (now) => {
      if (shown === undefined) return;
      const { target, label, was } = shown.control;
      dispatch({ type: 'designChanged', change: { target, label, was, now } });
    },
  });
  const chart = element('div', { class: 'bottleneck-chart' });
  const result = element('p', {});
  const root = element(
    'section',
    { class: 'section bottleneck-section' },
    element('h2', {}, say('bottleneck'), ' ', element('span', { class: 'muted' }, say('bottleneck.about'))),
    element('div', { class: 'control' }, name, drag.root),
    chart,
    result,
  );
  return {
    roots: [root],
    update({ whatIf }) {
      const found = whatIf.controls?.value.layer?.bottleneck ?? null;
      root.hidden = found === null;
      if (found === null) return;
      const now = valueNow(whatIf, found.control.target, found.control.was);
      const written = Number(now);
      if (shown === found && channels === written) return;
      shown = found;
      channels = Number.isFinite(written) && written > 0 ? written : found.channels;
      const { control, breakEven, direct } = found;
      const called = control.target.kind === 'parameter' ? control.target.name : 'r';
      name.textContent = called;
      if (control.form.kind === 'slider') {
        const spoken = say('spoken.value', { now, was: control.was });
        const mark = { at: breakEven, title: say('bottleneck.even', { name: called, channels: breakEven.toFixed(1) }) };
        drag.set({ ...control.form, now, was: control.was, spoken, mark });
      }
      const cost = found.perChannel * channels;
      fill(chart, drawing(found, channels, called, words));
      const change = numberChange(direct, cost);
      fill(
        result,
        say('bottleneck.in-place', { amount: exact(cost), direct: exact(direct), change: change?.text ?? '' }),
      );
      result.className = `change-${change?.direction ?? 'same'}`;
    },
  };
}

function drawing(found: Bottleneck, channels: number, called: string, words: PreviewWords): SVGElement {
  const { whatIf: say, language } = words;
  const { perChannel, direct, breakEven, was } = found;
  const most = Math.max(breakEven * 1.5, channels * 1.05, was * 1.05);
  const largest = Math.max(perChannel * most, direct * 1.1);
  const across = (value: number): number => area.left + ((area.right - area.left) * value) / most;
  const up = (value: number): number => area.bottom - ((area.bottom - area.top) * value) / largest;
  const here = perChannel * channels;
  const even = say('bottleneck.even', { name: called, channels: breakEven.toFixed(1) });
  const hereText = say('bottleneck.here', { name: called, channels, amount: short(here) });
  const directText = say('bottleneck.direct', { amount: short(direct) });
  // Never across the line of the direct layer.
  const besideHere = up(here) + 16;
  const hereTop = Math.abs(besideHere - 5 - up(direct)) < 11 ? up(direct) + 17 : besideHere;
  const isLeft = across(channels) < (area.left + area.right) / 2;
  const marksUp = marksTo(largest);
  const marksAcross = marksTo(most);
  const text = (content: string, x: number, y: number, anchor: string, className = 'muted'): SVGElement =>
    svg('text', { x: n(x), y: n(y), 'text-anchor': anchor, class: className }, content);
  const line = (x1: number, y1: number, x2: number, y2: number, className: string): SVGElement =>
    svg('line', { x1: n(x1), y1: n(y1), x2: n(x2), y2: n(y2), class: className });
  const polygon = (className: string, ...points: readonly (readonly [number, number])[]): SVGElement =>
    svg('polygon', { class: className, points: points.map(([x, y]) => `${n(across(x))},${n(up(y))}`).join(' ') });
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      class: 'chart',
      role: 'img',
      'aria-label': `${say('bottleneck')}${language.colon}${[hereText, directText, even].join(language.comma)}`,
    },
    ...marksUp.flatMap((mark) => [
      line(area.left, up(mark), area.right, up(mark), 'chart-grid'),
      text(mark === 0 ? '0' : short(mark).replace(/\.0+(?= )/, ''), area.left - 8, up(mark) + 4, 'end'),
    ]),
    ...marksAcross.map((mark) => text(String(mark), across(mark), area.bottom + 18, 'middle')),
    polygon('chart-less', [0, 0], [0, direct], [breakEven, direct]),
    polygon('chart-more', [breakEven, direct], [most, direct], [most, perChannel * most]),
    line(area.left, up(direct), area.right, up(direct), 'chart-limit'),
    line(across(0), up(0), across(most), up(perChannel * most), 'chart-line'),
    line(across(breakEven), up(direct), across(breakEven), area.bottom, 'chart-drop'),
    svg('circle', { cx: n(across(breakEven)), cy: n(up(direct)), r: 4, class: 'chart-even' }),
    line(across(was), up(perChannel * was) - 6, across(was), up(perChannel * was) + 6, 'chart-tick'),
    svg('circle', { cx: n(across(channels)), cy: n(up(here)), r: 5.5, class: 'chart-here' }),
    text(directText, area.left + 6, up(direct) - 6, 'start', 'chart-label'),
    text(
      hereText,
      across(channels) + (isLeft ? 12 : -12),
      Math.min(hereTop, area.bottom - 6),
      isLeft ? 'start' : 'end',
      'chart-label',
    ),
    text(
      even,
      Math.min(across(breakEven) + 6, area.right),
      area.bottom - 6,
      across(breakEven) > 300 ? 'end' : 'start',
      'chart-label',
    ),
  );
}

/** From 0 in round steps, as far as the axis goes. */
function marksTo(largest: number): readonly number[] {
  return scaleOf([0, largest], 10, 0, 1).marks.filter((mark) => mark <= largest);
}
