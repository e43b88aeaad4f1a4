/** The page that a preview's webview starts from. */

import * as assert from 'node:assert/strict';
import { previewHtml } from '../../../src/extension/preview/html';

describe('page of a preview', () => {
  it('lets in its own script, style and worker, and nothing else', () => {
    const html = previewHtml({
      language: 'en',
      title: 'Incept preview <1>',
      cspSource: 'https://own.test',
      nonce: 'abc',
      scriptUri: 'https://own.test/main.js',
      styleUri: 'https://own.test/main.css',
      layoutWorkerUri: 'https://own.test/w.js?"><script>',
      reportStyleUri: 'https://own.test/r.css?"><script>',
      inspectorScriptUri: 'https://own.test/w.js?"><script>',
      inspectorStyleUri: 'https://own.test/w.js?"><script>',
    });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-abc';/);
    // Styles may stand in the page, for Monaco; no script may, and nothing is evaluated.
    assert.doesNotMatch(policy.replace("style-src https://own.test 'unsafe-inline'", ''), /unsafe/);
    assert.equal(html.match(/<script/g)?.length, 1);
    // No menu of Cut, Copy and Paste that do nothing.
    assert.match(html, /<body data-vscode-context="\{&quot;preventDefaultContextMenuItems&quot;: true\}">/);
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<title>Incept preview &lt;1&gt;<\/title>/);
  });
});
