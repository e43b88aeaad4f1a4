/**
 * What the Layer tab opens of one layer or block: the explanation that src/advice makes on the host's side. It
 * travels as JSON, which drops what is `undefined` or makes it `null`: the reader takes both for unknown.
 */

import type { AttributeText, Count, Explanation, FormulaText, Movement, Part } from '../advice/explain';
import { changes, countNames } from '../advice/explanation-keys';
import { type ToolFigure, type ToolTerm, toolFacts, unknownReasons } from '../advice/other-tools';
import type { ReceptiveField, ReceptiveFieldAxis, Sum } from '../analysis/analysis';
import type { HeldTensor, Rank, Share } from '../analysis/figures';
import { isCount, isFlag, isNumber, isText, listOf, oneOf, optional, orUnknown, shaped, tupleOf } from '../base/guard';
import type { Pads, Shape } from '../ops/dim';
import type { Formula, FormulaFactor } from '../ops/op';

export type PreviewExplanation = Explanation;

const isDim = orUnknown(isNumber);
const isShape = tupleOf<Shape>(isDim, isDim, isDim);

const isFormula = shaped<Formula>({
  factors: listOf(
    shaped<FormulaFactor>({
      symbol: isText,
      value: isDim,
      of: oneOf('output', 'input', 'tap'),
      divide: optional(isFlag),
    }),
    100,
  ),
  result: isDim,
});

const isPart = oneOf('main', 'head', 'dead');

const isAxis = shaped<ReceptiveFieldAxis>({ size: isNumber, jump: isNumber, start: isNumber });

export const isExplanation = shaped<PreviewExplanation>({
  kind: oneOf('layer', 'block'),
  path: isText,
  name: isText,
  callText: isText,
  location: shaped<Explanation['location']>({
    file: isText,
    span: shaped<Explanation['location']['span']>({ start: isCount, end: isCount }),
  }),
  inputs: listOf(shaped<Explanation['inputs'][number]>({ path: isText, shape: isShape })),
  shape: isShape,
  layerCount: isCount,
  attributes: listOf(shaped<AttributeText>({ name: isText, text: isText, isDefault: isFlag }), 100),
  pads: orUnknown(tupleOf<Pads>(isDim, isDim, isDim, isDim)),
  multiplies: isDim,
  knownMultiplies: isNumber,
  formulas: listOf(
    shaped<FormulaText>({
      symbols: isText,
      values: isText,
      result: isText,
      outputs: isDim,
      taps: isDim,
      formula: isFormula,
    }),
    100,
  ),
  convention: oneOf('products', 'none', 'sum'),
  effective: shaped<Explanation['effective']>({ multiplies: isDim, percent: isDim }),
  otherTools: listOf(
    shaped<ToolFigure>({
      tools: listOf(isText, 100),
      value: isDim,
      isDoubled: isFlag,
      terms: listOf(shaped<ToolTerm>({ of: oneOf(...toolFacts), each: isNumber, value: isDim }), 100),
      unknown: optional(oneOf(...unknownReasons)),
    }),
    100,
  ),
  heldAtPeak: listOf(shaped<HeldTensor>({ layer: isCount, path: isText, bytes: isDim })),
  movements: listOf(
    shaped<Movement>({ change: oneOf(...changes), by: isCount, multiplies: isDim, params: isDim }),
    100,
  ),
  counts: listOf(
    shaped<Count>({ name: oneOf(...countNames), isPart: isFlag, value: isDim, unit: oneOf('count', 'bytes', 'ratio') }),
    1000,
  ),
  receptiveField: orUnknown(tupleOf<ReceptiveField>(isAxis, isAxis)),
  part: isPart,
  share: orUnknown(shaped<Share>({ part: isNumber, whole: isNumber, isAtMost: isFlag })),
  rank: orUnknown(shaped<Rank>({ place: isCount, of: isCount })),
  servedOutput: orUnknown(isText),
  dead: orUnknown(shaped<Sum>({ value: isNumber, isPartial: isFlag })),
  parts: listOf(shaped<Part>({ path: isText, name: isText, multiplies: isDim, percentOfBlock: isDim, part: isPart })),
});
