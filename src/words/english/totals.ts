/** What is said of layers that are not in a network's main total. */

import type { Texts } from '../text';

export const totalTexts = {
  /** Of what only side heads need. */
  notInTotal: 'not in the total',
  /** Of what no output and no head needs. */
  leadsNowhere: 'leads nowhere',
  /** Beside a sum that it is not in: `leads nowhere, 2.40 M`. */
  leadsNowherePart: 'leads nowhere, {amount}',
  /** The total of main outputs and side heads together. */
  everything: 'With side heads',
  withParameters: '{amount} parameters',
} as const satisfies Texts;
