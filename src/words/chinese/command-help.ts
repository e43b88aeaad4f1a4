/** The table of english/command-help, in Chinese. */

import type { commandHelp as english } from '../english/command-help';
import type { Translation } from '../text';

export const commandHelp: Translation<typeof english> = {
  program: '在 .cnn 文件中设计卷积网络，查看每一层的成本。',
  version: '打印版本',
  language: '输出的语言；不给出则由环境变量决定（LC_ALL、LC_MESSAGES、LANG）',
  help: '打印此帮助',
  'help.command': '显示某个命令的帮助',
  after: '文件为 .cnn 路径；- 表示标准输入。`incept COMMAND --help` 说明某个命令。',

  // In the list of commands, and as a sentence in the help of the command itself.
  check: '报告错误、超出的预算和不成立的预期',
  'check.sentence': '报告错误、超出的预算和不成立的预期。',
  cost: '按层、块或层的种类列出形状和成本',
  'cost.sentence': '按层、块或层的种类列出形状和成本。',
  explain: '某个层或块的数值及其公式，或网络的合计',
  'explain.sentence': '某个层或块的数值及其公式，或网络的合计。',
  diff: '两个文件或修订之间结构和成本的变化',
  'diff.sentence': '两个文件或修订之间结构和成本的变化。',
  sweep: '在参数和尺寸的网格上的成本，以及帕累托前沿',
  'sweep.sentence': '在参数和尺寸的网格上的成本，以及帕累托前沿。',
  advise: '使网络更省的改写，附精确的节省',
  'advise.sentence': '使网络更省的改写，附精确的节省。',
  run: '对图像、张量或随机输入做前向传播',
  'run.sentence': '对图像、张量或随机输入做前向传播。',
  graph: '把网络画成图，或以 JSON 给出节点和组',
  'graph.sentence': '把网络画成图（SVG、PNG 或文本），或以 JSON 给出节点和组。',
  report: '可以浏览、打印和保存的页面',
  'report.sentence': '把网络写成一个独立的页面：屏幕上是预览，打印时是 A4 页面。',
  export: '为其他框架导出网络和权重',
  'export.sentence': '为其他框架导出网络和权重。',
  import: '把其他框架的网络导入为 .cnn 文件，连同权重',
  'import.sentence': '把其他框架的网络导入为 .cnn 文件，连同权重。',
  fmt: '格式化文件',
  'fmt.sentence': '格式化文件。',
  new: '以预置网络的文本作为起点',
  'new.sentence': '以预置网络的文本作为起点。',
  debug: '打印分析的某个阶段对文件的结果',
  'debug.sentence': '打印分析的某个阶段对文件的结果。',
  lsp: '标准输入输出上的语言服务器',
  'lsp.sentence': '标准输入输出上的语言服务器。',
  mcp: '供语言模型使用的工具：标准输入输出上的 Model Context Protocol',
  'mcp.sentence': '供语言模型使用的工具：标准输入输出上的 Model Context Protocol。',
  completion: '供 shell 补全命令行的脚本',
  'completion.sentence': '供 shell 补全命令行的脚本。',

  // Arguments.
  file: '.cnn 文件，或 - 表示标准输入',
  'files.check': '.cnn 文件、包含 .cnn 文件的文件夹，或 - 表示标准输入',
  'files.format': '.cnn 文件，或 - 表示标准输入（格式化到标准输出）',
  path: '层或块的路径，例如 inception_3a/branch_2/conv_1；不给出则为整个网络',
  stage: '要打印的阶段',
  shell: '哪种 shell；把打印的内容放进它的启动文件',
  'completion.words': '命令行；shell 用它询问某个位置可以是什么',
  'diff.old': '.cnn 文件，或 git 的 REV:FILE',
  'diff.new': '.cnn 文件，或 git 的 REV:FILE；不给出则为同一文件，用于 --network A..B',
  'preset-name': '--list 列出的网络',

  swept: '参数的取值：列表，例如 depth=1,2,3；或范围，例如 width=0.25..1:0.25',

  // Options of several commands.
  network: '使用的网络；不给出则为文件中的最后一个',
  set: '网络参数的值；可重复',
  'set.default': '文件中的默认值',
  size: '另一输入尺寸，例如 320x320x3',
  target: '指出在某个框架中会有所不同之处',
  precision: '内存中的数值格式，例如 int8 或 weights=int8,activations=float16',
  batch: '批大小，激活值字节数和峰值随之增长',
  format: '输出的形式',
  bind: '取常量的输入，来自 ONNX 的张量；可重复',
  'bind.default': '无',
  force: '覆盖已有的文件',
  output: '写入文件，而不是标准输出（-）',
  weights: '.safetensors 文件或其他框架的模型中的权重；不给出则按种子生成',
  map: '说明 --weights 中张量的名称和顺序的 JSON 文件',

  // Options of cost and fmt, and of the language server.
  by: '表格的行',
  sort: '从大到小排列，而不是书写顺序',
  metrics: '表格的列',
  'fmt.check': '不做修改；有文件未格式化则退出码为 1',
  stdio: '通过标准输入输出通信（唯一的方式）',

  // Options of diff.
  'diff.network': '两边都使用的网络，或 A..B 各取一个',
  'fail-on': '指标满足条件时退出码为 1：数值、多 +n 或多 +n%；可重复',
  'fail-on.default': '无',

  // Options of sweep.
  'sweep.size': '输入的各种尺寸，例如 160x160x3,224x224x3',
  where: '以指标和参数表示的条件，例如 "multiplies <= 600M"；可重复',
  'where.default': '网络的预算',
  best: '在满足条件的点中取该指标最大的；-M 则取最小的',
  x: '从左到右的指标或参数；+M 表示越多越好',
  y: '从下到上的指标或参数；+M 表示越多越好',

  // Options of advise.
  'min-saving': '只列出至少节省网络乘法次数的这一比例的改写，例如 5%',
  kind: '只列出这一种改写',
  apply: '把这项改写写入文件；可重复，依次应用',
  'apply.default': '无',
  'dry-run': '打印新的全文，不写入',

  // Options of completion.
  'completion.at': '光标处的词的位置，从 incept 之后的 0 计',

  // Options of new.
  list: '列出全部预置网络及其成本',

  // Options of graph and export.
  depth: '展开模块、循环和辅助分类器的层数；不给出时，图片与预览打开时一样折叠，其他格式全部展开',
  'graph.format': '不给出则由 --output 的结尾决定，否则为 dot',
  theme: 'SVG 或 PNG 的颜色；paper 用于打印（默认：light）',
  columns: 'SVG 或 PNG 折成的列数；不给出则取使页面上最大的列数',
  'graph.metric': 'SVG 或 PNG 的颜色、占比和条形所依据的指标（默认：multiplies）',
  to: '{formats}；不给出则由 --output 的结尾决定',
  'export.seed': '权重的种子；与 run 相同',
  'export.batch': 'ONNX 文件中的批大小：一个数，或表示任意个数的名称，例如 N',
  'export.output': '写入文件；由多个文件组成的格式写入文件夹；不给出则写到标准输出，但不能是终端',

  // Import.
  'foreign-file': '网络的文件：{endings}',
  'import.output': '要写入的 .cnn 文件，- 表示标准输出；权重写在它旁边（默认：来源的名称）',
  'import.into': 'FILE 所含权重对应的 .cnn 文件；只写权重',
  'import.weights': '权重的文件，用于网络文件不含权重时',
  'import.name': '网络的名称；不给出则用来源的名称',
  'import.size': '输入尺寸，例如 224x224x3，代替来源中的尺寸',

  // Options of run.
  image: '作为输入的 PNG 或 JPEG 图像',
  preset: '图像的归一化方式',
  stretch: '把图像拉伸到输入尺寸，而不是裁掉较长的一边',
  input: '.safetensors 文件中的输入张量，高 x 宽 x 通道',
  seed: '权重和随机输入的种子',
  threads: '计算用的线程数',
  backend: '快速内核，或作为其规范的普通内核',
  exact: '在任何机器、任何线程数下结果逐位相同',
  relaxed: '机器支持时更快，为默认；不同机器的末位会有差别',
  repeat: '运行的次数，使时间更稳定',
  upto: '到某个输出、辅助分类器、层或块为止，只计算它所需的部分',
  top: '每个输出列出的最大值个数',
  labels: '类别的名称：每行一个，或 JSON',
  values: '把各输出作为张量写入 .safetensors 文件',
  profile: '列出每层的时间和数值，以及预测的时间',
  predict: '不运行：列出对这台机器预测的时间',
  calibrate: '预测之前重新测量这台机器',
  verify: '数出每一次乘法，并与计数内核比较次数和数值',
};
