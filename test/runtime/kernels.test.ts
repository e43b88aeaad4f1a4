/** The reference kernels against numbers worked out by hand, and against textbook loops over nested lists. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seededRandom } from '../../src/base/random';
import type { Plan } from '../../src/plan/plan';
import { referenceBackend } from '../../src/runtime/reference/reference-backend';
import { networkOfBody, planOf } from '../support/network-text';

type Weights = Readonly<Record<string, readonly number[]>>;

function weightsOf(plan: Plan, weights: Weights): Float32Array[] {
  return plan.weights.map(({ name, shape }) => {
    const values = weights[name];
    assert.ok(values !== undefined, `the test has no weight ${name}`);
    assert.equal(
      values.length,
      shape.reduce((a, b) => a * b, 1),
      name,
    );
    return Float32Array.from(values);
  });
}

/** The values of the one output. */
async function run(body: string, input: readonly number[], weights: Weights = {}): Promise<number[]> {
  const plan = planOf(networkOfBody(body));
  const execution = await referenceBackend.prepare(plan, weightsOf(plan, weights));
  assert.ok(execution.run(Float32Array.from(input)));
  return [...execution.read((plan.outputs[0] as Plan['outputs'][0]).view)];
}

function near(found: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs((found[i] as number) - value) <= tolerance, `[${i}]: ${found} expected ${expected}`);
  }
}

