/**
 * Every fix that a diagnostic offers does what it is for: its message is gone, no other came, and what was known of the
 * network is as it was. Tried on all fixtures and on the wrong examples of the documentation; what must not be offered
 * as a fix is listed here.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis, NetworkAnalysis } from '../src/analysis/analysis';
import { analyze } from '../src/analysis/analyze';
import type { DiagnosticCode } from '../src/base/codes';
import type { Diagnostic, Fix, TextEdit } from '../src/base/diagnostic';
import { titleOf } from '../src/base/message-text';
import { parse } from '../src/syntax/parser';
import { englishDiagnostics } from '../src/words/english/diagnostics';
import { applyEdits } from '../src/workspace/text-edits';
import { analyzeText, messagesOf } from './support/analyze-text';
import { diskFiles } from './support/disk-files';

const folder = join(__dirname, 'fixtures');

/** Second mistakes, which could not be seen before the first was mended. */
const unveiled: Readonly<Record<string, readonly DiagnosticCode[]>> = {
  'diagnostics/syntax.cnn': ['value.word'], // bias takes no string
  'diagnostics/unclosed.cnn': ['call.missing'], // conv() has no filters
  'syntax/half-typed.cnn': ['call.missing'],
  'diagnostics/conflict.cnn': ['flow.dead'], // relu() leads nowhere
  'language/errors.cnn': ['name.not-a-value'], // a parameter may hold a number as well as a result
  'language/expects.cnn': ['expect.metric'],
};

describe('fixes', () => {
  const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.cnn')).sort();
  for (const path of paths) {
    const id = join(folder, path);
    const text = readFileSync(id, 'utf8');
    const files = diskFiles(join(id, '..'));
    const analysisOf = (changed: string) =>
      analyze({ ...files, file: (other) => (other === id ? parse(id, changed) : files.file(other)) }, id);
    const before = analysisOf(text);
    const offered = before.diagnostics
      .filter(({ file }) => file === id)
      .flatMap((diagnostic) => diagnostic.fixes.map((fix) => ({ diagnostic, fix })))
      // Who keeps the second side wants another design than the one that is read.
      .filter(({ fix }) => fix.code !== 'keep-second');
    if (offered.length === 0) continue;
    it(`${path}: ${offered.length}`, () => {
      for (const { diagnostic, fix } of offered) {
        const changed = applyEdits(text, fix.edits);
        const faults = faultsOf(before, diagnostic, fix, analysisOf(changed));
        const unexpected = faults.filter((fault) => !unveiled[path]?.some((code) => fault.startsWith(`new: ${code} `)));
        assert.deepEqual(unexpected, [], describeFix(text, changed, diagnostic, fix));
      }
    });
  }
});

describe('the fixes of a merge conflict', () => {
  const ours = '  conv(2, 1x1)';
  const theirs = '  conv(4, 1x1)\r\n  relu()';
  for (const lineBreak of ['\n', '\r\n']) {
    it(`keep one side and no mark, with ${JSON.stringify(lineBreak)}`, () => {
      const lines = [
        'network N {',
        '  input: 8x8x4',
        '<<<<<<< HEAD',
        ours,
        '||||||| base',
        '=======',
        theirs,
        '>>>>>>> b',
        '}',
      ];
      const text = lines.join(lineBreak);
      const file = parse('n.cnn', text);
      const [conflict] = file.diagnostics;
      const kept = (side: string) => [...lines.slice(0, 2), side, '}'].join(lineBreak);
      assert.deepEqual(
        conflict?.fixes.map(({ code, edits }) => [code, applyEdits(text, edits)]),
        [
          ['keep-first', kept(ours)],
          ['keep-second', kept(theirs)],
        ],
      );
    });
  }
});

