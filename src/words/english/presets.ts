/** What every surface says of the networks of the field that one may start from. Amounts come written. */

import type { Texts } from '../text';

export const presets = {
  network: 'network',
  /** Of one that says what it is. */
  line: '{title}: {sentence}',
  costs: '{multiplies} multiplies, {params} params',
} as const satisfies Texts;
