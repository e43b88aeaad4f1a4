/** Instance normalization, over height and width of each channel: Ulyanov et al. 2016. */

import { statisticsNorm } from './statistics-norm';

export const instancenorm = statisticsNorm('instancenorm', 1e-5, ([, , channels]) => channels);
