/** The runtime stands in a browser as it is: its entries bundle without a module of Node. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../support/disk-files';

describe('the runtime, bundled for a browser', () => {
  for (const entry of ['src/runtime/web-worker.ts', 'src/runtime/web-runner.ts']) {
    it(`${entry} needs nothing of Node`, async () => {
      const { outputFiles, metafile } = await build({
        absWorkingDir: repositoryRoot,
        entryPoints: [join(repositoryRoot, entry)],
        bundle: true,
        write: false,
        metafile: true,
        platform: 'browser',
        target: 'es2022',
        format: 'iife',
        logLevel: 'silent',
      });
      const sources = Object.keys(metafile.inputs);
      assert.ok(sources.includes('src/runtime/run-error.ts'), sources.join('\n'));
      assert.deepEqual(
        sources.filter((source) => /\/node-[^/]*$/.test(source)),
        [],
      );
      // A name that is left to be required is one that the browser does not have.
      assert.doesNotMatch(outputFiles[0]?.text ?? '', /\brequire\(["']node:/);
    });
  }
});
