/** The table of english/editor, in Chinese. */

import type { editor as english } from '../english/editor';
import type { Translation } from '../text';

export const editor: Translation<typeof english> = {
  // Beside a name in completion.
  'completion.module': '模块',
  'completion.import': '{path}中的模块',
  'completion.constant': '常量',
  'completion.imported-constant': '导入的常量',
  'completion.variable': '循环变量',
  'completion.called': '被调用的值',
  'completion.function': '函数',
  'completion.required': '必需',
  'completion.default': '默认为 {value}',
  'completion.is-default': '默认',
  'completion.keeps-shape': '保持形状不变',
  'completion.fits-join': '使合并相配',
  'completion.gives': '得到 {shape}',
  'completion.shape-here': '这里的形状',

  'parameter.takes': '取值：{values}。',

  // Over a shape in the text. Instances are the places in which a module's layer stands.
  'inlay.shape': '结果：高 x 宽 x 通道',
  'inlay.shape-in': '结果：高 x 宽 x 通道，以{path}为例',
  'inlay.shape-of-instances': '结果：高 x 宽 x 通道，涵盖 {count} 个实例',

  multiplies: '{amount} 次乘法',

  'summary.work': '乘法 {amount}',

  // Above networks and modules.
  'lens.params': '参数 {amount}',
  'lens.peak': '峰值 {amount}',
  'lens.preview': '预览',
  'lens.run': '运行',
  'lens.not-called': '未被调用',
  'lens.instances': '{count} 个实例',
  'lens.share': '占{network}的 {share}',
  'lens.chosen': '显示为{path}，{shape}',
  'lens.budgets-hold': '✓ 符合{network}的预算',
  'lens.budgets-exceeded': '✗ {count} 项预算中有 {exceeded} 项超出',

  budget: '{limit} 的 {share}',
  'budget.most': '最多的是 {layers}',
  'lens.budget': '{sign} {metric} {use}',
  // How many of the checks of `expect` hold.
  'expects.ok': '{count} 项预期成立',
  'expects.missed': '{count} 项预期中有 {missed} 项不成立',
  'expects.open': '{count} 项预期中有 {open} 项未定',
  'expects.sum': '{metric} 为 {found}，预期 {operator} {expected}',
  'expects.shape': '形状为 {found}，预期 {expected}',

  'request.early': '服务器尚未初始化',
  'request.late': '服务器已关闭',
  'request.again': '服务器已经初始化',
  'memory.short': '剩余内存不足，无法回答关于{name}的请求。',
  // Expectations that are written.
  'expect.here': '写成{text}',
  'expect.table': '按所选表格写出 expect',
  'table.row': '表中的行',
  'table.statement': '层',
  'table.metric': '数值',
  'table.claimed': '表中',
  'table.found': '这里',

  // Refactorings: what is done, and that nothing is another by it.
  'refactor.extract': {
    by: 'count',
    one: '提取为模块 {head}',
    other: '从 {count} 处提取模块 {head}',
  },
  'refactor.inline': '内联{name}的这个调用',
  'refactor.inline-all': {
    by: 'count',
    one: '在调用处内联模块{name}',
    other: '在 {count} 个调用处内联模块{name}',
  },
  'refactor.repeat': '把 {count} 个相同的语句写成 repeat {turns}',
  'refactor.same': '{title}（形状、成本和感受野不变）',
  'refactor.paths': '{title}（形状、成本和感受野不变；{count} 层的路径改变）',
  'refactor.confirm': '改变层的路径',

  'rename.refused': '{name}在这里不能用作名称',
  'rename.keyword': '{name}是关键字',
  'rename.hidden': '{name}在这里已有含义（{file}第 {line} 行），会被遮盖',
  // A rename that has to be confirmed.
  'rename.paths': '重命名会改变层的路径',
  'rename.paths-detail': {
    by: 'count',
    one: '{count} 层的路径改变（{example}）',
    other: '{count} 层的路径改变（{example}等）',
  },
  'rename.weights': '{detail}；{files}中有它的权重，用的是旧名称',
  'rename.conflict': '{name}已被占用：{file}第 {line} 行的含义会改变',
  'rename.mistake': '{name}已被占用：{file}第 {line} 行会出错（{message}）',
};
