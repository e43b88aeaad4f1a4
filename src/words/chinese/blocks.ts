/** The table of english/blocks, in Chinese. */

import type { blocks as english } from '../english/blocks';
import type { Translation } from '../text';

export const blocks: Translation<typeof english> = {
  residual: '残差块（He et al. 2016）',
  bottleneck: '带 1x1 瓶颈层的残差块（He et al. 2016）',
  inception: 'Inception 模块（Szegedy et al. 2015）',
  'depthwise-separable': '逐通道卷积加 1x1 卷积（Howard et al. 2017）',
  'squeeze-excitation': '通道的门控，压缩与激励（Hu et al. 2018）',
};
