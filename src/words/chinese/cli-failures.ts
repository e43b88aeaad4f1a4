/** The table of english/cli-failures, in Chinese. */

import type { cliFailures as english } from '../english/cli-failures';
import type { Translation } from '../text';

export const cliFailures: Translation<typeof english> = {
  // Hints behind what names something that there is not.
  near: '是否想写{near}？',
  known: '可用的有 {names}',

  // Files.
  'cannot-read': '无法读取{path}：{reason}',
  'no-designs': '{path}中没有 .cnn 文件',
  'cannot-write': '无法写入{path}：{reason}',
  'cannot-print': '无法写到标准输出：{reason}',
  'bind-form': '--bind 的形式为 name=file，实际为{found}',
  exists: '{path}已存在',
  'exists.hint': '用 -o 指定另一个文件，或用 --force 覆盖',
  'reason.missing': '文件不存在',
  'reason.folder': '这是文件夹',
  'reason.special': '这不是普通文件',
  'reason.denied': '没有读写权限',
  'reason.parent': '路径中有一段是文件',
  'reason.encoding': '不是 UTF-8 文本',
  'reason.large': '大于 {limit} MiB',

  // Files of a revision.
  'no-git': '无法读取{name}：这台机器上没有 git',
  'revision.hint': '没有这个名称的文件，因此按 REV:FILE 读取',
  'git-failed': '无法读取{name}：git 的消息：{reason}',
  'unknown-revision': 'git 中没有修订{revision}',
  'not-in-revision': '修订{revision}中没有文件{path}',
  'nothing-to-compare': '没有可以与{path}比较的内容',
  'nothing-to-compare.hint': '给出第二个文件，或两个网络：--network A..B',

  // The network that is asked for, and what is set in it.
  'no-network': '{path}中没有网络',
  'no-network.hint': '设计的开头是：{example}',
  'unknown-network': '没有名为{name}的网络',
  'unknown-parameter': '网络{network}没有名为{name}的参数',
  'unknown-part': '{network}没有名为{name}的层或块',
  'set-form': '--set 的形式为 name=value，实际为{found}',
  'set-form.hint': '例如 --set width=0.5',
  'set-value': '无法读取 --set {name} 的值：{value}',
  'set-unfit': '--set {name} 的值类型不对：{value}',
  'set-value.hint': '可以是数、尺寸、true、false 或取值词',

  // Advice.
  'unknown-advice': '没有建议{id}',
  'unknown-advice.after': '应用{others}之后没有建议{id}',
  'dry-run-alone': '--dry-run 需要 --apply，打印的是它的文本',

  // Sweeps.
  'sweep-form': '参数扫描的形式为 name=values，实际为{found}',
  'sweep-form.hint': '例如 width=0.25..1:0.25 或 depth=1,2,3',
  'sweep-empty': '没有可以扫描的参数',
  'sweep-twice': '{name}的值给出了两次',
  'sweep-value': '无法读取{name}的一个值：{value}',
  'sweep-range': '无法读取{name}的一个范围：{value}',
  'sweep-range.hint': '形式为 first..last 或 first..last:step，且步长能从起点走到终点',
  'sweep-many': '扫描有 {count} 个点；最多 {limit} 个',
  'sweep-many.hint': '减少取值，或加大步长',
  'sweep-where': '无法读取条件：{text}',
  'sweep-where.hint': '它对指标和参数为真或假，例如 multiplies <= 600M and width >= 0.5',
  'sweep-measure': '没有名为{name}的指标，也没有这个被扫描的参数',

  // Networks of the field.
  'no-preset-name': '没有说明是哪个网络',
  'unknown-preset': '没有名为{name}的预置网络',
  'presets.hint': 'incept new --list 列出全部',
  'list-alone': '--list 列出全部网络，不带{name}',
  'format-alone': '--format 只用于 --list：网络只有一种形式',

  // Runs.
  'no-tensor': '{path}中没有名为{name}的张量',
  'no-tensor.hint': '其中有 {names}',
  'no-tensor.none': '其中没有张量',
  'no-prediction': '没有这台机器的测量数据，无法预测时间',
  verification: '{network}中计到的乘法次数与预测不一致，这是我们的错误',
  'cannot-run': '无法运行{path}：{reason}',

  // Weights.
  'misfit.hint': '映射文件（--map）说明如何读取其他框架的名称',
  'map-alone': '--map 需要 --weights，映射的是它的名称',
  'map-unusable': '{path}不能用作权重的映射：{reason}',

  // Exports.
  'cannot-export': '无法导出{path}：{reason}',
  'no-text': '{format}不是可以在终端上阅读的文本',
  'no-text.hint': '指定文件：-o model{ending}',
  'no-weights-in': '{format}不含权重',
  'no-weights-in.hint': '含有权重的格式：{formats}',
  'no-folder': '{format}由多个文件组成',
  'no-folder.hint': '指定文件夹：-o model',
  'unknown-format': '没有名为{name}的导出格式',
  'no-format': '没有说明格式',
  'no-format.ending': '{path}：没有以 {ending} 结尾的格式',
  'no-format.hint': '加上 {options}',
  'picture-only': '{option} 只用于图片',
  'picture-only.hint': '加上 --format {formats}',
  'no-rasterizer': '这份程序不能写 PNG',
  'no-rasterizer.hint': '随扩展附带的版本不含绘制 PNG 的部分；--format svg 处处可用',
  'picture-large': '{count} 个方框的图片太大；最多 {limit} 个',
  'picture-large.hint': '较小的 --depth 会折叠模块、循环和辅助分类器',
  memory: '结果约需 {needed} 内存，只剩 {left}',
  'memory.hint': 'NODE_OPTIONS=--max-old-space-size=4096 可以增加内存；按块的表格占用更少',
  'weights-large': '{network}的权重有 {size}；一个文件小于 {limit}',
  'batch-empty': '大小为 {count} 的批没有图像',

  // Imports.
  'no-import': '{path}：没有以此结尾的网络格式',
  'weights-inside': '{path}已含权重：--weights 没有意义',
  'weights-only': '{path}只有权重，没有网络',
  'weights-only.hint': '用 --into FILE.cnn 说明权重属于哪个网络',
  'no-import.hint': '可读取的网络文件以 {endings} 结尾',

  // Ours.
  bug: 'incept 出现内部错误，这是我们的问题：{reason}',
  'bug.hint': '请附上文件报告此问题；INCEPT_DEBUG=1 会打印出错的位置',
};
