/** What a source repeats, as modules whose parameters are the numbers that differ; lists of all results before, as joins that go on. */

import assert from 'node:assert/strict';
import { imported } from '../support/imported';

const layer = (name: string, rest: string, from: string, to = name) =>
  `layer { name: "${name}" ${rest} ${from
    .split(',')
    .map((bottom) => `bottom: "${bottom}"`)
    .join(' ')} top: "${to}" }\n`;

const conv = (name: string, from: string, filters: number, kernel = 1) =>
  layer(
    name,
    `type: "Convolution" convolution_param { num_output: ${filters} kernel_size: ${kernel} pad: ${(kernel - 1) / 2} }`,
    from,
  ) + layer(`${name}/relu`, 'type: "ReLU"', name, name);

const add = (name: string, from: string) => layer(name, 'type: "Eltwise"', from);
const concat = (name: string, from: string) => layer(name, 'type: "Concat"', from);
const drop = (name: string, from: string) => layer(name, 'type: "Dropout"', from);
const norm = (name: string, from: string) => layer(name, 'type: "BatchNorm"', from);
const pool = (name: string, from: string) =>
  layer(name, 'type: "Pooling" pooling_param { pool: MAX kernel_size: 2 stride: 2 }', from);

/** A residual of the input's eight channels. */
const residual = (name: string, from: string, filters: number, kernel = 3) =>
  conv(`${name}/a`, from, filters) +
  conv(`${name}/b`, `${name}/a`, 8, kernel) +
  add(`${name}/sum`, `${from},${name}/b`);

/** Two branches, of one convolution and of two. */
const mixed = (name: string, from: string, [a, b, c]: readonly [number, number, number]) =>
  conv(`${name}/1`, from, a) +
  conv(`${name}/3r`, from, b) +
  conv(`${name}/3`, `${name}/3r`, c, 3) +
  concat(`${name}/out`, `${name}/1,${name}/3`);

const stage = (name: string, from: string, filters: number) =>
  conv(`${name}/conv`, from, filters, 3) + norm(`${name}/bn`, `${name}/conv`) + drop(`${name}/drop`, `${name}/bn`);

/** The network and its modules without what comes before its layers, in one line each. */
async function written(net: string): Promise<readonly string[]> {
  const { text, foreign } = await imported(
    'caffe',
    `input: "data" input_dim: 1 input_dim: 8 input_dim: 32 input_dim: 32\n${net}`,
  );
  assert.deepEqual(foreign.missing, []);
  const [network = '', ...modules] = text.slice(text.indexOf('\n\n', text.indexOf('input data'))).split('\n}\n');
  const plain = (part: string) => part.replace(/\s+/g, ' ').trim();
  return [plain(network.replace(/defaults \{[^}]*\}/, '')), ...modules.map(plain).filter((part) => part !== '')];
}

const body = (filters: string, kernel = '3x3') =>
  `add { branch { } branch { a = conv(${filters}, 1x1) b = conv(8, ${kernel}) } }`;

const twoBranches = (a: string, b: string, c: string) =>
  `concat { branch { conv(${a}, 1x1) } branch { conv_3r = conv(${b}, 1x1) conv(${c}, 3x3) } }`;

