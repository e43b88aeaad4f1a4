/** A look into a layer of a run on its way between page, extension and server: guards of what layer-look.ts of the runtime gives. */

import { type Fields, isCount, isFlag, isNumber, isText, listOf, oneOf, orNull, shaped } from '../base/guard';
import type { ChannelLook, FilterLook, Histogram, LayerLook, Rasters } from '../runtime/layer-look';
import type { LookPlace, LookQuestion } from '../runtime/look-question';
import type { LeftOut, OriginTap, OriginTerm, ValueOrigin } from '../runtime/value-origin';
import { isShape, statistics } from './run';
import type { RequestFailed } from './server-messages';

export type LookOutcome = { readonly kind: 'done'; readonly look: LayerLook | null } | RequestFailed;

export const isLookQuestion = shaped<LookQuestion>({
  path: isText,
  from: isCount,
  channel: isCount,
  place: orNull(shaped<LookPlace>({ row: isCount, column: isCount, tap: orNull(isCount) })),
});

const rasters: Fields<Rasters> = { height: isCount, width: isCount, step: isCount, count: isCount, bytes: isText };
const isFigure = orNull(isNumber);
const isLeftOut = orNull(shaped<LeftOut>({ count: isCount, sum: isFigure }));

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const isOrigin = shaped<ValueOrigin>({
  row: isCount,
  column: isCount,
  channel: isCount,
  input: isShape,
  taps: listOf(
    shaped<OriginTap>({
      kernelRow: isCount,
      kernelColumn: isCount,
      row: isWhole,
      column: isWhole,
      isPadding: isFlag,
      sum: isFigure,
    }),
    1000,
  ),
  otherTaps: isLeftOut,
  tap: isCount,
  terms: listOf(shaped<OriginTerm>({ channel: isCount, value: isFigure, weight: isFigure, product: isFigure }), 1000),
  otherTerms: isLeftOut,
  products: isCount,
  sum: isFigure,
  bias: isFigure,
  norm: orNull(shaped<NonNullable<ValueOrigin['norm']>>({ factor: isFigure, term: isFigure })),
  activation: orNull(isText),
  beforeActivation: isFigure,
  result: isFigure,
  measured: isFigure,
  isSame: isFlag,
  final: orNull(shaped<NonNullable<ValueOrigin['final']>>({ value: isFigure })),
});

export const isLayerLook = shaped<LayerLook>({
  question: isLookQuestion,
  op: isText,
  shape: isShape,
  maps: shaped<Rasters>(rasters),
  channel: shaped<ChannelLook>({
    ...statistics,
    index: isCount,
    height: isCount,
    width: isCount,
    step: isCount,
    values: isText,
  }),
  all: shaped<LayerLook['all']>(statistics),
  histogram: orNull(shaped<Histogram>({ counts: listOf(isCount, 1000), least: isNumber, largest: isNumber })),
  dead: listOf(isCount, 1000),
  deadCount: isCount,
  filters: orNull(
    shaped<FilterLook>({ ...rasters, kind: oneOf('colour', 'filters', 'kernels'), from: isCount, largest: isNumber }),
  ),
  isSummed: isFlag,
  origin: orNull(isOrigin),
});
