/** Blocks of the field to write at once, as snippets: `${1:name}` is what is to be filled in. */

/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets look like those of templates */

import type { blocks } from '../words/english/blocks';

export const blockSnippets: Readonly<Record<keyof typeof blocks, string>> = {
  residual:
    'add {\n  branch { conv(${1:channels}, 3x3) -> conv(channels, 3x3, activation = none) }\n  branch { }\n} -> relu()$0',
  bottleneck:
    'add {\n  branch { conv(channels / ${1:4}, 1x1) -> conv(channels, 3x3) -> conv(channels * $1, 1x1, activation = none) }\n  branch { }\n} -> relu()$0',
  inception:
    'concat {\n  branch { conv(${1:64}, 1x1) }\n  branch { conv(${2:96}, 1x1) -> conv(${3:128}, 3x3) }\n  branch { conv(${4:16}, 1x1) -> conv(${5:32}, 5x5) }\n  branch { maxpool(3x3) -> conv(${6:32}, 1x1) }\n}$0',
  'depthwise-separable': 'depthwise(3x3, stride = ${1:1}) -> conv(${2:64}, 1x1)$0',
  'squeeze-excitation':
    'multiply {\n  branch { }\n  branch { globalavgpool() -> conv(channels / ${1:16}, 1x1) -> conv(channels * $1, 1x1, activation = sigmoid) }\n}$0',
};