const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('reference kernels', () => {
  describe('convolution', () => {
    it('sums the window with zeros around the image', async () => {
      const weights = { 'conv_1/weight': [1, 1, 1, 1, 1, 1, 1, 1, 1], 'conv_1/bias': [0] };
      near(await run('input: 3x3x1\nconv(1, 3x3)', nine, weights), [12, 21, 16, 27, 45, 33, 24, 39, 28]);
    });

    it('does not mirror the kernel', async () => {
      const weights = { 'conv_1/weight': [1, 10, 100, 1000], 'conv_1/bias': [0.5] };
      near(await run('input: 2x2x1\nconv(1, 2x2, padding = valid)', [1, 2, 3, 4], weights), [4321.5]);
    });

    it('same puts the odd row and column at the bottom and right', async () => {
      const weights = { 'conv_1/weight': [1, 10, 100, 1000], 'conv_1/bias': [0] };
      near(await run('input: 2x2x1\nconv(1, 2x2)', [1, 2, 3, 4], weights), [4321, 402, 43, 4]);
    });

    it('takes four different paddings', async () => {
      const weights = { 'conv_1/weight': [1], 'conv_1/bias': [0] };
      const body = 'input: 1x1x1\nconv(1, 1x1, padding = [1, 0, 0, 2])';
      near(await run(body, [5], weights), [0, 0, 0, 5, 0, 0]);
    });

    it('lets each group see its own channels', async () => {
      // Filters 0 and 1 read channel 0, filters 2 and 3 channel 1.
      const weights = { 'conv_1/weight': [1, 2, 3, 4], 'conv_1/bias': [0, 0, 0, 0] };
      near(await run('input: 1x1x2\nconv(4, 1x1, groups = 2)', [10, 100], weights), [10, 20, 300, 400]);
    });

    it('depthwise: channel c makes the results c * multiplier and on', async () => {
      const weights = { 'depthwise_1/weight': [1, 2, 3, 4], 'depthwise_1/bias': [0, 0, 0, 1] };
      near(await run('input: 1x1x2\ndepthwise(1x1, multiplier = 2)', [10, 100], weights), [10, 20, 300, 401]);
    });

    it('separable: depthwise, then 1x1, nothing between', async () => {
      const weights = {
        'separable_1/depthwise.weight': [-1, 2],
        'separable_1/pointwise.weight': [1, 1],
        'separable_1/bias': [0],
      };
      near(await run('input: 1x1x2\nseparable(1, 1x1, activation = none)', [10, 3], weights), [-4]);
    });

    it('applies bias, then norm, then activation', async () => {
      const weights = {
        'conv_1/weight': [2, 2],
        'conv_1/bias': [1, 1],
        'conv_1/norm.gamma': [3, -3],
        'conv_1/norm.beta': [0.5, 0.5],
        'conv_1/norm.mean': [5, 5],
        'conv_1/norm.variance': [3, 3],
      };
      // (2 * 4 + 1 - 5) / sqrt(3 + 1) = 2.
      const body = 'input: 1x1x1\nconv(2, 1x1, bias = true, norm = batchnorm(epsilon = 1))';
      near(await run(body, [4], weights), [6.5, 0]);
    });

    it('equals textbook loops for any kernel, stride, dilation, padding and groups', async () => {
      const small = fc.integer({ min: 1, max: 3 });
      const zeros = fc.integer({ min: 0, max: 3 });
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            size: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
            depth: fc.integer({ min: 1, max: 5 }),
            filters: fc.integer({ min: 1, max: 5 }),
            groups: small,
            kernel: fc.tuple(small, fc.integer({ min: 1, max: 4 })),
            stride: fc.tuple(small, small),
            dilation: fc.tuple(small, small),
            pads: fc.tuple(zeros, zeros, zeros, zeros),
            seed: fc.nat(1000),
          }),
          async (c) => {
            const extent = (axis: 0 | 1): number => (c.kernel[axis] - 1) * c.dilation[axis] + 1;
            fc.pre(c.size[0] + c.pads[0] + c.pads[1] >= extent(0) && c.size[1] + c.pads[2] + c.pads[3] >= extent(1));
            const channels = c.depth * c.groups;
            const filters = c.filters * c.groups;
            const random = seededRandom(c.seed);
            const input = Array.from({ length: c.size[0] * c.size[1] * channels }, () => random() - 0.5);
            const weight = Array.from({ length: c.kernel[0] * c.kernel[1] * c.depth * filters }, () => random() - 0.5);
            const body = `input: ${c.size.join('x')}x${channels}
              conv(${filters}, ${c.kernel.join('x')}, stride = [${c.stride}], padding = [${c.pads}],
                dilation = [${c.dilation}], groups = ${c.groups}, bias = false, activation = none)`;
            const expected = textbookConvolution(c, channels, filters, Array.from(Float32Array.from(input)), weight);
            near(await run(body, input, { 'conv_1/weight': weight }), expected, 1e-5);
          },
        ),
        { seed: 3, numRuns: 80 },
      );
    });
  });

  describe('pooling', () => {
    it('maxima never see padding', async () => {
      near(await run('input: 2x2x1\nmaxpool(3x3, padding = 1)', [-4, -3, -2, -1]), [-1, -1, -1, -1]);
    });

    it('maxima are per channel', async () => {
      near(await run('input: 1x2x2\nmaxpool(1x2, padding = valid)', [1, 8, 3, 2]), [3, 8]);
    });

    it('means divide by the values inside the image', async () => {
      near(await run('input: 2x2x1\navgpool(3x3)', [1, 2, 3, 4]), [2.5, 2.5, 2.5, 2.5]);
    });

    it('count_padding divides by the padding too', async () => {
      const ninths = 10 / 9;
      near(await run('input: 2x2x1\navgpool(3x3, padding = 1, count_padding = true)', [1, 2, 3, 4]), [
        ninths,
        ninths,
        ninths,
        ninths,
      ]);
    });

    it('what a last window reaches beyond the padding counts in no divisor', async () => {
      // Windows of 2 at 0, 2 over 3 pixels: the second has one pixel.
      const ceil = 'avgpool(1x2, stride = [1, 2], padding = valid, rounding = ceil';
      near(await run(`input: 1x3x1\n${ceil})`, [1, 2, 6]), [1.5, 6]);
      near(await run(`input: 1x3x1\n${ceil}, count_padding = true)`, [1, 2, 6]), [1.5, 6]);
      // Padding 1 on both sides, windows of 3 at -1, 1, 3 over 4 pixels: the last reads one pixel, one zero, one beyond.
      const padded = 'avgpool(1x3, stride = [1, 2], padding = [0, 1], rounding = ceil, count_padding = true)';
      near(await run(`input: 1x4x1\n${padded}`, [3, 6, 9, 12]), [3, 9, 6]);
    });

    it('adaptive windows reach from floor to ceil', async () => {
      // Of 5 values 3 means: [0, 2), [1, 4), [3, 5).
      near(await run('input: 1x5x1\nadaptiveavgpool([1, 3])', [1, 3, 5, 7, 9]), [2, 5, 8]);
    });

    it('global pools reduce the whole image', async () => {
      near(await run('input: 1x2x2\nglobalavgpool()', [1, 2, 3, 8]), [2, 5]);
      near(await run('input: 1x2x2\nglobalmaxpool()', [1, 9, 3, 8]), [3, 9]);
    });
  });

  it('dense reads height, width, channel', async () => {
    const weights = { 'dense_1/weight': [1, 10, 100, 1000], 'dense_1/bias': [0.25] };
    near(await run('input: 1x2x2\ndense(1)', [1, 2, 3, 4], weights), [4321.25]);
  });

  describe('normalization', () => {
    it('LRN divides alpha by size and sums the channels around', async () => {
      // size 3, alpha 3: 1 + (squares of the neighbours), beta 1.
      const found = await run('input: 1x1x4\nlrn(3, alpha = 3, beta = 1, k = 1)', [1, 2, 3, 4]);
      near(found, [1 / 6, 2 / 15, 3 / 30, 4 / 26]);
    });

    it('an even size reaches further ahead than back', async () => {
      near(await run('input: 1x1x3\nlrn(2, alpha = 2, beta = 1, k = 0)', [1, 2, 2]), [1 / 5, 2 / 8, 2 / 4]);
    });

    it('batch norm without scale and center', async () => {
      const weights = { 'batchnorm_1/mean': [1, 2], 'batchnorm_1/variance': [3, 8] };
      const body = 'input: 1x1x2\nbatchnorm(epsilon = 1, scale = false, center = false)';
      near(await run(body, [5, 5], weights), [2, 1]);
    });
  });

  it('functions of one value', async () => {
    const input = [-4, -1, 0, 0.5, 7];
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    const expected: Record<string, readonly number[]> = {
      relu: [0, 0, 0, 0.5, 7],
      relu6: [0, 0, 0, 0.5, 6],
      'leakyrelu(slope = 0.1)': [-0.4, -0.1, 0, 0.5, 7],
      sigmoid: input.map(sigmoid),
      tanh: input.map(Math.tanh),
      silu: input.map((x) => x * sigmoid(x)),
      // x * Phi(x), Phi from a table of the normal distribution.
      gelu: [-4 * 3.167124e-5, -0.15865525, 0, 0.5 * 0.69146246, 7],
      hardswish: [0, -1 / 3, 0, (0.5 * 3.5) / 6, 7],
    };
    for (const [call, values] of Object.entries(expected)) {
      const layer = call.includes('(') ? call : `${call}()`;
      near(await run(`input: 1x1x5\n${layer}`, input), values, 1e-6);
    }
  });

  it('softmax over the channels of each pixel, for large values too', async () => {
    const third = 1 / 3;
    near(await run('input: 1x2x3\nsoftmax()', [0, Math.log(2), Math.log(3), 1000, 1000, 1000]), [
      1 / 6,
      2 / 6,
      3 / 6,
      third,
      third,
      third,
    ]);
  });

  it('scale, add and pad', async () => {
    near(await run('input: 1x1x2\nscale(0.5)', [2, -3]), [1, -1.5]);
    near(await run('input: 1x1x2\na = scale(2)\nb = scale(3)\nadd(a, b, a)', [1, 10]), [10, 100]);
    near(await run('input: 1x1x2\npad([1, 0, 0, 1])', [3, 4]), [0, 0, 0, 0, 3, 4, 0, 0]);
  });

  it('concat in written order, from copies and slices', async () => {
    near(await run('input: 1x2x1\na = scale(2)\nb = scale(10)\nconcat(b, a, b)', [1, 2]), [20, 2, 20, 40, 4, 40]);
  });

  it('upsampling repeats pixels, or interpolates between their centres', async () => {
    near(await run('input: 1x2x1\nupsample([2, 2])', [1, 5]), [1, 1, 5, 5, 1, 1, 5, 5]);
    // PyTorch: interpolate([0, 4], scale_factor = 2, mode = 'linear', align_corners = False) = 0, 1, 3, 4.
    near(await run('input: 1x2x1\nupsample([1, 2], mode = bilinear)', [0, 4]), [0, 1, 3, 4]);
  });

  it('flattens in the order height, width, channel', async () => {
    near(await run('input: 2x1x2\nscale(1)\nflatten()', [1, 2, 3, 4]), [1, 2, 3, 4]);
  });
});