describe('what imported networks repeat', () => {
  for (const [what, net, ...expected] of [
    [
      'a block twice, with the number that differs',
      residual('res1', 'data', 4) + residual('res2', 'res1/sum', 6),
      'res1 = res(4) res2 = res(6) output res2_sum',
      `module res(filters) { ${body('filters')}`,
    ],
    [
      'a block twice that differs in a window',
      residual('res1', 'data', 4, 3) + residual('res2', 'res1/sum', 4, 5),
      'res1 = res(3x3) res2 = res(5x5) output res2_sum',
      `module res(kernel) { ${body('4', 'kernel')}`,
    ],
    [
      'a block twice that is the same',
      residual('res1', 'data', 4) + residual('res2', 'res1/sum', 4),
      'res1 = res() res2 = res() output res2_sum',
      `module res() { ${body('4')}`,
    ],
    [
      'a block by what it is, where its names have nothing in common',
      residual('x', 'data', 4) + residual('q', 'x/sum', 4),
      'x = residual() q = residual() output q_sum',
      `module residual() { ${body('4')}`,
    ],
    [
      'numbers that are multiples of one',
      mixed('mix1', 'data', [2, 2, 4]) + mixed('mix2', 'mix1/out', [4, 4, 8]),
      'mix1 = mix(2) mix2 = mix(4) output mix2_out',
      `module mix(filters) { ${twoBranches('filters', 'filters', '2 * filters')}`,
    ],
    [
      'multiples up to eight',
      mixed('mix1', 'data', [2, 1, 8]) + mixed('mix2', 'mix1/out', [4, 2, 16]),
      'mix1 = mix(1) mix2 = mix(2) output mix2_out',
      `module mix(filters) { ${twoBranches('2 * filters', 'filters', '8 * filters')}`,
    ],
    [
      'nine times a number as a number of its own',
      mixed('mix1', 'data', [1, 1, 9]) + mixed('mix2', 'mix1/out', [2, 2, 18]),
      'mix1 = mix(1, 9) mix2 = mix(2, 18) output mix2_out',
      `module mix(filters_1, filters_2) { ${twoBranches('filters_1', 'filters_1', 'filters_2')}`,
    ],
    [
      'numbers that are multiples in one of the calls alone as they are',
      mixed('mix1', 'data', [2, 3, 4]) + mixed('mix2', 'mix1/out', [4, 4, 8]),
      'mix1 = mix(2, 3) mix2 = mix(4, 4) output mix2_out',
      `module mix(filters_1, filters_2) { ${twoBranches('filters_1', 'filters_2', '2 * filters_1')}`,
    ],
    [
      'a chain three times',
      stage('s1', 'data', 4) + stage('s2', 's1/drop', 6) + stage('s3', 's2/drop', 8),
      's1 = block(4) s2 = block(6) s3 = block(8) output s3_drop',
      'module block(filters) { conv(filters, 3x3) bn = batchnorm() drop = dropout(0.5)',
    ],
    [
      'no chain that is there twice',
      stage('s1', 'data', 4) + stage('s2', 's1/drop', 6),
      's1_conv = conv(4, 3x3) s1_bn = batchnorm(epsilon = 0.00001, scale = false, center = false) s1_drop = dropout(0.5) s2_conv = conv(6, 3x3) s2_bn = batchnorm(epsilon = 0.00001, scale = false, center = false) s2_drop = dropout(0.5) output s2_drop',
    ],
    [
      'no chain with a pool, which says where the image shrinks',
      ['data', 'p1', 'p2']
        .map((from, i) => conv(`c${i + 1}`, from, 4 * (i + 1), 3) + pool(`p${i + 1}`, `c${i + 1}`))
        .join(''),
      'c1 = conv(4, 3x3) p1 = maxpool(2x2) c2 = conv(8, 3x3) p2 = maxpool(2x2) c3 = conv(12, 3x3) p3 = maxpool(2x2) output p3',
    ],
    [
      'lists of all before, each as what the last one joined and one more',
      conv('d1', 'data', 4, 3) +
        concat('j1', 'data,d1') +
        conv('d2', 'j1', 4, 3) +
        concat('j2', 'data,d1,d2') +
        conv('d3', 'j2', 4, 3) +
        concat('j3', 'data,d1,d2,d3'),
      'j1 = concat { branch { } branch { d1 = conv(4, 3x3) } } j2 = concat { branch { } branch { d2 = conv(4, 3x3) } } j3 = concat { branch { } branch { d3 = conv(4, 3x3) } } output j3',
    ],
    [
      'a list of all before in another order as it is',
      conv('d1', 'data', 4, 3) + concat('j1', 'data,d1') + conv('d2', 'j1', 4, 3) + concat('j2', 'd1,data,d2'),
      'd1 = conv(4, 3x3) j1 = concat(data, d1) d2 = conv(4, 3x3) j2 = concat(d1, data, d2) output j2',
    ],
  ] as const) {
    it(`are written: ${what}`, async () => assert.deepEqual(await written(net), expected));
  }
});
