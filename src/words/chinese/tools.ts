/** The table of english/tools, in Chinese. */

import type { tools as english } from '../english/tools';
import type { Translation } from '../text';

export const tools: Translation<typeof english> = {
  title: 'Incept',
  instructions: `Incept 给出卷积网络每一层的成本：形状、乘法次数、参数量、激活值字节数、峰值内存、感受野。网络用 .cnn 语言书写，以文件或文本给出，例如：

{example}

数据流从一个语句到下一个语句；"name = conv(64, 3x3, stride = 2)" 命名一个结果，"from name" 从那里继续。先用 check，再用 cost；explain 说明数值从何而来，\
advise 指出怎样更省，sweep 比较尺寸和宽度，diff 比较两个版本。乘法次数就是多数工具给出的 MACs。不会写入任何文件。`,

  // The tools.
  check: '检查设计',
  'check.description':
    '一个 .cnn 设计（或文件夹中的全部设计）的错误、超出的预算和不成立的预期，各附位置，可修复的附修复。没有诊断就是没有问题。',
  cost: '网络的成本',
  'cost.description':
    '一个 .cnn 网络的形状和成本：每层的输出形状、乘法次数、参数量、字节数和感受野，按块的和，主输出和辅助分类器的合计，峰值内存，预算。参数按个数计，字节按网络的精度计。',
  explain: '数值从何而来',
  'explain.description':
    '某个层或块的成本公式，代入其数值；不给出路径时为整个网络的合计，以及其他工具（PyTorch、Keras、thop、fvcore 等）对它给出的数值。',
  advise: '怎样使网络更省',
  'advise.description':
    '使 .cnn 网络更省的改写（瓶颈层、两个 3x3 代替 5x5、可分离卷积等），各附前后精确的合计和文本的改动。不会应用任何改写。',
  diff: '比较两个网络',
  'diff.description':
    '两个 .cnn 设计、git 中的两个修订（例如文件 HEAD~1:net.cnn）或同一文件的两个网络（network 写 A..B，不给出新设计）之间结构和成本的变化：每个指标的合计，以及每个新增、删除或改变的层。',
  sweep: '比较参数的取值',
  'sweep.description':
    '一个 .cnn 网络在参数取值和输入尺寸的网格上的成本；哪些点满足条件，哪个最佳，哪些没有被其他点超过（帕累托前沿）。',

  // Their arguments.
  'argument.file': '.cnn 文件的路径，绝对路径或相对于工作文件夹；代替 text',
  'argument.text': '设计本身，代替 file；它导入的文件在工作文件夹中查找',
  'argument.oldFile': '旧 .cnn 文件的路径，或 git 的 REV:FILE；代替 oldText',
  'argument.oldText': '旧设计本身，代替 oldFile',
  'argument.newFile': '新 .cnn 文件的路径，或 git 的 REV:FILE；代替 newText',
  'argument.newText': '新设计本身，代替 newFile',
  'argument.set': '网络参数的值：以名称为键的对象，或列表，例如 ["width=0.5"]',
  'argument.parameters':
    '网络参数的取值：以名称为键的对象，值为列表 "1,2,3" 或范围 "0.25..1:0.25"（冒号后为步长）；或列表，例如 ["depth=1,2,3"]',

  // In an editor.
  'design.default': '不给出 file 和 text 时：编辑器中的设计，以当前输入的为准。',
  'diff.default': '不给出设计时：编辑器中的设计与上次提交比较。',

  // What is wrong with a call.
  'unknown-tool': '没有工具{name}',
  'unknown-argument': '{tool}没有参数{name}',
  'wrong.text': '{name}应为字符串',
  'wrong.count': '{name}应为整数，1 或更大',
  'wrong.list': '{name}应为字符串或字符串列表',
  'wrong.values': '{name}应为名称和值的对象，或字符串列表，例如 "width=0.5"',
  both: '{file}和{text}只给出一个',
  neither: '给出{file}（设计的路径）或{text}（设计本身）',
  'long-answer': '回答超过 {limit} MiB',
  'long-answer.hint': '缩小范围：更小的设计、更少的点、一个网络',
  'long-message': '超过 {limit} MiB 的消息不予读取',
};
