/** The table of english/advice, in Chinese. */

import type { advice as english } from '../english/advice';
import type { Translation } from '../text';

export const advice: Translation<typeof english> = {
  bottleneck: '在 {window} 的{path}之前加 {r} 个通道的 1x1 瓶颈层',
  'two-3x3': '把 5x5 的{path}换成两个 3x3 卷积',
  asymmetric: '把 {window} 的{path}拆成 {across} 和 {down} 两个卷积',
  separable: '把 {window} 的{path}改为可分离卷积：先逐通道，再 1x1',
  groups: '让{path}的卷积核只看 {groups} 组通道中的一组',
  'pool-before-1x1': '把池化放在 1x1 的{path}之前，而不是之后',
  'global-pool': '在{path}处取每个通道的均值，而不是每个位置的值',
  'early-stride': '把步幅从后一层提前到{path}',
  'multiple-of-8': '给{path} {filters} 个卷积核，即 8 的倍数',

  /** Where the layer is known. */
  'short.bottleneck': '{r} 个通道的 1x1 瓶颈层',
  'short.two-3x3': '两个 3x3',
  'short.asymmetric': '先 {across}，再 {down}',
  'short.separable': '可分离：逐通道 {window}，再 1x1',
  'short.groups': '分 {groups} 组',
  'short.pool-before-1x1': '池化放在 1x1 之前',
  'short.global-pool': '全局平均池化',
  'short.early-stride': '步幅提前一层',
  'short.multiple-of-8': '{filters} 个卷积核',

  /** As a change that an editor offers. */
  offer: '{title}（乘法 {saved} 次，{share}）',
  'offer.partial': '{title}（乘法 {saved} 次；总量未知）',

  'source.bottleneck': 'Szegedy et al. 2015, Going Deeper with Convolutions，第 4 节',
  'source.two-3x3':
    'Simonyan and Zisserman 2015, Very Deep Convolutional Networks，第 2.3 节；Szegedy et al. 2016, Rethinking the Inception Architecture，第 3.1 节',
  'source.asymmetric': 'Szegedy et al. 2016, Rethinking the Inception Architecture，第 3.2 节',
  'source.separable': 'Howard et al. 2017, MobileNets，第 3.1 节',
  'source.groups': 'Xie et al. 2017, Aggregated Residual Transformations (ResNeXt)，第 3 节',
  'source.pool-before-1x1': 'Szegedy et al. 2016, Rethinking the Inception Architecture，第 5 节',
  'source.global-pool': 'Lin et al. 2014, Network in Network，第 3.2 节',
  'source.early-stride': 'Springenberg et al. 2015, Striving for Simplicity: The All Convolutional Net，第 3 节',
  'source.multiple-of-8': 'Sandler et al. 2018, MobileNetV2（其公开代码中的 make_divisible）',
};
