/** The table of english/run-report, in Chinese. */

import type { runReport as english } from '../english/run-report';
import type { Translation } from '../text';

export const runReport: Translation<typeof english> = {
  // Heads of columns.
  layer: '层',
  shape: '形状',
  ms: 'ms',
  predicted: '预测',
  'predicted-ms': '预测 ms',
  bound: '受限于',
  'bound.compute': '算力',
  'bound.memory': '访存',
  'bound.overhead': '固定开销',
  'of-limit': '达到上限',
  time: '时间',
  multiplies: '乘法次数',
  gflops: 'GFLOP/s',
  'limit-gflops': '上限 GFLOP/s',
  mean: '均值',
  deviation: '标准差',
  zeros: '零值',
  nan: 'NaN',
  channel: '通道',
  value: '值',

  // What was run, and with which weights.
  'input.random': '{shape} 的随机输入（种子 {seed}）',
  'input.file': '{shape}，来自{file}',
  'input.prepared': '{shape}，来自{file}（{preprocessing}）',
  // What was done to an image: its size, then its values.
  'prepared.crop': '缩放到 {size}，居中裁剪；{values}',
  'prepared.stretch': '缩放到 {size}，拉伸；{values}',
  'prepared.grey': '{prepared}；灰度为 {red} R + {green} G + {blue} B，按通道均值归一化',
  'preset.torchvision': 'torchvision：{order} / {divisor}，减均值 {mean}，除以标准差 {deviation}',
  'preset.keras': 'keras：{order} / {divisor} - 1',
  'preset.caffe': 'caffe：{order}，0 到 255，减均值 {mean}',
  'preset.unit': 'unit：{order} / {divisor}',
  'an-image': '一幅图像',
  'a-tensor': '一个张量',
  'weights.seed': '种子 {seed} 的权重',
  'weights.random': '权重是随机的：用 --weights FILE 载入权重之前，类别没有意义',
  'weights.file': '{file}的权重',

  // Labels before the lines below; they are padded to one width.
  'label.time': '时间',
  'label.memory': '内存',
  'label.values': '数值',
  'label.model': '模型',
  'label.machine': '机器',
  'label.verified': '核对',

  threads: '{count} 个线程',
  'time.once': '{time}；准备 {prepare}；{backend}，{threads}',
  'time.several': '{time}，{runs} 次运行，最快 {fastest}；准备 {prepare}；{backend}，{threads}',
  memory: '张量 {arena}，权重 {weights}',
  'memory.float32': '张量 {arena}，权重 {weights}；以 float32 计算，而不是网络的精度',
  'values.exact': '精确：在任何机器上逐位相同',
  'values.relaxed': '宽松：不同机器的末位会有差别',
  'not-run': '未运行：对这台机器预测的时间',
  'time.predicted': '预测 {time}',
  compared: '预测 {predicted}，实测 {measured}',
  machine: '{gflops} GFLOP/s，{bandwidth} GB/s，{threads}；模型在拟合所用的层上误差为 {error}%（中位数）',
  'machine.measured':
    '{gflops} GFLOP/s，{bandwidth} GB/s，{threads}，测于 {day}；模型在拟合所用的层上误差为 {error}%（中位数）',
  'verified.same': '计到 {count} 次乘法，与预测一致',
  'verified.same-heads': '计到 {count} 次乘法，与预测一致（主输出 {main}，辅助分类器另加 {heads}）',
  'verified.differ': '计到 {counted} 次乘法，预测为 {predicted}',
  verified: '{verdict}；数值的最大差 {error}',

  // An output.
  'output.head': '辅助分类器，{shape}，均值 {mean}，标准差 {deviation}，{least} 到 {most}',
  'output.layer': '层，{shape}，均值 {mean}，标准差 {deviation}，{least} 到 {most}',
  output: '{shape}，均值 {mean}，标准差 {deviation}，{least} 到 {most}',
  'not-numbers': '有 {count} 个值不是数',
};
