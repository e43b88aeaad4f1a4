/**
 * Repairs of all fixtures, of their mistakes and of what comes out differently in other frameworks: each that is offered
 * takes a message of its kind away and brings none, as an analysis of the new text alone says.
 */

import * as assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { type Target, targets } from '../../src/analysis/target-hints';
import { messagesOf } from '../../src/session/diagnostics';
import { repairsOf } from '../../src/session/repairs';
import { parse } from '../../src/syntax/parser';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { applyEdits } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';
import { analyzeText } from '../support/analyze-text';
import { cnnFiles } from '../syntax/programs';

const idOf = (name: string): string => `file:///w/${name}`;

interface Repaired {
  readonly code: string;
  readonly title: string;
  readonly after: string;
}

/** All repairs of a file, each tried. */
async function repaired(
  texts: ReadonlyMap<string, string>,
  name: string,
  target: Target,
): Promise<readonly Repaired[]> {
  const workspace = new Workspace(
    new MemoryFiles(Object.fromEntries([...texts].map(([one, text]) => [idOf(one), text]))),
  );
  workspace.setRoots(['file:///w']);
  const analysis = await workspace.analysis(idOf(name));
  assert.ok(analysis !== undefined);
  const messages = (one: Analysis) => messagesOf(one, target);
  const counts = (one: Analysis): Map<string, number> => {
    const found = new Map<string, number>();
    for (const { code } of messages(one)) found.set(code, (found.get(code) ?? 0) + 1);
    return found;
  };
  const before = counts(analysis);
  const own = messages(analysis).filter(({ file }) => file === idOf(name));
  const result: Repaired[] = [];
  for (const { diagnostic, fix } of await repairsOf(workspace, analysis, own, messages)) {
    if (fix.edits.some(({ file }) => file !== idOf(name))) continue;
    const after = applyEdits(texts.get(name) ?? '', fix.edits);
    const again = analyze(
      {
        file: (id) => {
          const text = id === idOf(name) ? after : texts.get(basename(id));
          return text === undefined ? undefined : parse(id, text);
        },
        resolve: (from, path) => new URL(path, from).href,
      },
      idOf(name),
    );
    const about = `${name} for ${target}: ${diagnostic.code} by ${fix.code}\n${after}`;
    const now = counts(again);
    const isFewer = (now.get(diagnostic.code) ?? 0) < (before.get(diagnostic.code) ?? 0);
    // A hint is given at its first place only, and so may be at the next one now.
    const line = (text: string, at: number): string => text.slice(0, at).replace(/.*$/, '');
    const place = line(texts.get(name) ?? '', diagnostic.span.start);
    const isStill = messages(again).some(
      ({ code, span }) => code === diagnostic.code && line(after, span.start) === place,
    );
    assert.ok(isFewer || (diagnostic.code.startsWith('lint.') && !isStill), about);
    for (const [code, count] of now) assert.ok(count <= (before.get(code) ?? 0), `${code} is new in ${about}`);
    result.push({ code: diagnostic.code, title: fix.code, after });
  }
  return result;
}

describe('repairs', function () {
  this.timeout(120_000);

  it('of fixtures and of the examples for every framework take their message away', async () => {
    const mended = new Set<string>();
    for (const [path] of cnnFiles) {
      if (!/fixtures.(diagnostics|layers)|examples.(alexnet|lenet5|vgg16|squeezenet|resnet50)/.test(path)) continue;
      const near = [...cnnFiles].filter(([other]) => dirname(other) === dirname(path));
      const texts = new Map(near.map(([other, text]) => [basename(other), text]));
      for (const target of path.includes('layers') ? (['pytorch'] as const) : targets) {
        for (const { code } of await repaired(texts, basename(path), target)) mended.add(code);
      }
    }
    for (const code of [
      'lint.pool-stride',
      'lint.pool-cut',
      'lint.dense-positions',
      'target.odd-same',
      'target.epsilon',
    ]) {
      assert.ok(mended.has(code), `${code} is mended somewhere; ${[...mended].join(' ')} are`);
    }
  });

  const inNetwork = (body: string, input = '8x8x4'): ReadonlyMap<string, string> =>
    new Map([['n.cnn', `network N {\n  input: ${input}\n${body}}\n`]]);

  it('write the padding that `same` comes to, and leave the shape as it is', async () => {
    // ceil(8/2) = 4 places of 2, the last of which reaches (4-1)*2 + 3 = 9: one row and column at the end.
    const [one] = await repaired(inNetwork('  maxpool(3x3, stride = 2)\n'), 'n.cnn', 'caffe');
    assert.match(one?.after ?? '', /maxpool\(3x3, stride = 2, padding = \[0, 1, 0, 1\]\)/);
    assert.deepEqual(analyzeText(one?.after ?? '').networks[0]?.shapes[1], [4, 4, 4]);
  });

  it('leave `same` where it comes to different numbers at the calls of a module', async () => {
    const texts = new Map([
      ['n.cnn', 'module m() {\n  maxpool(3x3, stride = 2)\n}\nnetwork N {\n  input: 14x14x4\n  m()\n  m()\n}\n'],
    ]);
    assert.deepEqual(await repaired(texts, 'n.cnn', 'caffe'), []);
  });

  it('remove what leads nowhere, and what leads only there', async () => {
    const body = '  y = conv(4, 3x3)\n  x = conv(8, 1x1)\n  conv(2, 1x1) -> batchnorm()\n  from y\n  globalavgpool()\n';
    const found = await repaired(inNetwork(body), 'n.cnn', 'pytorch');
    assert.deepEqual(
      found.filter(({ code }) => code === 'flow.dead').map(({ after }) => after.split('\n').slice(2, -2)),
      [['  y = conv(4, 3x3)', '  from y', '  globalavgpool()']],
    );
  });

  it('write the epsilon of a framework at all norms at once', async () => {
    const found = await repaired(
      inNetwork('  defaults { conv(norm = batchnorm()) }\n  conv(4, 3x3)\n  relu() -> batchnorm(center = false)\n'),
      'n.cnn',
      'pytorch',
    );
    const [one] = found.filter(({ code }) => code === 'target.epsilon');
    assert.match(one?.after ?? '', /norm = batchnorm\(epsilon = 1e-5\)/);
    assert.match(one?.after ?? '', /batchnorm\(center = false, epsilon = 1e-5\)/);
  });
});
