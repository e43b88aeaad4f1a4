/** Layer normalization over the channels of each position: Ba et al. 2016, as ConvNeXt has it (Liu et al. 2022). */

import { mul } from './dim';
import { statisticsNorm } from './statistics-norm';

export const layernorm = statisticsNorm('layernorm', 1e-6, ([height, width]) => mul(height, width));
