/** Images: decoding of what cameras and tools write, refusal of what is broken or too large, resizing, presets. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode as encodePng } from 'fast-png';
import { zlibSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { decodeImage } from '../../src/runtime/decode-image';
import { type DecodedImage, imageToInput } from '../../src/runtime/image';
import { RunError } from '../../src/runtime/run-error';
import { errorInEnglish, inEnglish } from '../support/refusal-text';

function refuses(bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => decodeImage(bytes, 'photo.png'),
    (error) => error instanceof RunError && error.code === 'image' && message.test(inEnglish(error.refusal)),
  );
}

/** A PNG file from its header fields and raw rows; checksums are not checked by decoders here. */
function pngOf(
  width: number,
  height: number,
  depth: number,
  colour: number,
  rows: Uint8Array,
  extra: Chunk[] = [],
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colour, 0, 0, 0], 8);
  const chunks: Chunk[] = [['IHDR', header], ...extra, ['IDAT', zlibSync(rows)], ['IEND', new Uint8Array(0)]];
  const parts = chunks.flatMap(([type, data]) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, data.length);
    return [length, new TextEncoder().encode(type), data, new Uint8Array(4)];
  });
  return Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, ...parts.flatMap((part) => [...part])]);
}

type Chunk = [type: string, data: Uint8Array];

const rgbaOf = (image: DecodedImage): number[] => [...image.rgba];

