/** A sweep of a network over values of its parameters and sizes of its input, as it is asked for and as it is answered. */

import { isCount, isFlag, isNumber, isText, listOf, oneOf, orNull, shaped } from '../base/guard';
import { type DesignChange, isChange } from './what-if';

/** To look at all points, or for the best of those that fit. */
export const sweepPurposes = ['sweep', 'fit'] as const;
export type SweepPurpose = (typeof sweepPurposes)[number];

export interface SweptRange {
  /** A parameter of the network; null is the side of a square input. */
  readonly name: string | null;
  /** As on the command line: `0.5..1.25:0.125`. */
  readonly values: string;
}

export interface SweepRequest {
  readonly ranges: readonly SweptRange[];
  /** Changes that all points have besides. */
  readonly fixed: readonly DesignChange[];
  /** Which points are kept: an expression over metrics and parameters; empty keeps all that have no mistake. */
  readonly where: string;
  /** Names of metrics and parameters, with `+` where more is better. */
  readonly x: string;
  readonly y: string;
  /** Of which the kept point with the most, or least, is wanted; null for none. */
  readonly best: string | null;
}

export interface SweptPoint {
  /** Of each range, as it is written. */
  readonly values: readonly string[];
  /** The design: what is changed of the text. */
  readonly changes: readonly DesignChange[];
  /** null where it is not known. */
  readonly x: number | null;
  readonly y: number | null;
  readonly multiplies: number | null;
  readonly params: number | null;
  readonly peakBytes: number | null;
  readonly isKept: boolean;
  /** All budgets of the network are met. */
  readonly fits: boolean;
  /** How good it is by what the best one is wanted of: more is better; null where that is not known or none is wanted. */
  readonly worth: number | null;
  /** The first mistake. */
  readonly mistake: string | null;
}

export interface SweptAxis {
  readonly name: string;
  /** None for a parameter. */
  readonly unit: 'count' | 'bytes' | 'none';
  readonly isMoreBetter: boolean;
  /** Of the network's budget, where it has one for it. */
  readonly limit: number | null;
}

/** Some of the points in their order, or why there are none. */
export type SweepPart =
  | {
      readonly network: string;
      /** Of all points. */
      readonly count: number;
      /** Of the ranges. */
      readonly names: readonly (string | null)[];
      readonly x: SweptAxis;
      readonly y: SweptAxis;
      /** What the text says, on both axes. */
      readonly text: { readonly x: number | null; readonly y: number | null };
      readonly points: readonly SweptPoint[];
    }
  | { readonly refused: SweepRefusal };

export interface SweepRefusal {
  readonly kind: 'range' | 'value' | 'parameter' | 'twice' | 'where' | 'measure' | 'many' | 'network';
  /** What was written, or how many points there would be. */
  readonly text: string;
  /** What the language has against it. */
  readonly mistake: string | null;
}

/** All points. */
export interface SweepReport extends Omit<Extract<SweepPart, { readonly points: object }>, 'count'> {
  /** For each point whether it is kept, and no other kept point is as good on both axes and better on one. */
  readonly front: readonly boolean[];
  /** Place of the kept point that is worth the most; null where none is kept. */
  readonly best: number | null;
}

/** More is no picture. */
export const mostSweptPoints = 2000;

export const isSweepRequest = shaped<SweepRequest>({
  ranges: listOf(shaped<SweptRange>({ name: orNull(isText), values: isText }), 8),
  fixed: listOf(isChange),
  where: isText,
  x: isText,
  y: isText,
  best: orNull(isText),
});

const isAxis = shaped<SweptAxis>({
  name: isText,
  unit: oneOf('count', 'bytes', 'none'),
  isMoreBetter: isFlag,
  limit: orNull(isNumber),
});

const isPoint = shaped<SweptPoint>({
  values: listOf(isText),
  changes: listOf(isChange),
  x: orNull(isNumber),
  y: orNull(isNumber),
  multiplies: orNull(isNumber),
  params: orNull(isNumber),
  peakBytes: orNull(isNumber),
  isKept: isFlag,
  fits: isFlag,
  worth: orNull(isNumber),
  mistake: orNull(isText),
});

export const isSweepReport = shaped<SweepReport>({
  network: isText,
  names: listOf(orNull(isText)),
  x: isAxis,
  y: isAxis,
  text: shaped<SweepReport['text']>({ x: orNull(isNumber), y: orNull(isNumber) }),
  points: listOf(isPoint),
  front: listOf(isFlag),
  best: orNull(isCount),
});

export const isSweepRefusal = shaped<SweepRefusal>({
  kind: oneOf('range', 'value', 'parameter', 'twice', 'where', 'measure', 'many', 'network'),
  text: isText,
  mistake: orNull(isText),
});
