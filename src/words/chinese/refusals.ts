/** The table of english/refusals, in Chinese. */

import type { refusals as english } from '../english/refusals';
import type { Translation } from '../text';
import { mistake } from './mistake';

export const refusals: Translation<typeof english> = {
  'no-input': '网络{network}没有输入',
  'no-output': '网络{network}没有输出',

  // Runs.
  'run.no-network': '没有可以运行的网络',
  'run.no-image': '没有可以运行的图像',
  'run.end': '网络{network}没有名为{name}的输出或层',
  'run.unknown-end': '文本中有错误，运行的终点未知',
  'run.unknown-layer': '无法运行{path}：{reason}',
  'run.tensor': '有 {size} 个值的张量超过一次运行的上限（{limit}）',
  'run.memory': '运行的张量需要 {size} GiB，超过一块内存的容量',

  // Runs that have begun. What stands between `run.` and `/` is the code of a `RunError`.
  'run.cancelled/run': '运行已取消',
  'run.cancelled/calibration': '校准已取消',
  'run.image/unreadable': '无法读取{file}',
  'run.image/empty': '{file}是空文件',
  'run.image/type': '{file}既不是 PNG 图像，也不是 JPEG 图像',
  'run.image/no-pixels': '{file}没有像素（{size}）',
  'run.image/large': '{file}有 {size} 像素；最多解码 {limit} 百万像素',
  'run.image/cut': '{file}不完整',
  'run.image/png-header': '{file}没有 PNG 文件头',
  'run.image/jpeg-header': '{file}没有 JPEG 帧头',
  'run.image/no-data': '{file}没有图像数据',
  'run.image/unpacked': '{file}的数据多于其像素尺寸所需',
  'run.image/png-headers': '{file}有两个 PNG 文件头',
  'run.image/png-fields': '{file}的 PNG 文件头无效',
  'run.image/palette': '{file}的调色板无效',
  'run.image/no-palette': '{file}使用调色板颜色，却没有调色板',
  'run.image/jpeg-headers': '{file}有两个 JPEG 帧头',
  'run.image/jpeg-fields': '{file}的 JPEG 帧头无效',
  'run.image/jpeg-kind': '{file}是不支持的 JPEG 类型（无损、分层或算术编码）',
  'run.image/jpeg-depth': '{file}是每样本 {depth} 位的 JPEG；只支持 8 位',
  'run.image/scans': '{file}的扫描遍数多于任何程序会写出的',
  'run.image/too-little': '{file}不完整：数据少于其像素所需',
  'run.image/damaged': '无法解码{file}，文件损坏或不完整（{reason}）',
  'run.input/channels': '图像有 3 个通道（灰度为 1 个）；网络的输入有 {channels} 个',
  'run.input/shape': '{file}中{name}的形状为 [{found}]；{network}接受 [{expected}]（高、宽、通道）',
  'run.weights': '{file}与{network}不匹配：{problems}',
  'run.memory/limit': '运行需要 {needed} GiB（张量 {tensors}，权重 {weights}），超过一次运行的上限 {limit} GiB',
  'run.memory/address': '运行的张量和权重需要 {bytes} 字节，超过上限 {limit}',
  'run.memory/block': '运行的张量和权重需要 {bytes} 字节，未能分配',
  'run.memory/tensors': '运行的张量需要 {size} MiB，未能分配',
  'run.memory/engine': '内存不足，无法运行（{reason}）',
  'run.memory/worker': '运行所需的内存超过可用内存',
  'run.features': '此引擎没有快速运行时所需的 WebAssembly SIMD；Node 16.4 和 2023 年的浏览器都有。参考后端不需要它。',
  'run.crashed/start': '无法开始运行：{reason}',
  'run.crashed/load': '无法加载运行用的工作线程',
  'run.crashed/inside': '运行崩溃：{reason}',
  'run.crashed/silent': '运行用的工作线程没有响应',
  'run.crashed/ended': '运行用的工作线程已退出，代码 {code}',
  'run.crashed/thread': '运行的一个线程提前结束',

  // What our own client never asks, and what is no refusal of the network.
  'request.run': '这不是运行网络的请求',
  'request.calibrate': '这不是测量的请求',
  'request.mistake': mistake,

  // Files.
  'export.inexpressible': '{path}：{target}没有能计算{op}的运算',
  'export.inexpressible/arguments': '{path}：{target}的{op}不支持这样的{arguments}',
  'export.inexpressible/uneven-padding':
    '{path}：{target}在一个轴的两侧填充相同，不能前面填充{before}、后面填充{after}；给 padding 写一个数即可两侧相同',
  'export.unknown-output': '文本中有错误，输出{name}未知',
  'export.unknown-layer': '无法导出{path}：{reason}',
  'export.size': '{network}的 {format} 有 {size}；一个文件小于 {limit}',

  // Values of parameters.
  'parameter.unreadable': '无法读取 {name} = {value}',
  'parameter.mistaken': '{name} = {value}：{mistake}',

  // Weights that do not fit a network.
  'weights.missing': '缺少{name}：需要形状为 [{expected}] 的张量',
  'weights.missing/other': '缺少{name}：需要形状为 [{expected}] 的张量；文件中有{found}',
  'weights.shape': '{name}的形状为 [{found}]，应为 [{expected}]',
  'weights.extra': '{name}不属于{network}的任何层',
  'map.no-weight': '映射中的{name}不是{network}的权重',
  'map.no-beginning': '{network}没有以映射中的{name}开头的权重',

  // A file that should be a map of weights.
  'map.json': '不是 JSON：{reason}',
  'map.object': '不是 JSON 对象',
  'map.key': '没有键{key}',
  'map.key/known': '没有键{key}；可用的有{keys}',
  'map.layout': 'layout 应为{layouts}之一',
  'map.names': 'names 是对象：从我们的名称到文件中的名称',
  'map.name': '{name}对应的名称不是字符串',
  'map.ignore': 'ignore 是名称的列表',

  // A file that should be of safetensors.
  'safetensors.truncated/length': '文件短于开头的八个字节',
  'safetensors.truncated/header': '文件在文件头中间结束',
  'safetensors.truncated/tensor': '{name}应到第 {end} 字节，文件只有 {bytes} 字节：文件不完整',
  'safetensors.header/size': '文件头长达 {bytes} 字节；这不是 safetensors 文件',
  'safetensors.header/json': '文件头不是 JSON；这不是 safetensors 文件',
  'safetensors.header/object': '文件头不是 JSON 对象',
  'safetensors.header/entry': '{name}没有符合格式的条目',
  'safetensors.header/shape': '{name}的形状不是最多 {limit} 个整数',
  'safetensors.header/range': '{name}的字节范围不是两个整数',
  'safetensors.header/backwards': '{name}的字节范围的终点在起点之前',
  'safetensors.type': '{name}为 {type}；支持 F32、F16 和 BF16',
  'safetensors.type/none': '{name}没有类型；支持 F32、F16 和 BF16',
  'safetensors.range/size': '形状为 [{shape}]、类型为 {type} 的{name}应有 {bytes} 字节，其范围为 {found}',
  'safetensors.range/overlap': '{name}与另一个张量重叠',
  'safetensors.range/gap': '{name}之前的 {count} 字节不属于任何张量',
  'safetensors.range/rest': '末尾的 {count} 字节不属于任何张量',

  // A file of another framework.
  'foreign.protobuf': '文件损坏或属于别的类型：第 {at} 字节处没有 protobuf 字段',
  'foreign.fields': '第 {at} 字节处：消息的字段超过 {limit} 个',
  'foreign.prototxt': '第 {line} 行第 {column} 列：{found}不应出现在这里',
  'foreign.prototxt/end': '第 {line} 行第 {column} 列：文件在消息中间结束',
  'foreign.no-hdf5': '文件损坏或属于别的类型：开头不是 HDF5',
  'foreign.hdf5': 'HDF5 文件在第 {at} 字节处损坏',
  'foreign.hdf5-version': '第 {at} 字节处：不支持 HDF5 的 {type} 类消息的版本 {version}',
  'foreign.hdf5-filter': '值由 HDF5 的过滤器 {filter} 压缩，不支持读取',
  'foreign.hdf5-member': 'HDF5 文件提到了{name}，却没有它',
  'foreign.weights-alone': '文件只有权重，没有模型；先给出模型，再用 --weights 给出此文件',
  'foreign.pickle': '文件损坏或属于别的类型：pickle 在第 {at} 字节处中断',
  'foreign.no-state': '文件没有 PyTorch 的 state dict，即 torch.save(model.state_dict(), ...) 写出的内容',
  'foreign.no-tensor': '张量{name}已损坏',
  'foreign.zip': '压缩包在第 {at} 字节处损坏',
  'foreign.no-graph': '文件没有 ONNX 的图',
  'foreign.no-input': '文件没有输入',
  'foreign.tensor-type': '张量{name}的元素类型为 {type}，不支持读取',
  'foreign.tensor-external': '张量{name}的值在另一个文件中，不支持读取',
  'foreign.no-model': '文件没有 Keras 的模型',
  'foreign.manifest': '权重的清单无效',
  'foreign.no-such-input': '文件没有名为{name}的输入',
  'foreign.text': '网络写出后读回不能得到同一个网络；它的尺寸或计数超出了这里的范围',
  'foreign.no-layers': '文件没有层',
  'foreign.no-weights': '权重文件没有张量',
  'foreign.tensor-size': '形状为 [{shape}] 的张量{name}有 {bytes} 字节',
  'foreign.no-blob': '{node}读取{name}，而之前没有产生它的层',
  'foreign.nothing': '没有可以表达的内容：{node}（{op}）：{reason}',
  'foreign.no-output': '文件没有通向结果的层',
  'foreign.input-size': '文件没有说明{name}的大小；用 --size 给出，例如 --size 224x224x3',
  'foreign.input-shape': '形状为 [{shape}] 的输入{name}不是图像',

  // Weights are looked for in all layers before a format is asked.
  'unknown-layer': '{path}：{reason}',
};
