/** Small random networks as text, every layer of the language among them; the same seed gives the same text. */

import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { type Random, seededRandom } from '../../src/base/random';
import type { Plan } from '../../src/plan/plan';
import { planRun } from '../../src/plan/plan-run';
import { parse } from '../../src/syntax/parser';

/** What a text has become, mistakes and all. */
export function analyzeRandom(text: string): NetworkAnalysis | undefined {
  return analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/t.cnn').networks[0];
}

/** Undefined for a text that cannot be run. */
export function randomPlan(seed: number): { readonly network: NetworkAnalysis; readonly plan: Plan } | undefined {
  const network = analyzeRandom(randomNetworkText(seed));
  const planned = network === undefined ? undefined : planRun(network);
  return network !== undefined && planned !== undefined && 'plan' in planned
    ? { network, plan: planned.plan }
    : undefined;
}

export function randomNetworkText(seed: number): string {
  const random = seededRandom(seed);
  const height = 4 + whole(random, 8);
  const width = 4 + whole(random, 8);
  const channels = 1 + whole(random, 9);
  const lines = [`input image: ${height}x${width}x${channels}`];
  const count = 2 + whole(random, 7);
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const choice = random();
    if (choice < 0.15) lines.push(join(random, 'concat', 0));
    else if (choice < 0.24) lines.push(join(random, 'add', 0));
    else if (choice < 0.28) lines.push(gate(random));
    else if (choice < 0.4) {
      const name = `r${i}`;
      lines.push(`${name} = ${keepingLayer(random)}`);
      // The same tensor twice, and one that is read elsewhere too.
      lines.push(
        random() < 0.5 ? `concat(${name}, ${name})` : `concat { branch { } branch { ${keepingLayer(random)} } }`,
      );
      names.push(name);
    } else if (choice < 0.48 && names.length > 0) {
      const name = names[whole(random, names.length)] as string;
      lines.push(`head h${i} from ${name} { globalavgpool() -> dense(${1 + whole(random, 5)}) -> softmax() }`);
    } else lines.push(random() < 0.7 ? keepingLayer(random) : changingLayer(random));
  }
  if (random() < 0.3) lines.push('flatten() -> relu()');
  if (random() < 0.4) lines.push(`dense(${1 + whole(random, 10)}, norm = batchnorm(), activation = softmax)`);
  return `network Random {\n  ${lines.join('\n  ')}\n}\n`;
}

/**
 * The same kinds of layers in a design with structure: modules that call modules, repeats, side heads and a second
 * output, and layers that lead nowhere in all of them.
 */
export function randomDesignText(seed: number): string {
  const random = seededRandom(seed);
  const modules = Array.from({ length: 1 + whole(random, 3) }, (_, i) => {
    const lines = Array.from({ length: 1 + whole(random, 3) }, () => designPiece(random, i, `p${whole(random, 100)}`));
    return `module m${i}() {\n  ${lines.join('\n  ')}\n  ${keepingLayer(random)}\n}\n`;
  });
  const lines = [`input image: ${4 + whole(random, 6)}x${4 + whole(random, 6)}x${1 + whole(random, 6)}`];
  const names: string[] = [];
  const count = 2 + whole(random, 5);
  for (let i = 0; i < count; i++) {
    const name = `r${i}`;
    if (random() < 0.25) {
      names.push(name);
      lines.push(`${name} = m${whole(random, modules.length)}()`);
    } else lines.push(designPiece(random, modules.length, name));
    if (random() < 0.3 && names.length > 0) {
      const from = pick(random, names);
      const body = `${designPiece(random, modules.length, `h${i}`)} globalavgpool() -> dense(${1 + whole(random, 5)})`;
      lines.push(`${random() < 0.8 ? 'head' : 'output'} side${i} from ${from} { ${body} }`);
    }
  }
  lines.push(`dense(${1 + whole(random, 10)})`, 'output last');
  return `network Random {\n  ${lines.join('\n  ')}\n}\n${modules.join('')}`;
}