function describeFix(text: string, changed: string, { span, code }: Diagnostic, fix: Fix): string {
  const line = text.slice(0, span.start).split('\n').length;
  const lines = changed.split('\n').slice(line - 2, line + 2);
  return [`line ${line}: ${code}: ${titleOf(fix, englishDiagnostics)}`, ...lines].join('\n');
}

function faultsOf(before: Analysis, mended: Diagnostic, fix: Fix, after: Analysis): string[] {
  const keyOf = ({ code, file, span }: Diagnostic, at: number) =>
    `${code} at ${at} to ${span.end > span.start} of ${file}`;
  const moved = (offset: number) => movedBy(offset, fix.edits);
  const own = keyOf(mended, moved(mended.span.start));
  const were = new Set(before.diagnostics.map((found) => keyOf(found, moved(found.span.start))));
  const are = after.diagnostics.map((found) => keyOf(found, found.span.start));
  return [
    ...are.filter((key) => key === own).map((key) => `still there: ${key}`),
    ...are.filter((key) => !were.has(key)).map((key) => `new: ${key}`),
    ...changedLayers(before, mended, fix, after, moved),
  ];
}

/** Where a place of the text is after the edits; one inside of what was replaced is at its start. */
function movedBy(offset: number, edits: readonly TextEdit[]): number {
  let by = 0;
  for (const { span, newText } of edits) {
    if (span.end <= offset && span.start < offset) by += newText.length - (span.end - span.start);
    else if (span.start < offset) by += span.start - offset;
  }
  return offset + by;
}

/**
 * Layers outside of what was mended that do something else than before. Paths may count anew, shapes follow, and a call of
 * a value has the argument that the fix spells.
 */
function changedLayers(
  before: Analysis,
  mended: Diagnostic,
  fix: Fix,
  after: Analysis,
  moved: (offset: number) => number,
): string[] {
  return before.networks.flatMap((network, n) => {
    const layersAt = (analysis: NetworkAnalysis | undefined, at: number) =>
      analysis?.graph.layers.filter(({ origin }) => origin.nameSpan.start === at) ?? [];
    return network.graph.layers.flatMap((layer) => {
      const { nameSpan, span } = layer.origin;
      if (span.start <= mended.span.start && mended.span.end <= span.end) return [];
      const instance = layersAt(network, nameSpan.start).indexOf(layer);
      const twin = layersAt(after.networks[n], moved(nameSpan.start))[instance];
      if (twin === undefined) return [`${layer.path} is gone`];
      if (layer.op.name !== twin.op.name) return [`${layer.path} is ${twin.op.name}`];
      const changed = Object.entries(layer.attributes).filter(
        ([name, value]) =>
          value !== undefined &&
          textOf(value) !== textOf(twin.attributes[name]) &&
          !fix.edits.some(({ newText }) => newText === name),
      );
      return changed.map(([name]) => `${name} of ${layer.path} is ${textOf(twin.attributes[name])}`);
    });
  });
}

const textOf = (value: unknown): string => JSON.stringify(value);

/** The text with the only fix of its only message applied; undefined where there is no fix. */
function mended(body: string): string | undefined {
  const text = `network N() {\n  input x: 14x14x8\n  a = relu()\n  b = relu()\n  ${body}\n}\n`;
  const found = analyzeText(text).diagnostics.filter(({ code }) => code !== 'flow.dead');
  assert.equal(found.length, 1, `${body}: ${found.map(({ code }) => code).join(', ')}`);
  const fixes = found.flatMap((diagnostic) => diagnostic.fixes);
  assert.ok(fixes.length <= 1, body);
  if (fixes[0] === undefined) return undefined;
  const changed = applyEdits(text, fixes[0].edits);
  assert.deepEqual(messagesOf(analyzeText(changed)), [], changed);
  return changed.split('\n')[4]?.trim();
}

