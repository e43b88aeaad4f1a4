/** Whether an answer is right, and what is said to it: as the key of a text with the values for its places. */

import { unreachable } from '../base/assert';
import type { Diagnostic } from '../base/diagnostic';
import { LineIndex } from '../base/line-index';
import { type EditQuestion, exact, type Question, type RuleResult, type TextFigures } from './lesson';
import { isShape, read } from './measure';
import { compared, leads, nearly, typedNumber, typedShape } from './typed-answer';

export interface Judgement {
  /** `unreadable` is no answer yet, and counts as no try. */
  readonly verdict: 'right' | 'wrong' | 'unreadable';
  readonly text: SpokenText;
  /** For a file: what it has to keep to. */
  readonly rules?: readonly RuleResult[];
  /** The error of a file that has one. */
  readonly mistake?: { readonly line: number; readonly diagnostic: Diagnostic };
}

/** `lesson` texts have the question's or lesson's id before their key. */
export interface SpokenText {
  readonly table: 'lesson' | 'course';
  readonly key: string;
  readonly figures: TextFigures;
}

/** Judges what is typed, the name of a choice, or the text of a file. */
export function judge(question: Question, answer: string): Judgement {
  switch (question.kind) {
    case 'number': {
      const typed = typedNumber(answer);
      if (typed === undefined) return unreadable(answer.trim() === '' ? 'enter.number' : 'no-number');
      const how = compared(typed, question.answer);
      const isWithin =
        question.passes !== undefined && typed.value >= question.passes[0] && typed.value <= question.passes[1];
      if (how !== 'other' || isWithin) {
        const value = Number.isInteger(question.answer) ? exact(question.answer) : question.answer.toFixed(1);
        // A fraction is told as it is asked for.
        const isTold = how === 'equal' || typed.value === Number(value);
        return right(isTold ? 'right' : 'right.rounded', { value });
      }
      const wrong = question.wrong.find(({ value }) => compared(typed, value) !== 'other');
      if (wrong !== undefined) return known(question, wrong.name);
      const near = nearly(typed, question.answer);
      if (near !== undefined) return said('wrong', near, {});
      if (question.firstFactor !== question.answer && leads(answer, question.answer))
        return said('wrong', 'one-number', {});
      if (question.firstFactor === undefined) return spoken(question, 'begin');
      return said('wrong', 'first-factor', { value: exact(question.firstFactor) });
    }
    case 'shape': {
      const typed = typedShape(answer);
      if (typed === undefined) return unreadable(answer.trim() === '' ? 'enter.shape' : 'no-shape');
      if (isShape(question.answer, typed)) return right('right', { value: question.answer.join('×') });
      const wrong = question.wrong.find(({ value }) => isShape(value, typed));
      if (wrong !== undefined) return known(question, wrong.name);
      const [channels, ...rest] = typed;
      if (isShape(question.answer, [...rest, channels])) return said('wrong', 'channels-last', {});
      return said('wrong', 'first-factor', { value: String(question.answer[0]) });
    }
    case 'choice':
      if (!question.choices.includes(answer)) return unreadable('enter.choice');
      return answer === question.answer ? right('right.choice', {}) : known(question, answer);
    case 'edit':
      return judgeText(question, answer);
    default:
      return unreachable(question);
  }
}

function judgeText(question: EditQuestion, text: string): Judgement {
  const reading = read(text);
  const { rules, wrong } = question.look(reading);
  const { mistake } = reading;
  const missed = rules.find(({ isMet }) => !isMet);
  if (mistake === undefined && missed === undefined) return { ...right('right.file', {}), rules };
  const hint = wrong === undefined ? undefined : known(question, wrong.name, wrong.figures);
  if (mistake !== undefined) {
    const line = new LineIndex(text).positionAt(mistake.span.start).line + 1;
    const repair = said('wrong', 'repair', { line: String(line) });
    return { ...(hint ?? repair), rules, mistake: { line, diagnostic: mistake } };
  }
  if (hint !== undefined || missed === undefined) return { ...(hint ?? right('right.file', {})), rules };
  return { ...said('wrong', `rule.${missed.rule}`, missed.figures), rules };
}

function right(key: string, figures: TextFigures): Judgement {
  return said('right', key, figures);
}

function unreadable(key: string): Judgement {
  return said('unreadable', key, {});
}

function said(verdict: Judgement['verdict'], key: string, figures: TextFigures): Judgement {
  return { verdict, text: { table: 'course', key, figures } };
}

function known(question: Question, name: string, figures: TextFigures = {}): Judgement {
  return spoken(question, `wrong.${name}`, figures);
}

/** With one of the question's own texts. */
function spoken(question: Question, key: string, figures: TextFigures = {}): Judgement {
  return {
    verdict: 'wrong',
    text: { table: 'lesson', key: `${question.id}.${key}`, figures: { ...question.figures, ...figures } },
  };
}