/** Statements of a body that may call the first of the modules; `name` is not used in it yet. */
function designPiece(random: Random, modules: number, name: string): string {
  const choice = random();
  if (choice < 0.2 && modules > 0) return `m${whole(random, modules)}()`;
  if (choice < 0.4) {
    const inside = random() < 0.4 && modules > 0 ? `m${whole(random, modules)}()` : keepingLayer(random);
    return `repeat ${1 + whole(random, 3)} { ${inside} ${sameShapeLayer(random)} }`;
  }
  // What stands between a result and the way back to it leads nowhere.
  if (choice < 0.7) {
    const detour = random() < 0.5 && modules > 0 ? `m${whole(random, modules)}()` : changingLayer(random);
    return `${name} = ${keepingLayer(random)}\n  ${detour}\n  from ${name}`;
  }
  return random() < 0.4 ? join(random, 'concat', 1) : keepingLayer(random);
}

function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[whole(random, list.length)] as T;
}

function join(random: Random, kind: 'concat' | 'add', depth: number): string {
  const branches: string[] = [];
  const count = 1 + whole(random, 4);
  for (let i = 0; i < count; i++) {
    const choice = random();
    if (choice < 0.2) branches.push('branch { }');
    else if (choice < 0.36 && depth < 2) branches.push(`branch { ${join(random, kind, depth + 1)} }`);
    // An add needs equal channels, so its branches keep them.
    else if (kind === 'add') branches.push(`branch { ${sameShapeLayer(random)} ${sameShapeLayer(random)} }`);
    else branches.push(`branch { ${keepingLayer(random)} ${random() < 0.5 ? keepingLayer(random) : ''} }`);
  }
  return `${kind} { ${branches.join(' ')} }`;
}

/** A product with what is spread over channels or pixels, in either order. */
function gate(random: Random): string {
  const { gated, by } = pick(random, [
    { gated: '', by: 'globalavgpool() -> depthwise(1x1, activation = sigmoid)' },
    { gated: '', by: 'conv(1, 3x3, activation = sigmoid)' },
    { gated: 'scale(0.5)', by: 'identity()' },
    { gated: 'globalmaxpool()', by: 'conv(1, 1x1, activation = hardsigmoid)' },
  ]);
  const branches = [`branch { ${gated} }`, `branch { ${by} }`];
  return `${random() < 0.7 ? 'multiply' : 'add'} { ${random() < 0.5 ? branches.join(' ') : branches.reverse().join(' ')} }`;
}

// biome-ignore format: a table of words
const functions = [
  'relu()', 'relu6()', 'leakyrelu()', 'sigmoid()', 'tanh()', 'silu()', 'gelu()', 'hardswish()', 'softmax()', 'elu(alpha = 0.7)',
  'selu()', 'mish()', 'softplus()', 'hardsigmoid()', 'clip(-0.5, 1.5)',
];

/** Leaves the whole shape as it is. */
function sameShapeLayer(random: Random): string {
  return pick(random, [
    () => 'identity()',
    () => 'dropout(0.5)',
    () => `lrn(${1 + whole(random, 6)}, alpha = 0.1, region = ${pick(random, ['across', 'within'])})`,
    () =>
      `${pick(random, ['layernorm', 'instancenorm'])}(epsilon = 0.1, scale = ${random() < 0.5}, center = ${random() < 0.5})`,
    () => 'groupnorm(1, epsilon = 0.1)',
    () => `l2norm(scale = ${random() < 0.5}, epsilon = 0.1)`,
    () => `affine(scale = ${random() < 0.5}, center = ${random() < 0.5})`,
    () => `prelu(shared = ${random() < 0.5})`,
    () => 'shuffle(1)',
    () => `pad(1, mode = ${pick(random, ['reflect', 'edge'])}) -> crop(1)`,
    () => `convtranspose(channels, 3x3${tail(random)})`,
    () => `batchnorm(scale = ${random() < 0.5}, center = ${random() < 0.5})`,
    () => pick(random, functions),
    () => pick(random, functions),
    () => `scale(${(random() * 2 - 1).toFixed(2)})`,
    () => `maxpool(${pick(random, ['2x2', '3x3', '1x3', '5'])})`,
    () => `avgpool(${pick(random, ['2x2', '3x3', '4x1'])}, count_padding = ${random() < 0.5})`,
    () => `depthwise(${pick(random, ['3x3', '2x2', '1x5'])}${tail(random)})`,
  ])();
}