describe('a name that is near', () => {
  for (const [body, right] of [
    ['cov(8, 3x3)', 'conv(8, 3x3)'],
    ['conf(8, 3x3)', 'conv(8, 3x3)'],
    ['cnov(8, 3x3)', 'conv(8, 3x3)'],
    ['ocnv(8, 3x3)', 'conv(8, 3x3)'],
    ['maxpol(3x3)', 'maxpool(3x3)'],
    ['maxpoool(3x3)', 'maxpool(3x3)'],
    ['ReLU()', 'relu()'],
    ['conv(8, 3x3, Stride = 2)', 'conv(8, 3x3, stride = 2)'],
    ['conv(8, 3x3, strid = 2)', 'conv(8, 3x3, stride = 2)'],
    ['conv(8, 3x3, padding = vaild)', 'conv(8, 3x3, padding = valid)'],
  ] as const) {
    it(`${body} -> ${right}`, () => assert.equal(mended(body), right));
  }

  for (const body of [
    ...['celu()', 'glu()', 'maxunpool(2x2)'],
    ...['minpool(3x3)', 'softmin()', 'logsoftmax()', 'unpad(1)', 'downsample(2)', 'resample(2)', 'droppath(0.2)'],
    ...['conv(8, 3x3, activation = celu)', 'conv(8, 3x3, activation = glu)'],
    ...[
      'conv(sqr(4), 3x3)',
      'conv(mean(4, 4), 3x3)',
      'conv(8, 3x3, norm = batchrenorm())',
      'conv(8, 3x3, stride = 1, strid = 2)',
    ],
    ...['concat(a, b1)', 'from a2'],
  ]) {
    it(`${body} is mended by no other operation`, () => assert.equal(mended(body), undefined));
  }
});

describe('a missing kernel', () => {
  for (const [body, right] of [
    ['conv(8)', 'conv(8, 3x3)'],
    ['conv(8,)', 'conv(8, 3x3,)'],
    ['conv(filters = 8)', 'conv(filters = 8, kernel = 3x3)'],
    ['conv(8, stride = 2)', 'conv(8, stride = 2, kernel = 3x3)'],
    ['maxpool()', 'maxpool(3x3)'],
    ['maxpool(stride = 2)', 'maxpool(stride = 2, kernel = 3x3)'],
    ['conv()', undefined],
  ] as const) {
    it(`${body} -> ${right}`, () => assert.equal(mended(body), right));
  }
});

describe('a missing word or sign around a value', () => {
  for (const [text, right] of [
    ['stride = 50\nnetwork N { input x: 8x8x3 conv(8, 1x1, stride = stride) }', 'const stride = 50\n'],
    ['module m(r = 1) { conv(r, 1x1) }\nr = -1\nnetwork N { input x: 8x8x3 m() }', '\nconst r = -1\n'],
    ['module m(r 16) { conv(r, 1x1) }\nnetwork N { input x: 8x8x3 m() }', 'm(r = 16)'],
    ['network N(r 16, s = 2) { input x: 8x8x3 conv(r, 1x1, stride = s) }', 'N(r = 16, s = 2)'],
    ['network N { input x: 8x8x3 conv(8, 3x3, stride 2) }', 'conv(8, 3x3, stride = 2)'],
  ] as const) {
    it(`${right.trim()} is one message and one fix`, () => {
      const found = analyzeText(text).diagnostics;
      assert.deepEqual(
        found.map(({ code }) => code),
        ['syntax.expected'],
      );
      const [fix] = found.flatMap(({ fixes }) => fixes);
      const changed = applyEdits(text, fix?.edits ?? []);
      assert.ok(changed.includes(right), changed);
      assert.deepEqual(messagesOf(analyzeText(changed)), []);
    });
  }

  it('a result at the top level is no constant', () => {
    const [found] = analyzeText('a = conv(8, 3x3)\nnetwork N { input x: 8x8x3 relu() }').diagnostics;
    assert.deepEqual(found?.fixes, []);
  });
});

