/** Where a window does not fit, the message names the smallest image of the network that would do. */

import * as assert from 'node:assert/strict';
import { messageOf } from '../../src/base/message-text';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { analyzeText, messagesOf } from '../support/analyze-text';

function windowMessages(body: string, image: string): string[] {
  const { diagnostics } = analyzeText(`network N() {\n  input x: ${image}\n  ${body}\n}\n`);
  return diagnostics
    .filter(({ code }) => code === 'shape.window')
    .map((diagnostic) =>
      messageOf(diagnostic, englishDiagnostics).replace(/^.*; the smallest input that works is /, ''),
    );
}

describe('the smallest image', () => {
  const two = 'conv(8, 7x7, stride = 2, padding = valid)\n  conv(8, 5x5, stride = 3, padding = valid)';

  it('lets every window of the network fit, also those behind the one that is told', () => {
    const body = `${two}\n  maxpool(3x3, stride = 2, padding = valid)`;
    assert.deepEqual(windowMessages(body, '10x10x3'), ['5x5, the smallest image of this network 27x27']);
    assert.deepEqual(windowMessages(body, '26x30x3'), ['3x3, the smallest image of this network 27x27']);
    assert.deepEqual(windowMessages(body, '27x27x3'), []);
  });

  it('is known for each axis, with padding and dilation', () => {
    const body = 'upsample(2)\n  conv(8, [7, 3], padding = 1, dilation = 2)';
    assert.deepEqual(windowMessages(body, '2x2x3'), ['11x3, the smallest image of this network 6x2']);
  });

  it('is not named twice where the window lies on the image', () => {
    assert.deepEqual(windowMessages('conv(8, 7x7, padding = valid)', '5x5x3'), ['7x7']);
  });

  it('is not named where no image would do', () => {
    const body = 'adaptiveavgpool(2)\n  conv(8, 3x3, padding = valid)';
    assert.deepEqual(windowMessages(body, '10x10x3'), ['3x3']);
  });

  it('is right: one less does not do', () => {
    for (const [height, width, codes] of [
      [27, 27, []],
      [26, 27, ['5:11 shape.window']],
      [27, 26, ['5:11 shape.window']],
    ] as const) {
      const text = `network N() {\n  input x: ${height}x${width}x3\n  ${two}\n  maxpool(3x3, stride = 2, padding = valid)\n}\n`;
      assert.deepEqual(messagesOf(analyzeText(text)), codes);
    }
  });
});
