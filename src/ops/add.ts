/** Sums of results, value by value: the join of residual networks (He et al. 2015). */

import { spreadingJoin } from './spread';

export const add = spreadingJoin('add');