describe('words of other frameworks', () => {
  const convolution = 'padding = valid, activation = none';
  for (const [body, right] of [
    ['conv2d(64, 3x3)', `conv(64, 3x3, ${convolution})`],
    ['Conv2D(64, kernel_size = 3, strides = 2)', `conv(64, kernel = 3, stride = 2, ${convolution})`],
    ['conv2d(in_channels = 8, out_channels = 64, kernel_size = 3)', `conv(filters = 64, kernel = 3, ${convolution})`],
    ['conv2d(64, 3x3, padding = same, activation = relu)', 'conv(64, 3x3, padding = same, activation = relu)'],
    ['conv2d(64, 3x3, padding = "same")', 'conv(64, 3x3, padding = same, activation = none)'],
    // PyTorch's order, or Keras's with a stride: nobody knows.
    ['conv2d(8, 64, 3)', undefined],
    ['conv2d(64, 3x3, data_format = 1)', undefined],
    ['separableconv(64, 3x3)', `separable(64, 3x3, ${convolution})`],
    ['depthwise_conv(3x3)', `depthwise(3x3, ${convolution})`],
    ['maxpool2d(2)', 'maxpool(2, stride = 2, padding = valid)'],
    ['max_pool(3x3, stride = 2, padding = same)', 'maxpool(3x3, stride = 2, padding = same)'],
    ['MaxPooling2D(pool_size = 2x2)', 'maxpool(kernel = 2x2, stride = 2x2, padding = valid)'],
    ['avg_pool(2x2, padding = 1)', undefined],
    ['batch_norm()', 'batchnorm()'],
    ['bn(eps = 1e-5)', 'batchnorm(epsilon = 1e-5)'],
    ['bn(8)', undefined],
    ['linear(10)', 'dense(10)'],
    ['linear(512, 10)', undefined],
    ['fc(units = 10)', 'dense(units = 10)'],
    ['linear(out_features = 10)', 'dense(units = 10)'],
    ['gap()', 'globalavgpool()'],
    ['swish()', 'silu()'],
    ['leaky_relu(negative_slope = 0.2)', 'leakyrelu(slope = 0.2)'],
    ['upsampling2d(2)', 'upsample(2)'],
    ['zeropadding2d(1)', 'pad(1)'],
    ['zeropadding2d([1, 1, 2, 2])', undefined],
    ['concatenate(a, b)', 'concat(a, b)'],
    ['concatenate(a, b, axis = 3)', undefined],
    ['conv(8, kernel_size = 3x3)', 'conv(8, kernel = 3x3)'],
    ['conv(out_channels = 8, kernel = 3x3)', 'conv(filters = 8, kernel = 3x3)'],
    ['conv(8, 3x3, in_channels = 8)', 'conv(8, 3x3)'],
    ['conv(in_channels = 8, filters = 8, kernel = 3x3)', 'conv(filters = 8, kernel = 3x3)'],
    ['conv(8, 3x3, strides = 2)', 'conv(8, 3x3, stride = 2)'],
    ['conv(units = 8, kernel = 3x3)', 'conv(filters = 8, kernel = 3x3)'],
    ['dense(filters = 8)', 'dense(units = 8)'],
    ['dense(out_features = 8)', 'dense(units = 8)'],
    ['conv(8, 3x3, filters = 8)', undefined],
    ['conv(8, 3x3, activation = swish)', 'conv(8, 3x3, activation = silu)'],
    ['conv(8, 3x3, activation = linear)', 'conv(8, 3x3, activation = none)'],
    ['conv(8, 3x3, activation = leaky_relu(0.2))', 'conv(8, 3x3, activation = leakyrelu(0.2))'],
    ['conv(8, 3x3, norm = batch_norm())', 'conv(8, 3x3, norm = batchnorm())'],
    ['conv(8, 3x3, norm = bn)', 'conv(8, 3x3, norm = batchnorm)'],
  ] as const) {
    it(`${body} -> ${right}`, () => assert.equal(mended(body), right));
  }
});
