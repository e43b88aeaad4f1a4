/** What a file computes of its own tensors, small and large. Outputs are compared with ONNX Runtime. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { filled, floats } from '../../src/interop/onnx/tensors';
import { foreignNetwork } from '../support/imported';
import { agrees, agreesAs, type Fill, onnxFile, type Sketch, values } from '../support/onnx-sketch';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/onnx/${name}`, import.meta.url));

/** Filters of 3x3 over so many channels; those of more than 65,536 numbers are computed when they are read. */
const sizes = [4, 90];

function weights(channels: number, filters = channels): Fill {
  return floats([filters, channels, 3, 3], values(filters * channels * 9));
}

describe('import of ONNX: what constants decide', function () {
  this.timeout(60_000);

  for (const channels of sizes) {
    const convolved = (
      nodes: Sketch['nodes'],
      tensors: Readonly<Record<string, Fill>>,
      shapes: Sketch['shapes'] = {},
      opset = 13,
    ): Sketch => ({
      size: [4, 3, channels],
      opset,
      tensors: { one: filled([], 1), least: filled([], 1e-3), ...tensors },
      shapes,
      nodes: [...nodes, ['Conv', 'x w', 'c'], ['Relu', 'c', 'y']],
    });

    it(`standardizes and scales weights of ${channels} channels`, async () => {
      const axes = { axes: [1, 2, 3], keepdims: 1 };
      const { text } = await agrees(
        convolved(
          [
            ['ReduceMean', 'v', 'm', axes],
            ['Sub', 'v m', 'd'],
            ['Mul', 'd d', 's'],
            ['ReduceMean', 's', 'variance', axes],
            ['Add', 'variance least', 'more'],
            ['Sqrt', 'more', 'deviation'],
            ['Div', 'd deviation', 'n'],
            ['Mul', 'n gain', 'w'],
          ],
          { v: weights(channels), gain: floats([channels, 1, 1, 1], values(channels)) },
        ),
      );
      assert.match(text, new RegExp(`conv\\(${channels}, 3x3, padding = valid, bias = false\\)`));
      await agrees(
        convolved(
          [
            ['ReduceL2', 'v', 'length', axes],
            ['Div', 'v length', 'u'],
            ['Mul', 'u gain', 'w'],
          ],
          { v: weights(channels), gain: floats([channels, 1, 1, 1], values(channels)) },
        ),
      );
    });

    it(`puts weights of ${channels} channels together, takes them apart and turns them`, async () => {
      const half = channels / 2;
      await agrees(
        convolved(
          [
            ['Concat', 'a b', 'ab', { axis: 0 }],
            ['Gather', 'ab places', 'g', { axis: 1 }],
            ['Slice', 'g from to along', 's'],
            ['Transpose', 's', 't', { perm: [1, 0, 2, 3] }],
            ['Transpose', 't', 'w', { perm: [1, 0, 2, 3] }],
          ],
          { a: weights(channels, half), b: weights(channels) },
          {
            places: Array.from({ length: channels }, (_, i) => channels - 1 - i),
            from: [1],
            to: [-1],
            along: [0],
          },
        ),
      );
    });
  }

  it('parts a tensor among several layers, and does without results that nothing reads', async () => {
    const { text } = await agreesAs(fixture('results.onnx'), [6, 5, 3]);
    assert.match(text, /conv\(3, 3x3[\s\S]*conv\(1, 3x3/);
    assert.match(text, /maxpool\(2x2/);
  });

  it('follows shapes that are expanded and chosen', async () => {
    const { text } = await agrees({
      size: [3, 4, 5],
      shapes: { target: [1, -1, 1, 1], least: [-1, -1, -1, -1], by: [1, 5, 3, 4], axes: [0] },
      nodes: [
        ['GlobalAveragePool', 'x', 'p'],
        ['Equal', 'target least', 'open'],
        ['Where', 'open by target', 'chosen'],
        ['Expand', 'p chosen', 'e'],
        ['Expand', 'e by', 'spread'],
        ['Mul', 'spread x', 'y'],
      ],
    });
    assert.match(text, /globalavgpool\(\) -> resize\(size = 3x4\)/);
    const { text: flat } = await agrees({
      size: [3, 4, 5],
      shapes: { from: [1], to: [4], axis: [0], open: [-1] },
      tensors: { 'fc.weight': floats([6, 60], values(360)) },
      nodes: [
        ['Shape', 'x', 's'],
        ['Slice', 's from to axis', 'three'],
        ['ReduceProd', 'three', 'all', { keepdims: 1 }],
        ['Concat', 'open all', 'target', { axis: 0 }],
        ['Reshape', 'x target', 'f'],
        ['Gemm', 'f fc.weight', 'y', { transB: 1 }],
      ],
    });
    assert.match(flat, /dense\(6, bias = false\)/);
  });

  it('reads what only the side of a condition that is taken reads', async () => {
    const { text } = await agreesAs(fixture('condition.onnx'), [6, 5, 3]);
    assert.match(text, /activation = relu\)|conv\(4, 3x3, padding = valid, bias = false\)[\s\S]*sigmoid/);
  });

  it('reads weights of 8 bits', async () => {
    const { text, weights } = await agreesAs(fixture('eight-bits.onnx'), [6, 5, 3]);
    assert.match(text, /conv\(4, 3x3, padding = valid, activation = none\)/);
    assert.equal(weights.length, 3);
  });

  it('keeps 32 bits where the source has integers between its layers, says so once, and does what their least one does', async () => {
    // The last ones are 4 / 127 apart, and twelve of them by up to 1 come together.
    const found = await agreesAs(fixture('integers.onnx'), [6, 5, 3], { allowed: 0.1 });
    const { text, foreign, weights } = found;
    assert.match(
      text,
      /conv\(4, 3x3, padding = valid\) -> maxpool\(2x2, stride = 1, padding = valid\)\n {2}conv\(2, 1x1, bias = false, activation = none\) -> dense\(3, bias = false\)/,
    );
    assert.deepEqual(foreign.notes, [{ phrase: 'foreign.rounded', values: { count: 4 } }]);
    assert.equal(weights.length, 4);
  });

  it('computes no more than the file has bytes for', async () => {
    const squares = Array.from({ length: 40 }, (_, i): Sketch['nodes'][number] => ['Mul', `w${i} w${i}`, `w${i + 1}`]);
    const file = onnxFile({
      size: [4, 4, 90],
      tensors: { w0: weights(90) },
      nodes: [...squares, ['Conv', 'x w40', 'y']],
    });
    assert.deepEqual(await foreignNetwork('onnx', file), { refusal: 'foreign.nothing' });
    // What is only filled stands for no values: neither it nor what is made of it may be as large as it says.
    const vast = onnxFile({
      size: [4, 4, 3],
      tensors: { v: floats([1, 3, 1, 1], values(3)) },
      shapes: { huge: [40_000, 3, 30, 30] },
      nodes: [
        ['ConstantOfShape', 'huge', 'zeros'],
        ['Add', 'zeros v', 'w'],
        ['Conv', 'x w', 'y'],
      ],
    });
    assert.deepEqual(await foreignNetwork('onnx', vast), { refusal: 'foreign.nothing' });
  });
});
