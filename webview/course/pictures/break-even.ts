/** Lesson 7: what the network costs with r channels in between, beside what it costs without the detour. */

import { formatShort } from '../../../src/base/number-format';
import { breakEvenSizes, detour } from '../../../src/course/inception';
import { exact } from '../../../src/course/lesson';
import { svg } from '../../graph/svg';
import { element, setText, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

/** Between lines of the ground, in multiplies. */
const tick = 30e6;

const noteWidth = 176;
const wide = { left: 64, right: 16, top: 16, bottom: 34, width: 640, height: 286 };
/** On a phone, where letters keep their size. */
const narrow = { ...wide, left: 54, width: 360, height: 330 };

/** The crossing is seen when the second question has an answer. */
export function breakEvenPicture({ words, say }: PictureFrame, answered: number): CoursePicture {
  const { course } = words;
  const sizes = breakEvenSizes;
  const isNarrow = window.matchMedia('(max-width: 480px)').matches;
  const box = isNarrow ? narrow : wide;
  const { at, straight, largest } = detour(sizes, 5);
  const most = sizes.channels;
  const costAt = (r: number): number => at(r).multiplies();
  const helperAt = (r: number): number => {
    const design = at(r);
    return design.multiplies(design.layer('conv', 0));
  };
  const top = costAt(most);
  const x = (r: number): number => box.left + (r / most) * (box.width - box.left - box.right);
  const y = (cost: number): number => box.height - box.bottom - (cost / top) * (box.height - box.top - box.bottom);
  const floor = y(0);
  const ticks = Array.from({ length: Math.floor(top / tick) + 1 }, (_, i) => i * tick);
  const point = svg('circle', { r: 5, class: 'point' });
  const drop = svg('path', { class: 'drop' });
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${box.width} ${box.height}`, class: 'chart', 'aria-hidden': 'true' },
    ...ticks.flatMap((cost) => [
      svg('path', { d: `M${box.left} ${y(cost)}H${box.width - box.right}`, class: 'tick' }),
      svg('text', { x: box.left - 8, y: y(cost) + 4, class: 'label end' }, cost === 0 ? '0' : `${cost / 1e6} M`),
    ]),
    ...[0, 32, 64, 96, 128, 160, 192]
      .filter((r) => r <= most && (!isNarrow || r % 64 === 0))
      .map((r) => svg('text', { x: x(r), y: floor + 16, class: 'label is-middle' }, String(r))),
    svg('text', { x: x(most / 2), y: floor + 31, class: 'label is-middle' }, course('r')),
    svg('path', { d: `M${x(0)} ${floor}L${x(most)} ${y(top)}V${floor}z`, class: 'area' }),
    svg('path', { d: `M${x(0)} ${floor}L${x(most)} ${y(helperAt(most))}V${floor}z`, class: 'area helper' }),
    svg('path', { d: `M${x(0)} ${floor}L${x(most)} ${y(top)}`, class: 'cost' }),
    svg('path', { d: `M${x(0)} ${y(straight)}H${x(most)}`, class: 'direct' }),
    svg('text', { x: x(4), y: y(straight) - 8, class: 'label direct' }, course('direct', { count: exact(straight) })),
  );
  if (answered >= 2) {
    const pays = largest();
    const text = course('pays', { r: pays, cost: exact(costAt(pays)) });
    const not = course('pays.not', { r: pays + 1, cost: exact(costAt(pays + 1)) });
    // Below the line of the cost, where it is lowest beside the note; or above it, where the plot is hardly wider than the note.
    const noted = isNarrow ? y(straight) + 6 : y(costAt(Math.round(pays - (noteWidth / (x(most) - x(0))) * most))) + 6;
    const noteEnd = isNarrow ? x(0) + 4 + noteWidth : x(pays) - 6;
    drawing.append(
      svg('path', { d: `M${x(pays)} ${y(straight)}V${floor}`, class: 'crossing' }),
      svg('circle', { cx: x(pays), cy: y(straight), r: 5, class: 'crossing' }),
      svg('rect', { x: noteEnd - noteWidth, y: noted, width: noteWidth, height: 44, rx: 4, class: 'note' }),
      svg('text', { x: noteEnd - 8, y: noted + 18, class: 'label end' }, text),
      svg('text', { x: noteEnd - 8, y: noted + 36, class: 'label end dear' }, not),
    );
  }
  // Over the line of the crossing, which goes past them.
  const named = (below: number, name: string): SVGElement =>
    svg('text', { x: x(most) - 6, y: y(helperAt(most)) + below, class: 'inside' }, name);
  drawing.append(named(18, course('helper')), named(-8, course('reader')), drop, point);

  let r = sizes.r;
  const cost = element('output', { class: 'figure', attributes: { for: 'r r-number' } });
  const share = element('span', { class: 'muted' });
  const range = element('input', {
    id: 'r',
    aria: { label: course('r') },
    attributes: { type: 'range', min: '1', max: String(most), step: '1', value: String(r) },
    on: { input: () => choose(Number(range.value), true) },
  });
  const number = element('input', {
    id: 'r-number',
    class: 'field',
    attributes: { type: 'number', min: '1', max: String(most), step: '1', value: String(r) },
    on: { input: () => choose(Number(number.value), false) },
  });

  function choose(next: number, isTold: boolean): void {
    if (!Number.isInteger(next) || next < 1 || next > most) return;
    r = next;
    const total = costAt(r);
    range.value = String(r);
    if (number.value !== String(r)) number.value = String(r);
    setText(cost, exact(total));
    setText(
      share,
      course(total > straight ? 'share.dearer' : 'share.direct', {
        share: `${((100 * total) / straight).toFixed(1)}%`,
        times: (total > straight ? total / straight : straight / total).toFixed(1),
      }),
    );
    point.setAttribute('cx', String(x(r)));
    point.setAttribute('cy', String(y(total)));
    drop.setAttribute('d', `M${x(r)} ${y(total)}V${floor}`);
    const spoken = course('r.value', {
      r,
      cost: formatShort(total),
      share: `${((100 * total) / straight).toFixed(1)}%`,
    });
    range.setAttribute('aria-valuetext', spoken);
    if (isTold) say(spoken);
  }
  choose(r, false);
  const scale = element('div', { class: 'scale' }, range);
  // As far in as the plot is.
  const inset = (pixels: number): string => `${(100 * pixels) / box.width}%`;
  scale.style.setProperty('padding-inline', `${inset(box.left)} ${inset(box.right)}`);
  return {
    body: element(
      'div',
      { class: 'picture break-even' },
      element('p', {}, element('label', {}, 'r = ', number), ' ', cost, ' ', share),
      element('div', { class: 'scroll', role: 'group', tabIndex: 0, aria: { label: course('r') } }, drawing),
      scale,
      element('p', { class: 'muted' }, answered >= 2 ? course('break-even') : course('crossing.later')),
    ),
    table: () =>
      tableOf(
        course('r'),
        ['r', course('helper'), course('reader'), course('together')],
        [16, 32, 64, 96, 128, 160, 192]
          .filter((value) => value <= most)
          .map((value) => {
            const total = costAt(value);
            const helper = helperAt(value);
            return [String(value), exact(helper), exact(total - helper), exact(total)];
          }),
      ),
  };
}
