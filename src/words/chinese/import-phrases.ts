/** The table of english/import-phrases, in Chinese. */

import type { importPhrases as english } from '../english/import-phrases';
import type { Translation } from '../text';

export const importPhrases: Translation<typeof english> = {
  // Why not.
  'foreign.no-layer': '语言中没有对应的层',
  'foreign.size': '结果没有值，或多到无法计数',
  'foreign.many': '层数超过 {limit}',
  'foreign.misfit': '{problem}',
  'foreign.weight-shape': '张量{name}的形状为 [{found}]，应为 [{expected}]',
  'foreign.no-tensors': '权重文件中没有它的张量',
  'foreign.across-image': '它把高、宽和通道一起处理',
  'foreign.power': '它不只是乘以一个数',
  'foreign.flat-order': '列表的顺序为通道、高、宽；语言中为高、宽、通道',
  'foreign.inputs': '它读取的结果个数与语言中的层不同',
  'foreign.axis': '它沿第 {axis} 轴计算；语言只沿通道',
  'foreign.pool-kind': '语言中没有{kind}类型的池化',
  'foreign.eltwise-kind': '语言中没有对多个结果的{kind}运算',
  'foreign.window-beyond': '最后一个窗口在图像之外',
  'foreign.transposed': '权重是转置的',
  'foreign.reshape': '形状 [{shape}] 既不是图像，也不是全部值的列表',

  'foreign.log-softmax': '语言里没有对数；对它的输入做 `softmax`，次序相同',
  'foreign.no-function': '它对值的计算不属于语言中的任何激活函数',
  'foreign.no-image': '按形状 [{shape}] 的张量排列的值，既不是语言中的图像，也不是列表',
  'foreign.computed-weight': '它有权重是由输入计算出来的',
  'foreign.constant-size': '它用到很大的张量，或计算方式无法追踪',
  'foreign.constant-shape': '形状 [{shape}] 的常量不沿通道方向',
  'foreign.constant-part': '它把常量与计算结果合并',
  'foreign.slice-step': '它跳过了中间的值',
  'foreign.gather': '它取值的位置不是语言能表达的顺序',
  'foreign.pad-kind': '它的填充不是在高和宽方向上补零、补边缘值或镜像',
  'foreign.resize': '以{transform}类坐标做{mode}放大会得到不同的值',
  'foreign.reduce': '它沿 {axes} 轴归约；语言只沿高和宽',
  'foreign.not-two': '窗口不是高和宽两个轴',
  'foreign.dilated-pool': '池化窗口带空洞',
  'foreign.pool-places': '它给出最大值的位置',
  'foreign.other-result': '语言中没有能给出它的另一个结果{name}的层',
  'foreign.constant-output': '它的结果{name}对所有图像都相同',
  'foreign.output-shape': '结果的大小是给定的，或多出的零在开头',
  'foreign.matrix': '这个乘积既不是列表与权重的，也不是通道与权重的',

  'foreign.channels-first': '图像的通道在前',
  'foreign.copied': '{node}以同一组权重被再次调用；这里每次调用各有一份权重，并重复计数',
  'foreign.slopes': '它的每个位置各有一个斜率',
  'foreign.code': '它运行自带的代码',
  'foreign.activation': '语言中没有激活函数{name}',

  'foreign.training': '它像训练时那样用批内的均值计算；导出模型时应为推理模式',

  // What to know.
  'foreign.loss': '{node}（{op}）用于训练，已略去；它的输入{input}成为一个输出',
  'foreign.channels': '文件没有说明{input}有多少通道；按 {channels} 个处理',

  'foreign.constant-trained': '{node}（{op}）的一个常量在这里成为可训练的参数，因为语言没有别的写法',

  'foreign.rounded': '源文件把 {count} 个结果存为低位整数，这里保留 32 位：数值约相差一个量化步长',

  // How images are prepared before the input.
  'foreign.mean-values': '各通道减去均值 {values}',
  'foreign.mean-file': '减去均值图像{file}',
  'foreign.scale': '所有值乘以 {factor}',
  'foreign.pixel-range': '像素值的范围是 {from} 到 {to}',
  'foreign.bgr': '通道顺序为蓝、绿、红',
};