/** Leaves height and width as they are. */
function keepingLayer(random: Random): string {
  return pick(random, [
    () => sameShapeLayer(random),
    () => `conv(${1 + whole(random, 12)}, ${pick(random, ['1x1', '3x3', '5x5', '1x7', '2x3'])}${tail(random)})`,
    () => `conv(${1 + whole(random, 9)}, 3x3, dilation = [${1 + whole(random, 3)}, 2]${tail(random)})`,
    () => `separable(${1 + whole(random, 8)}, 3x3, multiplier = ${1 + whole(random, 3)}${tail(random)})`,
    () => `depthwise(3x3, multiplier = ${1 + whole(random, 3)}${tail(random)})`,
    () => `depthwise(1x1, multiplier = 2) -> conv(6, 3x3, groups = 2${tail(random)})`,
    () =>
      `depthwise(1x1, multiplier = 3) -> shuffle(3) -> slice(${whole(random, 2)}, 2) -> groupnorm(2, epsilon = 0.1)`,
    () => `conv(8, 1x1) -> depthtospace(2, order = ${order(random)}) -> spacetodepth(order = ${order(random)})`,
    () => `convtranspose(${1 + whole(random, 7)}, ${pick(random, ['1x1', '3x3', '2x5'])}${tail(random)})`,
  ])();
}

function changingLayer(random: Random): string {
  return pick(random, [
    () => `conv(${1 + whole(random, 9)}, 3x3, stride = 2${tail(random)})`,
    () => `conv(${1 + whole(random, 9)}, 3x2, padding = [0, 2, 1, 0], stride = [1, 2]${tail(random)})`,
    () => `conv(4, 2x2, padding = valid${tail(random)})`,
    () => 'maxpool(3x3, stride = 2, padding = 1, rounding = ceil)',
    () => `avgpool(3x3, stride = 2, padding = 1, rounding = ceil, count_padding = ${random() < 0.5})`,
    () => 'maxpool(2x2, stride = 2, padding = valid, rounding = ceil)',
    () => `adaptiveavgpool(${1 + whole(random, 5)})`,
    () => 'globalavgpool()',
    () => 'globalmaxpool()',
    () => `pad([${whole(random, 3)}, 1, 0, ${whole(random, 3)}], mode = ${pick(random, ['zeros', 'zeros', 'edge'])})`,
    () => `pad([1, 0, 2, 1]) -> crop([0, 1, ${whole(random, 2)}, 1])`,
    () => `resize([${1 + whole(random, 9)}, ${1 + whole(random, 9)}], mode = ${pick(random, ['nearest', 'bilinear'])})`,
    () =>
      `convtranspose(${1 + whole(random, 7)}, ${pick(random, ['2x2', '3x3', '1x4', '4x4'])}, stride = 2${tail(random)})`,
    () =>
      `convtranspose(4, 3x3, stride = [3, 2], padding = ${pick(random, ['valid', '1', '[0, 1, 1, 0]'])}, output_padding = [${whole(random, 3)}, 1]${tail(random)})`,
    () =>
      `depthwise(1x1, multiplier = 2) -> convtranspose(6, 3x2, stride = 2, dilation = [1, 3], groups = 2${tail(random)})`,
    () => `upsample(${pick(random, ['2', '[1, 3]'])}, mode = ${pick(random, ['nearest', 'bilinear'])})`,
  ])();
}

function order(random: Random): string {
  return pick(random, ['dcr', 'crd']);
}

function tail(random: Random): string {
  const norms = [
    'batchnorm()',
    'batchnorm(scale = false)',
    'lrn()',
    'layernorm(epsilon = 0.1)',
    'instancenorm(epsilon = 0.1)',
    'l2norm(epsilon = 0.1)',
    'affine()',
  ];
  const norm = random() < 0.35 ? '' : `, norm = ${pick(random, norms)}`;
  const activations = ['none', 'silu', 'softmax', 'prelu', 'elu', 'clip(0, 2)', 'hardsigmoid', 'mish'];
  const activation = random() < 0.3 ? '' : `, activation = ${pick(random, activations)}`;
  const bias = pick(random, ['', ', bias = true', ', bias = false']);
  return `${norm}${activation}${bias}`;
}
