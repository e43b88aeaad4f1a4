/**
 * The file of a lesson on a page that has no other editor: a text field over the same text with its colours and the numbers of its lines,
 * and what the analysis says of it.
 */

import { messageOf } from '../../src/base/message-text';
import { exact, shapeText } from '../../src/course/lesson';
import { type Reading, read } from '../../src/course/measure';
import { tokenize } from '../../src/syntax/lexer';
import type { CourseWords } from '../../src/words/course';
import { tokenClass } from '../code-tokens';
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
  const coloured = element('pre', { class: 'file-colours', aria: { hidden: true } });
  let hasShapes = false;

  function insert(text: string): void {
    area.focus();
    // As if it were typed: it can be undone, which what a script writes cannot. There is no other way to it.
    if (document.execCommand('insertText', false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new InputEvent('input'));
  }

  function tell(): void {
    const reading = read(area.value);
    const { networks, mistake } = reading;
    fill(coloured, ...colouredLines(reading, hasShapes));
    problem.textContent =
      mistake === undefined
        ? ''
        : course('mistake', {
            line: area.value.slice(0, mistake.span.start).split('\n').length,
            message: messageOf(mistake, words.diagnostics),
          });
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
      element('div', { class: 'file-text' }, coloured, area),
      element(
        'div',
        { class: 'keys', role: 'group', aria: { label: course('keys') } },
        // The keyboard on the screen stays.
        ...keys.map((key) =>
          button(key, () => insert(key), { class: 'key', on: { pointerdown: (event) => event.preventDefault() } }),
        ),
      ),
      problem,
      box,
    ),
    show(file, text, hasFacts) {
      box.hidden = !hasFacts;
      hasShapes = hasFacts;
      name.textContent = file;
      if (area.value !== text) area.value = text;
      tell();
    },
  };
}

/** Each with its number, and with the shapes of the layers that end in it. */
function colouredLines({ text, networks, mistake }: Reading, hasShapes: boolean): HTMLElement[] {
  const ends = new Map<number, string>();
  if (hasShapes) {
    for (const { graph, shapes } of networks) {
      // What is read says its shape itself.
      for (const { id, origin } of graph.layers) {
        if (id !== graph.input) ends.set(origin.span.end, shapeText(shapes[id]));
      }
    }
  }
  const marked: (Node | string)[][] = [[]];
  const shown: string[] = [''];
  let hint = '';
  const push = (part: string, name: string | undefined): void => {
    for (const [index, line] of part.split('\n').entries()) {
      if (index > 0) {
        shown[shown.length - 1] = hint;
        hint = '';
        marked.push([]);
        shown.push('');
      }
      if (line !== '') marked.at(-1)?.push(name === undefined ? line : element('span', { class: name }, line));
    }
  };
  let at = 0;
  for (const { kind, start, end } of tokenize(text)) {
    push(text.slice(at, start), undefined);
    push(text.slice(start, end), tokenClass(kind, text[end]));
    hint = ends.get(end) ?? hint;
    at = end;
  }
  push(text.slice(at), undefined);
  shown[shown.length - 1] = hint;
  const wrong = mistake === undefined ? -1 : text.slice(0, mistake.span.start).split('\n').length - 1;
  return marked.map((parts, index) =>
    element(
      'span',
      { class: index === wrong ? 'file-line has-mistake' : 'file-line', data: { line: String(index + 1) } },
      ...parts,
      shown[index] === '' ? undefined : element('span', { class: 'file-hint' }, shown[index]),
      '\n',
    ),
  );
}
