/** The table of english/hover, in Chinese. */

import type { hover as english } from '../english/hover';
import type { Translation } from '../text';

export const hover: Translation<typeof english> = {
  // Heads of tables, and rows of the table of a network.
  instance: '实例',
  branch: '分支',
  in: '输入',
  out: '输出',
  value: '值',
  multiplies: '乘法次数',
  share: '占比',
  parameters: '参数量',
  weights: '权重',
  activations: '激活值',
  peak: '内存峰值',
  more: '以及另外 {count} 个',

  // Links.
  explain: '说明每个数值',
  'choose-another': '选择另一个',

  // Amounts.
  'amount.multiplies': '**{count}** 次乘法',
  'amount.parameters': '**{count}** 个参数',
  'amount.parameters-frozen': '**{count}** 个参数（含移动平均共 {all}）',
  'amount.activation': '激活值 **{amount}**',
  'amount.activations': '激活值 **{amount}**',
  'amount.layers': '{count} 层',
  'amount.turns': '{count} 轮',
  'share-of': '占{network}的 {share}',

  // Elementwise operations, in a list with commas.
  elementwise: '逐元素运算：{operations}',
  'elementwise.multiply': '{count} 次乘法',
  'elementwise.add': '{count} 次加法',
  'elementwise.compare': '{count} 次比较',
  'elementwise.divide': '{count} 次除法',
  'elementwise.exp': '{count} 次指数运算',

  // A layer.
  'layer.input': '**{path}** 网络{network}的输入',
  'layer.input-size': '`{shape}` 高 x 宽 x 通道，{amount}（{format}）',
  'layer.together': '合计 {count}。',
  'layer.without-padding': '不含填充为 {count} 次乘法',
  'layer.receptive-field': '感受野 **{size}，间隔 {step}**',
  'layer.no-output': '不通向任何输出，不在任何合计中',
  'layer.for-head': '用于{output}，不在主输出合计中',
  'layer.peak': '网络的内存峰值 {amount} 在这一层。',
  'layer.alive': '此时存活：{tensors}。',
  'layer.held-at-peak': '在网络的内存峰值 {amount} 时被占用。',
  'layer.time-none': '预测在这里不花时间',
  'layer.time-compute': '在这里预测为 **{time}**（受算力限制）',
  'layer.time-memory': '在这里预测为 **{time}**（受访存限制）',
  'layer.time-overhead': '在这里预测为 **{time}**（主要是固定开销）',

  // What the network would cost if a number of this layer was another; amounts have a sign.
  sensitivity: '网络的变化：{changes}',
  'sensitivity.filters': '{text} 个卷积核时 **{amount}**',
  'sensitivity.kernel': '窗口为 {text} 时 **{amount}**',
  'sensitivity.stride': '步幅为 {text} 时 **{amount}**',

  // Why a number of a layer is unknown.
  unknown: '⚠ 未知，显示为 `?`：{reason}',
  'unknown.mistake': '{message}。',
  'unknown.mistake-before': '{path}：{message}。',
  'unknown.flow': '因为有错误，流入这里的数据未知。',
  'unknown.value': '计算所需的一个值未知。',
  'unknown.call': '这里有错误，形状和成本未知。',
  'unknown.module': '还没有网络调用这个模块，因此形状和成本未知。',

  // What stands in many places, and the one of them that was chosen.
  places: '**{name}** 出现在 {count} 处',
  'places.each': '每处 {each} 次乘法',
  'places.each-and-together': '每处 {each} 次乘法，共 {together}',
  'places.choose': '选择一个实例，在这里和文本中查看它的数值。',
  'places.chosen': '以{path}为例，共 {count} 个实例。',

  // A module and a block.
  'module.instances': {
    by: 'count',
    one: '{count} 个实例，{amount} 次乘法',
    other: '{count} 个实例，每个 {amount} 次乘法',
  },
  'module.chosen': '显示为{path}中的情形',
  'block.on-top': '在主输出合计之外',
  'block.peak': '网络的内存峰值 {amount} 在其中，位于{path}。',

  // An output without a body.
  output: '**{name}** {network}的输出',
  'output.result-of': '**{name}** {network}的输出，即{path}的结果',
  'output.cost': '到它为止需要 {count} 次乘法。',

  // Names and words in the text.
  'name.constant': '**{name}** 常量',
  'name.parameter': '**{name}** 参数',
  'name.variable': '**{name}** 变量',
  'name.function': '**{name}** 函数',
  'name.channels': '**channels**：流入书写处的通道数',
  'name.of-module': '属于模块{owner}',
  'name.of-module-default': '属于模块{owner}，默认为 {value}',
  'name.of-network': '属于网络{owner}',
  'name.of-network-default': '属于网络{owner}，默认为 {value}',
  'argument.named': '{owner}的 {parameter}',
  'argument.positional': '{parameter}：{meaning}',
  'argument.word': '**{word}**，用于 {parameter}',
  format: '**{format}** 数值格式，每个值 {bits} 位',
  'format.float32': 'IEEE 754 单精度；网络没有另外说明时采用。',
  'format.float16': 'IEEE 754 半精度。',
  'format.bfloat16': 'float32 的高半部分：范围相同，精度为 8 位。',
  'format.int8': '整数，用于量化的网络。',
  'format.int4': '整数，两个占一个字节；每个张量向上取整到整字节。',
  'precision.weights': '**weights** 每个参数占用的内存',
  'precision.activations': '**activations** 结果和输入的每个值占用的内存',
  'precision.network': '{network}：权重 {weights}，激活值 {activations}，内存峰值 {peak}',
  'metric.bytes': '{exact} 字节，{short}',
  'metric.of-network': '{network}：{amount}',

  // A network.
  network: '**{name}** 网络',
  'network.main': '主输出',
  'network.total': '合计',
  'network.peak-at': '{amount}，位于{path}',
  'network.output': '输出{name}',
  'network.head': '辅助分类器{name}',
  'network.head-adds': '{shape}，+{amount} 次乘法',
  'network.budget': '预算 {metric}',
  'network.expects': '预期',
  'network.unknown': '⚠ {layers} 层中有 {unknown} 层的计数未知；合计给出的是已知的下限（≥）。',
};