interface Case {
  readonly size: readonly [number, number];
  readonly depth: number;
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly pads: readonly [number, number, number, number];
}

/** On an image that really has zeros around it, one result after the other. */
function textbookConvolution(
  c: Case,
  channels: number,
  filters: number,
  input: readonly number[],
  weight: readonly number[],
): number[] {
  const height = c.size[0] + c.pads[0] + c.pads[1];
  const width = c.size[1] + c.pads[2] + c.pads[3];
  const image = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) =>
      Array.from({ length: channels }, (___, channel) => {
        const row = y - c.pads[0];
        const column = x - c.pads[2];
        const isInside = row >= 0 && row < c.size[0] && column >= 0 && column < c.size[1];
        return isInside ? (input[(row * c.size[1] + column) * channels + channel] as number) : 0;
      }),
    ),
  );
  const results: number[] = [];
  for (let y = 0; y + (c.kernel[0] - 1) * c.dilation[0] < height; y += c.stride[0]) {
    for (let x = 0; x + (c.kernel[1] - 1) * c.dilation[1] < width; x += c.stride[1]) {
      for (let filter = 0; filter < filters; filter++) {
        const firstChannel = Math.floor(filter / c.filters) * c.depth;
        let sum = 0;
        for (let ky = 0; ky < c.kernel[0]; ky++) {
          for (let kx = 0; kx < c.kernel[1]; kx++) {
            for (let d = 0; d < c.depth; d++) {
              const value = image[y + ky * c.dilation[0]]?.[x + kx * c.dilation[1]]?.[firstChannel + d] as number;
              sum += value * (weight[((ky * c.kernel[1] + kx) * c.depth + d) * filters + filter] as number);
            }
          }
        }
        results.push(sum);
      }
    }
  }
  return results;
}
