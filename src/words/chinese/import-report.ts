/** The table of english/import-report, in Chinese. */

import type { importReport as english } from '../english/import-report';
import type { Translation } from '../text';

export const importReport: Translation<typeof english> = {
  // Comments of the file.
  origin: '从{file}导入（{format}）。',
  'origin.producer': '从{file}导入（{format}，由 {producer} 写出）。',
  'origin.opset': '从{file}导入（{format}，opset {opset}）。',
  'origin.opset.producer': '从{file}导入（{format}，opset {opset}，由 {producer} 写出）。',
  preprocessing: '来源对图像的预处理：{steps}。',
  'comment.missing': '未能表达：{node}（{op}）：{reason}。',
  'comment.more': '以及另外 {count} 个。',

  // The report.
  network: '{network}：{layers} 层，参数 {params} 个，输出为{outputs}',
  weights: '{network}：{count} 个权重张量',
  'weights.unread': '{name}：{reason}',
  matched: '名称与网络都不相符：按权重的形状和顺序匹配各层',
  left: '文件中有 {count} 个模块不属于任何层：{names}',
  unknown: '未知',
  wrote: '已写入{files}',
  missing: '未能表达：{node}（{op}）：{reason}',
  note: '说明：{note}',

  // What a worker refuses.
  'no-format': '没有以此结尾的网络格式；可用的结尾有 {endings}',
  'no-beside': '文件提到的{name}不在它旁边',
};
