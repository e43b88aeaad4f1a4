/** Rewrites of one layer that make its network cheaper, as the preview lists them: with what they save, in words already. */

import { isCount, isFlag, isNumber, isText, orNull, shaped, tupleOf } from '../base/guard';

export interface CheaperWay {
  /** By which it is applied. */
  readonly id: string;
  /** Of the layer, in few words. */
  readonly name: string;
  /** A sentence by itself. */
  readonly title: string;
  /** Who has shown it, and where. */
  readonly source: string;
  /** Of the network's main outputs. */
  readonly savedMultiplies: number;
  /** Null where the whole is not known. */
  readonly savedShare: number | null;
  /** Differences, less is negative; null is unknown. */
  readonly params: number | null;
  readonly peakBytes: number | null;
  readonly keepsShape: boolean;
  /** Layers that the call makes: all of them change. */
  readonly layers: number;
  /** Pixels of the image that a value of the result depends on, before and after; null where it is not known. */
  readonly fieldBefore: readonly [height: number, width: number] | null;
  readonly fieldAfter: readonly [height: number, width: number] | null;
}

const isField = orNull(tupleOf<readonly [number, number]>(isNumber, isNumber));

export const isCheaperWay = shaped<CheaperWay>({
  id: isText,
  name: isText,
  title: isText,
  source: isText,
  savedMultiplies: isNumber,
  savedShare: orNull(isNumber),
  params: orNull(isNumber),
  peakBytes: orNull(isNumber),
  keepsShape: isFlag,
  layers: isCount,
  fieldBefore: isField,
  fieldAfter: isField,
});
