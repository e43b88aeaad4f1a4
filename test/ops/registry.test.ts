/** The table of layers against the language's own, and docs/layers.md against the table. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { unknownOp } from '../../src/graph/unknown-op';
import { callSignature, documentationOf, layersMarkdown, summaryOf } from '../../src/ops/documentation';
import { allOps, allWords, callableOps, findCallable, findOp, ops } from '../../src/ops/registry';
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
  'maxpool(kernel, stride = 1, padding = same, rounding = floor)',
  'avgpool(kernel, stride = 1, padding = same, rounding = floor, count_padding = false)',
  'adaptiveavgpool(size)',
  'globalavgpool()',
  'globalmaxpool()',
  'dense(units, bias = auto, norm = none, activation = none)',
  'flatten()',
  'lrn(size = 5, alpha = 0.0001, beta = 0.75, k = 1)',
  'batchnorm(epsilon = 0.001, scale = true, center = true)',
  'relu()',
  'relu6()',
  'leakyrelu(slope = 0.01)',
  'sigmoid()',
  'tanh()',
  'silu()',
  'gelu()',
  'hardswish()',
  'softmax()',
  'dropout(rate)',
  'scale(factor)',
  'pad(amount)',
  'upsample(factor = 2, mode = nearest)',
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

  it('knows every word of every parameter', () => {
    const words =
      'same valid floor ceil nearest bilinear auto none batchnorm lrn relu relu6 leakyrelu sigmoid tanh silu';
    assert.deepEqual([...allWords].sort(), `${words} gelu hardswish softmax`.split(' ').sort());
  });

  it('has defaults that its parameters accept', () => {
    for (const op of allOps) {
      const { attributes } = layer(op.name);
      for (const { name, defaultValue } of op.parameters) {
        assert.equal(attributes[name] === undefined, defaultValue === undefined, `${op.name} ${name}`);
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
  it('has the layers as the registry has them', () => {
    const path = new URL('../../docs/layers.md', import.meta.url);
    const text = readFileSync(path, 'utf8');
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    assert.ok(from >= 0 && to > from, 'both markers');
    const wanted = `${text.slice(0, from)}${begin}\n${layersMarkdown(words)}\n${text.slice(to)}`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, wanted);
    else assert.equal(text, wanted);
  });
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
