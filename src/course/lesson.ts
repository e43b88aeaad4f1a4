/**
 * A lesson: a design and the questions about it. What is right and what is known to be wrong is in no table: a lesson is
 * made by asking the analysis, for the sizes that it is given. Texts stand in `words`, by the lesson's and the question's ids.
 */

import { formatExact, formatShape } from '../base/number-format';
import type { KnownShape, Reading } from './measure';

export const lessonIds = [
  'one-channel',
  'many-channels',
  'shrink',
  'naive',
  'direct',
  'bottleneck',
  'break-even',
  'module-3a',
  'googlenet',
  'later',
  'cheaper',
] as const;

export type LessonId = (typeof lessonIds)[number];

/** Values for the places of texts, as people read them. */
export type TextFigures = Readonly<Record<string, string>>;

interface QuestionBase {
  /** `direct.1`. */
  readonly id: string;
  readonly figures: TextFigures;
  /** Whether the question makes sense with other sizes too. */
  readonly hasSister: boolean;
}

/** An answer that people give for a reason; the text of its hint is found by its name. */
export interface KnownWrong<Value> {
  readonly name: string;
  readonly value: Value;
}

export interface NumberQuestion extends QuestionBase {
  readonly kind: 'number';
  readonly answer: number;
  /** Where a range of answers is right. */
  readonly passes?: readonly [lowest: number, highest: number];
  readonly wrong: readonly KnownWrong<number>[];
  /** Where the formula of the answer begins: a hint for an answer that nobody has thought of. Without one the question's text `begin` says where. */
  readonly firstFactor?: number;
}

export interface ShapeQuestion extends QuestionBase {
  readonly kind: 'shape';
  readonly answer: KnownShape;
  readonly wrong: readonly KnownWrong<KnownShape>[];
}

export interface ChoiceQuestion extends QuestionBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly answer: string;
}

/** Answered in the file: any text will do of which the rules hold. */
export interface EditQuestion extends QuestionBase {
  readonly kind: 'edit';
  /** Its rules are part of the question, and are listed with it. */
  readonly listsRules?: true;
  /** One way to write it. */
  readonly solution: string;
  look(reading: Reading): EditFinding;
}

export type Question = NumberQuestion | ShapeQuestion | ChoiceQuestion | EditQuestion;

/** What a text has to keep to. `rule` is the key of a text that says what is there and what is wanted. */
export interface RuleResult {
  readonly rule: RuleName;
  readonly isMet: boolean;
  readonly figures: TextFigures;
}

export type RuleName =
  | 'network'
  | 'large'
  | 'output'
  | 'input'
  | 'shape'
  | 'one-conv'
  | 'one-pixel'
  | 'no-groups'
  | 'all-channels'
  | 'multiplies'
  | 'budget'
  | 'params'
  | 'unchanged'
  | 'one-added'
  | 'mixed'
  | 'pool'
  | 'between'
  | 'branch'
  | 'branch-pool'
  | 'join'
  | 'skip'
  | 'operands'
  | 'weights'
  | 'modules'
  | 'channels'
  | 'classes'
  | 'field';

export interface EditFinding {
  /** In the order in which they are told; all of them where a text has no network to ask. */
  readonly rules: readonly RuleResult[];
  /** A mistake that is known, with the name of its hint. */
  readonly wrong?: { readonly name: string; readonly figures: TextFigures };
}

export interface Lesson {
  readonly id: LessonId;
  /** The file to begin with. */
  readonly text: string;
  readonly questions: readonly Question[];
  readonly figures: TextFigures;
}

/** What a lesson is made from that is not its own. */
export interface LessonSource {
  /** The text of examples/googlenet.cnn. */
  readonly googlenet: string;
  /** `// one line here`, in the reader's language. */
  readonly placeholder: string;
}

/** With a minus sign that is one. */
export function exact(value: number): string {
  return formatExact(value).replace('-', '−');
}

/** `28×28×192`, as people write it. */
export function shapeText(shape: readonly (number | undefined)[] | undefined): string {
  return formatShape(shape).replaceAll('x', '×');
}

/** Numbers exactly and shapes as people write them. */
export function figuresOf(values: Readonly<Record<string, number | string | KnownShape>>): TextFigures {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : typeof value === 'number' ? exact(value) : shapeText(value),
    ]),
  );
}
