/** The encoder of the README's pictures, read back by another program. */

import * as assert from 'node:assert/strict';
import { decode } from 'fast-png';
import { encodeAnimation, encodePicture, type Picture } from '../scripts/indexed-png';

/** A picture of 3 x 2 pixels by their colours, 0xRRGGBB. */
function picture(...colours: readonly number[]): Picture {
  const data = colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255, 255]);
  return { width: 3, height: 2, channels: 4, data };
}

/** Types and contents of the chunks: length, type, content, checksum. */
function chunksOf(bytes: Uint8Array): { type: string; content: Buffer }[] {
  const file = Buffer.from(bytes);
  const chunks = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), content: file.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function coloursOf(bytes: Uint8Array): number[] {
  const { data, palette = [], channels } = decode(bytes, { checkCrc: true });
  assert.equal(channels, 1);
  return Array.from(data, (number) => {
    const [red = 0, green = 0, blue = 0] = palette[number] ?? [];
    return (red << 16) | (green << 8) | blue;
  });
}

describe('pictures with a palette', () => {
  it('are exact where their colours are few', () => {
    const colours = [0x102030, 0xffffff, 0, 0x102030, 0xff0000, 0x00ff01];
    const bytes = encodePicture(picture(...colours));
    assert.deepEqual(coloursOf(bytes), colours);
    assert.deepEqual(
      chunksOf(bytes).map(({ type }) => type),
      ['IHDR', 'PLTE', 'IDAT', 'IEND'],
    );
  });

  it('come near to 4,096 colours with 256', () => {
    const data = Array.from({ length: 64 * 64 }, (_, i) => [4 * (i >> 6), 4 * (i & 63), 128]).flat();
    const read = coloursOf(encodePicture({ width: 64, height: 64, channels: 3, data }));
    const errors = read.map((colour, i) =>
      Math.hypot((colour >> 16) - 4 * (i >> 6), ((colour >> 8) & 255) - 4 * (i & 63)),
    );
    // A grid of 16 x 16 has none further than half a diagonal of its squares; taking the furthest again and again is at most
    // twice as far (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance").
    assert.ok(Math.max(...errors) <= 2 * 8 * Math.SQRT2, `${Math.max(...errors)}`);
  });

  it('become an animation of what changes', () => {
    const first = picture(1, 1, 1, 1, 1, 1);
    const frames = [
      { picture: first, milliseconds: 500 },
      { picture: first, milliseconds: 250 },
      { picture: picture(1, 1, 1, 1, 2, 3), milliseconds: 1000 },
    ];
    const chunks = chunksOf(encodeAnimation(frames));
    // https://www.w3.org/TR/png-3/#apng-frame-based-animation
    assert.deepEqual(
      chunks.map(({ type }) => type),
      ['IHDR', 'acTL', 'PLTE', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND'],
    );
    assert.equal(chunks[1]?.content.readUInt32BE(0), 2);
    // Sequence, width, height, x, y; then the delay as a fraction of a second.
    const control = (content: Buffer) => [
      ...[0, 4, 8, 12, 16].map((at) => content.readUInt32BE(at)),
      content.readUInt16BE(20) / content.readUInt16BE(22),
    ];
    assert.deepEqual(control(chunks[3]?.content as Buffer), [0, 3, 2, 0, 0, 0.75]);
    assert.deepEqual(control(chunks[5]?.content as Buffer), [1, 2, 1, 1, 1, 1]);
    assert.equal(chunks[6]?.content.readUInt32BE(0), 2);
  });
});
