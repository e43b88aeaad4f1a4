/** Plans: joins as slices, work in place, ends, refusals, and that no step ever reads what another has overwritten. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { refusalText } from '../../src/base/message-text';
import type { Plan, Step, TensorView } from '../../src/plan/plan';
import { knownSteps, planRun } from '../../src/plan/plan-run';
import { printPlan } from '../../src/plan/print';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { networkOf, networkOfBody, planOf } from '../support/network-text';
import { randomNetworkText } from '../support/random-network';

function kernelsOf(plan: Plan): string[] {
  return plan.steps.map(({ kernel }) => kernel);
}

describe('planRun', () => {
  it('gives branches of a concat slices of the result', () => {
    const plan = planOf(networkOfBody('input: 8x8x4\nconcat { branch { conv(16, 1x1) } branch { conv(32, 3x3) } }'));
    assert.deepEqual(kernelsOf(plan), ['convolution', 'convolution', 'view']);
    const [first, second, joined] = plan.steps.map(({ output }) => output);
    assert.equal(first?.pixelStride, 48);
    assert.equal(first?.channels, 16);
    assert.equal(second?.offset, (first?.offset ?? 0) + 16);
    assert.equal(joined?.offset, first?.offset);
    assert.equal(joined?.channels, 48);
    // The input (256 floats) and the result (3,072), nothing else.
    assert.equal(plan.arenaFloats, 256 + 3072);
  });

  it('nests slices: a join of joins is written by its innermost branches', () => {
    const plan = planOf(
      networkOfBody(
        'input: 4x4x1\nconcat { branch { concat { branch { conv(2, 1x1) } branch { conv(3, 1x1) } } } branch { conv(4, 1x1) } }',
      ),
    );
    assert.deepEqual(kernelsOf(plan), ['convolution', 'convolution', 'view', 'convolution', 'view']);
    assert.deepEqual(
      plan.steps.map(({ output }) => output.pixelStride),
      [9, 9, 9, 9, 9],
    );
  });

  it('copies the network input and what stands in a join twice', () => {
    const skip = planOf(networkOfBody('input: 4x4x2\nconcat { branch { } branch { conv(3, 1x1) } }'));
    assert.deepEqual(kernelsOf(skip), ['convolution', 'copy', 'view']);
    const twice = planOf(networkOfBody('input: 4x4x2\na = conv(3, 1x1)\nconcat(a, a)'));
    assert.deepEqual(kernelsOf(twice), ['convolution', 'copy', 'view']);
  });

  it('works in place where nobody else reads the input, and only there', () => {
    const alone = planOf(networkOfBody('input: 4x4x2\nconv(3, 1x1, activation = none)\nrelu()'));
    assert.equal(alone.steps[1]?.inputs[0]?.offset, alone.steps[1]?.output.offset);
    const shared = planOf(networkOfBody('input: 4x4x2\na = conv(3, 1x1, activation = none)\nb = relu()\nadd(a, b)'));
    assert.notEqual(shared.steps[1]?.inputs[0]?.offset, shared.steps[1]?.output.offset);
    const isInPlace = (layer: string): boolean => {
      const { steps } = planOf(networkOfBody(`input: 4x4x2\nconv(4, 1x1, activation = none)\n${layer}`));
      return steps[1]?.inputs[0]?.offset === steps[1]?.output.offset;
    };
    const functions =
      'relu relu6 leakyrelu sigmoid tanh silu gelu hardswish prelu elu selu mish softplus hardsigmoid softmax';
    const norms = 'batchnorm layernorm instancenorm l2norm affine lrn';
    for (const name of `${functions} ${norms}`.split(' ')) assert.ok(isInPlace(`${name}()`), name);
    for (const layer of ['clip(-1, 1)', 'groupnorm(2)', 'scale(2)']) assert.ok(isInPlace(layer), layer);
    // Through the dropout the relu reads what the sum reads, too.
    const seen = planOf(
      networkOfBody('input: 4x4x2\na = conv(3, 1x1, activation = none)\ndropout(0.5)\nb = relu()\nadd(a, b)'),
    );
    const relu = seen.steps.find(({ kernel }) => kernel === 'activation');
    assert.notEqual(relu?.inputs[0]?.offset, relu?.output.offset);
    // They read neighbours that would be overwritten.
    for (const layer of ['lrn(3, region = within)', 'maxpool(3x3)', 'shuffle(2)', 'conv(4, 1x1)']) {
      assert.ok(!isInPlace(layer), layer);
    }
  });

  it('sums two tensors in the place of the one that was computed last, if nobody else reads it', () => {
    const sumOf = (body: string) => {
      const { steps } = planOf(networkOfBody(`input: 4x4x2\n${body}`));
      const { inputs, output } = steps.find(({ kernel }) => kernel === 'add' || kernel === 'multiply') as Step;
      return inputs.map(({ offset }) => offset === output.offset);
    };
    const a = 'a = conv(3, 1x1)';
    assert.deepEqual(sumOf(`${a}\nadd { branch { conv(3, 1x1) } branch { conv(3, 3x3) } }`), [false, true]);
    assert.deepEqual(sumOf(`${a}\nadd { branch { } branch { conv(3, 3x3) } }`), [false, true]);
    assert.deepEqual(sumOf(`${a}\nmultiply { branch { conv(3, 3x3) } branch { globalavgpool() } }`), [true, false]);
    assert.deepEqual(sumOf(`${a}\nb = conv(3, 1x1)\nc = add(a, b)\nconcat(b, c)`), [false, false]);
    assert.deepEqual(sumOf(`${a}\nadd(a, a)`), [false, false]);
    assert.deepEqual(sumOf('add { branch { } branch { } }'), [false, false]);
    assert.deepEqual(sumOf(`${a}\nadd { branch { relu() } branch { tanh() } branch { conv(3, 1x1) } }`), [
      false,
      false,
      false,
    ]);
  });

  it('does not copy for a flatten, also inside a join', () => {
    const plan = planOf(
      networkOfBody('input: 4x4x2\nconcat { branch { conv(3, 1x1) -> flatten() } branch { globalavgpool() } }'),
    );
    assert.deepEqual(kernelsOf(plan), ['convolution', 'view', 'globalavgpool', 'view']);
    assert.equal(plan.steps[0]?.output.rowStride, 12);
    assert.equal(plan.steps[0]?.output.pixelStride, 3);
  });

  it('names weights by their layer and what they are', () => {
    const plan = planOf(networkOfBody('input: 4x4x2\nconv(3, 1x1)\nprelu()\nbatchnorm()\nl2norm()'));
    const named = plan.weights.map(({ name, shape }) => `${name} ${shape.join('x')}`);
    assert.deepEqual(named, [
      'conv_1/weight 1x1x2x3',
      'conv_1/bias 3',
      'prelu_1/slope 3',
      'batchnorm_1/gamma 3',
      'batchnorm_1/beta 3',
      'batchnorm_1/mean 3',
      'batchnorm_1/variance 3',
      'l2norm_1/gamma 3',
    ]);
  });

  it('copies for a flatten whose values do not lie one after the other', () => {
    const plan = planOf(
      networkOfBody(
        'input: 4x4x2\na = conv(2, 1x1)\nb = conv(3, 1x1)\nconcat(a, b)\noutput joined\nfrom a\nflatten()\noutput list',
      ),
    );
    // The first slice of the join: its pixels are 5 values apart.
    const flatten = plan.steps.at(-1) as Step;
    assert.deepEqual([flatten.kernel, flatten.inputs[0]?.pixelStride], ['copy', 5]);
    assert.notEqual(flatten.output.offset, flatten.inputs[0]?.offset);
  });

  it('splits a separable convolution, an LRN norm and a softmax activation into steps of one layer', () => {
    const plan = planOf(
      networkOfBody(
        'input: 4x4x2\nseparable(3, 3x3, multiplier = 4)\nconv(4, 1x1, norm = lrn())\ndense(5, activation = softmax)',
      ),
    );
    assert.deepEqual(kernelsOf(plan), ['convolution', 'convolution', 'convolution', 'lrn', 'dense', 'softmax']);
    assert.deepEqual(
      plan.steps.map(({ layer }) => layer),
      [0, 0, 1, 1, 2, 2],
    );
    assert.equal(plan.steps[0]?.output.channels, 8);
    assert.deepEqual(
      plan.weights.map(({ name, shape }) => `${name} ${shape.join('x')}`),
      [
        'separable_1/depthwise.weight 3x3x1x8',
        'separable_1/pointwise.weight 1x1x8x3',
        'separable_1/bias 3',
        'conv_1/weight 1x1x3x4',
        'dense_1/weight 64x5',
        'dense_1/bias 5',
      ],
    );
  });

  it('keeps zeros around what padded convolutions read, if asked to', () => {
    const network = networkOfBody('input: 4x4x2\nconv(3, 3x3)\nconv(3, 5x5)\nconv(2, 2x2)');
    const plan = planOf(network, { withBorders: true });
    assert.deepEqual(plan.input.view.borders, [1, 1, 1, 1]);
    assert.equal(plan.input.view.rowStride, 6 * 2);
    assert.deepEqual(plan.steps[0]?.output.borders, [2, 2, 2, 2]);
    assert.deepEqual(plan.steps[1]?.output.borders, [0, 1, 0, 1]);
    checkPlan(network, plan);
  });

  describe('ends', () => {
    const network = networkOf(`
      module block(n) { conv(n, 1x1) -> conv(n, 3x3) }
      network Test {
        input: 8x8x3
        a = block(4)
        head side from a { globalavgpool() -> dense(2) }
        b = block(5)
        globalavgpool() -> dense(10)
        output prob
      }`);

    it('without a choice are all outputs and heads', () => {
      const plan = planOf(network);
      assert.deepEqual(plan.outputs.map(({ name, kind }) => `${kind} ${name}`).sort(), ['head side', 'output prob']);
      assert.equal(plan.layers.length, 8);
      assert.deepEqual(plan.otherWeights, []);
    });

    it('with a head are the head and its ancestors alone', () => {
      const plan = planOf(network, { upto: 'side' });
      assert.deepEqual(
        plan.layers.map(({ path }) => path),
        ['a/conv_1', 'a/conv_2', 'side/globalavgpool_1', 'side/dense_1'],
      );
      assert.ok(plan.otherWeights.includes('b/conv_1/weight'));
    });

    it('can be a layer or a module call', () => {
      assert.equal(planOf(network, { upto: 'b/conv_1' }).layers.length, 3);
      const call = planOf(network, { upto: 'a' });
      assert.deepEqual(
        call.outputs.map(({ name, kind }) => `${kind} ${name}`),
        ['layer a'],
      );
      assert.equal(call.layers.length, 2);
    });

    it('that do not exist are refused with a suggestion', () => {
      assert.deepEqual(planRun(network, { upto: 'sid' }), {
        refusal: { code: 'run.end', values: { network: 'Test', name: 'sid' }, near: 'side' },
      });
    });
  });

  it('refuses what is unknown, and only where it is needed', () => {
    const text =
      'network Test { input: 8x8x3  a = conv(4, 1x1)  head h from a { dense(2) }  conv(4, 9x9, padding = valid) }';
    const network = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn').networks[0];
    assert.ok(network !== undefined);
    const refused = planRun(network);
    assert.ok('refusal' in refused);
    assert.match(refusalText(refused.refusal, englishDiagnostics), /^conv_1 cannot be run: .*9x9 window does not fit/);
    assert.ok('plan' in planRun(network, { upto: 'h' }));
    const lost = 'network Test { input: 4x4x1  a = conv(4, 1x1)  head h from b { } }';
    const [unended] = analyze({ file: (id) => parse(id, lost), resolve: () => 'outside' }, '/t.cnn').networks;
    assert.ok(unended !== undefined);
    assert.deepEqual(planRun(unended), { refusal: { code: 'run.unknown-end', values: {} } });
    assert.deepEqual(
      planOf(unended, { upto: 'a' }).layers.map(({ path }) => path),
      ['a'],
    );
  });

  it('has the steps of a run that needs every layer without a run', () => {
    const unplaced = ({ offset, ...view }: TensorView): Omit<TensorView, 'offset'> => view;
    const stepsOf = ({ steps }: Pick<Plan, 'steps'>): unknown[] =>
      steps.map((step) => ({ ...step, inputs: step.inputs.map(unplaced), output: unplaced(step.output) }));
    // The first output is not overwritten by the relu, and so is no slice of what that is joined into.
    const texts = [
      'network Test { input: 4x4x2  conv(3, 1x1)  output a  relu()  concat { branch {} branch { tanh() } }  output b }',
    ];
    for (let seed = 0; seed < 60; seed++) texts.push(randomNetworkText(seed));
    let compared = 0;
    for (const text of texts) {
      const network = networkOf(text);
      const plan = planOf(network);
      if (plan.layers.length < network.graph.layers.length - 1) continue;
      const known = knownSteps(network);
      assert.deepEqual([stepsOf(known), known.layers, known.weights], [stepsOf(plan), plan.layers, plan.weights], text);
      compared++;
    }
    assert.ok(compared > 20);
  });

  it('refuses tensors that no block of memory holds', () => {
    const refusalOf = (body: string): string => {
      const planned = planRun(networkOfBody(body));
      return 'refusal' in planned ? refusalText(planned.refusal, englishDiagnostics) : 'none';
    };
    assert.equal(
      refusalOf('input: 65536x65536x1'),
      'a tensor of 4,294,967,296 values is larger than a run can hold (2,147,483,648)',
    );
    // 2^31 values of 4 bytes are 8 GiB, and the input is kept beside the result.
    assert.match(refusalOf('input: 32768x32768x2\nrelu()'), /^the run would need 16\.0 GiB/);
    assert.equal(refusalOf('input: 32768x16384x2\nrelu()'), 'none');
  });

  it('is plain data, and prints every step', () => {
    const plan = planOf(networkOf(randomNetworkText(5)));
    assert.deepEqual(structuredClone(plan), plan);
    const text = printPlan(plan);
    for (const { path } of plan.layers) assert.ok(text.includes(path), path);
    assert.equal(text, printPlan(plan));
  });

  it('prints what each kind of step takes', () => {
    const details = (statement: string): string[] => {
      const lines = printPlan(planOf(networkOfBody(`input: 8x8x4\n${statement}`))).split('\n');
      const steps = lines.filter((line) => / -> +\d/.test(line));
      return steps.map((line) => line.replace(/^.* -> +\S+ */, ''));
    };
    const printed: readonly (readonly [string, ...(readonly string[])])[] = [
      ['conv(6, 3x3, stride = [2, 1])', '3x3 stride 2x1 pads 0,1,1,1, weight 3x3x4x6, bias, relu'],
      ['conv(6, 3x3, stride = [1, 2])', '3x3 stride 1x2 pads 1,1,0,1, weight 3x3x4x6, bias, relu'],
      ['conv(6, [3, 1], padding = valid, dilation = [2, 1])', '3x1 dilation 2x1, weight 3x1x4x6, bias, relu'],
      ['conv(6, [1, 3], padding = valid, dilation = [1, 2])', '1x3 dilation 1x2, weight 1x3x4x6, bias, relu'],
      ['conv(6, 1x1, groups = 2, bias = false)', '1x1, groups 2, weight 1x1x2x6, relu'],
      ['convtranspose(6, 2x2, stride = 2)', '2x2 stride 2x2, weight 2x2x4x6, bias, relu'],
      ['conv(4, 1x1, norm = batchnorm)', '1x1, weight 1x1x4x4, batchnorm 0.001, relu'],
      ['conv(4, 1x1, norm = batchnorm(center = false))', '1x1, weight 1x1x4x4, batchnorm 0.001 without beta, relu'],
      ['conv(4, 1x1, norm = affine)', '1x1, weight 1x1x4x4, affine, relu'],
      ['conv(4, 1x1, activation = clip(-1, 2))', '1x1, weight 1x1x4x4, bias, clip -1 2'],
      ['conv(4, 1x1, activation = softmax)', '1x1, weight 1x1x4x4, bias', ''],
      ['conv(4, 1x1, norm = lrn)', '1x1, weight 1x1x4x4', 'size 5, alpha 0.0001, beta 0.75, k 1, relu'],
      ['dense(3, activation = leakyrelu(0.2))', 'weight 256x3, bias, leakyrelu 0.2'],
      ['maxpool(2x2, stride = 2)', '2x2 stride 2x2'],
      ['avgpool(3x3, stride = 1)', '3x3 pads 1,1,1,1'],
      ['avgpool(3x3, stride = 1, count_padding = true)', '3x3 pads 1,1,1,1, padding counts'],
      ['lrn(3, region = within, k = 2)', 'within, size 3, alpha 0.0001, beta 0.75, k 2'],
      ['batchnorm(scale = false, center = false)', 'batchnorm 0.001 without gamma without beta'],
      ['layernorm(scale = false)', 'per pixel, epsilon 0.000001 without gamma'],
      ['groupnorm(2, center = false)', 'groups 2, epsilon 0.00001 without beta'],
      ['instancenorm()', 'groups 4, epsilon 0.00001'],
      ['l2norm(scale = false)', 'epsilon 1e-10 without gamma'],
      ['l2norm()', 'epsilon 1e-10'],
      ['elu(0.5)', 'elu 0.5'],
      ['relu()', 'relu'],
      ['prelu()', 'slope 4'],
      ['prelu(shared = true)', 'slope 1'],
      ['scale(0.5)', 'by 0.5'],
      ['pad([1, 2, 3, 4], reflect)', 'reflect 1,2,3,4'],
      ['crop([1, 2, 3, 4])', 'zeros -1,-2,-3,-4'],
      ['upsample(2)', 'nearest'],
      ['resize(5x5, bilinear)', 'bilinear'],
      ['slice(1, 2)', 'from 1'],
      ['shuffle(2)', 'groups 2'],
      ['spacetodepth(2)', 'block 2, dcr'],
      ['depthtospace(2, crd)', 'block 2, crd'],
      ['globalavgpool()', ''],
      ['add { branch { } branch { relu() } }', 'relu', ''],
    ];
    for (const [statement, ...expected] of printed) assert.deepEqual(details(statement), expected, statement);
  });

  it('never lets a step read what another has overwritten', () => {
    let planned = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.boolean(), (seed, withBorders) => {
        const text = randomNetworkText(seed);
        const analysis = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn');
        const network = analysis.networks[0];
        const result = network === undefined ? undefined : planRun(network, { withBorders });
        fc.pre(network !== undefined && result !== undefined && 'plan' in result);
        planned++;
        checkPlan(network, result.plan);
      }),
      { seed: 11, numRuns: 120 },
    );
    assert.ok(planned >= 120);
  });
});

