/** Nothing from a file, its name or an argument steers a terminal, a spreadsheet or a build's log. */

import * as assert from 'node:assert/strict';
import { csvTable, markdownTable } from '../../src/base/text-table';
import { writeSafetensors } from '../../src/interop/safetensors';
import { incept } from '../support/memory-host';

/** Escape sequence, bell, C1, marks of direction, half of a pair. */
const nasty = '\u001b]0;owned\u0007\u009b31m\u202eabc\u2066\u061c';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('the terminal', () => {
  const name = `${nasty}\n::error::x.cnn`;
  const design = `import { a } from "./${nasty}.cnn"\nnetwork N() {\n  input x: 8x8x3\n  conv(4, 3x3, name = "${nasty}")\n  globalavgpool()\n}\n`;
  const tensor = writeSafetensors([{ name: nasty, shape: [1], values: Float32Array.of(1) }]);
  const labels = `${nasty}\n`.repeat(4);
  const files = { [name]: design, 'w.safetensors': tensor, labels };
  const commands: readonly (readonly string[])[] = [
    ...['text', 'json', 'github', 'sarif'].map((format) => ['check', name, '--format', format]),
    ...['text', 'json', 'csv', 'markdown'].map((format) => ['cost', name, '--format', format]),
    ...['text', 'json'].map((format) => ['explain', name, 'conv', '--format', format]),
    ['explain', name, nasty],
    ['run', name, '--labels', 'labels'],
    ['run', name, '--weights', 'w.safetensors'],
    ['run', name, '--input', 'w.safetensors'],
    ['export', name, '--to', 'onnx', '-o', `${nasty}.onnx`],
    ['fmt', name],
    ['fmt', name, '--check'],
    ['check', nasty],
    ['cost', name, '--network', nasty],
    ['cost', name, '--set', nasty],
    ['cost', name, `--${nasty}`],
    [nasty],
    ...['tree', 'graph', 'shapes', 'costs', 'view', 'plan'].map((stage) => ['debug', stage, name]),
  ];
  for (const argv of commands) {
    it(`is not steered by ${JSON.stringify(argv.join(' '))}`, async () => {
      const { stdout, stderr } = await incept(argv, { files });
      assert.doesNotMatch(stdout, steering);
      assert.doesNotMatch(stderr, steering);
      assert.doesNotMatch(stdout + stderr, /^::error::/m);
    });
  }

  it('has our colours and no other sequences', async () => {
    const { stdout, stderr } = await incept(['check', name], { files, terminal: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const rest = (stdout + stderr).replace(/\u001b\[\d+m/g, '');
    assert.notEqual(rest, stdout + stderr);
    assert.doesNotMatch(rest, steering);
  });

  it('has no colours in a file', async () => {
    const { files: after } = await incept(['check', name, '-o', 'out'], { files, terminal: true });
    assert.doesNotMatch(String(after.get('/work-folder/out')), steering);
  });

  it('keeps names whole in JSON', async () => {
    const { stdout } = await incept(['check', name, '--format', 'json'], { files });
    assert.equal(JSON.parse(stdout).files[0].file, name);
  });

  it('has no formulas in CSV and no markup in Markdown', () => {
    const columns = [{ title: 'a', align: 'left' as const }];
    assert.equal(csvTable(columns, [['=cmd()'], ['-1.5'], ['@x,"y"']]), `a\n'=cmd()\n-1.5\n"'@x,""y"""\n`);
    assert.match(markdownTable(columns, [['<b>\n&lt;']]), /\| \\<b\\> \\&lt; \|\n$/);
  });
});
