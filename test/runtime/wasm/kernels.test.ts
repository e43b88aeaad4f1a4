/** Each kind of step around the edges of the kernels' tiles (4 or 5 pixels, 8 filters, 4 channels), against the reference. */

import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/base/random';
import { referenceBackend } from '../../../src/runtime/reference/reference-backend';
import { chooseConvolution } from '../../../src/runtime/wasm/algorithms';
import { findFollowers } from '../../../src/runtime/wasm/fusion';
import { tilingOf } from '../../../src/runtime/wasm/kernels/gemm';
import { wasmBackend } from '../../../src/runtime/wasm/wasm-backend';
import { assertEqualsReference, prepareBody } from './against-reference';

const tolerance = 4e-6;

/** Winograd's transforms cost about a digit where sums are long. */
const winogradTolerance = 1.2e-5;

async function check(body: string, most = tolerance): Promise<void> {
  await assertEqualsReference(prepareBody(body), most);
}

async function checkWinograd(body: string): Promise<void> {
  await check(body, winogradTolerance);
}

describe('wasm kernels', function () {
  this.timeout(60_000);

  it('sum 1 to 9 channels, to 1 to 17 filters, of 1 to 45 pixels', async () => {
    for (let channels = 1; channels <= 9; channels++) {
      await check(`input x: 3x3x${channels}\nconv(8, 1x1)`);
    }
    for (let filters = 1; filters <= 17; filters++) {
      await check(`input x: 3x2x5\nconv(${filters}, 1x1, bias = true, activation = none)`);
    }
    for (let width = 1; width <= 45; width++) {
      await check(`input x: 1x${width}x3\nconv(9, 1x1)`);
    }
  });

  for (const kernel of ['1x1', '3x3', '5x5', '7x7', '1x7', '7x1', '1x3', '3x1', '2x2', '4x3']) {
    it(`convolve ${kernel}: padding, strides, dilation`, async () => {
      for (const extra of ['', ', padding = [2, 1, 0, 3]', ', stride = 2', ', stride = [1, 3]', ', dilation = 2']) {
        await check(`input x: 11x10x6\nconv(10, ${kernel}${extra})`);
      }
      await check(`input x: 15x16x5\nconv(7, ${kernel}, padding = valid)`);
      await check(`input x: 9x9x3\nconv(11, ${kernel}, dilation = [1, 3], stride = [2, 1])`);
    });
  }

  it('convolve by Winograd at every remainder of the tile, and at channels and filters beside the tile', async () => {
    for (let height = 1; height <= 9; height++) {
      await checkWinograd(`input x: ${height}x${10 - height}x32\nconv(32, 3x3)`);
    }
    for (const channels of [29, 30, 31, 33])
      await checkWinograd(`input x: 12x12x${channels}\nconv(${channels + 3}, 3x3)`);
    await checkWinograd('input x: 14x13x32\nconv(40, 3x3, padding = valid)');
    await checkWinograd('input x: 14x13x32\nconv(40, 3x3, padding = [0, 2, 1, 0])');
    await checkWinograd('input x: 40x60x32\nconv(32, 3x3)');
    for (const kernel of ['1x3', '3x1', '4x4', '5x5', '1x7', '7x1']) {
      await checkWinograd(`input x: 17x18x33\nconv(34, ${kernel})`);
      await checkWinograd(`input x: 17x18x33\nconv(34, ${kernel}, padding = valid)`);
    }
  });

  it('convolve 3x3 by tiles of 4x4, 3x3 or 2x2 results, as they fit the image and its weights', async () => {
    const cases = [
      ['28x28x32', 32, 4],
      // Nothing is left over in tiles of 3, or of 2; of two sizes that leave nothing the smaller one has fewer weights to read.
      ['15x15x32', 33, 3],
      ['14x15x64', 40, 3],
      ['10x10x128', 128, 2],
      ['6x10x128', 130, 2],
    ] as const;
    for (const [image, filters, results] of cases) {
      const prepared = prepareBody(`input x: ${image}\nconv(${filters}, 3x3)`);
      const [step] = prepared.plan.steps;
      const choice = step?.kernel === 'convolution' ? chooseConvolution(step) : undefined;
      assert.equal(choice?.by === 'winograd' ? choice.algorithm.vertical.outputs : choice?.by, results, image);
      await assertEqualsReference(prepared, winogradTolerance);
    }
  });

  it('convolve images of few channels at stride 2 by phases', async () => {
    for (const channels of [1, 2, 3, 4]) await checkWinograd(`input x: 60x63x${channels}\nconv(32, 7x7, stride = 2)`);
    for (const kernel of ['5x5', '6x6', '8x8']) {
      await checkWinograd(`input x: 61x50x3\nconv(33, ${kernel}, stride = 2)`);
      await checkWinograd(`input x: 61x50x3\nconv(33, ${kernel}, stride = 2, padding = valid)`);
      await checkWinograd(`input x: 61x50x3\nconv(33, ${kernel}, stride = 2, padding = [0, 3, 5, 1])`);
    }
  });

  it('convolve in groups, with one or more filters each', async () => {
    await check('input x: 6x6x12\nconv(12, 3x3, groups = 3)');
    await check('input x: 6x6x12\nconv(30, 3x3, groups = 2, stride = 2)');
    await check('input x: 5x6x6\nconv(6, 1x1, groups = 3)');
    await check('input x: 5x6x4\nconv(4, 3x3, groups = 2, padding = valid)');
    // Groups of four, of which two are computed together where their number is even.
    for (const groups of [2, 3, 4, 32]) {
      const layer = `conv(${4 * groups}, 3x3, groups = ${groups}`;
      await check(`input x: 9x10x${4 * groups}\n${layer})`);
      await check(`input x: 9x8x${4 * groups}\n${layer}, stride = 2, norm = batchnorm())`);
      await check(`input x: 1x1x${4 * groups}\n${layer}, bias = true)`);
    }
    await check('input x: 7x7x16\nconv(16, 1x1, groups = 4)');
    await check('input x: 9x9x16\nconv(32, 3x3, groups = 4, dilation = 2)');
  });

  it('convolve depthwise at every remainder of the tile', async () => {
    for (let channels = 1; channels <= 9; channels++) {
      await check(`input x: 5x6x${channels}\ndepthwise(3x3)`);
    }
    await check('input x: 9x9x10\ndepthwise(3x3, stride = 2, bias = true, activation = relu6)');
    await check('input x: 9x9x10\ndepthwise(5x3, dilation = 2, norm = batchnorm())');
    for (const size of [3, 5, 7]) {
      for (const stride of [1, 2]) {
        // Images with no, one and several whole tiles beside what lies at the borders, and more channels than a block.
        for (const image of ['3x2x5', '7x10x6', '12x13x8', '9x16x261']) {
          await check(`input x: ${image}\ndepthwise(${size}x${size}, stride = ${stride}, padding = ${size >> 1})`);
        }
      }
    }
    await check('input x: 9x17x5\ndepthwise(2x4, padding = [3, 0, 5, 1])');
    await check('input x: 11x12x9\ndepthwise(3x3, padding = valid)');
    await check('input x: 6x6x3\ndepthwise(3x3, multiplier = 3)');
    await check('input x: 6x6x5\nseparable(9, 3x3, multiplier = 2)');
  });

  it('fold batch norm and bias into weights', async () => {
    await check('input x: 6x6x5\nconv(9, 3x3, norm = batchnorm(), bias = true)');
    await checkWinograd('input x: 12x12x32\nconv(33, 3x3, norm = batchnorm(scale = false))');
    await check('input x: 2x3x5\ndense(11, norm = batchnorm(center = false))');
  });

  it('read and write slices of joins', async () => {
    await check(
      'input x: 9x9x5\nconcat { branch { conv(3, 1x1) conv(7, 3x3) } branch { maxpool(3x3) } branch { } branch { conv(6, 5x5) } }\nconv(9, 3x3)',
    );
    await checkWinograd(
      'input x: 12x12x32\nconcat { branch { conv(32, 1x1) -> conv(35, 3x3) } branch { lrn() } branch { softmax() } }\nmaxpool(3x3)',
    );
    await check(
      'input x: 8x8x6\nconcat { branch { depthwise(3x3) } branch { upsample(1) } branch { pad(0) } }\nadd { branch { } branch { conv(18, 1x1) } }',
    );
  });

  it('pool: strides, padding, windows beyond the image, channels beside the tile', async () => {
    for (const channels of [1, 3, 4, 7, 16, 21]) {
      for (const kind of ['maxpool', 'avgpool']) {
        await check(`input x: 7x8x${channels}\n${kind}(3x3, stride = 2)`);
        await check(`input x: 7x8x${channels}\n${kind}(3x3, stride = 2, padding = 1, rounding = ceil)`);
        await check(`input x: 7x8x${channels}\n${kind}(2x4, padding = valid)`);
      }
      await check(
        `input x: 7x8x${channels}\navgpool(3x3, stride = 2, padding = 1, rounding = ceil, count_padding = true)`,
      );
      await check(`input x: 7x8x${channels}\nadaptiveavgpool(3)`);
      await check(`input x: 7x8x${channels}\nglobalavgpool()`);
      await check(`input x: 7x8x${channels}\nglobalmaxpool()`);
    }
    await check('input x: 1x1x5\nmaxpool(3x3)');
  });

  it('normalise over channels: windows of any size and powers of any kind', async () => {
    for (const size of [1, 2, 3, 5, 6, 9]) {
      for (const beta of [0.5, 0.75, 1, 0.6]) {
        await check(`input x: 3x4x11\nlrn(${size}, alpha = 0.5, beta = ${beta}, k = 2)`);
      }
    }
    await check('input x: 3x4x3\nlrn(9, alpha = 0.9)');
    await check('input x: 3x4x6\nconv(6, 1x1, norm = lrn(), activation = silu)');
  });

  it('are dense: several panels of filters side by side, and fewer', async () => {
    for (const units of [8, 23, 32, 40, 65]) await check(`input x: 3x2x7\ndense(${units}, activation = relu6)`);
    await check('input x: 1x1x9\nconv(77, 1x1)');
    await check('input x: 1x1x12\nconv(9, 1x1, groups = 3)');
  });

  it('are dense: 1 to 9 inputs and outputs, from images and slices', async () => {
    for (let count = 1; count <= 9; count++)
      await check(`input x: 1x1x${count}\ndense(${10 - count}, activation = relu)`);
    await check('input x: 4x3x5\ndense(20, bias = false)');
    await check('input x: 4x3x5\nconcat { branch { relu() } branch { tanh() } }\ndense(7)');
  });

  it('move values: pad, upsample, flatten, add, scale', async () => {
    for (const channels of [1, 3, 4, 6, 9]) {
      await check(`input x: 3x4x${channels}\npad([1, 0, 2, 3])`);
      await check(`input x: 3x4x${channels}\nupsample(2)`);
      await check(`input x: 3x4x${channels}\nupsample([3, 2], mode = bilinear)`);
      await check(`input x: 3x4x${channels}\nadd { branch { } branch { relu() } branch { scale(0.5) } }`);
      await check(`input x: 3x4x${channels}\nconcat { branch { } branch { relu() } }\nflatten()\ndense(2)`);
      await check(`input x: 3x4x${channels}\nbatchnorm() -> softmax()`);
    }
  });

  it('keep NaN and infinities through the functions of one value', async () => {
    const { plan, weights } = prepareBody('input x: 1x1x7\nrelu() -> leakyrelu(0.1)');
    const input = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 3, -3);
    const fast = await wasmBackend.prepare(plan, weights);
    const slow = await referenceBackend.prepare(plan, weights);
    fast.run(input);
    slow.run(input);
    const { view } = plan.outputs[0] as (typeof plan.outputs)[0];
    assert.deepEqual(fast.read(view), slow.read(view));
  });

  // Largest error found, relative to the value or to 1e-3; float32 itself has 6e-8.
  const functions: Readonly<Record<string, number>> = {
    sigmoid: 3e-7,
    tanh: 3e-7,
    silu: 4e-7,
    gelu: 1.5e-6,
    hardswish: 3e-7,
    relu6: 0,
  };
  for (const [name, bound] of Object.entries(functions)) {
    it(`${name} has a relative error below ${bound}`, async () => {
      const { plan } = prepareBody(`input x: 50x10x10\n${name}()`);
      const random = seededRandom(5);
      const input = Float32Array.from(
        { length: 5000 },
        (_, index) => (random() - 0.5) * [0.01, 1, 4, 20, 300][index % 5]!,
      );
      const slow = await referenceBackend.prepare(plan, []);
      slow.run(input);
      const { view } = plan.outputs[0] as (typeof plan.outputs)[0];
      const wanted = slow.read(view);
      for (const exact of [true, false]) {
        const fast = await wasmBackend.prepare(plan, [], { exact });
        fast.run(input);
        const got = fast.read(view);
        for (const [index, value] of wanted.entries()) {
          const error = Math.abs((got[index] as number) - value) / Math.max(1e-3, Math.abs(value));
          assert.ok(error <= bound, `${name}(${input[index]}) = ${got[index]}, not ${value}: ${error}`);
        }
      }
    });
  }
});

