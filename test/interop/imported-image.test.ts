/** An image through a network that was imported, beside ONNX Runtime on the source's file with the same preparation by hand. */

import assert from 'node:assert/strict';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { encode as encodePng } from 'fast-png';
import * as ort from 'onnxruntime-node';
import { seededRandom } from '../../src/base/random';
import { incept } from '../support/memory-host';
import { networkOf } from '../support/network-text';
import { exported, sessionOf } from '../support/onnx-session';

const [height, width] = [21, 17];

const source = exported(
  networkOf(`
network Small {
  input image: ${height}x${width}x3
  conv(8, 3x3, stride = 2, padding = 1, norm = batchnorm(epsilon = 1e-5))
  concat { branch { conv(6, 1x1) -> conv(8, 3x3, padding = 1) } branch { maxpool(3x3, stride = 1) -> conv(4, 1x1) } }
  globalavgpool() -> dense(10) -> softmax()
  output scores
}
`),
);

const random = seededRandom(5);
const pixels = Uint8Array.from({ length: height * width * 3 }, () => Math.floor(random() * 256));
const photo = encodePng({ width, height, channels: 3, data: pixels });

/** Of a pixel's channel, as the frameworks' own documentation says. */
const preparations = {
  // torchvision.transforms: ToTensor, then Normalize with the figures of ImageNet.
  torchvision: (value: (channel: number) => number, channel: number) =>
    (value(channel) / 255 - ([0.485, 0.456, 0.406][channel] ?? 0)) / ([0.229, 0.224, 0.225][channel] ?? 1),
  // keras.applications, mode `tf`.
  keras: (value: (channel: number) => number, channel: number) => value(channel) / 127.5 - 1,
  // transform_param of the networks of Caffe: blue, green, red.
  caffe: (value: (channel: number) => number, channel: number) => value(2 - channel) - ([104, 117, 123][channel] ?? 0),
};

describe('an image in a network that was imported', () => {
  for (const [preset, prepare] of Object.entries(preparations)) {
    it(`has the classes and values of ONNX Runtime: ${preset}`, async () => {
      const imported = await incept(['import', 'small.onnx', '-o', 'small.cnn'], { files: { 'small.onnx': source } });
      assert.equal(imported.code, 0, imported.stderr);
      const files = {
        'small.cnn': imported.files.get('/work-folder/small.cnn') ?? '',
        'small.safetensors': imported.files.get('/work-folder/small.safetensors') ?? '',
        'photo.png': photo,
      };
      const image = ['--image', 'photo.png', '--preset', preset];
      const ran = await incept(
        ['run', 'small.cnn', '--weights', 'small.safetensors', ...image, '--top', '10', '--format', 'json'],
        { files },
      );
      assert.equal(ran.code, 0, ran.stderr);
      const { top } = (JSON.parse(ran.stdout) as { outputs: { top: { index: number; value: number }[] }[] })
        .outputs[0] as { top: { index: number; value: number }[] };

      const places = height * width;
      const input = Float32Array.from({ length: places * 3 }, (_, at) => {
        const place = at % places;
        return prepare((channel) => pixels[place * 3 + channel] as number, Math.floor(at / places));
      });
      const session = await sessionOf(source);
      const { scores } = await session.run({ image: new ort.Tensor('float32', input, [1, 3, height, width]) });
      await session.release();
      assert.ok(scores);
      const theirs = [...(scores.data as Float32Array)];
      const order = theirs.map((_, index) => index).sort((a, b) => (theirs[b] as number) - (theirs[a] as number));
      assert.deepEqual(
        top.map(({ index }) => index),
        order,
      );
      for (const { index, value } of top) assert.ok(Math.abs(value - (theirs[index] as number)) < 1e-5, `${index}`);
    });
  }

  it('is prepared as metadata of ONNX say', async () => {
    const entry = (key: string, value: string) => {
      const content = new BinaryWriter().tag(1, WireType.LengthDelimited).string(key);
      const all = content.tag(2, WireType.LengthDelimited).string(value).finish();
      return new BinaryWriter().tag(14, WireType.LengthDelimited).bytes(all).finish();
    };
    const model = Buffer.concat([
      source,
      entry('Image.BitmapPixelFormat', 'Bgr8'),
      entry('Image.NominalPixelRange', 'Normalized_1_1'),
    ]);
    const { files } = await incept(['import', 'small.onnx', '-o', 'small.cnn'], { files: { 'small.onnx': model } });
    const text = String(files.get('/work-folder/small.cnn'));
    assert.match(text, /^\/\/.*values of pixels are -1 to 1; channels are blue, green, red/m);
  });

  it('is prepared as the file says that it was imported from', async () => {
    const prototxt = `name: "Net"
layer { name: "data" type: "Data" top: "data" transform_param { crop_size: 8 mean_value: 104 mean_value: 117 mean_value: 123 } }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv" convolution_param { num_output: 2 kernel_size: 1 } }
`;
    const { files } = await incept(['import', 'net.prototxt', '-o', 'net.cnn'], {
      files: { 'net.prototxt': prototxt },
    });
    const text = String(files.get('/work-folder/net.cnn'));
    assert.match(
      text,
      /^\/\/.*the means 104, 117, 123 are subtracted from the channels; channels are blue, green, red/m,
    );
  });
});
