/** The table of english/cli-progress, in Chinese. */

import type { cliProgress as english } from '../english/cli-progress';
import type { Translation } from '../text';

export const cliProgress: Translation<typeof english> = {
  'run.calibrate': '校准 {place}/{count} {path}',
  'run.weights': '正在读取权重',
  'run.prepare': '准备权重',
  'run.verify': '核对 {place}/{count} {path}',
  'run.run': '运行 {place}/{count} {path}',

  sweep: '第 {place}/{count} 点',

  /** Of a picture. */
  'layout-slow': '说明：布局耗时过长，各层改为自上而下排列',
  'layout-failed': '说明：布局出错而中止，各层改为自上而下排列',

  measuring: '正在测量这台机器（仅一次），用于预测时间',
  'measuring.percent': '正在测量这台机器（仅一次），用于预测时间：{percent}%',
  'not-measured': '说明：没有预测时间：{reason}',
  'not-kept': '说明：这台机器的测量数据无法保存到{path}：{reason}',

  'reading-weights': '从{path}读取权重',
  'drawing-weights': '按种子 {seed} 生成权重',
  wrote: '已把{network}写入{path}：{size}，{layers} 层，输出为{outputs}',
  'wrote-preset': '已把{title}写入{path}',
  'standard-output': '标准输出',
};
