/** The table of english/samples, in Chinese. */

import type { samples as english } from '../english/samples';
import type { Translation } from '../text';

export const samples: Translation<typeof english> = {
  all: '全部示例',
  edges: '示例：八个方向的边缘',
  stripes: '示例：频率递增的条纹',
  checkerboard: '示例：棋盘格',
  shapes: '示例：彩色形状',
  gradient: '示例：由白到黑的色彩',
  dot: '示例：一个白色像素',
  'edges.why': '前几层的哪些卷积核对哪个方向的边缘有响应。',
  'stripes.why': '经过步幅和池化后还剩哪些频率，哪些发生混叠。',
  'checkerboard.why': '角点与重复：不均匀的特征图显示步幅与图案在何处错开。',
  'shapes.why': '卷积核响应的是颜色还是轮廓，以及各形状在深层中的位置。',
  'gradient.why': '没有任何边缘：仍有响应的是颜色或亮度卷积核，或偏置。',
  'dot.why': '第一层的特征图就是卷积核本身，像素扩散的范围就是感受野。',
};
