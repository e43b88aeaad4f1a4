/** What a web extension host can load of the extension: all but the entry and the client that need Node. */

import * as assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repositoryRoot } from '../support/disk-files';

/** Bundles for a browser; what it imports that no browser has makes it fail. */
function bundle(entry: string): Promise<esbuild.BuildResult<{ write: false; metafile: true }>> {
  return esbuild.build({
    entryPoints: [join(repositoryRoot, entry)],
    absWorkingDir: repositoryRoot,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'browser',
    target: 'es2022',
    external: ['vscode'],
    logLevel: 'silent',
  });
}

describe('the extension in a web extension host', function () {
  this.timeout(30_000);

  it('needs nothing of Node', async () => {
    const { metafile, outputFiles } = await bundle('src/extension/activate.ts');
    const files = Object.keys(metafile.inputs);
    assert.ok(files.includes('src/extension/preview/panel.ts') && files.includes('src/session/preview-controller.ts'));
    assert.deepEqual(
      files.filter((file) => /(^|\/)node-[^/]*$/.test(file) && file.startsWith('src/')),
      [],
    );
    const required = [...(outputFiles[0]?.text ?? '').matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(required)], ['vscode']);
    assert.doesNotMatch(outputFiles[0]?.text ?? '', /\b(process\.|Buffer\b|__dirname)/);
  });

  it('analyses nothing itself: activation would wait for it', async () => {
    const { metafile } = await bundle('src/extension/activate.ts');
    const files = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    assert.ok(files.includes('src/session/preview-controller.ts'));
    const core = ['src/ops/registry.ts', 'src/syntax/parser.ts', 'src/analysis/analyze.ts', 'src/interop/formats.ts'];
    assert.deepEqual(
      core.filter((file) => files.includes(file)),
      [],
    );
  });

  it('would not bundle with the entry for Node', async () => {
    const problem = await bundle('src/extension/node-main.ts').then(
      () => undefined,
      (failed: esbuild.BuildFailure) => failed,
    );
    const missing = (problem?.errors ?? []).map(({ text }) => /Could not resolve "(?:node:)?([^"]+)"/.exec(text)?.[1]);
    assert.ok(
      missing.some((name) => name !== undefined && (builtinModules.includes(name) || name.endsWith('/node'))),
      missing.join(', '),
    );
  });
});
