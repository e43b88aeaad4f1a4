/** A `{` that is missing, wherever it stood: one message, and the rest of the file is what it was. */

import assert from 'node:assert/strict';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';

const whole = `const width = 4

network First {
  input x: 8x8x4
  defaults {
    conv(bias = false)
  }
  concat {
    branch {
      conv(width, 1x1)
    }
    branch left {
      conv(3, 1x1)
    }
  }
  add {
    branch {
      relu()
    }
    branch {
    }
  }
  repeat 2 {
    conv(5, 1x1)
  }
  head aux {
    dense(2)
  }
  block(6)
  output end
}

module block(c) {
  conv(c, 1x1)
}

network Last {
  input x: 4x4x1
  block(2)
}
`;

function analysisOf(text: string) {
  return analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/a.cnn');
}

describe('a lost opening brace', () => {
  const openers = [...whole.matchAll(/^.*(?= \{$)/gm)];

  it('stood at every kind of body', () => {
    assert.deepEqual(analysisOf(whole).diagnostics, []);
    assert.equal(openers.length, 12);
  });

  for (const opener of openers) {
    const line = whole.slice(0, opener.index).split('\n').length;
    it(`of \`${opener[0].trim()}\` in line ${line} is one message`, () => {
      const at = opener.index + opener[0].length;
      const { diagnostics, networks, modules } = analysisOf(whole.slice(0, at) + whole.slice(at + 2));
      assert.deepEqual(
        diagnostics.map(({ severity }) => severity),
        ['error'],
        diagnostics.map(({ code, span }) => `${code} at ${span.start}`).join(),
      );
      assert.deepEqual(
        networks.map(({ name }) => name),
        ['First', 'Last'],
      );
      assert.equal([...modules.values()].flat().length, 1);
      // 4*4*2 * 1, of a module that has its body.
      if (!opener[0].startsWith('module')) {
        assert.deepEqual(networks[1]?.main.sums.multiplies, { value: 32, isPartial: false });
      }
      assert.deepEqual(
        networks[0]?.graph.outputs.map(({ name }) => name),
        ['aux', 'end'],
      );
    });
  }
});
