/** `incept report` as a file: its policy, what it gives away, and that nothing of a design is markup in it. */

import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { incept } from '../support/memory-host';

const text = 'network N(c = 4) {\n  input x: 6x6x3\n  conv(c, 3x3)\n  dense(5)\n  output logits\n}\n';

async function report(files: Record<string, string>, ...argv: string[]): Promise<string> {
  const [name = ''] = Object.keys(files);
  const { code, stderr, files: after } = await incept(['report', name, '-o', 'r.html', ...argv], { files });
  assert.equal(code, 0, stderr);
  const written = after.get('/work-folder/r.html');
  assert.ok(written instanceof Uint8Array);
  return new TextDecoder().decode(written);
}

const between = (html: string, start: string, end: string): string => {
  const from = html.indexOf(start);
  assert.ok(from >= 0, start);
  return html.slice(from + start.length, html.indexOf(end, from + start.length));
};

describe('incept report', () => {
  it('writes one page whose policy lets in its own script and style, by their hashes, and nothing from elsewhere', async () => {
    const html = await report({ 'n.cnn': text });
    const hash = (content: string) => `sha256-${createHash('sha256').update(content).digest('base64')}`;
    const policy = between(html, 'Content-Security-Policy" content="', '"').replaceAll('&#39;', "'");
    const script = between(html, '<script>', '</script>');
    assert.match(policy, /^default-src 'none'; script-src '([^']+)'; /);
    assert.ok(policy.includes(`script-src '${hash(script)}';`));
    assert.ok(policy.includes(`style-src '${hash(between(html, '<style>', '</style>'))}' 'nonce-`));
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    // The script of the test has what would end it.
    assert.equal(script, 'start("\\x3c/script>\\x3c!--");');
    assert.deepEqual(html.match(/(?:src|href|action)="/g), null);
  });

  it('says in print what the network costs, in full', async () => {
    const html = await report({ 'n.cnn': text }, '--set', 'c=8', '--batch', '2', '--precision', 'float16');
    const pages = between(html, '<div class="pages">', '<script');
    // 6*6*8*27 = 7,776 and 288*5 = 1,440: 9,216. 27*8 + 8 + 288*5 + 5 = 1,669 parameters.
    for (const said of [
      '>9,216<',
      '>1,669<',
      'c = 8',
      'n.cnn, 6×6×3, float16, batch 2',
      '>Main output<',
      'Incept, 1 of 1',
    ]) {
      assert.ok(pages.includes(said), said);
    }
    // Of the convolution, input and result: 2 * 6*6*(3 + 8) * 2 bytes = 1,584.
    assert.match(pages, /peak 1\.55 KiB at conv_1/);
  });

  it('counts as it is told to, in print and on a screen', async () => {
    const html = await report({ 'n.cnn': text }, '--metric', 'flops');
    const pages = between(html, '<div class="pages">', '<script');
    // With 4 filters: 2 * (6*6*4*27 + 6*6*4*5) = 2 * 4,608.
    for (const said of ['>9,216<', '>FLOPs<', '2 x MACs', 'Share of all FLOPs']) assert.ok(pages.includes(said), said);
    assert.doesNotMatch(pages, /[Mm]ultiplies/);
    const data = JSON.parse(between(html, '<script type="application/json" id="report-data">', '<'));
    assert.equal(data.metric, 'flops');
    const { code, stderr } = await incept(['report', 'n.cnn', '-o', 'r.html', '--metric', 'flop'], {
      files: { 'n.cnn': text },
    });
    assert.equal(code, 2);
    assert.match(stderr, /flops/);
  });

  it('holds the answers that a preview asks for: the view, its memory, and an explanation of each layer', async () => {
    const data = JSON.parse(
      between(await report({ 'n.cnn': text }), '<script type="application/json" id="report-data">', '<'),
    );
    assert.equal(data.view.network, 'N');
    assert.deepEqual(Object.keys(data.explanations), ['x', 'conv_1', 'dense_1']);
    assert.equal(data.explanations.conv_1.formulas[0].result, '3,888');
    assert.equal(data.memory.steps.length, 2);
  });

  it('does not tell where the files are, and takes their names and texts as text', async () => {
    const name = '<b onclick=alert(1)>& "n".cnn';
    const html = await report({ [name]: text });
    assert.doesNotMatch(html, /work-folder|file:\/\//);
    assert.equal(html.match(/<script/g)?.length, 3);
    assert.ok(html.includes('&lt;b onclick=alert(1)&gt;&amp; &quot;n&quot;.cnn, 6×6×3'));
    assert.equal(html, await report({ [name]: text }));
  });

  it('is not written to a terminal, and not of a network that is not there', async () => {
    const files = { 'n.cnn': text };
    const onTerminal = await incept(['report', 'n.cnn'], { files, terminal: true });
    assert.equal(onTerminal.code, 2);
    assert.match(onTerminal.stderr, /html is no text to read on a terminal[\s\S]*\.html/);
    assert.equal((await incept(['report', 'n.cnn', '-n', 'M', '-o', 'r.html'], { files })).code, 2);
    const { code, stderr } = await incept(['report', 'n.cnn', '-o', '/read-only/r.html'], { files });
    assert.equal(code, 2);
    assert.match(stderr, /r\.html/);
  });
});
