/** The designs that the page of surface.test.ts starts with, one of which imports the other. */

import type { FileId } from '../../../src/base/span';

export const mainFile: FileId = 'memory:/designs/main.cnn';
export const blocksFile: FileId = 'memory:/designs/blocks.cnn';

export const designs: Readonly<Record<FileId, string>> = {
  [mainFile]: `import { fire } from "./blocks.cnn"

network Small(width = 2) {
  input image: 16x16x3
  stem = conv(4 * width, 3x3)
  fire(8)
  maxpool(2x2, stride=2)
  fire(16)
  globalavgpool()
  dense(10)
  softmax()
}
`,
  [blocksFile]: `module fire(c) {
  squeeze = conv(c, 1x1)
  relu()
  conv(c, 3x3)
}
`,
};
