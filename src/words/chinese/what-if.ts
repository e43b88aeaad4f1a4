/** The table of english/what-if, in Chinese. */

import type { whatIf as english } from '../english/what-if';
import type { Translation } from '../text';

export const whatIf: Translation<typeof english> = {
  // The strip.
  title: '假设',
  changes: '{count} 处改变',
  change: '{was} → {now}',
  'not-in-text': '尚未写入文本',
  hold: '按住看原文本',
  'hold.title': '按住时显示原文本的网络图和数值，与 B 键相同',
  reset: '重置',
  'reset.title': '恢复为文本的值',
  apply: '写入文本',
  'apply.brief': '应用',
  'apply.title': '把改变写入文本，作为一次可撤消的编辑',

  // Pages.
  pages: '假设',
  'page.sliders': '滑块',
  'page.sweep': '参数扫描',
  'page.fit': '满足预算',
  tick: '刻线：文本的值',

  // Sliders.
  network: '网络',
  selected: '已选',
  'select-layer': '在图或表格中选择一个层，可以改变它的卷积核、窗口、步幅和分组数。',
  'no-arguments': '这一层没有可以改变的数值。',
  size: '尺寸',
  height: '高',
  width: '宽',
  precision: '精度',
  was: '原为 {was}',
  'spoken.value': '{now}，文本中为 {was}',
  'number-of': '{name}，数值',

  // Where an argument stands. The names of arguments come as a list.
  'reach.parameter': '{names}是网络的参数 {parameter}。',
  'reach.argument': '{names}是第 {line} 行调用的实参 {argument}。',
  'reach.call': '{names}在第 {line} 行的调用中。',
  'reach.module': '{names}在模块{module}中，第 {line} 行。',
  'reach.calls': '改变会影响由它生成的全部 {calls} 层。',

  // Refusals.
  refused: '{name} = {value}：{message}。',
  nearest: '最接近的可用值：',
  'nearest.searching': '正在查找可用的值…',
  'nearest.none': '附近没有可用的值。',

  // The bottleneck.
  bottleneck: '1×1 瓶颈层何时划算',
  'bottleneck.about': '两层的乘法次数，随中间通道数变化',
  'bottleneck.direct': '不用瓶颈层 {amount}',
  'bottleneck.here': '{name} = {channels}：{amount}',
  'bottleneck.even': '{name} < {channels} 时划算',
  'bottleneck.in-place': '{amount}，原为 {direct}：{change}',

  // What applying writes.
  written: '将写入的内容',
  'written.undo': '可一次撤消',
  'written.nothing': '还没有：请移动滑块。',
  'written.leaves': '有些 expect 行将不再成立，改一个值也无法使它们成立。',
  'written.removed': '第 {line} 行原为：{text}',
  'written.added': '第 {line} 行改为：{text}',

  // The fields of a sweep.
  'range.first': '改变',
  'range.second': '和',
  'range.none': '无',
  'range.from': '从',
  'range.to': '到',
  'range.step': '步长',
  where: '条件',
  'where.example': 'width >= 0.5 and params <= 5M',
  'axis.x': '横轴',
  'axis.y': '纵轴',
  'axis.less': '{name} ↓',
  'axis.more': '{name} ↑',
  'axis.title-less': '{name}，越少越好',
  'axis.title-more': '{name}，越多越好',
  sweep: '扫描',
  cancel: '取消',
  progress: '第 {done} 个设计，共 {count} 个',
  starting: '正在启动…',
  'found.all': '{count} 个设计',
  'found.failed': '{count} 个有错误',
  'found.no-trade': '有一个设计在两个轴上都最小，因此无需权衡：希望更多的一项请选择 ↑。',
  'copy-table': '复制表格',
  intro: '计算网络在每个取值上的成本，显示帕累托前沿，即没有其他设计在两个轴上都更好的那些设计。',

  // Refusals of a sweep.
  'sweep.range': '{text}不是范围：应为起点、终点，以及能走到终点的步长。',
  'sweep.value': '{text}不是可以扫描的值。',
  'sweep.parameter': '网络没有参数{text}。',
  'sweep.twice': '{text}不能扫描两次。',
  'sweep.where': '{text}不是关于指标和参数的条件：{mistake}。',
  'sweep.where-plain': '{text}不是关于指标和参数的条件。',
  'sweep.measure': '{text}不能作为轴：没有对它扫描。',
  'sweep.many': '{text} 个设计超过 {limit} 个：请加大步长。',
  'sweep.network': '没有可以扫描的网络。',

  // The plot.
  plot: '各设计的{x}与{y}',
  'plot.front': '在前沿上',
  'plot.front-fits': '在前沿上，符合预算',
  'plot.front-over': '在前沿上，超出预算',
  'plot.other': '有更好的设计',
  'plot.text': '文本的设计',
  'plot.pale': '浅色：被“条件”排除',
  'plot.budget': '预算 {limit}',
  'plot.the-text': '文本',

  // The table.
  table: '扫描的各个设计',
  'column.peak': '峰值',
  'column.multiplies': '乘法次数',
  'column.params': '参数量',
  'column.verdict': '结论',
  'verdict.text': '文本',
  'verdict.front': '前沿',
  'verdict.fits': '✓ 符合',
  'verdict.over': '✗ 超出预算',
  'verdict.out': '已排除',

  // Fit a budget.
  'fit.intro': '在上限之内找出使目标最大的取值，并显示那个设计。',
  'fit.limit': '{metric}上限',
  'fit.goal': '最大化',
  find: '查找',
  'fit.found': '在 {count} 个中找到：',
  'fit.nothing': '{count} 个设计都不满足。',
  'fit.see-all': '查看全部扫描结果',

  // For a screen reader, after a change.
  'spoken.less': '{metric} {amount}，减少百分之 {percent}',
  'spoken.more': '{metric} {amount}，增加百分之 {percent}',
  'spoken.same': '{metric} {amount}，与文本相同',
};
