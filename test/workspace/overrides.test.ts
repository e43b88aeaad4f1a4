/** What if: what an override shows is what writing it into the text gives. */

import assert from 'node:assert/strict';
import { MemoryFiles } from '../../src/workspace/memory-files';
import type { AttributeOverride } from '../../src/workspace/overrides';
import { applyEdits, byFile } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';

const main = `import { block } from "./blocks.cnn"

network N(width = 4) {
  input: 8x8x3
  conv(width, 3x3) // first
  second = block(8)
  conv(16, 3x3, norm = batchnorm(scale = false))
}
`;
const blocks = 'module block(c) {\n  conv(c, 1x1) -> conv(c, 3x3)\n}\n';
const id = 'file:///p/main.cnn';

async function workspaceOf(): Promise<Workspace> {
  const workspace = new Workspace(new MemoryFiles({ [id]: main, 'file:///p/blocks.cnn': blocks }));
  workspace.setRoots(['file:///p']);
  await workspace.analysis(id);
  return workspace;
}

describe('overrides', () => {
  const cases: readonly (readonly [string, readonly AttributeOverride[], string, string])[] = [
    [
      'one attribute, by place',
      [{ call: { file: id, start: main.indexOf('conv(width') }, parameter: 'stride', value: '2' }],
      'conv(width, 3x3)',
      'conv(width, 3x3, stride = 2)',
    ],
    [
      'one attribute, by path',
      [{ call: { network: 'N', path: 'conv_1' }, parameter: 'filters', value: '32' }],
      'conv(width, 3x3)',
      'conv(32, 3x3)',
    ],
    [
      'an argument of a module',
      [{ call: { network: 'N', path: 'second' }, parameter: 'c', value: '2 * width' }],
      'block(8)',
      'block(2 * width)',
    ],
    [
      'several of one call, and of a call in it',
      [
        { call: { network: 'N', path: 'conv_2' }, parameter: 'filters', value: '5' },
        { call: { file: id, start: main.indexOf('batchnorm') }, parameter: 'scale', value: undefined },
        { call: { network: 'N', path: 'conv_2' }, parameter: 'stride', value: '2' },
      ],
      'conv(16, 3x3, norm = batchnorm(scale = false))',
      'conv(5, 3x3, norm = batchnorm(), stride = 2)',
    ],
  ];
  for (const [what, attributes, from, to] of cases) {
    it(`${what}: ${to}`, async () => {
      const workspace = await workspaceOf();
      const found = await workspace.analyze(id, { attributes });
      assert.deepEqual(found?.refused, []);
      const text = applyEdits(main, found?.edits ?? []);
      assert.equal(text, main.replace(from, to));
      const written = await workspaceOf();
      written.setText(id, 1, text);
      const expected = await written.analysis(id);
      assert.deepEqual(found?.analysis.networks[0]?.shapes, expected?.networks[0]?.shapes);
      assert.deepEqual(found?.analysis.networks[0]?.costs, expected?.networks[0]?.costs);
      assert.equal((await workspace.analysis(id))?.file.text, main);
    });
  }

  it('in a module that is imported, and answered at once', async () => {
    const workspace = await workspaceOf();
    const attributes = [{ call: { network: 'N', path: 'second/conv_1' }, parameter: 'filters', value: '1' }];
    const found = workspace.analyze(id, { attributes });
    assert.ok(found !== undefined && !(found instanceof Promise));
    assert.deepEqual([...byFile(found.edits).keys()], ['file:///p/blocks.cnn']);
    assert.match(found.analysis.files.get('file:///p/blocks.cnn')?.text ?? '', /conv\(1, 1x1\)/);
  });

  it('together with parameters and another input', async () => {
    const workspace = await workspaceOf();
    const found = await workspace.analyze(id, {
      parameters: new Map([['width', 7]]),
      inputShape: [16, 16, 1],
      attributes: [{ call: { network: 'N', path: 'conv_2' }, parameter: 'filters', value: 'width' }],
    });
    assert.deepEqual(found?.analysis.networks[0]?.shapes.at(-1), [16, 16, 7]);
  });

  it('says which it cannot take', async () => {
    const workspace = await workspaceOf();
    const attributes: AttributeOverride[] = [
      { call: { network: 'N', path: 'nowhere' }, parameter: 'filters', value: '1' },
      { call: { network: 'N', path: 'conv_1' }, parameter: 'colour', value: '1' },
      { call: { network: 'N', path: 'conv_1' }, parameter: 'filters', value: '1) -> evil(' },
      { call: { file: 'file:///elsewhere.cnn', start: 0 }, parameter: 'filters', value: '1' },
    ];
    const found = await workspace.analyze(id, { attributes });
    assert.deepEqual(found?.refused.length, 4);
    assert.deepEqual(found?.edits, []);
    assert.equal(found?.analysis, await workspace.analysis(id));
  });
});
