/** The table of english/run-tab, in Chinese. */

import type { runTab as english } from '../english/run-tab';
import type { Translation } from '../text';

export const runTab: Translation<typeof english> = {
  // Choices.
  run: '运行',
  cancel: '取消',
  input: '输入',
  'input.random': '随机，按种子',
  'input.image': '图像…',
  'choose-image': '选择另一幅图像',
  seed: '种子',
  'seed.wrong': '0 到 {largest} 的整数',
  upto: '运行到',
  'upto.label': '到',
  'upto.all': '全部输出',
  'upto.all-and-heads': '全部输出和辅助分类器',
  'upto.output': '{name}，输出',
  'upto.head': '{name}，辅助分类器',
  'upto.selected': '{path}，已选',
  verify: '数出乘法次数并与预测比较',
  'verify.title': '每一层用计数的内核再运行一遍：精确，但慢数倍。',

  // How far it is. Phase, place and layer are joined by a middle dot.
  progress: '运行的进度',
  starting: '正在启动…',
  'phase.calibrate': '正在测量这台机器',
  'phase.prepare': '正在准备',
  'phase.verify': '正在计数',
  'phase.run': '正在运行',
  'progress.place': '{index} / {count}',
  cancelled: '运行已取消。',
  again: '重新运行',

  // Summary. Its parts are joined by a middle dot.
  'summary.random': '随机输入，种子 {seed}',
  'summary.image': '一幅图像',
  'summary.threads': '{backend}，{threads} 个线程',
  'summary.exact': '精确',
  'summary.relaxed': '宽松：不同机器的末位会有差别',
  'summary.upto': '到{path}为止',
  'summary.prepared': '准备 {time}',
  'summary.old': '这次运行之后文本已改变。',
  proved: '计到 {counted} 次乘法，与预测一致',
  'proved.heads': '计到 {counted} 次乘法，与预测一致（主输出 {main}，辅助分类器另加 {heads}）',
  refuted: '计到 {counted} 次乘法，预测为 {predicted}',

  // Outputs.
  top: '{output}的前 {count} 名',
  'top.random': '权重是随机的（种子 {seed}）：载入权重之前类别没有意义，例如用 `incept run --weights FILE`。',
  'top.table': '{output}的最大值',
  'top.index': '编号 {index}',
  'top.nan': '其中有 {count} 个值不是数。',

  // Times.
  times: '各层的时间',
  'times.table': '各层的时间和乘法次数',
  'times.table-predicted': '各层的实测时间和预测时间',
  'times.compared': '实测 {measured}，预测 {predicted}。条形上的刻线是预测值；两者相差 30% 以上时着色。',
  'times.limits': '按这台机器的上限预测：{gflops} GFLOP/s，{bandwidth} GB/s',
  calibrate: '校准这台机器并重新运行',
  'calibrate.title': '用几秒钟测量这台机器的能力，以预测每一层的时间。',
  // Of a layer, in a list with commas.
  predicted: '预测 {time}',
  'bound.none': '不需要计算',
  'bound.overhead': '主要是固定开销',
  'bound.compute': '受算力限制',
  'bound.memory': '受访存限制',
  'limit-reached': '达到上限的 {percent}%',
  'show-first': '显示前 {count} 个',
  'show-all': '显示全部 {count} 个',

  // Values of layers.
  activations: '激活值',
  'activations.table': '各层的激活值',
  'activations.nan': '不是数的值最先出现在 {layer}。',
  layer: '层',
  mean: '均值',
  deviation: '标准差',
  zeros: '零值',
  nan: 'NaN',
  'zeros.title': '{elements} 个中有 {zeros} 个',
};
