/** Overrides of a design, as one side sends them to the other. */

import { eitherOf, type Guard, isCount, isText, listOf, oneOf, optional, shaped, tupleOf } from '../base/guard';
import { numberFormats, type Precision } from '../base/precision';
import type { AttributeOverride, CallPlace, ParameterOverride } from '../workspace/overrides';

/** What if: overrides of a design, of what is written. */
export interface SentOverrides {
  /** Of the network. */
  readonly parameters?: readonly ParameterOverride[] | undefined;
  /** Height x width x channels. */
  readonly inputShape?: readonly [height: number, width: number, channels: number] | undefined;
  readonly precision?: Partial<Precision> | undefined;
  /** Images at once. */
  readonly batch?: number | undefined;
  readonly attributes?: readonly AttributeOverride[] | undefined;
}

const isCallPlace: Guard<CallPlace> = eitherOf(
  shaped<Extract<CallPlace, { file: string }>>({ file: isText, start: isCount }),
  shaped<Extract<CallPlace, { network: string }>>({ network: isText, path: isText }),
);

export const isOverrides = shaped<SentOverrides>({
  parameters: optional(listOf(shaped<ParameterOverride>({ name: isText, value: isText }))),
  inputShape: optional(tupleOf(isCount, isCount, isCount)),
  precision: optional(
    shaped<Partial<Precision>>({
      weights: optional(oneOf(...numberFormats)),
      activations: optional(oneOf(...numberFormats)),
    }),
  ),
  batch: optional(isCount),
  attributes: optional(
    listOf(shaped<AttributeOverride>({ call: isCallPlace, parameter: isText, value: optional(isText) })),
  ),
});
