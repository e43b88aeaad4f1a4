/** Products of results, value by value: the gate of squeeze-and-excitation (Hu et al. 2017). */

import { spreadingJoin } from './spread';

export const multiply = spreadingJoin('multiply');
