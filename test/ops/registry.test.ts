/** The table of layers against the language's own, and docs/layers.md against the table. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { unknownOp } from '../../src/graph/unknown-op';
import { callSignature, documentationOf, layersMarkdown, summaryOf } from '../../src/ops/documentation';
import { isRequired } from '../../src/ops/op';
import { allOps, allWords, callableOps, findCallable, findOp, ops } from '../../src/ops/registry';
import { chineseForEditor } from '../../src/words/chinese/for-editor';
import { chinese } from '../../src/words/chinese/language';
import { reference as chineseReference } from '../../src/words/chinese/reference';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { english } from '../../src/words/english/language';
import { layers } from '../../src/words/english/layers';
import { parameters } from '../../src/words/english/parameters';
import { reference } from '../../src/words/english/reference';
import { wordsIn } from '../../src/words/text';
import { layer } from '../support/layer';

/** The table of the language: positional order and defaults. */
const signatures = [
  'conv(filters, kernel, stride = 1, padding = same, dilation = 1, groups = 1, bias = auto, norm = none, activation = relu)',
  'depthwise(kernel, stride = 1, padding = same, dilation = 1, multiplier = 1, bias = auto, norm = none, activation = relu)',
  'separable(filters, kernel, stride = 1, padding = same, dilation = 1, multiplier = 1, bias = auto, norm = none, activation = relu)',
  'convtranspose(filters, kernel, stride = 1, padding = same, output_padding = 0, dilation = 1, groups = 1, bias = auto, norm = none, activation = relu)',
  'maxpool(kernel, stride = 1, padding = same, rounding = floor)',
  'avgpool(kernel, stride = 1, padding = same, rounding = floor, count_padding = false)',
  'adaptiveavgpool(size)',
  'globalavgpool()',
  'globalmaxpool()',
  'dense(units, bias = auto, norm = none, activation = none)',
  'flatten()',
  'lrn(size = 5, alpha = 0.0001, beta = 0.75, k = 1, region = across)',
  'batchnorm(epsilon = 0.001, scale = true, center = true)',
  'layernorm(epsilon = 0.000001, scale = true, center = true)',
  'groupnorm(groups = 32, epsilon = 0.00001, scale = true, center = true)',
  'instancenorm(epsilon = 0.00001, scale = true, center = true)',
  'l2norm(epsilon = 1e-10, scale = true)',
  'affine(scale = true, center = true)',
  'relu()',
  'relu6()',
  'leakyrelu(slope = 0.01)',
  'sigmoid()',
  'tanh()',
  'silu()',
  'gelu()',
  'hardswish()',
  'prelu(shared = false)',
  'elu(alpha = 1)',
  'selu()',
  'mish()',
  'softplus()',
  'hardsigmoid(slope = 0.16666666666666666)',
  'clip(minimum, maximum)',
  'softmax()',
  'dropout(rate)',
  'scale(factor)',
  'pad(amount, mode = zeros)',
  'crop(amount, like)',
  'upsample(factor = 2, mode = nearest)',
  'resize(size, mode = nearest, like)',
  'slice(start, channels)',
  'shuffle(groups)',
  'spacetodepth(block = 2, order = dcr)',
  'depthtospace(block = 2, order = dcr)',
  'identity()',
];

const tables = { layers, parameters, reference };
const words = { ...wordsIn<typeof tables>(english, tables), diagnostics: englishDiagnostics };

const begin = '<!-- layers: written from the registry, do not edit -->\n';
const end = '<!-- layers: end -->\n';

describe('the registry', () => {
  it('has the layers of the language with their arguments', () => {
    assert.deepEqual(
      callableOps.map((op) => callSignature(op, words)),
      signatures,
    );
  });

  it('has each layer under its own name', () => {
    for (const [name, op] of Object.entries(ops)) assert.equal(op.name, name);
  });

  it('finds layers, and no property of objects', () => {
    assert.equal(findOp('conv'), ops.conv);
    for (const name of ['constructor', '__proto__', 'toString', 'Conv', '']) assert.equal(findOp(name), undefined);
    assert.equal(findOp('concat'), ops.concat);
    assert.equal(findCallable('concat'), undefined);
    assert.equal(findCallable('relu'), ops.relu);
  });

  it('knows the words of parameters, the layers and the number formats', () => {
    const words = 'same valid floor ceil nearest bilinear auto none across within zeros reflect edge dcr crd'.split(
      ' ',
    );
    const formats = ['float32', 'float16', 'bfloat16', 'int8', 'int4'];
    const layers = callableOps.map(({ name }) => name);
    assert.deepEqual([...allWords].sort(), [...words, ...formats, ...layers].sort());
  });

  it('has defaults that its parameters accept', () => {
    for (const op of allOps) {
      const { attributes } = layer(op.name);
      for (const parameter of op.parameters) {
        const { name } = parameter;
        assert.equal(attributes[name] === undefined, isRequired(parameter), `${op.name} ${name}`);
      }
    }
  });

  it('documents every layer and parameter', () => {
    for (const op of allOps) {
      assert.match(summaryOf(op, words), /^\S.*\.$/, op.name);
      assert.ok(!summaryOf(op, words).includes('\n'), op.name);
      assert.ok(documentationOf(op, words).length > 40, op.name);
      for (const { name, text } of op.parameters) {
        assert.match(words.parameters(text), /^\S.*\.$/, `${op.name} ${name}`);
        assert.ok(!words.parameters(text).includes('|'), `${op.name} ${name}`);
      }
    }
  });

  it('has each text under the name of what it is about', () => {
    const named = allOps.flatMap(({ name }) => [name, `${name}.documentation`]);
    assert.deepEqual(Object.keys(layers).sort(), named.sort());
    const used = new Set<string>();
    for (const op of allOps) {
      for (const { name, text } of op.parameters) {
        assert.ok([name, `${op.name}.${name}`].includes(text), `${op.name} ${name}: ${text}`);
        used.add(text);
      }
    }
    assert.deepEqual(Object.keys(parameters).sort(), [...used].sort());
  });

  it('says nothing about what stands for an unknown layer', () => {
    assert.equal(summaryOf(unknownOp('konv'), words), '');
    assert.equal(documentationOf(unknownOp('toString'), words), '');
  });
});

describe('docs/layers.md', () => {
  const chineseWords = {
    ...wordsIn<typeof tables>(chinese, { ...chineseForEditor.tables, reference: chineseReference }),
    diagnostics: chineseForEditor.diagnostics,
  };

  for (const [page, spoken] of [
    ['docs/layers.md', words],
    ['docs/zh-CN/layers.md', chineseWords],
  ] as const) {
    it(`has the layers as the registry has them: ${page}`, () => {
      const path = new URL(`../../${page}`, import.meta.url);
      const text = readFileSync(path, 'utf8');
      const from = text.indexOf(begin);
      const to = text.indexOf(end);
      assert.ok(from >= 0 && to > from, 'both markers');
      const wanted = `${text.slice(0, from)}${begin}\n${layersMarkdown(spoken)}\n${text.slice(to)}`;
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, wanted);
      else assert.equal(text, wanted);
    });
  }
});

describe('docs/costs.md', () => {
  it('has a row for every layer', () => {
    const text = readFileSync(new URL('../../docs/costs.md', import.meta.url), 'utf8');
    const firstCells = text.split('\n').flatMap((line) => /^\| ([^|]*)\|/.exec(line)?.[1] ?? []);
    for (const { name } of callableOps) {
      assert.ok(
        firstCells.some((cell) => cell.includes(`\`${name}\``)),
        name,
      );
    }
  });
});
