/** Signature help while a call is being written. */

import assert from 'node:assert/strict';
import { signatureHelp } from '../../src/ide/signature-help';
import { inceptionModule, marked } from './marked-scene';

function active(call: string): string | undefined {
  const { scene, file, offset } = marked(`${inceptionModule}network N {\n  input: 28x28x192\n  ${call}\n}`);
  const [help] = signatureHelp(scene, file, offset);
  if (help === undefined) return undefined;
  const parameter = help.active === undefined ? undefined : help.parameters[help.active];
  if (help.active !== undefined) {
    const [start, end] = help.parameterSpans[help.active] ?? [0, 0];
    assert.equal(help.label.slice(start, end), parameter?.label);
  }
  return `${help.label.slice(0, help.label.indexOf('('))}: ${parameter?.name ?? '-'}`;
}

describe('signature help', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['conv(/*|*/)', 'conv: filters'],
    ['conv(/*|*/', 'conv: filters'],
    ['conv(32/*|*/', 'conv: filters'],
    ['conv(32, /*|*/', 'conv: kernel'],
    ['conv(32, 3x3, /*|*/', 'conv: stride'],
    ['conv(32, 3x3, padding = /*|*/', 'conv: padding'],
    ['conv(32, 3x3, padding = va/*|*/)', 'conv: padding'],
    ['conv(stride = 2, /*|*/)', 'conv: kernel'],
    ['conv(32, [1, /*|*/]', 'conv: kernel'],
    ['conv(32, (1 + /*|*/', 'conv: kernel'],
    ['conv(max(1, /*|*/', 'conv: filters'],
    ['conv(32, 3x3, norm = batchnorm(/*|*/', 'batchnorm: epsilon'],
    ['inception(1, 2, /*|*/', 'inception: c3'],
    ['inception(proj = /*|*/', 'inception: proj'],
    ['x = inception(1,\n  /*|*/', 'inception: r3'],
    ['defaults { conv(norm = /*|*/', 'conv: norm'],
    ['conv(32, nothing = /*|*/', 'conv: -'],
    ['lrn(1, 2, 3, 4, 5, 6, /*|*/', 'lrn: -'],
    ['unknown(/*|*/', undefined],
    ['conv(32, 3x3)/*|*/', undefined],
    ['concat { /*|*/ }', undefined],
    ['conv(32, // in /*|*/', undefined],
  ];
  for (const [call, expected] of cases) {
    it(`${call.replace('\n', '\\n')} is in ${expected ?? 'no call'}`, () => assert.equal(active(call), expected));
  }

  describe('at a value that is called', () => {
    const labels = (source: string): readonly string[] => {
      const { scene, file, offset } = marked(source);
      return signatureHelp(scene, file, offset).map(({ label, parameters, active }) => {
        const parameter = active === undefined ? undefined : parameters[active];
        return `${label.slice(0, 30)}: ${parameter?.name ?? '-'}`;
      });
    };
    const mixed = 'module mixed(c, pool = avgpool(3x3)) { conv(c, 1x1)  pool(3x3, /*|*/) }\n';

    it('is that of its layer, with the arguments in the value as defaults', () => {
      const network = 'network N() { input x: 8x8x4  mixed(8) }';
      assert.deepEqual(labels(mixed + network), ['pool(kernel = 3x3, stride = 1,: stride']);
      assert.deepEqual(labels('const act = leakyrelu(slope = 0.2)\nnetwork N() { input x: 8x8x4 act(/*|*/) }'), [
        'act(slope = 0.2): slope',
      ]);
    });

    it('is that of each layer or module that it is at some call', () => {
      const calls = 'mixed(8)  mixed(8, maxpool(2x2, stride = 2))  mixed(8, wide(k = 3))  mixed(8, relu)';
      const wide = 'module wide(c, k) { conv(c, k) }\n';
      assert.deepEqual(labels(`${wide}${mixed}network N() { input x: 8x8x4  ${calls} }`), [
        'pool(kernel = 3x3, stride = 1,: stride',
        'pool(kernel = 2x2, stride = 2,: stride',
        'pool(c, k = 3): k',
        'pool(): -',
      ]);
    });

    it('is that of the default where nothing calls the module', () => {
      assert.deepEqual(labels(mixed), ['pool(kernel, stride = 1, paddi: stride']);
    });
  });

  it('is silent in the parameters of a declaration', () => {
    const { scene, file, offset } = marked('module m(c, /*|*/) { conv(c, 1x1) }');
    assert.deepEqual(signatureHelp(scene, file, offset), []);
  });

  it('documents the module and its defaults', () => {
    const { scene, file, offset } = marked(
      '/// Mine.\nmodule m(c, r = c / 4) { conv(c, 1x1) }\nnetwork N { input: 1x1x1 m(/*|*/ }',
    );
    const [help] = signatureHelp(scene, file, offset);
    assert.equal(help?.label, 'm(c, r = c / 4)');
    assert.equal(help?.documentation, 'Mine.');
  });
});
