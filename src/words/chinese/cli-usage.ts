/** The table of english/cli-usage, in Chinese. */

import type { cliUsage as english } from '../english/cli-usage';
import type { Translation } from '../text';

export const cliUsage: Translation<typeof english> = {
  // The frame of a help text.
  'title.usage': '用法：',
  'title.arguments': '参数：',
  'title.options': '选项：',
  'title.commands': '命令：',
  'place.options': '[选项]',
  'place.command': '[命令]',
  choices: '{text}（可选：{choices}）',
  default: '{text}（默认：{value}）',
  'choices.default': '{text}（可选：{choices}；默认：{value}）',

  // What is missing, unknown or too much.
  'unknown-command': "未知命令 '{name}'",
  'unknown-option': "未知选项 '{name}'",
  near: '（是否想写{near}？）',
  'missing-argument': "缺少必需的参数 '{name}'",
  'missing-value': "选项 '{option}' 缺少值",
  'too-many': "'{command}' 的参数过多：应为 {expected} 个，实际为 {found} 个。",
  conflict: "选项 '{option}' 不能与选项 '{other}' 同时使用",

  // A value of an option or an argument, and why it is none.
  'invalid-option': "选项 '{option}' 的值 '{value}' 无效。{reason}",
  'invalid-argument': "参数 '{name}' 的值 '{value}' 无效。{reason}",
  'allowed-choices': '可选：{choices}。',
  size: '尺寸为高 x 宽 x 通道，例如 320x320x3。',
  precision: '给出一种数值格式用于两者，或 weights=int8,activations=float16。数值格式有 {known}。',
  count: '应为整数，0 或更大。',
  positive: '应为整数，1 或更大。',
  sizes: '应为以逗号分隔的尺寸，例如 160x160x3,224x224x3。',
  share: '应为百分比，例如 5%。',
  gate: '形式为指标、> >= < <= == != 之一，以及数值、+n 或 +n%："multiplies > +1%"、"params <= 7M"。',
  networks: '应为一个网络，或以 .. 连接的两个网络：Direct..Bottleneck。',
  name: '名称由字母、数字和 _ 组成，不以数字开头，也不是关键字。',
  metrics: '应为以逗号分隔的指标。',
  'unknown-metric': '没有名为{name}的指标。指标有 {known}。',
  'unknown-metric.near': '没有名为{name}的指标。是否想写{near}？',
};
