/** The table of english/layers, in Chinese. */

import type { layers as english } from '../english/layers';
import type { Translation } from '../text';

export const layers: Translation<typeof english> = {
  input: '进入网络的图像。',
  'input.documentation': `写作 \`input name: 224x224x3\`；高 x 宽 x 通道。

没有成本。需要它时，其字节计入 \`peakBytes\`，不计入 \`activationBytes\`。`,

  conv: '卷积，然后归一化，然后激活。',
  'conv.documentation': `结果：\`Hout x Wout x filters\`，按窗口规则。

乘法：\`Hout*Wout*filters * (Kh*Kw*Cin/groups)\`，包括落在填充上的。加法：每个结果少一次，有偏置时次数相同。权重：\`Kh*Kw*Cin/groups*filters\`，另有 \`filters\` 个偏置。归一化和激活都不产生自己的张量。

\`groups\` 把输入通道和卷积核分成同样多的独立部分（Krizhevsky et al. 2012），权重和乘法次数随之成倍减少；它必须整除这两个数。\`dilation\` 拉开窗口内各位置的间距（Yu and Koltun 2016）。\`bias = auto\` 在没有归一化时为 true，有归一化时为 false。`,

  depthwise: '逐通道卷积，然后归一化，然后激活。',
  'depthwise.documentation': `结果：\`Hout x Wout x (C*multiplier)\`，按窗口规则。输入的通道 c 产生结果 \`c*multiplier\` 到 \`c*multiplier + multiplier - 1\`。

乘法：\`Hout*Wout*C*multiplier * Kh*Kw\`，包括落在填充上的。权重：\`Kh*Kw*C*multiplier\`，另有 \`C*multiplier\` 个偏置。它是组数等于通道数的分组卷积（Sifre 2014；Howard et al. 2017）。`,

  separable: '逐通道卷积，然后跨通道的 1x1 卷积。',
  'separable.documentation': `结果：\`Hout x Wout x filters\`，按窗口规则。

逐通道部分有步幅、填充和空洞率，没有偏置、归一化和激活；1x1 部分有偏置、归一化和激活。两者之间的张量不单独计为激活值。

乘法：\`Hout*Wout*C*multiplier * Kh*Kw + Hout*Wout*filters * C*multiplier\`。权重：\`Kh*Kw*C*multiplier + C*multiplier*filters\`，另有 \`filters\` 个偏置。加法为两部分之和。Chollet 2017（Xception）；Keras 的 \`SeparableConv2D\`。`,

  convtranspose: '反方向的卷积：以可训练的权重按步幅放大图像。',
  'convtranspose.documentation': `结果：\`same\` 时为 \`(H*stride) x (W*stride) x filters\`；否则为 \`(H-1)*stride + (Kh-1)*dilation + 1\` 减去被裁掉的填充，再加 \`output_padding\`。输入的每个值与权重窗口相乘后加到结果上，\`result[i*stride - pad + k*dilation] += input[i] * weight[k]\`，与 PyTorch 和 TensorFlow 相同（Zeiler et al. 2010；Dumoulin and Visin 2016）。

乘法：\`H*W*C * Kh*Kw*filters/groups\`，每个乘积计一次；加法次数相同，因为每个和都从偏置或 0 开始。\`effectiveMultiplies\` 不含落在结果之外的乘积。参数：\`Kh*Kw*C/groups*filters\`，另有每个卷积核一个偏置。`,

  maxpool: '每个通道在窗口内的最大值。',
  'maxpool.documentation': `结果：\`Hout x Wout x C\`，按窗口规则。不写步幅时为 1；PyTorch 和 Keras 默认取窗口的大小。

逐元素运算：每个结果 \`Kh*Kw - 1\` 次比较，包括落在填充上的。填充从不胜出：它小于任何值。

Caffe 的池化向上取整：\`padding = valid, rounding = ceil\` 得到它的 112、56、28、14、7。`,

  avgpool: '每个通道在窗口内的平均值。',
  'avgpool.documentation': `结果：\`Hout x Wout x C\`，按窗口规则。不写步幅时为 1；PyTorch 和 Keras 默认取窗口的大小。

逐元素运算：每个结果 \`Kh*Kw - 1\` 次加法和 1 次乘法（乘以值的个数的倒数），包括落在填充上的。

\`count_padding\` 改变数值，不改变形状和计数：不写时（TensorFlow、Keras）只对输入的值求平均；写上时（Caffe，以及 PyTorch 的默认）填充的零也算作值。`,

  adaptiveavgpool: '窗口由给定的结果大小决定的平均值。',
  'adaptiveavgpool.documentation': `结果：\`size x C\`。沿一个轴，窗口 i 从 \`floor(i*in/out)\` 到 \`ceil((i+1)*in/out)\`，因此窗口大小可能不同，并可能重叠一个像素；结果大于输入时会重复取值。即 PyTorch 的 \`AdaptiveAvgPool2d\`。

逐元素运算：每个结果的加法比窗口中的值少一次，另有 1 次乘法。`,

  globalavgpool: '每个通道的平均值。',
  'globalavgpool.documentation': `结果：\`1 x 1 x C\`，与高和宽无关。Lin et al. 2013（Network in Network）用它代替很大的全连接层。

逐元素运算：每个通道 \`H*W - 1\` 次加法和 1 次乘法。`,

  globalmaxpool: '每个通道的最大值。',
  'globalmaxpool.documentation': `结果：\`1 x 1 x C\`，与高和宽无关。

逐元素运算：每个通道 \`H*W - 1\` 次比较。`,

  dense: '全连接层；先展平输入。',
  'dense.documentation': `结果：\`1 x 1 x units\`。输入按高、宽、通道的顺序读取；使用通道在前的框架的权重时要注意这一点。

乘法：\`units * (H*W*C)\`。加法：每个单元少一次，有偏置时次数相同。权重：\`H*W*C*units\`，另有 \`units\` 个偏置。与卷积不同，不写就没有激活函数。`,

  flatten: '把全部值变成一个像素的各个通道。',
  'flatten.documentation': `结果：\`1 x 1 x (H*W*C)\`，按高、宽、通道的顺序，与 TensorFlow 和 Keras 相同；PyTorch 和 Caffe 的通道在前。\`dense\` 会自行展平。

没有成本。`,

  lrn: '跨通道的局部响应归一化。',
  'lrn.documentation': `结果：与输入形状相同。每个值除以 \`(k + alpha/size * S)^beta\`，其中 S 是相邻 \`size\` 个通道的平方和（Krizhevsky et al. 2012）。alpha 要除以 size，与 Caffe 和 PyTorch 相同；TensorFlow 不除。没有可训练的参数。

逐元素运算，每个值：2 次乘法（平方；和乘以 alpha/size）、\`size\` 次加法（求和 \`size - 1\` 次，加 k 一次）、1 次指数运算（求幂）、1 次除法。两端缺少的通道也计入，与填充一样。`,

  batchnorm: '批归一化，采用推理时的形式。',
  'batchnorm.documentation': `结果：与输入形状相同。\`gamma * (x - mean) / sqrt(variance + epsilon) + beta\`，每个通道有存下的均值和方差（Ioffe and Szegedy 2015）。

逐元素运算：每个值 1 次乘法和 1 次加法，因为一个通道的四个数可以合成两个。参数：gamma（\`scale\`）和 beta（\`center\`）可训练，各 C 个；均值和方差各 C 个，不可训练，只计入 \`paramsTotal\`。Keras 的合计为全部 4C，PyTorch 的为可训练的 2C。`,

  layernorm: '在每个位置对其通道做归一化。',
  'layernorm.documentation': `结果：与输入形状相同。均值和方差取自一个位置的各通道（Ba et al. 2016；Liu et al. 2022 用于 ConvNeXt），因此训练与推理的做法相同。

逐元素运算：每个值 2 次乘法和 3 次加法，有 gamma 和 beta 时各多一次；每个位置 2 次乘法、1 次加法、1 次除法和一次开方（计为指数运算）。参数：每个通道一个 gamma 和一个 beta。`,

  groupnorm: '对每组通道在整幅图像上做归一化。',
  'groupnorm.documentation': `结果：与输入形状相同。均值和方差取自高、宽和一组通道（Wu and He 2018）。通道数必须能被组数整除。

逐元素运算：每个值 2 次乘法和 3 次加法，有 gamma 和 beta 时各多一次；每组 2 次乘法、1 次加法、1 次除法和一次开方（计为指数运算）。参数：每个通道一个 gamma 和一个 beta。`,

  instancenorm: '对每个通道在整幅图像上做归一化。',
  'instancenorm.documentation': `结果：与输入形状相同。均值和方差取自一个通道的高和宽（Ulyanov et al. 2016）。

逐元素运算：每个值 2 次乘法和 3 次加法，有 gamma 和 beta 时各多一次；每个通道 2 次乘法、1 次加法、1 次除法和一次开方（计为指数运算）。参数：每个通道一个 gamma 和一个 beta。`,

  l2norm: '把每个位置除以其通道向量的长度。',
  'l2norm.documentation': `结果：与输入形状相同。\`gamma * x / sqrt(S + epsilon)\`，S 是一个位置各通道的平方和（Liu et al. 2016，SSD 这样归一化 conv4_3）。

逐元素运算：每个值 2 次乘法和 1 次加法，有 gamma 时多一次乘法；每个位置 1 次加法、1 次除法和一次开方（计为指数运算）。参数：每个通道一个 gamma。`,

  affine: '以可训练的数对每个通道做缩放和平移。',
  'affine.documentation': `结果：与输入形状相同。\`gamma * x + beta\`：即 Caffe 的 Scale 层；没有加数时是 Touvron et al. 2021 的 layer scale。

逐元素运算：每个值 1 次乘法和 1 次加法，视这一层有哪些而定。参数：每个通道一个 gamma 和一个 beta。`,

  relu: 'max(x, 0)，线性整流。',
  'relu.documentation': `结果：与输入形状相同。\`max(x, 0)\`，Nair and Hinton 2010；自 Krizhevsky et al. 2012 起成为通行的选择。

逐元素运算：每个值 1 次比较。`,

  relu6: 'min(max(x, 0), 6)，上限为 6 的线性整流。',
  'relu6.documentation': `结果：与输入形状相同。\`min(max(x, 0), 6)\`，Krizhevsky 2010；用于 MobileNet。

逐元素运算：每个值 2 次比较。`,

  leakyrelu: 'x，小于零时为 slope * x。',
  'leakyrelu.documentation': `结果：与输入形状相同。x 为正时是 \`x\`，否则是 \`slope * x\`。Maas et al. 2013。

逐元素运算：每个值 1 次比较和 1 次乘法，按所有值为负计。`,

  sigmoid: '1 / (1 + exp(-x))，S 形函数。',
  'sigmoid.documentation': `结果：与输入形状相同。\`1 / (1 + exp(-x))\`。

逐元素运算：每个值 1 次指数运算、1 次加法和 1 次除法；变号不计。`,

  tanh: '双曲正切。',
  'tanh.documentation': `结果：与输入形状相同。\`(exp(2x) - 1) / (exp(2x) + 1)\`。

逐元素运算：每个值 1 次乘法、1 次指数运算、2 次加法和 1 次除法。`,

  silu: 'x * sigmoid(x)，也叫 swish。',
  'silu.documentation': `结果：与输入形状相同。\`x / (1 + exp(-x))\`，也叫 swish。Elfwing et al. 2017；Ramachandran et al. 2017。

逐元素运算：sigmoid 再乘一次：每个值 1 次指数运算、1 次加法、1 次除法和 1 次乘法。`,

  gelu: 'x 乘以它的正态分布函数值。',
  'gelu.documentation': `结果：与输入形状相同。\`x/2 * (1 + erf(x / sqrt(2)))\`，是精确形式，不是 tanh 近似。Hendrycks and Gimpel 2016。

逐元素运算：每个值 3 次乘法、1 次加法和 1 次指数运算（代表 erf）。`,

  hardswish: 'x * relu6(x + 3) / 6，swish 的分段近似。',
  'hardswish.documentation': `结果：与输入形状相同。\`x * relu6(x + 3) / 6\`。Howard et al. 2019（MobileNetV3）。

逐元素运算：每个值 1 次加法、2 次比较和 2 次乘法（其中一次乘以 1/6）。`,

  prelu: '小于零时斜率可训练的线性整流。',
  'prelu.documentation': `结果：与输入形状相同。大于零时是 \`x\`，小于零时是 \`slope * x\`（He et al. 2015）。

逐元素运算：每个值 1 次比较和 1 次乘法。参数：每个通道一个斜率，\`shared = true\` 时共一个。`,

  elu: '指数线性单元。',
  'elu.documentation': `结果：与输入形状相同。大于零时是 \`x\`，小于零时是 \`alpha * (exp(x) - 1)\`（Clevert et al. 2016）。

逐元素运算：每个值 1 次比较、1 次指数运算、1 次加法和 1 次乘法。`,

  selu: '保持均值和方差的指数线性单元。',
  'selu.documentation': `结果：与输入形状相同。大于零时是 \`1.0507 * x\`，小于零时是 \`1.0507 * 1.6733 * (exp(x) - 1)\`（Klambauer et al. 2017）。

逐元素运算：每个值 1 次比较、1 次指数运算、1 次加法和 2 次乘法。`,

  mish: '平滑的整流：x * tanh(softplus(x))。',
  'mish.documentation': `结果：与输入形状相同。Misra 2019。按 \`x * n / (n + 2)\` 计算，其中 \`n = e*e + 2*e\`，\`e = exp(x)\`。

逐元素运算：每个值 1 次指数运算、2 次加法、2 次乘法和 1 次除法。`,

  softplus: '平滑的整流：log(1 + exp(x))。',
  'softplus.documentation': `结果：与输入形状相同。Dugas et al. 2001。

逐元素运算：每个值 2 次指数运算（对数计为一次）和 1 次加法。`,

  hardsigmoid: '由三段直线组成的 sigmoid。',
  'hardsigmoid.documentation': `结果：与输入形状相同。\`min(max(slope * x + 0.5, 0), 1)\`（Courbariaux et al. 2015）。斜率为 1/6，与 PyTorch 相同；旧版 Keras 为 0.2。

逐元素运算：每个值 1 次乘法、1 次加法和 2 次比较。`,

  clip: '把值限制在两个界之间。',
  'clip.documentation': `结果：与输入形状相同。\`min(max(x, minimum), maximum)\`；\`relu6\` 就是 \`clip(0, 6)\`。

逐元素运算：每个值 2 次比较。`,

  softmax: 'exp(x) 除以其和，在每个像素的各通道上。',
  'softmax.documentation': `结果：与输入形状相同。在每个像素的各通道上计算 \`exp(x - max) / sum of exp(x - max)\`，总和为 1。

逐元素运算，每个有 C 个通道的像素：求最大值 \`C - 1\` 次比较，减去它 C 次加法，C 次指数运算，求和 \`C - 1\` 次加法，C 次除法。`,

  dropout: '训练时随机丢弃值；推理时为恒等映射。',
  'dropout.documentation': `结果：与输入形状相同，推理时就是输入本身。训练时每个值以概率 \`rate\` 置零（Srivastava et al. 2014）。

没有成本。`,

  scale: '乘以一个常数。',
  'scale.documentation': `结果：与输入形状相同。Inception-ResNet（Szegedy et al. 2016）在相加之前把残差乘以 0.1 到 0.3。

逐元素运算：每个值 1 次乘法。因子不是参数：它不参与训练。`,

  pad: '在图像四周加边。',
  'pad.documentation': `结果：\`(top + H + bottom) x (left + W + right) x C\`。\`zeros\` 用于填充方式与任何卷积都不同的网络，如 Keras 的 \`ZeroPadding2D\`；\`reflect\` 以边界为轴镜像，边界像素本身不重复；\`edge\` 重复边界像素。

没有成本。加上的边从此是张量的值，因此下一层的 \`effectiveMultiplies\` 会计入它们。`,

  crop: '裁掉图像各边的像素。',
  'crop.documentation': `结果：各边去掉 \`amount\` 个像素的输入；或取其中部，高和宽与 \`like\` 所指的结果相同，多出的一个像素从下边和右边裁掉。U-Net（Ronneberger et al. 2015）在拼接前这样裁剪。

没有成本。对 \`like\` 所指的结果只读取尺寸。`,

  upsample: '以整数倍放大图像。',
  'upsample.documentation': `结果：\`(H*factor) x (W*factor) x C\`。\`nearest\` 重复像素。\`bilinear\` 在像素中心之间插值（半像素中心；PyTorch 的 \`align_corners = False\`）。

逐元素运算：\`nearest\` 没有；\`bilinear\` 每个结果 4 次乘法和 3 次加法，四个相邻像素的权重是预先知道的。`,

  resize: '把图像变为给定的高和宽。',
  'resize.documentation': `结果：\`size\`，或 \`like\` 所指结果的高和宽，通道与输入相同。\`nearest\` 取像素 \`floor(i * in / out)\`。\`bilinear\` 在像素中心之间插值，缩小时不做平滑（半像素中心；PyTorch 的 \`align_corners = False\`）。

逐元素运算：\`nearest\` 没有；\`bilinear\` 每个结果 4 次乘法和 3 次加法。对 \`like\` 所指的结果只读取尺寸。`,

  slice: '取连续的若干通道。',
  'slice.documentation': `结果：\`H x W x channels\`，从 \`start\` 开始的通道（从 0 计）。ShuffleNetV2（Ma et al. 2018）和跨阶段局部网络（CSP）这样切分数据流。

没有成本。`,

  shuffle: '把各组的通道轮流交错排列。',
  'shuffle.documentation': `结果：与输入形状相同。通道 \`g*(C/groups) + i\` 移到 \`i*groups + g\`（Zhang et al. 2018，ShuffleNet），使下一个分组卷积能看到所有组。

没有成本。`,

  spacetodepth: '把像素块变成通道。',
  'spacetodepth.documentation': `结果：\`(H/block) x (W/block) x (C*block*block)\`。\`dcr\` 时，块中第 dy 行第 dx 列的值成为通道 \`(dy*block + dx)*C + c\`，与 TensorFlow 和 ONNX 相同；\`crd\` 时成为通道 \`c*block*block + dy*block + dx\`，与 PyTorch 的 pixel unshuffle 相同。YOLOv2（Redmon and Farhadi 2017）这样重组其直通层。

没有成本。`,

  depthtospace: '把通道变成像素块。',
  'depthtospace.documentation': `结果：\`(H*block) x (W*block) x (C/(block*block))\`，与 \`spacetodepth\` 相反。\`crd\` 即 PyTorch 的 pixel shuffle（Shi et al. 2016）。

没有成本。`,

  identity: '保持输入不变。',
  'identity.documentation': `结果：与输入形状相同，就是输入本身。用于给数据流中的一点命名，或作为模块参数的默认值。

没有成本。`,

  concat: '按书写顺序在通道方向拼接结果。',
  'concat.documentation': `结果：\`H x W x (C1 + C2 + ...)\`。高和宽必须一致。Szegedy et al. 2014 这样合并 Inception 模块的分支。

没有成本：各分支直接写入结果中自己的那一段。`,

  add: '把形状相等的结果逐值相加。',
  'add.documentation': `结果：所有分支必须共有的形状。He et al. 2015 这样把残差块的计算结果加到它的输入上。

逐元素运算：每个值的加法比分支数少一次。`,

  multiply: '把结果逐值相乘。',
  'multiply.documentation': `结果：每个轴上为所有分支共有的长度，长度为 1 的会广播：\`1x1xC\` 的门控作用于每个位置，\`HxWx1\` 的掩码作用于每个通道。Hu et al. 2017（压缩与激励）这样给通道加权。

逐元素运算：结果的每个值，乘法比分支数少一次。`,
};