describe('decodeImage', () => {
  it('reads PNG in colour, grey, with alpha, 16 bits, palette and packed grey', () => {
    const rgb = encodePng({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(1, 2, 3, 250, 251, 252) });
    assert.deepEqual(rgbaOf(decodeImage(rgb, 'a')), [1, 2, 3, 255, 250, 251, 252, 255]);
    const alpha = encodePng({ width: 1, height: 1, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 4) });
    assert.deepEqual(rgbaOf(decodeImage(alpha, 'a')), [1, 2, 3, 4]);
    const grey = encodePng({ width: 1, height: 2, channels: 1, depth: 8, data: Uint8Array.of(7, 9) });
    assert.deepEqual(rgbaOf(decodeImage(grey, 'a')), [7, 7, 7, 255, 9, 9, 9, 255]);
    const deep = encodePng({ width: 1, height: 1, channels: 3, depth: 16, data: Uint16Array.of(0, 32768, 65535) });
    assert.deepEqual(rgbaOf(decodeImage(deep, 'a')), [0, 128, 255, 255]);
    const palette = pngOf(2, 1, 8, 3, Uint8Array.of(0, 1, 0), [['PLTE', Uint8Array.of(10, 20, 30, 40, 50, 60)]]);
    assert.deepEqual(rgbaOf(decodeImage(palette, 'a')), [40, 50, 60, 255, 10, 20, 30, 255]);
    // Three pixels of one bit: 1, 0, 1.
    assert.deepEqual(
      rgbaOf(decodeImage(pngOf(3, 1, 1, 0, Uint8Array.of(0, 0b10100000)), 'a')),
      [255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255],
    );
  });

  it('reads JPEG', () => {
    const data = new Uint8Array(16 * 8 * 4).fill(200);
    const image = decodeImage(encodeJpeg({ width: 16, height: 8, data }, 95).data, 'a.jpg');
    assert.equal(image.width, 16);
    assert.equal(image.height, 8);
    assert.ok(Math.abs((image.rgba[0] as number) - 200) <= 2);
  });

  it('refuses what is no image, with the name of the file', () => {
    refuses(new Uint8Array(0), /^photo.png is empty$/);
    refuses(new TextEncoder().encode('GIF89a'), /^photo.png is neither a PNG nor a JPEG image$/);
  });

  it('refuses files cut short at any byte', () => {
    const data = Uint8Array.from({ length: 20 * 20 * 3 }, (_, i) => (i * 37) & 255);
    const png = encodePng({ width: 20, height: 20, channels: 3, depth: 8, data });
    for (let length = 8; length < png.length; length += 13) refuses(png.subarray(0, length), /cut short|damaged/);
    const pixels = Uint8Array.from({ length: 20 * 20 * 4 }, (_, i) => (i * 37) & 255);
    const jpeg = encodeJpeg({ width: 20, height: 20, data: pixels }, 90).data;
    for (let length = 4; length < jpeg.length / 2; length += 29) {
      refuses(jpeg.subarray(0, length), /cut short|damaged|no JPEG frame header/);
    }
  });

  it('refuses sizes beyond the limit before it allocates for them', () => {
    refuses(pngOf(100_000, 100_000, 8, 2, new Uint8Array(10)), /100000x100000 pixels large; at most 64 megapixels/);
    refuses(pngOf(0, 5, 8, 2, new Uint8Array(10)), /no pixels/);
  });

  it('refuses data that unpacks to far more than its pixels', () => {
    refuses(pngOf(2, 2, 8, 2, new Uint8Array(2_000_000)), /more data than its size in pixels explains/);
  });

  it('never looks at chunks that do not make the picture', () => {
    const profile: Chunk = ['iCCP', Uint8Array.of(1, 2, 3)];
    const file = pngOf(1, 1, 8, 2, Uint8Array.of(0, 5, 6, 7), [profile]);
    assert.deepEqual(rgbaOf(decodeImage(file, 'a')), [5, 6, 7, 255]);
  });

  it('refuses a PNG whose header, palette or rows are not those of its picture', () => {
    const rows = new Uint8Array(2 * (2 * 3 + 1));
    const second = new Uint8Array(13);
    new DataView(second.buffer).setUint32(0, 100_000_000);
    new DataView(second.buffer).setUint32(4, 6);
    refuses(pngOf(2, 2, 8, 2, rows, [['IHDR', second]]), /two PNG headers/);
    refuses(pngOf(2, 2, 8, 2, rows.subarray(0, 10)), /cut short/);
    refuses(pngOf(2, 2, 8, 3, new Uint8Array(6)), /no palette/);
    refuses(pngOf(2, 2, 8, 3, new Uint8Array(6), [['PLTE', new Uint8Array(4)]]), /a palette that is none/);
    for (const [depth, colour] of [
      [3, 0],
      [16, 3],
      [4, 2],
      [8, 5],
    ] as const) {
      refuses(pngOf(2, 2, depth, colour, rows), /header that is none/);
    }
  });

  const jpegOf = (width: number, height: number): Uint8Array => {
    const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * 37) & 255);
    return new Uint8Array(encodeJpeg({ width, height, data }, 90).data);
  };
  const frameOf = (jpeg: Uint8Array): number => jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  const changed = (jpeg: Uint8Array, offset: number, ...bytes: number[]): Uint8Array => {
    const copy = jpeg.slice();
    copy.set(bytes, frameOf(jpeg) + offset);
    return copy;
  };

  it('refuses at once a JPEG with too little data for the size that it claims, and kinds that are not read', () => {
    const jpeg = jpegOf(16, 16);
    const startedAt = process.cpuUsage();
    refuses(changed(jpeg, 5, 0x1f, 0x40, 0x1f, 0x40), /too little data for its pixels/);
    refuses(changed(jpeg, 1, 0xc2, 0, 17, 8, 0x1f, 0x40, 0x1f, 0x40), /too little data for its pixels/);
    refuses(changed(jpeg, 1, 0xc9), /a kind that is not read/);
    refuses(changed(jpeg, 4, 12), /12 bits per sample/);
    refuses(changed(jpeg, 11, 0xf1), /frame header that is none/);
    const at = frameOf(jpeg);
    const frame = jpeg.subarray(at, at + 19);
    refuses(Uint8Array.of(...jpeg.subarray(0, at), ...frame, ...jpeg.subarray(at)), /two JPEG frame headers/);
    refuses(jpeg.subarray(0, jpeg.length - 2), /cut short/);
    const { user, system } = process.cpuUsage(startedAt);
    assert.ok(user + system < 1_000_000, 'a second');
  });

  /** TIFF with the tag Orientation alone. */
  const tiff = (orientation: number, isLittle: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer(26));
    view.setUint16(0, isLittle ? 0x4949 : 0x4d4d);
    view.setUint16(2, 42, isLittle);
    view.setUint32(4, 8, isLittle);
    view.setUint16(8, 1, isLittle);
    view.setUint16(10, 0x0112, isLittle);
    view.setUint16(12, 3, isLittle);
    view.setUint32(14, 1, isLittle);
    view.setUint16(18, orientation, isLittle);
    return new Uint8Array(view.buffer);
  };

  // What is stored, as rows of letters, shows the same upright picture "ab / cd / ef".
  const stored: readonly (readonly string[])[] = [
    ['ab', 'cd', 'ef'],
    ['ba', 'dc', 'fe'],
    ['fe', 'dc', 'ba'],
    ['ef', 'cd', 'ab'],
    ['ace', 'bdf'],
    ['bdf', 'ace'],
    ['fdb', 'eca'],
    ['eca', 'fdb'],
  ];
  for (const [index, rows] of stored.entries()) {
    it(`turns a photograph of orientation ${index + 1} upright`, () => {
      const [width, height] = [rows[0]?.length ?? 0, rows.length];
      const pixels = [...rows.join('')].map((letter) => letter.charCodeAt(0));
      const data = Uint8Array.from(rows.flatMap((row) => [0, ...[...row].map((letter) => letter.charCodeAt(0))]));
      for (const isLittle of [true, false]) {
        const png = pngOf(width, height, 8, 0, data, [['eXIf', tiff(index + 1, isLittle)]]);
        const image = decodeImage(png, 'a');
        assert.deepEqual([image.width, image.height], [2, 3]);
        assert.equal(String.fromCharCode(...rgbaOf(image).filter((_, i) => i % 4 === 0)), 'abcdef');
      }
      // Each letter as a block of pixels that JPEG keeps apart.
      const side = 16;
      const grey = new Uint8Array(width * side * height * side * 4);
      for (let y = 0; y < height * side; y++) {
        for (let x = 0; x < width * side; x++) {
          const letter = pixels[Math.floor(y / side) * width + Math.floor(x / side)] as number;
          grey.fill((letter - 96) * 30, (y * width * side + x) * 4, (y * width * side + x) * 4 + 4);
        }
      }
      const jpeg = encodeJpeg({ width: width * side, height: height * side, data: grey }, 100).data;
      const segment = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff(index + 1, true)];
      const marked = Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, segment.length + 2, ...segment, ...jpeg.subarray(2));
      const photo = decodeImage(marked, 'a');
      const seen = [0, 1, 2].map((y) =>
        [0, 1].map((x) => {
          const value = photo.rgba[((y * side + 8) * photo.width + x * side + 8) * 4] as number;
          return String.fromCharCode(96 + Math.round(value / 30));
        }),
      );
      assert.equal(seen.flat().join(''), 'abcdef');
    });
  }

  it('takes a photograph as it is where its Exif is damaged', () => {
    const whole = tiff(6, true);
    for (let length = 0; length < 20; length++) {
      const png = pngOf(1, 2, 8, 0, Uint8Array.of(0, 5, 0, 6), [['eXIf', whole.subarray(0, length)]]);
      assert.deepEqual([decodeImage(png, 'a').width, decodeImage(png, 'a').height], [1, 2]);
    }
  });

  it('throws nothing but a RunError, whatever the bytes', () => {
    const data = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => (i * 91) & 255);
    const files = [
      encodePng({ width: 8, height: 8, channels: 4, depth: 8, data }),
      new Uint8Array(encodeJpeg({ width: 8, height: 8, data }, 80).data),
    ];
    const change = fc.tuple(fc.nat(2000), fc.nat(255));
    fc.assert(
      fc.property(fc.nat(1), fc.array(change, { minLength: 1, maxLength: 5 }), (which, changes) => {
        const bytes = (files[which] as Uint8Array).slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          decodeImage(bytes, 'x');
        } catch (error) {
          assert.ok(error instanceof RunError, String(error));
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe('imageToInput', () => {
  const image = (width: number, height: number, pixel: (x: number, y: number) => number[]): DecodedImage => ({
    width,
    height,
    rgba: Uint8Array.from(
      Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width))).flat(),
    ),
  });
  const near = (found: Float32Array, expected: readonly number[]): void => {
    assert.equal(found.length, expected.length);
    for (const [i, value] of expected.entries()) assert.ok(Math.abs((found[i] as number) - value) < 1e-5, `${found}`);
  };
  const orange = image(1, 1, () => [255, 128, 0, 255]);

  it('normalises as the frameworks do', () => {
    near(imageToInput(orange, [1, 1, 3], { preset: 'torchvision', fit: 'crop' }), [
      (1 - 0.485) / 0.229,
      (128 / 255 - 0.456) / 0.224,
      -0.406 / 0.225,
    ]);
    near(imageToInput(orange, [1, 1, 3], { preset: 'keras', fit: 'crop' }), [1, 128 / 127.5 - 1, -1]);
    near(imageToInput(orange, [1, 1, 3], { preset: 'caffe', fit: 'crop' }), [-104, 11, 132]);
    near(imageToInput(orange, [1, 1, 3], { preset: 'unit', fit: 'crop' }), [1, 128 / 255, 0]);
  });

  it('makes grey for one channel, and says what it takes', () => {
    near(imageToInput(orange, [1, 1, 1], { preset: 'unit', fit: 'crop' }), [(0.299 * 255 + 0.587 * 128) / 255]);
    assert.throws(
      () => imageToInput(orange, [1, 1, 4], { preset: 'unit', fit: 'crop' }),
      (error) => /3 channels .*has 4/.test(errorInEnglish(error)),
    );
  });

  it('lays transparent pixels on white', () => {
    const half = image(1, 1, () => [0, 0, 0, 51]);
    near(imageToInput(half, [1, 1, 3], { preset: 'unit', fit: 'crop' }), [0.8, 0.8, 0.8]);
  });

  it('crops the centre or stretches', () => {
    const wide = image(4, 2, (x) => [x * 60, 0, 0, 255]);
    const red = (fit: 'crop' | 'stretch'): number[] =>
      [...imageToInput(wide, [2, 2, 3], { preset: 'unit', fit })].filter((_, i) => i % 3 === 0).map((v) => v * 255);
    const cropped = red('crop');
    assert.ok(Math.abs((cropped[0] as number) - 60) < 1e-3 && Math.abs((cropped[1] as number) - 120) < 1e-3);
    const stretched = red('stretch');
    // Triangles two pixels wide around 1 and 3: (0 + 60 * ... ) is symmetric around the middle, 90.
    assert.ok(Math.abs((stretched[0] as number) + (stretched[1] as number) - 180) < 1e-3);
    assert.ok((stretched[0] as number) < 60);
  });

  it('averages when it reduces, so that fine patterns do not alias', () => {
    const stripes = image(64, 64, (x) => (x % 2 === 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    const small = imageToInput(stripes, [4, 4, 3], { preset: 'unit', fit: 'crop' });
    for (const value of small) assert.ok(Math.abs(value - 0.5) < 0.02);
  });
});
