/**
 * Whole networks, heads included, give in ONNX Runtime the probabilities they give here, in both of our backends. The examples run at a small
 * size of the image, which keeps every layer and every odd padding; docs/onnx.md has the figures of the full sizes.
 */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { wasmBackend } from '../../src/runtime/wasm/wasm-backend';
import { repositoryRoot } from '../support/disk-files';
import { networkOf } from '../support/network-text';
import { compareWithOnnx } from '../support/onnx-session';
import { analyzeSmallExample, smallExamples } from '../support/small-examples';

/** Depthwise pairs and inverted residuals, as MobileNets have them. */
const mobile = `
network Mobile(classes = 50) {
  input image: 48x40x3
  defaults { conv(norm = batchnorm(), activation = relu6) depthwise(norm = batchnorm(), activation = relu6) }
  conv(16, 3x3, stride = 2)
  depthwise(3x3) -> conv(24, 1x1, activation = none)
  bottleneck(24, 4)
  depthwise(3x3, stride = 2) -> conv(32, 1x1, activation = hardswish)
  bottleneck(32, 6)
  separable(64, 5x5, stride = 2, norm = batchnorm(), activation = silu)
  globalavgpool() -> dropout(0.2) -> dense(classes)
  head early from middle { globalavgpool() -> dense(classes) -> softmax() }
  softmax()
  output prob
}

module bottleneck(c, t) {
  add {
    branch { conv(c * t, 1x1) -> depthwise(3x3) -> conv(c, 1x1, activation = none) }
    branch { }
  }
}
`.replace('bottleneck(32, 6)\n', 'middle = bottleneck(32, 6)\n');

/** Residual blocks with a projection, ceil rounding and asymmetric padding. */
const residual = `
network Residual(classes = 50) {
  input image: 45x52x3
  defaults { conv(norm = batchnorm(epsilon = 1e-5)) }
  conv(16, 7x7, stride = 2, padding = [3, 2, 2, 3])
  maxpool(3x3, stride = 2, padding = 1, rounding = ceil)
  block(16, 1)
  block(32, 2)
  repeat 2 { block(32, 1) }
  conv(32, 3x3, groups = 4, dilation = 2)
  avgpool(2x2, stride = 2, padding = valid, rounding = ceil, count_padding = true)
  adaptiveavgpool(2)
  dense(classes, activation = softmax)
  output prob
}

module block(c, s) {
  add {
    branch { conv(c, 3x3, stride = s) -> conv(c, 3x3, activation = none) }
    branch { conv(c, 1x1, stride = s, activation = none) }
  }
  relu()
}
`;

/** With random weights of a deep network one class gets all probability, whatever the others are: the values before it tell more. */
const withoutLastSoftmax = (text: string): string => text.replaceAll('dense(classes) -> softmax()', 'dense(classes)');

async function agree(network: NetworkAnalysis, outputs: readonly string[]): Promise<void> {
  const comparisons = await compareWithOnnx(network, 1, [referenceBackend, wasmBackend]);
  assert.deepEqual(comparisons.map(({ output }) => output).sort(), [...outputs, ...outputs].sort());
  for (const { backend, output, error, largest, isSameWinner, probabilityError } of comparisons) {
    const isDistribution = largest <= 1;
    assert.ok(!(isDistribution && largest > 0.999), `${output} is so sure of a class that it tells nothing`);
    assert.ok(
      (isDistribution ? error : probabilityError) < 1e-5,
      `${backend}: ${output} is off by ${error}, ${probabilityError}`,
    );
    assert.ok(error <= 1e-5 * Math.max(1, largest), `${backend}: ${output} is off by ${error} of ${largest}`);
    assert.ok(isSameWinner, output);
  }
}

describe('ONNX: networks in ONNX Runtime', function () {
  this.timeout(120_000);

  for (const file of Object.keys(smallExamples)) {
    it(file, async () => {
      for (const network of analyzeSmallExample(file, withoutLastSoftmax).networks) {
        await agree(
          network,
          network.outputs.map(({ output }) => output.name),
        );
      }
    });
  }

  it('every example is among them', () => {
    const files = readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'));
    assert.deepEqual(Object.keys(smallExamples).sort(), files.sort());
  });

  it('a depthwise network with a head', () => agree(networkOf(mobile), ['early', 'prob']));

  it('a residual network with odd paddings, groups and ceil rounding', () => agree(networkOf(residual), ['prob']));
});
