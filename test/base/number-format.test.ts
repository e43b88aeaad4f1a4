/** Numbers as people read them: never in the wrong unit, never a percentage that claims a limit is reached. */

import assert from 'node:assert/strict';
import { formatBytes, formatExact, formatShape, formatShare, formatShort } from '../../src/base/number-format';

describe('numbers for people', () => {
  it('have thousands separators where they are exact', () => {
    assert.equal(formatExact(120_422_400), '120,422,400');
    assert.equal(formatExact(0), '0');
    assert.equal(formatExact(-1234.5678), '-1,234.5678');
    assert.equal(formatExact(undefined), '?');
  });

  it('are short with three digits, totals with four', () => {
    assert.deepEqual(
      [346_816_512, 169_958_400, 9472, 12_845_056, 64, 0].map((value) => formatShort(value)),
      ['346.8 M', '170.0 M', '9.47 K', '12.8 M', '64', '0'],
    );
    assert.deepEqual(
      [1_582_671_872, 6_998_552, 120_422_400].map((value) => formatShort(value, 4)),
      ['1.583 G', '6.999 M', '120.4 M'],
    );
  });

  it('stay in their unit: 999,960 is not 1000.0 K', () => {
    assert.equal(formatShort(999_960), '999.9 K');
    assert.equal(formatBytes(4_816_896), '4.59 MiB');
    assert.equal(formatBytes(1023 * 1024 + 1023), '1023.9 KiB');
  });

  it('shares reach neither 0 nor 100 by rounding', () => {
    assert.equal(formatShare(6_998_552, 7_000_000), '99.9%');
    assert.equal(formatShare(1, 10_000), '<0.1%');
    assert.equal(formatShare(5, 5), '100.0%');
    assert.equal(formatShare(undefined, 5), '?');
  });

  it('shapes say what is unknown', () => {
    assert.equal(formatShape([28, undefined, 192]), '28x?x192');
  });
});
