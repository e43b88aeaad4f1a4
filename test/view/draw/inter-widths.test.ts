/** Widths of texts are those of the font itself, read from its files. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interWidth } from '../../../src/view/draw/inter-widths';
import type { Weight } from '../../../src/view/draw/text-fit';
import { repositoryRoot } from '../../support/disk-files';

const files: Readonly<Record<Weight, string>> = {
  400: '400Regular/Inter_400Regular.ttf',
  500: '500Medium/Inter_500Medium.ttf',
  600: '600SemiBold/Inter_600SemiBold.ttf',
};

/** Advances by character, in ems: tables `head`, `hhea`, `hmtx` and `cmap` of format 4 (OpenType 1.9). */
function advancesOf(bytes: Buffer): (character: string) => number {
  const tables = new Map<string, number>();
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    tables.set(bytes.toString('latin1', 12 + 16 * i, 16 + 16 * i), bytes.readUInt32BE(20 + 16 * i));
  }
  const table = (name: string): number => tables.get(name) ?? assert.fail(name);
  const unitsPerEm = bytes.readUInt16BE(table('head') + 18);
  const metrics = bytes.readUInt16BE(table('hhea') + 34);
  const cmap = table('cmap');
  const maps = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, i) => cmap + bytes.readUInt32BE(cmap + 8 + 8 * i),
  );
  const map = maps.find((start) => bytes.readUInt16BE(start) === 4) ?? assert.fail('a map of format 4');
  const segments = bytes.readUInt16BE(map + 6) / 2;
  const at = (part: number, segment: number): number => map + 14 + 2 * (part * segments + segment) + (part > 0 ? 2 : 0);
  return (character) => {
    const code = character.charCodeAt(0);
    let segment = 0;
    while (bytes.readUInt16BE(at(0, segment)) < code) segment++;
    const offset = bytes.readUInt16BE(at(3, segment));
    const start = bytes.readUInt16BE(at(1, segment));
    const delta = bytes.readUInt16BE(at(2, segment));
    const stored = offset === 0 ? code : bytes.readUInt16BE(at(3, segment) + offset + 2 * (code - start));
    const glyph = (stored + delta) & 0xffff;
    assert.ok(code >= start && glyph > 0, `${character} is in the font`);
    return bytes.readUInt16BE(table('hmtx') + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
  };
}

describe('widths in Inter', () => {
  for (const weight of [400, 500, 600] as const) {
    it(`are those of the font in weight ${weight}, for ASCII and every sign that pictures have`, () => {
      const advance = advancesOf(
        readFileSync(join(repositoryRoot, 'node_modules/@expo-google-fonts/inter', files[weight])),
      );
      const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
      for (const character of [...ascii, ...'×·…≥≤→−–—']) {
        assert.equal(interWidth(character, 1, weight, false), advance(character), character);
      }
      const text = 'conv 3×3 /2';
      const sum = [...text].reduce((total, character) => total + advance(character), 0);
      assert.ok(Math.abs(interWidth(text, 12, weight, false) - 12 * sum) < 1e-9);
    });
  }
});
