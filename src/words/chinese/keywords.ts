/** The tables of english/keywords, in Chinese. */

import type { functions as englishFunctions, keywords as englishKeywords } from '../english/keywords';
import type { Translation } from '../text';

export const keywords: Translation<typeof englishKeywords> = {
  import: '从另一个文件取用模块和常量。路径是相对的，且不超出工作区；`as` 可另起名称。',
  from: '使某个命名的结果成为数据流：由下一层读取。在 `branch`、`head` 和 `output` 之后说明起点，在 `import` 中说明文件。',
  const: '给值命名。写在顶层时整个文件可用，写在主体中时从该处到主体结尾可用。',
  module: '带参数的一组层，有一个输入和一个结果。像层一样调用。',
  network: '从输入到输出的完整设计。它的参数需要默认值，工具可以改用别的值。',
  input: '以一幅图像开始网络的数据流：高 x 宽 x 通道。在模块中为流入的数据命名。',
  defaults: '为主体的余下部分、其中嵌套的主体以及那里调用的模块中某一种层给出命名实参。明确写出的实参优先。',
  concat: '按书写顺序在通道方向拼接分支或命名的结果。高和宽必须一致。',
  add: '把形状相同的分支或命名的结果相加；长度为 1 的轴会广播。空的分支是恒等映射，即跳跃连接。',
  multiply: '把分支或命名的结果逐值相乘；长度为 1 的轴会广播，例如 1x1xC 的门控。',
  branch: '合并中的一条路径。从流入合并的数据开始，写了 `from` 则从命名的结果开始。',
  repeat: '展开其主体：给定次数，或变量从起始值到末尾值（包括两端；`..<` 不含末尾值），或遍历列表的各项。',
  in: '为循环给出变量及其范围或列表。',
  if: '条件为真时取主体或值。',
  else: '写在 `if` 的主体或值之后：条件为假时取它。',
  head: '辅助分类器：自成一个输出，不影响数据流和主输出合计。',
  output: '命名网络的一个主输出：命名的结果、数据流，或从某个结果开始的主体。没有写时，数据流的末端就是输出。',
  precision: '权重和激活值在所有字节指标中占用的大小。次数和运行不受影响。',
  expect: '检查数据流的形状，或前一语句的某个指标。`~` 表示与末位数字相差不超过一个单位。',
  budget: '对网络主输出，或对模块每个实例的承诺。它必须始终成立，否则文件有错误。',
  true: '真值“真”，用于 `bias` 等参数。',
  false: '真值“假”，用于 `bias` 等参数。',
  and: '两边都为真时为真；只有左边为真才看右边。',
  or: '有一边为真时为真；只有左边为假才看右边。',
  not: '真变假，假变真。',
};

export const functions: Translation<typeof englishFunctions> = {
  min: '各数中最小的。',
  max: '各数中最大的。',
  floor: '向下取整：`floor(7 / 2)` 为 3。',
  ceil: '向上取整：`ceil(7 / 2)` 为 4。',
  round: '四舍五入到整数；恰为一半时远离零。',
  abs: '绝对值。',
  sqrt: '平方根。',
  length: '列表的项数。',
  make_divisible: '最接近的 `by` 的倍数（默认 8），至少为 `by`，且不小于原数的 90%：MobileNetV2 的宽度规则。',
};
