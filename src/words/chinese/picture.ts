/** The table of english/picture, in Chinese. */

import type { picture as english } from '../english/picture';
import type { Translation } from '../text';

export const picture: Translation<typeof english> = {
  tree: '网络{name}',
  unknown: '未知',
  'head-amount': '辅助分类器 · {amount}',

  // The card of a node: where it is in the text, and what stands at the left of its rows.
  'card.line': '第 {line} 行',
  'card.shape': '形状',
  'card.flow': '输入 → 输出',
  'card.multiplies': '乘法次数',
  'card.macs': 'MACs',
  'card.flops': 'FLOPs',
  'card.params': '参数量',
  'card.activationBytes': '激活值字节数',
  'card.params-too': '参数量',
  'card.share': '占比',
  'card.share-rank': '占比，名次',
  'card.receptive-field': '感受野',
  'card.output': '输出',

  rank: '{place} 位，共 {count} 位',
  'receptive-field': '{size}，间隔 {step}',

  // Read out, in a list with commas.
  'spoken.pair': '{first} 乘 {second}',
  'spoken.times': '乘 {factor}',
  'spoken.shape': '{height} 乘 {width} 乘 {channels}',
  'spoken.shape-unknown': '形状未知',
  'spoken.module': '模块{name}',
  'spoken.repeat': '重复 {turns} 次',
  'spoken.head': '辅助分类器',
  'spoken.stride': '步幅 {stride}',
  'spoken.filters': '{count} 个卷积核',
  'spoken.units': '{count} 个单元',
  'spoken.branch': '分支 {place}',
  'spoken.branch-inside': '{outer}中的分支 {place}',
  'spoken.multiplies': '{count} 次乘法',
  'spoken.macs': '{count} MACs',
  'spoken.flops': '{count} FLOPs',
  'spoken.params': '{count} 个参数',
  'spoken.activationBytes': '激活值 {count}',
  'spoken.multiplies-unknown': '乘法次数未知',
  'spoken.macs-unknown': 'MACs 未知',
  'spoken.flops-unknown': 'FLOPs 未知',
  'spoken.params-unknown': '参数量未知',
  'spoken.activationBytes-unknown': '激活值字节数未知',
  'spoken.at-least': '至少 {amount}',
  'spoken.trillion': '{count} 万亿',
  'spoken.billion': '{count} 十亿',
  'spoken.million': '{count} 百万',
  'spoken.thousand': '{count} 千',
  'spoken.share': '百分之 {percent}',
  'spoken.share-below': '不到百分之 {percent}',
  'spoken.share-at-most': '至多百分之 {percent}',
  'spoken.output': '输出 {names}',
  'spoken.error': '错误：{message}',
};
