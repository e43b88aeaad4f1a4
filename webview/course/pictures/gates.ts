/** Lesson 10: the gate of each channel, from shut to open, as an image opens and closes them. */

import { laterSizes } from '../../../src/course/googlenet';
import { exact } from '../../../src/course/lesson';
import { gatesOf } from '../../../src/course/pictures';
import { svg } from '../../graph/svg';
import { button, element, setText, tableOf } from '../dom';
import type { CoursePicture, PictureFrame } from './picture';

const box = { left: 34, right: 4, top: 8, bottom: 8, width: 640, height: 160 };

/** A gate is open from here on: it lets more than half through. */
const half = 0.5;

export async function gatesPicture({ words, say }: PictureFrame): Promise<CoursePicture> {
  const { course } = words;
  const { channels } = laterSizes;
  let image = 1;
  let gates = await gatesOf(laterSizes, image);
  const step = (box.width - box.left - box.right) / channels;
  const y = (gate: number): number => box.height - box.bottom - gate * (box.height - box.top - box.bottom);
  const drawing = svg('svg', {
    viewBox: `0 0 ${box.width} ${box.height}`,
    class: 'chart',
    'aria-hidden': 'true',
  });
  const title = element('strong', {});
  const said = element('p', {});

  function show(): void {
    const bars = (isOpen: boolean): string =>
      gates
        .map((gate, channel) =>
          gate > half === isOpen ? `M${box.left + (channel + 0.5) * step} ${y(0)}V${y(gate)}` : '',
        )
        .join('');
    drawing.replaceChildren(
      ...[0, half, 1].flatMap((gate) => [
        svg('path', { d: `M${box.left} ${y(gate)}H${box.width - box.right}`, class: 'tick' }),
        svg('text', { x: box.left - 6, y: y(gate) + 4, class: 'label end' }, String(gate)),
      ]),
      svg('path', { d: bars(false), class: 'shut', 'stroke-width': step * 0.55 }),
      svg('path', { d: bars(true), class: 'open', 'stroke-width': step * 0.75 }),
    );
    setText(title, course('gates', { image }));
    setText(said, summary());
  }

  function summary(): string {
    const open = gates.filter((gate) => gate > half).length;
    const most = gates.indexOf(Math.max(...gates));
    const least = gates.indexOf(Math.min(...gates));
    return course('gates.open', {
      open,
      count: channels,
      most: most + 1,
      highest: (gates[most] ?? 0).toFixed(2),
      least: least + 1,
      lowest: (gates[least] ?? 0).toFixed(2),
    });
  }

  async function next(): Promise<void> {
    const wanted = ++image;
    const made = await gatesOf(laterSizes, wanted);
    if (wanted !== image) return;
    gates = made;
    show();
    say(`${course('gates', { image })}, ${summary()}`);
  }
  show();
  return {
    body: element(
      'div',
      { class: 'picture gates-picture' },
      element(
        'p',
        {},
        title,
        ' ',
        button(course('gates.another'), () => void next()),
      ),
      element('div', { class: 'scroll', role: 'group', tabIndex: 0, aria: { label: course('gates.all') } }, drawing),
      said,
      element('p', { class: 'muted' }, course('gates.why')),
    ),
    table: () =>
      tableOf(
        course('gates', { image }),
        [course('channel'), course('gate')],
        gates.map((gate, index) => [exact(index + 1), gate.toFixed(3)]),
      ),
  };
}
