/** What is said of the totals of a network, and of layers that are not in the main one. */

import type { Texts } from '../text';

export const totalTexts = {
  /** Of what only side heads need. */
  notInTotal: 'not in the total',
  /** Of what no output and no head needs. */
  leadsNowhere: 'leads nowhere',
  /** Beside a sum that it is not in: `leads nowhere, 2.40 M`. */
  leadsNowherePart: 'leads nowhere, {amount}',
  /** What side heads add together. */
  heads: 'all heads',
  /** The total of main outputs and side heads together, as a row of a table. */
  mainAndHeads: 'everything',
  /** The same as a title. */
  everything: 'With side heads',
  withParameters: '{amount} parameters',
} as const satisfies Texts;
