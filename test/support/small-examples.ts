/** Each example at a size that a test can afford to run, odd where the network allows it, so that paddings are uneven. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import type { Shape } from '../../src/ops/dim';
import { analyzeText } from './analyze-text';
import { repositoryRoot } from './disk-files';
import { parameterValue } from './parameter-value';

interface Small {
  /** Of the image; without it as the file says. */
  readonly size?: Shape;
  /** `name=value` overrides. */
  readonly set?: readonly string[];
}

/** By the name of the file. */
export const smallExamples: Readonly<Record<string, Small>> = {
  'course.cnn': {},
  'alexnet.cnn': { size: [63, 63, 3] },
  'convnext-tiny.cnn': { size: [36, 32, 3] },
  'deeplabv3-resnet50.cnn': { size: [17, 17, 3] },
  'densenet121.cnn': { size: [45, 37, 3] },
  'efficientnet-b0.cnn': { size: [65, 49, 3] },
  'googlenet.cnn': { size: [96, 96, 3] },
  'googlenet-torchvision.cnn': { size: [64, 64, 3] },
  'inception-resnet-v1.cnn': { size: [75, 75, 3] },
  'inception-resnet-v2.cnn': { size: [75, 75, 3] },
  'inception-v2.cnn': { size: [64, 96, 3] },
  'inception-v3.cnn': { size: [91, 91, 3] },
  'inception-v3-torchvision.cnn': { size: [91, 91, 3], set: ['aux=false'] },
  'inception-v4.cnn': { size: [75, 75, 3] },
  'lenet5.cnn': {},
  'mobilenet-v1.cnn': { size: [65, 49, 3] },
  'mobilenet-v2.cnn': { size: [65, 49, 3] },
  'mobilenet-v3-large.cnn': { size: [65, 49, 3] },
  'network-in-network.cnn': { size: [211, 211, 3] },
  'res2net50.cnn': { size: [33, 49, 3] },
  'resnet50.cnn': { size: [33, 49, 3] },
  'resnext50.cnn': { size: [33, 49, 3] },
  'shufflenet-v1.cnn': { size: [65, 49, 3] },
  'shufflenet-v2.cnn': { size: [65, 49, 3] },
  'squeezenet.cnn': { size: [81, 67, 3] },
  'ssd300.cnn': { size: [268, 268, 3], set: ['width=1/16'] },
  'tiny-yolo-v2.cnn': { size: [64, 32, 3] },
  'tiny-yolo-v3.cnn': { size: [64, 32, 3] },
  'unet.cnn': { size: [188, 188, 1], set: ['width=2'] },
  'vgg16.cnn': { size: [32, 32, 3] },
  'xception.cnn': { size: [45, 45, 3] },
};

/** Some that have most of the layers and ways to join them, for tests that would take too long with all. */
export const variedExamples: readonly string[] = [
  'course.cnn',
  'googlenet.cnn',
  'googlenet-torchvision.cnn',
  'inception-v3.cnn',
  'lenet5.cnn',
  'mobilenet-v3-large.cnn',
  'network-in-network.cnn',
  'shufflenet-v2.cnn',
  'squeezenet.cnn',
  'tiny-yolo-v3.cnn',
  'unet.cnn',
];

/** @param edit Changes the text before it is read. */
export function analyzeSmallExample(file: string, edit = (text: string): string => text): Analysis {
  const { size, set = [] } = smallExamples[file] as Small;
  return analyzeText(edit(readFileSync(join(repositoryRoot, 'examples', file), 'utf8')), {
    parameters: new Map(set.map(parameterValue)),
    ...(size === undefined ? {} : { inputShape: size }),
  });
}
