/** Every example comes back from TensorFlow.js and from Caffe as it was, with its weights, where these can hold it. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import type { Refusal } from '../../src/base/diagnostic';
import type { NamedTensor } from '../../src/base/tensor';
import { exportCaffe, exportCaffemodel } from '../../src/interop/caffe/export-caffe';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { repositoryRoot } from '../support/disk-files';
import { imported } from '../support/imported';
import { inEnglish } from '../support/refusal-text';
import { assertSame, exampleNetworks, fingerprint, markedWeights } from '../support/same-network';

type Back = Awaited<ReturnType<typeof imported>> | Refusal;
type Weights = ReadonlyMap<string, NamedTensor>;

const formats: Readonly<Record<string, (network: NetworkAnalysis, weights: Weights) => Promise<Back>>> = {
  async tfjs(network, weights) {
    const written = exportTfjs(network, weights, '0');
    if ('refusal' in written) return written.refusal;
    assert.ok('files' in written);
    const files = new Map(written.files.map((file) => [file.name, file.bytes]));
    const readBeside = async (name: string) => files.get(name) ?? assert.fail(name);
    return imported('tfjs', files.get('model.json') ?? '', { readBeside });
  },

  async caffe(network, weights) {
    const written = exportCaffe(network, '0');
    if ('refusal' in written) return written.refusal;
    const model = exportCaffemodel(network, weights);
    assert.ok('text' in written && 'bytes' in model);
    return imported('caffe', written.text, { weights: model.bytes });
  },
};

/** What a format has no word for, and the first layer that needs it. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tfjs: {
    'convnext-tiny.cnn': 'repeat_1/1/repeat_1/1/block_1/branch_1/conv_1: tfjs has nothing that computes gelu',
    'deeplabv3-resnet50.cnn': 'aux/resize_1: tfjs has no resize with such mode',
    'googlenet-torchvision.cnn': 'aux1/adaptiveavgpool_1: tfjs has no adaptiveavgpool with such size',
    'googlenet.cnn': 'lrn_1: tfjs has nothing that computes lrn',
    'shufflenet-v1.cnn':
      'repeat_1/1/unit_1/branch_1/avgpool_1: tfjs has no avgpool with such padding and count_padding',
    'ssd300.cnn': 'scaled: tfjs has nothing that computes l2norm',
  },
  caffe: {
    'convnext-tiny.cnn': 'layernorm_1: caffe has nothing that computes layernorm',
    'deeplabv3-resnet50.cnn': 'aux/resize_1: caffe has nothing that computes resize',
    'googlenet-torchvision.cnn': 'aux1/adaptiveavgpool_1: caffe has no adaptiveavgpool with such size',
    'googlenet.cnn':
      'conv_1: caffe pads both sides of an axis alike, not 2 before and 3 behind; give padding a number to have it even',
    'inception-resnet-v2.cnn': 'mixed_5b/branch_4/avgpool_1: caffe has no avgpool with such padding and count_padding',
    'inception-v3.cnn': 'mixed_0/branch_4/avgpool_1: caffe has no avgpool with such padding and count_padding',
    'inception-v4.cnn':
      'repeat_1/1/inception_a_1/branch_4/avgpool_1: caffe has no avgpool with such padding and count_padding',
    'mobilenet-v1.cnn':
      'conv_1: caffe pads both sides of an axis alike, not 0 before and 1 behind; give padding a number to have it even',
    'shufflenet-v1.cnn':
      'repeat_1/1/unit_1/branch_1/avgpool_1: caffe has no avgpool with such padding and count_padding',
    'shufflenet-v2.cnn': 'repeat_1/1/down_1/shuffle_1: caffe has nothing that computes shuffle',
    'ssd300.cnn': 'scaled: caffe has nothing that computes l2norm',
    'tiny-yolo-v2.cnn': 'maxpool_1: caffe has no maxpool with such padding',
    'tiny-yolo-v3.cnn': 'maxpool_2: caffe has no maxpool with such padding',
    'unet.cnn': 'up_1/branch_1/crop_1: caffe has nothing that computes crop',
  },
};

for (const [format, there] of Object.entries(formats)) {
  describe(`${format}: there and back`, function () {
    this.timeout(60_000);
    for (const file of readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'))) {
      it(`${refused[format]?.[file] === undefined ? 'gives' : 'refuses to give'} ${file} back`, async () => {
        for (const network of exampleNetworks(file)) {
          const weights = markedWeights(network);
          const back = await there(network, weights);
          const why = refused[format]?.[file];
          if ('code' in back || why !== undefined) {
            assert.equal('code' in back ? inEnglish(back) : '', why);
            continue;
          }
          assert.deepEqual(back.foreign.missing, []);
          assertSame(network, back.network);
          assert.deepEqual(back.weights.map(fingerprint).sort(), [...weights.values()].map(fingerprint).sort());
        }
      });
    }
  });
}
