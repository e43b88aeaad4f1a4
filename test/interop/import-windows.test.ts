/** Zeros around windows, as their sources say them and as they are written: each window reads the same pixels, found by going over them. */

import assert from 'node:assert/strict';
import { paddingFor, poolPadding, samePads } from '../../src/interop/import/windows';

interface Along {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation?: number;
}

/** As TensorFlow has it: ceil(size / stride) windows, and as many zeros as they need, an odd one behind the pixels. */
function sameAlong({ size, kernel, stride, dilation = 1 }: Along): readonly [before: number, after: number] {
  const count = Math.ceil(size / stride);
  let needed = 0;
  while (size + needed < (count - 1) * stride + (kernel - 1) * dilation + 1) needed++;
  return [Math.floor(needed / 2), needed - Math.floor(needed / 2)];
}

/** Pixels below each window, for an average with all its places as well. The last window of ceil_mode begins before the zeros at the end. */
function windows({ size, kernel, stride }: Along, before: number, after: number, isCeil: boolean): string[] {
  const found: string[] = [];
  for (let start = -before; ; start += stride) {
    const isWhole = start + kernel <= size + after;
    const isBegun = isCeil && start < size && start + kernel - stride < size + after;
    if (!isWhole && !isBegun) return found;
    const below = Array.from({ length: kernel }, (_, i) => start + i).filter((place) => place >= 0 && place < size);
    found.push(below.join());
  }
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('windows of imported layers', () => {
  it('have the zeros of TensorFlow where they are said to be the same, an odd one at either end', () => {
    for (const kernel of upTo(1, 5)) {
      for (const stride of upTo(1, 4)) {
        for (const dilation of [1, 2]) {
          for (const size of upTo(1, 12)) {
            const [before, after] = sameAlong({ size, kernel, stride, dilation });
            const [across] = [sameAlong({ size: size + 3, kernel: 3, stride: 2 })];
            const window = { kernel: [kernel, 3], stride: [stride, 2], dilation: [dilation, 1] } as const;
            assert.deepEqual(samePads(window, [size, size + 3]), [before, after, ...across]);
            assert.deepEqual(samePads(window, [size, size + 3], false), [after, before, across[1], across[0]]);
          }
        }
      }
    }
  });

  it('say `same` where they mean it for every size, and `valid` without zeros', () => {
    for (const kernel of upTo(1, 5)) {
      for (const stride of upTo(1, 3)) {
        for (const dilation of [1, 2]) {
          for (const pads of upTo(0, 24).map((i) => [i % 5, Math.floor(i / 5)] as const)) {
            const isSame = upTo(1, 30).every(
              (size) => String(sameAlong({ size, kernel, stride, dilation })) === String(pads),
            );
            const own = { kernel: [kernel, 3], stride: [stride, 1], dilation: [dilation, 1] } as const;
            const all = [...pads, 1, 1] as const;
            assert.deepEqual(paddingFor(own, all), isSame ? 'same' : all);
            const turned = { kernel: [3, kernel], stride: [1, stride], dilation: [1, dilation] } as const;
            const both = [1, 1, ...pads] as const;
            assert.deepEqual(paddingFor(turned, both), isSame ? 'same' : both);
          }
        }
      }
    }
    assert.equal(paddingFor({ kernel: [2, 2], stride: [2, 2] }, [0, 0, 0, 0]), 'valid');
    assert.equal(paddingFor({ kernel: [1, 1], stride: [2, 2] }, [0, 0, 0, 0]), 'same');
    assert.equal(paddingFor({ kernel: [3, 3], stride: [1, 1] }, [1, 1, 1, 1]), 'same');
    assert.deepEqual(paddingFor({ kernel: [1, 1], stride: [2, 2] }, [0, 0, 0, 1]), [0, 0, 0, 1]);
  });

  it('of pools read the same pixels as they are written', () => {
    const kinds = new Set<string>();
    for (const kernel of upTo(1, 4)) {
      for (const stride of upTo(1, 3)) {
        for (const size of upTo(kernel, 9)) {
          for (const isCeil of [false, true]) {
            for (const pads of upTo(0, kernel ** 2 - 1).map((i) => [i % kernel, Math.floor(i / kernel)] as const)) {
              const [before, after] = pads;
              const along: Along = { size, kernel, stride };
              const expected = windows(along, before, after, isCeil);
              const given = { kernel: [kernel, kernel], stride: [stride, stride] } as const;
              const { padding, rounding } = poolPadding(given, [...pads, ...pads], [size, size], { isCeil });
              const own =
                padding === 'same'
                  ? sameAlong(along)
                  : padding === 'valid'
                    ? ([0, 0] as const)
                    : ((padding as readonly number[]).slice(0, 2) as [number, number]);
              const found = windows(along, ...own, rounding === 'ceil');
              const text = `${kernel}/${stride} of ${size}, ${pads}, ${isCeil}: ${padding}, ${rounding}`;
              assert.deepEqual(found, expected, text);
              kinds.add(`${typeof padding === 'string' ? padding : 'sides'} ${rounding}`);
            }
          }
        }
      }
    }
    for (const kind of [
      'same undefined',
      'valid undefined',
      'valid ceil',
      'sides undefined',
      'sides ceil',
      'sides floor',
    ]) {
      assert.ok(kinds.has(kind), kind);
    }
  });

  it('of averages that count zeros keep those at the end', () => {
    const window = { kernel: [3, 3], stride: [2, 2] } as const;
    assert.deepEqual(poolPadding(window, [0, 1, 0, 1], [6, 6]), { padding: 'valid', rounding: 'ceil' });
    assert.deepEqual(poolPadding(window, [0, 1, 0, 1], [6, 6], { counts: true }), { padding: [0, 1, 0, 1] });
  });
});
