/** The file of a lesson on a page that has no other editor: a text field with what the analysis says of it. */

import { exact, shapeText } from '../../src/course/lesson';
import { read } from '../../src/course/measure';
import type { CourseWords } from '../../src/words/course';
import { button, element, fill } from './dom';

export interface CourseFileView {
  readonly root: HTMLElement;
  /** `hasFacts`: what the file comes to is told, as no question asks for it any more. */
  show(name: string, text: string, hasFacts: boolean): void;
}

const keys = ['(', ')', '{', '}', '->', 'x', '=', '_'];

export interface CourseFileOptions {
  readonly words: CourseWords;
  onEdit(text: string): void;
  onReset(): void;
  /** Opens the file where there is more to see of it. */
  onTryOut?: (() => void) | undefined;
}

export function createFileView({ words, onEdit, onReset, onTryOut }: CourseFileOptions): CourseFileView {
  const { course } = words;
  const name = element('h2', { class: 'file-name', id: 'file-name' });
  const problem = element('p', { class: 'problem', id: 'file-problem', role: 'status' });
  const facts = element('dl', { class: 'facts' });
  const box = element('div', { hidden: true }, element('h3', {}, course('computed')), facts);
  const area = element('textarea', {
    class: 'file',
    aria: { labelledby: 'file-name', describedby: 'file-problem' },
    attributes: { spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', wrap: 'off' },
    on: {
      input: () => {
        tell();
        onEdit(area.value);
      },
    },
  });
  function insert(text: string): void {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new InputEvent('input'));
    area.focus();
  }

  function tell(): void {
    const { networks, mistake } = read(area.value);
    problem.textContent =
      mistake === undefined
        ? ''
        : course('repair', { line: area.value.slice(0, mistake.span.start).split('\n').length });
    fill(
      facts,
      ...networks.flatMap((network) => {
        const { multiplies, params } = network.main.sums;
        const output = network.outputs.find((one) => one.output.kind === 'output');
        const rows: readonly (readonly [string, string])[] = [
          [course('result-of', { name: network.name }), shapeText(output?.shape)],
          [course('multiplies'), multiplies.isPartial ? '?' : exact(multiplies.value)],
          [course('parameters'), params.isPartial ? '?' : exact(params.value)],
        ];
        return rows.map(([term, value]) => element('div', {}, element('dt', {}, term), element('dd', {}, value)));
      }),
    );
  }

  return {
    root: element(
      'div',
      { class: 'file-view' },
      element(
        'div',
        { class: 'file-head' },
        name,
        onTryOut && button(course('try-out'), onTryOut, { class: 'plain' }),
        button(course('reset'), onReset, { class: 'plain' }),
      ),
      area,
      element(
        'div',
        { class: 'keys', role: 'group', aria: { label: course('keys') } },
        ...keys.map((key) => button(key, () => insert(key), { class: 'key' })),
      ),
      problem,
      box,
    ),
    show(file, text, hasFacts) {
      box.hidden = !hasFacts;
      name.textContent = file;
      if (area.value !== text) area.value = text;
      area.rows = Math.min(Math.max(text.split('\n').length, 8), 26);
      tell();
    },
  };
}
