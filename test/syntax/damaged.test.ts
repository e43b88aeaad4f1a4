/**
 * Every form of the language with one word or sign of it missing, written twice, replaced by a number, or with nothing behind
 * it: what is said, what is offered in its place, and what is read. The golden files are read before they are committed.
 */

import assert from 'node:assert/strict';
import { messageOf, titleOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { applyEdits } from '../../src/workspace/text-edits';
import { damagesTo, declarations, statements, wordsOf } from '../support/damaged-lines';
import { goldenParts } from '../support/golden';
import { outlineOf } from '../support/syntax-outline';

/** Messages about a text around a line, with what they are at and the changes that are offered. */
function messagesOf(before: string, line: string, after: string): string {
  const text = before + line + after;
  const said = parse('a.cnn', text).diagnostics.map((diagnostic) => {
    const { span, fixes } = diagnostic;
    const place = text.slice(span.start, span.end).replaceAll('\n', '⏎');
    const offers = fixes.map((offered) => {
      const changed = applyEdits(text, offered.edits);
      const isInLine = changed.startsWith(before) && changed.endsWith(after);
      return ` | ${titleOf(offered, englishDiagnostics)} => ${isInLine ? changed.slice(before.length, changed.length - after.length) : changed}`;
    });
    return `    ${span.start - before.length} \`${place}\` ${messageOf(diagnostic, englishDiagnostics)}${offers.join('')}\n`;
  });
  return said.join('');
}

function readingOf(text: string): string {
  const read = parse('a.cnn', text).declarations.map((declaration) =>
    declaration.kind === 'network' || declaration.kind === 'module'
      ? `${declaration.kind}{${outlineOf(declaration.body?.statements)}}`
      : declaration.kind,
  );
  return `    ${read.join(' ')}\n`;
}

/** Of a line each damage; and what is read where it is not what was read before. */
function damagesOf(line: string, before: string, after: string): string {
  const whole = readingOf(before + line + after);
  const parts = damagesTo(line).map(([name, damaged]) => {
    const reading = readingOf(before + damaged + after);
    const said = messagesOf(before, damaged, after) + (reading === whole ? '' : reading);
    return `  ${damaged.trimEnd()}  (${name})\n${said}`;
  });
  return `${line}\n${messagesOf(before, line, after)}${whole}${parts.join('')}`;
}

const inNetwork = [
  'network A {\n  input image: 8x8x3\n  ',
  '\n  last(2x2)\n}\n\nmodule after() {\n  relu()\n}\n',
] as const;
const between = ['network A {\n  relu()\n}\n\n', '\n\nnetwork B {\n  relu()\n}\n'] as const;
const places = [
  ['statements', statements, inNetwork],
  ['declarations', declarations, between],
] as const;

describe('a damaged line', () => {
  for (const [kind, lines, around] of places) {
    const assertPart = goldenParts(`syntax/${kind}.txt`, lines.length);
    for (const [place, line] of lines.entries())
      it(line, () => assertPart(place, damagesOf(line, around[0], around[1])));
  }
});

describe('a line', () => {
  for (const [, lines, [before, after]] of places) {
    for (const line of lines) {
      it(`is read alike wherever it is broken: ${line}`, () => {
        const whole = readingOf(before + line + after);
        for (const { index } of wordsOf(line)) {
          const broken = `${line.slice(0, index).trimEnd()}\n${line.slice(index)}`;
          assert.equal(messagesOf(before, broken, after) + readingOf(before + broken + after), whole, broken);
        }
      });

      it(`with a number that is none is told once of each place: ${line}`, () => {
        for (const { 0: word, index } of wordsOf(line)) {
          const damaged = `${line.slice(0, index)} 3x ${line.slice(index + word.length)}`;
          const told = parse('a.cnn', before + damaged + after).diagnostics.map(({ span }) => span.start);
          assert.ok(told.length > 0, damaged);
          assert.equal(new Set(told).size, told.length, damaged);
        }
      });
    }
  }
});
