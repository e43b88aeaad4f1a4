/**
 * Published figures of the field's networks, as their makers print them: Keras' model.summary(), PyTorch's
 * sums over parameters(), Caffe's prototxt, the lectures. Our own output is no source.
 */

export interface Published {
  /** Relative to the repository. */
  readonly file: string;
  readonly network: string;
  /** `name=value` overrides. */
  readonly set?: readonly string[];
  readonly source: string;
  readonly params: number;
  readonly paramsTotal?: number;
  readonly multiplies: number;
  /** Of main outputs and heads together. */
  readonly withHeads?: { readonly params: number; readonly multiplies: number };
  readonly outputs: readonly string[];
}

const fixtures = 'test/fixtures/networks';

export const published: readonly Published[] = [
  {
    file: 'examples/course.cnn',
    network: 'Direct5x5',
    source: 'lecture on 1x1 convolutions, 153,600 weights and 32 biases',
    params: 153_632,
    multiplies: 120_422_400,
    outputs: ['result'],
  },
  {
    file: 'examples/course.cnn',
    network: 'Bottleneck5x5',
    source: 'lecture on 1x1 convolutions, 15,872 weights and 48 biases',
    params: 15_920,
    multiplies: 12_443_648,
    outputs: ['result'],
  },
  {
    file: 'examples/course.cnn',
    network: 'NaiveModule',
    source: 'lecture on Inception: 64 + 128 + 32 filters, no bottlenecks; 387,072 weights and 224 biases',
    params: 387_296,
    multiplies: 303_464_448,
    outputs: ['result'],
  },
  {
    file: 'examples/course.cnn',
    network: 'InceptionModule',
    source: 'lecture on Inception, inception (3a) of the paper; 163,328 weights and 368 biases',
    params: 163_696,
    multiplies: 128_049_152,
    outputs: ['result'],
  },
  {
    file: 'examples/googlenet.cnn',
    network: 'GoogLeNet',
    source: 'Caffe bvlc_googlenet',
    params: 6_998_552,
    paramsTotal: 6_998_552,
    multiplies: 1_582_671_872,
    withHeads: { params: 13_378_280, multiplies: 1_591_044_096 },
    outputs: ['prob'],
  },
  {
    file: 'examples/googlenet-torchvision.cnn',
    network: 'GoogLeNet',
    source: 'torchvision googlenet; 13,004,888 with both heads',
    params: 6_624_904,
    multiplies: 1_498_376_192,
    withHeads: { params: 13_004_888, multiplies: 1_506_748_416 },
    outputs: ['logits'],
  },
  {
    file: 'examples/inception-v3.cnn',
    network: 'InceptionV3',
    source: 'Keras applications',
    params: 23_817_352,
    paramsTotal: 23_851_784,
    multiplies: 5_713_216_096,
    outputs: ['predictions'],
  },
  {
    file: `${fixtures}/inception-v3-torchvision.cnn`,
    network: 'InceptionV3',
    source: 'torchvision inception_v3',
    params: 23_834_568,
    multiplies: 5_713_216_096,
    withHeads: { params: 27_161_264, multiplies: 5_718_899_296 },
    outputs: ['logits'],
  },
  {
    file: `${fixtures}/inception-v4.cnn`,
    network: 'InceptionV4',
    source: 'timm inception_v4',
    params: 42_679_816,
    multiplies: 12_253_974_624,
    outputs: ['logits'],
  },
  {
    file: `${fixtures}/inception-resnet-v2.cnn`,
    network: 'InceptionResNetV2',
    source: 'timm inception_resnet_v2',
    params: 55_843_464,
    multiplies: 13_155_794_016,
    outputs: ['logits'],
  },
  {
    file: `${fixtures}/inception-resnet-v2.cnn`,
    network: 'InceptionResNetV2',
    set: ['gamma=false'],
    source: 'Keras applications; trainable is the total less 2 x 30,272 moving means and variances',
    params: 55_813_192,
    paramsTotal: 55_873_736,
    multiplies: 13_155_794_016,
    outputs: ['logits'],
  },
  {
    file: `${fixtures}/xception.cnn`,
    network: 'Xception',
    source: 'Keras applications',
    params: 22_855_952,
    paramsTotal: 22_910_480,
    multiplies: 8_357_403_496,
    outputs: ['predictions'],
  },
  {
    file: 'examples/network-in-network.cnn',
    network: 'NetworkInNetwork',
    source: 'Caffe model zoo, ImageNet',
    params: 7_595_176,
    multiplies: 1_100_188_800,
    outputs: ['prob'],
  },
  {
    file: `${fixtures}/network-in-network-cifar10.cnn`,
    network: 'NetworkInNetworkCifar10',
    source: 'Caffe model zoo, CIFAR-10',
    params: 966_986,
    multiplies: 222_486_528,
    outputs: ['logits'],
  },
  {
    file: `${fixtures}/squeezenet-1.0.cnn`,
    network: 'SqueezeNet10',
    source: 'torchvision squeezenet1_0',
    params: 1_248_424,
    multiplies: 818_924_576,
    outputs: ['logits'],
  },
  {
    file: 'examples/squeezenet.cnn',
    network: 'SqueezeNet',
    source: 'torchvision squeezenet1_1',
    params: 1_235_496,
    multiplies: 349_151_936,
    outputs: ['logits'],
  },
];