describe('steps that are computed with the one before them', function () {
  this.timeout(60_000);

  const skip = (branch: string) => `add { branch { } branch { ${branch} } }`;

  /** Kernels of the steps that are none of their own; what a run gives is the same to the bit with and without. */
  async function fusedSteps(body: string): Promise<readonly string[]> {
    const prepared = prepareBody(`input x: 12x12x32\n${body}`);
    await assertEqualsReference(prepared, winogradTolerance);
    const { steps } = prepared.plan;
    return [...findFollowers(steps)].flatMap(([index, { count }]) =>
      steps.slice(index + 1, index + 1 + count).map(({ kernel }) => kernel),
    );
  }

  for (const conv of ['conv(35, 1x1', 'conv(35, 3x3', 'conv(35, 3x3, stride = 1, dilation = 2', 'conv(35, 5x5']) {
    it(`are norms, factors, sums and limits behind ${conv})`, async () => {
      const [stem, plain] = ['conv(35, 1x1)', `${conv}, activation = none)`];
      assert.deepEqual(await fusedSteps(`${plain} -> batchnorm() -> relu()`), ['batchnorm', 'activation']);
      assert.deepEqual(await fusedSteps(`${stem}\n${skip(plain)} -> relu6()`), ['add', 'activation']);
      assert.deepEqual(await fusedSteps(`${stem}\n${skip(`${plain} -> batchnorm()`)}`), ['batchnorm', 'add']);
      assert.deepEqual(await fusedSteps(`${stem}\n${skip(`${plain} -> scale(0.1)`)} -> relu()`), [
        'scale',
        'add',
        'activation',
      ]);
      assert.deepEqual(await fusedSteps(`${plain} -> dropout(0.5) -> clip(-3, 3)`), ['view', 'activation']);
    });
  }

  it('are limits behind a batch norm, in a place of its own too', async () => {
    assert.deepEqual(await fusedSteps('a = conv(9, 1x1)\nbatchnorm() -> relu()\nb = conv(9, 3x3)\nconcat(a, b)'), [
      'activation',
    ]);
  });

  it('are groups of filters, and the stem of a network', async () => {
    assert.deepEqual(await fusedSteps('conv(24, 3x3, groups = 2, activation = none) -> batchnorm() -> relu()'), [
      'batchnorm',
      'activation',
    ]);
    const prepared = prepareBody(
      'input x: 60x63x3\nconv(33, 7x7, stride = 2, activation = none) -> batchnorm() -> relu()',
    );
    assert.equal(findFollowers(prepared.plan.steps).get(0)?.count, 2);
    await assertEqualsReference(prepared, winogradTolerance);
  });

  it('are none where the value between is read, laid out in another way, or followed by something else', async () => {
    assert.deepEqual(await fusedSteps('a = conv(9, 1x1, activation = none)\nb = relu()\nconcat(a, b)'), []);
    assert.deepEqual(await fusedSteps('conv(9, 1x1, activation = none) -> tanh()'), []);
    assert.deepEqual(await fusedSteps('conv(9, 1x1) -> batchnorm()'), []);
    assert.deepEqual(await fusedSteps('depthwise(3x3, activation = none) -> relu()'), []);
    assert.deepEqual(await fusedSteps('globalavgpool()\nconv(9, 1x1, activation = none) -> relu()'), []);
    const slice =
      'a = conv(9, 1x1)\nb = conv(9, 1x1, activation = none)\nc = add(a, b)\nd = conv(4, 1x1)\nconcat(c, d)';
    assert.deepEqual(await fusedSteps(slice), []);
    const spread = 'a = conv(1, 1x1)\nb = conv(9, 1x1, activation = none)\nadd(b, a)';
    assert.deepEqual(await fusedSteps(spread), []);
  });
});

describe('tiles of products', () => {
  it('hold all pixels, with none over wherever fives and fours can', () => {
    for (let pixels = 1; pixels <= 400; pixels++) {
      for (const isTall of [true, false]) {
        const tiling = tilingOf(pixels, isTall);
        assert.equal(tiling.pixels, 5 * tiling.tallTiles + 4 * (tiling.tiles - tiling.tallTiles));
        // 11 is the largest number that is no sum of fours and fives.
        if (pixels > 11) assert.equal(tiling.pixels, pixels);
        assert.ok(tiling.pixels >= pixels && tiling.pixels < pixels + 4, `${pixels}`);
      }
    }
    assert.deepEqual(tilingOf(49, false), { tiles: 12, tallTiles: 1, pixels: 49 });
    assert.deepEqual(tilingOf(49, true), { tiles: 10, tallTiles: 9, pixels: 49 });
  });
});
