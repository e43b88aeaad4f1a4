/** The table of english/metrics, in Chinese. */

import type { metrics as english } from '../english/metrics';
import type { Translation } from '../text';

export const metrics: Translation<typeof english> = {
  multiplies: '乘法次数',
  'multiplies.documentation':
    '卷积层和全连接层中权重与值的乘积个数，批大小为 1。落在零填充上的也计入，与各种公布的数值一致。等于 MACs。',
  effectiveMultiplies: '有效乘法次数',
  'effectiveMultiplies.documentation': '不含落在零填充上的乘法次数。',
  macs: 'MACs',
  'macs.documentation': '乘加次数：与乘法次数相同。',
  flops: 'FLOPs',
  'flops.documentation': '卷积层和全连接层的浮点运算次数，批大小为 1：2 x MACs。',
  adds: '加法次数',
  'adds.documentation': '卷积层和全连接层中的加法，包括偏置。',
  params: '参数量',
  'params.documentation': '可训练的参数：权重、偏置、gamma 和 beta。不含移动均值和方差。',
  paramsTotal: '全部参数量',
  'paramsTotal.documentation': '可训练与不可训练的参数：包括移动均值和方差。',
  weightBytes: '权重字节数',
  'weightBytes.documentation': '全部参数按网络精度所占的字节，没有另外说明时为 float32。',
  activationBytes: '激活值字节数',
  'activationBytes.documentation':
    '除输入以外所有结果（包括合并的结果）按网络精度所占的字节，没有另外说明时为 float32。',
  peakBytes: '峰值内存',
  'peakBytes.documentation': '按书写顺序逐层计算时，同一步存活的张量的最大字节数。',
};