/** Executes a plan on labels instead of numbers: every cell of the arena holds which value of which layer it has. */
function checkPlan(network: NetworkAnalysis, plan: Plan): void {
  const arena = new Array<string>(plan.arenaFloats).fill('');
  const { layers, input } = network.graph;
  const byPath = new Map(layers.map((layer) => [layer.path, layer]));

  /** Layers that compute nothing have the labels of what they show. */
  const label = (id: number, index: number): string => {
    const layer = layers[id];
    assert.ok(layer !== undefined);
    const [first = -1] = layer.inputs;
    if (['identity', 'dropout', 'flatten'].includes(layer.op.name)) return label(first, index);
    if (layer.op.name !== 'concat') return `${id}#${index}`;
    const channels = network.shapes[id]?.[2] ?? 0;
    let channel = index % channels;
    for (const branch of layer.inputs) {
      const own = network.shapes[branch]?.[2] ?? 0;
      if (channel < own) return label(branch, Math.floor(index / channels) * own + channel);
      channel -= own;
    }
    assert.fail('a channel belongs to a branch');
  };
  const cells = function* (view: TensorView): Generator<[cell: number, index: number]> {
    let index = 0;
    for (let y = 0; y < view.height; y++) {
      for (let x = 0; x < view.width; x++) {
        for (let c = 0; c < view.channels; c++) {
          yield [view.offset + y * view.rowStride + x * view.pixelStride + c, index++];
        }
      }
    }
  };
  const holds = (view: TensorView, id: number, what: string): void => {
    assert.deepEqual([view.height, view.width, view.channels], network.shapes[id], what);
    for (const [cell, index] of cells(view)) {
      if (arena[cell] !== label(id, index)) assert.fail(`${what}: cell ${cell} holds ${arena[cell]}`);
    }
  };
  const write = (view: TensorView, labelOf: (index: number) => string): void => {
    for (const [cell, index] of cells(view)) arena[cell] = labelOf(index);
  };

  write(plan.input.view, (index) => label(input, index));
  for (const [position, step] of plan.steps.entries()) {
    const layer = byPath.get(plan.layers[step.layer]?.path ?? '');
    assert.ok(layer !== undefined);
    const isFirst = plan.steps[position - 1]?.layer !== step.layer;
    const isLast = plan.steps[position + 1]?.layer !== step.layer;
    if (step.kernel === 'copy') {
      const copied = [...cells(step.inputs[0] as TensorView)].map(([cell]) => arena[cell] as string);
      write(step.output, (index) => copied[index] as string);
    } else if (step.kernel !== 'view') {
      if (isFirst) for (const [i, view] of step.inputs.entries()) holds(view, layer.inputs[i] as number, layer.path);
      else for (const [cell] of cells(step.inputs[0] as TensorView)) assert.ok(arena[cell]?.startsWith('inside'));
      write(step.output, (index) => (isLast ? label(layer.id, index) : `inside ${layer.id}#${index}`));
    }
    if (isLast) holds(step.output, layer.id, layer.path);
  }
  for (const { name, view } of plan.outputs) {
    const output = network.graph.outputs.find((candidate) => candidate.name === name);
    if (output !== undefined) holds(view, output.layer, name);
  }
}
