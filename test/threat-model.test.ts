/** docs/threat-model.md: the tests that it names are there, and what it says of connections and programs holds for all sources. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryRoot } from './support/disk-files';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

const sources = ['src', 'webview'].flatMap((folder) =>
  (readdirSync(join(repositoryRoot, folder), { recursive: true }) as string[])
    .map((path) => [folder, ...path.split(sep)].join('/'))
    .filter((path) => path.endsWith('.ts')),
);

/** The sources in which a pattern is found. */
const sourcesWith = (pattern: RegExp): string[] => sources.filter((path) => pattern.test(read(path))).sort();

describe('the threat model', () => {
  it('names tests that there are', () => {
    const page = read('docs/threat-model.md');
    const named = [...page.matchAll(/^ *- `(test\/[^`]+)`: (.+)$/gm)];
    assert.ok(named.length > 50, `only ${named.length} tests named`);
    for (const [, file = '', title = ''] of named) {
      const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
      assert.ok(
        quoted.some((text) => read(file).includes(`(${text}`)),
        `${file}: ${title}`,
      );
    }
    // Each claim has one at least: the line behind it, or the ones below it.
    const claims = page.split(/^(?=## |- )/m).filter((part) => part.startsWith('- ') && !part.startsWith('- `'));
    assert.ok(claims.length > 15);
    for (const claim of claims) assert.match(claim, /^ {2}- `test\//m);
  });

  it('opens no connection, and starts nothing but git', () => {
    const connection =
      /\bfetch\(|node:(http|https|http2|net|dgram|tls|dns)'|\b(WebSocket|XMLHttpRequest|EventSource|RTCPeerConnection)\b|sendBeacon/;
    // A page may take its own worker from beside itself: the policy of a preview lets in nothing else.
    assert.deepEqual(sourcesWith(connection), ['webview/graph/layout-client.ts']);
    assert.deepEqual(sourcesWith(/child_process/), ['src/cli/node-host.ts']);
    const started = [...read('src/cli/node-host.ts').matchAll(/\b(?:execFile|spawn|exec|fork)\(([^,]+),/g)];
    assert.deepEqual(
      started.map(([, program]) => program),
      ["'git'"],
    );
    assert.deepEqual(sourcesWith(/\b(eval|new Function)\(|\.innerHTML\b|insertAdjacentHTML|document\.write\b/).sort(), [
      'src/interop/pytorch/training-script.ts', // `model.eval()` in Python
    ]);
  });
});
