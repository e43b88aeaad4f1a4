/**
 * What the Explain tab opens of one layer or block: the explanation that src/advice makes on the host's side. It
 * travels as JSON, which drops what is `undefined` or makes it `null`: the reader takes both for unknown.
 */

import type { Explanation } from '../advice/explain';
import { type Guard, isFlag, isNumber, isRecord, isText, listOf, oneOf, shaped } from './guard';

export type PreviewExplanation = Explanation;

const isDim = (value: unknown): value is number | undefined => value == null || isNumber(value);

const isFactor = (value: unknown): value is object =>
  isRecord(value) && isText(value.symbol) && isDim(value.value) && (value.of === 'output' || value.of === 'tap');

const isFormula = (value: unknown): value is Explanation['formulas'][number] =>
  isRecord(value) &&
  isText(value.symbols) &&
  isText(value.values) &&
  isText(value.result) &&
  isRecord(value.formula) &&
  isDim(value.formula.result) &&
  listOf(isFactor, 100)(value.formula.factors);

const isTool = (value: unknown): value is Explanation['otherTools'][number] =>
  isRecord(value) &&
  listOf(isText, 100)(value.tools) &&
  isDim(value.value) &&
  isText(value.difference) &&
  listOf((term): term is object => isRecord(term) && isText(term.label) && isDim(term.value), 100)(value.terms);

const isAxis = (value: unknown): boolean => isRecord(value) && isNumber(value.size) && isNumber(value.jump);

const hasParts = shaped<object>({
  kind: oneOf('layer', 'block'),
  path: isText,
  name: isText,
  callText: isText,
  multiplies: isDim,
  knownMultiplies: isNumber,
  formulas: listOf(isFormula, 100),
  convention: isText,
  effective: (value: unknown): value is object => isRecord(value) && isDim(value.multiplies) && isDim(value.percent),
  otherTools: listOf(isTool, 100),
  movements: listOf(
    (value): value is object =>
      isRecord(value) && isText(value.change) && isDim(value.multiplies) && isDim(value.params),
    100,
  ),
  counts: listOf(
    (value): value is object => isRecord(value) && isText(value.label) && isDim(value.value) && isText(value.unit),
    1000,
  ),
  receptiveField: (value: unknown): value is object | undefined =>
    value == null || (Array.isArray(value) && value.length === 2 && value.every(isAxis)),
  percentOfNetwork: isDim,
  isMain: isFlag,
  parts: listOf((value): value is object => isRecord(value) && isText(value.name) && isText(value.path)),
} as Record<string, Guard<unknown>> as never);

export const isExplanation: Guard<PreviewExplanation> = (value): value is PreviewExplanation => hasParts(value);
