/** What a page or a web extension host is to load bundles for a browser: nothing of Node is needed on the way to it. */

import * as assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const entries = {
  server: `import './src/server/web-main';`,
  extension: `import './src/extension/web-main';`,
  runtime: `export { webRunner } from './src/runtime/web-runner'; import './src/runtime/web-worker';`,
  session: `export { PreviewController } from './src/session/preview-controller';`,
  workspace: `export { Workspace } from './src/workspace/workspace';`,
};

async function bundle(contents: string): Promise<string[]> {
  const result = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    external: ['vscode'],
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(result.metafile.inputs);
}

describe('a bundle for the browser', () => {
  for (const [name, contents] of Object.entries(entries)) {
    it(`holds ${name}`, async () => {
      const inputs = await bundle(contents);
      assert.ok(inputs.some((path) => path.startsWith(`src/${name}/`)));
      assert.deepEqual(
        inputs.filter((path) => /(^|:)node:|src\/(runtime|server|workspace|extension)\/node-[^/]+\.ts$/.test(path)),
        [],
      );
    });
  }

  it('fails where something of Node is needed', async () => {
    await assert.rejects(bundle(`export * from './src/runtime/node-runner';`), /node:/);
  });
});
