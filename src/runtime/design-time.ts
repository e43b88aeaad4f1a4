/** How long a design takes, as surfaces tell it. */

import { isNumber, orNull, shaped } from '../base/guard';

/** Milliseconds of a run with random weights, and as they were predicted for the machine of that run; null where nothing could be. */
export interface DesignTime {
  readonly predictedMs: number | null;
  readonly measuredMs: number;
}

export const isDesignTime = shaped<DesignTime>({ predictedMs: orNull(isNumber), measuredMs: isNumber });
